import type { Acteur } from '@sm/kernel';
import type { Db } from '../db/db';
import type { Journal } from '../journal/journal';
import type { Tenancy } from '../tenancy/tenancy';

/** A request that was refused by the rights, told without anything of its body nor of what it aimed at beyond an identifier. */
export interface RefusObserve {
  readonly acteur: Acteur;
  readonly methode: string;
  /** Template of the route, never the address. */
  readonly route: string;
  readonly code: string;
  readonly article: string | null;
  /** Identifier in the address, when it is a UUID. */
  readonly objet: string | null;
  readonly correlation: string;
}

/** Type of these entries in the journal. */
export const ACCES_REFUSE = 'AccesRefuse';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** First identifier of an address; anything else that is written there is not kept. */
export const objetDe = (parametres: unknown): string | null =>
  Object.values((parametres ?? {}) as Record<string, unknown>).find((v): v is string => typeof v === 'string' && UUID.test(v))?.toLowerCase() ?? null;

/**
 * Writes refusals in the chained journal (TR-000-01; PGSSI-S imputability, processes.md §2.8): under the unit of whoever was refused, in a
 * transaction of its own since theirs was undone, attached to no dossier and published nowhere.
 */
export class RefusJournalises {
  constructor(private readonly db: Db, private readonly journal: Journal, private readonly tenancy: Tenancy, private readonly maintenant: () => Date) {}

  async inscrire({ acteur, ...refus }: RefusObserve): Promise<void> {
    const siennes = this.tenancy.affectations(acteur.id);
    const unite = siennes[0]?.uniteId ?? this.tenancy.arbre().find((u) => u.type === 'nationale')?.id ?? 0;
    const ctx = { acteur, role: 'app', unites: [unite] } as const;
    const prive = { type: ACCES_REFUSE, par: acteur.id, roles: [...new Set(siennes.map((a) => a.role))].sort(), ...refus };
    const ligne = { topic: `sm.${this.db.service}.acces`, dossier: null, cle: acteur.id, version: 1, unite, type: ACCES_REFUSE, survenuLe: this.maintenant(), prive };
    await this.db.inTransaction(ctx, (tx) => this.journal.ajouter(tx, ctx, [ligne]));
  }
}
