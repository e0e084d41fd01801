import { cim10Valide } from '@sm/nomenclatures';
import type { HistoireBase, LigneBase, Resolution } from '../moteur/intake';
import { Erreurs, estObjet, Lecteur, lireHistoire, type Validation } from '../moteur/lecture';
import type { CommandeDe, RapportRecu } from './commandes';
import type { DemandeMedicale, PremierePrescription, Prescription, Selection } from './dossier';
import { booleen, jourRequis, lireActe, lirePeriode, lireRapport, type ActeRepris } from './intake/actes';
import { CANAUX, ORIGINES, RISQUES, type Canal, type Origine, type Risque } from './vocabulaire';

/** One control as asked or taken over, checked: identifiers are not resolved yet. */
export interface LigneDemande extends LigneBase {
  readonly type: 'arret';
  readonly canal: Canal;
  readonly risque: Risque;
  readonly origine: Origine;
  readonly selection: Selection | null;
  readonly prescripteur: string;
  readonly arret: PremierePrescription;
  readonly prolongations: readonly Prescription[];
  readonly rapport: RapportRecu | null;
  readonly medical: DemandeMedicale;
}

export interface LigneReprise extends LigneDemande, HistoireBase {
  readonly type: 'arret';
  readonly histoire: readonly ActeRepris[];
}

const TYPES = ['arret'] as const;
const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
const CAISSE = /^\d{3}$/;
const CODE_REGLE = /^[a-z][a-z0-9_]{0,39}$/;
const VERSION_REGLE = /^[a-z0-9][a-z0-9._-]{0,31}$/;
const MOTIF_MAX = 8000;
const PROLONGATIONS_MAX = 100;
const DEMANDE = ['source', 'numero', 'unite', 'caisse', 'type', 'nir', 'prescripteur', 'canal', 'risque', 'origine', 'selection', 'recuLe', 'arret', 'rapport', 'medical'];
const ADMIS_DEMANDE: ReadonlySet<string> = new Set(DEMANDE);
const ADMIS_REPRISE: ReadonlySet<string> = new Set([...DEMANDE, 'histoire']);
const ADMIS_ARRET: ReadonlySet<string> = new Set([
  'debut', 'fin', 'prescritLe', 'envoyeLe', 'teleconsultation', 'traitant', 'impossibilite', 'motifPresent', 'depassementMotive', 'prolongations',
]);
const ADMIS_PERIODE: ReadonlySet<string> = new Set(['du', 'au', 'prescritLe']);
const ADMIS_MEDICAL: ReadonlySet<string> = new Set(['motif', 'diagnostics']);
const ADMIS_SELECTION: ReadonlySet<string> = new Set(['regle', 'version']);

/** A nested object, or null after a recorded fault; `facultatif` when nothing at all is admitted. */
function objet(brut: unknown, champ: string, erreurs: Erreurs, facultatif: boolean): Readonly<Record<string, unknown>> | null {
  if (estObjet(brut)) return brut;
  const absent = brut === null || brut === undefined;
  if (!absent || !facultatif) erreurs.ajouter(champ, absent ? 'champ-obligatoire' : 'objet-attendu');
  return null;
}

function lireProlongations(brut: unknown, erreurs: Erreurs): readonly Prescription[] {
  if (brut === null) return [];
  if (!Array.isArray(brut) || brut.length > PROLONGATIONS_MAX) {
    erreurs.ajouter('arret.prolongations', Array.isArray(brut) ? 'liste-trop-longue' : 'liste-attendue');
    return [];
  }
  return Array.from(brut as unknown[]).flatMap((element, rang) => {
    const champ = `arret.prolongations[${rang}]`;
    const lu = objet(element, champ, erreurs, false);
    return lu ? [lirePeriode(new Lecteur(lu, ADMIS_PERIODE, erreurs, `${champ}.`))] : [];
  });
}

function lireArret(brut: unknown, erreurs: Erreurs): { readonly arret: PremierePrescription; readonly prolongations: readonly Prescription[] } | null {
  const lu = objet(brut, 'arret', erreurs, false);
  if (!lu) return null;
  const lecteur = new Lecteur(lu, ADMIS_ARRET, erreurs, 'arret.');
  const debut = jourRequis(lecteur, 'debut');
  const arret = {
    debut, fin: jourRequis(lecteur, 'fin'), prescritLe: lecteur.jour('prescritLe') ?? debut, envoyeLe: lecteur.jour('envoyeLe'), teleconsultation: booleen(lecteur, 'teleconsultation', false),
    traitant: booleen(lecteur, 'traitant', false), impossibilite: booleen(lecteur, 'impossibilite', false), motifPresent: booleen(lecteur, 'motifPresent', true),
    depassementMotive: booleen(lecteur, 'depassementMotive', false),
  };
  return { arret, prolongations: lireProlongations(lecteur.brut('prolongations'), erreurs) };
}

function lireMedical(brut: unknown, erreurs: Erreurs): DemandeMedicale {
  const lu = objet(brut, 'medical', erreurs, true);
  if (!lu) return { motif: null, diagnostics: [] };
  const lecteur = new Lecteur(lu, ADMIS_MEDICAL, erreurs, 'medical.');
  return { motif: lecteur.prose('motif', MOTIF_MAX), diagnostics: lecteur.liste('diagnostics', 20, cim10Valide) };
}

function lireSelection(brut: unknown, erreurs: Erreurs): Selection | null {
  const lu = objet(brut, 'selection', erreurs, true);
  if (!lu) return null;
  const lecteur = new Lecteur(lu, ADMIS_SELECTION, erreurs, 'selection.');
  return { regle: lecteur.forme('regle', 40, CODE_REGLE), version: lecteur.forme('version', 32, VERSION_REGLE) };
}

function lireDemande(lecteur: Lecteur, erreurs: Erreurs, jourAdmis: boolean, cleFausse?: (champ: string) => void): LigneDemande | null {
  const tete = {
    source: lecteur.requis('source', 64),
    numero: lecteur.requis('numero', 64),
    unite: lecteur.forme('unite', 32, UNITE),
    caisse: lecteur.forme('caisse', 3, CAISSE),
    type: lecteur.choix('type', TYPES),
    nir: lecteur.nir('nir'),
    prescripteur: lecteur.rpps('prescripteur', cleFausse),
    canal: lecteur.choix('canal', CANAUX),
    risque: lecteur.choix('risque', RISQUES),
    origine: lecteur.choix('origine', ORIGINES),
    recu: lecteur.instant('recuLe', jourAdmis),
  };
  const selection = lireSelection(lecteur.brut('selection'), erreurs);
  const rapport = lireRapport(lecteur.brut('rapport'), erreurs);
  const medical = lireMedical(lecteur.brut('medical'), erreurs);
  const lu = lireArret(lecteur.brut('arret'), erreurs);
  return lu && { ...tete, selection, rapport, medical, ...lu, suit: lu.prolongations.length > 0 };
}

/** Checks one raw request of control (an NDJSON object). Total on any JSON value. */
export function validerDemande(brut: unknown): Validation<LigneDemande> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return { ok: false, erreurs: erreurs.liste };
  }
  const ligne = lireDemande(new Lecteur(brut, ADMIS_DEMANDE, erreurs), erreurs, true);
  return ligne === null || erreurs.liste.length > 0 ? { ok: false, erreurs: erreurs.liste } : { ok: true, ligne };
}

/** Checks one raw history (an NDJSON object). Total on any JSON value. */
export function validerReprise(brut: unknown): Validation<LigneReprise> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return { ok: false, erreurs: erreurs.liste };
  }
  const anomalies: string[] = [];
  const cleFausse = (champ: string): void => void anomalies.push(champ);
  const lecteur = new Lecteur(brut, ADMIS_REPRISE, erreurs);
  const demande = lireDemande(lecteur, erreurs, false, cleFausse);
  const histoire = lireHistoire(lecteur.brut('histoire'), erreurs, (acte, rang) => lireActe(acte, rang, erreurs, cleFausse));
  return demande === null || erreurs.liste.length > 0 ? { ok: false, erreurs: erreurs.liste } : { ok: true, ligne: { ...demande, histoire, anomalies } };
}

/** Command that registers a checked line. */
export function commandeDe(ligne: LigneDemande, { uniteId, personneId, precedent }: Resolution): CommandeDe<'EnregistrerDemande'> {
  const { source, numero, caisse, canal, risque, origine, selection, prescripteur, arret, prolongations, rapport, recu, medical } = ligne;
  return {
    type: 'EnregistrerDemande',
    prive: { source, numero, personneId, caisse, uniteId, precedent, recuLe: recu.iso, canal, risque, origine, selection, prescripteur, arret, prolongations, rapport },
    medical,
  };
}
