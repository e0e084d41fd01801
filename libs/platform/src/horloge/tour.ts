import type { Tx } from '../db/db';
import type { Contexte } from '../db/roles';
import { tableau, tableauTexte } from '../db/tableaux';
import { estPassager } from '../log/passager';
import type { EffetDeLot, EffetHorloge, HorlogeDue } from './horloge';

const ESSAIS_MAX = 5;
/** A turn commits after that long (ms), so that an agent who wants one of its dossiers does not wait. */
const DUREE_MS = 300;

export interface LigneDue extends HorlogeDue {
  readonly essais: number;
}

/** The clocks being fired in a transaction, and the earliest that their effects have armed further on. */
export class TirEnCours {
  prochaine = Infinity;
  private readonly origines = new Map<string, { readonly id: string; readonly ms: number }>();
  private reference = 0;

  ouvrir(horloges: readonly HorlogeDue[]): void {
    this.origines.clear();
    for (const h of horloges) this.prendre(h);
    this.reference = horloges[0]?.echoitLe.getTime() ?? 0;
  }

  prendre(h: HorlogeDue): void {
    this.reference = h.echoitLe.getTime();
    this.origines.set(h.dossier, { id: h.id, ms: this.reference });
  }

  get ids(): string[] {
    return Array.from(this.origines.values(), (o) => o.id);
  }

  /** One armed at or before the instant of its origin waits for the next turn: it could otherwise hold the others for ever. */
  noter(dossier: string, echoitLe: Date): void {
    const ms = echoitLe.getTime();
    if (ms > (this.origines.get(dossier)?.ms ?? this.reference)) this.prochaine = Math.min(this.prochaine, ms);
  }
}

export interface Effets {
  readonly un: ReadonlyMap<string, EffetHorloge>;
  readonly lot: ReadonlyMap<string, EffetDeLot>;
}

export interface OptionsTour {
  readonly tx: Tx;
  readonly ctx: Contexte;
  readonly effets: Effets;
  readonly tir: TirEnCours;
  /** Clocks whose effect has failed: each is fired alone, so that it spoils no other's batch. */
  readonly suspectes: Set<string>;
  readonly maintenant: Date;
  readonly surErreur: (e: unknown) => void;
  readonly progres: () => void;
}

/** One turn of the scheduler, in its transaction: what is due, in order, by series of one effect. */
export class Tour {
  /** Clocks that left the queue. */
  parties = 0;
  private readonly fin = performance.now() + DUREE_MS;
  /** Dossiers of which a clock failed: their next ones wait behind it. */
  private readonly enAttente = new Set<string>();

  constructor(private readonly o: OptionsTour) {}

  /** @returns true when it went to the end of what was due */
  async tirer(dues: readonly LigneDue[]): Promise<boolean> {
    for (let i = 0; i < dues.length; ) {
      if (this.finit(dues[i]!)) return false;
      const serie = this.serie(dues, i);
      i += Math.max(1, serie.length);
      if (serie.length) await this.tirerSerie(serie);
    }
    return true;
  }

  private finit(suivante: HorlogeDue): boolean {
    return suivante.echoitLe.getTime() > this.o.tir.prochaine || performance.now() > this.fin;
  }

  private serie(dues: readonly LigneDue[], debut: number): LigneDue[] {
    const dossiers = new Set<string>();
    const serie: LigneDue[] = [];
    const premiere = dues[debut]!;
    if (this.enAttente.has(premiere.dossier)) return serie;
    for (let i = debut; i < dues.length; i++) {
      const h = dues[i]!;
      const autre = this.lot(h) !== this.lot(premiere) || dossiers.has(h.dossier) || this.enAttente.has(h.dossier) || (i > debut && (this.suspecte(h) || this.suspecte(premiere)));
      if (autre || h.echoitLe.getTime() > this.o.tir.prochaine) break;
      dossiers.add(h.dossier);
      serie.push(h);
    }
    return serie;
  }

  private suspecte(h: LigneDue): boolean {
    return h.essais > 0 || this.o.suspectes.has(h.id);
  }

  private lot(h: HorlogeDue): EffetDeLot | undefined {
    return this.o.effets.lot.get(h.nature);
  }

  /** All at once; when that fails, by halves down to the one that fails. */
  private async tirerSerie(serie: readonly LigneDue[]): Promise<void> {
    const { tir } = this.o;
    const avant = tir.prochaine;
    const issue = await this.essayer(serie);
    this.o.progres();
    if (issue.faites > 0) {
      this.parties += issue.faites;
      const reste = serie.slice(issue.faites);
      if (reste.length && !this.finit(reste[0]!)) await this.tirerSerie(reste);
      return;
    }
    const armee = tir.prochaine;
    tir.prochaine = avant;
    if (serie.length === 1) return 'erreur' in issue ? this.echouer(serie[0]!, issue.erreur) : undefined;
    const avantArmee = serie.findLastIndex((h) => h.echoitLe.getTime() <= armee) + 1;
    const coupe = 'erreur' in issue || avantArmee === serie.length ? serie.length >> 1 : avantArmee;
    await this.tirerSerie(serie.slice(0, coupe));
    const reste = serie.slice(coupe).filter((h) => !this.enAttente.has(h.dossier));
    if (reste.length && !this.finit(reste[0]!)) await this.tirerSerie(reste);
  }

  /** Zero done: everything is undone, by an error, by a clock disarmed meanwhile, or by one armed in the middle of the series. */
  private async essayer(serie: readonly LigneDue[]): Promise<{ readonly faites: number; readonly erreur?: unknown }> {
    const { tx, tir } = this.o;
    await tx.query('SAVEPOINT horloge');
    try {
      const codes = await this.appliquer(serie);
      const faites = serie.slice(0, codes.length);
      const dansLOrdre = faites.at(-1)!.echoitLe.getTime() <= tir.prochaine;
      const tenue = dansLOrdre && (await this.marquer(faites, codes)) === faites.length;
      await tx.query(tenue ? 'RELEASE SAVEPOINT horloge' : 'ROLLBACK TO SAVEPOINT horloge');
      return { faites: tenue ? faites.length : 0 };
    } catch (erreur) {
      await tx.query('ROLLBACK TO SAVEPOINT horloge');
      return { faites: 0, erreur };
    }
  }

  private async appliquer(serie: readonly LigneDue[]): Promise<readonly (string | undefined)[]> {
    const { tx, ctx, tir } = this.o;
    const lot = this.lot(serie[0]!);
    if (!lot) return this.unParUn(serie);
    tir.ouvrir(serie);
    const codes = await lot(tx, serie, ctx);
    if (codes.length !== serie.length) throw new Error('effet-de-lot-incomplet');
    return codes;
  }

  private async unParUn(serie: readonly LigneDue[]): Promise<(string | undefined)[]> {
    const { tx, ctx, tir, effets } = this.o;
    const codes: (string | undefined)[] = [];
    tir.ouvrir([]);
    for (const h of serie) {
      if (codes.length && this.finit(h)) break;
      tir.prendre(h);
      codes.push(await effets.un.get(h.nature)!(tx, h, ctx));
      this.o.progres();
    }
    return codes;
  }

  /** The clock comes last: an agent who held the dossier and disarmed it has won, and the effect is undone. */
  private async marquer(horloges: readonly HorlogeDue[], codes: readonly (string | undefined)[]): Promise<number> {
    const [prises]: [unknown[]] = await this.o.tx.query(
      "UPDATE horloge h SET statut = 'echue', tiree_le = $3, code = x.code FROM unnest($1::uuid[], $2::text[]) AS x(id, code) WHERE h.id = x.id AND h.statut = 'armee' RETURNING 1",
      [tableau(horloges.map((h) => h.id)), tableauTexte(codes.map((c) => c ?? null)), this.o.maintenant]);
    for (const h of horloges) this.o.suspectes.delete(h.id);
    return prises.length;
  }

  private async echouer(h: LigneDue, erreur: unknown): Promise<void> {
    this.o.surErreur(erreur);
    this.o.suspectes.add(h.id);
    const enEchec = !estPassager(erreur) && h.essais + 1 >= ESSAIS_MAX;
    if (enEchec) this.parties++;
    else this.enAttente.add(h.dossier);
    // A clock whose effect keeps failing must not hide the others: it is set aside, visibly, for a person.
    if (!estPassager(erreur)) await this.o.tx.query("UPDATE horloge SET essais = essais + 1, statut = $2, code = 'effet-en-erreur' WHERE id = $1 AND statut = 'armee'", [h.id, enEchec ? 'en_echec' : 'armee']);
  }
}
