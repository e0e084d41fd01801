import { ajouterJours, ajouterMois } from '@sm/kernel';
import { parEcheance, type HorlogeBase } from '../moteur/horloges';
import { avisEnVigueur, finArret, type Etat } from './dossier';
import { delaiAu, type DelaiRegle, type EffetEcheance } from './regles';
import type { NatureEcheance } from './vocabulaire';

export interface Horloge extends HorlogeBase {
  readonly nature: NatureEcheance;
  readonly effet: EffetEcheance;
}

/** A delay in which to act falls due once its last useful day is over. */
const apres = (jour: string): string => ajouterJours(jour, 1);

function horloge(nature: NatureEcheance, depart: string, echoitLe: string): Horloge[] {
  const delai = delaiAu(nature, depart);
  return delai ? [{ nature, echoitLe, proprietaire: delai.proprietaire, effet: delai.effet, article: delai.article }] : [];
}

const ageAtteint = ({ n, unite }: NonNullable<DelaiRegle['duree']>, debut: string): string => (unite === 'mois' ? ajouterMois(debut, n) : ajouterJours(debut, n));

/** Age of the leave at which something must be done, while it lasts and nothing has ended it; from the reception when it is already past. */
function ageArret(nature: 'pre_reprise' | 'examen_conjoint', etat: Etat): Horloge[] {
  if (!('completLe' in etat)) return [];
  const enCours = etat.statut === 'recevable' || etat.statut === 'justifie' || avisEnVigueur(etat) === null;
  const { debut } = etat.demande;
  const delai = delaiAu(nature, etat.demande.jourRecu);
  const seuil = enCours && delai?.duree ? ageAtteint(delai.duree, debut) : null;
  if (seuil === null || !delai || seuil > finArret(etat)) return [];
  return [{ nature, echoitLe: seuil < etat.completLe ? etat.completLe : seuil, proprietaire: delai.proprietaire, effet: delai.effet, article: delai.article }];
}

function suites(etat: Extract<Etat, { readonly praticien: unknown }>): Horloge[] {
  const { decision, attente, contesteeLe } = etat;
  const horloges: Horloge[] = [];
  if (attente) horloges.push(...horloge(attente.cause === 'reexamen' ? 'avis_reexamen' : 'avis_prealable', attente.le, apres(attente.limite)));
  if (!decision) return horloges;
  if (decision.limiteReexamen !== null && attente?.cause !== 'reexamen') horloges.push(...horloge('demande_reexamen', decision.jour, apres(decision.limiteReexamen)));
  if (decision.limiteNouvellePrescription !== null && attente?.cause !== 'nouvelle_prescription') {
    horloges.push(...horloge('nouvelle_prescription', decision.jour, apres(decision.limiteNouvellePrescription)));
  }
  if (decision.limiteRecours !== null && contesteeLe === null) horloges.push(...horloge('recours', decision.jour, apres(decision.limiteRecours)));
  return horloges;
}

function instruction(etat: Extract<Etat, { readonly praticien: unknown }>): Horloge[] {
  if (etat.statut === 'attente_prescripteur' && etat.contacteLe !== null) {
    const delai = delaiAu('reponse_prescripteur', etat.contacteLe);
    return delai?.duree ? horloge('reponse_prescripteur', etat.contacteLe, ajouterJours(etat.contacteLe, delai.duree.n)) : [];
  }
  const revue = etat.statut === 'justifie' ? (etat.avis.at(-1)?.prochaineRevue ?? null) : null;
  return revue === null ? [] : horloge('revue', revue, revue);
}

/** The clocks that must be armed in this state, those already signalled left out; earliest first. */
export function horlogesApres(etat: Etat): readonly Horloge[] {
  if (etat.statut === 'annulee' || etat.statut === 'incomplete') return [];
  const horloges = [...ageArret('pre_reprise', etat), ...ageArret('examen_conjoint', etat)];
  if ('praticien' in etat) horloges.push(...instruction(etat), ...suites(etat));
  return horloges.filter(({ nature, echoitLe }) => !etat.echeances.some((passee) => passee.nature === nature && passee.echoitLe === echoitLe)).sort(parEcheance);
}

/** First local day on which an answer due in jours francs is late; null when none is due. */
export const retardLe = (etat: Etat): string | null => ('attente' in etat && etat.attente ? apres(etat.attente.limite) : null);
