import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { personas, personnel } from '@sm/echantillon';
import { creerJournalTechnique } from '@sm/platform';
import { demarrerPostgres, dossierEtatDe, prendreVerrou } from '@sm/platform/postgres';
import pino from 'pino';
import { chargerEchantillon } from './echantillon';
import { annoncer, lireSecrets } from './etat';
import { portLibre } from './port';
import { demarrerTranche } from './tranche';

const PORT = 8080;
const depart = performance.now();
const dire = (texte: string): void => console.log(`[${((performance.now() - depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

function lireOptions() {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'sans-echantillon': { type: 'boolean' }, taille: { type: 'string' }, etat: { type: 'string' }, kafka: { type: 'boolean' }, 'puis-arreter': { type: 'boolean' } },
  });
  if (values.kafka) throw new Error('l’assemblage sur Kafka n’est pas encore livré ; lancez sans --kafka');
  const entier = (nom: string, texte: string | undefined): number | undefined => {
    if (texte === undefined) return undefined;
    const n = Number(texte);
    if (!Number.isInteger(n) || n < 1 || n > 1_000_000) throw new Error(`--${nom} attend un entier positif`);
    return n;
  };
  return { ...values, port: entier('port', values.port) ?? PORT, taille: entier('taille', values.taille) };
}

async function demarrer(): Promise<void> {
  const options = lireOptions();
  const dossierEtat = options.etat ?? dossierEtatDe(join(__dirname, '..', '..', '..'));
  mkdirSync(dossierEtat, { recursive: true });
  const verrou = prendreVerrou(join(dossierEtat, 'hote.verrou'));
  if (!verrou.obtenu) {
    console.log(`Cette copie tourne déjà${verrou.tenant.adresse ? ` : ${verrou.tenant.adresse}` : ''} (processus ${verrou.tenant.pid}).`);
    return;
  }
  const journal = creerJournalTechnique({ service: 'tranche', flux: pino.destination({ dest: join(dossierEtat, 'tranche.log'), sync: false, mkdir: true }) });
  const postgres = await demarrerPostgres({ dossierEtat, journal: dire });
  dire(`PostgreSQL ${postgres.reutilise ? 'retrouvé' : 'démarré'} (${postgres.origine}), port ${postgres.port}`);
  const port = await portLibre(options.port, '127.0.0.1');
  if (port !== options.port) dire(`le port ${options.port} est pris ; la plateforme prend le ${port}`);
  const secrets = lireSecrets(dossierEtat);
  const comptes = personas(personnel()).map(({ sub, nom, role, unite, ou, quoi, rpps }) => ({ sub, nom, role, unite, ou, quoi, ...(rpps ? { rpps } : {}) }));
  const tranche = await demarrerTranche({ urlAdmin: postgres.url, secrets, dossierEtat, port, hote: '127.0.0.1', personas: comptes, journal });
  verrou.annoncer(tranche.url);
  annoncer(dossierEtat, { url: tranche.url, pid: process.pid, client: 'rapport', secret: secrets.clients['rapport'] });
  dire('tranche : organisation, repertoire, prestations, pilotage et portail dans un processus, journal embarqué sur PostgreSQL');

  let enArret = false;
  const arreter = async (code: number): Promise<void> => {
    if (enArret) return;
    enArret = true;
    dire('arrêt…');
    setTimeout(() => process.exit(1), 20_000).unref();
    await tranche.arreter().catch((e: unknown) => journal.erreur('arret-en-erreur', e));
    await postgres.arreter();
    verrou.liberer();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void arreter(0));
  process.on('unhandledRejection', (e) => journal.erreur('promesse-rejetee', e));
  if (!options['sans-echantillon']) await chargerEchantillon({ tranche, dossierEtat, clients: secrets.clients, dire, ...(options.taille ? { taille: options.taille } : {}) });
  dire(`prêt : ${tranche.url}`);
  if (options['puis-arreter']) await arreter(0);
}

demarrer().catch((erreur: unknown) => {
  console.error(erreur instanceof Error ? `Démarrage impossible : ${erreur.message}` : erreur);
  process.exit(1);
});
