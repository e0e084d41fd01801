import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { avancer, leverRuptures, horsChaines, lireEtats, totalEnchaine, lireMaillons, noterRupture, type Segment } from './chaines';
import { confronterDonnees, confronterLocales, premiere, type Confrontation } from './contradiction';
import { ORIGINE, suivre, type Bout, type Rupture } from './maillons';
import { decouper, ouvrir, type Parcours } from './parcours';
import type { ClesRacine, RacineSignee } from './racine';

const VERROU = "hashtext('sm-verificateur')";
const TAILLE = 2000;
const LOTS_PAR_SECONDE = 5;
/** Share of its time that a process works, above which the verifier leaves it alone. */
const OCCUPE = 0.5;

/** Whether the process has had time to spare since the last question. */
function mesurerRepos(): () => boolean {
  let avant = performance.eventLoopUtilization();
  return () => {
    const maintenant = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(maintenant, avant);
    avant = maintenant;
    return utilization < OCCUPE;
  };
}

export interface BilanVerification {
  readonly lignes: number;
  readonly dureeMs: number;
  /** First break of each unit found broken. */
  readonly ruptures: readonly Rupture[];
}

export interface EtatVerification {
  readonly rompue: boolean;
  readonly ruptures: readonly Rupture[];
  readonly dernierProgres: Date;
  /** Rows read since the start of the complete verification under way, or null. */
  readonly completeEnCours: number | null;
  readonly derniereComplete: BilanVerification | null;
}

export interface OptionsVerification {
  /** Rows a second that the background reading may take. */
  readonly cadence?: number;
  readonly periodeMs?: number;
  /** How long it lets a service that never rests write unverified. */
  readonly patienceMs?: number;
  /** Keys whose roots the chains are compared with, and the source that they name. */
  readonly racines?: { readonly cles: ClesRacine; readonly source: string } | undefined;
  readonly surRupture?: (r: Rupture) => void;
  readonly surErreur?: (e: unknown) => void;
}

const prendreTour = async (tx: Tx): Promise<boolean> => (await tx.query(`SELECT pg_try_advisory_xact_lock(${VERROU}) AS tour`))[0].tour;

/**
 * Recomputes the digests of the journal and the chain of each unit: in the background from where it stood, or completely when asked.
 * It says the first break of each unit and its place, and repairs nothing. What an owner of the base rewrites with its marks, only signed roots tell.
 */
export class VerificateurChaine {
  private ruptures: readonly Rupture[] = [];
  private dernierProgres = new Date();
  private completeEnCours: number | null = null;
  private derniereComplete: BilanVerification | null = null;
  private readonly arret = new AbortController();
  private boucle: Promise<void> | undefined;
  private complete: Promise<BilanVerification> | undefined;

  constructor(private readonly db: Db, private readonly options: OptionsVerification = {}) {}

  etat(): EtatVerification {
    const { ruptures, dernierProgres, completeEnCours, derniereComplete } = this;
    return { rompue: ruptures.length > 0, ruptures, dernierProgres, completeEnCours, derniereComplete };
  }

  demarrer(): void {
    const { cadence = 1000, periodeMs = 10_000, patienceMs = 600_000, surErreur } = this.options;
    const libre = mesurerRepos();
    this.boucle = (async () => {
      for (let [vu, passeLe] = [-1, Date.now()]; !this.arret.signal.aborted; await this.attendre(periodeMs)) {
        try {
          const total = await this.lire(totalEnchaine);
          // What is being written, or done by another service of the process, comes first: the verifier waits for a calm period, not for ever.
          const tarde = Date.now() - passeLe > patienceMs;
          if ((libre() && total === vu) || tarde) {
            await this.passer(cadence, tarde ? undefined : libre);
            passeLe = Date.now();
          }
          vu = total;
          this.dernierProgres = new Date();
        } catch (e) {
          surErreur?.(e);
        }
      }
    })();
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await Promise.allSettled([this.boucle, this.complete]);
  }

  /** Verifies what is new, at most `cadence` rows a second; stops when another replica is at it, or as soon as `libre` says no: the rest is for the next time. */
  async passer(cadence = Infinity, libre: () => boolean = () => true): Promise<BilanVerification> {
    const debut = performance.now();
    const etats = await this.lire(lireEtats);
    const p = ouvrir(etats.filter((e) => !e.rupture));
    await this.confronter(p, false, new Set(etats.flatMap((e) => (e.rupture ? e.unite : []))));
    await this.conclure(p, [...p.ensembles.values()]);
    let lignes = 0;
    // In the background, a batch holds the process for a few milliseconds and no more.
    for (const lot of decouper(p.suivies.filter((e) => !p.trouvees.has(e.unite)), Math.min(TAILLE, cadence / LOTS_PAR_SECONDE))) {
      const t = performance.now();
      const n = await this.lire(async (tx) => ((await prendreTour(tx)) ? this.verifierLot(tx, lot, p, true) : null));
      if (n === null || this.arret.signal.aborted) break;
      await this.conclure(p);
      lignes += n;
      await this.attendre((n / cadence) * 1000 - (performance.now() - t));
      if (!libre()) break;
    }
    this.ruptures = [...etats.flatMap((e) => e.rupture ?? []), ...p.trouvees.values()];
    this.dernierProgres = new Date();
    return { lignes, dureeMs: Math.round(performance.now() - debut), ruptures: this.ruptures };
  }

  /** Verifies everything from the first rank at full speed, and looks for rows outside any chain; one at a time. A unit found whole loses the break said of it. */
  verifierTout(): Promise<BilanVerification> {
    return (this.complete ??= this.toutReprendre().finally(() => {
      this.complete = undefined;
      this.completeEnCours = null;
    }));
  }

  private async toutReprendre(): Promise<BilanVerification> {
    const debut = performance.now();
    this.completeEnCours = 0;
    const p = ouvrir(await this.lire(lireEtats));
    p.bouts.clear();
    await this.confronter(p, true);
    for (const lot of decouper(p.suivies.map((e) => ({ ...e, verifie: ORIGINE })), TAILLE)) {
      if (this.arret.signal.aborted) throw new Error('verification-interrompue');
      this.completeEnCours += await this.lire((tx) => this.verifierLot(tx, lot, p, false));
      await this.conclure(p);
    }
    const hors = await this.lire(horsChaines);
    await this.conclure(p, [...p.ensembles.values(), ...hors]);
    await this.lire((tx) => leverRuptures(tx, p.suivies.map((e) => e.unite).filter((u) => !p.trouvees.has(u))));
    this.ruptures = [...p.trouvees.values()];
    return (this.derniereComplete = { lignes: this.completeEnCours, dureeMs: Math.round(performance.now() - debut), ruptures: this.ruptures });
  }

  /** Adds what the signed roots show to what the whole of each chain shows. */
  private async confronter(p: Parcours, toutes: boolean, connues: ReadonlySet<number> = new Set()): Promise<void> {
    const { racines } = this.options;
    if (!racines) return;
    const { ruptures } = await this.lire((tx) => confronterLocales(tx, racines.cles, racines.source, toutes));
    for (const r of ruptures.values()) if (!connues.has(r.unite)) p.ensembles.set(r.unite, premiere(p.ensembles.get(r.unite), r));
  }

  /** Compares the chains with roots exported from the level above. @throws Error `racines-sans-cle` when this service has no key to verify them with */
  async confronterAvec(donnees: readonly RacineSignee[]): Promise<Confrontation> {
    const { racines, surRupture } = this.options;
    if (!racines) throw new Error('racines-sans-cle');
    const bilan = await this.lire((tx) => confronterDonnees(tx, racines.cles, racines.source, donnees));
    for (const r of bilan.ruptures.values()) surRupture?.(r);
    return bilan;
  }

  /** Reads and follows one batch; returns how many rows it held. */
  private async verifierLot(tx: Tx, lot: readonly Segment[], p: Parcours, marquer: boolean): Promise<number> {
    const utiles = lot.filter((s) => !p.trouvees.has(s.unite));
    const parUnite = await lireMaillons(tx, utiles);
    const avances = new Map<number, Bout>();
    for (const { unite, jusqua } of utiles) {
      const tete = p.tetes.get(unite)!;
      const { bout, rupture } = suivre(unite, p.bouts.get(unite) ?? ORIGINE, parUnite.get(unite)!, jusqua);
      p.bouts.set(unite, bout);
      const detourne = !rupture && bout.rang === tete.rang && bout.h !== tete.h;
      if (rupture) p.neuves.push(rupture);
      else if (detourne) p.neuves.push({ unite, rang: bout.rang, genre: 'queue-remplacee' });
      if (!detourne && bout.rang > 0) avances.set(unite, bout);
    }
    if (marquer) await avancer(tx, avances);
    return [...parUnite.values()].reduce((n, m) => n + m.length, 0);
  }

  /** Writes down the breaks just found, the lowest of each unit, and tells them once. */
  private async conclure(p: Parcours, ensembles: readonly Rupture[] = []): Promise<void> {
    for (const lue of [...p.neuves.splice(0), ...ensembles]) {
      if (p.trouvees.has(lue.unite)) continue;
      const ensemble = p.ensembles.get(lue.unite);
      // A number changed says less than an end that is not the one that was verified.
      const r = ensemble && (ensemble.rang < lue.rang || (ensemble.rang === lue.rang && lue.genre === 'numero-change')) ? ensemble : lue;
      p.trouvees.set(r.unite, r);
      if (await this.lire((tx) => noterRupture(tx, r))) this.options.surRupture?.(r);
    }
    this.dernierProgres = new Date();
  }

  private lire<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.inTransaction(contexteSysteme('journal'), fn);
  }

  private async attendre(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, undefined, { signal: this.arret.signal }).catch(() => undefined);
  }
}
