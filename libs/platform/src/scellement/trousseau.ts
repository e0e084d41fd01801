import type { Tx } from '../db/db';
import { versionEnveloppe, type CleUnite, type LigneCleUnite, type Scellement } from './scellement';

/** How long a process may wrap under a version that another has replaced. */
export const FRAICHEUR_MS = 10_000;

interface Ouverte {
  readonly cle: CleUnite;
  readonly lueLe: number;
}

const lire = (tx: Tx, unite: number): Promise<LigneCleUnite[]> => tx.query('SELECT version, cle_maitre, enveloppe FROM cle_unite WHERE unite = $1 ORDER BY version', [unite]);
const lit = (cle: CleUnite, enveloppes: readonly Uint8Array[]): boolean => enveloppes.every((e) => {
  const version = versionEnveloppe(e);
  return version === null || cle.cles.has(version);
});

/** Unit keys of this service, created at first use in the caller's transaction and kept open in memory. */
export class Trousseau {
  private readonly ouvertes = new Map<number, Ouverte>();
  /** Keys born in a transaction that may still roll back: seen by it, but not to be kept. */
  private readonly naissantes = new WeakMap<object, Set<number>>();

  constructor(private readonly scellement: Scellement, readonly fraicheurMs: number = FRAICHEUR_MS) {}

  /**
   * Key of a unit, current version and older ones.
   * @param enveloppes those about to be opened, read before this call: a version that is not known here yet is then looked up
   */
  async cleUnite(tx: Tx, unite: number, enveloppes: readonly Uint8Array[] = []): Promise<CleUnite> {
    const connue = this.ouvertes.get(unite);
    if (connue && Date.now() - connue.lueLe < this.fraicheurMs && lit(connue.cle, enveloppes)) return connue.cle;
    const enBase = await lire(tx, unite);
    const cle = await this.scellement.ouvrirCleUnite(unite, enBase.length ? enBase : await this.creer(tx, unite), connue?.cle);
    if (!this.neesDans(tx).has(unite)) this.ouvertes.set(unite, { cle, lueLe: Date.now() });
    return cle;
  }

  /** What is known of a unit is read again at the next use. */
  oublier(unite: number): void {
    const connue = this.ouvertes.get(unite);
    if (connue) this.ouvertes.set(unite, { ...connue, lueLe: 0 });
  }

  private async creer(tx: Tx, unite: number): Promise<LigneCleUnite[]> {
    this.neesDans(tx).add(unite);
    const { cle, octets } = await this.scellement.creerCleUnite(unite, 1);
    await tx.query('INSERT INTO cle_unite (unite, version, cle_maitre, enveloppe) VALUES ($1, 1, $2, $3) ON CONFLICT DO NOTHING', [unite, cle, octets]);
    return lire(tx, unite);
  }

  private neesDans(tx: Tx): Set<number> {
    const transaction = tx.queryRunner ?? tx;
    const nees = this.naissantes.get(transaction) ?? new Set<number>();
    this.naissantes.set(transaction, nees);
    return nees;
  }
}
