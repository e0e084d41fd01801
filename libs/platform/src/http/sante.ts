import { Controller, Get, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Public } from '../auth/public.decorator';
import { EcoulementRequetes } from './ecoulement';
import { ProblemeException } from './probleme';

export type EtatPartie = 'ok' | 'retard' | 'bloque' | 'rompue';

/** What a part says of itself. `dernierProgres`: when it last did something useful (or looked and found nothing to do). */
export interface ConstatPartie {
  readonly etat: EtatPartie;
  readonly dernierProgres?: Date | null;
  /** A kebab code such as `base-injoignable`; anything else is not shown. */
  readonly detail?: string;
}

export interface LigneSante {
  readonly nom: string;
  readonly etat: EtatPartie;
  readonly dernierProgres: string | null;
  readonly ageMs: number | null;
  readonly detail?: string;
}

interface Partie {
  readonly sonde: () => ConstatPartie | Promise<ConstatPartie>;
  readonly borneMs: number | null;
}

const DELAI_SONDE_MS = 2000;
/** Each sample wakes the process up: what matters here is a loop held for long, which few samples show as well. */
const PAS_BOUCLE_MS = 250;
const BLOQUEE: ConstatPartie = { etat: 'bloque', detail: 'sonde-muette' };

/** Registry of the parts a service needs to make progress: readiness is the conjunction of what they say. */
@Injectable()
export class Sante {
  private readonly parties = new Map<string, Partie>();

  /** @param borneMs age of `dernierProgres` (milliseconds) beyond which an `ok` part counts as late; none by default. */
  declarer(nom: string, sonde: Partie['sonde'], options: { borneMs?: number } = {}): void {
    this.parties.set(nom, { sonde, borneMs: options.borneMs ?? null });
  }

  retirer(nom: string): void {
    this.parties.delete(nom);
  }

  /** Asks every part, each within 2 s; one that throws or stays silent is blocked. */
  async constater(maintenant = new Date()): Promise<LigneSante[]> {
    return Promise.all([...this.parties].map(([nom, partie]) => this.ligne(nom, partie, maintenant)));
  }

  private async ligne(nom: string, { sonde, borneMs }: Partie, maintenant: Date): Promise<LigneSante> {
    const constat = await this.interroger(sonde);
    const dernier = constat.dernierProgres ?? null;
    const ageMs = dernier === null ? null : maintenant.getTime() - dernier.getTime();
    const tardif = constat.etat === 'ok' && borneMs !== null && (ageMs === null || ageMs > borneMs);
    const detail = constat.detail !== undefined && /^[a-z][a-z0-9-]{0,59}$/.test(constat.detail) ? { detail: constat.detail } : {};
    return { nom, etat: tardif ? 'retard' : constat.etat, dernierProgres: dernier?.toISOString() ?? null, ageMs, ...detail };
  }

  private async interroger(sonde: Partie['sonde']): Promise<ConstatPartie> {
    let minuterie: NodeJS.Timeout | undefined;
    const limite = new Promise<ConstatPartie>((resoudre) => {
      minuterie = setTimeout(() => resoudre(BLOQUEE), DELAI_SONDE_MS);
    });
    try {
      return await Promise.race([sonde(), limite]);
    } catch {
      return { etat: 'bloque', detail: 'sonde-en-erreur' };
    } finally {
      clearTimeout(minuterie);
    }
  }
}

/** Liveness says that the process turns; readiness says that it progresses. */
@ApiExcludeController()
@Public()
@Controller('sante')
export class SanteController implements OnApplicationShutdown {
  private readonly boucle = monitorEventLoopDelay({ resolution: PAS_BOUCLE_MS });

  constructor(
    private readonly sante: Sante,
    private readonly ecoulement: EcoulementRequetes,
  ) {
    this.boucle.enable();
  }

  onApplicationShutdown(): void {
    this.boucle.disable();
  }

  /** Event loop delay in milliseconds since the last call. */
  @Get('vie')
  vie(): { etat: 'ok'; boucleMs: { median: number; max: number } } {
    const boucleMs = { median: Math.round(this.boucle.percentile(50) / 1e6), max: Math.round(this.boucle.max / 1e6) };
    this.boucle.reset();
    return { etat: 'ok', boucleMs };
  }

  @Get('pret')
  async pret(): Promise<{ etat: 'ok'; parties: LigneSante[] }> {
    const parties = await this.sante.constater();
    const fautives = parties.filter(({ etat }) => etat !== 'ok').map(({ nom, etat }) => [nom, etat] as const);
    if (this.ecoulement.enArret) fautives.push(['service', 'bloque']);
    if (fautives.length > 0) {
      throw new ProblemeException({ code: 'pas-pret', categorie: 'conflit', details: Object.fromEntries(fautives) }, 503);
    }
    return { etat: 'ok', parties };
  }
}
