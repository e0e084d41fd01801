import { ajouterJours } from '@sm/kernel';
import { dernierJour } from '../moteur/droit';
import { parEcheance, type HorlogeBase } from '../moteur/horloges';
import type { Etat } from './dossier';
import { regleDeVersion, type DelaiRegle, type EffetEcheance } from './regles';
import type { NatureEcheance, Statut } from './vocabulaire';

export interface Horloge extends HorlogeBase {
  readonly nature: NatureEcheance;
  readonly effet: EffetEcheance;
  /** Last useful day: the clock falls due at the start of the next one. */
  readonly dernierJour: string;
}

const INSTRUITS: ReadonlySet<Statut> = new Set<Statut>(['incomplete', 'recevable', 'affectee', 'complement_demande', 'second_avis_demande', 'avis_rendu']);

/** Clock whose silence recognises: the last one that the caisse's own acts opened. */
function natureDeDecision({ demande, instruction }: Etat): NatureEcheance {
  const { comite, prolongeeLe, investigation } = instruction;
  const regle = regleDeVersion(demande.regle);
  if (comite && regle.suite === 'investigation') return 'decision_comite';
  if (prolongeeLe !== null) return 'decision_finale';
  return investigation && demande.objet === 'accident' ? 'decision_finale' : 'decision_initiale';
}

type Depart = (etat: Etat) => string | null;

const decision: (nature: NatureEcheance) => Depart = (nature) => (etat) => {
  const { completLe, prolongeeLe, comite, statueLe } = etat.instruction;
  if (statueLe !== null || natureDeDecision(etat) !== nature) return null;
  if (nature === 'decision_comite') return comite?.saisiLe ?? null;
  return nature === 'decision_finale' && prolongeeLe !== null ? prolongeeLe : completLe;
};
const questionnaire = (partie: 'assure' | 'employeur'): Depart => ({ instruction: { investigation } }) =>
  investigation?.questionnaires === true && investigation.retours[partie] === null ? investigation.recuLe : null;
const comite: Depart = ({ instruction }) => instruction.comite?.saisiLe ?? null;

/** Day a clock counts from, or null when it does not run. */
const DEPARTS: Readonly<Record<Exclude<NatureEcheance, 'recours'>, Depart>> = {
  decision_initiale: decision('decision_initiale'),
  decision_finale: decision('decision_finale'),
  decision_comite: decision('decision_comite'),
  reserves_employeur: ({ demande, instruction }) => (instruction.reserves === null ? demande.declareLe : null),
  questionnaire_assure: questionnaire('assure'),
  questionnaire_employeur: questionnaire('employeur'),
  questionnaire_medical: ({ instruction: { questionnaireMedical } }) => (questionnaireMedical?.retourLe === null ? questionnaireMedical.recuLe : null),
  ouverture_consultation: ({ demande, instruction: { completLe, consultation, comite: saisi, investigation } }) =>
    (consultation === null && saisi === null && (demande.objet === 'maladie' || investigation !== null) ? completLe : null),
  observations: ({ instruction }) => instruction.consultation?.ouverteLe ?? null,
  comite_complement: comite,
  comite_observations: comite,
  avis_comite: ({ instruction }) => (instruction.comite?.avis === null ? instruction.comite.saisiLe : null),
};

function terme(delai: DelaiRegle, etat: Etat): string | null {
  const { departement } = etat.demande;
  if (delai.nature === 'recours') {
    const { decision: prise } = etat.instruction;
    return prise?.recours && etat.statut !== 'contestee' ? dernierJour(prise.jour, { n: prise.recours.delaiMois, unite: 'mois' }, departement) : null;
  }
  const depart = INSTRUITS.has(etat.statut) ? DEPARTS[delai.nature](etat) : null;
  return depart === null || delai.duree === null ? null : dernierJour(depart, delai.duree, departement);
}

/** The clocks that must be armed in this state, those already signalled left out; earliest first. */
export function horlogesApres(etat: Etat): readonly Horloge[] {
  const horloges: Horloge[] = [];
  for (const delai of regleDeVersion(etat.demande.regle).delais) {
    if (!delai.objets.includes(etat.demande.objet) || etat.echeances.includes(delai.nature)) continue;
    const fin = terme(delai, etat);
    if (fin === null) continue;
    const { nature, effet, article } = delai;
    const proprietaire = nature === 'recours' && etat.statut === 'prise_en_charge' ? 'employeur' : delai.proprietaire;
    horloges.push({ nature, dernierJour: fin, echoitLe: ajouterJours(fin, 1), proprietaire, effet, article });
  }
  return horloges.sort(parEcheance);
}

/** The clock whose silence would recognise the case, or null. */
export const horlogeDeDecision = (etat: Etat): Horloge | null => horlogesApres(etat).find(({ effet }) => effet === 'presomption_reconnaissance') ?? null;

/** Last useful day of a step of the rule of the dossier, from a day; null when the rule has none. */
export function dernierJourDe(etat: Etat, nature: NatureEcheance, depart: string): string | null {
  const { regle, objet, departement } = etat.demande;
  const delai = regleDeVersion(regle).delais.find((candidat) => candidat.nature === nature && candidat.objets.includes(objet));
  return delai?.duree ? dernierJour(depart, delai.duree, departement) : null;
}
