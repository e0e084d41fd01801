import { accepter, jourValide } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { maintenantIso, note } from '../../moteur/outils';
import { delegable, designer, horsAffectation, jugesDe, praticienApte, signeSousDelegation } from '../../moteur/praticien';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { ContenuAvis } from '../commandes';
import { avisEnVigueur, type Avis, type DossierMedical, type Etat } from '../dossier';
import type { CauseVersion, Conclusion, Mode, MotifRemplacement } from '../vocabulaire';
import { exigenceDe, fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

type Instruit = Extract<Etat, { readonly praticien: unknown }>;

interface Prononce extends ContenuAvis {
  readonly conclusion: Conclusion;
  readonly mode: Mode;
  readonly cause: CauseVersion | null;
  readonly motif: string | null;
}

const MOTIVEES: ReadonlySet<Conclusion> = new Set<Conclusion>(['reprise', 'stabilise', 'rapport_employeur']);
const DATEES: ReadonlySet<Conclusion> = new Set<Conclusion>(['reprise', 'stabilise']);
const SUR_EXAMEN: ReadonlySet<Conclusion> = new Set<Conclusion>(['stabilise', 'pdp']);
const DISPENSEES: ReadonlySet<Conclusion> = new Set<Conclusion>(['absence', 'sans_objet', 'non_controlable']);

const examine = (mode: Mode): boolean => mode === 'sur_personne' || mode === 'a_distance';

/** The person must be examined to be declared stabilised, and whenever the employer's doctor could not do it (L.315-1 II CSS). */
function examenManquant({ conclusion, mode }: Prononce, etat: Etat): boolean {
  if (examine(mode) || DISPENSEES.has(conclusion)) return false;
  return SUR_EXAMEN.has(conclusion) || etat.rapport?.conclusion === 'examen_impossible';
}

function contenuFaux({ conclusion, date, jusquAu, prochaineRevue }: Prononce, faits: Faits): RefusDossier | null {
  for (const [champ, jour] of Object.entries({ date, jusquAu, prochaineRevue })) if (jour !== null && (!jourValide(jour) || jour > '2199-12-31')) return refuser('date-invalide', { champ });
  if (DATEES.has(conclusion) && date === null) return refuser('champ-obligatoire', { champ: 'date' });
  // Payment may not stop before the person is told (L.315-2 III CSS).
  if (conclusion === 'reprise' && date !== null && date < faits.jour) return refuser('effet-anterieur-notification', { champ: 'date' });
  if (conclusion !== 'justifie') return null;
  if (jusquAu === null) return refuser('champ-obligatoire', { champ: 'jusquAu' });
  if (jusquAu < faits.jour) return refuser('date-invalide', { champ: 'jusquAu' });
  return prochaineRevue !== null && prochaineRevue <= faits.jour ? refuser('date-invalide', { champ: 'prochaineRevue' }) : null;
}

const liens = ({ conclusion }: Avis, faits: Faits) =>
  conclusion === 'stabilise' || conclusion === 'pdp' ? [fait(faits, 'LienSouleve', { procedure: conclusion === 'pdp' ? 'pdp' : 'invalidite', dossierLie: null }, null)] : [];

function prononcer(p: Prononce, etat: Instruit, medical: DossierMedical, faits: Faits): Verdict {
  const apte = praticienApte(exigenceDe(etat), faits, delegable(p.cause) ? etat.praticien : undefined);
  if (!apte.accepte) return apte;
  const faute = contenuFaux(p, faits);
  if (faute) return faute;
  if (examenManquant(p, etat)) return refuser('examen-obligatoire');
  const motif = note(medical, 'avis', p.motif);
  if (MOTIVEES.has(p.conclusion) && motif === null) return refuser('motif-obligatoire');
  const { conclusion, mode, cause } = p;
  const version = (avisEnVigueur(etat)?.version ?? 0) + 1;
  const avis: Avis = {
    version, conclusion, mode, auteur: faits.acteur.id, rpps: apte.rpps, renduLe: maintenantIso(faits), jour: faits.jour, date: DATEES.has(conclusion) ? p.date : null,
    jusquAu: conclusion === 'justifie' ? p.jusquAu : null, prochaineRevue: conclusion === 'justifie' ? p.prochaineRevue : null, signe: faits.repris !== true, cause,
    ...(apte.delegation ? { delegation: apte.delegation } : {}),
  };
  const prive = { avis, jourRecu: etat.demande.jourRecu, completLe: etat.completLe, versions: versionsDe(etat, faits) };
  return accepter(fait(faits, version > 1 ? 'AvisRemplace' : 'AvisRendu', prive, motif && { ...motif, rang: version }), ...liens(avis, faits));
}

/** Why a round of control that is not the first gives a new version. */
const causeDuTour = (etat: Instruit): CauseVersion | null => (etat.avis.length === 0 ? null : (etat.attente?.cause ?? 'examen'));

export function rendreAvis({ commande, etat, medical, faits }: Examen<'RendreAvis'>): Verdict {
  const refus = signeSousDelegation(exigenceDe(etat), etat.praticien, faits) ? null : horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  return prononcer({ ...commande.prive, mode: etat.mode, cause: causeDuTour(etat), motif: commande.medical.motif }, etat, medical, faits);
}

/** Suspension asked for an unjustified absence, or on the report of a doctor who examined for the employer. */
function fondement(etat: Examen<'DemanderSuspension'>['etat']): 'absence' | 'rapport_employeur' | null {
  if (etat.statut === 'absent_injustifie') return 'absence';
  const { rapport, avis } = etat;
  const dejaSuivi = avis.some(({ conclusion }) => conclusion === 'rapport_employeur');
  return rapport?.conclusion === 'non_justifie' && rapport.examenPratique && !dejaSuivi ? 'rapport_employeur' : null;
}

export function demanderSuspension({ commande, etat, medical, faits }: Examen<'DemanderSuspension'>): Verdict {
  const refus = horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  const conclusion = fondement(etat);
  if (conclusion === null) return refuser(etat.rapport?.conclusion === 'examen_impossible' ? 'examen-obligatoire' : 'suspension-non-fondee');
  const contenu = { date: null, jusquAu: null, prochaineRevue: null, mode: 'pieces', cause: causeDuTour(etat), motif: commande.medical.motif } as const;
  return prononcer({ ...contenu, conclusion }, etat, medical, faits);
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
  const { remplacement, versionRemplacee, ...contenu } = commande.prive;
  const enVigueur = avisEnVigueur(etat);
  if (enVigueur?.version !== versionRemplacee) return refuser('version-avis-perimee', { versionEnVigueur: enVigueur?.version ?? 0 });
  const refus = auteurAdmis(remplacement, etat, faits);
  return refus ?? prononcer({ ...contenu, mode: enVigueur.mode, cause: remplacement, motif: commande.medical.motif }, etat, medical, faits);
}

/** Who may not give the second opinion: the practitioner in charge and the authors of the avis. */
const auteurs = (etat: Instruit): readonly string[] => [etat.praticien.acteurId, ...jugesDe(etat.avis)];

export function demanderSecondAvis({ commande, etat, medical, faits }: Examen<'DemanderSecondAvis'>): Verdict {
  const refus = horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  const { praticien } = commande.prive;
  const choix = praticien === null ? null : designer(exigenceDe(etat, { exclus: auteurs(etat), professions: regleDe(etat).professionsSecondAvis }), faits, praticien);
  if (choix && !choix.accepte) return choix;
  return accepter(fait(faits, 'SecondAvisDemande', { demandeA: choix?.praticien ?? null, reprend: etat.statut }, note(medical, 'second_avis', commande.medical.texte)));
}

export function rendreSecondAvis({ commande, etat, medical, faits }: Examen<'RendreSecondAvis'>): Verdict {
  const { id } = faits.acteur;
  if (auteurs(etat).includes(id)) return refuser('auteur-premier-avis');
  if (etat.demandeA !== null && etat.demandeA.acteurId !== id) return refuser('praticien-non-affecte');
  const apte = praticienApte(exigenceDe(etat), faits);
  if (!apte.accepte) return apte;
  const rendu = { conclusion: commande.prive.conclusion, auteur: id, rpps: apte.rpps, jour: faits.jour };
  return accepter(fait(faits, 'SecondAvisRendu', rendu, note(medical, 'second_avis', commande.medical.motif)));
}
