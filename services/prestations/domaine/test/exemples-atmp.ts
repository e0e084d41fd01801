import { appliquer, replier } from '../src/atmp/appliquer';
import type { Commande, CommandeDe, ContenuAvis, ContenuDecision } from '../src/atmp/commandes';
import { decider } from '../src/atmp/decider';
import type { DemandeMedicale, EtatDossier } from '../src/atmp/dossier';
import type { Evenement } from '../src/atmp/evenements';
import { horlogesApres } from '../src/atmp/horloges';
import type { ActeurDuJour, Faits } from '../src';
import { ACTEURS as DE_BASE, CANDIDATS, RPPS, faits as faitsDeBase } from './exemples';

const habilite = (acteur: ActeurDuJour): ActeurDuJour => ({ ...acteur, habilitations: acteur.roles.includes('MC') ? ['atmp'] : [] });

export const ACTEURS = {
  technicienne: DE_BASE.technicienne, caisse: DE_BASE.caisse, systeme: DE_BASE.systeme as ActeurDuJour,
  conseil: habilite(DE_BASE.conseil), second: habilite(DE_BASE.second), chef: habilite(DE_BASE.chef),
} as const;
export const PRATICIENS = CANDIDATS.map((candidat) => ({ ...candidat, habilitations: ['atmp'] }));

export const faits = (acteur: ActeurDuJour, jour: string, reste: Partial<Faits> = {}): Faits => faitsDeBase(acteur, jour, { praticiens: PRATICIENS, departement: '93', ...reste });

export const MEDICAL: DemandeMedicale = { lesions: [{ code: 'S61.0', texte: 'plaie' }], tableau: null, texte: null };
const AVIS_VIDE: ContenuAvis = { conclusions: [], designee: null, premiereConstatation: null, examensPresents: null, seuilIncapacite: null, lienDirect: null };
const DECISION_VIDE: ContenuDecision = { sens: null, motif: null, lesions: null, versionAvis: 1, notifieeLe: null, preuve: null };

export const demande = (recuLe: string, prive: Partial<CommandeDe<'EnregistrerDemande'>['prive']> = {}, medical: Partial<DemandeMedicale> = {}): Commande => ({
  type: 'EnregistrerDemande',
  prive: {
    source: 'CPAM', numero: 'AT-1', objet: 'accident', risque: prive.objet === 'maladie' ? 'mp' : 'at', canal: 'electronique', personneId: 'p-1', medecin: RPPS.medecin, medecinTravail: null, declarant: 'employeur',
    dateFait: null, declareLe: null, deces: false, examensRequis: false, initialEnInstruction: false, caisse: '931', uniteId: 93, precedent: null, recuLe: `${recuLe}T09:00:00Z`,
    pieces: [{ piece: 'declaration', recuLe: null, preuve: 'recommande' }, { piece: 'certificat', recuLe: null, preuve: 'accuse_electronique' }], ...prive,
  },
  medical: { ...MEDICAL, ...medical },
});

export const avis = (contenu: Partial<ContenuAvis> = { conclusions: ['imputable'] }, motif: string | null = 'raison'): Commande => ({ type: 'RendreAvis', prive: { ...AVIS_VIDE, ...contenu }, medical: { motif } });
export const remplacer = (remplacement: 'recours' | 'erreur_materielle' | 'element_nouveau', contenu: Partial<ContenuAvis>, versionRemplacee = 1): Commande =>
  ({ type: 'RemplacerAvis', prive: { ...AVIS_VIDE, ...contenu, remplacement, versionRemplacee }, medical: { motif: 'raison' } });
export const decision = (reste: Partial<ContenuDecision> = {}): Commande => ({ type: 'NotifierDecision', prive: { ...DECISION_VIDE, ...reste } });
export const CONDITIONS: Partial<ContenuAvis> = { designee: true, premiereConstatation: '2015-06-01' };
export const concertation = (reste: Partial<{ delai: boolean; exposition: boolean; travaux: boolean }> = {}): Commande =>
  ({ type: 'ConclureConcertation', prive: { delai: true, exposition: true, travaux: true, ...reste } });
export const investigation = (reste: Partial<CommandeDe<'OuvrirInvestigation'>['prive']> = {}): Commande =>
  ({ type: 'OuvrirInvestigation', prive: { ouverteLe: null, questionnaires: true, enquete: false, recuLe: null, preuve: null, ...reste } });
export const consultation = (informeesLe: string, ouverteLe: string | null = null): Commande => ({ type: 'OuvrirConsultation', prive: { informeesLe, ouverteLe } });
export const reserves = (motivees = true): Commande => ({ type: 'RecevoirReserves', prive: { recuesLe: null, motivees } });
export const prolongation: Commande = { type: 'ProlongerDelai', prive: { notifieeLe: null, preuve: null } };
export const saisine: Commande = { type: 'SaisirComite', prive: { saisiLe: null, preuve: null } };
export const comite = (sens: 'favorable' | 'defavorable'): Commande => ({ type: 'RecevoirAvisComite', prive: { sens } });
export const echeance = (nature: CommandeDe<'SignalerEcheance'>['prive']['nature']): Commande => ({ type: 'SignalerEcheance', prive: { nature } });

export type Pas = readonly [Commande, Faits];

/** A dossier brought to a point by accepted commands; throws when one is refused, so that a story never goes on from nowhere. */
export function histoire(...pas: readonly Pas[]): { readonly dossier: EtatDossier; readonly evenements: readonly Evenement[] } {
  const evenements: Evenement[] = [];
  let dossier: EtatDossier | null = null;
  for (const [commande, f] of pas) {
    const verdict = decider(commande, dossier, f);
    if (!verdict.accepte) throw new Error(`${commande.type}: ${verdict.refus.code}`);
    for (const evenement of verdict.evenements) {
      evenements.push(evenement);
      dossier = appliquer(dossier, evenement);
    }
  }
  if (dossier === null) throw new Error('empty story');
  expect(replier(evenements)).toEqual(dossier);
  return { dossier, evenements };
}

/** Refusal code of a command after a story, or the types of its events. */
export function issue(pas: readonly Pas[], commande: Commande, f: Faits): string | readonly string[] {
  const verdict = decider(commande, pas.length === 0 ? null : histoire(...pas).dossier, f);
  return verdict.accepte ? verdict.evenements.map(({ type }) => type) : verdict.refus.code;
}

/** Clocks as `nature lastDay`. */
export const delais = (...pas: readonly Pas[]): readonly string[] => horlogesApres(histoire(...pas).dossier.etat).map((h) => `${h.nature} ${h.dernierJour}`);

const { technicienne, chef, conseil } = ACTEURS;
/** Registered, checked and assigned on the day of reception. */
export const recevable = (jour: string, prive: Partial<CommandeDe<'EnregistrerDemande'>['prive']> = {}, medical: Partial<DemandeMedicale> = {}, reste: Partial<Faits> = {}): readonly Pas[] => [
  [demande(jour, prive, medical), faits(technicienne, jour, reste)], [{ type: 'ControlerCompletude', prive: {} }, faits(technicienne, jour, reste)],
];
export const affectee = (jour: string, prive: Partial<CommandeDe<'EnregistrerDemande'>['prive']> = {}, medical: Partial<DemandeMedicale> = {}, reste: Partial<Faits> = {}): readonly Pas[] => [
  ...recevable(jour, prive, medical, reste), [{ type: 'Affecter', prive: { praticien: conseil.id } }, faits(chef, jour, reste)],
];
