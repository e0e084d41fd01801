import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Db } from '../db/db';
import { Sante } from '../http/sante';
import { StrategieLog } from '../log/strategie';
import { creerSeries, registreDuProcessus, vider, type Series } from './registre';
import { SOURCES, type SuiviRelais, type Lieux, type Source } from './sources';

/** Injection token of what the relay tells of itself; provided where there is one. */
export const SUIVI_RELAIS = Symbol('SuiviRelais');

const DELAI_SOURCE_MS = 2500;
const DELAI_PAGE_MS = 6000;
const SANS_ROUTE = 'inconnue';

/** True when the reading ends well within the delay. */
async function dansLeDelai(lecture: Promise<void>, delaiMs: number): Promise<boolean> {
  let minuterie: NodeJS.Timeout | undefined;
  const borne = new Promise<false>((resoudre) => {
    minuterie = setTimeout(() => resoudre(false), delaiMs);
  });
  const bonne = await Promise.race([lecture.then(() => true, () => false), borne]);
  clearTimeout(minuterie);
  return bonne;
}

/** The metrics page of one service, read from its sources when it is asked for and at no other time. */
@Injectable()
export class Metriques implements OnModuleInit {
  private readonly series: Series;
  private readonly lieux: Lieux;
  /** Sources still being read: a slow one is not asked twice. */
  private readonly enCours = new Map<string, Promise<void>>();

  constructor(db: Db, strategie: StrategieLog, sante: Sante, private readonly hote: HttpAdapterHost, @Optional() @Inject(SUIVI_RELAIS) relais: SuiviRelais | null = null) {
    this.series = creerSeries(db.service);
    this.lieux = { db, strategie, sante, relais };
  }

  /** Times every answer under its route's template: an address, which may hold an id, never becomes a label. */
  onModuleInit(): void {
    const instance: FastifyInstance = this.hote.httpAdapter.getInstance();
    instance.addHook('onResponse', (requete, reponse, suite) => {
      const route = requete.routeOptions?.url ?? SANS_ROUTE;
      if (route !== '/metrics' && !route.startsWith('/sante/')) this.series.requetes.observe({ methode: requete.method, route, statut: reponse.statusCode }, reponse.elapsedTime / 1000);
      suite();
    });
  }

  /**
   * Prometheus text: the service's metrics, then the process's. Sources are read one after the other, so that a page takes one connection of the pool at most;
   * one that fails or lasts more than 2.5 s is left out and said.
   */
  async page(): Promise<string> {
    const fin = Date.now() + DELAI_PAGE_MS;
    for (const [nom, source] of Object.entries(SOURCES)) await this.relever(nom, source, Math.min(DELAI_SOURCE_MS, fin - Date.now()));
    return `${await this.series.registre.metrics()}${await registreDuProcessus().metrics()}`;
  }

  private async relever(nom: string, source: Source, delaiMs: number): Promise<void> {
    const bonne = delaiMs > 0 && (await dansLeDelai(this.lecture(nom, source), delaiMs));
    if (!bonne) source.series(this.series).forEach(vider);
    this.series.echecs.set({ source: nom }, bonne ? 0 : 1);
  }

  private lecture(nom: string, source: Source): Promise<void> {
    const enCours = this.enCours.get(nom);
    if (enCours) return enCours;
    const lecture = source.lire(this.series, this.lieux).finally(() => this.enCours.delete(nom));
    this.enCours.set(nom, lecture);
    return lecture;
  }
}
