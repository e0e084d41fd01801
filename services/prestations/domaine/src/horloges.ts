import { ajouterJours, ajouterMois } from '@sm/kernel';
import { avisEnVigueur, type Etat } from './dossier';
import { regleDeVersion, type DelaiRegle, type EffetEcheance, type Proprietaire } from './regles';
import type { NatureEcheance, Statut } from './vocabulaire';

/** A clock that runs in a state. It falls due at the start of the local day `echoitLe`, at the unit in charge. */
export interface Horloge {
  readonly nature: NatureEcheance;
  readonly echoitLe: string;
  readonly proprietaire: Proprietaire;
  readonly effet: EffetEcheance;
  readonly article: string;
}

const COURT: Record<NatureEcheance, readonly Statut[]> = {
  niveau_service: ['recevable', 'affectee', 'complement_demande', 'second_avis_demande'],
  recours: ['refusee'],
  renouvellement_6_mois: ['exoneration_active'],
  renouvellement_3_mois: ['exoneration_active', 'renouvellement_attendu'],
  expiration: ['exoneration_active', 'renouvellement_attendu', 'suivi_post_ald'],
};

function depart(delai: DelaiRegle, etat: Etat): string | null {
  if (delai.depart === 'completude') return 'completLe' in etat && avisEnVigueur(etat) === null ? etat.completLe : null;
  if (delai.depart === 'notification') return 'decision' in etat ? (etat.decision?.jour ?? null) : null;
  return 'exoneration' in etat ? etat.exoneration.fin : null;
}

function echeance(delai: DelaiRegle, etat: Etat): string | null {
  const jour = depart(delai, etat);
  if (jour === null) return null;
  if (delai.duree) return delai.duree.unite === 'jours' ? ajouterJours(jour, delai.duree.n) : ajouterMois(jour, delai.duree.n);
  const mois = 'decision' in etat ? etat.decision?.recours?.delaiMois : undefined;
  return mois === undefined ? null : ajouterMois(jour, mois);
}

/** The clocks that must be armed in this state, those already signalled left out; earliest first. */
export function horlogesApres(etat: Etat): readonly Horloge[] {
  const horloges: Horloge[] = [];
  for (const delai of regleDeVersion(etat.demande.regle).delais) {
    if (!COURT[delai.nature].includes(etat.statut) || etat.echeances.includes(delai.nature)) continue;
    const echoitLe = echeance(delai, etat);
    if (echoitLe === null) continue;
    horloges.push({ nature: delai.nature, echoitLe, proprietaire: delai.proprietaire, effet: delai.effet, article: delai.article });
  }
  return horloges.sort((a, b) => (a.echoitLe < b.echoitLe ? -1 : a.echoitLe > b.echoitLe ? 1 : 0));
}

const cle = (horloge: Horloge): string => `${horloge.nature}|${horloge.echoitLe}`;

/** Clocks to arm and natures to disarm when a dossier moves from one state to another. */
export function differenceHorloges(avant: Etat | null, apres: Etat): { readonly armer: readonly Horloge[]; readonly desarmer: readonly NatureEcheance[] } {
  const anciennes = avant ? horlogesApres(avant) : [];
  const nouvelles = horlogesApres(apres);
  const gardees = new Set(nouvelles.map(cle));
  const connues = new Set(anciennes.map(cle));
  return {
    armer: nouvelles.filter((horloge) => !connues.has(cle(horloge))),
    desarmer: anciennes.filter((horloge) => !gardees.has(cle(horloge))).map((horloge) => horloge.nature),
  };
}
