import { Inject, Injectable } from '@nestjs/common';
import { jourLocal } from '@sm/kernel';
import { MESURES, type Fraicheur, type LigneLue, type Publiee } from '@sm/pilotage-domaine';
import { Db, EVENT_LOG, contexteSysteme, tableau, tableauTexte, type Contexte, type EventLog } from '@sm/platform';
import { TOPIC_DOSSIER } from './dossier.consumer';
import { TOPIC_AGREGATS } from './publication';

/** `compteur`: the dossiers' own level. `agregat`: what came through the log, all that a level above may read. */
export type Origine = 'compteur' | 'agregat';

interface Ligne {
  unite: number;
  rang: number;
  indicateur: string;
  axe: string;
  valeur: number;
}

/** What is not added from day to day: the last state of the period stands for it. */
const STOCKS = MESURES.filter((m) => m.fusion === 'STOCK').map((m) => m.code);

const VUES = 'jour BETWEEN $1::date AND $2::date AND ($4::int[] IS NULL OR unite = ANY($4::int[])) AND ($6::text IS NULL OR indicateur = $6)';

const SOMMER = (origine: Origine) => `
SELECT unite, width_bucket(jour, $3::date[]) AS rang, indicateur, axe, sum(valeur)::float8 AS valeur FROM ${origine}
WHERE ${VUES} AND indicateur <> ALL($5::text[]) GROUP BY 1, 2, 3, 4
UNION ALL
(SELECT DISTINCT ON (unite, indicateur, axe) unite, width_bucket(jour, $3::date[]), indicateur, axe, valeur::float8 FROM ${origine}
WHERE ${VUES} AND indicateur = ANY($5::text[]) ORDER BY unite, indicateur, axe, jour DESC)`;

const PAR_JOUR = `
SELECT unite, jour::text AS periode, indicateur, axe, sum(valeur)::float8 AS valeur FROM agregat
WHERE jour BETWEEN $1::date AND $2::date AND indicateur = $3 GROUP BY 1, 2, 3, 4 ORDER BY 2`;

/** Counters read in SQL, scope first: row level security leaves out the units that the reader may not see. */
@Injectable()
export class LectureQuery {
  constructor(private readonly db: Db, @Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** Sums between ruptures (sorted days, the first being `du`); `unites` and `mesure` narrow what the context already bounds. */
  async lignes(ctx: Contexte, origine: Origine, du: string, au: string, ruptures: readonly string[], { unites, mesure }: { unites?: readonly number[]; mesure?: string } = {}): Promise<LigneLue[]> {
    const parametres = [du, au, tableau(ruptures), unites ? tableau(unites) : null, tableauTexte(STOCKS), mesure ?? null];
    const lues: Ligne[] = await this.db.inTransaction(ctx, (tx) => tx.query(SOMMER(origine), parametres));
    return lues.map(({ rang, ...l }) => ({ ...l, periode: ruptures[rang - 1] ?? du }));
  }

  parJour(ctx: Contexte, mesure: string, du: string, au: string): Promise<LigneLue[]> {
    return this.db.inTransaction(ctx, (tx) => tx.query(PAR_JOUR, [du, au, mesure]));
  }

  /** Local day of the last publication of each unit and its sources, for the counters of that period. */
  async publications(ctx: Contexte, du: string, au: string): Promise<Map<number, Publiee>> {
    const lues: { unite: number; maj_le: Date; sources: string[] }[] = await this.db.inTransaction(ctx, (tx) =>
      tx.query('SELECT unite, max(maj_le) AS maj_le, array_agg(DISTINCT source) AS sources FROM agregat WHERE jour BETWEEN $1::date AND $2::date GROUP BY unite', [du, au]));
    return new Map(lues.map((l) => [l.unite, { le: jourLocal(l.maj_le), sources: l.sources }]));
  }

  /** Last event applied and how many wait, on the way that feeds this origin. */
  async fraicheur(origine: Origine): Promise<Fraicheur> {
    const topic = origine === 'compteur' ? TOPIC_DOSSIER : TOPIC_AGREGATS;
    const dernier = origine === 'compteur' ? 'SELECT evenement_le AS le FROM projection_etat' : 'SELECT max(maj_le) AS le FROM agregat';
    const { le, marques, misDeCote, aPublier } = await this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
      const [{ le }]: [{ le: Date | null }] = await tx.query(dernier);
      const marques: { part: number; seq: number }[] = await tx.query('SELECT part, sum(seq)::float8 AS seq FROM consommation WHERE topic = $1 GROUP BY part', [topic]);
      const [{ n: misDeCote }]: [{ n: number }] = await tx.query('SELECT count(*)::int AS n FROM lettre_morte WHERE topic = $1', [topic]);
      // Moved and not yet published: nobody above can know them.
      const [{ n: aPublier }]: [{ n: number }] = origine === 'compteur' ? [{ n: 0 }] : await tx.query('SELECT count(*)::int AS n FROM compteur WHERE sale');
      return { le, misDeCote, aPublier, marques: new Map(marques.map((m) => [m.part, m.seq])) };
    });
    const fins = await this.log.fins(topic);
    const retard = [...fins].reduce((total, [part, fin]) => total + Math.max(0, fin - (marques.get(part) ?? 0)), aPublier);
    return { dernierEvenement: le?.toISOString() ?? null, retard, misDeCote };
  }
}
