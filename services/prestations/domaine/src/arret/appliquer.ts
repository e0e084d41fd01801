import type { Attente, Avis, Base, EtatDossier, DossierMedical, EcheancePassee, Etat, EtatInstruit, Instruite, Ouverte, StatutInstruit } from './dossier';
import type { Evenement, EvenementDe, TypeEvenement } from './evenements';
import { unir } from './signaux';
import type { Conclusion, Statut } from './vocabulaire';

type Applications = { readonly [T in Exclude<TypeEvenement, 'DemandeRecue'>]: (etat: Etat, evenement: EvenementDe<T>) => Etat };
type EtatDe<S extends Statut> = Extract<Etat, { readonly statut: S }>;

/** Narrows a state; an event that cannot follow its state means a corrupt journal, so it throws. */
function dans<S extends Statut>(etat: Etat, ...statuts: readonly S[]): EtatDe<S> {
  if (!(statuts as readonly Statut[]).includes(etat.statut)) throw new Error(`event cannot apply to a control ${etat.statut}`);
  return etat as EtatDe<S>;
}

function instruit(etat: Etat): EtatInstruit {
  if (!('praticien' in etat)) throw new Error(`event cannot apply to a control ${etat.statut}`);
  return etat;
}

const base = <S extends Statut>({ demande, uniteEnCharge, prolongations, prescripteurs, rapport, signaux, echeances }: Etat, statut: S): Base<S> => ({
  statut, demande, uniteEnCharge, prolongations, prescripteurs, rapport, signaux, echeances,
});

const ouverte = <S extends Statut>(etat: Ouverte<Statut>, statut: S): Ouverte<S> => ({
  statut, demande: etat.demande, uniteEnCharge: etat.uniteEnCharge, prolongations: etat.prolongations, prescripteurs: etat.prescripteurs, rapport: etat.rapport,
  signaux: etat.signaux, echeances: etat.echeances, completLe: etat.completLe, secondsAvis: etat.secondsAvis,
});

const instruite = <S extends StatutInstruit>(etat: Instruite<StatutInstruit>, statut: S): Instruite<S> => ({
  ...ouverte(etat, statut), praticien: etat.praticien, mode: etat.mode, contacteLe: etat.contacteLe, rendezVous: etat.rendezVous, avis: etat.avis, decision: etat.decision,
  attente: etat.attente, contesteeLe: etat.contesteeLe,
});

const APRES = {
  justifie: 'justifie', reprise: 'reprise_a_notifier', stabilise: 'orientation_invalidite', pdp: 'orientation_pdp', non_controlable: 'non_controlable', sans_objet: 'sans_objet',
  absence: 'suspension_demandee', rapport_employeur: 'suspension_demandee',
} as const satisfies Record<Conclusion, StatutInstruit>;

/** The version in force decides the status; a new version awaits a new decision and closes the round that led to it. */
const suivreAvis = (etat: EtatInstruit, avis: Avis): Etat => ({
  ...instruite(etat, APRES[avis.conclusion]), avis: [...etat.avis, avis] as unknown as readonly [Avis, ...Avis[]], mode: null, rendezVous: null, decision: null, attente: null, contesteeLe: null,
});

function executer(etat: Etat, decision: EvenementDe<'DecisionNotifiee'>['prive']['notification']): Etat {
  const rendu = dans(etat, 'justifie', 'orientation_invalidite', 'reprise_a_notifier', 'suspension_demandee');
  const commun = { ...instruite(rendu, rendu.statut), avis: rendu.avis, decision };
  if (rendu.statut === 'reprise_a_notifier') return { ...commun, statut: 'reprise_notifiee' };
  if (rendu.statut === 'suspension_demandee') return { ...commun, statut: 'suspendue' };
  return { ...commun, statut: rendu.statut };
}

function attendre(etat: EtatDe<'suspendue' | 'reprise_notifiee'>, statut: 'reexamen_demande' | 'avis_prealable_requis', attente: Attente): Etat {
  return { ...instruite(etat, statut), avis: etat.avis, decision: etat.decision, attente } as Etat;
}

function contester(etat: Etat, contesteeLe: string): Etat {
  if (etat.statut !== 'reprise_notifiee' && etat.statut !== 'suspendue' && etat.statut !== 'orientation_invalidite') return { ...instruit(etat), contesteeLe };
  const { avis, decision } = etat;
  if (decision === null) throw new Error('appeal without a decision');
  return { ...instruite(etat, 'contestee'), avis, decision, contesteeLe };
}

function reprendre(etat: EtatDe<'second_avis_demande'>, rendu: EvenementDe<'SecondAvisRendu'>['prive']): Etat {
  return { ...instruite(etat, etat.reprend), secondsAvis: [...etat.secondsAvis, rendu] } as Etat;
}

/** State once a clock is past: none of them changes the status by itself. */
export const echoir = (etat: Etat, passee: EcheancePassee): Etat => ({ ...etat, echeances: [...etat.echeances, { nature: passee.nature, echoitLe: passee.echoitLe }] });

const APPLICATIONS: Applications = {
  PersonneIdentifiee: (etat, { prive }) => ({
    ...base(dans(etat, 'incomplete'), 'recevable'), demande: { ...etat.demande, personneId: prive.personneId }, completLe: prive.jour, secondsAvis: [],
  }),
  PraticienAffecte: (etat, { prive }) => ({
    ...ouverte(dans(etat, 'recevable'), 'affectee'), praticien: prive.praticien, mode: null, contacteLe: null, rendezVous: null, avis: [], decision: null, attente: null, contesteeLe: null,
  }),
  PraticienRemplace: (etat, { prive }) => ({ ...instruit(etat), praticien: prive.praticien }),
  PraticienDesaffecte: (etat) => ouverte(dans(etat, 'affectee', 'attente_prescripteur', 'avis_a_rendre'), 'recevable'),
  ControleSurPiecesFait: (etat, { prive }) => ({ ...instruite(instruit(etat), 'avis_a_rendre'), mode: prive.mode, rendezVous: null }),
  PrescripteurContacte: (etat, { prive }) => ({ ...instruite(dans(etat, 'affectee', 'avis_a_rendre'), 'attente_prescripteur'), contacteLe: prive.jour }),
  ReponsePrescripteurRecue: (etat) => ({ ...instruite(dans(etat, 'attente_prescripteur'), 'avis_a_rendre'), mode: 'prescripteur' }),
  RapportEmployeurRecu: (etat, { prive }) => ({ ...etat, rapport: prive.rapport, signaux: unir(etat.signaux, prive.signaux) }),
  AssureConvoque: (etat, { prive }) => ({ ...instruite(instruit(etat), 'convoque'), rendezVous: prive.rendezVous }),
  AssureExamine: (etat, { prive }) => ({ ...instruite(dans(etat, 'convoque'), 'examine'), mode: prive.mode }),
  AbsenceConstatee: (etat, { prive }) => {
    const convoque = dans(etat, 'convoque');
    if (prive.justifiee) return { ...instruite(convoque, 'affectee'), rendezVous: null };
    return { ...instruite(convoque, 'absent_injustifie'), rendezVous: { ...convoque.rendezVous, preuveEnvoi: prive.preuveEnvoi } };
  },
  SecondAvisDemande: (etat, { prive }) => ({ ...instruite(dans(etat, 'affectee', 'avis_a_rendre', 'examine', 'reprise_a_notifier'), 'second_avis_demande'), ...prive }),
  SecondAvisRendu: (etat, { prive }) => reprendre(dans(etat, 'second_avis_demande'), prive),
  AvisRendu: (etat, { prive }) => suivreAvis(instruit(etat), prive.avis),
  AvisRemplace: (etat, { prive }) => suivreAvis(instruit(etat), prive.avis),
  DecisionNotifiee: (etat, { prive }) => executer(etat, prive.notification),
  ReexamenDemande: (etat, { prive }) => attendre(dans(etat, 'suspendue'), 'reexamen_demande', prive.attente),
  ArretProlonge: (etat, { prive }) => ({ ...etat, prolongations: [...etat.prolongations, prive.prescription], signaux: unir(etat.signaux, prive.signaux) }),
  NouvellePrescriptionRecue: (etat, { prive }) => {
    const { prescription, prescripteur, attente, signaux } = prive;
    const attendu = attendre(dans(etat, 'suspendue', 'reprise_notifiee'), 'avis_prealable_requis', attente);
    return {
      ...attendu, prolongations: [...etat.prolongations, prescription], signaux: unir(etat.signaux, signaux),
      prescripteurs: etat.prescripteurs.includes(prescripteur) ? etat.prescripteurs : [...etat.prescripteurs, prescripteur],
    };
  },
  RecoursEnregistre: (etat, { prive }) => contester(etat, prive.jour),
  EcheanceSignalee: (etat, { prive }) => echoir(etat, prive),
  EcheancesConstatees: (etat, { prive }) => prive.echeances.reduce(echoir, etat),
  LienSouleve: (etat) => etat,
  DossierAnnule: (etat, { prive }) => ({ ...base(etat, 'annulee'), motif: prive.motif, avis: 'avis' in etat ? etat.avis : [] }),
};

const ajouterNote = (medical: DossierMedical, evenement: Exclude<Evenement, { type: 'DemandeRecue' }>): DossierMedical =>
  evenement.medical === null ? medical : { ...medical, notes: [...medical.notes, evenement.medical] };

/** State after one more event; null is the dossier not yet registered. Throws when the event cannot follow (corrupt journal). */
export function appliquer(dossier: EtatDossier | null, evenement: Evenement): EtatDossier {
  if (evenement.type === 'DemandeRecue') {
    const { demande, prolongations, rapport, signaux } = evenement.prive;
    const commun = { demande, uniteEnCharge: demande.uniteOrigine, prolongations, prescripteurs: [], rapport, signaux, echeances: [] };
    const etat: Etat = demande.personneId === null ? { ...commun, statut: 'incomplete' } : { ...commun, statut: 'recevable', completLe: demande.jourRecu, secondsAvis: [] };
    return { etat, medical: { demande: evenement.medical, notes: [] } };
  }
  if (dossier === null) throw new Error('event before the registration of its dossier');
  const application = APPLICATIONS[evenement.type] as (etat: Etat, evenement: Evenement) => Etat;
  return { etat: application(dossier.etat, evenement), medical: ajouterNote(dossier.medical, evenement) };
}

/** Folds a whole journal, oldest first; null when it is empty. */
export const replier = (evenements: readonly Evenement[]): EtatDossier | null =>
  evenements.reduce<EtatDossier | null>((dossier, evenement) => appliquer(dossier, evenement), null);

