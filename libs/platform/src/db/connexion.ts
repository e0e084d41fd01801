import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

const PERDUE = /^(Connection terminated|Client (has encountered a connection error|was closed) and is not queryable|timeout exceeded when trying to connect|Query read timeout)/;

/** The connection was lost, or none came free in time: nothing is known to be wrong with what was asked. Carries a SQLSTATE, which drivers do not give then. */
export class ConnexionPerdue extends Error {
  readonly code = '08006';

  constructor(cause: unknown) {
    super('connexion à la base perdue', { cause });
    this.name = 'ConnexionPerdue';
  }
}

/** Gives a lost connection its name and code, whatever the layer that noticed it; any other error is returned as it is. */
export function qualifier(erreur: unknown): unknown {
  if (!(erreur instanceof Error) || typeof (erreur as { code?: unknown }).code === 'string') return erreur;
  const perdue = erreur instanceof QueryRunnerAlreadyReleasedError || erreur instanceof QueryRunnerProviderAlreadyReleasedError || PERDUE.test(erreur.message.replace(/^Error: /, ''));
  return perdue ? new ConnexionPerdue(erreur) : erreur;
}
