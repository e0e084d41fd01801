import { setTimeout as attendre } from 'node:timers/promises';
import type { Acteur } from '@sm/kernel';
import type { Commandes } from '../commande/commandes';
import type { Db, Tx } from '../db/db';
import type { Contexte } from '../db/roles';
import { tableau, tableauTexte } from '../db/tableaux';
import type { Journal, LigneJournal } from '../journal/journal';
import { enteteEnveloppe, type LigneCleUnite, type Scellement } from './scellement';
import { contexteCles, reenvelopperSecrets } from './secrets';
import type { Trousseau } from './trousseau';

/** A table that keeps a data key a row; names of its columns, from the code of the service only. */
export interface TableCles {
  readonly table: string;
  readonly id: string;
  readonly unite: string;
  readonly cle: string;
}

export interface EtatUnite {
  readonly unite: number;
  readonly version: number;
  /** What wraps the versions of its key. */
  readonly maitres: readonly string[];
  /** Rows whose data key is still wrapped by an older version. */
  readonly anciennes: number;
}

export interface EtatCles {
  readonly courante: string;
  readonly unites: readonly EtatUnite[];
  /** Unit keys and secrets that another version of the key-encryption key still wraps. */
  readonly aReenvelopper: number;
  readonly enCours: boolean;
}

export interface PiecesRotation {
  readonly db: Db;
  readonly scellement: Scellement;
  readonly trousseau: Trousseau;
  readonly journal: Journal;
  readonly commandes: Commandes;
  readonly tables: readonly TableCles[];
  readonly unites: () => readonly number[];
  readonly maintenant: () => Date;
}

interface LigneUnite extends LigneCleUnite {
  readonly unite: number;
}

const LOT = 200;
const PAUSE_MS = 50;

const anciennes = (t: TableCles): string => `FROM ${t.table} WHERE ${t.unite} = $1 AND ${t.cle} >= '\\x01' AND ${t.cle} < $2`;

/**
 * Changes keys while the service works: the key-encryption key (unit keys are re-wrapped) and a unit's key (data keys are). Sealed bytes never move.
 * Everything converges: to ask again, from here or from another process, goes on from where the base is.
 */
export class RotationCles {
  private readonly travaux = new Map<string, Promise<number>>();

  constructor(private readonly p: PiecesRotation) {}

  async etat(): Promise<EtatCles> {
    const { db, scellement, tables } = this.p;
    const courante = await scellement.porte.courante();
    return db.inTransaction(contexteCles(this.p.unites()), async (tx) => {
      const lues: { unite: number; version: number; maitres: string[] }[] = await tx.query('SELECT unite, max(version) AS version, array_agg(DISTINCT cle_maitre) AS maitres FROM cle_unite GROUP BY unite ORDER BY unite');
      const unites: EtatUnite[] = [];
      for (const u of lues) {
        let reste = 0;
        for (const t of tables) reste += await this.compter(tx, t, u.unite, u.version);
        unites.push({ ...u, anciennes: reste });
      }
      const [r]: [{ n: number }] = await tx.query('SELECT ((SELECT count(*) FROM cle_unite WHERE cle_maitre <> $1) + (SELECT count(*) FROM secret WHERE cle_maitre <> $1))::int AS n', [courante]);
      return { courante, unites, aReenvelopper: r.n, enCours: this.travaux.size > 0 };
    });
  }

  /** Re-wraps unit keys and secrets under the current version of the key-encryption key. Answers how many it re-wrapped itself. */
  tournerMaitre(acteur: Acteur): Promise<number> {
    return this.unSeul('maitre', async () => {
      const ctx: Contexte = { acteur, role: 'app', unites: this.p.unites() };
      const courante = await this.p.scellement.porte.courante();
      let faites = await this.p.db.inTransaction(ctx, (tx) => reenvelopperSecrets(tx, this.p.scellement.porte));
      for (;;) {
        const { lues, restent } = await this.p.db.inTransaction(ctx, (tx) => this.lotMaitre(tx, ctx, courante));
        faites += lues;
        if (!restent) return faites;
        if (!lues) await attendre(PAUSE_MS);
      }
    });
  }

  /** A new version of a unit's key, once a command id. Data keys follow with `suivre`. */
  async nouvelleVersion(acteur: Acteur, unite: number, commande: string): Promise<{ unite: number; version: number }> {
    const ctx: Contexte = { acteur, role: 'app', unites: [unite] };
    const { reponse } = await this.p.commandes.executer(ctx, { id: commande, corps: { type: 'TournerCleUnite', unite } }, async (tx) => {
      await this.p.trousseau.cleUnite(tx, unite);
      const [derniere]: [{ version: number }] = await tx.query('SELECT version FROM cle_unite WHERE unite = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE', [unite]);
      const version = derniere.version + 1;
      const { cle, octets } = await this.p.scellement.creerCleUnite(unite, version);
      await tx.query('INSERT INTO cle_unite (unite, version, cle_maitre, enveloppe) VALUES ($1, $2, $3, $4)', [unite, version, cle, octets]);
      await this.p.journal.ajouter(tx, ctx, [this.fait(unite, 'CleUniteTournee', { version })], commande);
      return { unite, version };
    });
    return reponse;
  }

  /** Re-wraps the data keys of a unit under its current version, by batches, until none is left and no process can still write under an older one. Answers how many it re-wrapped itself. */
  suivre(unite: number): Promise<number> {
    return this.unSeul(`unite|${unite}`, async () => {
      let faites = 0;
      for (const limite = Date.now() + this.p.trousseau.fraicheurMs; ; ) {
        this.p.trousseau.oublier(unite);
        let tour = 0;
        for (const t of this.p.tables) tour += await this.parcourir(t, unite);
        faites += tour;
        if (!tour && !(await this.restent(unite)) && Date.now() >= limite) return faites;
        if (!tour) await attendre(PAUSE_MS);
      }
    });
  }

  private unSeul(nom: string, faire: () => Promise<number>): Promise<number> {
    const encours = this.travaux.get(nom) ?? faire().finally(() => this.travaux.delete(nom));
    this.travaux.set(nom, encours);
    return encours;
  }

  private async lotMaitre(tx: Tx, ctx: Contexte, courante: string): Promise<{ lues: number; restent: boolean }> {
    const lignes: LigneUnite[] = await tx.query('SELECT unite, version, cle_maitre, enveloppe FROM cle_unite WHERE cle_maitre <> $1 ORDER BY unite, version LIMIT 20 FOR UPDATE SKIP LOCKED', [courante]);
    for (const l of lignes) {
      const neuve = await this.p.scellement.reenvelopperCleUnite(l.unite, l);
      await tx.query('UPDATE cle_unite SET cle_maitre = $3, enveloppe = $4 WHERE unite = $1 AND version = $2', [l.unite, l.version, neuve.cle, neuve.octets]);
    }
    await this.p.journal.ajouter(tx, ctx, lignes.map((l) => this.fait(l.unite, 'CleUniteReenveloppee', { version: l.version, de: l.cle_maitre, vers: courante })));
    const [r]: [{ n: number }] = await tx.query('SELECT count(*)::int AS n FROM cle_unite WHERE cle_maitre <> $1', [courante]);
    return { lues: lignes.length, restent: r.n > 0 };
  }

  private async parcourir(t: TableCles, unite: number): Promise<number> {
    let faites = 0;
    for (let apres: string | null = '00000000-0000-0000-0000-000000000000'; apres !== null; ) {
      const depart: string = apres;
      const ids: string[] = await this.p.db.inTransaction(contexteCles([unite]), (tx) => this.lotUnite(tx, t, unite, depart));
      faites += ids.length;
      apres = ids.length < LOT ? null : ids.at(-1)!;
    }
    return faites;
  }

  private async lotUnite(tx: Tx, t: TableCles, unite: number, apres: string): Promise<string[]> {
    const { scellement, trousseau } = this.p;
    const { version } = await trousseau.cleUnite(tx, unite);
    const lignes: { id: string; cle: Buffer }[] = await tx.query(
      `SELECT ${t.id} AS id, ${t.cle} AS cle ${anciennes(t)} AND ${t.id} > $3 ORDER BY ${t.id} LIMIT ${LOT} FOR UPDATE SKIP LOCKED`, [unite, enteteEnveloppe(version), apres]);
    if (!lignes.length) return [];
    const cle = await trousseau.cleUnite(tx, unite, lignes.map((l) => l.cle));
    const neuves = lignes.map((l) => scellement.reenvelopperCleDossier(cle, cle, l.id, l.cle).toString('hex'));
    await tx.query(`UPDATE ${t.table} SET ${t.cle} = decode(x.cle, 'hex') FROM unnest($1::uuid[], $2::text[]) AS x(id, cle) WHERE ${t.table}.${t.id} = x.id`, [tableau(lignes.map((l) => l.id)), tableauTexte(neuves)]);
    return lignes.map((l) => l.id);
  }

  private async restent(unite: number): Promise<boolean> {
    return this.p.db.inTransaction(contexteCles([unite]), async (tx) => {
      const { version } = await this.p.trousseau.cleUnite(tx, unite);
      for (const t of this.p.tables) if ((await this.compter(tx, t, unite, version)) > 0) return true;
      return false;
    });
  }

  private async compter(tx: Tx, t: TableCles, unite: number, version: number): Promise<number> {
    const [r]: [{ n: number }] = await tx.query(`SELECT count(*)::int AS n ${anciennes(t)}`, [unite, enteteEnveloppe(version)]);
    return r.n;
  }

  private fait(unite: number, type: string, prive: object): LigneJournal {
    return { topic: 'sm.cles', dossier: null, version: 1, unite, type, survenuLe: this.p.maintenant(), prive };
  }
}
