import { accepter, ajouterMois, jourValide } from '@sm/kernel';
import type { Praticien } from '../../moteur/base';
import { avisEnVigueur, type Avis, type DossierMedical, type Etat } from '../dossier';
import type { CommandeDe } from '../commandes';
import type { Faits } from '../../moteur/faits';
import { delegable, designer, horsAffectation, jugesDe, praticienApte, signeSousDelegation } from '../../moteur/praticien';
import { maintenantIso, note } from '../../moteur/outils';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { MotifRemplacement } from '../vocabulaire';
import { exigenceDe } from './instruction';
import { fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

type CommandeAvis = CommandeDe<'RendreAvis'> | CommandeDe<'RemplacerAvis'>;

interface Couverture {
  readonly accepte: true;
  readonly debut: string | null;
  readonly fin: string | null;
  readonly horsTable: boolean;
}

const SANS_DROIT: Couverture = { accepte: true, debut: null, fin: null, horsTable: false };

/** End of the cover: years of the avis, within the table of the day of the avis (décret 2017-472, article 2). */
function finDeDroit(debut: string, dureeAns: number | null, etat: Etat, medical: DossierMedical, faits: Faits): Couverture | RefusDossier {
  const { regime, nature } = etat.demande;
  const table = regime === null ? null : faits.nomenclature.dureeExoneration(regime, medical.demande.ald, faits.jour, nature);
  const ans = dureeAns ?? table?.annees ?? null;
  if (ans === null) return refuser('duree-absente');
  const { dureeMaxAns } = regleDe(etat);
  const plafond = faits.repris !== true && table?.opposable ? table.annees : dureeMaxAns;
  if (!Number.isInteger(ans) || ans < 1 || ans > plafond) return refuser('duree-hors-regle', { plafondAns: plafond });
  return { accepte: true, debut, fin: ajouterMois(debut, ans * 12), horsTable: table !== null && ans > table.annees };
}

/** Cover of a favorable avis, from the day it fixes; outside the lists nothing is covered. */
function couverture({ prive }: CommandeAvis, etat: Etat, medical: DossierMedical, faits: Faits): Couverture | RefusDossier {
  const { debut, dureeAns, sens } = prive;
  const { regime, cadre } = etat.demande;
  if (sens !== 'favorable') return SANS_DROIT;
  if (debut !== null && (!jourValide(debut) || debut < '1900-01-01' || debut > '2199-12-31')) return refuser('date-invalide', { champ: 'debut' });
  if (regime === 'non_exonerante') return { ...SANS_DROIT, debut };
  if (debut === null) return refuser('champ-obligatoire', { champ: 'debut' });
  if (cadre === 'urgence') return { accepte: true, debut, fin: ajouterMois(debut, regleDe(etat).validiteUrgenceMois), horsTable: false };
  return finDeDroit(debut, dureeAns, etat, medical, faits);
}

function prononcer(commande: CommandeAvis, etat: Etat & { readonly completLe: string; readonly praticien: Praticien }, medical: DossierMedical, faits: Faits, remplacement: MotifRemplacement | null): Verdict {
  const { sens } = commande.prive;
  const apte = praticienApte(exigenceDe(etat), faits, delegable(remplacement) ? etat.praticien : undefined);
  if (!apte.accepte) return apte;
  if (!regleDe(etat).avisPossibles.includes(sens)) return refuser('avis-non-prevu');
  const motif = note(medical, 'avis', commande.medical.motif);
  if (sens === 'defavorable_medical' && motif === null) return refuser('motif-obligatoire');
  const droits = couverture(commande, etat, medical, faits);
  if (!droits.accepte) return droits;
  const version = (avisEnVigueur(etat)?.version ?? 0) + 1;
  const avis: Avis = {
    version, sens, auteur: faits.acteur.id, rpps: apte.rpps, renduLe: maintenantIso(faits), jour: faits.jour,
    debut: droits.debut, fin: droits.fin, signe: faits.repris !== true, remplacement,
    ...(apte.delegation ? { delegation: apte.delegation } : {}),
  };
  const prive = { avis, jourRecu: etat.demande.jourRecu, completLe: etat.completLe, dureeHorsTable: droits.horsTable, versions: versionsDe(etat, faits) };
  return accepter(fait(faits, remplacement ? 'AvisRemplace' : 'AvisRendu', prive, motif && { ...motif, rang: version }));
}

export function rendreAvis({ commande, etat, medical, faits }: Examen<'RendreAvis'>): Verdict {
  const { id, roles } = faits.acteur;
  const sien = etat.praticien.acteurId === id || roles.includes('MCCS');
  return sien || signeSousDelegation(exigenceDe(etat), etat.praticien, faits) ? prononcer(commande, etat, medical, faits, null) : refuser('praticien-non-affecte');
}

/** A new version never edits the former one: an error is put right by its author, an appeal is judged by somebody else. */
function auteurAdmis(motif: MotifRemplacement, etat: Examen<'RemplacerAvis'>['etat'], faits: Faits): RefusDossier | null {
  const { id } = faits.acteur;
  if (motif === 'recours') {
    if (etat.statut !== 'contestee') return refuser('remplacement-incoherent');
    return jugesDe(etat.avis).includes(id) ? refuser('auteur-premier-avis') : null;
  }
  if (motif === 'erreur_materielle') return avisEnVigueur(etat)?.auteur === id ? null : refuser('auteur-different');
  return etat.praticien.acteurId === id ? null : refuser('praticien-non-affecte');
}

export function remplacerAvis({ commande, etat, medical, faits }: Examen<'RemplacerAvis'>): Verdict {
  const { remplacement, versionRemplacee } = commande.prive;
  const enVigueur = avisEnVigueur(etat);
  if (enVigueur?.version !== versionRemplacee) return refuser('version-avis-perimee', { versionEnVigueur: enVigueur?.version ?? 0 });
  return auteurAdmis(remplacement, etat, faits) ?? prononcer(commande, etat, medical, faits, remplacement);
}

/** Who may not give the second opinion: the practitioner in charge and the authors of the avis. */
const auteurs = (etat: Examen<'DemanderSecondAvis'>['etat'] | Examen<'RendreSecondAvis'>['etat']): readonly string[] => [
  etat.praticien.acteurId, ...('avis' in etat ? jugesDe(etat.avis) : []),
];

export function demanderSecondAvis({ commande, etat, medical, faits }: Examen<'DemanderSecondAvis'>): Verdict {
  const refus = horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  const { praticien } = commande.prive;
  const choix = praticien === null ? null : designer(exigenceDe(etat, { exclus: auteurs(etat), professions: regleDe(etat).professionsSecondAvis }), faits, praticien);
  if (choix && !choix.accepte) return choix;
  return accepter(fait(faits, 'SecondAvisDemande', { demandeA: choix?.praticien ?? null }, note(medical, 'second_avis', commande.medical.texte)));
}

export function rendreSecondAvis({ commande, etat, medical, faits }: Examen<'RendreSecondAvis'>): Verdict {
  const { id } = faits.acteur;
  if (auteurs(etat).includes(id)) return refuser('auteur-premier-avis');
  if (etat.demandeA !== null && etat.demandeA.acteurId !== id) return refuser('praticien-non-affecte');
  const apte = praticienApte(exigenceDe(etat), faits);
  if (!apte.accepte) return apte;
  const { sens } = commande.prive;
  if (!regleDe(etat).avisPossibles.includes(sens)) return refuser('avis-non-prevu');
  return accepter(fait(faits, 'SecondAvisRendu', { sens, auteur: id, rpps: apte.rpps, jour: faits.jour }, note(medical, 'second_avis', commande.medical.motif)));
}
