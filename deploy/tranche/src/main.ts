import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { personas, personasVivantes, personnel } from '@sm/echantillon';
import { creerJournalTechnique, type JournalTechnique } from '@sm/platform';
import { demarrerPostgres, dossierEtatDe, prendreVerrou, type Verrou } from '@sm/platform/postgres';
import pino from 'pino';
import { lancerActivite } from './activite';
import type { Assemblage } from './assemblage';
import { chargerEchantillon } from './echantillon';
import { annoncer, lireSecrets } from './etat';
import { Hote } from './hote';
import { ouvrirKafka } from './kafka';
import { lireOptions, type Options } from './options';
import { portLibre } from './port';
import { chargerPortefeuille } from './portefeuille';
import { demarrerServices } from './services';
import { demarrerTranche } from './tranche';

const depart = performance.now();
const dire = (texte: string): void => console.log(`[${((performance.now() - depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'le disque est plein', 53100: 'le disque est plein', EACCES: 'le dossier d’état n’est pas accessible en écriture', EROFS: 'le dossier d’état est en lecture seule',
};

function expliquer(erreur: unknown): string {
  const { code, message } = erreur as { code?: unknown; message?: unknown };
  const cause = CAUSES[String(code)];
  return cause ? `${cause} (${String(code)})` : String(message ?? erreur);
}

/** Says which assembly runs, with the process and the port of each of its parts. */
function presenter({ assemblage }: Options, courtiers: string | undefined, parties: Assemblage['parties']): string {
  const log = courtiers ? `Kafka (${courtiers})` : 'journal embarqué sur PostgreSQL';
  const liste = parties().map((p) => `${p.nom} (${assemblage === 'services' ? `processus ${p.pid}, ` : ''}port ${p.port})`).join(', ');
  return assemblage === 'services' ? `assemblage : un processus par service, ${log} : ${liste}` : `assemblage : tranche en un processus (${process.pid}), ${log} : ${liste}`;
}

async function demarrer(hote: Hote, options: Options, dossierEtat: string, verrou: Verrou, journal: JournalTechnique): Promise<void> {
  const postgres = await hote.ouvrir(() => demarrerPostgres({ dossierEtat, journal: dire }), (p) => p.arreter());
  dire(`PostgreSQL ${postgres.reutilise ? 'retrouvé' : 'démarré'} (${postgres.origine}), port ${postgres.port}`);
  const courtier = options.assemblage === 'embarque' ? null : await hote.ouvrir(() => ouvrirKafka(dossierEtat, dire), (c) => c.arreter());
  const port = await portLibre(options.port, options.hote);
  if (port !== options.port) dire(`le port ${options.port} est pris ; la plateforme prend le ${port}`);
  const secrets = lireSecrets(dossierEtat);
  const comptes = (options.portefeuille ? personasVivantes() : personas(personnel())).map(({ sub, nom, role, unite, ou, quoi, rpps }) => ({ sub, nom, role, unite, ou, quoi, ...(rpps ? { rpps } : {}) }));
  const publier = ({ url, parties, services }: Pick<Assemblage, 'url' | 'parties' | 'services'>): void => {
    const liste = Object.fromEntries(parties().map(({ nom, ...p }) => [nom, p]));
    annoncer(dossierEtat, { url, pid: process.pid, assemblage: options.assemblage, parties: liste, services: Object.fromEntries([...services].map(([nom, s]) => [nom, s.url])), client: 'rapport', secret: secrets.clients['rapport'], activite: { 'caisse-931': secrets.clients['caisse-931'], 'courrier-931': secrets.clients['courrier-931'] } });
  };
  const monter = options.assemblage === 'services' ? demarrerServices : demarrerTranche;
  const assemblage = await hote.ouvrir(
    () => monter({ urlAdmin: postgres.url, secrets, dossierEtat, port, hote: options.hote, personas: comptes, journal, dire, courtiers: courtier?.courtiers, surRelance: publier }),
    (a) => a.arreter(),
  );
  verrou.annoncer(assemblage.url);
  publier(assemblage);
  dire(presenter(options, courtier?.courtiers, assemblage.parties));
  const donnees = { assemblage, dossierEtat, clients: secrets.clients, dire, ...(options.taille ? { taille: options.taille } : {}) };
  const avantAnnee = async (): Promise<void> => void (options.portefeuille && (await chargerPortefeuille(donnees)));
  await (options.sansEchantillon ? avantAnnee() : chargerEchantillon({ ...donnees, avantAnnee }));
  dire(`prêt : ${assemblage.url}`);
  if (!options.activite || options.puisArreter) return;
  await hote.ouvrir(() => lancerActivite({ url: assemblage.url, dossierEtat, clients: secrets.clients, dire }), (a) => a.arreter());
  dire('activité : une caisse simulée envoie des demandes et exécute les avis (« npm start -- --sans-activite » pour s’en passer)');
}

async function executer(): Promise<void> {
  const majeure = Number(process.versions.node.split('.')[0]);
  if (majeure < 24) throw new Error(`Node ${process.versions.node} est trop ancien pour la plateforme : lancez-la par npm start, qui apporte le sien`);
  const options = lireOptions(process.argv.slice(2));
  const dossierEtat = options.etat ?? dossierEtatDe(join(__dirname, '..', '..', '..'));
  mkdirSync(dossierEtat, { recursive: true });
  const verrou = prendreVerrou(join(dossierEtat, 'hote.verrou'));
  if (!verrou.obtenu) {
    console.log(`Cette copie tourne déjà${verrou.tenant.adresse ? ` : ${verrou.tenant.adresse}` : ''} (processus ${verrou.tenant.pid}).`);
    return;
  }
  const journal = creerJournalTechnique({ service: 'tranche', flux: pino.destination({ dest: join(dossierEtat, 'tranche.log'), sync: false, mkdir: true }) });
  const hote = new Hote((e) => journal.erreur('arret-en-erreur', e));
  await hote.ouvrir(() => verrou, (v) => v.liberer());
  const arreter = async (code: number): Promise<never> => {
    if (!hote.enArret) dire('arrêt…');
    setTimeout(() => process.exit(1), 30_000).unref();
    await hote.arreter();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void arreter(0));
  process.on('unhandledRejection', (e) => journal.erreur('promesse-rejetee', e));
  try {
    await demarrer(hote, options, dossierEtat, verrou, journal);
  } catch (erreur) {
    // A stop asked during the start makes what was under way fail: that is not a failure of the start.
    if (hote.enArret) return;
    console.error(`Démarrage impossible : ${expliquer(erreur)}`);
    await arreter(1);
  }
  if (options.puisArreter) await arreter(0);
}

executer().catch((erreur: unknown) => {
  console.error(`Démarrage impossible : ${expliquer(erreur)}`);
  process.exit(1);
});
