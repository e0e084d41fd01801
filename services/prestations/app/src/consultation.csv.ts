import type { Consultation } from './consultation.query';

const COLONNES: readonly (readonly [entete: string, valeur: (c: Consultation) => string])[] = [
  ['id', (c) => c.id], ['le', (c) => c.le], ['acteur', (c) => c.acteur], ['roles', (c) => c.roles.join('|')], ['unite', (c) => c.unite], ['pour', (c) => c.pour.join('|')],
  ['dossier', (c) => c.dossier ?? ''], ['version', (c) => String(c.version ?? '')], ['partie', (c) => c.partie], ['objet', (c) => c.objet ?? ''], ['motif', (c) => c.motif ?? ''],
  ['hors_dossier', (c) => (c.horsDossier ? 'oui' : 'non')], ['resultat', (c) => c.resultat], ['code', (c) => c.code ?? ''], ['adresse', (c) => c.adresse ?? ''], ['terminal', (c) => c.terminal],
  ['conservee_jusqu_au', (c) => c.conserveeJusquAu], ['revue_resultat', (c) => c.revue?.resultat ?? ''], ['revue_par', (c) => c.revue?.par ?? ''], ['revue_le', (c) => c.revue?.le ?? ''],
];

/** A spreadsheet takes a cell that begins so for a formula. */
const FORMULE = /^[=+\-@\t\r]/;

function cellule(texte: string): string {
  const sure = FORMULE.test(texte) ? `'${texte}` : texte;
  return /[;"\n\r]/.test(sure) ? `"${sure.replaceAll('"', '""')}"` : sure;
}

/** Lines of the register as CSV: UTF-8, separator `;`, a header line. */
export const enCsv = (lignes: readonly Consultation[]): string =>
  [COLONNES.map(([entete]) => entete), ...lignes.map((c) => COLONNES.map(([, valeur]) => valeur(c)))].map((l) => `${l.map(cellule).join(';')}\r\n`).join('');
