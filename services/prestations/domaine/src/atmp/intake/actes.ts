import {
  MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_IRRECEVABILITE, MOTIFS_REMPLACEMENT, type MotifAnnulation, type MotifDesaffectation, type MotifIrrecevabilite, type MotifRemplacement,
} from '../../moteur/vocabulaire';
import { estObjet, Lecteur, type Erreurs, type Instant } from '../../moteur/lecture';
import type { ContenuAvis, PieceDeclaree } from '../commandes';
import type { Conditions } from '../dossier';
import {
  CONCLUSIONS_LESION, MOTIFS_REFUS, PARTIES, PREUVES, SENS_AVIS, SENS_COMITE, SENS_DECISION, type ConclusionLesion, type MotifRefus, type Partie, type Preuve, type SensAvis, type SensComite,
  type SensDecision,
} from '../vocabulaire';
import { booleen, facultatif, lirePieces } from './champs';

interface Acte<T extends string> {
  readonly acte: T;
  readonly le: Instant;
  /** Author, `agent:…`; null when the history does not say. */
  readonly par: string | null;
}

interface Signataire {
  readonly rpps: string | null;
  /** Medical. */
  readonly motif: string | null;
}

/** One dated act of a history taken over; `motif` of an avis and `texte` are medical. */
export type ActeRepris =
  | Acte<'completude'>
  | (Acte<'pieces_recues'> & { readonly pieces: readonly PieceDeclaree[] })
  | (Acte<'irrecevabilite'> & { readonly motif: MotifIrrecevabilite })
  | (Acte<'affectation'> & { readonly a: string })
  | (Acte<'desaffectation'> & { readonly motif: MotifDesaffectation })
  | (Acte<'complement_demande' | 'complement_recu' | 'questionnaire_medical_retour'> & { readonly texte: string | null })
  | (Acte<'second_avis_demande'> & { readonly texte: string | null; readonly a: string | null })
  | (Acte<'second_avis_rendu'> & Signataire & { readonly sens: SensAvis })
  | (Acte<'avis'> & Signataire & ContenuAvis & { readonly remplace: MotifRemplacement | null })
  | (Acte<'questionnaire_medical'> & { readonly recuLe: string | null })
  | (Acte<'reserves'> & { readonly recuesLe: string | null; readonly motivees: boolean })
  | (Acte<'investigation'> & { readonly ouverteLe: string | null; readonly questionnaires: boolean; readonly enquete: boolean; readonly recuLe: string | null; readonly preuve: Preuve | null })
  | (Acte<'questionnaire_retour'> & { readonly partie: Partie })
  | (Acte<'prolongation'> & { readonly notifieeLe: string | null; readonly preuve: Preuve | null })
  | (Acte<'consultation'> & { readonly informeesLe: string | null; readonly ouverteLe: string | null })
  | (Acte<'concertation'> & Conditions)
  | (Acte<'saisine_comite'> & { readonly saisiLe: string | null; readonly preuve: Preuve | null })
  | (Acte<'avis_comite'> & { readonly sens: SensComite })
  | (Acte<'decision'> & { readonly sens: SensDecision | null; readonly motif: MotifRefus | null; readonly lesions: readonly number[] | null; readonly notifieeLe: string | null; readonly preuve: Preuve | null })
  | (Acte<'confirmation'> & { readonly preuve: Preuve })
  | (Acte<'recours'> & { readonly auteur: Partie | null })
  | (Acte<'annulation'> & { readonly motif: MotifAnnulation });

export type NomActe = ActeRepris['acte'];

const CHAMPS: Readonly<Record<NomActe, readonly string[]>> = {
  completude: [],
  pieces_recues: ['pieces'],
  irrecevabilite: ['motif'],
  affectation: ['a'],
  desaffectation: ['motif'],
  complement_demande: ['texte'],
  complement_recu: ['texte'],
  second_avis_demande: ['texte', 'a'],
  second_avis_rendu: ['rpps', 'sens', 'motif'],
  avis: ['rpps', 'motif', 'remplace', 'conclusions', 'designee', 'premiereConstatation', 'examensPresents', 'seuilIncapacite', 'lienDirect'],
  questionnaire_medical: ['recuLe'],
  questionnaire_medical_retour: ['texte'],
  reserves: ['recuesLe', 'motivees'],
  investigation: ['ouverteLe', 'questionnaires', 'enquete', 'recuLe', 'preuve'],
  questionnaire_retour: ['partie'],
  prolongation: ['notifieeLe', 'preuve'],
  consultation: ['informeesLe', 'ouverteLe'],
  concertation: ['delai', 'exposition', 'travaux'],
  saisine_comite: ['saisiLe', 'preuve'],
  avis_comite: ['sens'],
  decision: ['sens', 'motif', 'lesions', 'notifieeLe', 'preuve'],
  confirmation: ['preuve'],
  recours: ['auteur'],
  annulation: ['motif'],
};

const ADMIS: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(CHAMPS).map(([acte, champs]) => [acte, new Set(['acte', 'le', 'par', ...champs])]));
const NOMS = Object.keys(CHAMPS) as readonly NomActe[];
const ACTEUR = /^(?:agent|machine|service|systeme):[A-Za-z0-9._-]{1,64}$/;
const TEXTE_MAX = 8000;
const LESIONS_MAX = 20;
const AUTEUR_OBLIGATOIRE: ReadonlySet<NomActe> = new Set<NomActe>(['avis', 'second_avis_rendu']);

function acteur(lecteur: Lecteur, champ: string, obligatoire: boolean): string | null {
  return obligatoire || lecteur.brut(champ) !== null ? lecteur.forme(champ, 80, ACTEUR) : null;
}

function signataire(lecteur: Lecteur, cleFausse: (champ: string) => void): Signataire {
  return { rpps: lecteur.brut('rpps') === null ? null : lecteur.rpps('rpps', cleFausse), motif: lecteur.prose('motif', TEXTE_MAX) };
}

/** One conclusion a lesion, in their order: repeats count, so the list is not made unique. */
function lireConclusions(lecteur: Lecteur): readonly ConclusionLesion[] {
  const brut = lecteur.brut('conclusions');
  if (brut === null) return [];
  if (!Array.isArray(brut)) return lecteur.erreur('conclusions', 'liste-attendue') ?? [];
  if (brut.length > LESIONS_MAX) return lecteur.erreur('conclusions', 'liste-trop-longue') ?? [];
  const lues = brut.flatMap((une: unknown) => CONCLUSIONS_LESION.find((admise) => admise === une) ?? []);
  if (lues.length !== brut.length) lecteur.erreur('conclusions', 'valeur-hors-liste');
  return lues;
}

function lireRangs(lecteur: Lecteur): readonly number[] | null {
  const brut = lecteur.brut('lesions');
  if (brut === null) return null;
  if (!Array.isArray(brut)) return lecteur.erreur('lesions', 'liste-attendue');
  if (brut.length > LESIONS_MAX) return lecteur.erreur('lesions', 'liste-trop-longue');
  const rangs = brut.filter((rang: unknown): rang is number => typeof rang === 'number' && Number.isInteger(rang) && rang >= 1 && rang <= LESIONS_MAX);
  return rangs.length === brut.length ? rangs : lecteur.erreur('lesions', 'nombre-invalide');
}

const lireAvis = (lecteur: Lecteur, commun: Acte<'avis'>, cleFausse: (champ: string) => void): ActeRepris => ({
  ...commun, ...signataire(lecteur, cleFausse), conclusions: lireConclusions(lecteur), designee: booleen(lecteur, 'designee', null), premiereConstatation: lecteur.jour('premiereConstatation'),
  examensPresents: booleen(lecteur, 'examensPresents', null), seuilIncapacite: booleen(lecteur, 'seuilIncapacite', null), lienDirect: booleen(lecteur, 'lienDirect', null),
  remplace: facultatif(lecteur, 'remplace', MOTIFS_REMPLACEMENT),
});

type Lecture<T extends NomActe> = (lecteur: Lecteur, commun: Acte<T>, contexte: { readonly erreurs: Erreurs; readonly prefixe: string; readonly cleFausse: (champ: string) => void }) => ActeRepris;

const texte = (lecteur: Lecteur): string | null => lecteur.prose('texte', TEXTE_MAX);
const preuve = (lecteur: Lecteur): Preuve | null => facultatif(lecteur, 'preuve', PREUVES);

const LECTURES: { readonly [T in NomActe]: Lecture<T> } = {
  completude: (_, commun) => commun,
  pieces_recues: (l, commun, { erreurs, prefixe }) => ({ ...commun, pieces: lirePieces(l, erreurs, prefixe, 'recuLe') }),
  irrecevabilite: (l, commun) => ({ ...commun, motif: l.choix('motif', MOTIFS_IRRECEVABILITE) }),
  affectation: (l, commun) => ({ ...commun, a: acteur(l, 'a', true) ?? '' }),
  desaffectation: (l, commun) => ({ ...commun, motif: l.choix('motif', MOTIFS_DESAFFECTATION) }),
  complement_demande: (l, commun) => ({ ...commun, texte: texte(l) }),
  complement_recu: (l, commun) => ({ ...commun, texte: texte(l) }),
  second_avis_demande: (l, commun) => ({ ...commun, texte: texte(l), a: acteur(l, 'a', false) }),
  second_avis_rendu: (l, commun, { cleFausse }) => ({ ...commun, ...signataire(l, cleFausse), sens: l.choix('sens', SENS_AVIS) }),
  avis: (l, commun, { cleFausse }) => lireAvis(l, commun, cleFausse),
  questionnaire_medical: (l, commun) => ({ ...commun, recuLe: l.jour('recuLe') }),
  questionnaire_medical_retour: (l, commun) => ({ ...commun, texte: texte(l) }),
  reserves: (l, commun) => ({ ...commun, recuesLe: l.jour('recuesLe'), motivees: booleen(l, 'motivees', true) }),
  investigation: (l, commun) => ({
    ...commun, ouverteLe: l.jour('ouverteLe'), questionnaires: booleen(l, 'questionnaires', true), enquete: booleen(l, 'enquete', false), recuLe: l.jour('recuLe'), preuve: preuve(l),
  }),
  questionnaire_retour: (l, commun) => ({ ...commun, partie: l.choix('partie', PARTIES) }),
  prolongation: (l, commun) => ({ ...commun, notifieeLe: l.jour('notifieeLe'), preuve: preuve(l) }),
  consultation: (l, commun) => ({ ...commun, informeesLe: l.jour('informeesLe'), ouverteLe: l.jour('ouverteLe') }),
  concertation: (l, commun) => ({ ...commun, delai: booleen(l, 'delai', true), exposition: booleen(l, 'exposition', true), travaux: booleen(l, 'travaux', true) }),
  saisine_comite: (l, commun) => ({ ...commun, saisiLe: l.jour('saisiLe'), preuve: preuve(l) }),
  avis_comite: (l, commun) => ({ ...commun, sens: l.choix('sens', SENS_COMITE) }),
  decision: (l, commun) => ({
    ...commun, sens: facultatif(l, 'sens', SENS_DECISION), motif: facultatif(l, 'motif', MOTIFS_REFUS), lesions: lireRangs(l), notifieeLe: l.jour('notifieeLe'), preuve: preuve(l),
  }),
  confirmation: (l, commun) => ({ ...commun, preuve: preuve(l) ?? 'non_precisee' }),
  recours: (l, commun) => ({ ...commun, auteur: facultatif(l, 'auteur', PARTIES) }),
  annulation: (l, commun) => ({ ...commun, motif: l.choix('motif', MOTIFS_ANNULATION) }),
};

/** Reads one act; null after a recorded fault of shape. */
export function lireActe(brut: unknown, rang: number, erreurs: Erreurs, cleFausse: (champ: string) => void): ActeRepris | null {
  const chemin = `histoire[${rang}]`;
  if (!estObjet(brut)) {
    erreurs.ajouter(chemin, 'objet-attendu');
    return null;
  }
  const nom = Object.hasOwn(brut, 'acte') && typeof brut['acte'] === 'string' ? brut['acte'] : '';
  const acte = NOMS.find((candidat) => candidat === nom);
  const admis = ADMIS.get(nom);
  if (!acte || !admis) {
    erreurs.ajouter(`${chemin}.acte`, nom === '' ? 'champ-obligatoire' : 'valeur-hors-liste');
    return null;
  }
  const prefixe = `${chemin}.`;
  const lecteur = new Lecteur(brut, admis, erreurs, prefixe);
  const commun = { acte, le: lecteur.instant('le'), par: acteur(lecteur, 'par', AUTEUR_OBLIGATOIRE.has(acte)) };
  return (LECTURES[acte] as Lecture<NomActe>)(lecteur, commun, { erreurs, prefixe, cleFausse });
}
