/** A field is written only when it is listed here AND its value has the declared shape: anything else is dropped and counted. */
type Forme = (valeur: unknown) => boolean;

const texte = (motif: RegExp): Forme => (v) => typeof v === 'string' && motif.test(v);
const nombre: Forme = (v) => typeof v === 'number' && Number.isFinite(v);
const compte: Forme = (v) => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;
const booleen: Forme = (v) => typeof v === 'boolean';
const jeton = texte(/^[a-z][a-z0-9_-]{0,59}$/);
const nomSql = texte(/^[A-Za-z_][A-Za-z0-9_.]{0,62}$/);

const FORMES: Readonly<Record<string, Forme>> = {
  service: jeton,
  assemblage: jeton,
  version: texte(/^[0-9]+\.[0-9]+\.[0-9]+[a-z0-9.-]{0,20}$/),
  correlation: texte(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  methode: texte(/^[A-Z]{3,10}$/),
  route: texte(/^\/[A-Za-z0-9_/:.*-]{0,120}$/),
  status: compte,
  ms: nombre,
  code: texte(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/),
  acteur: texte(/^(agent|machine|service|systeme):[A-Za-z0-9._-]{1,64}$/),
  contexte: texte(/^[A-Za-z][A-Za-z0-9]{0,59}$/),
  topic: texte(/^sm\.[a-z0-9.]{1,60}$/),
  part: compte,
  seq: compte,
  rang: compte,
  unite: compte,
  lot: compte,
  lues: compte,
  acceptees: compte,
  inchangees: compte,
  rejetees: compte,
  restantes: compte,
  retard: compte,
  nombre: compte,
  tentative: compte,
  port: compte,
  rss: compte,
  pid: compte,
  interrompue: booleen,
  partie: jeton,
  etat: jeton,
  sqlstate: texte(/^[0-9A-Z]{5}$/),
  contrainte: nomSql,
  table: nomSql,
  ignores: compte,
};

export type ChampsJournal = Readonly<Record<string, unknown>>;

/** Keeps the fields that may be written; `ignores` counts the others so that a developer notices. */
export function filtrerChamps(champs: ChampsJournal): Record<string, unknown> {
  const gardes: Record<string, unknown> = {};
  let ignores = 0;
  for (const [cle, valeur] of Object.entries(champs)) {
    if (valeur === undefined || valeur === null) continue;
    if (Object.hasOwn(FORMES, cle) && FORMES[cle]?.(valeur)) gardes[cle] = valeur;
    else ignores++;
  }
  return ignores > 0 ? { ...gardes, ignores } : gardes;
}

/** An event is named by a code (`import-repris`), never by a sentence, which could carry a value. */
export const evenementSur = (evenement: unknown): string =>
  typeof evenement === 'string' && /^[a-z][a-z0-9.-]{1,79}$/.test(evenement) ? evenement : 'evenement-sans-code';
