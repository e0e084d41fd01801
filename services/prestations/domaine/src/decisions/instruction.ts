import { accepter } from '@sm/kernel';
import { choisirPraticien, expliquer, praticienDe, raisonEcart, type BesoinPraticien, type RaisonEcart } from '../affectation';
import type { Etat, Praticien } from '../dossier';
import type { ExplicationAffectation } from '../evenements';
import type { Faits } from '../faits';
import { refuser, type CodeRefus, type RefusDossier } from '../refus';
import { fait, note, regleDe, rppsEnConflit, versionsDe, type Examen, type Verdict } from './outils';

const REFUS_D_ECART: Record<RaisonEcart, CodeRefus> = {
  profession: 'habilitation-absente',
  habilitation: 'habilitation-absente',
  absence: 'praticien-absent',
  conflit: 'conflit-interets',
  exclu: 'auteur-premier-avis',
};

interface Designation {
  readonly accepte: true;
  readonly praticien: Praticien;
  readonly explication: ExplicationAffectation;
}

const besoin = (etat: Etat, faits: Faits, precisions: Partial<BesoinPraticien>): BesoinPraticien => {
  const { professions, habilitation } = regleDe(etat);
  return { professions, habilitation, exclus: [], conflits: faits.conflits, rppsEnConflit: rppsEnConflit(etat, faits), ...precisions };
};

/** Takes the named practitioner when eligible, else the best one. */
export function designer(etat: Etat, faits: Faits, acteurId: string | null, precisions: Partial<BesoinPraticien> = {}): Designation | RefusDossier {
  const attendu = besoin(etat, faits, precisions);
  if (acteurId === null) {
    const choix = choisirPraticien(faits.praticiens, attendu);
    return choix ? { accepte: true, praticien: choix.praticien, explication: choix.explication } : refuser('aucun-praticien-disponible', { candidats: faits.praticiens.length });
  }
  const candidat = faits.praticiens.find((praticien) => praticien.acteurId === acteurId);
  if (!candidat) return refuser('praticien-inconnu');
  const raison = raisonEcart(candidat, attendu);
  if (raison) return refuser(REFUS_D_ECART[raison]);
  return { accepte: true, praticien: praticienDe(candidat), explication: expliquer(candidat, 'designation', faits.praticiens.length, 0) };
}

export function affecter({ commande, etat, faits }: Examen<'Affecter'>): Verdict {
  const choix = designer(etat, faits, commande.prive.praticien);
  if (!choix.accepte) return choix;
  const { praticien, explication } = choix;
  return accepter(fait(faits, 'PraticienAffecte', { praticien, explication, versions: versionsDe(etat, faits) }, null));
}

export function reaffecter({ commande, etat, faits }: Examen<'Reaffecter'>): Verdict {
  const precedent = etat.praticien.acteurId;
  if (commande.prive.praticien === precedent) return refuser('deja-affecte');
  const choix = designer(etat, faits, commande.prive.praticien, { exclus: [precedent] });
  if (!choix.accepte) return choix;
  const { praticien, explication } = choix;
  return accepter(fait(faits, 'PraticienRemplace', { praticien, precedent, explication, versions: versionsDe(etat, faits) }, null));
}

const encadre = ({ acteur }: Faits): boolean => acteur.roles.includes('MCCS') || acteur.roles.includes('REPRISE');

/** A médecin-conseil acts only on the dossiers assigned to them; the head of service on all of the unit. */
export function horsAffectation(praticien: Praticien, faits: Faits): RefusDossier | null {
  if (praticien.acteurId === faits.acteur.id || encadre(faits)) return null;
  return refuser('praticien-non-affecte');
}

export function desaffecter({ commande, etat, faits }: Examen<'Desaffecter'>): Verdict {
  const refus = horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  return accepter(fait(faits, 'PraticienDesaffecte', { precedent: etat.praticien.acteurId, motif: commande.prive.motif }, null));
}

export function demanderComplement({ commande, etat, medical, faits }: Examen<'DemanderComplement'>): Verdict {
  const refus = faits.acteur.roles.includes('ISM') ? null : horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  return accepter(fait(faits, 'ComplementDemande', { jour: faits.jour, pieces: commande.prive.pieces }, note(medical, 'complement', commande.medical.texte)));
}

export function recevoirComplement({ commande, medical, faits }: Examen<'RecevoirComplement'>): Verdict {
  return accepter(fait(faits, 'ComplementRecu', { pieces: commande.prive.pieces }, note(medical, 'complement', commande.medical.texte)));
}
