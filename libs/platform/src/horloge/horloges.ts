import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { attendreSignal } from '../journal/signal';
import { armer, desarmer, reprendre, reprendreFinies, suspendre } from './armement';
import { natureAlerte, type AlerteDue, type EffetAlerte, type EffetDeLot, type EffetHorloge, type HorlogeAArmer, type Pause } from './horloge';
import { TirEnCours, Tour, type LigneDue } from './tour';

const LOT = 1000;
const VERROU = "hashtext('sm-horloges')";

/** No row is locked here: an effect takes its dossier first and the clock last, as an agent who disarms does, so that the two never wait for each other. */
const DUES = `
SELECT h.id, h.dossier, h.unite, h.nature, h.proprietaire, h.genre, h.depart_le::text AS "departLe", h.echoit_le AS "echoitLe", h.article, h.regle, h.effet, h.zone, h.donnees, h.essais,
  h.alerte, p.echoit_le AS echeance
FROM horloge h LEFT JOIN horloge p ON p.id = h.alerte_de
WHERE h.statut = 'armee' AND h.echoit_le <= $1 AND h.nature = ANY($2::text[]) AND ($3::timestamptz IS NULL OR (h.echoit_le, h.id) > ($3::timestamptz, $4::uuid))
ORDER BY h.echoit_le, h.id LIMIT ${LOT}`;

/** Statutory clocks, each with its owner. Each fires once, in order of expiry, in the transaction of its effect; one scheduler at a time. A nature without a declared effect waits. */
export class Horloges {
  dernierProgres = new Date();
  private readonly un = new Map<string, EffetHorloge>();
  private readonly lot = new Map<string, EffetDeLot>();
  /** What each transaction is firing: an effect that disarms its dossier does not disarm the clock it comes from. */
  private readonly tirs = new WeakMap<object, TirEnCours>();
  private readonly suspectes = new Set<string>();
  /** Past a whole portion that could not be fired, the next turn looks further on. */
  private apres: LigneDue | undefined;
  private readonly arret = new AbortController();
  private boucle: Promise<void> | undefined;

  constructor(
    private readonly db: Db,
    private readonly unites: () => readonly number[],
    private readonly maintenant: () => Date = () => new Date(),
    private readonly surErreur: (e: unknown) => void = () => undefined,
  ) {}

  /** Effect of a nature, one clock at a time. Those that follow one another share a savepoint: after an error of one, they are done again, so that an effect must live in its transaction alone. */
  surEcheance(nature: string, effet: EffetHorloge): void {
    this.un.set(nature, effet);
    this.lot.delete(nature);
  }

  /** Effect of one or several natures on many clocks at once. */
  surEcheances(natures: string | readonly string[], effet: EffetDeLot): void {
    for (const nature of [natures].flat()) {
      this.lot.set(nature, effet);
      this.un.delete(nature);
    }
  }

  /** Effect of the alerts of a nature. */
  surAlerte(nature: string, effet: EffetAlerte): void {
    this.surEcheance(natureAlerte(nature), (tx, h, ctx) => effet(tx, h as AlerteDue, ctx));
  }

  /** Arms clocks and their alerts. An alert whose instant has passed is recorded as missed, and never told. @throws RangeError `alerte-apres-echeance` */
  async armer(tx: Tx, horloges: readonly HorlogeAArmer[]): Promise<void> {
    const tir = this.tir(tx);
    for (const h of tir ? horloges : []) for (const le of [h.echoitLe, ...(h.alertes ?? []).map((a) => a.le)]) tir!.noter(h.dossier, le);
    await armer(tx, horloges, this.maintenant());
  }

  /** Disarms a dossier's clocks, paused ones included, with their alerts: those of a nature, or all. */
  desarmer(tx: Tx, dossier: string, nature?: string): Promise<void> {
    return this.desarmerTous(tx, [{ dossier, nature }]);
  }

  /** Same, for many by one statement. */
  desarmerTous(tx: Tx, cibles: readonly { readonly dossier: string; readonly nature?: string | undefined }[]): Promise<void> {
    return desarmer(tx, cibles, this.tir(tx)?.ids ?? []);
  }

  /**
   * Stops a clock and its alerts until the start of a local day; the expiry moves by the days of the pause, and the clock resumes by itself.
   * @returns how many clocks stopped: 0 when none runs, or when it was due before the pause @throws RangeError `pause-invalide` without a reason code or an end after its start
   */
  suspendre(tx: Tx, dossier: string, nature: string, pause: Pause): Promise<number> {
    return suspendre(tx, dossier, nature, pause, this.maintenant());
  }

  /** Ends a pause early. The domain counts days: it gives the new expiry; alerts keep their distance to it. @returns how many clocks run again */
  reprendre(tx: Tx, dossier: string, nature: string, { echoitLe }: { readonly echoitLe: Date }): Promise<number> {
    this.tir(tx)?.noter(dossier, echoitLe);
    return reprendre(tx, dossier, nature, echoitLe, this.maintenant());
  }

  demarrer(periodeMs = 1000): void {
    this.boucle = (async () => {
      while (!this.arret.signal.aborted) {
        let n = 0;
        try {
          n = await this.tirer();
          this.dernierProgres = new Date();
        } catch (erreur) {
          this.surErreur(erreur);
        }
        if (n === 0 && !this.apres) await attendreSignal([`${this.db.service}:horloge`], periodeMs, this.arret.signal);
      }
    })();
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  /** Fires what is due, oldest first; returns how many clocks left the queue, 0 when another scheduler holds the turn. */
  tirer(): Promise<number> {
    const ctx = contexteSysteme('horloge', this.unites());
    return this.db.inTransaction(ctx, async (tx) => {
      const [{ tour }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${VERROU}) AS tour`);
      if (!tour) return 0;
      const maintenant = this.maintenant();
      await reprendreFinies(tx, maintenant);
      const dues: LigneDue[] = await tx.query(DUES, [maintenant, [...this.un.keys(), ...this.lot.keys()], this.apres?.echoitLe ?? null, this.apres?.id ?? null]);
      const tir = new TirEnCours();
      this.tirs.set(tx.queryRunner!, tir);
      const tourDes = new Tour({
        tx, ctx, tir, maintenant, effets: { un: this.un, lot: this.lot }, suspectes: this.suspectes, surErreur: this.surErreur, progres: () => void (this.dernierProgres = new Date()),
      });
      const complet = await tourDes.tirer(dues).finally(() => this.tirs.delete(tx.queryRunner!));
      this.apres = complet && dues.length === LOT && tourDes.parties === 0 ? dues.at(-1) : undefined;
      return tourDes.parties;
    });
  }

  private tir(tx: Tx): TirEnCours | undefined {
    return tx.queryRunner ? this.tirs.get(tx.queryRunner) : undefined;
  }
}
