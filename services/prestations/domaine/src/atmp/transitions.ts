import { definirCycle, type TransitionDe } from '../moteur/cycle';
import type { CodeRefus } from '../moteur/refus';
import type { TypeCommande } from './commandes';
import type { Etat } from './dossier';
import { horlogesApres } from './horloges';
import { regleDeVersion } from './regles';
import { STATUTS, type NatureEcheance, type Statut } from './vocabulaire';

export type Transition = TransitionDe<Statut, Etat>;
type Condition = (etat: Etat) => CodeRefus | null;
type Vers = Partial<Record<Statut, readonly Statut[]>>;

/** Where the avis is awaited or given and the caisse has not decided. */
const OUVERTS = ['recevable', 'affectee', 'complement_demande', 'second_avis_demande', 'avis_rendu'] as const;
/** The caisse's clock may run before the service médical has all it needs. */
const INSTRUITS = ['incomplete', ...OUVERTS] as const;

const reste = (...statuts: readonly Statut[]): Vers => Object.fromEntries(statuts.map((statut) => [statut, [statut]]));
const mene = (statuts: readonly Statut[], ...cibles: readonly Statut[]): Vers => Object.fromEntries(statuts.map((statut) => [statut, cibles]));
/** A message of the caisse that came after the silence: it withdraws the presumption when it is dated in time. */
const LEVEE: Vers = { ...reste(...INSTRUITS), prise_en_charge_implicite: [...INSTRUITS] };

const toutes = (...conditions: readonly Condition[]): Condition => (etat) => {
  for (const condition of conditions) {
    const code = condition(etat);
    if (code) return code;
  }
  return null;
};
const a = (valeur: unknown): boolean => valeur !== null;

const complet: Condition = ({ instruction }) => (a(instruction.completLe) ? null : 'dossier-incomplet');
const levable: Condition = ({ statut, instruction }) => (statut === 'prise_en_charge_implicite' && instruction.presomption?.etat === 'confirmee' ? 'presomption-confirmee' : null);
const prevoit = (nature: NatureEcheance): Condition => ({ demande }) =>
  (regleDeVersion(demande.regle).delais.some((delai) => delai.nature === nature && delai.objets.includes(demande.objet)) ? null : 'etape-non-prevue');
const suite = (voulue: 'investigation' | 'prolongation'): Condition => ({ demande }) => (regleDeVersion(demande.regle).suite === voulue ? null : 'etape-non-prevue');
const premiere = (cle: 'reserves' | 'investigation' | 'prolongeeLe' | 'questionnaireMedical' | 'consultation' | 'comite'): Condition => ({ instruction }) =>
  (a(instruction[cle]) ? 'etape-deja-faite' : null);

const investigable: Condition = ({ statut, demande }) => {
  if (demande.objet !== 'accident' && demande.objet !== 'maladie') return 'etape-non-prevue';
  return statut === 'prise_en_charge_implicite' && demande.objet === 'maladie' ? 'presomption-acquise' : null;
};
const reservable: Condition = ({ demande }) => (demande.objet === 'maladie' ? 'etape-non-prevue' : null);
const consultable: Condition = ({ demande, instruction }) =>
  (demande.objet === 'accident' && regleDeVersion(demande.regle).suite === 'investigation' && instruction.investigation === null ? 'etape-non-prevue' : null);
const interroge: Condition = ({ instruction }) => (instruction.investigation?.questionnaires === true ? null : 'etape-non-prevue');
const interrogeMedicalement: Condition = ({ instruction: { questionnaireMedical } }) => (questionnaireMedical?.retourLe === null ? null : questionnaireMedical ? 'etape-deja-faite' : 'etape-non-prevue');
const concertable: Condition = ({ demande, instruction }) => (demande.objet !== 'maladie' ? 'etape-non-prevue' : a(instruction.concertation) ? 'etape-deja-faite' : null);
/** In the former law the referral opened no delay: it cannot withdraw what the silence gave. */
const saisissable: Condition = ({ statut, demande, instruction: { concertation } }) => {
  if (concertation === null) return 'concertation-absente';
  if (concertation.orientation !== 'saisine_crrmp') return 'etape-non-prevue';
  return statut === 'prise_en_charge_implicite' && regleDeVersion(demande.regle).suite === 'prolongation' ? 'presomption-acquise' : null;
};
const comiteSaisi: Condition = ({ instruction: { comite } }) => (comite === null ? 'etape-non-prevue' : comite.avis ? 'etape-deja-faite' : null);
const remplacable: Condition = ({ statut, volet, instruction }) => {
  if (volet.phase !== 'rendu') return 'avis-absent';
  return statut === 'contestee' && instruction.decision?.sens !== 'refus' ? 'statut-incompatible' : null;
};
const aUneHorloge: Condition = (etat) => (horlogesApres(etat).length > 0 ? null : 'echeance-inconnue');

const A_HORLOGE: Vers = {
  ...Object.fromEntries(INSTRUITS.map((statut) => [statut, [statut, 'prise_en_charge_implicite']])), ...reste('prise_en_charge', 'refusee'),
};

/** The life cycle, as data: decider, screens and diagram read it. */
export const TRANSITIONS = {
  EnregistrerDemande: { vers: {}, actions: ['demande.enregistrer', 'import.deposer'], systeme: true },
  ControlerCompletude: { vers: mene(['declaree'], 'recevable', 'incomplete'), actions: ['completude.controler'], systeme: true },
  RecevoirPieces: { vers: mene(['incomplete'], 'recevable', 'incomplete'), actions: ['complement.recevoir', 'demande.enregistrer'] },
  DeclarerIrrecevable: { vers: mene(['declaree', 'incomplete'], 'irrecevable'), actions: ['completude.controler'] },
  Affecter: { vers: { recevable: ['affectee'] }, actions: ['dossier.affecter'], systeme: true, independante: true, delegable: true },
  Reaffecter: { vers: reste('affectee', 'complement_demande', 'avis_rendu'), actions: ['dossier.affecter'], independante: true, delegable: true },
  Desaffecter: { vers: mene(['affectee', 'complement_demande'], 'recevable', 'affectee'), actions: ['dossier.affecter', 'avis.rendre'], independante: true },
  DemanderComplement: { vers: { affectee: ['complement_demande'] }, actions: ['complement.demander'], independante: true },
  RecevoirComplement: { vers: { complement_demande: ['affectee'] }, actions: ['complement.recevoir'], independante: true },
  DemanderSecondAvis: { vers: mene(['affectee', 'avis_rendu'], 'second_avis_demande'), actions: ['second_avis.demander'], independante: true },
  RendreSecondAvis: { vers: { second_avis_demande: ['affectee', 'avis_rendu'] }, actions: ['second_avis.rendre'], independante: true },
  RendreAvis: { vers: { affectee: ['avis_rendu'] }, actions: ['avis.rendre'], independante: true, delegable: true },
  RemplacerAvis: { vers: mene(['avis_rendu', 'refusee', 'contestee'], 'avis_rendu'), actions: ['avis.rendre'], independante: true, delegable: true, quand: remplacable },
  EnvoyerQuestionnaireMedical: {
    vers: reste('affectee', 'complement_demande'), actions: ['complement.demander'], independante: true, quand: toutes(prevoit('questionnaire_medical'), premiere('questionnaireMedical')),
  },
  RecevoirQuestionnaireMedical: { vers: reste(...OUVERTS), actions: ['complement.recevoir'], independante: true, quand: interrogeMedicalement },
  RecevoirReserves: {
    vers: reste(...INSTRUITS, 'prise_en_charge', 'prise_en_charge_implicite'), actions: ['demande.enregistrer'], quand: toutes(reservable, premiere('reserves')),
  },
  OuvrirInvestigation: { vers: LEVEE, actions: ['decision.notifier'], quand: toutes(suite('investigation'), investigable, complet, premiere('investigation'), premiere('comite'), levable) },
  RecevoirQuestionnaire: { vers: reste(...INSTRUITS), actions: ['decision.notifier'], quand: interroge },
  ProlongerDelai: { vers: LEVEE, actions: ['decision.notifier'], quand: toutes(suite('prolongation'), complet, premiere('prolongeeLe'), levable) },
  OuvrirConsultation: { vers: reste(...INSTRUITS), actions: ['decision.notifier'], quand: toutes(prevoit('observations'), complet, consultable, premiere('consultation'), premiere('comite')) },
  ConclureConcertation: { vers: { avis_rendu: ['avis_rendu', 'affectee'] }, actions: ['decision.notifier'], quand: concertable },
  SaisirComite: { vers: { ...reste('avis_rendu', 'second_avis_demande'), prise_en_charge_implicite: ['avis_rendu', 'second_avis_demande'] }, actions: ['decision.notifier'], quand: toutes(saisissable, premiere('comite'), levable) },
  RecevoirAvisComite: { vers: reste('avis_rendu', 'second_avis_demande'), actions: ['decision.notifier'], quand: comiteSaisi },
  NotifierDecision: {
    vers: { ...mene(INSTRUITS, 'prise_en_charge', 'refusee'), prise_en_charge_implicite: ['prise_en_charge_implicite', 'prise_en_charge', 'refusee'] },
    actions: ['decision.notifier'], quand: toutes(complet, levable),
  },
  ConfirmerPresomption: { vers: reste('prise_en_charge_implicite'), actions: ['decision.notifier'], quand: levable },
  EnregistrerRecours: { vers: mene(['prise_en_charge', 'prise_en_charge_implicite', 'refusee'], 'contestee'), actions: ['demande.enregistrer'] },
  SignalerEcheance: { vers: A_HORLOGE, actions: [], systeme: true, quand: aUneHorloge },
  ConstaterEcheances: { vers: A_HORLOGE, actions: [], systeme: true, quand: aUneHorloge },
  Annuler: { vers: mene(['declaree', ...INSTRUITS], 'annulee'), actions: ['dossier.annuler'], systeme: true, independante: true },
} as const satisfies Record<TypeCommande, Transition>;

export const CYCLE = definirCycle<TypeCommande, Statut, Etat>({ procedure: 'atmp', ouverture: 'EnregistrerDemande', initial: 'declaree', statuts: STATUTS, transitions: TRANSITIONS });
