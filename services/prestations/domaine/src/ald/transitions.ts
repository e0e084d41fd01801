import type { TypeCommande } from './commandes';
import type { Etat } from './dossier';
import { horlogesApres } from './horloges';
import { definirCycle, type TransitionDe } from '../moteur/cycle';
import type { CodeRefus } from '../moteur/refus';
import { STATUTS, type Statut } from './vocabulaire';

export type Transition = TransitionDe<Statut, Etat>;

const nonNotifiee = (etat: Etat): CodeRefus | null => ('decision' in etat && etat.decision ? 'decision-deja-notifiee' : null);
const notifiee = (etat: Etat): CodeRefus | null => ('decision' in etat && etat.decision ? null : 'decision-absente');
const ouvrable = (etat: Etat): CodeRefus | null => (etat.demande.regime === 'non_exonerante' ? 'regime-non-exonerant' : notifiee(etat));
const nonSigne = (etat: Etat): CodeRefus | null => ('protocoleSigneLe' in etat && etat.protocoleSigneLe ? 'protocole-deja-signe' : null);
const aUneHorloge = (etat: Etat): CodeRefus | null => (horlogesApres(etat).length > 0 ? null : 'echeance-inconnue');

const A_HORLOGE = {
  recevable: ['recevable'], affectee: ['affectee'], complement_demande: ['complement_demande'], second_avis_demande: ['second_avis_demande'],
  refusee: ['refusee'], exoneration_active: ['exoneration_active', 'renouvellement_attendu', 'terminee'],
  renouvellement_attendu: ['renouvellement_attendu', 'terminee'], suivi_post_ald: ['terminee'],
} as const;

/** The life cycle, as data: decider, screens and diagram read it. */
export const TRANSITIONS = {
  EnregistrerDemande: { vers: {}, actions: ['demande.enregistrer', 'import.deposer'], systeme: true },
  ControlerCompletude: { vers: { recue: ['recevable', 'incomplete'] }, actions: ['completude.controler'], systeme: true },
  RecevoirPieces: { vers: { incomplete: ['recue'] }, actions: ['complement.recevoir'] },
  DeclarerIrrecevable: { vers: { recue: ['irrecevable'], incomplete: ['irrecevable'] }, actions: ['completude.controler'] },
  Affecter: { vers: { recevable: ['affectee'] }, actions: ['dossier.affecter'], systeme: true, independante: true, delegable: true },
  Reaffecter: {
    vers: { affectee: ['affectee'], complement_demande: ['complement_demande'], accordee: ['accordee'], refusee: ['refusee'], contestee: ['contestee'] },
    actions: ['dossier.affecter'], independante: true, delegable: true,
  },
  Desaffecter: {
    vers: { affectee: ['recevable', 'affectee'], complement_demande: ['recevable', 'affectee'] }, actions: ['dossier.affecter', 'avis.rendre'], independante: true,
  },
  DemanderComplement: { vers: { affectee: ['complement_demande'] }, actions: ['complement.demander'], independante: true },
  RecevoirComplement: { vers: { complement_demande: ['affectee'] }, actions: ['complement.recevoir'], independante: true },
  DemanderSecondAvis: {
    vers: { affectee: ['second_avis_demande'], accordee: ['second_avis_demande'], refusee: ['second_avis_demande'] },
    actions: ['second_avis.demander'], independante: true, quand: nonNotifiee,
  },
  RendreSecondAvis: {
    vers: { second_avis_demande: ['affectee', 'accordee', 'refusee'] }, actions: ['second_avis.rendre'], independante: true,
  },
  RendreAvis: { vers: { affectee: ['accordee', 'refusee'] }, actions: ['avis.rendre'], independante: true, delegable: true },
  RemplacerAvis: {
    vers: { accordee: ['accordee', 'refusee'], refusee: ['accordee', 'refusee'], contestee: ['accordee', 'refusee'] },
    actions: ['avis.rendre'], independante: true, delegable: true,
  },
  NotifierDecision: { vers: { accordee: ['accordee'], refusee: ['refusee'] }, actions: ['decision.notifier'], quand: nonNotifiee },
  EnregistrerRecours: { vers: { refusee: ['contestee'] }, actions: ['demande.enregistrer'], quand: notifiee },
  SignerProtocole: {
    vers: { accordee: ['accordee'], exoneration_active: ['exoneration_active'] }, actions: ['protocole.signer'], quand: nonSigne,
  },
  OuvrirExoneration: { vers: { accordee: ['exoneration_active'] }, actions: ['decision.notifier'], quand: ouvrable },
  SignalerEcheance: { vers: A_HORLOGE, actions: [], systeme: true, quand: aUneHorloge },
  ConstaterEcheances: { vers: A_HORLOGE, actions: [], systeme: true, quand: aUneHorloge },
  TerminerExoneration: {
    vers: { exoneration_active: ['terminee', 'suivi_post_ald'], renouvellement_attendu: ['terminee', 'suivi_post_ald'], suivi_post_ald: ['terminee'] },
    actions: ['avis.rendre'], systeme: true, independante: true,
  },
  Annuler: {
    vers: {
      recue: ['annulee'], incomplete: ['annulee'], recevable: ['annulee'], affectee: ['annulee'], complement_demande: ['annulee'],
      second_avis_demande: ['annulee'], accordee: ['annulee'], refusee: ['annulee'],
    },
    actions: ['dossier.annuler'], systeme: true, independante: true, quand: nonNotifiee,
  },
} as const satisfies Record<TypeCommande, Transition>;

/** Statuses from which a command is open. */
export type SourceDe<T extends TypeCommande> = keyof (typeof TRANSITIONS)[T]['vers'] & Statut;
/** States from which a command is open. */
export type EtatPour<T extends TypeCommande> = Extract<Etat, { readonly statut: SourceDe<T> }>;

export const CYCLE = definirCycle<TypeCommande, Statut, Etat>({ procedure: 'ald', ouverture: 'EnregistrerDemande', initial: 'recue', statuts: STATUTS, transitions: TRANSITIONS });
