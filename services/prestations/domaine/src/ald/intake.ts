import { cim10Valide } from '@sm/nomenclatures';
import type { CommandeDe } from './commandes';
import type { DemandeMedicale } from './dossier';
import { lireActe, lirePieces, type ActeRepris } from './intake/actes';
import type { HistoireBase, LigneBase, Resolution } from '../moteur/intake';
import { Erreurs, estObjet, Lecteur, lireHistoire, type Validation } from '../moteur/lecture';
import { CANAUX, NATURES, REGIMES, type Canal, type Nature, type Piece, type Regime } from './vocabulaire';

/** One request as received, checked: identifiers are not resolved yet. */
export interface LigneDemande extends LigneBase {
  readonly type: 'ald';
  readonly nature: Nature;
  readonly canal: Canal;
  readonly medecin: string;
  readonly regime: Regime | null;
  readonly medical: DemandeMedicale;
  readonly pieces: readonly Piece[];
}

export interface LigneReprise extends LigneDemande, HistoireBase {
  readonly type: 'ald';
  readonly histoire: readonly ActeRepris[];
}

const TYPES = ['ald'] as const;
const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
const CAISSE = /^\d{3}$/;
const SOINS_MAX = 8000;
const IDENTITE = ['source', 'numero', 'unite', 'caisse', 'type', 'nature', 'canal', 'nir', 'medecin', 'pieces'];
const ADMIS_DEMANDE: ReadonlySet<string> = new Set([...IDENTITE, 'recu_le', 'ald', 'hors_liste', 'diagnostics', 'debut_soins']);
const ADMIS_REPRISE: ReadonlySet<string> = new Set([...IDENTITE, 'recuLe', 'medical', 'histoire']);
const ADMIS_MEDICAL: ReadonlySet<string> = new Set(['regime', 'ald', 'diagnostics', 'debutSoins', 'soins']);
const OUI: ReadonlySet<unknown> = new Set<unknown>([true, 'oui', 'OUI', 'true', '1', 'O', 'o', 'hors_liste']);
const NON: ReadonlySet<unknown> = new Set<unknown>([null, false, 'non', 'NON', 'false', '0', 'N', 'n']);

const refusee = <T>(erreurs: Erreurs): Validation<T> => ({ ok: false, erreurs: erreurs.liste });

function lireIdentite(lecteur: Lecteur, cleFausse?: (champ: string) => void) {
  return {
    source: lecteur.requis('source', 64),
    numero: lecteur.requis('numero', 64),
    unite: lecteur.forme('unite', 32, UNITE),
    caisse: lecteur.forme('caisse', 3, CAISSE),
    type: lecteur.choix('type', TYPES),
    nature: lecteur.choix('nature', NATURES),
    canal: lecteur.choix('canal', CANAUX),
    nir: lecteur.nir('nir'),
    medecin: lecteur.rpps('medecin', cleFausse),
    pieces: lirePieces(lecteur),
  };
}

const lireDiagnostics = (lecteur: Lecteur): readonly string[] => lecteur.liste('diagnostics', 20, cim10Valide);

/** Numbers 31 and 32 stand for hors liste and polypathologie (processes.md A1). */
function deduireRegime(lecteur: Lecteur, ald: number | null): Regime | null {
  const horsListe = lecteur.brut('hors_liste');
  const nomme = REGIMES.find((regime) => regime === horsListe) ?? (OUI.has(horsListe) ? 'hors_liste' : null);
  if (nomme === null && !NON.has(horsListe)) return lecteur.erreur('hors_liste', 'valeur-hors-liste');
  const numerote = ald === null ? null : ald === 31 ? 'hors_liste' : ald === 32 ? 'polypathologie' : 'liste';
  if (nomme !== null && numerote !== null && nomme !== numerote) return lecteur.erreur('hors_liste', 'champ-contradictoire');
  return nomme ?? numerote;
}

/** Checks one raw new request (a CSV line as an object of texts, or an NDJSON object). Total on any JSON value. */
export function validerDemande(brut: unknown): Validation<LigneDemande> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return refusee(erreurs);
  }
  const lecteur = new Lecteur(brut, ADMIS_DEMANDE, erreurs);
  const ald = lecteur.entier('ald', 1, 32);
  const identite = lireIdentite(lecteur);
  const ligne: LigneDemande = {
    ...identite,
    suit: identite.nature === 'prolongation',
    recu: lecteur.instant('recu_le', true),
    regime: deduireRegime(lecteur, ald),
    medical: { ald, diagnostics: lireDiagnostics(lecteur), debutSoins: lecteur.jour('debut_soins'), soins: null },
  };
  return erreurs.liste.length > 0 ? refusee(erreurs) : { ok: true, ligne };
}

function lireMedical(brut: unknown, erreurs: Erreurs): { readonly regime: Regime; readonly medical: DemandeMedicale } | null {
  if (!estObjet(brut)) {
    erreurs.ajouter('medical', brut === null || brut === undefined ? 'champ-obligatoire' : 'objet-attendu');
    return null;
  }
  const lecteur = new Lecteur(brut, ADMIS_MEDICAL, erreurs, 'medical.');
  return {
    regime: lecteur.choix('regime', REGIMES),
    medical: {
      ald: lecteur.entier('ald', 1, 32), diagnostics: lireDiagnostics(lecteur), debutSoins: lecteur.jour('debutSoins'),
      soins: lecteur.prose('soins', SOINS_MAX),
    },
  };
}

/** Checks one raw history (an NDJSON object). Total on any JSON value. */
export function validerReprise(brut: unknown): Validation<LigneReprise> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return refusee(erreurs);
  }
  const anomalies: string[] = [];
  const cleFausse = (champ: string): void => void anomalies.push(champ);
  const lecteur = new Lecteur(brut, ADMIS_REPRISE, erreurs);
  const identite = lireIdentite(lecteur, cleFausse);
  const recu = lecteur.instant('recuLe');
  const contenu = lireMedical(lecteur.brut('medical'), erreurs);
  const histoire = lireHistoire(lecteur.brut('histoire'), erreurs, (acte, rang) => lireActe(acte, rang, erreurs, cleFausse));
  if (erreurs.liste.length > 0 || contenu === null) return refusee(erreurs);
  const { source, numero, unite, caisse, type, nature, canal, nir, medecin, pieces } = identite;
  const { regime, medical } = contenu;
  return { ok: true, ligne: { source, numero, unite, caisse, type, nature, canal, nir, medecin, pieces, recu, regime, medical, histoire, anomalies, suit: nature === 'prolongation' } };
}

/** Command that registers a checked line. */
export function commandeDe(ligne: LigneDemande, { uniteId, personneId, precedent }: Resolution): CommandeDe<'EnregistrerDemande'> {
  const { source, numero, nature, canal, regime, medecin, caisse, recu, pieces, medical } = ligne;
  return {
    type: 'EnregistrerDemande',
    prive: { source, numero, nature, canal, regime, cadre: 'traitant', personneId, medecin, caisse, uniteId, precedent, recuLe: recu.iso, pieces },
    medical,
  };
}
