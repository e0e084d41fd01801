import { Module, type DynamicModule, type INestMicroservice, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TOPICS, verifierPlafonds } from '@sm/contracts';
import { AccesController } from '../acces/acces.controller';
import { RefusJournalises } from '../acces/refus';
import type { ConfigIdentite } from '../config/fragments';
import { Commandes } from '../commande/commandes';
import { Db, migrer, type ClasseMigration, type Entite } from '../db/db';
import { Horloges } from '../horloge/horloges';
import { arreterApplicationHttp, creerApplicationHttp } from '../http/application';
import type { DocumentationApi } from '../http/openapi';
import { Sante } from '../http/sante';
import { declarerTitres } from '../http/titres';
import { Imports } from '../import/imports';
import { Journal } from '../journal/journal';
import { Racines, type ReglageRacines } from '../journal/racines';
import { migrationsPlateforme } from './migrations';
import type { ClientKafka } from '../log/kafka/client';
import { Relais } from '../log/kafka/relais';
import { Sequenceur } from '../journal/sequenceur';
import { VerificateurChaine } from '../journal/verificateur';
import type { EventLog } from '../log/port';
import { ErreurTelleQuelle, StrategieLog } from '../log/strategie';
import { Metriques, SUIVI_RELAIS } from '../metriques/metriques';
import { MetriquesController } from '../metriques/metriques.controller';
import type { PorteCle } from '../scellement/porte';
import { RotationCles, type TableCles } from '../scellement/rotation';
import { Scellement } from '../scellement/scellement';
import { Secrets } from '../scellement/secrets';
import { Trousseau } from '../scellement/trousseau';
import type { JournalTechnique } from '../telemetrie/journal-technique';
import { OrganisationConsumer } from '../tenancy/organisation.consumer';
import { Tenancy } from '../tenancy/tenancy';
import { ChaineController } from './chaine.controller';
import { ClesController } from './cles.controller';
import { EtatController } from './etat.controller';
import { EtatDuService } from './etat.service';
import { ExploitationController } from './exploitation.controller';
import { ImportsController } from './imports.controller';
import { titresPlateforme } from './titres';
import { Travaux } from './travaux';
import { creerRacines, creerVerificateur, declarerChaine } from './verification';

/** Injection tokens of what has no class of its own. */
export const EVENT_LOG = Symbol('EventLog');
export const MAINTENANT = Symbol('maintenant');

export interface DefinitionService {
  readonly nom: string;
  readonly module: Type | DynamicModule;
  readonly migrations: readonly ClasseMigration[];
  readonly entites?: readonly Entite[];
  /** Tables of the service that keep a data key a row, wrapped by a unit's. */
  readonly cles?: readonly TableCles[];
  /** Names of its index keys, drawn once and kept. */
  readonly secrets?: readonly string[];
  /** French titles of the service's refusal codes. */
  readonly titres?: Readonly<Record<string, string>>;
  /** What it says of its routes. */
  readonly documentation?: DocumentationApi;
}

export interface ConfigService {
  readonly port: number;
  readonly hote: string;
  readonly url: string;
  /** Owner's address, for migrations; absent when the base is migrated by someone else. */
  readonly urlProprietaire?: string | undefined;
  readonly identite: ConfigIdentite;
  readonly log: EventLog;
  /** When the log is Kafka's: this service's journal is sent there, under the slice's name. */
  readonly relais?: { readonly client: ClientKafka; readonly tranche: string } | undefined;
  readonly cleMaitre: PorteCle;
  /** The key that signs the roots of the chains; absent, none is signed. */
  readonly racines?: ReglageRacines | undefined;
  readonly journal: JournalTechnique;
  /** The trusted clock; the machine's by default. */
  readonly maintenant?: () => Date;
}

export interface ServiceDemarre {
  readonly nom: string;
  readonly url: string;
  readonly app: NestFastifyApplication;
  arreter(): Promise<void>;
}

interface Pieces {
  readonly db: Db;
  readonly sequenceur: Sequenceur;
  readonly relais: Relais | undefined;
  readonly horloges: Horloges;
  readonly strategie: StrategieLog;
  readonly tenancy: Tenancy;
  readonly refus: RefusJournalises;
  readonly verificateur: VerificateurChaine;
  readonly racines: Racines | undefined;
  readonly module: DynamicModule;
}

const ACTIVE_MS = { sequenceur: 50, relais: 20 } as const;
/** How long the workers of a service at rest sleep: every commit of its own wakes them, so that this bounds what another process wrote, and the clocks. */
const REPOS_MS = 3000;

@Module({})
class PlateformeModule {}

const SECRET_COMMANDES = 'commandes';

function assembler(def: DefinitionService, config: ConfigService, db: Db, secrets: Secrets): Pieces {
  const maintenant = config.maintenant ?? (() => new Date());
  const dire = (evenement: string) => (erreur: unknown) => config.journal.erreur(evenement, erreur, { service: def.nom });
  const tenancy = new Tenancy(db, maintenant);
  const scellement = new Scellement(config.cleMaitre);
  const trousseau = new Trousseau(scellement);
  const journal = new Journal(maintenant);
  const commandes = new Commandes(db, secrets.cle(SECRET_COMMANDES));
  const rotation = new RotationCles({ db, scellement, trousseau, journal, commandes, tables: def.cles ?? [], unites: () => tenancy.unitesDeLaTranche(), maintenant });
  const strategie = new StrategieLog({
    db,
    log: config.log,
    compacte: (topic) => TOPICS[topic]?.compacte ?? false,
    surErreur: (erreur, topic) => config.journal.erreur('consommation-en-erreur', erreur, { service: def.nom, topic }),
  });
  const horloges = new Horloges(db, () => tenancy.unitesDeLaTranche(), maintenant, dire('horloge-en-erreur'));
  const verificateur = creerVerificateur(db, config.journal, config.racines);
  const racines = creerRacines(db, journal, maintenant, config.journal, config.racines);
  const travaux = new Travaux();
  travaux.declarer('copies', async () => Number(tenancy.enRetard));
  const relais = config.relais && new Relais({ db, ...config.relais, surErreur: dire('relais-en-erreur') });
  const valeurs: [unknown, unknown][] = [
    [Db, db], [Journal, journal], [Commandes, commandes], [Imports, new Imports(db)], [Tenancy, tenancy],
    [Scellement, scellement], [Trousseau, trousseau], [Secrets, secrets], [RotationCles, rotation], [Horloges, horloges], [StrategieLog, strategie], [EVENT_LOG, config.log], [MAINTENANT, maintenant],
    [VerificateurChaine, verificateur], [SUIVI_RELAIS, relais ?? null], [Travaux, travaux], [EtatDuService, new EtatDuService({ db, log: config.log, strategie, travaux, verificateur, relais })],
  ];
  const fournis = valeurs.map(([provide, useValue]) => ({ provide: provide as symbol, useValue }));
  const plateforme: DynamicModule = { module: PlateformeModule, global: true, imports: [def.module], providers: [...fournis, Metriques], exports: fournis.map((f) => f.provide), controllers: [ImportsController, ExploitationController, EtatController, ChaineController, ClesController, MetriquesController, AccesController, OrganisationConsumer] };
  return { db, tenancy, refus: new RefusJournalises(db, journal, tenancy, maintenant), verificateur, racines, strategie, horloges, sequenceur: new Sequenceur(db, dire('sequenceur-en-erreur')), relais, module: plateforme };
}

/** Readiness means progress: each worker must have looked at its work a short while ago. */
function declarerSante(sante: Sante, p: Pieces): void {
  const borneMs = 15_000;
  sante.declarer('base', async () => {
    await p.db.source.query('SELECT 1');
    return { etat: 'ok' };
  });
  sante.declarer('sequenceur', () => ({ etat: 'ok', dernierProgres: p.sequenceur.dernierProgres }), { borneMs });
  const { relais } = p;
  if (relais) sante.declarer('relais', () => ({ etat: 'ok', dernierProgres: relais.dernierProgres }), { borneMs: 60_000 });
  sante.declarer('horloges', () => ({ etat: 'ok', dernierProgres: p.horloges.dernierProgres }), { borneMs });
  declarerChaine(sante, p.verificateur);
  sante.declarer('consommateurs', () => {
    const { consommateurs } = p.strategie;
    if (consommateurs.some((c) => c.bloquees.size > 0)) return { etat: 'bloque', detail: 'partition-arretee' };
    return { etat: 'ok', dernierProgres: new Date(Math.min(Date.now(), ...consommateurs.map((c) => c.dernierProgres.getTime()))) };
  }, { borneMs: 60_000 });
}

/** Nest resolves a microservice's filters when it registers its handlers: so these wait for `startAllMicroservices`, the application having run the hooks of the modules itself. */
function connecterConsommateurs(app: NestFastifyApplication, strategy: StrategieLog): void {
  const microservice = app.connectMicroservice({ strategy }, { deferInitialization: true }) as INestMicroservice & { setIsInitHookCalled(appeles: boolean): void };
  microservice.setIsInitHookCalled(true);
  microservice.useGlobalFilters(new ErreurTelleQuelle());
}

/** Starts one service: migrations, scopes, HTTP, consumers, sequencer, clocks. The same for the slice host and for a process of its own. */
export async function demarrerService(def: DefinitionService, config: ConfigService): Promise<ServiceDemarre> {
  verifierPlafonds();
  declarerTitres({ ...titresPlateforme, ...def.titres });
  if (config.urlProprietaire) await migrer(config.urlProprietaire, [...migrationsPlateforme(def.nom), ...def.migrations]);
  const db = await new Db(def.nom, config.url, def.entites).ouvrir();
  const secrets = await new Secrets().ouvrir(db, config.cleMaitre, [SECRET_COMMANDES, ...(def.secrets ?? [])]).catch(async (erreur: unknown) => {
    await db.fermer();
    throw erreur;
  });
  const pieces = assembler(def, config, db, secrets);
  let app: NestFastifyApplication | undefined;
  try {
    await pieces.tenancy.charger();
    const ecoutes = (): string[] => pieces.strategie.consommateurs.map((c) => c.options.topic);
    app = await creerApplicationHttp(pieces.module, { service: def.nom, identite: config.identite, journal: config.journal, documentation: def.documentation, ecoutes, surInterdit: (refus) => pieces.refus.inscrire(refus) });
    connecterConsommateurs(app, pieces.strategie);
    // Clocks and consumers find every handler declared: modules do it when they are initialised.
    await app.init();
    await app.startAllMicroservices();
    declarerSante(app.get(Sante), pieces);
    await app.listen(config.port, config.hote);
    pieces.sequenceur.demarrer(ACTIVE_MS.sequenceur, REPOS_MS);
    pieces.relais?.demarrer(ACTIVE_MS.relais, REPOS_MS);
    pieces.horloges.demarrer(REPOS_MS);
    pieces.verificateur.demarrer();
    pieces.racines?.demarrer();
    const demarree = app;
    let fin: Promise<void> | undefined;
    return { nom: def.nom, url: await demarree.getUrl(), app: demarree, arreter: () => (fin ??= arreter(demarree, pieces)) };
  } catch (erreur) {
    await arreter(app, pieces).catch((e: unknown) => config.journal.erreur('arret-en-erreur', e, { service: def.nom }));
    throw erreur;
  }
}

/** What was written is numbered, then signed, and its roots are numbered in turn. */
async function signerEnPartant({ racines, sequenceur }: Pieces): Promise<void> {
  if (!racines) return;
  await sequenceur.tic();
  await racines.arreter();
  await sequenceur.tic();
}

/** Stops everything that was started, whatever fails on the way; the base last. @throws the first failure */
async function arreter(app: NestFastifyApplication | undefined, p: Pieces): Promise<void> {
  const bilan = await Promise.allSettled([p.horloges.arreter(), p.verificateur.arreter(), app ? arreterApplicationHttp(app) : undefined]);
  bilan.push(...(await Promise.allSettled([p.strategie.close(), signerEnPartant(p)])));
  bilan.push(...(await Promise.allSettled([p.sequenceur.arreter(), p.relais?.arreter()])));
  await p.db.fermer();
  for (const b of bilan) if (b.status === 'rejected') throw b.reason;
}
