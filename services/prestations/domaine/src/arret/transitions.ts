import { definirCycle, type TransitionDe } from '../moteur/cycle';
import type { CodeRefus } from '../moteur/refus';
import type { TypeCommande } from './commandes';
import { avisEnVigueur, type Etat } from './dossier';
import { horlogesApres } from './horloges';
import { STATUTS, type Statut } from './vocabulaire';

export type Transition = TransitionDe<Statut, Etat>;
type Vers<S extends Statut> = Readonly<Record<S, readonly Statut[]>>;

const vers = <const S extends Statut>(statuts: readonly S[], ...cibles: readonly Statut[]): Vers<S> =>
  Object.fromEntries(statuts.map((statut) => [statut, cibles])) as unknown as Vers<S>;
const reste = <const S extends Statut>(statuts: readonly S[]): Vers<S> => Object.fromEntries(statuts.map((statut) => [statut, [statut]])) as unknown as Vers<S>;

const decision = (etat: Etat) => ('decision' in etat ? etat.decision : null);
const nonNotifiee = (etat: Etat): CodeRefus | null => (decision(etat) ? 'decision-deja-notifiee' : null);
const contestable = (etat: Etat): CodeRefus | null => {
  if (!decision(etat)?.recours) return 'decision-absente';
  return 'contesteeLe' in etat && etat.contesteeLe !== null ? 'statut-incompatible' : null;
};
const sansAvis = (etat: Etat): CodeRefus | null => (avisEnVigueur(etat) === null ? null : 'statut-incompatible');
const aUneHorloge = (etat: Etat): CodeRefus | null => (horlogesApres(etat).length > 0 ? null : 'echeance-inconnue');
const reexaminable = (etat: Etat): CodeRefus | null => (decision(etat)?.limiteReexamen ? null : 'reexamen-non-prevu');

/** A suspension or a new prescription opens a second round of control. */
const SECOND_TOUR = ['suspension_demandee', 'suspendue', 'reexamen_demande', 'avis_prealable_requis'] as const;
const AVANT_EXAMEN = ['affectee', 'attente_prescripteur', 'avis_a_rendre'] as const;
const CONTROLABLES = [...AVANT_EXAMEN, 'absent_injustifie', ...SECOND_TOUR] as const;
const INSTRUITS = [...AVANT_EXAMEN, 'convoque', 'examine', 'absent_injustifie', 'second_avis_demande'] as const;
const RENDUS = ['justifie', 'reprise_a_notifier', 'orientation_invalidite', 'orientation_pdp', 'non_controlable', 'sans_objet'] as const;
const EXECUTES = ['reprise_notifiee', 'suspendue', 'contestee'] as const;
const APRES_AVIS = [...RENDUS, 'suspension_demandee', ...EXECUTES] as const;
const VIVANTS = ['recevable', ...INSTRUITS, ...RENDUS, ...SECOND_TOUR, 'reprise_notifiee', 'contestee'] as const;

/** The life cycle, as data: decider, screens and diagram read it. */
export const TRANSITIONS = {
  EnregistrerDemande: { vers: {}, actions: ['demande.enregistrer', 'import.deposer'], systeme: true },
  IdentifierPersonne: { vers: vers(['incomplete'], 'recevable'), actions: ['complement.recevoir'] },
  Affecter: { vers: vers(['recevable'], 'affectee'), actions: ['dossier.affecter'], systeme: true, independante: true, delegable: true },
  Reaffecter: { vers: reste([...AVANT_EXAMEN, 'convoque', 'examine', 'absent_injustifie', ...SECOND_TOUR, ...RENDUS, 'contestee']), actions: ['dossier.affecter'], independante: true, delegable: true },
  Desaffecter: { vers: vers(AVANT_EXAMEN, 'recevable', 'affectee'), actions: ['dossier.affecter', 'avis.rendre'], independante: true, quand: sansAvis },
  ControlerSurPieces: { vers: vers(CONTROLABLES, 'avis_a_rendre'), actions: ['controle.mener'], independante: true },
  ContacterPrescripteur: { vers: vers(['affectee', 'avis_a_rendre'], 'attente_prescripteur'), actions: ['avis.rendre'], independante: true },
  RecevoirReponsePrescripteur: { vers: vers(['attente_prescripteur'], 'avis_a_rendre'), actions: ['complement.recevoir'], independante: true },
  RecevoirRapportEmployeur: { vers: reste(['recevable', ...AVANT_EXAMEN]), actions: ['complement.recevoir'], independante: true },
  Convoquer: { vers: vers([...CONTROLABLES, 'convoque'], 'convoque'), actions: ['convocation.emettre'], independante: true },
  Examiner: { vers: vers(['convoque'], 'examine'), actions: ['avis.rendre'], independante: true },
  ConstaterAbsence: { vers: vers(['convoque'], 'affectee', 'absent_injustifie'), actions: ['rendez_vous.tenir'], independante: true },
  DemanderSecondAvis: { vers: vers(['affectee', 'avis_a_rendre', 'examine', 'reprise_a_notifier'], 'second_avis_demande'), actions: ['second_avis.demander'], independante: true },
  RendreSecondAvis: { vers: vers(['second_avis_demande'], 'affectee', 'avis_a_rendre', 'examine', 'reprise_a_notifier'), actions: ['second_avis.rendre'], independante: true },
  RendreAvis: { vers: vers(['avis_a_rendre', 'examine'], ...RENDUS), actions: ['avis.rendre'], independante: true, delegable: true },
  RemplacerAvis: { vers: vers(APRES_AVIS, ...RENDUS), actions: ['avis.rendre'], independante: true, delegable: true },
  DemanderSuspension: { vers: vers(['absent_injustifie', 'affectee', 'avis_a_rendre'], 'suspension_demandee'), actions: ['avis.rendre'], independante: true },
  NotifierDecision: {
    vers: { ...reste(['justifie', 'orientation_invalidite']), ...vers(['reprise_a_notifier'], 'reprise_notifiee'), ...vers(['suspension_demandee'], 'suspendue') },
    actions: ['decision.notifier'], quand: nonNotifiee,
  },
  DemanderReexamen: { vers: vers(['suspendue'], 'reexamen_demande'), actions: ['demande.enregistrer'], quand: reexaminable },
  ProlongerArret: { vers: reste(['recevable', ...INSTRUITS, 'justifie']), actions: ['demande.enregistrer'], systeme: true },
  RecevoirNouvellePrescription: { vers: vers(['suspendue', 'reprise_notifiee'], 'avis_prealable_requis'), actions: ['demande.enregistrer'], systeme: true },
  EnregistrerRecours: {
    vers: { ...vers(['reprise_notifiee', 'suspendue', 'orientation_invalidite'], 'contestee'), ...reste(['reexamen_demande', 'avis_prealable_requis', ...INSTRUITS]) },
    actions: ['demande.enregistrer'], quand: contestable,
  },
  SignalerEcheance: { vers: reste(VIVANTS), actions: [], systeme: true, quand: aUneHorloge },
  ConstaterEcheances: { vers: reste(VIVANTS), actions: [], systeme: true, quand: aUneHorloge },
  Annuler: {
    vers: vers(['incomplete', 'recevable', ...INSTRUITS, ...RENDUS, 'suspension_demandee'], 'annulee'),
    actions: ['dossier.annuler'], systeme: true, independante: true, quand: nonNotifiee,
  },
} as const satisfies Record<TypeCommande, Transition>;

/** Statuses from which a command is open. */
export type SourceDe<T extends TypeCommande> = keyof (typeof TRANSITIONS)[T]['vers'] & Statut;
/** States from which a command is open. */
export type EtatPour<T extends TypeCommande> = Extract<Etat, { readonly statut: SourceDe<T> }>;

export const CYCLE = definirCycle<TypeCommande, Statut, Etat>({ procedure: 'arret', ouverture: 'EnregistrerDemande', initial: 'recevable', statuts: STATUTS, transitions: TRANSITIONS });
