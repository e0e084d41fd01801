import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Db, EVENT_LOG, contexteSysteme, type EventLog, type LotBrut, type Tx } from '@sm/platform';
import { DossierConsumer, TOPIC_DOSSIER } from './dossier.consumer';
import { evenementDe } from './dossier.traduction';
import { NEUVE, prendreLaMain, projeter } from './projection.store';

export interface BilanReconstruction {
  readonly generation: number;
  readonly faits: number;
  /** Counters whose value was not the one found again: zero when the projection was right. */
  readonly ecarts: number;
}

const CONSOMMATEUR = `${DossierConsumer.name}.appliquer`;
/** Facts and counters read again must be copied from one state: no batch of the rebuild commits between the two copies. */
const SEUL = "SELECT pg_advisory_xact_lock(hashtext('sm-reconstruction'))";

const ECARTS = `
SELECT count(*)::int AS n FROM compteur c FULL JOIN compteur_neuf x USING (unite, indicateur, jour, axe) WHERE coalesce(c.valeur, 0) <> coalesce(x.valeur, 0)`;

/** A counter that is no more stays, at zero: the level above must hear of it. */
const REMPLACER = [
  'DELETE FROM fait',
  'INSERT INTO fait SELECT * FROM fait_neuf',
  `UPDATE compteur c SET valeur = 0, generation = $1, n = 1, sale = true
   WHERE NOT EXISTS (SELECT 1 FROM compteur_neuf x WHERE (x.unite, x.indicateur, x.jour, x.axe) = (c.unite, c.indicateur, c.jour, c.axe))`,
  `INSERT INTO compteur AS c SELECT unite, indicateur, jour, axe, valeur, $1, 1, true FROM compteur_neuf
   ON CONFLICT (unite, indicateur, jour, axe) DO UPDATE SET valeur = excluded.valeur, generation = excluded.generation, n = 1, sale = true`,
  'UPDATE projection_etat SET generation = $1',
];

/** Reads the log again from its start beside the projection, then takes its place under the next generation. Reads are served meanwhile. */
@Injectable()
export class Reconstruction {
  private enCours: Promise<BilanReconstruction> | undefined;

  constructor(private readonly db: Db, @Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** Two calls at once share one rebuild. Rejects with what the log or the base refused; the projection is then as before. */
  reconstruire(): Promise<BilanReconstruction> {
    this.enCours ??= this.executer().finally(() => (this.enCours = undefined));
    return this.enCours;
  }

  private transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.inTransaction(contexteSysteme('projection'), fn);
  }

  private async executer(): Promise<BilanReconstruction> {
    await this.transaction(vider);
    const ecartes = await this.transaction(misDeCote);
    const relues = new Map<string, number>();
    let panne: unknown;
    const abonnement = this.log.abonner({
      groupe: 'pilotage.reconstruction', topic: TOPIC_DOSSIER, taille: 2000,
      marques: async (part) => new Map([...relues].filter(([cle]) => cle.startsWith(`${part}|`)).map(([cle, seq]) => [cle.slice(cle.indexOf('|') + 1), seq])),
      surLot: (lot) => this.relire(lot, relues, ecartes),
      surErreur: (e) => (panne = e),
    });
    try {
      for (;;) {
        const bilan = await this.transaction((tx) => basculer(tx, relues));
        if (bilan) return bilan;
        if (panne) throw panne;
        await pause(100);
      }
    } finally {
      await abonnement.arreter();
      await this.transaction(vider);
    }
  }

  private async relire(lot: LotBrut, relues: Map<string, number>, ecartes: ReadonlySet<string>): Promise<void> {
    const evenements = lot.messages.filter((m) => !ecartes.has(place(m))).flatMap((m) => evenementDe(m) ?? []);
    await this.transaction(async (tx) => {
      await tx.query(SEUL);
      await projeter(tx, NEUVE, 0, evenements);
    });
    for (const m of lot.messages) relues.set(`${lot.part}|${m.source}`, m.seq);
  }
}

const place = (m: { part: number; source: string; seq: number }): string => `${m.part}|${m.source}|${m.seq}`;

/** Messages in the dead letters count nowhere, before as after. */
async function misDeCote(tx: Tx): Promise<ReadonlySet<string>> {
  const lignes: { part: number; source: string; seq: number }[] = await tx.query(
    'SELECT part, source, seq::float8 AS seq FROM lettre_morte WHERE consommateur = $1', [CONSOMMATEUR]);
  return new Set(lignes.map(place));
}

async function vider(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM fait_neuf');
  await tx.query('DELETE FROM compteur_neuf');
}

/** Changes places once everything applied was read again, the projection being locked; what was read further will be applied once more, to no effect. */
async function basculer(tx: Tx, relues: ReadonlyMap<string, number>): Promise<BilanReconstruction | null> {
  await tx.query(SEUL);
  const generation = (await prendreLaMain(tx, null, null)) + 1;
  const marques: { part: number; source: string; seq: number }[] = await tx.query(
    'SELECT part, source, seq::float8 AS seq FROM consommation WHERE consommateur = $1 AND topic = $2', [CONSOMMATEUR, TOPIC_DOSSIER]);
  if (marques.some((m) => (relues.get(`${m.part}|${m.source}`) ?? 0) < m.seq)) return null;
  const [{ n: ecarts }]: [{ n: number }] = await tx.query(ECARTS);
  const [{ n: faits }]: [{ n: number }] = await tx.query('SELECT count(*)::int AS n FROM fait_neuf');
  for (const sql of REMPLACER) await tx.query(sql, sql.includes('$1') ? [generation] : []);
  return { generation, faits, ecarts };
}
