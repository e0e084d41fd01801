import { Canal, ConclusionArret, ModeControle, MotifAnnulation, NatureDemande, Procedure, Risque, Sens, SensDecision, type Donnees } from '@sm/contracts';
import { joursEntre } from '@sm/kernel';
import type { ConclusionArret as Conclusion, EtatArret, EvenementArret, EvenementArretDe } from '@sm/prestations-domaine';
import { jourDe, type Message, type TOPIC, type Tete } from './publication';

export const RISQUES_PUBLIES = { maladie: Risque.MALADIE, at: Risque.AT, mp: Risque.MP } as const;
export const CANAUX_PUBLIES = { electronique: Canal.ELECTRONIQUE, papier: Canal.PAPIER } as const;
const MODES = {
  pieces: ModeControle.PIECES, prescripteur: ModeControle.PRESCRIPTEUR, telephone: ModeControle.TELEPHONE, a_distance: ModeControle.A_DISTANCE, sur_personne: ModeControle.SUR_PERSONNE,
} as const;
const CONCLUSIONS: Readonly<Record<Conclusion, readonly [ConclusionArret, Sens]>> = {
  justifie: [ConclusionArret.JUSTIFIE, Sens.FAVORABLE],
  reprise: [ConclusionArret.REPRISE, Sens.DEFAVORABLE_MEDICAL],
  stabilise: [ConclusionArret.STABILISE, Sens.DEFAVORABLE_MEDICAL],
  pdp: [ConclusionArret.PDP, Sens.FAVORABLE],
  non_controlable: [ConclusionArret.NON_CONTROLABLE, Sens.SANS_OBJET],
  sans_objet: [ConclusionArret.SANS_OBJET, Sens.SANS_OBJET],
  absence: [ConclusionArret.ABSENCE, Sens.DEFAVORABLE_ADMINISTRATIF],
  rapport_employeur: [ConclusionArret.RAPPORT_EMPLOYEUR, Sens.DEFAVORABLE_MEDICAL],
};
const DECISIONS = { maintien: SensDecision.ACCORD, fin_versement: SensDecision.REFUS, suspension: SensDecision.REFUS } as const;
const ANNULATIONS = { retrait: MotifAnnulation.RETRAIT, doublon: MotifAnnulation.DOUBLON, deces: MotifAnnulation.DECES, erreur_saisie: MotifAnnulation.ERREUR_SAISIE } as const;
const PROCEDURES = { invalidite: Procedure.INVALIDITE, pdp: Procedure.PDP, cmra: Procedure.CMRA, cra: Procedure.CRA, expertise: Procedure.EXPERTISE } as const;

function avisRendu(e: EvenementArretDe<'AvisRendu'> | EvenementArretDe<'AvisRemplace'>, etat: EtatArret, t: Tete): Donnees<typeof TOPIC, 'AvisRendu'> {
  const { avis, completLe, versions } = e.prive;
  const [conclusionArret, sens] = CONCLUSIONS[avis.conclusion];
  return {
    ...t, completeLe: completLe, renduLe: avis.jour, delaiJours: joursEntre(completLe, avis.jour), sens, versionAvis: avis.version, versionRegle: versions.regle,
    versionOrganisation: Number(versions.organisation), risque: RISQUES_PUBLIES[etat.demande.risque], mode: MODES[avis.mode], conclusionArret,
  };
}

/** Public message of an event of a sick leave control, or null when it stays private. `etat` is the state after it. */
export function publierArret(e: EvenementArret, etat: EtatArret, commune: Tete): Message | null {
  const t: Tete = { ...commune, nature: etat.prolongations.length > 0 ? NatureDemande.PROLONGATION : NatureDemande.INITIALE, canal: CANAUX_PUBLIES[etat.demande.canal] };
  switch (e.type) {
    case 'DemandeRecue':
      return { type: 'DemandeRecue', donnees: t };
    case 'AvisRendu':
    case 'AvisRemplace':
      return { type: 'AvisRendu', donnees: avisRendu(e, etat, t) };
    case 'DecisionNotifiee':
      return { type: 'DecisionNotifiee', donnees: { ...t, notifieeLe: e.prive.notification.jour, sens: DECISIONS[e.prive.notification.sens] } };
    case 'DossierAnnule':
      return { type: 'DossierAnnule', donnees: { ...t, annuleLe: jourDe(e, t), motif: ANNULATIONS[e.prive.motif] } };
    case 'LienSouleve':
      return { type: 'LienSouleve', donnees: { ...t, souleveLe: jourDe(e, t), vers: PROCEDURES[e.prive.procedure] } };
    default:
      return null;
  }
}
