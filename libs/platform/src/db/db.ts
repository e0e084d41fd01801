import { AsyncLocalStorage } from 'node:async_hooks';
import { DataSource, type EntityManager, type EntitySchema, type EntitySubscriberInterface, type MigrationInterface, type TransactionCommitEvent, type TransactionStartEvent } from 'typeorm';
import { aJournalise, signaler } from '../journal/signal';
import { ClientQuiPrepare } from './client';
import { qualifier } from './connexion';
import { nomRole, type Contexte } from './roles';

export type Tx = EntityManager;
export type ClasseMigration = new () => MigrationInterface;
export type Entite = (new () => object) | EntitySchema;

/** No wait without end: what holds a lock or a connection for longer than this is broken, and must not stop the others. */
const BORNES = { lock_timeout: 20_000, idle_in_transaction_session_timeout: 60_000, connectionTimeoutMillis: 30_000, keepAlive: true } as const;

/** Takes the role and the scope at the start of each transaction, however it was opened; refuses one without an actor. */
class PorteeParTransaction implements EntitySubscriberInterface {
  constructor(private readonly service: string, private readonly courant: AsyncLocalStorage<Contexte>) {}

  async afterTransactionStart(evenement: TransactionStartEvent): Promise<void> {
    const ctx = this.courant.getStore();
    if (!ctx) throw new Error('transaction-sans-acteur');
    await evenement.queryRunner.query(
      "SELECT set_config('role', $1, true), set_config('sm.unites', $2, true), set_config('sm.dossiers', $3, true), set_config('sm.acteur', $4, true)",
      [nomRole(this.service, ctx.role), ctx.unites.join(','), (ctx.dossiers ?? []).join(','), ctx.acteur.id],
    );
  }

  /** PostgreSQL answers COMMIT without an error when an earlier statement, whose error somebody swallowed, has already undone everything. */
  async beforeTransactionCommit(evenement: TransactionCommitEvent): Promise<void> {
    const connexion = (await evenement.queryRunner.connect()) as { readonly readyForQuery: boolean; getTransactionStatus(): string | null };
    if (connexion.readyForQuery && connexion.getTransactionStatus() !== 'E') return;
    await evenement.queryRunner.query('SELECT 1').catch((cause: unknown) => {
      throw (cause as { code?: unknown }).code === '25P02' ? new Error('transaction-annulee', { cause }) : cause;
    });
  }
}

/** The only door to a service's database. */
export class Db {
  private readonly courant = new AsyncLocalStorage<Contexte>();
  readonly source: DataSource;

  constructor(readonly service: string, url: string, entites: readonly Entite[] = [], taillePool = 4) {
    this.source = new DataSource({
      type: 'postgres',
      url,
      entities: [...entites],
      poolSize: taillePool,
      extra: { idleTimeoutMillis: 10_000, allowExitOnIdle: true, application_name: `sm-${service}`, Client: ClientQuiPrepare, ...BORNES },
      logging: false,
    });
  }

  async ouvrir(): Promise<this> {
    await this.source.initialize();
    this.source.subscribers.push(new PorteeParTransaction(this.service, this.courant));
    return this;
  }

  async fermer(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** Runs `fn` in one transaction under the actor's role and scope. Errors roll everything back and are rethrown; a lost connection as `ConnexionPerdue`. */
  async inTransaction<T>(ctx: Contexte, fn: (tx: Tx) => Promise<T>): Promise<T> {
    let journalise = false;
    const faire = async (tx: Tx): Promise<T> => {
      try {
        return await fn(tx);
      } finally {
        journalise = aJournalise(tx.queryRunner!);
      }
    };
    const resultat = await this.courant.run(ctx, () => this.source.transaction(faire)).catch((erreur: unknown) => {
      throw qualifier(erreur);
    });
    // Once committed, the sequencer has something to number.
    if (journalise) signaler(`${this.service}:journal`);
    return resultat;
  }
}

/** Runs the migrations as the owner (the only moment when the owner connects). */
export async function migrer(urlProprietaire: string, migrations: readonly ClasseMigration[]): Promise<void> {
  const source = new DataSource({ type: 'postgres', url: urlProprietaire, migrations: [...migrations], migrationsTableName: 'sm_migration', poolSize: 1, logging: false });
  await source.initialize();
  try {
    await source.query("SELECT pg_advisory_lock(hashtext('sm-migrations'))");
    await source.runMigrations({ transaction: 'each' });
    await source.query('SELECT journal_partitions(24)');
  } finally {
    await source.destroy();
  }
}
