import { Erreurs, estObjet, Lecteur, type Instant, type Validation } from '../moteur/lecture';
import type { PremierePrescription } from './dossier';
import { booleen, jourRequis } from './intake/actes';
import { debutRecidive, envoiTardif, signauxDePrescription, signauxDeProlongation } from './signaux';
import { CANAUX, RISQUES, type Canal, type Risque, type Signal } from './vocabulaire';

export const NATURES_PRESCRIPTION = ['initiale', 'prolongation'] as const;
export type NaturePrescription = (typeof NATURES_PRESCRIPTION)[number];

/** One notice of sick leave as received; what the prescriber wrote of the illness is never taken in. */
export interface AvisArret {
  readonly source: string;
  readonly numero: string;
  readonly unite: string;
  readonly caisse: string;
  readonly nir: string;
  readonly prescripteur: string;
  readonly risque: Risque;
  readonly nature: NaturePrescription;
  readonly canal: Canal;
  readonly recu: Instant;
  readonly arret: PremierePrescription;
  readonly signaux: readonly Signal[];
  readonly tardif: boolean;
  /** First day of prescription of an earlier late notice that would make this one a repetition; null when it is in time. */
  readonly recidiveDepuis: string | null;
}

export const COLONNES_AVIS_ARRET = [
  'source', 'numero', 'unite', 'caisse', 'nir', 'prescripteur', 'risque', 'nature', 'canal', 'debut', 'fin', 'prescrit_le', 'envoye_le', 'recu_le', 'teleconsultation', 'traitant',
  'motif_present', 'depassement_motive',
] as const;

const ADMIS: ReadonlySet<string> = new Set(COLONNES_AVIS_ARRET);
const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
const CAISSE = /^\d{3}$/;

function lirePrescription(lecteur: Lecteur): PremierePrescription {
  const debut = jourRequis(lecteur, 'debut');
  const fin = jourRequis(lecteur, 'fin');
  const prescritLe = lecteur.jour('prescrit_le') ?? debut;
  const envoyeLe = lecteur.jour('envoye_le');
  if (debut !== '' && fin !== '' && fin < debut) lecteur.erreur('fin', 'champ-contradictoire');
  if (envoyeLe !== null && envoyeLe < prescritLe) lecteur.erreur('envoye_le', 'champ-contradictoire');
  return {
    debut, fin, prescritLe, envoyeLe, teleconsultation: booleen(lecteur, 'teleconsultation', false), traitant: booleen(lecteur, 'traitant', false), impossibilite: false,
    motifPresent: booleen(lecteur, 'motif_present', true), depassementMotive: booleen(lecteur, 'depassement_motive', false),
  };
}

/** What the dated rules find in a notice; a cap that its prescriber exceeded with a reason is not told. */
function signauxDe(arret: PremierePrescription, nature: NaturePrescription): readonly Signal[] {
  const signaux = signauxDePrescription(arret);
  if (nature === 'initiale') return signaux;
  const longue = arret.depassementMotive ? [] : signauxDeProlongation({ du: arret.debut, au: arret.fin, prescritLe: arret.prescritLe });
  return [...signaux.filter((signal) => signal !== 'premiere_prescription_longue'), ...longue];
}

/** Checks one raw notice (a CSV line as an object of texts, or an NDJSON object). Total on any JSON value. */
export function validerAvisArret(brut: unknown): Validation<AvisArret> {
  const erreurs = new Erreurs();
  if (!estObjet(brut)) {
    erreurs.ajouter('', 'objet-attendu');
    return { ok: false, erreurs: erreurs.liste };
  }
  const lecteur = new Lecteur(brut, ADMIS, erreurs);
  const tete = {
    source: lecteur.requis('source', 64), numero: lecteur.requis('numero', 64), unite: lecteur.forme('unite', 32, UNITE), caisse: lecteur.forme('caisse', 3, CAISSE), nir: lecteur.nir('nir'),
    prescripteur: lecteur.rpps('prescripteur'), risque: lecteur.choix('risque', RISQUES), nature: lecteur.choix('nature', NATURES_PRESCRIPTION), canal: lecteur.choix('canal', CANAUX),
    recu: lecteur.instant('recu_le', true),
  };
  const arret = lirePrescription(lecteur);
  if (erreurs.liste.length > 0) return { ok: false, erreurs: erreurs.liste };
  const tardif = envoiTardif(arret.prescritLe, arret.envoyeLe);
  return { ok: true, ligne: { ...tete, arret, signaux: signauxDe(arret, tete.nature), tardif, recidiveDepuis: tardif ? debutRecidive(arret.prescritLe) : null } };
}

