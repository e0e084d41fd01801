import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { personas, personnel } from '@sm/echantillon';
import { creerJournalTechnique, type JournalTechnique } from '@sm/platform';
import { demarrerPostgres, dossierEtatDe, prendreVerrou, type Verrou } from '@sm/platform/postgres';
import pino from 'pino';
import { chargerEchantillon } from './echantillon';
import { annoncer, lireSecrets } from './etat';
import { Hote } from './hote';
import { PORT_MAX, portLibre } from './port';
import { demarrerTranche } from './tranche';

const PORT = 8080;
const depart = performance.now();
const dire = (texte: string): void => console.log(`[${((performance.now() - depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

const USAGE = 'options : --port N, --taille N, --etat DOSSIER, --sans-echantillon, --puis-arreter';

function analyser() {
  try {
    return parseArgs({
      options: { port: { type: 'string' }, 'sans-echantillon': { type: 'boolean' }, taille: { type: 'string' }, etat: { type: 'string' }, kafka: { type: 'boolean' }, 'puis-arreter': { type: 'boolean' } },
    }).values;
  } catch {
    throw new Error(`option inconnue ou incomplète ; ${USAGE}`);
  }
}

function lireOptions() {
  const values = analyser();
  if (values.kafka) throw new Error('l’assemblage sur Kafka n’est pas encore livré ; lancez sans --kafka');
  const entier = (nom: string, texte: string | undefined, max: number): number | undefined => {
    if (texte === undefined) return undefined;
    const n = Number(texte);
    if (!Number.isInteger(n) || n < 1 || n > max) throw new Error(`--${nom} attend un entier de 1 à ${max}`);
    return n;
  };
  return { ...values, port: entier('port', values.port, PORT_MAX) ?? PORT, taille: entier('taille', values.taille, 1_000_000) };
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'le disque est plein', 53100: 'le disque est plein', EACCES: 'le dossier d’état n’est pas accessible en écriture', EROFS: 'le dossier d’état est en lecture seule',
};

function expliquer(erreur: unknown): string {
  const { code, message } = erreur as { code?: unknown; message?: unknown };
  const cause = CAUSES[String(code)];
  return cause ? `${cause} (${String(code)})` : String(message ?? erreur);
}

async function demarrer(hote: Hote, options: ReturnType<typeof lireOptions>, dossierEtat: string, verrou: Verrou, journal: JournalTechnique): Promise<void> {
  const postgres = await hote.ouvrir(() => demarrerPostgres({ dossierEtat, journal: dire }), (p) => p.arreter());
  dire(`PostgreSQL ${postgres.reutilise ? 'retrouvé' : 'démarré'} (${postgres.origine}), port ${postgres.port}`);
  const port = await portLibre(options.port, '127.0.0.1');
  if (port !== options.port) dire(`le port ${options.port} est pris ; la plateforme prend le ${port}`);
  const secrets = lireSecrets(dossierEtat);
  const comptes = personas(personnel()).map(({ sub, nom, role, unite, ou, quoi, rpps }) => ({ sub, nom, role, unite, ou, quoi, ...(rpps ? { rpps } : {}) }));
  const tranche = await hote.ouvrir(() => demarrerTranche({ urlAdmin: postgres.url, secrets, dossierEtat, port, hote: '127.0.0.1', personas: comptes, journal }), (t) => t.arreter());
  verrou.annoncer(tranche.url);
  annoncer(dossierEtat, { url: tranche.url, pid: process.pid, client: 'rapport', secret: secrets.clients['rapport'] });
  dire('tranche : organisation, repertoire, prestations, pilotage et portail dans un processus, journal embarqué sur PostgreSQL');
  if (!options['sans-echantillon']) await chargerEchantillon({ tranche, dossierEtat, clients: secrets.clients, dire, ...(options.taille ? { taille: options.taille } : {}) });
  dire(`prêt : ${tranche.url}`);
}

async function executer(): Promise<void> {
  const options = lireOptions();
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
  if (options['puis-arreter']) await arreter(0);
}

executer().catch((erreur: unknown) => {
  console.error(`Démarrage impossible : ${expliquer(erreur)}`);
  process.exit(1);
});
