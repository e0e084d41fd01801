import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { creerJournalTechnique } from '@sm/platform';
import type { JournalTechnique } from '@sm/platform';
import type { ContexteOidc } from 'oidc-provider';
import { ConfigPortail, verifierOptions } from './config';
import type { OptionsPortail } from './config';
import { chargerCles } from './identite/cles';
import { creerFournisseur } from './identite/fournisseur';
import { monterIdentite } from './identite/montage';
import { monterPasserelle } from './passerelle/passerelle';
import { PortailModule } from './portail.module';
import { RefusPortail } from './refus';
import { RefusFilter, texteRefus } from './refus.filter';
import { creerServeur } from './serveur';
import { SessionStore } from './session/session.store';

export interface PortailDemarre {
  /** Address for browsers. */
  readonly url: string;
  /** `iss` of every token. */
  readonly emetteur: string;
  /** Address of the public keys, on the loopback. */
  readonly jwks: string;
  arreter(): Promise<void>;
}

function pageErreurOidc(ctx: ContexteOidc, code: string): void {
  const correlation = String(ctx.req.headers['x-correlation-id'] ?? '');
  const refus = new RefusPortail(400, `oidc-${code.replaceAll('_', '-')}`, 'La connexion n’a pas abouti.');
  ctx.type = 'html';
  ctx.body = texteRefus(refus, correlation, null);
}

/** Assembles the portal without listening: what tests inject into and what `demarrerPortail` serves. */
export async function creerPortail(config: ConfigPortail, journal: JournalTechnique): Promise<NestFastifyApplication> {
  const cles = chargerCles(config.etat);
  const fournisseur = creerFournisseur(config, cles, pageErreurOidc);
  fournisseur.on('server_error', (_ctx, erreur) => journal.erreur('identite-en-erreur', erreur));
  const instance = creerServeur(config, journal);
  const adaptateur = new FastifyAdapter(instance);
  const app = await NestFactory.create<NestFastifyApplication>(PortailModule.pour(config, cles, fournisseur, journal), adaptateur, {
    bodyParser: false,
    logger: journal,
  });
  const sessions = app.get(SessionStore);
  app.useGlobalFilters(new RefusFilter(sessions, journal));
  monterIdentite(instance, config, fournisseur);
  monterPasserelle(instance, config, sessions);
  await app.init();
  await instance.ready();
  return app;
}

async function ecouter(serveur: Server, { port, hote }: OptionsPortail): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    serveur.once('error', reject);
    serveur.listen(port, hote, resolve);
  });
  const adresse = serveur.address() as AddressInfo;
  const nom = ['0.0.0.0', '::'].includes(hote) ? '127.0.0.1' : hote;
  return `http://${nom.includes(':') ? `[${nom}]` : nom}:${adresse.port}`;
}

/** Starts the portal. The port is taken first, since the issuer's name contains it. Throws on bad options, in production, or on a busy port (`EADDRINUSE`). */
export async function demarrerPortail(options: OptionsPortail): Promise<PortailDemarre> {
  verifierOptions(options);
  let traiter: RequestListener = (_requete, reponse) => reponse.writeHead(503, { 'retry-after': '1' }).end();
  const serveur = createServer({ requestTimeout: 0 }, (requete, reponse) => traiter(requete, reponse));
  const locale = await ecouter(serveur, options);
  const fermer = () => new Promise<void>((resolve) => {
    serveur.close(() => resolve());
    serveur.closeIdleConnections();
    setTimeout(() => serveur.closeAllConnections(), 2_000).unref();
  });
  try {
    const config = new ConfigPortail(options, locale);
    const app = await creerPortail(config, options.journal ?? creerJournalTechnique({ service: 'portail' }));
    traiter = app.getHttpAdapter().getInstance().routing;
    const arreter = async () => {
      await fermer();
      await app.close();
    };
    return { url: config.publique, emetteur: config.emetteur, jwks: `${locale}/oidc/jwks`, arreter };
  } catch (erreur) {
    await fermer();
    throw erreur;
  }
}
