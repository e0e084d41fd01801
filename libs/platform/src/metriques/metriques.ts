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

const DELAI_MS = 2000;
const SANS_ROUTE = 'inconnue';

/** True when the reading ends well within the delay. */
async function dansLeDelai(lecture: Promise<void>): Promise<boolean> {
  let minuterie: NodeJS.Timeout | undefined;
  const borne = new Promise<false>((resoudre) => {
    minuterie = setTimeout(() => resoudre(false), DELAI_MS);
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

  /** Prometheus text: the service's metrics, then the process's. A source that fails or lasts more than 2 s is left out and said. */
  async page(): Promise<string> {
    await Promise.all(Object.entries(SOURCES).map(([nom, source]) => this.relever(nom, source)));
    return `${await this.series.registre.metrics()}${await registreDuProcessus().metrics()}`;
  }

  private async relever(nom: string, source: Source): Promise<void> {
    const bonne = await dansLeDelai(this.lecture(nom, source));
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
