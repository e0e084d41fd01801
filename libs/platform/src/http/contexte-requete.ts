import { AsyncLocalStorage } from 'node:async_hooks';
import type { Acteur } from '@sm/kernel';

/** What follows a request through every await: its correlation id, the service it reached and, once known, who acts. */
export interface ContexteRequete {
  readonly service: string;
  readonly correlation: string;
  acteur?: Acteur;
}

const stockage = new AsyncLocalStorage<ContexteRequete>();

/** The request being served, or undefined outside of one (start-up, clocks, consumers). */
export const contexteRequete = (): ContexteRequete | undefined => stockage.getStore();

/** Runs `fn` within a context; also for work that is not an HTTP request but wants correlated logs. */
export const dansContexte = <T>(contexte: ContexteRequete, fn: () => T): T => stockage.run(contexte, fn);
