import type { KeyObject } from 'node:crypto';
import type { Tx } from '../db/db';
import type { Scellement } from './scellement';

/** Unit keys of this service, created at first use in the caller's transaction and kept open in memory. */
export class Trousseau {
  private readonly ouvertes = new Map<number, KeyObject>();

  constructor(private readonly scellement: Scellement) {}

  async cleUnite(tx: Tx, unite: number): Promise<KeyObject> {
    const connue = this.ouvertes.get(unite);
    if (connue) return connue;
    const lire = async (): Promise<Buffer | undefined> => (await tx.query('SELECT enveloppe FROM cle_unite WHERE unite = $1', [unite]))[0]?.enveloppe;
    const enBase = await lire();
    if (enBase) {
      const cle = this.scellement.ouvrirCleUnite(unite, enBase);
      this.ouvertes.set(unite, cle);
      return cle;
    }
    await tx.query('INSERT INTO cle_unite (unite, version, enveloppe) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING', [unite, this.scellement.creerCleUnite(unite)]);
    // Not cached yet: this transaction may still roll back.
    return this.scellement.ouvrirCleUnite(unite, (await lire())!);
  }
}
