import { Pool } from 'pg';
import { attendreSignal } from '../journal/signal';
import type { Abonnement, DemandeAbonnement, EventLog, Marques, Message } from './port';

export const PARTITIONS = 8;

/** Positions are dense: a range says how many rows come, where LIMIT over the join makes the planner hash the whole journal. */
const LIRE = `
SELECT l.seq::float8 AS seq, j.evenement AS id, j.type, coalesce(j.cle, j.dossier::text, '') AS cle, j.unite, j.version,
  round(date_part('epoch', j.survenu_le) * 1000) AS survenu_ms, round(date_part('epoch', j.enregistre_le) * 1000) AS enregistre_ms, j.public AS donnees
FROM log_index l JOIN journal j ON j.id = l.journal_id AND j.enregistre_le = l.enregistre_le
WHERE l.topic = $1 AND l.part = $2 AND l.seq > $3::bigint AND l.seq <= $3::bigint + $4::int ORDER BY l.seq`;

/** What a topic that every service writes names as its service. */
export const TOUS = 'tous';

/** `sm.prestations.dossier.v1` is written by `prestations`, `sm.agregats.v1` by `pilotage`, `sm.racines.v1` by `tous`. */
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

  /** The services that write a topic. @throws Error when none of them has a database here */
  private producteurs(topic: string): readonly string[] {
    const service = this.options.serviceDuTopic(topic);
    const connus = service === TOUS ? Object.keys(this.options.sources) : [service];
    if (!connus.length || !this.options.sources[connus[0]!]) throw new Error(`log embarqué : aucune source pour ${topic}`);
    return connus;
  }

  private pool(service: string): Pool {
    let pool = this.pools.get(service);
    if (!pool) {
      pool = new Pool({ connectionString: this.options.sources[service]!, max: 2, idleTimeoutMillis: 10_000, connectionTimeoutMillis: 30_000, keepAlive: true, allowExitOnIdle: true, application_name: 'sm-log' });
      // An idle connection that the server closes must not end the process; the next read opens another.
      pool.on('error', () => undefined);
      this.pools.set(service, pool);
    }
    return pool;
  }

  source(topic: string): string {
    return this.sourceDe(this.options.serviceDuTopic(topic));
  }

  private sourceDe(service: string): string {
    return `${this.options.tranche}/${service}`;
  }

  /** Of a topic that every service writes, the sum of their positions. */
  async fins(topic: string): Promise<Map<number, number>> {
    const fins = new Map<number, number>();
    for (const service of this.producteurs(topic)) for (const [part, fin] of await this.finsDe(service, topic)) fins.set(part, (fins.get(part) ?? 0) + fin);
    return fins;
  }

  private async finsDe(service: string, topic: string): Promise<Map<number, number>> {
    const { rows } = await this.pool(service).query<{ part: number; seq: number }>('SELECT part, seq::float8 AS seq FROM position_log WHERE topic = $1', [topic]);
    return new Map(rows.map((r) => [r.part, r.seq]));
  }

  private async lire(service: string, topic: string, part: number, apres: number, limite: number): Promise<Message[]> {
    const { rows } = await this.pool(service).query({ name: 'lire-log', text: LIRE, values: [topic, part, apres, limite] });
    const source = this.sourceDe(service);
    return rows.map((r) => ({ source, topic, part, seq: r.seq, id: r.id, type: r.type, cle: r.cle, unite: r.unite, version: r.version, survenuLe: new Date(r.survenu_ms), enregistreLe: new Date(r.enregistre_ms), donnees: r.donnees }));
  }

  abonner(demande: DemandeAbonnement): Abonnement {
    const { topic } = demande;
    const arret = new AbortController();
    const partage = this.options.serviceDuTopic(topic) === TOUS;
    this.producteurs(topic);
    const { activeMs = 80, reposMs = 1500 } = this.options;
    const positions = new Map<string, number>();
    const attente = new Map<string, number>();

    /** Of a topic that several write, the log's own mark is the sum of theirs: what `fins` is compared with. */
    const reperes = async (part: number, service: string, position: number): Promise<Marques> => {
      const marques = await demande.marques(part);
      return new Map([[this.source(topic), this.producteurs(topic).reduce((n, s) => n + (s === service ? position : (marques.get(this.sourceDe(s)) ?? 0)), 0)]]);
    };

    const avancer = async (service: string, part: number, fin: number): Promise<Avance> => {
      const cle = `${service}/${part}`;
      let position = positions.get(cle) ?? (await demande.marques(part)).get(this.sourceDe(service)) ?? 0;
      positions.set(cle, position);
      if (position >= fin) {
        await demande.aJour?.(part);
        return 'rien';
      }
      const messages = await this.lire(service, topic, part, position, demande.taille);
      if (!messages.length || arret.signal.aborted) return 'rien';
      position = messages.at(-1)!.seq;
      await demande.surLot({ topic, part, messages, ...(partage ? { reperes: await reperes(part, service, position) } : {}) });
      positions.set(cle, position);
      return messages.length < demande.taille ? 'progres' : 'plein';
    };

    const passer = async (service: string, avances: Set<Avance>): Promise<void> => {
      for (const [part, fin] of await this.finsDe(service, topic)) {
        const cle = `${service}/${part}`;
        if (arret.signal.aborted) break;
        if ((attente.get(cle) ?? 0) > Date.now()) continue;
        try {
          avances.add(await avancer(service, part, fin));
        } catch (erreur) {
          positions.delete(cle);
          attente.set(cle, Date.now() + 1000);
          demande.surErreur(erreur, part);
        }
      }
    };

    const passe = async (): Promise<Avance> => {
      const avances = new Set<Avance>();
      for (const service of this.producteurs(topic)) await passer(service, avances);
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
        await attendreSignal(avance === 'progres' ? [] : this.producteurs(topic), pause, arret.signal);
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
