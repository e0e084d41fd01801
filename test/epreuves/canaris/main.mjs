// A mark in every field that can hold medical content, through every door, then looked for everywhere it has no business to be.
import { parseArgs } from 'node:util';
import { Bilan } from '../bilan.mjs';
import { eprouverCanaris } from './epreuve.mjs';

const { values } = parseArgs({ options: { assemblage: { type: 'string', default: 'embarque' } } });
const bilan = new Bilan();
await bilan.conclure('canaris', () => eprouverCanaris(values, bilan));
