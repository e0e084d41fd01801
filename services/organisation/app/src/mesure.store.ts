import { Inject, Injectable } from '@nestjs/common';
import type { Unite } from '@sm/kernel';
import { Journal, MAINTENANT, uuidv7, type Contexte, type Tx } from '@sm/platform';
import { In } from 'typeorm';
import type { Mesure } from './mesure';
import { MesureEntity } from './mesure.entity';
import { mesureChangee } from './mesure.events';

export const cleMesure = (m: { readonly source: string; readonly numero: string }): string => JSON.stringify([m.source, m.numero]);

const enOrdre = (valeur: unknown): unknown =>
  valeur !== null && typeof valeur === 'object' && !Array.isArray(valeur) ? Object.fromEntries(Object.entries(valeur).sort(([a], [b]) => (a < b ? -1 : 1)).map(([c, v]) => [c, enOrdre(v)])) : valeur;

/** Same dates and same content: posting it again changes nothing. */
export const inchangee = (m: Mesure, connue: MesureEntity): boolean =>
  !connue.retiree && m.du === connue.du && m.au === connue.au && JSON.stringify(enOrdre(m.contenu)) === JSON.stringify(enOrdre(connue.contenu));

/** Row of a measure, over the one it corrects when there is one. */
export const ligneMesure = (m: Mesure, unite: Unite, ctx: Contexte, connue: MesureEntity | undefined): MesureEntity => ({
  id: connue?.id ?? uuidv7(), genre: m.contenu.genre, unite: unite.id, source: m.source, numero: m.numero, acteur: m.acteur, du: m.du, au: m.au, contenu: m.contenu,
  retiree: false, version: (connue?.version ?? 0) + 1, declareePar: ctx.acteur.id,
});

/** Measures in the database, told with every change. */
@Injectable()
export class MesureStore {
  constructor(private readonly journal: Journal, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** Rows already known of these identities, locked. */
  async connues(tx: Tx, mesures: readonly Mesure[]): Promise<ReadonlyMap<string, MesureEntity>> {
    const where = { source: In([...new Set(mesures.map((m) => m.source))]), numero: In([...new Set(mesures.map((m) => m.numero))]) };
    const lignes = await tx.getRepository(MesureEntity).find({ where, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
    return new Map(lignes.map((l) => [cleMesure(l), l]));
  }

  /** One measure, locked; null when it is unknown or out of scope. */
  trouver(tx: Tx, id: string): Promise<MesureEntity | null> {
    return tx.getRepository(MesureEntity).findOne({ where: { id, retiree: false }, lock: { mode: 'pessimistic_write' } });
  }

  async ecrire(tx: Tx, ctx: Contexte, lignes: readonly MesureEntity[], commande: string): Promise<void> {
    if (lignes.length === 0) return;
    const survenuLe = this.maintenant();
    await tx.getRepository(MesureEntity).upsert([...lignes], ['id']);
    await this.journal.ajouter(tx, ctx, lignes.map((l) => mesureChangee(l, survenuLe)), commande);
  }
}
