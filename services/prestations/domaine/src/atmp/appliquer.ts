import type { Praticien } from '../moteur/base';
import { statutDe, type Avis, type DossierMedical, type Etat, type EtatDossier, type Instruction, type Volet } from './dossier';
import type { Evenement, EvenementDe, TypeEvenement } from './evenements';
import type { NatureEcheance } from './vocabulaire';

type SansStatut = Omit<Etat, 'statut'>;
type Applications = { readonly [T in Exclude<TypeEvenement, 'DemandeRecue'>]: (etat: SansStatut, evenement: EvenementDe<T>) => SansStatut };

const INSTRUCTION_NEUVE: Instruction = {
  completLe: null, reserves: null, investigation: null, prolongeeLe: null, questionnaireMedical: null, consultation: null, concertation: null, comite: null, presomption: null,
  decision: null, statueLe: null, tardives: [], recours: null,
};

/** Practitioner of a phase; an event that cannot follow its state means a corrupt journal, so it throws. */
function enMain({ volet }: SansStatut, ...phases: readonly Volet['phase'][]): Praticien {
  if (!phases.includes(volet.phase) || !('praticien' in volet)) throw new Error(`event cannot apply to an avis ${volet.phase}`);
  return volet.praticien;
}

function present<T>(valeur: T | null): T {
  if (valeur === null) throw new Error('event without what it follows');
  return valeur;
}

const volet = (etat: SansStatut, suite: Volet): SansStatut => ({ ...etat, volet: suite });
const instruire = (etat: SansStatut, suite: Partial<Instruction>): SansStatut => ({ ...etat, instruction: { ...etat.instruction, ...suite } });
const echues = (etat: SansStatut, natures: readonly NatureEcheance[]): SansStatut => ({ ...etat, echeances: [...etat.echeances, ...natures] });

function rendre(etat: SansStatut, avis: Avis, praticien: Praticien): SansStatut {
  return { ...etat, volet: { phase: 'rendu', praticien }, avis: [...etat.avis, avis] };
}

/** A new version awaits a new decision; a concertation founded on the former one is to be held again. */
function remplacer(etat: SansStatut, avis: Avis): SansStatut {
  const praticien = enMain(etat, 'rendu');
  const { comite, concertation } = etat.instruction;
  const suite = rendre(etat, avis, praticien);
  return { ...instruire(suite, { decision: null, recours: null, concertation: comite || avis.question === 'lien' ? concertation : null }), echeances: suite.echeances.filter((n) => n !== 'recours') };
}

const apresSecondAvis = (etat: SansStatut, prive: EvenementDe<'SecondAvisRendu'>['prive']): SansStatut => {
  const praticien = enMain(etat, 'second_avis_demande');
  return { ...etat, secondsAvis: [...etat.secondsAvis, prive], volet: { phase: etat.avis.length > 0 && !attendLien(etat) ? 'rendu' : 'affectee', praticien } };
};

/** The second question of a disease is asked while the first is answered. */
const attendLien = ({ instruction, avis }: SansStatut): boolean => instruction.concertation?.orientation === 'avis_conseil' && avis.at(-1)?.question !== 'lien';

function concerter(etat: SansStatut, concertation: EvenementDe<'ConcertationConclue'>['prive']): SansStatut {
  const suite = instruire(etat, { concertation });
  return concertation.orientation === 'avis_conseil' ? volet(suite, { phase: 'affectee', praticien: enMain(etat, 'rendu') }) : suite;
}

function completer(etat: SansStatut, { pieces, personneId, examensRequis, lesions }: EvenementDe<'PiecesRecues'>['prive']): SansStatut {
  const { demande } = etat;
  return {
    ...etat, pieces: [...etat.pieces, ...pieces],
    demande: { ...demande, personneId: personneId ?? demande.personneId, examensRequis: examensRequis ?? demande.examensRequis, lesions: lesions ?? demande.lesions },
  };
}

const APPLICATIONS: Applications = {
  DeclarationComplete: (etat, { prive }) => instruire(etat, { completLe: prive.completLe }),
  DeclarationJugeeIncomplete: (etat, { prive }) => ({ ...etat, manques: prive.manques }),
  DeclarationJugeeRecevable: (etat) => ({ ...etat, manques: [] }),
  PiecesRecues: (etat, { prive }) => completer(etat, prive),
  DeclarationJugeeIrrecevable: (etat, { prive }) => ({ ...etat, cloture: { statut: 'irrecevable', motif: prive.motif } }),
  PraticienAffecte: (etat, { prive }) => volet(etat, { phase: 'affectee', praticien: prive.praticien }),
  PraticienRemplace: (etat, { prive }) => volet(etat, { ...etat.volet, praticien: prive.praticien } as Volet),
  PraticienDesaffecte: (etat) => volet(etat, { phase: 'a_affecter' }),
  ComplementDemande: (etat, { prive }) => volet(etat, { phase: 'complement_demande', praticien: enMain(etat, 'affectee'), demandeLe: prive.jour }),
  ComplementRecu: (etat) => volet(etat, { phase: 'affectee', praticien: enMain(etat, 'complement_demande') }),
  SecondAvisDemande: (etat, { prive }) => volet(etat, { phase: 'second_avis_demande', praticien: enMain(etat, 'affectee', 'rendu'), demandeA: prive.demandeA }),
  SecondAvisRendu: (etat, { prive }) => apresSecondAvis(etat, prive),
  AvisRendu: (etat, { prive }) => rendre(etat, prive.avis, enMain(etat, 'affectee')),
  AvisRemplace: (etat, { prive }) => remplacer(etat, prive.avis),
  QuestionnaireMedicalEnvoye: (etat, { prive }) => instruire(etat, { questionnaireMedical: { recuLe: prive.recuLe, retourLe: null } }),
  QuestionnaireMedicalRecu: (etat, { prive }) => instruire(etat, { questionnaireMedical: { ...present(etat.instruction.questionnaireMedical), retourLe: prive.jour } }),
  ReservesRecues: (etat, { prive }) => instruire(etat, { reserves: prive }),
  InvestigationOuverte: (etat, { prive }) => instruire(etat, { investigation: prive }),
  QuestionnaireRecu: (etat, { prive }) => {
    const investigation = present(etat.instruction.investigation);
    return instruire(etat, { investigation: { ...investigation, retours: { ...investigation.retours, [prive.partie]: prive.recuLe } } });
  },
  DelaiProlonge: (etat, { prive }) => instruire(etat, { prolongeeLe: prive.notifieeLe }),
  ConsultationOuverte: (etat, { prive }) => instruire(etat, { consultation: prive }),
  ConcertationConclue: (etat, { prive }) => concerter(etat, prive),
  ComiteSaisi: (etat, { prive }) => instruire(etat, { comite: { saisiLe: prive.saisiLe, avis: null } }),
  AvisComiteRecu: (etat, { prive }) => instruire(etat, { comite: { ...present(etat.instruction.comite), avis: prive } }),
  DecisionNotifiee: (etat, { prive: { notification } }) => instruire(etat, { decision: notification, statueLe: etat.instruction.statueLe ?? notification.jour }),
  DecisionTardiveRecue: (etat, { prive }) => instruire(etat, { tardives: [...etat.instruction.tardives, prive] }),
  ReconnaissanceImplicite: (etat, { prive }) => instruire(etat, { presomption: { ...prive, etat: 'presumee' } }),
  PresomptionConfirmee: (etat) => instruire(etat, { presomption: { ...present(etat.instruction.presomption), etat: 'confirmee' } }),
  PresomptionLevee: (etat) => instruire(etat, { presomption: { ...present(etat.instruction.presomption), etat: 'levee' } }),
  RecoursEnregistre: (etat, { prive }) => instruire(etat, { recours: prive }),
  EcheanceSignalee: (etat, { prive }) => echues(etat, [prive.nature]),
  EcheancesConstatees: (etat, { prive }) => echues(etat, prive.echeances.map(({ nature }) => nature)),
  LienSouleve: (etat) => etat,
  DossierAnnule: (etat, { prive }) => ({ ...etat, cloture: { statut: 'annulee', motif: prive.motif } }),
};

const avecStatut = (etat: SansStatut): Etat => ({ ...etat, statut: statutDe(etat) });

function appliquerMedical(medical: DossierMedical, evenement: Exclude<Evenement, { type: 'DemandeRecue' }>): DossierMedical {
  if (evenement.medical === null) return medical;
  if (evenement.type === 'PiecesRecues') return { ...medical, demande: evenement.medical };
  return { ...medical, notes: [...medical.notes, evenement.medical] };
}

/** Administrative state after one more event. Throws when the event cannot follow (corrupt journal). */
export function appliquerEtat(etat: Etat, evenement: Exclude<Evenement, { type: 'DemandeRecue' }>): Etat {
  const application = APPLICATIONS[evenement.type] as (etat: SansStatut, evenement: Evenement) => SansStatut;
  return avecStatut(application(etat, evenement));
}

/** State after one more event; null is the dossier not yet registered. */
export function appliquer(dossier: EtatDossier | null, evenement: Evenement): EtatDossier {
  if (evenement.type === 'DemandeRecue') {
    const { demande, pieces } = evenement.prive;
    const etat = avecStatut({
      demande, uniteEnCharge: demande.uniteOrigine, pieces, manques: null, echeances: [], volet: { phase: 'a_affecter' }, avis: [], secondsAvis: [], instruction: INSTRUCTION_NEUVE, cloture: null,
    });
    return { etat, medical: { demande: evenement.medical, notes: [] } };
  }
  if (dossier === null) throw new Error('event before the registration of its dossier');
  return { etat: appliquerEtat(dossier.etat, evenement), medical: appliquerMedical(dossier.medical, evenement) };
}

/** Folds a whole journal, oldest first; null when it is empty. */
export const replier = (evenements: readonly Evenement[]): EtatDossier | null =>
  evenements.reduce<EtatDossier | null>((dossier, evenement) => appliquer(dossier, evenement), null);
