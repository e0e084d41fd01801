import { accepter, jourValide } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { maintenantIso, note } from '../../moteur/outils';
import { delegable, praticienApte, signeSousDelegation } from '../../moteur/praticien';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { MotifRemplacement } from '../../moteur/vocabulaire';
import type { ContenuAvis } from '../commandes';
import { avisEnVigueur, couverte, questionPosee, type Avis, type Etat } from '../dossier';
import type { Conclusion, ConclusionLesion, Question, SensAvis } from '../vocabulaire';
import { auteurAdmis, designerSecond, secondApte } from './instruction';
import { enCharge, exigenceDe, fait, versionsDe, type Examen, type Verdict } from './outils';

type Reponse = { readonly accepte: true } & Pick<Avis, 'sens' | 'conclusion' | 'lesions' | 'premiereConstatation'>;

const SENS: Readonly<Record<Conclusion, SensAvis>> = {
  imputable: 'favorable', non_imputable: 'defavorable_medical', partiel: 'partiel', etat_anterieur: 'defavorable_medical', maladie_designee: 'favorable', hors_tableau: 'favorable',
  hors_tableau_sous_seuil: 'defavorable_medical', examens_absents: 'defavorable_administratif', lien_direct: 'favorable', lien_non_etabli: 'defavorable_medical',
};

const repondre = (conclusion: Conclusion, lesions: readonly ConclusionLesion[] = [], premiereConstatation: string | null = null): Reponse =>
  ({ accepte: true, sens: SENS[conclusion], conclusion, lesions, premiereConstatation });

/** Lesions of several fates are taken in part; none of them taken is a refusal. */
function surLesions({ conclusions }: ContenuAvis, { demande }: Etat): Reponse | RefusDossier {
  const [premiere] = conclusions;
  if (premiere === undefined || conclusions.length !== demande.lesions) return refuser('lesion-inconnue', { attendues: demande.lesions });
  if (conclusions.every((une) => une === premiere)) return repondre(premiere, conclusions);
  return repondre(conclusions.some(couverte) ? 'partiel' : 'non_imputable', conclusions);
}

/** Medical conditions of a disease: wording of the table, first finding, examinations, predictable incapacity outside the tables. */
function surConditions({ designee, premiereConstatation, examensPresents, seuilIncapacite }: ContenuAvis, { demande }: Etat, faits: Faits): Reponse | RefusDossier {
  if (designee === null) return refuser('champ-obligatoire', { champ: 'designee' });
  if (premiereConstatation === null) return refuser('champ-obligatoire', { champ: 'premiereConstatation' });
  if (!jourValide(premiereConstatation) || premiereConstatation < '1900-01-01') return refuser('date-invalide', { champ: 'premiereConstatation' });
  if (premiereConstatation > faits.jour) return refuser('date-future', { champ: 'premiereConstatation' });
  if (demande.examensRequis && examensPresents === false) return repondre('examens_absents', [], premiereConstatation);
  if (designee) return repondre('maladie_designee', [], premiereConstatation);
  return repondre(seuilIncapacite === true || demande.deces ? 'hors_tableau' : 'hors_tableau_sous_seuil', [], premiereConstatation);
}

function reponse(question: Question, contenu: ContenuAvis, etat: Etat, faits: Faits): Reponse | RefusDossier {
  const { conclusions, designee, seuilIncapacite, premiereConstatation, lienDirect } = contenu;
  const melee = (question !== 'lesions' && conclusions.length > 0) || (question !== 'lien' && lienDirect !== null) || (question !== 'conditions' && (designee !== null || seuilIncapacite !== null || premiereConstatation !== null));
  if (melee) return refuser('avis-non-prevu', { question });
  if (question === 'lesions') return surLesions(contenu, etat);
  if (question === 'conditions') return surConditions(contenu, etat, faits);
  return lienDirect === null ? refuser('champ-obligatoire', { champ: 'lienDirect' }) : repondre(lienDirect ? 'lien_direct' : 'lien_non_etabli');
}

function prononcer({ commande, etat, medical, faits }: Examen<'RendreAvis'> | Examen<'RemplacerAvis'>, question: Question, remplacement: MotifRemplacement | null): Verdict {
  const apte = praticienApte(exigenceDe(etat), faits, delegable(remplacement) ? enCharge(etat) : undefined);
  if (!apte.accepte) return apte;
  const dite = reponse(question, commande.prive, etat, faits);
  if (!dite.accepte) return dite;
  const { sens, conclusion, lesions, premiereConstatation } = dite;
  const motif = note(medical, 'avis', commande.medical.motif);
  if (motif === null && (sens === 'defavorable_medical' || sens === 'partiel')) return refuser('motif-obligatoire');
  const version = (avisEnVigueur(etat)?.version ?? 0) + 1;
  const avis: Avis = {
    version, question, sens, conclusion, lesions, premiereConstatation, auteur: faits.acteur.id, rpps: apte.rpps, renduLe: maintenantIso(faits), jour: faits.jour, signe: faits.repris !== true, remplacement,
    ...(apte.delegation ? { delegation: apte.delegation } : {}),
  };
  const prive = { avis, jourRecu: etat.demande.jourRecu, completLe: etat.instruction.completLe, versions: versionsDe(etat, faits) };
  return accepter(fait(faits, remplacement ? 'AvisRemplace' : 'AvisRendu', prive, motif && { ...motif, rang: version }));
}

export function rendreAvis(examen: Examen<'RendreAvis'>): Verdict {
  const { etat, faits } = examen;
  const { id, roles } = faits.acteur;
  const sien = enCharge(etat).acteurId === id || roles.includes('MCCS');
  return sien || signeSousDelegation(exigenceDe(etat), enCharge(etat), faits) ? prononcer(examen, questionPosee(etat), null) : refuser('praticien-non-affecte');
}

export function remplacerAvis(examen: Examen<'RemplacerAvis'>): Verdict {
  const { remplacement, versionRemplacee } = examen.commande.prive;
  const enVigueur = avisEnVigueur(examen.etat);
  if (enVigueur?.version !== versionRemplacee) return refuser('version-avis-perimee', { versionEnVigueur: enVigueur?.version ?? 0 });
  return auteurAdmis(remplacement, examen.etat, examen.faits) ?? prononcer(examen, enVigueur.question, remplacement);
}

export function demanderSecondAvis({ commande, etat, medical, faits }: Examen<'DemanderSecondAvis'>): Verdict {
  const second = designerSecond(etat, faits, commande.prive.praticien);
  if (!second.accepte) return second;
  return accepter(fait(faits, 'SecondAvisDemande', { demandeA: second.demandeA }, note(medical, 'second_avis', commande.medical.texte)));
}

export function rendreSecondAvis({ commande, etat, medical, faits }: Examen<'RendreSecondAvis'>): Verdict {
  const apte = secondApte(etat, faits, etat.volet.phase === 'second_avis_demande' ? etat.volet.demandeA : null);
  if (!apte.accepte) return apte;
  const { sens } = commande.prive;
  return accepter(fait(faits, 'SecondAvisRendu', { sens, ...apte.signature }, note(medical, 'second_avis', commande.medical.motif)));
}
