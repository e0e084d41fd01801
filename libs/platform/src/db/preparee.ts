import type { QueryResultRow, ClientBase } from 'pg';
import type { Tx } from './db';

/** Runs a statement that PostgreSQL plans once a connection: over a journal of many months, planning costs as much as reading. */
export async function lirePreparee<T extends QueryResultRow>(tx: Tx, requete: { readonly name: string; readonly text: string }, values: unknown[]): Promise<T[]> {
  const connexion = (await tx.queryRunner!.connect()) as ClientBase;
  return (await connexion.query<T>({ ...requete, values })).rows;
}
