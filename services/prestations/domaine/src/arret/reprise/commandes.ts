import type { Commande } from '../commandes';
import { sensAttendu } from '../decisions/suites';
import { avisEnVigueur, type Etat } from '../dossier';
import type { ActeRepris } from '../intake/actes';
import { ORDINAIRES, type ConclusionOrdinaire } from '../vocabulaire';

const estOrdinaire = (conclusion: string): conclusion is ConclusionOrdinaire => (ORDINAIRES as readonly string[]).includes(conclusion);

function avis({ conclusion, date, jusquAu, prochaineRevue, motif, remplace }: Extract<ActeRepris, { acte: 'avis' }>, etat: Etat | null): Commande {
  if (!estOrdinaire(conclusion)) return { type: 'DemanderSuspension', prive: {}, medical: { motif } };
  const contenu = { conclusion, date, jusquAu, prochaineRevue };
  if (remplace === null) return { type: 'RendreAvis', prive: contenu, medical: { motif } };
  const versionRemplacee = etat ? (avisEnVigueur(etat)?.version ?? 0) : 0;
  return { type: 'RemplacerAvis', prive: { ...contenu, remplacement: remplace, versionRemplacee }, medical: { motif } };
}

/** A decision whose sense is not said is the one the avis commands; the notices of the past named remedies and prescriber. */
function decision({ sens, effetLe }: Extract<ActeRepris, { acte: 'decision' }>, etat: Etat | null): Commande {
  const enVigueur = etat && avisEnVigueur(etat);
  const attendu = (enVigueur && sensAttendu(enVigueur)) ?? 'maintien';
  return { type: 'NotifierDecision', prive: { sens: sens ?? attendu, versionAvis: enVigueur?.version ?? 0, effetLe, recoursMentionne: true, prescripteurInforme: true } };
}

/** Command that an act of a history stands for, in the state it meets. */
export function commandeDActe(acte: ActeRepris, etat: Etat | null): Commande {
  switch (acte.acte) {
    case 'affectation': return { type: etat && 'praticien' in etat ? 'Reaffecter' : 'Affecter', prive: { praticien: acte.a } };
    case 'desaffectation': return { type: 'Desaffecter', prive: { motif: acte.motif } };
    case 'controle': return { type: 'ControlerSurPieces', prive: { mode: acte.mode }, medical: { texte: acte.texte } };
    case 'contact_prescripteur': return { type: 'ContacterPrescripteur', prive: {}, medical: { texte: acte.texte } };
    case 'reponse_prescripteur': return { type: 'RecevoirReponsePrescripteur', prive: {}, medical: { texte: acte.texte } };
    case 'rapport_employeur': return { type: 'RecevoirRapportEmployeur', prive: { controleLe: acte.controleLe, conclusion: acte.conclusion, examenPratique: acte.examenPratique } };
    case 'convocation': return { type: 'Convoquer', prive: { mode: acte.mode, jour: acte.jour, preuveEnvoi: acte.preuveEnvoi } };
    case 'examen': return { type: 'Examiner', prive: {}, medical: { texte: acte.texte } };
    case 'absence': return { type: 'ConstaterAbsence', prive: { justifiee: acte.justifiee, preuveEnvoi: acte.preuveEnvoi } };
    case 'second_avis_demande': return { type: 'DemanderSecondAvis', prive: { praticien: acte.a }, medical: { texte: acte.texte } };
    case 'second_avis_rendu': return { type: 'RendreSecondAvis', prive: { conclusion: acte.conclusion }, medical: { motif: acte.motif } };
    case 'avis': return avis(acte, etat);
    case 'decision': return decision(acte, etat);
    case 'reexamen': return { type: 'DemanderReexamen', prive: { recuLe: acte.le.iso } };
    case 'prolongation': return { type: 'ProlongerArret', prive: { du: acte.du, au: acte.au, prescritLe: acte.prescritLe } };
    case 'nouvelle_prescription': return { type: 'RecevoirNouvellePrescription', prive: { du: acte.du, au: acte.au, prescritLe: acte.prescritLe, prescripteur: acte.prescripteur } };
    case 'recours': return { type: 'EnregistrerRecours', prive: { recuLe: acte.le.iso } };
    case 'annulation': return { type: 'Annuler', prive: { motif: acte.motif } };
  }
}
