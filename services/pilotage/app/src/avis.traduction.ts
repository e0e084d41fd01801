import { ConclusionArret, ConclusionAtmp, ModeControle, ObjetAtmp, Risque, type AvisRendu } from '@sm/contracts';
import type { AvisCompte } from '@sm/pilotage-domaine';

/** Codes newer than this code stay countable, under one name. */
export const code = (noms: Readonly<Record<number, string>>, valeur: number): string => (noms[valeur] ?? 'inconnu').toLowerCase();

const facultatif = (noms: Readonly<Record<number, string>>, valeur: number | undefined): string | null => (valeur === undefined ? null : code(noms, valeur));

/** What the procedures of sick leave, accident and disease say of their avis; null for what theirs does not say. */
export const precisionsDe = ({ risque, mode, conclusionArret, objet, conclusionAtmp }: AvisRendu): Pick<AvisCompte, 'risque' | 'mode' | 'objet' | 'conclusion'> => ({
  risque: facultatif(Risque, risque), mode: facultatif(ModeControle, mode), objet: facultatif(ObjetAtmp, objet),
  conclusion: facultatif(ConclusionArret, conclusionArret) ?? facultatif(ConclusionAtmp, conclusionAtmp),
});
