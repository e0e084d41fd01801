import { createHmac, type KeyObject } from 'node:crypto';
import { refuser } from '@sm/kernel';
import type { Db, Tx } from '../db/db';
import type { Contexte } from '../db/roles';
import { ProblemeException } from '../http/probleme';

export interface IdentiteCommande {
  /** Chosen by the client (`Idempotency-Key`); unique per actor. */
  readonly id: string;
  readonly corps: unknown;
}

export interface ResultatCommande<T> {
  readonly reponse: T;
  /** True when the command had already been carried out: the first answer is given back, nothing is done again. */
  readonly rejouee: boolean;
}

const trier = (v: unknown): unknown =>
  Array.isArray(v) ? v.map(trier)
  : v !== null && typeof v === 'object' ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, x]) => [k, trier(x)]))
  : v;

/** Keyed digest of a body: it may hold a NIR or an illness, which a plain hash would let anyone guess from a copy of the base. */
export const empreinteCorps = (cle: KeyObject, corps: unknown): Buffer => createHmac('sha256', cle).update(JSON.stringify(trier(corps)) ?? '').digest();

/** Idempotent execution: one effect per (actor, command id), whatever is repeated, lost or raced. */
export class Commandes {
  constructor(private readonly db: Db, private readonly cle: KeyObject) {}

  /** @throws ProblemeException `commande-deja-utilisee` when the same id comes with another body. */
  async executer<T extends object>(ctx: Contexte, commande: IdentiteCommande, fn: (tx: Tx) => Promise<T>): Promise<ResultatCommande<T>> {
    const empreinte = empreinteCorps(this.cle, commande.corps);
    return this.db.inTransaction(ctx, async (tx): Promise<ResultatCommande<T>> => {
      const inseree: unknown[] = await tx.query('INSERT INTO commande (acteur, id, empreinte) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1', [ctx.acteur.id, commande.id, empreinte]);
      if (!inseree.length) return { reponse: await this.dejaFaite<T>(tx, ctx, commande, empreinte), rejouee: true };
      const reponse = await fn(tx);
      await tx.query('UPDATE commande SET reponse = $3 WHERE acteur = $1 AND id = $2', [ctx.acteur.id, commande.id, JSON.stringify(reponse)]);
      return { reponse, rejouee: false };
    });
  }

  private async dejaFaite<T>(tx: Tx, ctx: Contexte, commande: IdentiteCommande, empreinte: Buffer): Promise<T> {
    const [ligne] = await tx.query('SELECT empreinte, reponse FROM commande WHERE acteur = $1 AND id = $2', [ctx.acteur.id, commande.id]);
    if (!empreinte.equals(ligne.empreinte)) throw new ProblemeException(refuser('invalide', 'commande-deja-utilisee').refus);
    return ligne.reponse as T;
  }
}
