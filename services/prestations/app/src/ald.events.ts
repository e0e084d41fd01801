import { Canal, MotifAnnulation, NatureDemande, Procedure, Regime, Sens, SensDecision, type Donnees } from '@sm/contracts';
import { joursEntre } from '@sm/kernel';
import type { Etat, Evenement, EvenementDe } from '@sm/prestations-domaine';
import { jourDe, type Message, type TOPIC, type Tete } from './publication';

const REGIMES = { liste: Regime.LISTE, hors_liste: Regime.HORS_LISTE, polypathologie: Regime.POLYPATHOLOGIE, non_exonerante: Regime.NON_EXONERANTE } as const;
const SENS = { favorable: Sens.FAVORABLE, defavorable_medical: Sens.DEFAVORABLE_MEDICAL, defavorable_administratif: Sens.DEFAVORABLE_ADMINISTRATIF } as const;
const DECISIONS = { accord: SensDecision.ACCORD, refus: SensDecision.REFUS } as const;
const ANNULATIONS = { retrait: MotifAnnulation.RETRAIT, doublon: MotifAnnulation.DOUBLON, deces: MotifAnnulation.DECES, erreur_saisie: MotifAnnulation.ERREUR_SAISIE } as const;
const PROCEDURES = { ald: Procedure.ALD, cmra: Procedure.CMRA, cra: Procedure.CRA, expertise: Procedure.EXPERTISE } as const;
const MOIS_RESTANTS: Partial<Record<string, number>> = { renouvellement_6_mois: 6, renouvellement_3_mois: 3 };

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

/** Public message of an ALD event, or null when it stays private. `etat` is the state after it. */
export function publierAld(e: Evenement, etat: Etat, commune: Tete): Message | null {
  const t: Tete = { ...commune, nature: etat.demande.nature === 'initiale' ? NatureDemande.INITIALE : NatureDemande.PROLONGATION, canal: etat.demande.canal === 'pse' ? Canal.PSE : Canal.PAPIER };
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
