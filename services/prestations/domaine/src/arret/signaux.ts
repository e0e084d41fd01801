import { ajouterJours, ajouterMois } from '@sm/kernel';
import type { PremierePrescription, Prescription, RapportEmployeur } from './dossier';
import { motifExige, plafondAu, type ObjetPlafond, type Plafond } from './regles';
import type { Signal } from './vocabulaire';

/** Last day that a prescription starting on `debut` may reach under a cap. */
const borne = ({ n, enMois }: Plafond, debut: string): string => ajouterJours(enMois ? ajouterMois(debut, n) : ajouterJours(debut, n), -1);

const depasse = (objet: ObjetPlafond, debut: string, fin: string, prescritLe: string): boolean => {
  const plafond = plafondAu(objet, prescritLe);
  return plafond !== null && fin > borne(plafond, debut);
};

/** Whether a notice was sent after the delay of the day it was prescribed (R.321-2 CSS); false while the dispatch is not known. */
export function envoiTardif(prescritLe: string, envoyeLe: string | null): boolean {
  const plafond = plafondAu('envoi', prescritLe);
  return envoyeLe !== null && plafond !== null && envoyeLe > ajouterJours(prescritLe, plafond.n);
}

/** First day of prescription of an earlier late notice that makes this one a repetition (D.323-2 CSS); null when the law of that day had no such rule. */
export function debutRecidive(prescritLe: string): string | null {
  const plafond = plafondAu('recidive', prescritLe);
  return plafond && ajouterMois(prescritLe, -plafond.n);
}

/** What the dated rules find in the first prescription. */
export function signauxDePrescription(p: PremierePrescription): readonly Signal[] {
  const signaux: Signal[] = [];
  if (!p.depassementMotive && depasse('premiere', p.debut, p.fin, p.prescritLe)) signaux.push('premiere_prescription_longue');
  if (p.teleconsultation && !p.traitant && !p.impossibilite && depasse('teleconsultation', p.debut, p.fin, p.prescritLe)) signaux.push('teleconsultation_longue');
  if (!p.motifPresent && motifExige(p.prescritLe)) signaux.push('motif_absent');
  if (envoiTardif(p.prescritLe, p.envoyeLe)) signaux.push('envoi_tardif');
  return signaux;
}

export const signauxDeProlongation = ({ du, au, prescritLe }: Prescription): readonly Signal[] => (depasse('prolongation', du, au, prescritLe) ? ['prolongation_longue'] : []);

/** A report received late keeps its effect: the law gives that delay no sanction. */
export function signauxDeRapport({ controleLe }: Pick<RapportEmployeur, 'controleLe'>, recu: Date): readonly Signal[] {
  const plafond = plafondAu('rapport', controleLe.slice(0, 10));
  return plafond !== null && recu.getTime() > new Date(controleLe).getTime() + plafond.n * 3_600_000 ? ['rapport_tardif'] : [];
}

export const unir = (anciens: readonly Signal[], nouveaux: readonly Signal[]): readonly Signal[] => [...new Set([...anciens, ...nouveaux])];
