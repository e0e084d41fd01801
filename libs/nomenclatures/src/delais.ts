import { enVigueur, type Jour } from '@sm/kernel';
import { DELAIS_ARRET } from './delais-arret';
import { DELAIS_AT, DELAIS_MP } from './delais-atmp';
import { DELAIS_CONTROLE } from './delais-controle';
import { DELAIS_RECOURS } from './delais-recours';
import type { DelaiLegal } from './legal';

const LIGNES = [...DELAIS_ARRET, ...DELAIS_AT, ...DELAIS_MP, ...DELAIS_RECOURS, ...DELAIS_CONTROLE];

/** Stable code of a delay: `procedure/etape`. */
export type CodeDelai = (typeof LIGNES)[number]['code'];

/** Every legal delay known to the service médical, dated; each row names its article. An empty date = unknown or unlimited, to be checked once by a person. */
export const DELAIS: readonly DelaiLegal<CodeDelai>[] = LIGNES;

const PAR_CODE = Map.groupBy(DELAIS, (l) => l.code as string);

/** The rows of a procedure (`arret`, `at`, `rechute`, `mp`...), in the order of its steps; empty when there is none. */
export const delaisDe = (procedure: string): readonly DelaiLegal<CodeDelai>[] => DELAIS.filter((l) => l.typeDossier === procedure);

/** Whether the text is a known code. */
export const codeDelaiConnu = (code: string): code is CodeDelai => PAR_CODE.has(code);

/** The delay bearing this code in force on that day, which is the day its clock starts; null when the law of that day had none. Never throws. */
export const delaiDe = (code: CodeDelai, jour: Jour): DelaiLegal<CodeDelai> | null => PAR_CODE.get(code)?.find((l) => enVigueur(l, jour)) ?? null;

/** The delay of a step of a case type in force on that day; null when there is none. Never throws. */
export const delai = (typeDossier: string, etape: string, jour: Jour): DelaiLegal<CodeDelai> | null => PAR_CODE.get(`${typeDossier}/${etape}`)?.find((l) => enVigueur(l, jour)) ?? null;
