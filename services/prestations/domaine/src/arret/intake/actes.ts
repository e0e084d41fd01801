import { estObjet, Lecteur, type Erreurs, type Instant } from '../../moteur/lecture';
import type { RapportRecu } from '../commandes';
import {
  CONCLUSIONS, CONCLUSIONS_EMPLOYEUR, MODES_EXAMEN, MODES_SUR_PIECES, MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_REMPLACEMENT, ORDINAIRES, SENS_DECISION,
  type Conclusion, type ConclusionOrdinaire, type ModeExamen, type ModeSurPieces, type MotifAnnulation, type MotifDesaffectation, type MotifRemplacement, type SensDecision,
} from '../vocabulaire';

interface Acte<T extends string> {
  readonly acte: T;
  readonly le: Instant;
  /** Author, `agent:…`; null when the history does not say. */
  readonly par: string | null;
}

interface Signe {
  readonly rpps: string | null;
}

interface Texte {
  readonly texte: string | null;
}

interface Periode {
  readonly du: string;
  readonly au: string;
  readonly prescritLe: string;
}

/** One dated act of a history taken over; `texte` and `motif` of an avis are medical. */
export type ActeRepris =
  | Acte<'reexamen' | 'recours'>
  | (Acte<'affectation'> & { readonly a: string })
  | (Acte<'desaffectation'> & { readonly motif: MotifDesaffectation })
  | (Acte<'controle'> & Texte & { readonly mode: ModeSurPieces })
  | (Acte<'contact_prescripteur' | 'reponse_prescripteur'> & Texte)
  | (Acte<'rapport_employeur'> & RapportRecu)
  | (Acte<'convocation'> & { readonly mode: ModeExamen; readonly jour: string; readonly preuveEnvoi: string | null })
  | (Acte<'examen'> & Signe & Texte)
  | (Acte<'absence'> & { readonly justifiee: boolean; readonly preuveEnvoi: string | null })
  | (Acte<'second_avis_demande'> & Texte & { readonly a: string | null })
  | (Acte<'second_avis_rendu'> & Signe & { readonly conclusion: ConclusionOrdinaire; readonly motif: string | null })
  | (Acte<'avis'> & Signe & {
    readonly conclusion: Conclusion; readonly date: string | null; readonly jusquAu: string | null; readonly prochaineRevue: string | null; readonly motif: string | null;
    readonly remplace: MotifRemplacement | null;
  })
  | (Acte<'decision'> & { readonly sens: SensDecision | null; readonly effetLe: string | null })
  | (Acte<'prolongation'> & Periode)
  | (Acte<'nouvelle_prescription'> & Periode & { readonly prescripteur: string })
  | (Acte<'annulation'> & { readonly motif: MotifAnnulation });

export type NomActe = ActeRepris['acte'];

const CHAMPS: Readonly<Record<NomActe, readonly string[]>> = {
  reexamen: [], recours: [],
  affectation: ['a'],
  desaffectation: ['motif'],
  controle: ['mode', 'texte'],
  contact_prescripteur: ['texte'],
  reponse_prescripteur: ['texte'],
  rapport_employeur: ['controleLe', 'conclusion', 'examenPratique'],
  convocation: ['mode', 'jour', 'preuveEnvoi'],
  examen: ['rpps', 'texte'],
  absence: ['justifiee', 'preuveEnvoi'],
  second_avis_demande: ['texte', 'a'],
  second_avis_rendu: ['rpps', 'conclusion', 'motif'],
  avis: ['rpps', 'conclusion', 'date', 'jusquAu', 'prochaineRevue', 'motif', 'remplace'],
  decision: ['sens', 'effetLe'],
  prolongation: ['du', 'au', 'prescritLe'],
  nouvelle_prescription: ['du', 'au', 'prescritLe', 'prescripteur'],
  annulation: ['motif'],
};

const ADMIS: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(CHAMPS).map(([acte, champs]) => [acte, new Set(['acte', 'le', 'par', ...champs])]));
const NOMS = Object.keys(CHAMPS) as readonly NomActe[];
const ACTEUR = /^(?:agent|machine|service|systeme):[A-Za-z0-9._-]{1,64}$/;
const TEXTE_MAX = 8000;
const AUTEUR_OBLIGATOIRE: ReadonlySet<NomActe> = new Set<NomActe>(['avis', 'second_avis_rendu', 'examen']);
const RAPPORT: ReadonlySet<string> = new Set(['controleLe', 'conclusion', 'examenPratique']);

type CleFausse = ((champ: string) => void) | undefined;

/** A day that must be there. */
export function jourRequis(lecteur: Lecteur, champ: string): string {
  if (lecteur.brut(champ) === null) lecteur.erreur(champ, 'champ-obligatoire');
  return lecteur.jour(champ) ?? '';
}

const OUI: ReadonlySet<unknown> = new Set<unknown>([true, 'oui', 'true', '1']);
const NON: ReadonlySet<unknown> = new Set<unknown>([false, 'non', 'false', '0']);

/** A yes or a no, as JSON or as text; `absent` when nothing is said. */
export function booleen(lecteur: Lecteur, champ: string, absent: boolean | null): boolean {
  const valeur = lecteur.brut(champ);
  if (valeur === null && absent !== null) return absent;
  if (OUI.has(valeur)) return true;
  if (!NON.has(valeur)) lecteur.erreur(champ, valeur === null ? 'champ-obligatoire' : 'valeur-hors-liste');
  return false;
}

/** One prescription; without a day of its own, it was written on its first day, or on `auPlusTard` when that comes before. */
export function lirePeriode(lecteur: Lecteur, auPlusTard?: string): Periode {
  const du = jourRequis(lecteur, 'du');
  const presume = auPlusTard !== undefined && auPlusTard !== '' && auPlusTard < du ? auPlusTard : du;
  return { du, au: jourRequis(lecteur, 'au'), prescritLe: lecteur.jour('prescritLe') ?? presume };
}

const contenuRapport = (lecteur: Lecteur): RapportRecu => ({
  controleLe: lecteur.instant('controleLe').iso, conclusion: lecteur.choix('conclusion', CONCLUSIONS_EMPLOYEUR), examenPratique: booleen(lecteur, 'examenPratique', null),
});

/** The report of the employer's doctor, or null when there is none. */
export function lireRapport(brut: unknown, erreurs: Erreurs): RapportRecu | null {
  if (brut === null || brut === undefined) return null;
  if (estObjet(brut)) return contenuRapport(new Lecteur(brut, RAPPORT, erreurs, 'rapport.'));
  erreurs.ajouter('rapport', 'objet-attendu');
  return null;
}

const acteur = (lecteur: Lecteur, champ: string, obligatoire: boolean): string | null => (obligatoire || lecteur.brut(champ) !== null ? lecteur.forme(champ, 80, ACTEUR) : null);
const facultatif = <T extends string>(lecteur: Lecteur, champ: string, valeurs: readonly [T, ...T[]]): T | null => (lecteur.brut(champ) === null ? null : lecteur.choix(champ, valeurs));
const rpps = (lecteur: Lecteur, cleFausse: CleFausse): string | null => (lecteur.brut('rpps') === null ? null : lecteur.rpps('rpps', cleFausse));

const lireAvis = (lecteur: Lecteur, commun: Acte<'avis'>, cleFausse: CleFausse): ActeRepris => ({
  ...commun, rpps: rpps(lecteur, cleFausse), conclusion: lecteur.choix('conclusion', CONCLUSIONS), date: lecteur.jour('date'), jusquAu: lecteur.jour('jusquAu'),
  prochaineRevue: lecteur.jour('prochaineRevue'), motif: lecteur.prose('motif', TEXTE_MAX), remplace: facultatif(lecteur, 'remplace', MOTIFS_REMPLACEMENT),
});

function lireContenu(lecteur: Lecteur, acte: NomActe, commun: Omit<Acte<string>, 'acte'>, cleFausse: CleFausse): ActeRepris {
  const texte = (): string | null => lecteur.prose('texte', TEXTE_MAX);
  switch (acte) {
    case 'reexamen': case 'recours': return { acte, ...commun };
    case 'affectation': return { acte, ...commun, a: acteur(lecteur, 'a', true) ?? '' };
    case 'desaffectation': return { acte, ...commun, motif: lecteur.choix('motif', MOTIFS_DESAFFECTATION) };
    case 'controle': return { acte, ...commun, mode: lecteur.choix('mode', MODES_SUR_PIECES), texte: texte() };
    case 'contact_prescripteur': case 'reponse_prescripteur': return { acte, ...commun, texte: texte() };
    case 'rapport_employeur': return { acte, ...commun, ...contenuRapport(lecteur) };
    case 'convocation': return { acte, ...commun, mode: lecteur.choix('mode', MODES_EXAMEN), jour: jourRequis(lecteur, 'jour'), preuveEnvoi: lecteur.jour('preuveEnvoi') };
    case 'examen': return { acte, ...commun, rpps: rpps(lecteur, cleFausse), texte: texte() };
    case 'absence': return { acte, ...commun, justifiee: booleen(lecteur, 'justifiee', null), preuveEnvoi: lecteur.jour('preuveEnvoi') };
    case 'second_avis_demande': return { acte, ...commun, texte: texte(), a: acteur(lecteur, 'a', false) };
    case 'second_avis_rendu': return { acte, ...commun, rpps: rpps(lecteur, cleFausse), conclusion: lecteur.choix('conclusion', ORDINAIRES), motif: lecteur.prose('motif', TEXTE_MAX) };
    case 'avis': return lireAvis(lecteur, { acte, ...commun }, cleFausse);
    case 'decision': return { acte, ...commun, sens: facultatif(lecteur, 'sens', SENS_DECISION), effetLe: lecteur.jour('effetLe') };
    case 'prolongation': return { acte, ...commun, ...lirePeriode(lecteur, commun.le.jour) };
    case 'nouvelle_prescription': return { acte, ...commun, ...lirePeriode(lecteur, commun.le.jour), prescripteur: lecteur.rpps('prescripteur', cleFausse) };
    case 'annulation': return { acte, ...commun, motif: lecteur.choix('motif', MOTIFS_ANNULATION) };
  }
}

/** Reads one act; null after a recorded fault of shape. */
export function lireActe(brut: unknown, rang: number, erreurs: Erreurs, cleFausse: CleFausse): ActeRepris | null {
  const prefixe = `histoire[${rang}]`;
  if (!estObjet(brut)) {
    erreurs.ajouter(prefixe, 'objet-attendu');
    return null;
  }
  const nom = Object.hasOwn(brut, 'acte') && typeof brut['acte'] === 'string' ? brut['acte'] : '';
  const acte = NOMS.find((candidat) => candidat === nom);
  const admis = ADMIS.get(nom);
  if (!acte || !admis) {
    erreurs.ajouter(`${prefixe}.acte`, nom === '' ? 'champ-obligatoire' : 'valeur-hors-liste');
    return null;
  }
  const lecteur = new Lecteur(brut, admis, erreurs, `${prefixe}.`);
  return lireContenu(lecteur, acte, { le: lecteur.instant('le'), par: acteur(lecteur, 'par', AUTEUR_OBLIGATOIRE.has(acte)) }, cleFausse);
}
