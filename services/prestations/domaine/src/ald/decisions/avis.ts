import { accepter, ajouterMois, jourValide } from '@sm/kernel';
import type { Praticien } from '../../moteur/base';
import { avisEnVigueur, type Avis, type DossierMedical, type Etat } from '../dossier';
import type { CommandeDe } from '../commandes';
import type { Faits } from '../../moteur/faits';
import { delegable, praticienApte, signeSousDelegation } from '../../moteur/praticien';
import { maintenantIso, note } from '../../moteur/outils';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { MotifRemplacement } from '../vocabulaire';
import { auteurAdmis, designerSecond, exigenceDe, secondApte } from './instruction';
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

export function remplacerAvis({ commande, etat, medical, faits }: Examen<'RemplacerAvis'>): Verdict {
  const { remplacement, versionRemplacee } = commande.prive;
  const enVigueur = avisEnVigueur(etat);
  if (enVigueur?.version !== versionRemplacee) return refuser('version-avis-perimee', { versionEnVigueur: enVigueur?.version ?? 0 });
  return auteurAdmis(remplacement, etat, faits) ?? prononcer(commande, etat, medical, faits, remplacement);
}

export function demanderSecondAvis({ commande, etat, medical, faits }: Examen<'DemanderSecondAvis'>): Verdict {
  const second = designerSecond(etat, faits, commande.prive.praticien);
  if (!second.accepte) return second;
  return accepter(fait(faits, 'SecondAvisDemande', { demandeA: second.demandeA }, note(medical, 'second_avis', commande.medical.texte)));
}

export function rendreSecondAvis({ commande, etat, medical, faits }: Examen<'RendreSecondAvis'>): Verdict {
  const apte = secondApte(etat, faits, etat.demandeA);
  if (!apte.accepte) return apte;
  const { sens } = commande.prive;
  if (!regleDe(etat).avisPossibles.includes(sens)) return refuser('avis-non-prevu');
  return accepter(fait(faits, 'SecondAvisRendu', { sens, ...apte.signature }, note(medical, 'second_avis', commande.medical.motif)));
}
