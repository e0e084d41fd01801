import type { Manifeste } from './hote';

export interface ChiffreLu {
  readonly id: string;
  readonly valeur: number | null;
  readonly numerateur?: number;
  readonly denominateur?: number;
  readonly source: 'calcule' | 'non_calcule';
}

export interface RapportLu {
  readonly unite: { readonly code: string; readonly nom: string };
  readonly annee: number;
  readonly origine: 'compteurs' | 'agregats';
  readonly fraicheur: { readonly retard: number };
  readonly sections: readonly { readonly titre: string; readonly chiffres: readonly ChiffreLu[] }[];
  readonly delais: { readonly moins25: { readonly numerateur: number; readonly denominateur: number; readonly pourcentage: number | null }; readonly histogramme: readonly { readonly jours: number; readonly n: number }[] };
  readonly parMois: readonly { readonly mois: string; readonly initiales: number; readonly prolongations: number; readonly pse: number }[];
}

export interface TableauLu {
  readonly lignes: readonly { readonly unite: { readonly code: string }; readonly valeurs: Chiffres }[];
  readonly total: Chiffres;
}

/** Figures by code; null: said to be not computed, or not published. */
export type Chiffres = Readonly<Record<string, number | null>>;

export const SOUS_25 = 'IND-002-32';

/** Every figure of the report by its code; the share under 25 days also as its two terms. */
export function chiffresDe(rapport: RapportLu): Chiffres {
  const chiffres: Record<string, number | null> = {};
  for (const c of rapport.sections.flatMap((s) => s.chiffres)) {
    chiffres[c.id] = c.valeur;
    if (c.numerateur !== undefined) chiffres[`${c.id}/n`] = c.numerateur;
    if (c.denominateur !== undefined) chiffres[`${c.id}/d`] = c.denominateur;
  }
  return chiffres;
}

const pourcent = (texte: string): number => Number(texte.replace(',', '.').replace(/[^\d.]/g, ''));

/** What the report of the sample year must say, figure by figure, from the manifest alone. */
export function attendus({ comptes, delai, detail }: Manifeste): Chiffres {
  const { sens, regimes } = detail;
  return {
    'IND-002-29': comptes.initiales,
    'IND-002-30': comptes.prolongations,
    'IND-002-31': comptes.pse,
    [SOUS_25]: pourcent(delai.pourcentage),
    [`${SOUS_25}/n`]: delai.numerateur,
    [`${SOUS_25}/d`]: delai.denominateur,
    'ALD-02': sens['favorable'] ?? 0,
    'ALD-03': sens['defavorable_medical'] ?? 0,
    'ALD-04': sens['defavorable_administratif'] ?? 0,
    'ALD-05': 0,
    'ALD-06': regimes['liste'] ?? 0,
    'ALD-07': regimes['hors_liste'] ?? 0,
    'ALD-08': regimes['polypathologie'] ?? 0,
    'ALD-09': regimes['non_exonerante'] ?? 0,
  };
}

/** What the same report must say of leaves, accidents and diseases. */
export function attendusArrets({ comptes, detail: { risques, modes, conclusions, objets } }: Manifeste): Chiffres {
  const n = (nombres: Readonly<Record<string, number>>, ...noms: string[]): number => noms.reduce((total, nom) => total + (nombres[nom] ?? 0), 0);
  return {
    'IND-002-33': comptes.avisArret, 'IND-002-34': comptes.surPersonne, 'IND-002-35': comptes.notices, 'IND-002-36': comptes.atmp, 'IND-002-37': comptes.reconnaissancesMp,
    'ARR-01': n(risques, 'maladie'), 'ARR-02': n(risques, 'at'), 'ARR-03': n(risques, 'mp'), 'ARR-04/n': comptes.surPersonne, 'ARR-04/d': comptes.avisArret,
    'ARR-05': n(modes, 'pieces'), 'ARR-06': n(modes, 'prescripteur'), 'ARR-07': n(modes, 'telephone'), 'ARR-08': 0, 'ARR-09/n': n(conclusions, 'reprise'), 'ARR-10': n(conclusions, 'justifie'),
    'ARR-11': n(conclusions, 'reprise'), 'ARR-12': n(conclusions, 'stabilise'), 'ARR-13': n(conclusions, 'pdp'), 'ARR-14': n(conclusions, 'non_controlable', 'sans_objet'), 'ARR-15': n(conclusions, 'absence', 'rapport_employeur'),
    'ATMP-01': n(objets, 'accident'), 'ATMP-02': n(objets, 'nouvelle_lesion'), 'ATMP-03': n(objets, 'rechute'),
  };
}

/** Differences between what is read and what must be, in words; empty when every figure is exact. */
export const ecarts = (lus: Chiffres, voulus: Chiffres): string[] =>
  Object.entries(voulus).filter(([code, valeur]) => lus[code] !== valeur).map(([code, valeur]) => `${code} : ${lus[code] ?? 'rien'} au lieu de ${valeur}`);

/** Values of a CSV of RFC 4180, line by line, by the name of their column. */
export function lireCsv(texte: string): Record<string, string>[] {
  const [entete = [], ...lignes] = texte.replace(/^\uFEFF/, '').trimEnd().split('\r\n').map((ligne) => [...ligne.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => (m[1] ?? '').replace(/^"|"$/g, '').replaceAll('""', '"')));
  return lignes.map((valeurs) => Object.fromEntries(entete.map((nom, i) => [nom, valeurs[i] ?? ''])));
}
