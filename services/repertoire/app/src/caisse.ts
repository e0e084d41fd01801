import { enVigueur, successeur, type Arbre, type Jour, type Lien, type Unite } from '@sm/kernel';

const liensVers = (arbre: Arbre, caisse: string): { unite: Unite; lien: Lien }[] =>
  arbre.flatMap((unite) => unite.liens.filter((lien) => lien.nature === 'caisse' && String(lien.cible) === caisse).map((lien) => ({ unite, lien })));

const fin = (l: Lien): string => l.au ?? '9999-12-31';
const locale = (u: Unite): number => (u.type === 'locale' ? 0 : 1);

/**
 * Unit in charge of a fund's insured persons on a day, by the dated links of the tree; a fund that has lost its unit goes to the successor of the last one.
 * Null when no unit was ever tied to that fund.
 */
export function uniteDeLaCaisse(arbre: Arbre, caisse: string, jour: Jour): number | null {
  const [choix] = liensVers(arbre, caisse)
    .filter(({ lien }) => lien.du === null || lien.du <= jour)
    .sort((a, b) => Number(enVigueur(b.lien, jour)) - Number(enVigueur(a.lien, jour)) || locale(a.unite) - locale(b.unite) || fin(b.lien).localeCompare(fin(a.lien)) || a.unite.id - b.unite.id);
  return choix ? successeur(arbre, choix.unite.id, jour) : null;
}
