import { parseArgs } from 'node:util';

const ASSEMBLAGES = ['services', 'kafka', 'embarque'];
const USAGE = 'options : --kills N, --seed S (ou --graine), --assemblage services|kafka|embarque, --duree SECONDES, --debit N, --taille N, --bogue NOM, --bogues, --court';

function entier(nom, texte, defaut) {
  if (texte === undefined) return defaut;
  const n = Number(texte);
  if (!Number.isInteger(n) || n < 0) throw new Error(`--${nom} attend un entier`);
  return n;
}

function analyser(args) {
  const texte = { type: 'string' };
  try {
    return parseArgs({ args, options: { kills: texte, seed: texte, graine: texte, assemblage: texte, duree: texte, debit: texte, taille: texte, bogue: texte, bogues: { type: 'boolean' }, court: { type: 'boolean' } } }).values;
  } catch {
    throw new Error(`option inconnue ou incomplète ; ${USAGE}`);
  }
}

/** @throws Error in French, with the options when one is unknown */
export function lireOptions(args) {
  const v = analyser(args);
  if (v.assemblage !== undefined && !ASSEMBLAGES.includes(v.assemblage)) throw new Error(`--assemblage attend ${ASSEMBLAGES.join(', ')}`);
  return {
    assemblage: v.assemblage ?? null, kills: entier('kills', v.kills, v.court ? 12 : 200), graine: entier('seed', v.seed ?? v.graine, Math.floor(Math.random() * 2 ** 32)),
    taille: entier('taille', v.taille, 200), debit: entier('debit', v.debit, 40), clients: 8, dureeMs: 1000 * entier('duree', v.duree, 0), bogue: v.bogue ?? null, bogues: v.bogues ?? false, court: v.court ?? false,
  };
}
