import {
  Canal, MotifAnnulation, NatureDemande, Procedure, Regime, Sens, SensDecision, TypeDossier, encoder, type Donnees, type TypeDe,
} from '@sm/contracts';
import { jourLocal, joursEntre, zoneDuDepartement } from '@sm/kernel';
import type { LigneJournal } from '@sm/platform';
import { appliquer, type Etat, type EtatDossier, type Evenement, type EvenementDe } from '@sm/prestations-domaine';

export const TOPIC = 'sm.prestations.dossier.v1';
type Type = TypeDe<typeof TOPIC>;
export type Tete = Pick<Donnees<typeof TOPIC, 'DemandeRecue'>, 'dossierId' | 'typeDossier' | 'nature' | 'canal' | 'uniteOrigine' | 'unite' | 'caisse' | 'departement' | 'recuLe' | 'repris'>;
type Message = { [T in Type]: { readonly type: T; readonly donnees: Donnees<typeof TOPIC, T> } }[Type];

const REGIMES = { liste: Regime.LISTE, hors_liste: Regime.HORS_LISTE, polypathologie: Regime.POLYPATHOLOGIE, non_exonerante: Regime.NON_EXONERANTE } as const;
const SENS = { favorable: Sens.FAVORABLE, defavorable_medical: Sens.DEFAVORABLE_MEDICAL, defavorable_administratif: Sens.DEFAVORABLE_ADMINISTRATIF } as const;
const DECISIONS = { accord: SensDecision.ACCORD, refus: SensDecision.REFUS } as const;
const ANNULATIONS = { retrait: MotifAnnulation.RETRAIT, doublon: MotifAnnulation.DOUBLON, deces: MotifAnnulation.DECES, erreur_saisie: MotifAnnulation.ERREUR_SAISIE } as const;
const PROCEDURES = { ald: Procedure.ALD, cmra: Procedure.CMRA, cra: Procedure.CRA, expertise: Procedure.EXPERTISE } as const;
const MOIS_RESTANTS: Partial<Record<string, number>> = { renouvellement_6_mois: 6, renouvellement_3_mois: 3 };

export const tete = ({ demande, uniteEnCharge }: Etat, departement: string): Tete => ({
  dossierId: demande.id,
  typeDossier: TypeDossier.ALD,
  nature: demande.nature === 'initiale' ? NatureDemande.INITIALE : NatureDemande.PROLONGATION,
  canal: demande.canal === 'pse' ? Canal.PSE : Canal.PAPIER,
  uniteOrigine: demande.uniteOrigine,
  unite: uniteEnCharge,
  caisse: demande.caisse,
  departement,
  recuLe: demande.jourRecu,
  repris: demande.repris,
});

function avisRendu(e: EvenementDe<'AvisRendu'> | EvenementDe<'AvisRemplace'>, etat: Etat, t: Tete): Donnees<typeof TOPIC, 'AvisRendu'> {
  const { avis, completLe, versions } = e.prive;
  const { regime } = etat.demande;
  return {
    ...t,
    completeLe: completLe,
    renduLe: avis.jour,
    delaiJours: joursEntre(completLe, avis.jour),
    sens: SENS[avis.sens],
    ...(regime ? { regime: REGIMES[regime] } : {}),
    versionAvis: avis.version,
    versionRegle: versions.regle,
    versionOrganisation: Number(versions.organisation),
  };
}

/** Local day of an act where the dossier is. */
const jourDe = (e: Evenement, { departement }: Tete): string => jourLocal(new Date(e.survenuLe), zoneDuDepartement(departement ?? ''));

/** Public message of an internal event, or null when it stays private. `etat` is the state after it. */
function publier(e: Evenement, etat: Etat, t: Tete): Message | null {
  switch (e.type) {
    case 'DemandeRecue':
      return { type: 'DemandeRecue', donnees: t };
    case 'DemandeJugeeRecevable':
      // In a taken-over history the avis that follows repeats the day of completeness.
      return e.repris ? null : { type: 'DemandeComplete', donnees: { ...t, completeLe: e.prive.completLe } };
    case 'AvisRendu':
    case 'AvisRemplace':
      return { type: 'AvisRendu', donnees: avisRendu(e, etat, t) };
    case 'DecisionNotifiee':
      return { type: 'DecisionNotifiee', donnees: { ...t, notifieeLe: e.prive.notification.jour, sens: DECISIONS[e.prive.notification.sens] } };
    case 'ExonerationOuverte':
      return { type: 'ExonerationOuverte', donnees: { ...t, debut: e.prive.exoneration.debut, fin: e.prive.exoneration.fin } };
    case 'EcheanceSignalee': {
      const moisRestants = MOIS_RESTANTS[e.prive.nature];
      const fin = 'exoneration' in etat ? etat.exoneration.fin : null;
      return moisRestants === undefined || fin === null ? null : { type: 'EcheanceApprochee', donnees: { ...t, fin, moisRestants } };
    }
    case 'DossierAnnule':
      return { type: 'DossierAnnule', donnees: { ...t, annuleLe: jourDe(e, t), motif: ANNULATIONS[e.prive.motif] } };
    case 'LienSouleve':
      return { type: 'LienSouleve', donnees: { ...t, souleveLe: jourDe(e, t), vers: PROCEDURES[e.prive.procedure] } };
    default:
      return null;
  }
}

/** Type and bytes of what an event tells the other services; the event's own type and null when it tells them nothing. */
export function messagePublic(e: Evenement, etat: Etat, departement: string): { readonly type: string; readonly octets: Uint8Array | null } {
  const message = publier(e, etat, tete(etat, departement));
  return message ? { type: message.type, octets: encoder(TOPIC, message.type, message.donnees as never) } : { type: e.type, octets: null };
}

/** How the medical part of the event of a version is sealed; null stays null. */
export type Sceller = (version: number, medical: Evenement['medical']) => Uint8Array | null;

/** Administrative state after each event. */
export function etatsApres(evenements: readonly Evenement[], avant: EtatDossier | null): Etat[] {
  let dossier = avant;
  return evenements.map((e) => (dossier = appliquer(dossier, e)).etat);
}

/** Journal rows of events, in order, each with the message it makes public; `etats` are the states they lead to. */
export function lignesJournal(evenements: readonly Evenement[], etats: readonly Etat[], versionAvant: number, departement: string, sceller: Sceller): LigneJournal[] {
  return evenements.map((e, i) => {
    const etat = etats[i]!;
    const version = versionAvant + i + 1;
    const message = messagePublic(e, etat, departement);
    return {
      topic: TOPIC, dossier: etat.demande.id, version, unite: etat.uniteEnCharge, type: message.type, survenuLe: new Date(e.survenuLe),
      prive: { type: e.type, par: e.par, repris: e.repris, prive: e.prive }, medical: sceller(version, e.medical), public: message.octets,
    };
  });
}
