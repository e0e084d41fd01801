import type { Db } from '../db/db';
import type { Sante } from '../http/sante';
import type { Journal } from '../journal/journal';
import { Racines, type ReglageRacines } from '../journal/racines';
import { VerificateurChaine } from '../journal/verificateur';
import type { JournalTechnique } from '../telemetrie/journal-technique';

const BORNE_MS = 120_000;

/** The verifier of a service's chain; a break is told by its place and its kind, which say nothing of a content. */
export const creerVerificateur = (db: Db, journal: JournalTechnique, racines?: ReglageRacines): VerificateurChaine =>
  new VerificateurChaine(db, {
    racines: racines && { cles: racines.cles, source: `${racines.tranche}/${db.service}` },
    surRupture: ({ unite, rang, genre }) => journal.alerte('chaine-rompue', { service: db.service, unite, rang, code: genre }),
    surErreur: (erreur) => journal.erreur('verification-en-erreur', erreur, { service: db.service }),
  });

/** Signs the roots of a service's chains, when it has a key. */
export const creerRacines = (db: Db, evenements: Journal, maintenant: () => Date, journal: JournalTechnique, reglage?: ReglageRacines): Racines | undefined =>
  reglage && new Racines({
    ...reglage, db, journal: evenements, maintenant,
    surErreur: (erreur) => journal.erreur('racines-en-erreur', erreur, { service: db.service }),
    surContredite: (unite, rang) => journal.alerte('racine-contredite', { service: db.service, unite, rang }),
  });

/** A broken chain makes the service not ready until a complete verification finds it whole. */
export function declarerChaine(sante: Sante, verificateur: VerificateurChaine): void {
  sante.declarer('chaine', () => {
    const { rompue, dernierProgres } = verificateur.etat();
    return { etat: rompue ? 'rompue' : 'ok', dernierProgres };
  }, { borneMs: BORNE_MS });
}
