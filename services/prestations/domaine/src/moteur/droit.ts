import { echeance, type Confiance, type UniteDelai } from '@sm/kernel';
import { DELAIS, delaiDe, seuil, type CodeDelai, type CodeSeuil } from '@sm/nomenclatures';
import type { VoieDeRecours } from './base';
import type { Periode } from './registre';

/** A rule of law with its article and how far it was checked. */
export interface Datee extends Periode {
  readonly article: string;
  readonly confiance: Confiance;
}

export interface Duree {
  readonly n: number;
  readonly unite: UniteDelai;
}

export interface DelaiDate extends Datee {
  readonly duree: Duree | null;
}

type LigneLegale = (typeof DELAIS)[number];

const dater = ({ valeur, unite, du, au, source, confiance }: LigneLegale): DelaiDate =>
  ({ duree: valeur === null ? null : { n: valeur, unite }, valideDu: du, valideAu: au, article: source, confiance });

/** Every version of a legal delay, oldest first. */
export const versionsDuDelai = (code: CodeDelai): readonly DelaiDate[] => DELAIS.filter((ligne) => ligne.code === code).map(dater);

/** The legal delay in force on a day. @throws Error when the law of that day had none: a rule names what does not exist. */
export function delaiLegalAu(code: CodeDelai, jour: string): DelaiDate & { readonly duree: Duree } {
  const ligne = delaiDe(code, jour);
  const date = ligne && dater(ligne);
  if (!date?.duree) throw new Error(`no delay ${code} on ${jour}`);
  return { ...date, duree: date.duree };
}

/** The legal threshold in force on a day. @throws Error when the law of that day set none. */
export function seuilLegalAu(code: CodeSeuil, jour: string): number {
  const valeur = seuil(code, jour)?.valeur ?? null;
  if (valeur === null) throw new Error(`no threshold ${code} on ${jour}`);
  return valeur;
}

/** A remedy whose delay is that of the law: `delai` is its code. */
export interface RecoursDate extends Datee {
  readonly voie: Omit<VoieDeRecours, 'delaiMois'>;
  readonly delai: CodeDelai;
}

/** What the notice of that day says of a remedy. */
export const voieDuJour = ({ voie, delai }: RecoursDate, jour: string): VoieDeRecours => ({ ...voie, delaiMois: delaiLegalAu(delai, jour).duree.n });

const LIGNE = { typeDossier: '', etape: '', depart: '', aRebours: false, effet: '', proprietaire: '', du: null, au: null, source: '', confiance: 'sure' } as const;

/** Last useful day of a delay, moved to the next working day of the département (processes.md §0.2). @throws Error for a delay in hours. */
export function dernierJour(depart: string, { n, unite }: Duree, departement: string): string {
  const jour = echeance({ ...LIGNE, valeur: n, unite }, depart, { departement });
  if (jour === null) throw new Error('a delay in hours has no last day');
  return jour;
}
