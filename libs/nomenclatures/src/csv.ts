/** A line that was refused: number in the file (header = 1), column, stable code. Never its content. */
export interface ErreurLigne {
  readonly ligne: number;
  readonly champ: string;
  readonly code: 'entete-manquante' | 'colonnes' | 'guillemet' | 'numero-invalide' | 'code-invalide' | 'libelle-vide' | 'date-invalide' | 'doublon';
}

export interface Importation<L> {
  readonly lignes: readonly L[];
  readonly erreurs: readonly ErreurLigne[];
}

/** Cells of a line separated by `;`, quotes doubled inside quotes; null when a quote is not closed or is followed by text. */
export function cellules(ligne: string): string[] | null {
  if (!ligne.includes('"')) return ligne.split(';');
  const sortie: string[] = [];
  for (let i = 0; i <= ligne.length; ) {
    if (ligne[i] !== '"') {
      const fin = ligne.indexOf(';', i);
      sortie.push(fin === -1 ? ligne.slice(i) : ligne.slice(i, fin));
      i = fin === -1 ? ligne.length + 1 : fin + 1;
      continue;
    }
    const [texte] = /^(?:[^"]|"")*"(?=;|$)/.exec(ligne.slice(i + 1)) ?? [];
    if (texte === undefined) return null;
    sortie.push(texte.slice(0, -1).replaceAll('""', '"'));
    i += texte.length + 2;
  }
  return sortie;
}

export type Lecture<L> = { readonly lue: L } | { readonly erreur: Omit<ErreurLigne, 'ligne'> } | null;

/** What a format needs: its columns (the first bears the key), the key of a row, and how to read a line (null = to leave aside). */
export interface Format<L> {
  readonly colonnes: readonly string[];
  readonly cle: (l: L) => string;
  readonly lire: (valeur: (colonne: string) => string) => Lecture<L>;
}

function lireLigne<L>(brut: string, noms: readonly string[], format: Format<L>): Lecture<L> {
  const valeurs = cellules(brut);
  if (valeurs === null) return { erreur: { champ: '', code: 'guillemet' } };
  if (valeurs.length !== noms.length) return { erreur: { champ: '', code: 'colonnes' } };
  return format.lire((colonne) => (valeurs[noms.indexOf(colonne)] ?? '').trim());
}

/** Reads a `;` file with a header line, columns in any order. Never throws: what cannot be read is in `erreurs`, the rest in `lignes`. */
export function importer<L>(texte: string, format: Format<L>): Importation<L> {
  const [entete = '', ...corps] = texte.replace(/^\uFEFF/, '').split(/\r?\n/);
  const noms = cellules(entete) ?? [];
  const manquantes = format.colonnes.filter((c) => !noms.includes(c));
  if (manquantes.length > 0) return { lignes: [], erreurs: manquantes.map((champ) => ({ ligne: 1, champ, code: 'entete-manquante' })) };
  const lignes = new Map<string, L>();
  const erreurs: ErreurLigne[] = [];
  for (const [i, brut] of corps.entries()) {
    const lecture = brut.trim() === '' ? null : lireLigne(brut, noms, format);
    if (lecture === null) continue;
    if ('erreur' in lecture) erreurs.push({ ligne: i + 2, ...lecture.erreur });
    else if (lignes.has(format.cle(lecture.lue))) erreurs.push({ ligne: i + 2, champ: format.colonnes[0] ?? '', code: 'doublon' });
    else lignes.set(format.cle(lecture.lue), lecture.lue);
  }
  return { lignes: [...lignes.values()], erreurs };
}
