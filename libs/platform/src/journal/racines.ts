import { cleDe, encoder } from '@sm/contracts';
import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { tableau, tableauTexte } from '../db/tableaux';
import type { Journal, LigneJournal } from './journal';
import type { ClesRacine, RacineSignee } from './racine';
import { attendreSignal } from './signal';

export const TOPIC_RACINES = 'sm.racines.v1';
/** Roots are written under no unit, or each would move the chain that it signs. */
const SANS_UNITE = 0;
const PERIODE_MS = 300_000;

/** Chains that moved since their last root and that no break is known of; `temoin` is the link that the index holds today at that root's rank. */
const A_SIGNER = `
SELECT c.unite, c.rang::float8 AS rang, encode(c.h, 'hex') AS h, d.rang::float8 AS signe, encode(d.h, 'hex') AS attendu, (extract(epoch FROM d.quand) * 1000)::float8 AS quand,
  (SELECT encode(l.h, 'hex') FROM log_index l WHERE l.unite = c.unite AND l.rang = d.rang) AS temoin
FROM chaine c LEFT JOIN LATERAL (SELECT rang, h, quand FROM racine r WHERE r.unite = c.unite ORDER BY r.rang DESC LIMIT 1) d ON true
WHERE c.unite > ${SANS_UNITE} AND (d.rang IS NULL OR c.rang <> d.rang OR c.h <> d.h) AND NOT EXISTS (SELECT 1 FROM chaine_verifiee v WHERE v.unite = c.unite AND v.genre IS NOT NULL) ORDER BY c.unite`;

const RANGER = `
INSERT INTO racine (unite, rang, h, quand, cle, signature) SELECT u, r, decode(h, 'hex'), q, $6, decode(s, 'hex') FROM unnest($1::int[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[]) AS x(u, r, h, q, s)
ON CONFLICT DO NOTHING RETURNING unite`;

const DATER_CLE = `
INSERT INTO cle_racine (cle, publique, valide_du) VALUES ($1, decode($2, 'hex'), $3) ON CONFLICT (cle) DO UPDATE SET valide_au = NULL RETURNING valide_du`;

interface LigneASigner { unite: number; rang: number; h: string; signe: number | null; attendu: string | null; quand: number | null; temoin: string | null }

/** How the roots of a service are signed. */
export interface ReglageRacines {
  readonly cles: ClesRacine;
  /** Name of the slice: the source of a root is `<slice>/<service>`. */
  readonly tranche: string;
  readonly periodeMs?: number;
}

export interface OptionsRacines extends ReglageRacines {
  readonly db: Db;
  readonly journal: Journal;
  readonly maintenant: () => Date;
  readonly surErreur: (e: unknown) => void;
  /** The chain no longer holds what its last root says: it is not signed. */
  readonly surContredite: (unite: number, rang: number) => void;
}

const horodatage = (d: Date): { seconds: bigint; nanos: number } => ({ seconds: BigInt(Math.floor(d.getTime() / 1000)), nanos: (d.getTime() % 1000) * 1e6 });
const octets = (hex: string): Buffer<ArrayBuffer> => Buffer.from(hex, 'hex');

/** Signs where the chain of each unit stands, periodically when it has moved, and at a graceful stop; publishes what it signed. */
export class Racines {
  readonly source: string;
  dernierProgres = new Date();
  private valideDu: Date | undefined;
  private boucle: Promise<void> | undefined;
  private readonly arret = new AbortController();

  constructor(private readonly o: OptionsRacines) {
    this.source = `${o.tranche}/${o.db.service}`;
  }

  demarrer(): void {
    this.boucle = (async () => {
      for (;;) {
        await attendreSignal([], this.o.periodeMs ?? PERIODE_MS, this.arret.signal);
        if (this.arret.signal.aborted) return;
        await this.signer().catch(this.o.surErreur);
      }
    })();
  }

  /** Signs what moved since the last period, then nothing more. */
  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
    await this.signer();
  }

  /** Signs every chain that moved; returns how many roots were new. */
  async signer(): Promise<number> {
    const { db, maintenant, cles, surContredite } = this.o;
    const lues: LigneASigner[] = await db.inTransaction(contexteSysteme('journal'), (tx) => tx.query(A_SIGNER));
    const signees: RacineSignee[] = [];
    for (const l of lues) {
      if (l.signe !== null && l.temoin !== l.attendu) surContredite(l.unite, l.signe);
      // A clock set back must not make a later root look older than the one before.
      else signees.push(cles.signer({ source: this.source, unite: l.unite, rang: l.rang, h: l.h, quand: new Date(Math.max(maintenant().getTime(), (l.quand ?? 0) + 1)) }));
    }
    const n = signees.length ? await db.inTransaction(contexteSysteme('projection'), (tx) => this.publier(tx, signees)) : 0;
    this.dernierProgres = new Date();
    return n;
  }

  private async publier(tx: Tx, signees: readonly RacineSignee[]): Promise<number> {
    const valideDu = (this.valideDu ??= await this.daterCle(tx));
    const rangees: { unite: number }[] = await tx.query(RANGER, [
      tableau(signees.map((r) => r.unite)), tableau(signees.map((r) => r.rang)), tableauTexte(signees.map((r) => r.h)), tableauTexte(signees.map((r) => r.quand.toISOString())), tableauTexte(signees.map((r) => r.signature)), this.o.cles.active.cle,
    ]);
    const neuves = new Set(rangees.map((r) => r.unite));
    await this.o.journal.ajouter(tx, contexteSysteme('projection'), signees.filter((r) => neuves.has(r.unite)).map((r) => this.ligne(r, valideDu)));
    return neuves.size;
  }

  private async daterCle(tx: Tx): Promise<Date> {
    const { cle, publique } = this.o.cles.active;
    const maintenant = this.o.maintenant().toISOString();
    await tx.query('UPDATE cle_racine SET valide_au = $2 WHERE cle <> $1 AND valide_au IS NULL', [cle, maintenant]);
    const [{ valide_du }]: [{ valide_du: Date }] = await tx.query(DATER_CLE, [cle, publique, maintenant]);
    return valide_du;
  }

  private ligne(r: RacineSignee, valideDu: Date): LigneJournal {
    const { publique, precedente, endossement } = this.o.cles.active;
    const donnees = {
      source: r.source, unite: r.unite, rang: BigInt(r.rang), h: octets(r.h), quand: horodatage(r.quand), cle: r.cle, signature: octets(r.signature),
      clePublique: octets(publique), cleValideDu: horodatage(valideDu), clePrecedente: precedente, endossement: octets(endossement),
    };
    const publie = encoder(TOPIC_RACINES, 'RacineSignee', donnees);
    return { topic: TOPIC_RACINES, dossier: null, cle: cleDe(TOPIC_RACINES, 'RacineSignee', donnees), version: 1, unite: SANS_UNITE, type: 'RacineSignee', survenuLe: r.quand, prive: {}, public: publie };
  }
}

/** Public half of a key, and when it signed; `valideAu` null: it still does. */
export interface CleDatee {
  readonly cle: string;
  readonly publique: string;
  readonly valideDu: string;
  readonly valideAu: string | null;
}

export async function lireCles(db: Db): Promise<CleDatee[]> {
  const lues: { cle: string; publique: string; du: Date; au: Date | null }[] = await db.inTransaction(contexteSysteme('projection'), (tx) =>
    tx.query("SELECT cle, encode(publique, 'hex') AS publique, valide_du AS du, valide_au AS au FROM cle_racine ORDER BY valide_du"));
  return lues.map(({ cle, publique, du, au }) => ({ cle, publique, valideDu: du.toISOString(), valideAu: au?.toISOString() ?? null }));
}
