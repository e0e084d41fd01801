import type { Rapport, Tableau } from '@sm/pilotage-domaine';

/** Read by spreadsheets as UTF-8 only with its mark. */
const BOM = '\uFEFF';

/** One field of RFC 4180; a text that a spreadsheet would run as a formula is preceded by an apostrophe. */
export function champ(valeur: string | number | null | undefined): string {
  if (valeur === null || valeur === undefined) return '';
  const texte = typeof valeur === 'string' && /^[=+\-@\t\r]/.test(valeur) ? `'${valeur}` : String(valeur);
  return /[",\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
}

export const csv = (lignes: readonly (readonly (string | number | null | undefined)[])[]): string => `${BOM}${lignes.map((l) => l.map(champ).join(',')).join('\r\n')}\r\n`;

const ENTETES = ['Unité', 'Année', 'Édition', 'Arrêté le', 'Rubrique', 'Section', 'Code', 'Libellé', 'Valeur', 'Unité de mesure', 'Numérateur', 'Dénominateur', 'Source'];

/** One line a figure, then delays and months in the same columns, so that the file is one table. */
export function rapportEnCsv(r: Rapport): string {
  const debut = [r.unite.code, r.annee, 'interne', r.arreteLe];
  const { delais } = r;
  const delai = (code: string, libelle: string, valeur: number | null, unite: string) => [...debut, 'Délais', 'Délais de traitement', code, libelle, valeur, unite, null, null, 'calculé'];
  const mois = (code: string, libelle: string, valeur: number, unite: string) => [...debut, 'Mois par mois', 'Mois par mois', code, libelle, valeur, unite, null, null, 'calculé'];
  return csv([
    ENTETES,
    ...r.sections.flatMap((s) => s.chiffres.map((c) => [
      ...debut, s.rubrique, s.titre, c.id, c.libelle, c.valeur, c.unite, c.numerateur, c.denominateur, c.source === 'calcule' ? 'calculé' : 'non calculé',
    ])),
    delai('mediane', 'Délai médian', delais.mediane, 'jours'),
    delai('p90', 'Neuvième décile du délai', delais.p90, 'jours'),
    ...delais.histogramme.map((h) => delai(`j${h.jours}`, `Demandes traitées en ${h.jours} jours`, h.n, 'demandes')),
    ...r.parMois.flatMap((m) => [
      mois(m.mois, 'Demandes nouvelles', m.initiales, 'demandes'), mois(m.mois, 'Prolongations', m.prolongations, 'demandes'), mois(m.mois, 'Protocoles électroniques', m.pse, 'protocoles'),
    ]),
  ]);
}

const PERIMETRES = { epoque: 'époque', courant: 'courant', constant: 'constant' } as const;

export function tableauEnCsv(t: Tableau): string {
  const perimetre = PERIMETRES[t.perimetre];
  const colonnes = t.indicateurs.map((i) => i.id);
  return csv([
    ['Niveau', 'Année', 'Périmètre', 'Code', 'Unité', 'Arrêté le', 'Sources', ...t.indicateurs.map((i) => `${i.libelle} (${i.id})`)],
    ...t.lignes.map((l) => [t.niveau, t.annee, perimetre, l.unite.code, l.unite.nom, l.arreteLe, l.sources.join(' '), ...colonnes.map((id) => l.valeurs[id])]),
    ...(t.nonVentile ? [[t.niveau, t.annee, perimetre, null, `Non ventilable entre ${t.nonVentile.entre.join(', ')}`, null, null, ...colonnes.map((id) => t.nonVentile?.valeurs[id])]] : []),
    [t.niveau, t.annee, perimetre, null, 'Ensemble', null, t.avertissement, ...colonnes.map((id) => t.total[id])],
  ]);
}
