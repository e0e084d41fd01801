import { EventPattern, Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { isObservable, lastValueFrom, throwError, type Observable } from 'rxjs';
import type { Db } from '../db/db';
import { Consommateur, type Lot, type TraiterLot } from './consommateur';
import { LettresMortes } from './lettres-mortes';
import type { EventLog } from './port';

export const TRANSPORT_LOG = Symbol('sm-log');

/** Marks a controller method as the batch consumer of a topic: `@SurLot('sm.organisation.unite.v1') appliquer(lot: Lot)`. */
export function SurLot(topic: string, options: { taille?: number } = {}) {
  return (cible: object, propriete: string, descripteur: TypedPropertyDescriptor<(lot: Lot) => Promise<void>>): void => EventPattern(topic, TRANSPORT_LOG, { ...options, nom: `${cible.constructor.name}.${propriete}` })(cible, propriete, descripteur as PropertyDescriptor);
}

/** Nest turns a consumer's error into a plain object without name or code; the consumer needs the error itself to tell an outage from a poison message. */
@Catch()
export class ErreurTelleQuelle implements RpcExceptionFilter {
  catch(erreur: unknown): Observable<never> {
    return throwError(() => erreur);
  }
}

export interface OptionsStrategie {
  readonly db: Db;
  readonly log: EventLog;
  readonly compacte: (topic: string) => boolean;
  readonly surErreur: (erreur: unknown, topic: string, part: number) => void;
}

/** Nest microservice transport over the EventLog port: one consumer a topic, batch by batch, for the embedded log and for Kafka alike. */
export class StrategieLog extends Server implements CustomTransportStrategy {
  override readonly transportId = TRANSPORT_LOG;
  override readonly propagatesEventHandlerErrors = true;
  readonly consommateurs: Consommateur[] = [];
  readonly traiteurs = new Map<string, TraiterLot>();

  constructor(private readonly options: OptionsStrategie) {
    super();
  }

  get lettresMortes(): LettresMortes {
    return new LettresMortes(this.options.db, this.traiteurs);
  }

  listen(pret: (erreur?: unknown) => void): void {
    try {
      for (const [topic, handler] of this.messageHandlers) this.abonner(topic, handler);
      pret();
    } catch (erreur) {
      pret(erreur);
    }
  }

  private abonner(topic: string, handler: MessageHandler): void {
    const { db, log, compacte, surErreur } = this.options;
    const extras = (handler.extras ?? {}) as { nom?: string; taille?: number };
    const nom = extras.nom ?? topic;
    const traiter: TraiterLot = async (lot: Lot) => {
      const resultat: unknown = await handler(lot);
      if (isObservable(resultat)) await lastValueFrom(resultat, { defaultValue: undefined });
    };
    this.traiteurs.set(nom, traiter);
    const consommateur = new Consommateur(db, log, { nom, topic, compacte: compacte(topic), traiter, surErreur: (e, part) => surErreur(e, topic, part), ...(extras.taille ? { taille: extras.taille } : {}) });
    this.consommateurs.push(consommateur);
    consommateur.demarrer();
  }

  async close(): Promise<void> {
    await Promise.all(this.consommateurs.map((c) => c.arreter()));
  }

  on(): never {
    throw new Error('StrategieLog has no event of its own');
  }

  unwrap<T>(): T {
    return this.options.log as T;
  }
}
