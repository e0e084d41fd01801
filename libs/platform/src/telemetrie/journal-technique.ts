import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { NiveauJournal } from '../config/fragments';
import { contexteRequete } from '../http/contexte-requete';
import { evenementSur, filtrerChamps } from './champs';
import type { ChampsJournal } from './champs';
import { decrireErreur } from './erreur-journalisable';

type Niveau = 'fatal' | 'error' | 'warn' | 'info' | 'debug';

/** Contexts whose sentences Nest writes itself at start-up, from class names and route templates. */
const CONTEXTES_NEST = new Set([
  'NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication', 'NestMicroservice',
  'NestApplicationContext', 'Injector',
]);

/**
 * The service's log: JSON lines, an allow-list of fields, events named by codes. It is also Nest's LoggerService:
 * sentences are kept for Nest's own contexts only, anything else must be a code.
 */
export class JournalTechnique implements LoggerService {
  constructor(
    private readonly pino: Logger,
    private readonly service: string,
  ) {}

  info(evenement: string, champs: ChampsJournal = {}): void {
    this.ecrire('info', evenementSur(evenement), champs);
  }

  alerte(evenement: string, champs: ChampsJournal = {}): void {
    this.ecrire('warn', evenementSur(evenement), champs);
  }

  /** Logs an error by name, code and calls; a driver's error by SQLSTATE, constraint and table. */
  erreur(evenement: string, erreur: unknown, champs: ChampsJournal = {}): void {
    this.ecrire('error', evenementSur(evenement), champs, erreur);
  }

  log(message: unknown, ...reste: unknown[]): void {
    this.depuisNest('info', message, reste);
  }

  error(message: unknown, ...reste: unknown[]): void {
    this.depuisNest('error', message, reste);
  }

  warn(message: unknown, ...reste: unknown[]): void {
    this.depuisNest('warn', message, reste);
  }

  debug(message: unknown, ...reste: unknown[]): void {
    this.depuisNest('debug', message, reste);
  }

  verbose(message: unknown, ...reste: unknown[]): void {
    this.depuisNest('debug', message, reste);
  }

  fatal(message: unknown, ...reste: unknown[]): void {
    this.depuisNest('fatal', message, reste);
  }

  private ecrire(niveau: Niveau, msg: string, champs: ChampsJournal, erreur?: unknown): void {
    if (!this.pino.isLevelEnabled(niveau)) return;
    const contexte = contexteRequete();
    const base = filtrerChamps({ service: contexte?.service ?? this.service, correlation: contexte?.correlation, acteur: contexte?.acteur?.id, ...champs });
    this.pino[niveau](erreur === undefined ? base : { ...base, erreur: decrireErreur(erreur) }, msg);
  }

  private depuisNest(niveau: Niveau, message: unknown, reste: readonly unknown[]): void {
    const dernier = reste.at(-1);
    const contexte = typeof dernier === 'string' && !dernier.includes('\n') ? dernier : undefined;
    const erreur = [message, ...reste].find((partie) => partie instanceof Error);
    const sur = contexte !== undefined && CONTEXTES_NEST.has(contexte) && typeof message === 'string';
    const msg = sur ? message.replace(/\d{5,}/g, '…').slice(0, 500) : evenementSur(message);
    this.ecrire(niveau, msg, { contexte }, erreur);
  }
}

/** @param flux where lines go (standard output by default, written synchronously so that a kill loses none). */
export function creerJournalTechnique(options: { service: string; niveau?: NiveauJournal; flux?: DestinationStream }): JournalTechnique {
  const reglages = {
    level: options.niveau ?? 'info',
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return new JournalTechnique(pino(reglages, options.flux ?? pino.destination({ dest: 1, sync: true })), options.service);
}
