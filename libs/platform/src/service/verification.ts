import type { Db } from '../db/db';
import type { Sante } from '../http/sante';
import { VerificateurChaine } from '../journal/verificateur';
import type { JournalTechnique } from '../telemetrie/journal-technique';

const BORNE_MS = 120_000;

/** The verifier of a service's chain; a break is told by its place and its kind, which say nothing of a content. */
export const creerVerificateur = (db: Db, journal: JournalTechnique): VerificateurChaine =>
  new VerificateurChaine(db, {
    surRupture: ({ unite, rang, genre }) => journal.alerte('chaine-rompue', { service: db.service, unite, rang, code: genre }),
    surErreur: (erreur) => journal.erreur('verification-en-erreur', erreur, { service: db.service }),
  });

/** A broken chain makes the service not ready until a complete verification finds it whole. */
export function declarerChaine(sante: Sante, verificateur: VerificateurChaine): void {
  sante.declarer('chaine', () => {
    const { rompue, dernierProgres } = verificateur.etat();
    return { etat: rompue ? 'rompue' : 'ok', dernierProgres };
  }, { borneMs: BORNE_MS });
}
