import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GardeJeton } from '../auth/garde-jeton';
import { JetonsService } from '../auth/jetons.service';
import { VerificateurJeton } from '../auth/verificateur-jeton';
import type { RefusObserve } from '../acces/refus';
import type { ConfigIdentite } from '../config/fragments';
import { JournalTechnique, creerJournalTechnique } from '../telemetrie/journal-technique';
import { repondreErreurClient } from './client-illisible';
import { TAILLE_CORPS_MAX, installerCorps } from './corps';
import { EcoulementRequetes } from './ecoulement';
import type { DocumentationApi } from './openapi';
import { servirContrats } from './openapi-servir';
import { probleme } from './probleme';
import { ProblemeFilter, envoyerProbleme } from './probleme.filter';
import { correlationDe, installerRequetes } from './requetes';
import { Sante, SanteController } from './sante';
import { traduire } from './traduction';
import { Validation } from './validation';

export interface OptionsHttp {
  /** Name of the service, in logs and in the API's title. */
  readonly service: string;
  readonly version?: string;
  readonly identite: ConfigIdentite;
  readonly journal?: JournalTechnique;
  /** Replaces the verifier of `identite`, for an application that holds the keys itself. */
  readonly verificateur?: VerificateurJeton;
  /** Keeps the trace of a request that the rights refused, before it is answered. */
  readonly surInterdit?: (refus: RefusObserve) => Promise<void>;
  /** What the service says of its routes; without it they are described without titles nor answers. */
  readonly documentation?: DocumentationApi | undefined;
  /** Topics it listens to, asked when its contracts are read. */
  readonly ecoutes?: () => readonly string[];
}

/** An API answers no page; a route that does overrides the policy with `@Header`. TLS and its HSTS belong to the public door. */
const EN_TETES_PRUDENTS = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
} as const;

@Module({})
class RacineHttp {}

function racine(module: Type | DynamicModule, options: OptionsHttp, journal: JournalTechnique, ecoulement: EcoulementRequetes): DynamicModule {
  const { identite } = options;
  const fournis = [
    Sante,
    { provide: EcoulementRequetes, useValue: ecoulement },
    { provide: JournalTechnique, useValue: journal },
    { provide: VerificateurJeton, useValue: options.verificateur ?? new VerificateurJeton(identite) },
    { provide: JetonsService, useValue: new JetonsService(identite) },
  ];
  return { module: RacineHttp, global: true, imports: [module], controllers: [SanteController], providers: fournis, exports: fournis };
}

/** Errors the router answers before any hook. */
function erreurRoutage(erreur: Error, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-correlation-id', request.id).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  envoyerProbleme(request, reply, traduire(erreur) ?? probleme('requete-malformee', 400));
}

const creerAdaptateur = (): FastifyAdapter =>
  new FastifyAdapter({
    logger: false,
    bodyLimit: TAILLE_CORPS_MAX,
    requestIdHeader: false,
    // Only the public door, on this machine, says who called it.
    trustProxy: 'loopback',
    genReqId: correlationDe,
    frameworkErrors: erreurRoutage,
    clientErrorHandler: repondreErreurClient,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  });

/**
 * A Nest application on Fastify with everything the platform asks of HTTP: problems, validation, tokens, logs, hostile input, health, OpenAPI.
 * It does not listen. `Sante`, `JournalTechnique`, `JetonsService` and `VerificateurJeton` can be injected anywhere in it.
 */
export async function creerApplicationHttp(module: Type | DynamicModule, options: OptionsHttp): Promise<NestFastifyApplication> {
  const journal = options.journal ?? creerJournalTechnique({ service: options.service });
  const ecoulement = new EcoulementRequetes();
  const adaptateur = creerAdaptateur();
  const instance: FastifyInstance = adaptateur.getInstance();
  installerRequetes(instance, { service: options.service, journal, ecoulement });
  installerCorps(instance);
  const app = await NestFactory.create<NestFastifyApplication>(racine(module, options, journal, ecoulement), adaptateur, {
    logger: journal,
    bodyParser: false,
    abortOnError: false,
  });
  app.useSecurityHeaders(EN_TETES_PRUDENTS);
  app.useGlobalFilters(new ProblemeFilter(journal, options.surInterdit));
  app.useGlobalGuards(new GardeJeton(app.get(Reflector), app.get(VerificateurJeton)));
  app.useGlobalPipes(new Validation());
  servirContrats(app, { service: options.service, version: options.version ?? '0.1.0', documentation: options.documentation, ecoutes: options.ecoutes });
  return app;
}

/** Graceful stop: readiness falls, new requests get 503, those in hand end (within `delaiMs`), then Nest closes. */
export async function arreterApplicationHttp(app: INestApplication, delaiMs = 10_000): Promise<void> {
  const restantes = await app.get(EcoulementRequetes).ecouler(delaiMs);
  if (restantes > 0) app.get(JournalTechnique).alerte('arret-force', { restantes });
  await app.close();
}
