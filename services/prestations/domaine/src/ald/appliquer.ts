import type { Praticien } from '../moteur/base';
import type { Affectee, Avis, AvecAvis, Base, DossierMedical, Etat, EtatDossier, Exoneration, Exoneree, Instruite } from './dossier';
import type { EcheancePassee, Evenement, EvenementDe, TypeEvenement } from './evenements';
import type { NatureEcheance, Piece, Statut } from './vocabulaire';

type Applications = { readonly [T in Exclude<TypeEvenement, 'DemandeRecue'>]: (etat: Etat, evenement: EvenementDe<T>) => Etat };
type EtatDe<S extends Statut> = Extract<Etat, { readonly statut: S }>;

/** Narrows a state; an event that cannot follow its state means a corrupt journal, so it throws. */
function dans<S extends Statut>(etat: Etat, ...statuts: readonly S[]): EtatDe<S> {
  if (!(statuts as readonly Statut[]).includes(etat.statut)) throw new Error(`event cannot apply to a dossier ${etat.statut}`);
  return etat as EtatDe<S>;
}

const base = <S extends Statut>({ demande, uniteEnCharge, pieces, echeances }: Etat, statut: S): Base<S> => ({ statut, demande, uniteEnCharge, pieces, echeances });

const instruite = <S extends Statut>(etat: Instruite<Statut>, statut: S): Instruite<S> => ({
  statut, demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, pieces: etat.pieces, echeances: etat.echeances,
  completLe: etat.completLe, praticien: etat.praticien, secondsAvis: etat.secondsAvis,
});

const avecAvis = <S extends Statut>(etat: AvecAvis<Statut>, statut: S): AvecAvis<S> => ({
  statut, demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, pieces: etat.pieces, echeances: etat.echeances,
  completLe: etat.completLe, praticien: etat.praticien, secondsAvis: etat.secondsAvis,
  avis: etat.avis, decision: etat.decision, protocoleSigneLe: etat.protocoleSigneLe,
});

const exoneree = <S extends Statut>(etat: AvecAvis<Statut>, statut: S, exoneration: Exoneration, echeances = etat.echeances): Exoneree<S> => ({
  statut, demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, pieces: etat.pieces, echeances,
  completLe: etat.completLe, praticien: etat.praticien, secondsAvis: etat.secondsAvis,
  avis: etat.avis, decision: etat.decision, protocoleSigneLe: etat.protocoleSigneLe, exoneration,
});

const avecPieces = (pieces: readonly Piece[], nouvelles: readonly Piece[]): readonly Piece[] =>
  nouvelles.length === 0 ? pieces : [...new Set([...pieces, ...nouvelles])];

/** The version in force decides the status; a new version awaits a new decision. */
function suivreAvis(etat: Instruite<Statut>, avis: readonly [Avis, ...Avis[]], protocoleSigneLe: string | null): Etat {
  const statut = (avis.at(-1) ?? avis[0]).sens === 'favorable' ? 'accordee' : 'refusee';
  return {
    statut, demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, pieces: etat.pieces, echeances: etat.echeances,
    completLe: etat.completLe, praticien: etat.praticien, secondsAvis: etat.secondsAvis, avis, decision: null, protocoleSigneLe,
  };
}

function rendreSecondAvis(etat: EtatDe<'second_avis_demande'>, prive: EvenementDe<'SecondAvisRendu'>['prive']): Etat {
  const suite = { ...instruite(etat, 'affectee'), secondsAvis: [...etat.secondsAvis, prive] };
  const [premier, ...suivants] = etat.avis;
  return premier ? suivreAvis(suite, [premier, ...suivants], etat.protocoleSigneLe) : suite;
}

function affecter(etat: EtatDe<'recevable'>, praticien: Praticien): Affectee {
  return {
    statut: 'affectee', demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, pieces: etat.pieces, echeances: etat.echeances,
    completLe: etat.completLe, praticien, secondsAvis: etat.secondsAvis,
  };
}

function signaler(etat: Etat, nature: NatureEcheance): Etat {
  const echeances = [...etat.echeances, nature];
  if (nature === 'renouvellement_6_mois') {
    const active = dans(etat, 'exoneration_active');
    return exoneree(active, 'renouvellement_attendu', active.exoneration, echeances);
  }
  if (etat.statut === 'renouvellement_attendu') return exoneree(etat, 'renouvellement_attendu', etat.exoneration, echeances);
  return { ...etat, echeances };
}

type Couverte = EtatDe<'exoneration_active' | 'renouvellement_attendu' | 'suivi_post_ald'>;

/** State once a clock is past, its effect included: the cover stops at its expiry. */
export function echoir(etat: Etat, { nature, echoitLe }: EcheancePassee): Etat {
  const signale = signaler(etat, nature);
  if (nature !== 'expiration') return signale;
  return terminer(dans(signale, 'exoneration_active', 'renouvellement_attendu', 'suivi_post_ald'), { motif: 'expiration', jour: echoitLe, suiviJusquAu: null });
}

function terminer(etat: Couverte, { motif, jour, suiviJusquAu }: EvenementDe<'ExonerationTerminee'>['prive']): Etat {
  if (suiviJusquAu === null) {
    return {
      statut: 'terminee', demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, pieces: etat.pieces, echeances: etat.echeances,
      completLe: etat.completLe, praticien: etat.praticien, secondsAvis: etat.secondsAvis,
      avis: etat.avis, decision: etat.decision, protocoleSigneLe: etat.protocoleSigneLe, exoneration: etat.exoneration, motif, termineeLe: jour,
    };
  }
  return exoneree(etat, 'suivi_post_ald', { debut: jour, fin: suiviJusquAu });
}

const completer = (etat: EtatDe<'incomplete'>, { pieces, personneId, regime, jour }: EvenementDe<'PiecesRecues'>['prive']): Etat => ({
  ...base(etat, 'recue'), pieces: avecPieces(etat.pieces, pieces), piecesLe: jour,
  demande: { ...etat.demande, personneId: personneId ?? etat.demande.personneId, regime: regime ?? etat.demande.regime },
});

const demanderSecondAvis = (etat: EtatDe<'affectee' | 'accordee' | 'refusee'>, demandeA: Praticien | null): Etat => ({
  ...instruite(etat, 'second_avis_demande'), demandeA, avis: 'avis' in etat ? etat.avis : [],
  protocoleSigneLe: 'protocoleSigneLe' in etat ? etat.protocoleSigneLe : null,
});

const juger = ({ demande, uniteEnCharge, pieces, echeances }: Etat, completLe: string): Etat => ({
  statut: 'recevable', demande, uniteEnCharge, pieces, echeances, completLe, secondsAvis: [],
});

const REAFFECTABLES = ['affectee', 'complement_demande', 'accordee', 'refusee', 'contestee'] as const;

const APPLICATIONS: Applications = {
  DemandeJugeeRecevable: (etat, { prive }) => juger(dans(etat, 'recue'), prive.completLe),
  DemandeJugeeIncomplete: (etat, { prive }) => ({ ...base(dans(etat, 'recue'), 'incomplete'), manques: prive.manques }),
  PiecesRecues: (etat, { prive }) => completer(dans(etat, 'incomplete'), prive),
  DemandeJugeeIrrecevable: (etat, { prive }) => ({ ...base(dans(etat, 'recue', 'incomplete'), 'irrecevable'), motif: prive.motif }),
  PraticienAffecte: (etat, { prive }) => affecter(dans(etat, 'recevable'), prive.praticien),
  PraticienRemplace: (etat, { prive }) => ({ ...dans(etat, ...REAFFECTABLES), praticien: prive.praticien }),
  PraticienDesaffecte: (etat) => {
    const { completLe, secondsAvis } = dans(etat, 'affectee', 'complement_demande');
    return { ...base(etat, 'recevable'), completLe, secondsAvis };
  },
  ComplementDemande: (etat, { prive }) => ({ ...instruite(dans(etat, 'affectee'), 'complement_demande'), complementDemandeLe: prive.jour, piecesAttendues: prive.pieces }),
  ComplementRecu: (etat, { prive }) => ({ ...instruite(dans(etat, 'complement_demande'), 'affectee'), pieces: avecPieces(etat.pieces, prive.pieces) }),
  SecondAvisDemande: (etat, { prive }) => demanderSecondAvis(dans(etat, 'affectee', 'accordee', 'refusee'), prive.demandeA),
  SecondAvisRendu: (etat, { prive }) => rendreSecondAvis(dans(etat, 'second_avis_demande'), prive),
  AvisRendu: (etat, { prive }) => suivreAvis(dans(etat, 'affectee'), [prive.avis], null),
  AvisRemplace: (etat, { prive }) => {
    const avant = dans(etat, 'accordee', 'refusee', 'contestee');
    return suivreAvis(avant, [...avant.avis, prive.avis], avant.protocoleSigneLe);
  },
  DecisionNotifiee: (etat, { prive }) => ({ ...dans(etat, 'accordee', 'refusee'), decision: prive.notification }),
  RecoursEnregistre: (etat, { prive }) => ({ ...avecAvis(dans(etat, 'refusee'), 'contestee'), contesteeLe: prive.jour }),
  ProtocoleSigne: (etat, { prive }) => ({ ...dans(etat, 'accordee', 'exoneration_active'), protocoleSigneLe: prive.jour }),
  ExonerationOuverte: (etat, { prive }) => exoneree(dans(etat, 'accordee'), 'exoneration_active', prive.exoneration),
  EcheanceSignalee: (etat, { prive }) => signaler(etat, prive.nature),
  EcheancesConstatees: (etat, { prive }) => prive.echeances.reduce(echoir, etat),
  ExonerationTerminee: (etat, { prive }) => terminer(dans(etat, 'exoneration_active', 'renouvellement_attendu', 'suivi_post_ald'), prive),
  LienSouleve: (etat) => etat,
  DossierAnnule: (etat, { prive }) => ({ ...base(etat, 'annulee'), motif: prive.motif, avis: 'avis' in etat ? etat.avis : [] }),
};

function appliquerMedical(medical: DossierMedical, evenement: Exclude<Evenement, { type: 'DemandeRecue' }>): DossierMedical {
  if (evenement.medical === null || evenement.type === 'DecisionNotifiee') return medical;
  if (evenement.type === 'PiecesRecues') return { ...medical, demande: evenement.medical };
  return { ...medical, notes: [...medical.notes, evenement.medical] };
}

/** State after one more event; null is the dossier not yet registered. Throws when the event cannot follow (corrupt journal). */
export function appliquer(dossier: EtatDossier | null, evenement: Evenement): EtatDossier {
  if (evenement.type === 'DemandeRecue') {
    const { demande, pieces } = evenement.prive;
    const etat: Etat = { statut: 'recue', demande, uniteEnCharge: demande.uniteOrigine, pieces, echeances: [], piecesLe: demande.jourRecu };
    return { etat, medical: { demande: evenement.medical, notes: [] } };
  }
  if (dossier === null) throw new Error('event before the registration of its dossier');
  const application = APPLICATIONS[evenement.type] as (etat: Etat, evenement: Evenement) => Etat;
  return { etat: application(dossier.etat, evenement), medical: appliquerMedical(dossier.medical, evenement) };
}

/** Folds a whole journal, oldest first; null when it is empty. */
export const replier = (evenements: readonly Evenement[]): EtatDossier | null =>
  evenements.reduce<EtatDossier | null>((dossier, evenement) => appliquer(dossier, evenement), null);
