import type { KeyObject } from 'node:crypto';
import type { Tx } from '../db/db';
import type { Scellement } from './scellement';

/** Unit keys of this service, created at first use in the caller's transaction and kept open in memory. */
export class Trousseau {
  private readonly ouvertes = new Map<number, KeyObject>();
  /** Keys born in a transaction that may still roll back: seen by it, but not to be kept. */
  private readonly naissantes = new WeakMap<object, Set<number>>();

  constructor(private readonly scellement: Scellement) {}

  async cleUnite(tx: Tx, unite: number): Promise<KeyObject> {
    const connue = this.ouvertes.get(unite);
    if (connue) return connue;
    const lire = async (): Promise<Buffer | undefined> => (await tx.query('SELECT enveloppe FROM cle_unite WHERE unite = $1', [unite]))[0]?.enveloppe;
    const enBase = await lire();
    if (enBase) {
      const cle = this.scellement.ouvrirCleUnite(unite, enBase);
      if (!this.neesDans(tx).has(unite)) this.ouvertes.set(unite, cle);
      return cle;
    }
    this.neesDans(tx).add(unite);
    await tx.query('INSERT INTO cle_unite (unite, version, enveloppe) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING', [unite, this.scellement.creerCleUnite(unite)]);
    return this.scellement.ouvrirCleUnite(unite, (await lire())!);
  }

  private neesDans(tx: Tx): Set<number> {
    const transaction = tx.queryRunner ?? tx;
    const nees = this.naissantes.get(transaction) ?? new Set<number>();
    this.naissantes.set(transaction, nees);
    return nees;
  }
}
