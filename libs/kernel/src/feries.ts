import { ajouterJours, composerJour, enVigueur, jourDeSemaine, type Jour } from './temps';

type Regle = { readonly mois: number; readonly quantieme: number } | { readonly paques: number };

/** A public holiday as dated data; `departements` null = the whole country. */
export interface RegleFerie {
  readonly nom: string;
  readonly regle: Regle;
  readonly departements: readonly string[] | null;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: 'sure' | 'likely';
}

const CODE_TRAVAIL = 'L.3133-1 CT (L.222-1 former)';
const DROIT_LOCAL = 'L.3134-13 CT (ordonnance du 16 août 1892)';
const ABOLITION = 'Abolition de l’esclavage';
const DECRET_1983 = 'loi 83-550 du 30 juin 1983, décret 83-1003 du 23 novembre 1983, L.3422-2 CT';
const HORS_GUADELOUPE = 'décret 83-1003, plus applicable après la séparation de la Guadeloupe (loi organique 2007-223, 15 juillet 2007)';
const DECRET_2012 = 'décret 83-1003 modifié par le décret 2012-553 du 23 avril 2012, L.3422-2 CT';
const CIRCULAIRE_2018 = 'circulaire du 4 mai 2018 sous la loi 2017-256 du 28 février 2017 ; L.3422-2 CT écrivait encore 27 mai';

const national = (nom: string, regle: Regle, du: Jour | null = null, source = CODE_TRAVAIL): RegleFerie => ({
  nom, regle, departements: null, du, au: null, source, confiance: 'sure',
});
const alsaceMoselle = (nom: string, regle: Regle): RegleFerie => ({
  nom, regle, departements: ['57', '67', '68'], du: null, au: null, source: DROIT_LOCAL, confiance: 'sure',
});
const abolition = (departement: string, mois: number, quantieme: number, reste: Partial<RegleFerie> = {}): RegleFerie => ({
  nom: ABOLITION, regle: { mois, quantieme }, departements: [departement], du: '1983-11-24', au: null, source: DECRET_1983, confiance: 'sure', ...reste,
});

/** Public holidays; `paques` counts days from Easter Sunday. Vendredi saint holds where a Protestant church stands: kept for all of 57, 67, 68. */
export const REGLES_FERIES: readonly RegleFerie[] = [
  national('Jour de l’an', { mois: 1, quantieme: 1 }),
  national('Lundi de Pâques', { paques: 1 }),
  national('Fête du Travail', { mois: 5, quantieme: 1 }, '1947-05-01', 'L.3133-4 CT (loi du 30 avril 1947)'),
  national('Victoire 1945', { mois: 5, quantieme: 8 }, '1981-10-03', 'L.3133-1 CT (loi 81-893 du 2 octobre 1981)'),
  national('Ascension', { paques: 39 }),
  national('Lundi de Pentecôte', { paques: 50 }),
  national('Fête nationale', { mois: 7, quantieme: 14 }),
  national('Assomption', { mois: 8, quantieme: 15 }),
  national('Toussaint', { mois: 11, quantieme: 1 }),
  national('Armistice 1918', { mois: 11, quantieme: 11 }, '1922-10-25', 'loi du 24 octobre 1922, L.3133-1 CT'),
  national('Noël', { mois: 12, quantieme: 25 }),
  alsaceMoselle('Vendredi saint', { paques: -2 }),
  alsaceMoselle('Saint-Étienne', { mois: 12, quantieme: 26 }),
  abolition('971', 5, 27),
  abolition('972', 5, 22),
  abolition('973', 6, 10),
  abolition('974', 12, 20),
  abolition('976', 4, 27),
  abolition('977', 5, 27, { au: '2007-07-14', source: HORS_GUADELOUPE, confiance: 'likely' }),
  abolition('977', 10, 9, { du: '2012-04-26', source: DECRET_2012 }),
  abolition('978', 5, 27, { au: '2007-07-14', source: HORS_GUADELOUPE, confiance: 'likely' }),
  abolition('978', 5, 27, { du: '2012-04-26', au: '2017-12-31', source: DECRET_2012 }),
  abolition('978', 5, 28, { du: '2018-01-01', source: CIRCULAIRE_2018, confiance: 'likely' }),
];

const PARTICULIERS = new Set(REGLES_FERIES.flatMap((r) => r.departements ?? []));

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). @throws RangeError outside years 1 to 9999. */
export function paques(annee: number): Jour {
  const a = annee % 19;
  const b = Math.floor(annee / 100);
  const c = annee % 100;
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const rang = h + l - 7 * m + 114;
  return composerJour(annee, Math.floor(rang / 31), (rang % 31) + 1);
}

/** A public holiday of one year. */
export interface Ferie {
  readonly jour: Jour;
  readonly nom: string;
}

const calendriers = new Map<string, { readonly liste: readonly Ferie[]; readonly jours: ReadonlySet<Jour> }>();

function calendrier(annee: number, departement: string) {
  const cle = `${annee}|${PARTICULIERS.has(departement) ? departement : ''}`;
  const connu = calendriers.get(cle);
  if (connu) return connu;
  const dimanche = paques(annee);
  const liste = REGLES_FERIES.filter((r) => r.departements === null || r.departements.includes(departement))
    .map((r) => ({ r, nom: r.nom, jour: 'paques' in r.regle ? ajouterJours(dimanche, r.regle.paques) : composerJour(annee, r.regle.mois, r.regle.quantieme) }))
    .filter(({ r, jour }) => enVigueur(r, jour))
    .map(({ jour, nom }): Ferie => ({ jour, nom }))
    .sort((a, b) => (a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : 0));
  const cree = { liste, jours: new Set(liste.map((f) => f.jour)) };
  calendriers.set(cle, cree);
  return cree;
}

/** Public holidays of a year in a département (any text is taken as metropolitan), in order. @throws RangeError outside years 1 to 9999. */
export const feries = (annee: number, departement: string): readonly Ferie[] => calendrier(annee, departement).liste;

const ferie = (jour: Jour, departement: string): boolean => calendrier(Number(jour.slice(0, 4)), departement).jours.has(jour);

/** Legal *jour ouvrable*: neither Sunday nor public holiday (Saturday counts). @throws RangeError on an impossible day. */
export const jourOuvrable = (jour: Jour, departement: string): boolean => jourDeSemaine(jour) !== 7 && !ferie(jour, departement);

/** *Jour ouvré*: Monday to Friday, not a public holiday. @throws RangeError on an impossible day. */
export const jourOuvre = (jour: Jour, departement: string): boolean => jourDeSemaine(jour) < 6 && !ferie(jour, departement);

/** The day itself when it is *ouvré*, else the next one (deadline rule "last day on Saturday, Sunday or public holiday"). @throws RangeError on an impossible day. */
export function prochainOuvre(jour: Jour, departement: string): Jour {
  let candidat = jour;
  while (!jourOuvre(candidat, departement)) candidat = ajouterJours(candidat, 1);
  return candidat;
}
