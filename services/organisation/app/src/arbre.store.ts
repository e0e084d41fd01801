import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Db, Journal, type Contexte, type Tx } from '@sm/platform';
import type { Fonde, LienDate, UniteDatee } from './arbre';
import { CaisseEntity, UniteCodeEntity, UniteEntity, UniteLienEntity, UniteNomEntity, VersionArbreEntity } from './arbre.entity';
import { uniteChangee } from './arbre.events';
import type { LigneCaisse } from './donnees.reader';
import { grouper } from './grouper';

export interface ArbreVersionne {
  /** Counter that a decision records as `version_organisation`. */
  readonly version: number;
  readonly unites: readonly UniteDatee[];
}

const faits = ({ du, au, confiance, source }: Fonde) => [du, au, confiance, source];

/** Digest of all that a unit says; the order of its facts is that of the reference files. */
const empreinteUnite = (u: UniteDatee): string =>
  JSON.stringify([u.id, u.code, u.type, u.noms.map((n) => [n.nom, ...faits(n)]), u.codes.map((c) => [c.code, ...faits(c)]), u.liens.map((l) => [l.nature, l.cible, ...faits(l)])]);

const empreinteArbre = (unites: readonly UniteDatee[], caisses: readonly LigneCaisse[]): Buffer =>
  createHash('sha256').update(unites.map(empreinteUnite).join('\n')).update(JSON.stringify(caisses)).digest();

const lienLu = ({ nature, cibleUnite, cibleCode, du, au, confiance, source }: UniteLienEntity): LienDate => ({ nature, cible: cibleUnite ?? cibleCode ?? '', du, au, confiance, source });

const fonde = ({ du, au, confiance, source }: Fonde): Fonde => ({ du, au, confiance, source });

/** The national tree in the database: loaded from the reference files, then read at its last version. */
@Injectable()
export class ArbreStore {
  private courant: ArbreVersionne = { version: 0, unites: [] };

  constructor(private readonly db: Db, private readonly journal: Journal) {}

  /** The tree at its last version; read again only when that version has moved. */
  lire(ctx: Contexte): Promise<ArbreVersionne> {
    return this.db.inTransaction(ctx, (tx) => this.lireDans(tx));
  }

  async lireDans(tx: Tx): Promise<ArbreVersionne> {
    const version = (await tx.getRepository(VersionArbreEntity).maximum('numero')) ?? 0;
    if (version !== this.courant.version) this.courant = { version, unites: await this.unites(tx) };
    return this.courant;
  }

  /** The funds that exist on a day. */
  caisses(tx: Tx, jour: string): Promise<CaisseEntity[]> {
    return tx.getRepository(CaisseEntity).createQueryBuilder('c')
      .where('coalesce(c.du <= :jour, true) AND coalesce(c.au >= :jour, true)', { jour }).orderBy('c.code').getMany();
  }

  /**
   * Brings the database to the state of the reference files and publishes the units that changed. Does nothing when this state was already
   * loaded once, so that an older release started late does not undo a newer tree.
   * @throws Error when a known unit is missing from the files: ids are given once and for all.
   */
  charger(ctx: Contexte, unites: readonly UniteDatee[], caisses: readonly LigneCaisse[], maintenant: Date): Promise<void> {
    return this.db.inTransaction(ctx, async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('organisation-arbre'))");
      const versions = await tx.getRepository(VersionArbreEntity).find({ order: { numero: 'ASC' } });
      const empreinte = empreinteArbre(unites, caisses);
      if (versions.some((v) => empreinte.equals(v.empreinte))) return;
      const numero = (versions.at(-1)?.numero ?? 0) + 1;
      const connues = new Map((await this.unites(tx)).map((u) => [u.id, empreinteUnite(u)]));
      const disparue = [...connues.keys()].find((id) => !unites.some((u) => u.id === id));
      if (disparue !== undefined) throw new Error(`unité ${disparue} absente des données de référence`);
      const changees = unites.filter((u) => connues.get(u.id) !== empreinteUnite(u));
      await tx.getRepository(VersionArbreEntity).insert({ numero, empreinte, chargeeLe: maintenant });
      await this.ecrireUnites(tx, changees, numero);
      await this.ecrireCaisses(tx, caisses);
      await this.journal.ajouter(tx, ctx, changees.map((u) => uniteChangee(u, numero, maintenant)));
    });
  }

  private async unites(tx: Tx): Promise<UniteDatee[]> {
    const ordre = { order: { unite: 'ASC', rang: 'ASC' } } as const;
    const unites = await tx.getRepository(UniteEntity).find({ order: { id: 'ASC' } });
    const noms = grouper(await tx.getRepository(UniteNomEntity).find(ordre), (n) => n.unite);
    const codes = grouper(await tx.getRepository(UniteCodeEntity).find(ordre), (c) => c.unite);
    const liens = grouper(await tx.getRepository(UniteLienEntity).find(ordre), (l) => l.unite);
    return unites.map(({ id, code, type }) => ({
      id, code, type,
      noms: (noms.get(id) ?? []).map((n) => ({ nom: n.nom, ...fonde(n) })),
      codes: (codes.get(id) ?? []).map((c) => ({ code: c.code, ...fonde(c) })),
      liens: (liens.get(id) ?? []).map(lienLu),
    }));
  }

  private async ecrireUnites(tx: Tx, changees: readonly UniteDatee[], version: number): Promise<void> {
    await tx.getRepository(UniteEntity).upsert(changees.map(({ id, code, type }) => ({ id, code, type, version })), ['id']);
    const ids = changees.map((u) => u.id);
    for (const table of ['unite_nom', 'unite_code', 'unite_lien']) await tx.query(`DELETE FROM ${table} WHERE unite = ANY($1::int[])`, [ids]);
    const dates = <T extends Fonde>(choix: (u: UniteDatee) => readonly T[]) => changees.flatMap((u) => choix(u).map((fait, rang) => ({ unite: u.id, rang, ...fait })));
    await tx.getRepository(UniteNomEntity).insert(dates((u) => u.noms));
    await tx.getRepository(UniteCodeEntity).insert(dates((u) => u.codes));
    await tx.getRepository(UniteLienEntity).insert(dates((u) => u.liens).map(({ cible, ...l }) => ({
      ...l, cibleUnite: typeof cible === 'number' ? cible : null, cibleCode: typeof cible === 'string' ? cible : null,
    })));
  }

  private async ecrireCaisses(tx: Tx, caisses: readonly LigneCaisse[]): Promise<void> {
    await tx.query('DELETE FROM caisse');
    const rangs = new Map<string, number>();
    await tx.getRepository(CaisseEntity).insert(caisses.map((c) => {
      const rang = rangs.get(c.code) ?? 0;
      rangs.set(c.code, rang + 1);
      return { ...c, rang };
    }));
  }
}
