import { enVigueur, type Jour } from '@sm/kernel';
import { normaliserCim10 } from './cim10';
import { normaliserTableauMp } from './mp';
import { FAMILLES_SENSIBLES, SENSIBLES, type FamilleSensible, type LigneSensible, type NomenclatureSensible } from './table-sensible';

/** Codes of a medical content, whatever the procedure that holds it. */
export interface CodesMedicaux {
  readonly ald: number | null;
  readonly diagnostics: readonly string[];
  readonly tableau: string | null;
}

const PAR_NOMENCLATURE: ReadonlyMap<NomenclatureSensible, readonly LigneSensible[]> = Map.groupBy(SENSIBLES, (l) => l.nomenclature);
const de = (nomenclature: NomenclatureSensible): readonly LigneSensible[] => PAR_NOMENCLATURE.get(nomenclature) ?? [];

/** A range holds every subdivision of its bounds: F19 ends with F19.9. */
const dansLaPlage = ({ de: debut, a }: LigneSensible, code: string): boolean => code >= debut && code.slice(0, a.length) <= a;

const vise = (l: LigneSensible, { ald, diagnostics, tableau }: CodesMedicaux): boolean => {
  if (l.nomenclature === 'ald') return String(ald) === l.de;
  if (l.nomenclature === 'cim10') return diagnostics.some((d) => dansLaPlage(l, normaliserCim10(d) ?? ''));
  return l.nomenclature === 'mp' && tableau !== null && normaliserTableauMp(tableau)?.split(' ')[0] === l.de;
};

/** Families that a medical content belongs to on that day, in the order of the list; empty when it is ordinary. Medical: for who may read that content only. */
export function famillesSensibles(codes: CodesMedicaux, jour: Jour): FamilleSensible[] {
  const touchees = new Set(SENSIBLES.filter((l) => enVigueur(l, jour) && vise(l, codes)).map((l) => l.famille));
  return FAMILLES_SENSIBLES.filter((f) => touchees.has(f));
}

/** What a non-medical role is shown of an administrative code on that day: the code itself, or the ordinary one that hides a revealing one. */
export const codeNeutre = (code: string, jour: Jour): string => de('code').find((l) => l.de === code && enVigueur(l, jour))?.neutre ?? code;

/** Codes that a non-medical role means when it asks for one that it is shown; empty for a revealing code, which it is never shown. */
export const codesMontresComme = (code: string, jour: Jour): string[] =>
  codeNeutre(code, jour) === code ? [code, ...de('code').filter((l) => l.neutre === code && enVigueur(l, jour)).map((l) => l.de)] : [];

const motif = ({ de: mot }: LigneSensible): string => (mot.endsWith('*') ? mot.slice(0, -1) : `${mot}(?!\\p{L})`);
const REVELATEURS = new RegExp(`(?<!\\p{L})(?:${de('mot').map(motif).join('|')})`, 'iu');

/** Whether a label typed by somebody (place, source, number) names a sensitive kind. Not dated: a word never stops telling. */
export const nomRevelateur = (texte: string): boolean => REVELATEURS.test(texte);
