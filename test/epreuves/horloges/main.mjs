import { parseArgs } from 'node:util';
import { Bilan } from '../bilan.mjs';
import { eprouverHorloges } from './epreuve.mjs';

const bilan = new Bilan();

await bilan.conclure('épreuve des horloges', () => {
  const { values } = parseArgs({ options: { court: { type: 'boolean' }, graine: { type: 'string' } } });
  return eprouverHorloges({ court: values.court ?? false, graine: Number(values.graine ?? Math.floor(Math.random() * 2 ** 32)) }, bilan);
});
