import type { Confiance, Jour } from '@sm/kernel';

/** Kinds of case whose very existence is a secret toward non-medical roles (processes.md §2.1, point 6). */
export const FAMILLES_SENSIBLES = ['vih', 'psychiatrie', 'addiction', 'infection_sanguine', 'evenement_collectif'] as const;
export type FamilleSensible = (typeof FAMILLES_SENSIBLES)[number];

/** `code`: an administrative code (nature, procedure) that would tell by its name; `mot`: a word that would, in a label that somebody typed. */
export type NomenclatureSensible = 'ald' | 'cim10' | 'mp' | 'code' | 'mot';

/** One dated entry. CIM-10 codes go from `de` to `a`, both included with all their subdivisions; elsewhere `de` = `a`. */
export interface LigneSensible {
  readonly famille: FamilleSensible;
  readonly nomenclature: NomenclatureSensible;
  readonly de: string;
  readonly a: string;
  /** What non-medical roles are shown instead: a code that other dossiers bear too. Null where nothing in clear holds the code. */
  readonly neutre: string | null;
  readonly raison: string;
  readonly source: string;
  readonly confiance: Confiance;
  readonly du: Jour | null;
  readonly au: Jour | null;
}

type Fondement = readonly [famille: FamilleSensible, raison: string, source: string, confiance: Confiance];

const SECRET = 'L.1110-4 CSP';
const VIH: Fondement = ['vih', 'dépistage et suivi du VIH', `${SECRET}, L.3121-2 CSP (dépistage anonyme)`, 'likely'];
const PSY: Fondement = ['psychiatrie', 'affection psychique', `${SECRET}, L.3211-3 CSP`, 'likely'];
const ADDICTION: Fondement = ['addiction', 'usage de substances ou traitement de substitution', `${SECRET}, L.3411-1 à L.3414-1 CSP`, 'likely'];
const SANG: Fondement = ['infection_sanguine', 'infection transmissible par le sang', SECRET, 'unsure'];
const COLLECTIF: Fondement = ['evenement_collectif', 'victime d’un accident en série ou d’un attentat', `${SECRET}, L.1142-1 CSP, L.169-1 CSS`, 'unsure'];

const lignes = (nomenclature: NomenclatureSensible, [famille, raison, source, confiance]: Fondement, ...codes: readonly (string | readonly [de: string, a: string, neutre?: string])[]): LigneSensible[] =>
  codes.map((c) => {
    const [de, a, neutre = null] = typeof c === 'string' ? [c, c] : c;
    return { famille, nomenclature, de, a, neutre, raison, source, confiance, du: null, au: null };
  });
const neutralises = (fondement: Fondement, neutre: string, ...codes: readonly string[]): LigneSensible[] => lignes('code', fondement, ...codes.map((c) => [c, c, neutre] as const));

/** Sensitive codes. A code that becomes sensitive is a new entry; what is shown follows the day of the reading, old dossiers included. */
export const SENSIBLES: readonly LigneSensible[] = [
  ...lignes('ald', VIH, '7'),
  ...lignes('ald', PSY, '23'),
  ...lignes('cim10', VIH, ['B20', 'B24'], 'F024', 'O987', 'R75', 'Z114', 'Z206', 'Z21', 'Z717'),
  ...lignes('cim10', PSY, ['F20', 'F99'], ['X60', 'X84'], 'Z046', 'Z915'),
  ...lignes('cim10', ADDICTION, ['F10', 'F19'], 'G312', 'G621', 'I426', 'K292', 'K70', 'K852', 'K860', 'O354', 'O355', 'P044', 'P961', 'R780', 'R781', ['T400', 'T409'], ['T510', 'T519'], ['Y90', 'Y91'], 'Z502', 'Z503', ['Z714', 'Z715'], ['Z721', 'Z722'], 'Z864'),
  ...lignes('cim10', SANG, ['B15', 'B19'], 'Z205', 'Z225'),
  ...lignes('cim10', COLLECTIF, ['Y35', 'Y36'], 'Z655'),
  ...lignes('mp', SANG, '45'),
  ...neutralises(ADDICTION, 'controle', 'tso', 'protocole_l324_1', 'notification_l315_2'),
  ...neutralises(PSY, 'hospitalisation', 'soins_psychiatriques', 'soins_sans_consentement'),
  ...neutralises(COLLECTIF, 'accident', 'accident_en_serie', 'attentat'),
  ...lignes('mot', VIH, 'vih', 'hiv', 'sida', 'cegidd'),
  ...lignes('mot', PSY, 'psy', 'psychiatr*', 'psychotique*'),
  ...lignes('mot', ADDICTION, 'tso', 'addict*', 'toxico*', 'alcoolo*', 'csapa', 'caarud', 'methadone', 'méthadone', 'buprenorphine', 'buprénorphine', 'subutex'),
  ...lignes('mot', COLLECTIF, 'attentat*', 'fgti'),
];

/** Names of the families, for those who may read the medical part. */
export const LIBELLES_SENSIBLES: Readonly<Record<FamilleSensible, string>> = {
  vih: 'VIH', psychiatrie: 'Psychiatrie', addiction: 'Addiction', infection_sanguine: 'Infection transmissible par le sang', evenement_collectif: 'Accident en série ou attentat',
};
