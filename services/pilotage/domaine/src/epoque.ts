import { absorbees, ajouterJours, estDansLePerimetre, parent, successeur, type Arbre, type Jour, type TypeUnite } from '@sm/kernel';

/** Days within the period from which the tree or the month is another: between two of them, every counter of a unit has the same parents. */
export function ruptures(arbre: Arbre, du: Jour, au: Jour): Jour[] {
  const jours = new Set<Jour>([du]);
  for (let mois = `${du.slice(0, 7)}-01`; mois <= au; mois = `${ajouterJours(mois, 32).slice(0, 7)}-01`) jours.add(mois);
  for (const { liens, noms } of arbre) {
    for (const lien of [...liens, ...noms]) {
      if (lien.du) jours.add(lien.du);
      if (lien.au) jours.add(ajouterJours(lien.au, 1));
    }
  }
  return [...jours].filter((j) => j >= du && j <= au).sort();
}

/** The unit of that level to which a counter of that day goes (périmètre d'époque): the parent of the day, itself at the local level. Null when the tree has none. */
export function uniteDeNiveau(arbre: Arbre, uniteId: number, jour: Jour, niveau: TypeUnite): number | null {
  const vues = new Set<number>();
  let courante: number | null = successeur(arbre, uniteId, jour);
  const type = (id: number) => arbre.find((u) => u.id === id)?.type;
  if (niveau === 'locale') return type(courante) === 'nationale' || type(courante) === 'regionale' ? null : courante;
  while (courante !== null && !vues.has(courante)) {
    if (type(courante) === niveau) return courante;
    vues.add(courante);
    courante = parent(arbre, courante, jour);
  }
  return null;
}

/** Name that the unit bore on the last day of the period on which it had one, else its code. */
export function nomDe(arbre: Arbre, uniteId: number, du: Jour, au: Jour): string {
  const u = arbre.find((x) => x.id === uniteId);
  const noms = (u?.noms ?? []).filter((n) => (n.du ?? '0000') <= au && (n.au ?? '9999') >= du).sort((a, b) => ((a.du ?? '') < (b.du ?? '') ? 1 : -1));
  return noms[0]?.nom ?? u?.code ?? String(uniteId);
}

/** Units at the head of what a reader follows: those of the assignments, and those they have absorbed since. */
export const tetesDe = (arbre: Arbre, affectees: readonly number[], aujourdHui: Jour): number[] =>
  [...new Set(affectees.flatMap((id) => absorbees(arbre, id, aujourdHui)))];

/** Whether a counter of that day belongs to the reader: its unit stood that day under one of the heads. The national unit sees all. */
export const suivi = (arbre: Arbre, tetes: readonly number[], uniteId: number, jour: Jour): boolean =>
  tetes.some((tete) => arbre.some((u) => u.id === tete && u.type === 'nationale') || estDansLePerimetre(arbre, uniteId, tete, jour));
