import type { HistoireBase, LigneBase, Resolution } from '../moteur/intake';
import { Erreurs, estObjet, Lecteur, lireHistoire, type Validation } from '../moteur/lecture';
import type { CommandeDe, PieceDeclaree } from './commandes';
import type { DemandeMedicale } from './dossier';
import { lireActe, type ActeRepris } from './intake/actes';
import { booleen, facultatif, lireMedical, lirePieces, lireRisque } from './intake/champs';
import { CANAUX, DECLARANTS, OBJETS, type Canal, type Declarant, type Objet, type Risque } from './vocabulaire';

/** One declaration as received, checked: identifiers are not resolved yet. */
export interface LigneDeclaration extends LigneBase {
  readonly type: 'atmp';
  readonly objet: Objet;
  readonly risque: Risque;
  readonly canal: Canal;
  readonly medecin: string;
  readonly medecinTravail: string | null;
  readonly declarant: Declarant;
  readonly dateFait: string | null;
  readonly declareLe: string | null;
  readonly deces: boolean;
  readonly examensRequis: boolean;
  readonly initialEnInstruction: boolean;
  readonly pieces: readonly PieceDeclaree[];
  readonly medical: DemandeMedicale;
}

export interface LigneHistoire extends LigneDeclaration, HistoireBase {
  readonly type: 'atmp';
  readonly histoire: readonly ActeRepris[];
}

const TYPES = ['atmp'] as const;
const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
const CAISSE = /^\d{3}$/;

/** Names of the fields: a new request writes as the forms do, a history as the journal does. */
const NOMS = {
  demande: { medecinTravail: 'medecin_travail', dateFait: 'date_fait', declareLe: 'declare_le', examensRequis: 'examens_requis', initialEnInstruction: 'initial_en_instruction', recuLe: 'recu_le' },
  reprise: { medecinTravail: 'medecinTravail', dateFait: 'dateFait', declareLe: 'declareLe', examensRequis: 'examensRequis', initialEnInstruction: 'initialEnInstruction', recuLe: 'recuLe' },
} as const;
type Noms = (typeof NOMS)[keyof typeof NOMS];

const COMMUNS = ['source', 'numero', 'unite', 'caisse', 'type', 'objet', 'risque', 'canal', 'nir', 'medecin', 'declarant', 'deces', 'pieces'];
const ADMIS_DEMANDE: ReadonlySet<string> = new Set([...COMMUNS, ...Object.values(NOMS.demande), 'lesions', 'tableau', 'texte']);
const ADMIS_REPRISE: ReadonlySet<string> = new Set([...COMMUNS, ...Object.values(NOMS.reprise), 'medical', 'histoire']);
const ADMIS_MEDICAL: ReadonlySet<string> = new Set(['lesions', 'tableau', 'texte']);

const refusee = <T>(erreurs: Erreurs): Validation<T> => ({ ok: false, erreurs: erreurs.liste });

function drapeau(lecteur: Lecteur, champ: string, admis: boolean): boolean {
  const dit = booleen(lecteur, champ, false);
  if (dit && !admis) lecteur.erreur(champ, 'champ-contradictoire');
  return dit;
}

function lireDeclaration(lecteur: Lecteur, noms: Noms, cleFausse?: (champ: string) => void): Omit<LigneDeclaration, 'medical' | 'pieces' | 'recu'> {
  const objet = lecteur.choix('objet', OBJETS);
  const suit = objet === 'rechute' || objet === 'nouvelle_lesion';
  return {
    source: lecteur.requis('source', 64),
    numero: lecteur.requis('numero', 64),
    unite: lecteur.forme('unite', 32, UNITE),
    caisse: lecteur.forme('caisse', 3, CAISSE),
    type: lecteur.choix('type', TYPES),
    objet, suit,
    risque: lireRisque(lecteur, objet),
    canal: lecteur.choix('canal', CANAUX),
    nir: lecteur.nir('nir'),
    medecin: lecteur.rpps('medecin', cleFausse),
    medecinTravail: lecteur.brut(noms.medecinTravail) === null ? null : lecteur.rpps(noms.medecinTravail, cleFausse),
    declarant: facultatif(lecteur, 'declarant', DECLARANTS) ?? 'employeur',
    dateFait: lecteur.jour(noms.dateFait),
    declareLe: lecteur.jour(noms.declareLe),
    deces: booleen(lecteur, 'deces', false),
    examensRequis: drapeau(lecteur, noms.examensRequis, objet === 'maladie'),
    initialEnInstruction: drapeau(lecteur, noms.initialEnInstruction, suit),
  };
}

/** Checks one raw new request (an NDJSON object). Total on any JSON value. */
export function validerDemande(brut: unknown): Validation<LigneDeclaration> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return refusee(erreurs);
  }
  const lecteur = new Lecteur(brut, ADMIS_DEMANDE, erreurs);
  const declaration = lireDeclaration(lecteur, NOMS.demande);
  const ligne: LigneDeclaration = {
    ...declaration,
    recu: lecteur.instant(NOMS.demande.recuLe, true),
    pieces: lirePieces(lecteur, erreurs, '', 'recu_le'),
    medical: lireMedical(lecteur, erreurs, '', declaration.objet),
  };
  return erreurs.liste.length > 0 ? refusee(erreurs) : { ok: true, ligne };
}

/** Checks one raw history (an NDJSON object). Total on any JSON value. */
export function validerReprise(brut: unknown): Validation<LigneHistoire> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return refusee(erreurs);
  }
  const anomalies: string[] = [];
  const cleFausse = (champ: string): void => void anomalies.push(champ);
  const lecteur = new Lecteur(brut, ADMIS_REPRISE, erreurs);
  const declaration = lireDeclaration(lecteur, NOMS.reprise, cleFausse);
  const recu = lecteur.instant(NOMS.reprise.recuLe);
  const pieces = lirePieces(lecteur, erreurs, '', 'recuLe');
  const contenu = lecteur.brut('medical');
  if (!estObjet(contenu)) {
    erreurs.ajouter('medical', contenu === null ? 'champ-obligatoire' : 'objet-attendu');
    return refusee(erreurs);
  }
  const medical = lireMedical(new Lecteur(contenu, ADMIS_MEDICAL, erreurs, 'medical.'), erreurs, 'medical.', declaration.objet);
  const histoire = lireHistoire(lecteur.brut('histoire'), erreurs, (acte, rang) => lireActe(acte, rang, erreurs, cleFausse));
  return erreurs.liste.length > 0 ? refusee(erreurs) : { ok: true, ligne: { ...declaration, recu, pieces, medical, histoire, anomalies } };
}

/** Command that registers a checked line. */
export function commandeDe(ligne: LigneDeclaration, { uniteId, personneId, precedent }: Resolution): CommandeDe<'EnregistrerDemande'> {
  const { source, numero, objet, risque, canal, medecin, medecinTravail, declarant, dateFait, declareLe, deces, examensRequis, initialEnInstruction, caisse, recu, pieces, medical } = ligne;
  return {
    type: 'EnregistrerDemande',
    prive: {
      source, numero, objet, risque, canal, personneId, medecin, medecinTravail, declarant, dateFait, declareLe, deces, examensRequis, initialEnInstruction, caisse, uniteId, precedent,
      recuLe: recu.iso, pieces,
    },
    medical,
  };
}
