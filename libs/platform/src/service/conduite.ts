import { flushCompileCache } from 'node:module';
import { ErreurConfiguration } from '../config/charger-config';
import type { JournalTechnique } from '../telemetrie/journal-technique';

/** What a process runs. */
export interface Conduit {
  readonly url: string;
  arreter(): Promise<void>;
}

/** What a process has read of its environment, and will start. */
export interface Programme {
  readonly journal: JournalTechnique;
  demarrer(): Promise<Conduit>;
}

/** A stop that has not ended by then is forced. */
const BORNE_ARRET_MS = 30_000;

const CAUSES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'SM_PORT : ce port est déjà pris', EACCES: 'SM_PORT : ce port est interdit à ce compte',
  ECONNREFUSED: 'SM_URL_BASE : la base ne répond pas', ENOTFOUND: 'SM_URL_BASE : machine inconnue', ETIMEDOUT: 'SM_URL_BASE : la base ne répond pas',
  '28P01': 'SM_URL_BASE : la base refuse ce compte', '28000': 'SM_URL_BASE : la base refuse ce compte', '3D000': 'SM_URL_BASE : cette base n’existe pas', '42501': 'SM_URL_BASE : droits insuffisants',
};

/** Names the variable and the rule, or a code: the sentence of a driver may quote a value. */
function expliquer(erreur: unknown): string {
  if (erreur instanceof ErreurConfiguration) return erreur.message;
  const { code, name } = erreur as { code?: unknown; name?: unknown };
  return `Démarrage impossible : ${CAUSES[String(code)] ?? String(code ?? name ?? 'erreur')}`;
}

function refuser(nom: string, raison: string): never {
  process.stderr.write(`${raison.startsWith(`${nom} : `) ? '' : `${nom} : `}${raison}\n`);
  return process.exit(1);
}

/** Stops once, whatever asks for it: a signal, or the end of the supervisor seen by the IPC channel. A start under way is waited for. */
function surveiller(journal: JournalTechnique, demarrage: Promise<Conduit>): { readonly enArret: boolean } {
  const suivi = { enArret: false };
  const finir = async (): Promise<never> => {
    setTimeout(() => process.exit(1), BORNE_ARRET_MS).unref();
    const conduit = await demarrage.catch(() => undefined);
    const echec = await conduit?.arreter().then(() => false, (e: unknown) => {
      journal.erreur('arret-en-erreur', e);
      return true;
    });
    return process.exit(echec ? 1 : 0);
  };
  const arreter = (): void => {
    if (suivi.enArret) return;
    suivi.enArret = true;
    void finir();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, arreter);
  process.on('disconnect', arreter);
  process.on('unhandledRejection', (e) => journal.erreur('promesse-rejetee', e));
  process.on('uncaughtException', (e) => {
    journal.erreur('exception-non-rattrapee', e);
    process.exit(1);
  });
  return suivi;
}

/**
 * Runs a service as a process of its own: orderly stop on SIGTERM, SIGINT, SIGHUP and when its supervisor is gone, within 30 s; exit code 1 with a sentence in
 * French when it cannot start. Under a supervisor (IPC channel) it sends its address, `{ pret: url }`, once it is ready.
 * @param lire reads and checks the environment; the sentence of its error is shown, so it never quotes a value
 */
export async function conduire(nom: string, lire: () => Programme): Promise<void> {
  let programme: Programme;
  try {
    programme = lire();
  } catch (erreur) {
    return refuser(nom, (erreur as Error).message);
  }
  const { journal } = programme;
  const demarrage = Promise.resolve().then(() => programme.demarrer());
  const suivi = surveiller(journal, demarrage);
  try {
    const { url } = await demarrage;
    journal.info('service-pret', { service: nom, port: Number(new URL(url).port), pid: process.pid });
    if (process.connected && !suivi.enArret) process.send?.({ pret: url });
    // Kept now rather than at the end, which a killed process never sees: the next start is quicker.
    flushCompileCache();
  } catch (erreur) {
    if (suivi.enArret) return;
    journal.erreur('demarrage-impossible', erreur);
    refuser(nom, expliquer(erreur));
  }
}
