import type { ClientMachine, Persona } from '../src/config';

export const PERSONAS: readonly Persona[] = [
  { sub: 'agent:931-0001', nom: 'Dr Anselme Vauquelin', role: 'MC', unite: 'ELSM-931', ou: 'Échelon local de Seine-Saint-Denis', quoi: 'ses dossiers à instruire et ses avis', rpps: '10000000012' },
  { sub: 'agent:931-0002', nom: 'Dr Odile Marchepied', role: 'MCCS', unite: 'ELSM-931', quoi: "le rapport d'activité 2016 de l'échelon" },
  { sub: 'agent:931-0003', nom: 'Basile Fontanges', role: 'TSM', unite: 'ELSM-931', quoi: 'les demandes reçues, leurs pièces et les affectations' },
  { sub: 'agent:cp931-0001', nom: 'Lucette Bourdarias', role: 'CAISSE', unite: 'ELSM-931', ou: 'Caisse primaire de Seine-Saint-Denis', quoi: 'les conclusions et les dates' },
  { sub: 'agent:921-0001', nom: 'Dr Firmin Castelnau', role: 'MC', unite: 'ELSM-921', quoi: 'une liste vide' },
  { sub: 'agent:931-0004', nom: 'Prosper Guillemot', role: 'UGDR', unite: 'ELSM-931', quoi: 'le rapport annuel' },
  { sub: 'agent:cnam-0001', nom: 'Hortense Delaunoy', role: 'MCN', unite: 'CNAM', quoi: 'le tableau des régions, par chiffres agrégés seulement' },
];

export const CLIENTS: readonly ClientMachine[] = [
  { id: 'amorce', secret: 'secret-de-test-amorce', sub: 'machine:amorce' },
  { id: 'service-pilotage', secret: 'secret-de-test-pilotage', sub: 'service:pilotage' },
];

const MOIS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/** Yearly report in the shape pilotage answers; `nom` replaces the unit's name. */
export const rapport = (nom = 'Échelon local de Seine-Saint-Denis') => ({
  unite: { code: 'ELSM-931', nom, region: 'Île-de-France' },
  annee: 2016,
  arreteLe: '2017-01-15',
  fraicheur: { dernierEvenement: '2017-01-14T16:02:00+01:00', retard: 0 },
  sections: [
    {
      titre: 'Affections de longue durée',
      chiffres: [
        { id: 'IND-002-29', libelle: "Demandes nouvelles d'ALD traitées", valeur: 48_589, unite: 'demandes', source: 'calcule' },
        { id: 'IND-002-30', libelle: "Demandes de prolongation d'ALD traitées", valeur: 37_603, unite: 'demandes', source: 'calcule' },
        { id: 'IND-002-31', libelle: 'Nouveaux protocoles de soins électroniques traités', valeur: 17_483, unite: 'protocoles', source: 'calcule' },
        { id: 'IND-002-32', libelle: "Part des demandes d'ALD traitées en moins de 25 jours", valeur: 94.2, unite: '%', numerateur: 81_193, denominateur: 86_192, source: 'calcule' },
      ],
    },
    { titre: 'Arrêts de travail', chiffres: [{ id: 'IND-002-33', libelle: "Avis d'arrêts de travail", valeur: null, unite: 'avis', source: 'non_calcule' }] },
  ],
  delais: {
    mediane: 11,
    p90: 22,
    moins25: { numerateur: 81_193, denominateur: 86_192, pourcentage: 94.2 },
    histogramme: Array.from({ length: 48 }, (_, jours) => ({ jours, n: Math.round(7_000 * Math.exp(-((jours - 11) ** 2) / 90) + 60) })),
  },
  parMois: MOIS.map((m, i) => ({ mois: `2016-${m}`, initiales: 3_900 + ((i * 397) % 500), prolongations: 3_000 + ((i * 211) % 400), pse: 1_400 + ((i * 97) % 150) })),
});

/** Aggregates in the shape pilotage answers. */
export const agregats = (nom = 'Île-de-France') => ({
  annee: 2016,
  perimetre: 'epoque',
  lignes: [
    { unite: { id: 1, code: 'H-IDF', nom, type: 'regionale' }, valeurs: { 'IND-002-29': 48_589, 'IND-002-30': 37_603, 'IND-002-32': 94.2 }, arreteLe: '2017-01-15' },
    { unite: { id: 2, code: 'H-AQU', nom: 'Aquitaine', type: 'regionale' }, valeurs: { 'IND-002-29': null, 'IND-002-30': null, 'IND-002-32': null }, arreteLe: '2017-01-15' },
  ],
  indicateurs: [
    { id: 'IND-002-29', libelle: "Demandes nouvelles d'ALD traitées", unite: 'demandes' },
    { id: 'IND-002-30', libelle: "Demandes de prolongation d'ALD traitées", unite: 'demandes' },
    { id: 'IND-002-32', libelle: 'Part traitée en moins de 25 jours', unite: '%' },
  ],
  total: { 'IND-002-29': 48_589, 'IND-002-30': 37_603, 'IND-002-32': 94.2 },
});

export const DOSSIER = '019a8f00-0000-7000-8000-000000000001';
export const AILLEURS = '019a8f00-0000-7000-8000-00000000dead';

/** Counts in the shape prestations answers. */
export const resume = () => ({ parStatut: { affectee: 12, complement_demande: 3, accordee: 40 }, mesDossiers: 7, enRetard: 2, echeances: {} });

/** One line of a worklist; `nom` replaces the number of the request. */
export const ligneTravail = (nom = 'ALD-2016-000038') => ({
  id: DOSSIER, version: 6, statut: 'affectee', unite: 'ELSM-931', source: 'PSE', numero: nom, nature: 'initiale', canal: 'pse', regime: 'liste', caisse: '931',
  personne: '019a8f00-0000-7000-8000-0000000000aa', praticien: 'agent:931-0001', jourRecu: '2016-03-09', completLe: '2016-03-10', jourAvis: null, finExoneration: '2021-03-08', enRetard: true,
});

/** Administrative view of the service, in the shape prestations answers. */
export const vueService = (nom = 'ALD-2016-000038') => ({
  id: DOSSIER, version: 6, unite: 'ELSM-931', statut: 'accordee', uniteEnCharge: 931, pieces: ['protocole'], echeances: [], completLe: '2016-03-10',
  demande: { id: DOSSIER, source: 'PSE', numero: nom, nature: 'initiale', canal: 'pse', regime: 'liste', caisse: '931', personneId: '019a8f00-0000-7000-8000-0000000000aa', jourRecu: '2016-03-09' },
  praticien: { acteurId: 'agent:931-0001', rpps: '10000000012' }, secondsAvis: [], protocoleSigneLe: null,
  avis: [
    { version: 1, sens: 'defavorable_medical', jour: '2016-03-20', debut: null, fin: null },
    { version: 2, sens: 'favorable', jour: '2016-04-02', debut: '2016-03-09', fin: '2021-03-08' },
  ],
  decision: { sens: 'accord', versionAvis: 2, jour: '2016-04-05' },
  commandesPossibles: ['RemplacerAvis', 'CommandeNouvelle'],
});

/** View of the caisse: flat, one conclusion, no practitioner. */
export const vueCaisse = () => ({
  id: DOSSIER, version: 6, unite: 'ELSM-931', statut: 'accordee', source: 'PSE', numero: 'ALD-2016-000038', nature: 'initiale', canal: 'pse', regime: 'liste', caisse: '931', jourRecu: '2016-03-09',
  personne: '019a8f00-0000-7000-8000-0000000000aa', avis: { version: 2, sens: 'favorable', debut: '2016-03-09', fin: '2021-03-08' }, decision: null, exoneration: null, protocoleSigneLe: null, completLe: '2016-03-10', commandesPossibles: ['NotifierDecision'],
});

/** Acts of a dossier; `par` is hidden from the caisse. */
export const actes = (par: string | null, type = 'AvisRendu') => ({
  suivant: 'YWN0ZXM',
  elements: [
    { type: 'DemandeRecue', version: 1, survenuLe: '2016-03-09T08:00:00.000Z', enregistreLe: '2026-11-22T08:00:00.000Z', par, repris: true },
    { type, version: 5, survenuLe: '2016-04-02T08:00:00.000Z', enregistreLe: '2026-11-22T08:00:00.000Z', par, repris: false },
  ],
});

/** Attachments of the dossier: the caisse sees only what it sent, without an author. */
export function pieces(caisse: boolean): Record<string, unknown> {
  const piece = (n: number, reste: object): object => ({ piece: `01900000-0000-7000-8000-00000000010${n}`, nature: 'compte_rendu', type: 'application/pdf', taille: 3_400_000, jour: '2016-03-12', par: 'agent:931-0003', origine: 'service', etat: 'disponible', analyse: 'clamd', titre: null, ...reste });
  const siennes = [piece(1, { nature: 'courrier', taille: 900, origine: 'caisse', par: caisse ? null : 'agent:cp931-0001', etat: 'en_attente', analyse: null })];
  return { suivant: null, elements: caisse ? siennes : [piece(2, {}), ...siennes, piece(3, { etat: 'retiree' })] };
}
