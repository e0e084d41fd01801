import {
  MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_FIN, MOTIFS_IRRECEVABILITE, MOTIFS_REMPLACEMENT, PIECES, SENS_AVIS, SENS_DECISION,
  type MotifAnnulation, type MotifDesaffectation, type MotifFin, type MotifIrrecevabilite, type MotifRemplacement, type Piece, type SensAvis, type SensDecision,
} from '../vocabulaire';
import { estObjet, Lecteur, type Erreurs, type Instant } from '../../moteur/lecture';

interface Acte<T extends string> {
  readonly acte: T;
  readonly le: Instant;
  /** Author, `agent:…`; null when the history does not say. */
  readonly par: string | null;
}

interface Signataire {
  readonly rpps: string | null;
  readonly sens: SensAvis;
  /** Medical. */
  readonly motif: string | null;
}

/** One dated act of a history taken over; `motif` and `texte` of medical acts are medical. */
export type ActeRepris =
  | Acte<'completude' | 'signature' | 'ouverture' | 'recours'>
  | (Acte<'pieces_recues'> & { readonly pieces: readonly Piece[] })
  | (Acte<'irrecevabilite'> & { readonly motif: MotifIrrecevabilite })
  | (Acte<'affectation'> & { readonly a: string })
  | (Acte<'desaffectation'> & { readonly motif: MotifDesaffectation })
  | (Acte<'complement_demande' | 'complement_recu'> & { readonly texte: string | null; readonly pieces: readonly Piece[] })
  | (Acte<'second_avis_demande'> & { readonly texte: string | null; readonly a: string | null })
  | (Acte<'second_avis_rendu'> & Signataire)
  | (Acte<'avis'> & Signataire & { readonly debut: string | null; readonly dureeAns: number | null; readonly remplace: MotifRemplacement | null })
  | (Acte<'decision'> & { readonly sens: SensDecision | null })
  | (Acte<'fin'> & { readonly motif: MotifFin })
  | (Acte<'annulation'> & { readonly motif: MotifAnnulation });

export type NomActe = ActeRepris['acte'];

const CHAMPS: Readonly<Record<NomActe, readonly string[]>> = {
  completude: [], signature: [], ouverture: [], recours: [],
  pieces_recues: ['pieces'],
  irrecevabilite: ['motif'],
  affectation: ['a'],
  desaffectation: ['motif'],
  complement_demande: ['texte', 'pieces'],
  complement_recu: ['texte', 'pieces'],
  second_avis_demande: ['texte', 'a'],
  second_avis_rendu: ['rpps', 'sens', 'motif'],
  avis: ['rpps', 'sens', 'motif', 'debut', 'dureeAns', 'remplace'],
  decision: ['sens'],
  fin: ['motif'],
  annulation: ['motif'],
};

const ADMIS: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(CHAMPS).map(([acte, champs]) => [acte, new Set(['acte', 'le', 'par', ...champs])]));
const NOMS = Object.keys(CHAMPS) as readonly NomActe[];
const ACTEUR = /^(?:agent|machine|service|systeme):[A-Za-z0-9._-]{1,64}$/;
const TEXTE_MAX = 8000;
const AUTEUR_OBLIGATOIRE: ReadonlySet<NomActe> = new Set<NomActe>(['avis', 'second_avis_rendu']);
const estPiece = (texte: string): boolean => (PIECES as readonly string[]).includes(texte);

export const lirePieces = (lecteur: Lecteur): readonly Piece[] => lecteur.liste('pieces', 20, estPiece) as readonly Piece[];

function acteur(lecteur: Lecteur, champ: string, obligatoire: boolean): string | null {
  return obligatoire || lecteur.brut(champ) !== null ? lecteur.forme(champ, 80, ACTEUR) : null;
}

function signataire(lecteur: Lecteur, cleFausse: (champ: string) => void): Signataire {
  return {
    rpps: lecteur.brut('rpps') === null ? null : lecteur.rpps('rpps', cleFausse),
    sens: lecteur.choix('sens', SENS_AVIS),
    motif: lecteur.prose('motif', TEXTE_MAX),
  };
}

function lireAvis(lecteur: Lecteur, commun: Acte<'avis'>, cleFausse: (champ: string) => void): ActeRepris {
  const { acte, le, par } = commun;
  const { rpps, sens, motif } = signataire(lecteur, cleFausse);
  return {
    acte, le, par, rpps, sens, motif, debut: lecteur.jour('debut'), dureeAns: lecteur.entier('dureeAns', 1, 99),
    remplace: lecteur.brut('remplace') === null ? null : lecteur.choix('remplace', MOTIFS_REMPLACEMENT),
  };
}

function lireContenu(lecteur: Lecteur, acte: NomActe, le: Instant, par: string | null, cleFausse: (champ: string) => void): ActeRepris {
  const texte = (): string | null => lecteur.prose('texte', TEXTE_MAX);
  switch (acte) {
    case 'completude': case 'signature': case 'ouverture': case 'recours': return { acte, le, par };
    case 'pieces_recues': return { acte, le, par, pieces: lirePieces(lecteur) };
    case 'irrecevabilite': return { acte, le, par, motif: lecteur.choix('motif', MOTIFS_IRRECEVABILITE) };
    case 'affectation': return { acte, le, par, a: acteur(lecteur, 'a', true) ?? '' };
    case 'desaffectation': return { acte, le, par, motif: lecteur.choix('motif', MOTIFS_DESAFFECTATION) };
    case 'complement_demande': case 'complement_recu': return { acte, le, par, texte: texte(), pieces: lirePieces(lecteur) };
    case 'second_avis_demande': return { acte, le, par, texte: texte(), a: acteur(lecteur, 'a', false) };
    case 'second_avis_rendu': return { acte, le, par, ...signataire(lecteur, cleFausse) };
    case 'avis': return lireAvis(lecteur, { acte, le, par }, cleFausse);
    case 'decision': return { acte, le, par, sens: lecteur.brut('sens') === null ? null : lecteur.choix('sens', SENS_DECISION) };
    case 'fin': return { acte, le, par, motif: lecteur.choix('motif', MOTIFS_FIN) };
    case 'annulation': return { acte, le, par, motif: lecteur.choix('motif', MOTIFS_ANNULATION) };
  }
}

/** Reads one act; null after a recorded fault of shape. */
export function lireActe(brut: unknown, rang: number, erreurs: Erreurs, cleFausse: (champ: string) => void): ActeRepris | null {
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
  return lireContenu(lecteur, acte, lecteur.instant('le'), acteur(lecteur, 'par', AUTEUR_OBLIGATOIRE.has(acte)), cleFausse);
}
