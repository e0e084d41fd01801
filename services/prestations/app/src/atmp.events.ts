import { ConclusionAtmp, MotifAnnulation, NatureDemande, ObjetAtmp, PhaseInstruction, Procedure, Risque, Sens, SensDecision, type Donnees } from '@sm/contracts';
import { joursEntre } from '@sm/kernel';
import type { EtatAtmp, EvenementAtmp, EvenementAtmpDe } from '@sm/prestations-domaine';
import { CANAUX_PUBLIES } from './arret.events';
import { jourDe, type Message, type TOPIC, type Tete } from './publication';

const RISQUES = { at: Risque.AT, mp: Risque.MP } as const;
const OBJETS = { accident: ObjetAtmp.IMPUTABILITE, nouvelle_lesion: ObjetAtmp.NOUVELLE_LESION, rechute: ObjetAtmp.RECHUTE, maladie: ObjetAtmp.RECONNAISSANCE_MP } as const;
const SENS = {
  favorable: Sens.FAVORABLE, partiel: Sens.PARTIEL, defavorable_medical: Sens.DEFAVORABLE_MEDICAL, defavorable_administratif: Sens.DEFAVORABLE_ADMINISTRATIF, sans_objet: Sens.SANS_OBJET,
} as const;
const CONCLUSIONS = {
  imputable: ConclusionAtmp.IMPUTABLE, non_imputable: ConclusionAtmp.NON_IMPUTABLE, partiel: ConclusionAtmp.PARTIEL, etat_anterieur: ConclusionAtmp.ETAT_ANTERIEUR,
  maladie_designee: ConclusionAtmp.MALADIE_DESIGNEE, hors_tableau: ConclusionAtmp.HORS_TABLEAU, hors_tableau_sous_seuil: ConclusionAtmp.HORS_TABLEAU_SOUS_SEUIL,
  examens_absents: ConclusionAtmp.EXAMENS_ABSENTS, lien_direct: ConclusionAtmp.LIEN_DIRECT, lien_non_etabli: ConclusionAtmp.LIEN_NON_ETABLI,
} as const;
const ANNULATIONS = { retrait: MotifAnnulation.RETRAIT, doublon: MotifAnnulation.DOUBLON, deces: MotifAnnulation.DECES, erreur_saisie: MotifAnnulation.ERREUR_SAISIE } as const;
const CIBLES = {
  rechute: Procedure.RECHUTE, consolidation: Procedure.CONSOLIDATION, incapacite_permanente: Procedure.INCAPACITE_PERMANENTE, crrmp: Procedure.CRRMP, cmra: Procedure.CMRA, cra: Procedure.CRA,
  expertise: Procedure.EXPERTISE,
} as const;

/** A new lesion and a relapse continue the case of the accident. */
const CONTINUE: ReadonlySet<string> = new Set(['nouvelle_lesion', 'rechute']);

const axes = ({ demande }: EtatAtmp) => ({ risque: RISQUES[demande.risque], objet: OBJETS[demande.objet] });

function avisRendu(e: EvenementAtmpDe<'AvisRendu'> | EvenementAtmpDe<'AvisRemplace'>, etat: EtatAtmp, t: Tete): Donnees<typeof TOPIC, 'AvisRendu'> {
  const { avis, completLe, jourRecu, versions } = e.prive;
  return {
    ...t, ...axes(etat),
    ...(completLe === null ? {} : { completeLe: completLe }),
    renduLe: avis.jour,
    delaiJours: Math.max(0, joursEntre(completLe ?? jourRecu, avis.jour)),
    sens: SENS[avis.sens],
    conclusionAtmp: CONCLUSIONS[avis.conclusion],
    versionAvis: avis.version,
    versionRegle: versions.regle,
    versionOrganisation: Number(versions.organisation),
  };
}

const instruction = (etat: EtatAtmp, t: Tete, ouverteLe: string, phase: PhaseInstruction): Message => ({ type: 'InstructionOuverte', donnees: { ...t, ...axes(etat), ouverteLe, phase } });

/** Public message of an event of recognition, or null when it stays private. `etat` is the state after it. */
export function publierAtmp(e: EvenementAtmp, etat: EtatAtmp, commune: Tete): Message | null {
  const { objet, canal } = etat.demande;
  const t: Tete = { ...commune, nature: CONTINUE.has(objet) ? NatureDemande.PROLONGATION : NatureDemande.INITIALE, canal: CANAUX_PUBLIES[canal] };
  switch (e.type) {
    case 'DemandeRecue':
      return { type: 'DemandeRecue', donnees: t };
    case 'DeclarationComplete':
      // In a taken-over history the avis that follows repeats the day of completeness.
      return e.repris ? null : { type: 'DeclarationComplete', donnees: { ...t, ...axes(etat), completeLe: e.prive.completLe } };
    case 'InvestigationOuverte':
      return instruction(etat, t, e.prive.ouverteLe, PhaseInstruction.INVESTIGATION);
    case 'DelaiProlonge':
      return instruction(etat, t, e.prive.notifieeLe, PhaseInstruction.DELAI_COMPLEMENTAIRE);
    case 'ComiteSaisi':
      return instruction(etat, t, e.prive.saisiLe, PhaseInstruction.COMITE);
    case 'AvisRendu':
    case 'AvisRemplace':
      return { type: 'AvisRendu', donnees: avisRendu(e, etat, t) };
    case 'DecisionNotifiee': {
      const { jour, sens, versionAvis } = e.prive.notification;
      return { type: 'DecisionNotifiee', donnees: { ...t, notifieeLe: jour, sens: sens === 'refus' ? SensDecision.REFUS : SensDecision.ACCORD, versionAvis } };
    }
    case 'ReconnaissanceImplicite':
      return { type: 'ReconnaissanceImplicite', donnees: { ...t, ...axes(etat), echueLe: e.prive.echueLe } };
    case 'PresomptionLevee':
      return { type: 'PresomptionLevee', donnees: { ...t, leveeLe: e.prive.jour } };
    case 'PresomptionConfirmee':
      return { type: 'PresomptionConfirmee', donnees: { ...t, confirmeeLe: e.prive.jour } };
    case 'DossierAnnule':
      return { type: 'DossierAnnule', donnees: { ...t, annuleLe: jourDe(e, t), motif: ANNULATIONS[e.prive.motif] } };
    case 'LienSouleve':
      return { type: 'LienSouleve', donnees: { ...t, souleveLe: jourDe(e, t), vers: CIBLES[e.prive.procedure] } };
    default:
      return null;
  }
}
