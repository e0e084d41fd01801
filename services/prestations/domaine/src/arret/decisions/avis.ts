import { accepter, jourValide } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { maintenantIso, note } from '../../moteur/outils';
import { delegable, horsAffectation, praticienApte, signeSousDelegation } from '../../moteur/praticien';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { ContenuAvis } from '../commandes';
import { avisEnVigueur, type Avis, type DossierMedical, type Etat } from '../dossier';
import type { CauseVersion, Conclusion, Mode } from '../vocabulaire';
import { auteurAdmis, designerSecond, secondApte } from './instruction';
import { exigenceDe, fait, versionsDe, type Examen, type Verdict } from './outils';

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

export function remplacerAvis({ commande, etat, medical, faits }: Examen<'RemplacerAvis'>): Verdict {
  const { remplacement, versionRemplacee, ...contenu } = commande.prive;
  const enVigueur = avisEnVigueur(etat);
  if (enVigueur?.version !== versionRemplacee) return refuser('version-avis-perimee', { versionEnVigueur: enVigueur?.version ?? 0 });
  const refus = auteurAdmis(remplacement, etat, faits);
  return refus ?? prononcer({ ...contenu, mode: enVigueur.mode, cause: remplacement, motif: commande.medical.motif }, etat, medical, faits);
}

export function demanderSecondAvis({ commande, etat, medical, faits }: Examen<'DemanderSecondAvis'>): Verdict {
  const second = designerSecond(etat, faits, commande.prive.praticien);
  if (!second.accepte) return second;
  return accepter(fait(faits, 'SecondAvisDemande', { demandeA: second.demandeA, reprend: etat.statut }, note(medical, 'second_avis', commande.medical.texte)));
}

export function rendreSecondAvis({ commande, etat, medical, faits }: Examen<'RendreSecondAvis'>): Verdict {
  const apte = secondApte(etat, faits, etat.demandeA);
  if (!apte.accepte) return apte;
  const { conclusion } = commande.prive;
  return accepter(fait(faits, 'SecondAvisRendu', { conclusion, ...apte.signature }, note(medical, 'second_avis', commande.medical.motif)));
}
