import type { Db } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { numerotationEnAttente } from '../journal/attente';
import type { EtatVerification, VerificateurChaine } from '../journal/verificateur';
import type { Consommateur } from '../log/consommateur';
import type { Relais } from '../log/kafka/relais';
import type { EventLog } from '../log/port';
import type { StrategieLog } from '../log/strategie';
import type { Travaux } from './travaux';

export interface EtatConsommateur {
  readonly nom: string;
  readonly topic: string;
  /** Messages written and not applied; null when the log did not answer. */
  readonly retard: number | null;
  readonly dernierProgres: string;
  readonly bloquees: Readonly<Record<string, string>>;
}

export interface EtatRelais {
  readonly enAttente: number;
  readonly plusAncien: string | null;
  readonly dernierProgres: string;
}

export interface EtatService {
  readonly service: string;
  /** Nothing waits anywhere in this service. */
  readonly aJour: boolean;
  /** Whether the log answered. */
  readonly joignable: boolean;
  readonly numerotation: { readonly enAttente: boolean };
  readonly relais: EtatRelais | null;
  readonly consommateurs: readonly EtatConsommateur[];
  readonly travaux: Readonly<Record<string, number>>;
  readonly lettresMortes: number;
  readonly chaine: EtatVerification;
}

export interface PiecesEtat {
  readonly db: Db;
  readonly log: EventLog;
  readonly strategie: StrategieLog;
  readonly travaux: Travaux;
  readonly verificateur: VerificateurChaine;
  /** Where the relay to the broker stands; absent when there is none. */
  readonly relais?: Relais | undefined;
}

interface Lecture {
  readonly consommateurs: readonly EtatConsommateur[];
  readonly lettresMortes: number;
}

const DELAI_LOG_MS = 2000;

async function borner<T>(promesse: Promise<T>): Promise<T | null> {
  let minuterie: NodeJS.Timeout | undefined;
  const limite = new Promise<null>((resoudre) => {
    minuterie = setTimeout(() => resoudre(null), DELAI_LOG_MS);
  });
  return Promise.race([promesse.catch(() => null), limite]).finally(() => clearTimeout(minuterie));
}

/** How far a service is with its work, read in a few indexed queries. */
export class EtatDuService {
  constructor(private readonly pieces: PiecesEtat) {}

  /**
   * The steps are read in the order in which an event goes through them (consumed, then counted, numbered, relayed, consumed again by the service itself):
   * one that moves while we read cannot slip between two readings.
   */
  async lire(): Promise<EtatService> {
    const { db, travaux, verificateur, relais } = this.pieces;
    const avant = await this.consommation();
    const premiers = await travaux.compter();
    const numerotation = await numerotationEnAttente(db);
    const sortie = relais ? await etatDuRelais(relais) : null;
    const calme = (l: Lecture) => l.consommateurs.every((c) => c.retard === 0);
    const rien = (travail: Readonly<Record<string, number>>) => Object.values(travail).every((n) => n === 0);
    const amontCalme = calme(avant) && !numerotation && !sortie?.enAttente && rien(premiers);
    const { consommateurs, lettresMortes } = amontCalme ? await this.consommation() : avant;
    // What was consumed meanwhile may have left work behind it: copies to read again, counters to publish.
    const enAttente = amontCalme ? await travaux.compter() : premiers;
    return {
      service: db.service, aJour: amontCalme && calme({ consommateurs, lettresMortes }) && rien(enAttente), joignable: consommateurs.every((c) => c.retard !== null),
      numerotation: { enAttente: numerotation }, relais: sortie, consommateurs, travaux: enAttente, lettresMortes, chaine: verificateur.etat(),
    };
  }

  /** Lag of every consumer. The ends are read before the marks: what is applied meanwhile can only lower a lag that was true. */
  private async consommation(): Promise<Lecture> {
    const { db, log, strategie } = this.pieces;
    const topics = [...new Set(strategie.consommateurs.map((c) => c.options.topic))];
    const fins = new Map(await Promise.all(topics.map(async (t) => [t, await borner(log.fins(t))] as const)));
    return db.inTransaction(contexteSysteme('projection'), async (tx) => {
      const lignes: { cle: string; seq: number }[] = await tx.query("SELECT concat_ws('|', consommateur, topic, part, source) AS cle, seq::float8 AS seq FROM consommation");
      const [{ n }]: [{ n: number }] = await tx.query('SELECT count(*)::int AS n FROM (SELECT 1 FROM lettre_morte LIMIT 10000) l');
      const marques = new Map(lignes.map((l) => [l.cle, l.seq]));
      return { lettresMortes: n, consommateurs: strategie.consommateurs.map((c) => ({ ...decrire(c), retard: retardDe(c, log, fins.get(c.options.topic) ?? null, marques) })) };
    });
  }
}

async function etatDuRelais(relais: Relais): Promise<EtatRelais> {
  const { enAttente, plusAncien } = await relais.retard();
  return { enAttente, plusAncien: plusAncien?.toISOString() ?? null, dernierProgres: relais.dernierProgres.toISOString() };
}

/** A consumer as operators see it, but for its lag. */
export const decrire = (c: Consommateur): Omit<EtatConsommateur, 'retard'> => ({
  nom: c.options.nom, topic: c.options.topic, dernierProgres: c.dernierProgres.toISOString(), bloquees: Object.fromEntries(c.bloquees),
});

function retardDe({ options: { nom, topic } }: Consommateur, log: EventLog, fins: ReadonlyMap<number, number> | null, marques: ReadonlyMap<string, number>): number | null {
  if (!fins) return null;
  const source = log.source(topic);
  return [...fins].reduce((total, [part, fin]) => total + Math.max(0, fin - (marques.get(`${nom}|${topic}|${part}|${source}`) ?? 0)), 0);
}
