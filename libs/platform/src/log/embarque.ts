import { Pool } from 'pg';
import { attendreSignal } from '../journal/signal';
import type { Abonnement, DemandeAbonnement, EventLog, Message } from './port';

export const PARTITIONS = 8;

/** Positions are dense: a range says how many rows come, where LIMIT over the join makes the planner hash the whole journal. */
const LIRE = `
SELECT l.seq::float8 AS seq, j.evenement AS id, j.type, coalesce(j.cle, j.dossier::text, '') AS cle, j.unite, j.version,
  round(date_part('epoch', j.survenu_le) * 1000) AS survenu_ms, round(date_part('epoch', j.enregistre_le) * 1000) AS enregistre_ms, j.public AS donnees
FROM log_index l JOIN journal j ON j.id = l.journal_id AND j.enregistre_le = l.enregistre_le
WHERE l.topic = $1 AND l.part = $2 AND l.seq > $3::bigint AND l.seq <= $3::bigint + $4::int ORDER BY l.seq`;

/** `sm.prestations.dossier.v1` is written by `prestations`, `sm.agregats.v1` by `pilotage`. */
export type ServiceDuTopic = (topic: string) => string;

export interface OptionsEmbarque {
  /** Read-only addresses of the databases whose numbered log is read, by service. */
  readonly sources: Readonly<Record<string, string>>;
  readonly serviceDuTopic: ServiceDuTopic;
  /** Name of the slice, part of each message's source. */
  readonly tranche: string;
  readonly activeMs?: number;
  readonly reposMs?: number;
}

/** What a reading of a partition brought: nothing, some, or as much as was asked. */
type Avance = 'rien' | 'progres' | 'plein';

/** The numbered log itself, read from the databases of the slice: no broker. */
export class LogEmbarque implements EventLog {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly options: OptionsEmbarque) {}

  private pool(topic: string): { service: string; pool: Pool } {
    const service = this.options.serviceDuTopic(topic);
    const adresse = this.options.sources[service];
    if (!adresse) throw new Error(`log embarqué : aucune source pour ${topic}`);
    let pool = this.pools.get(service);
    if (!pool) {
      pool = new Pool({ connectionString: adresse, max: 2, idleTimeoutMillis: 10_000, connectionTimeoutMillis: 30_000, keepAlive: true, allowExitOnIdle: true, application_name: 'sm-log' });
      // An idle connection that the server closes must not end the process; the next read opens another.
      pool.on('error', () => undefined);
      this.pools.set(service, pool);
    }
    return { service, pool };
  }

  source(topic: string): string {
    return `${this.options.tranche}/${this.options.serviceDuTopic(topic)}`;
  }

  async fins(topic: string): Promise<Map<number, number>> {
    const { rows } = await this.pool(topic).pool.query<{ part: number; seq: number }>('SELECT part, seq::float8 AS seq FROM position_log WHERE topic = $1', [topic]);
    return new Map(rows.map((r) => [r.part, r.seq]));
  }

  private async lire(topic: string, part: number, apres: number, limite: number): Promise<Message[]> {
    const { pool } = this.pool(topic);
    const { rows } = await pool.query({ name: 'lire-log', text: LIRE, values: [topic, part, apres, limite] });
    const source = this.source(topic);
    return rows.map((r) => ({ source, topic, part, seq: r.seq, id: r.id, type: r.type, cle: r.cle, unite: r.unite, version: r.version, survenuLe: new Date(r.survenu_ms), enregistreLe: new Date(r.enregistre_ms), donnees: r.donnees }));
  }

  abonner(demande: DemandeAbonnement): Abonnement {
    const arret = new AbortController();
    const { service } = this.pool(demande.topic);
    const source = this.source(demande.topic);
    const { activeMs = 80, reposMs = 1500 } = this.options;
    const positions = new Map<number, number>();
    const attente = new Map<number, number>();

    const avancer = async (part: number, fin: number): Promise<Avance> => {
      let position = positions.get(part) ?? (await demande.marques(part)).get(source) ?? 0;
      positions.set(part, position);
      if (position >= fin) {
        await demande.aJour?.(part);
        return 'rien';
      }
      const messages = await this.lire(demande.topic, part, position, demande.taille);
      if (!messages.length || arret.signal.aborted) return 'rien';
      await demande.surLot({ topic: demande.topic, part, messages });
      position = messages.at(-1)!.seq;
      positions.set(part, position);
      return messages.length < demande.taille ? 'progres' : 'plein';
    };

    const passe = async (): Promise<Avance> => {
      const avances = new Set<Avance>();
      for (const [part, fin] of await this.fins(demande.topic)) {
        if (arret.signal.aborted) break;
        if ((attente.get(part) ?? 0) > Date.now()) continue;
        try {
          avances.add(await avancer(part, fin));
        } catch (erreur) {
          positions.delete(part);
          attente.set(part, Date.now() + 1000);
          demande.surErreur(erreur, part);
        }
      }
      await demande.aJour?.(-1);
      return avances.has('plein') ? 'plein' : avances.has('progres') ? 'progres' : 'rien';
    };

    const boucle = (async () => {
      let pause = activeMs;
      while (!arret.signal.aborted) {
        let avance: Avance = 'rien';
        try {
          avance = await passe();
        } catch (erreur) {
          demande.surErreur(erreur, -1);
          pause = 1000;
        }
        if (avance === 'plein') continue;
        // Under a steady flow, fewer and fuller batches; after a rest, the first event is taken at once.
        pause = avance === 'progres' ? activeMs : Math.min(pause * 2, reposMs);
        await attendreSignal(avance === 'progres' ? [] : [service], pause, arret.signal);
      }
    })();
    return {
      arreter: async () => {
        arret.abort();
        await boucle;
      },
    };
  }

  async fermer(): Promise<void> {
    await Promise.all([...this.pools.values()].map((p) => p.end()));
    this.pools.clear();
  }
}
