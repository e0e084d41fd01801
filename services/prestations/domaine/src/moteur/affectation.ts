import type { CodeRole } from '@sm/kernel';
import type { ExplicationAffectation, Praticien } from './base';
import type { Candidat } from './faits';

export type RaisonEcart = 'profession' | 'habilitation' | 'absence' | 'conflit' | 'exclu';

export interface BesoinPraticien {
  readonly professions: readonly CodeRole[];
  readonly habilitation: string;
  /** RPPS of the doctors of the person: treating doctor and author of the protocol (R.4127-100 and R.4127-105 CSP). */
  readonly rppsEnConflit: readonly string[];
  /** Actors who declared a conflict with the person. */
  readonly conflits: readonly string[];
  /** Actors already concerned, e.g. the author of the first avis. */
  readonly exclus: readonly string[];
}

export interface Choix {
  readonly praticien: Praticien;
  readonly explication: ExplicationAffectation;
  readonly ecartes: readonly { readonly acteurId: string; readonly raison: RaisonEcart }[];
}

/** True when this person may not act on the dossier: treating doctor, prescriber, or declared conflict. */
export const enConflit = (personne: Praticien, besoin: Pick<BesoinPraticien, 'rppsEnConflit' | 'conflits'>): boolean =>
  besoin.conflits.includes(personne.acteurId) || (personne.rpps !== null && besoin.rppsEnConflit.includes(personne.rpps));

/** Why a candidate may not be given the dossier, or null. */
export function raisonEcart(candidat: Candidat, besoin: BesoinPraticien): RaisonEcart | null {
  if (!candidat.roles.some((role) => besoin.professions.includes(role))) return 'profession';
  if (!candidat.habilitations.includes(besoin.habilitation)) return 'habilitation';
  if (enConflit(candidat, besoin)) return 'conflit';
  if (besoin.exclus.includes(candidat.acteurId)) return 'exclu';
  return candidat.present && candidat.quotite > 0 ? null : 'absence';
}

const ponderee = (candidat: Candidat): number => candidat.charge / candidat.quotite;

/** Lightest load for the working time, then fewest dossiers, then the id: two runs choose alike. */
const prefere = (a: Candidat, b: Candidat): boolean => {
  const ecart = ponderee(a) - ponderee(b) || a.charge - b.charge;
  return ecart !== 0 ? ecart < 0 : a.acteurId < b.acteurId;
};

export function expliquer(candidat: Candidat, mode: ExplicationAffectation['mode'], candidats: number, ecartes: number): ExplicationAffectation {
  return { mode, candidats, ecartes, charge: candidat.charge, chargePonderee: candidat.quotite > 0 ? Math.round(ponderee(candidat) * 100) / 100 : 0 };
}

export const praticienDe = ({ acteurId, rpps }: Praticien): Praticien => ({ acteurId, rpps });

/** Chooses a practitioner by competence, presence and load, and says why; null when nobody may take the dossier. */
export function choisirPraticien(candidats: readonly Candidat[], besoin: BesoinPraticien): Choix | null {
  const ecartes: { acteurId: string; raison: RaisonEcart }[] = [];
  let choisi: Candidat | null = null;
  for (const candidat of candidats) {
    const raison = raisonEcart(candidat, besoin);
    if (raison) ecartes.push({ acteurId: candidat.acteurId, raison });
    else if (choisi === null || prefere(candidat, choisi)) choisi = candidat;
  }
  if (choisi === null) return null;
  return { praticien: praticienDe(choisi), explication: expliquer(choisi, 'automatique', candidats.length, ecartes.length), ecartes };
}
