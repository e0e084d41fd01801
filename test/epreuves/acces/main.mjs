import { parseArgs } from 'node:util';
import { Bilan } from '../bilan.mjs';
import { eprouverAcces } from './epreuve.mjs';

const bilan = new Bilan();

await bilan.conclure('épreuve des accès', () => {
  const { values } = parseArgs({ options: { court: { type: 'boolean' }, graine: { type: 'string' } } });
  return eprouverAcces({ court: values.court ?? false, graine: Number(values.graine ?? Math.floor(Math.random() * 2 ** 32)) }, bilan);
});
