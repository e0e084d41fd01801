import { ajouterJours, ajouterMois } from '@sm/kernel';
import { avisEnVigueur, type Etat } from './dossier';
import { difference, parEcheance, type HorlogeBase } from '../moteur/horloges';
import { regleDeVersion, type DelaiRegle, type EffetEcheance } from './regles';
import type { NatureEcheance, Statut } from './vocabulaire';

export interface Horloge extends HorlogeBase {
  readonly nature: NatureEcheance;
  readonly effet: EffetEcheance;
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

/** First local day on which the avis is late, by the level of service of the rule the request came under; null once it is given. */
export function retardLe(etat: Etat): string | null {
  if (!COURT.niveau_service.includes(etat.statut)) return null;
  const niveau = regleDeVersion(etat.demande.regle).delais.find(({ nature }) => nature === 'niveau_service');
  const jour = niveau ? depart(niveau, etat) : null;
  return niveau && jour !== null ? echeance(niveau, etat, jour) : null;
}

function echeance(delai: DelaiRegle, etat: Etat, jour: string): string | null {
  if (delai.duree) return delai.duree.unite === 'jours' ? ajouterJours(jour, delai.duree.n) : ajouterMois(jour, delai.duree.n);
  const mois = 'decision' in etat ? etat.decision?.recours?.delaiMois : undefined;
  return mois === undefined ? null : ajouterMois(jour, mois);
}

/** The clocks that must be armed in this state, those already signalled left out; earliest first. */
export function horlogesApres(etat: Etat): readonly Horloge[] {
  const horloges: Horloge[] = [];
  for (const delai of regleDeVersion(etat.demande.regle).delais) {
    if (!COURT[delai.nature].includes(etat.statut) || etat.echeances.includes(delai.nature)) continue;
    const departLe = depart(delai, etat);
    const echoitLe = departLe && echeance(delai, etat, departLe);
    if (departLe === null || echoitLe === null) continue;
    horloges.push({ nature: delai.nature, departLe, echoitLe, proprietaire: delai.proprietaire, effet: delai.effet, article: delai.article });
  }
  return horloges.sort(parEcheance);
}

/** Clocks to arm and natures to disarm when a dossier moves from one state to another. */
export const differenceHorloges = (avant: Etat | null, apres: Etat): ReturnType<typeof difference<Horloge>> => difference(avant ? horlogesApres(avant) : [], horlogesApres(apres));
