import { preparerBase, type AdressesBase } from '@sm/platform';
import type { ClientMachine } from '@sm/portail-app';
import type { OptionsAssemblage } from './assemblage';
import { COMPTES_MACHINE, SERVICES, cleRacine, fichierCleMaitre, type NomService, type Secrets } from './etat';

/** A variable of a service's environment, by name. */
export type Variables = Readonly<Record<string, string>>;

/** Creates (once) the database and the roles of every service. */
export async function preparerBases({ urlAdmin, secrets }: OptionsAssemblage): Promise<ReadonlyMap<NomService, AdressesBase>> {
  const bases = new Map<NomService, AdressesBase>();
  for (const s of SERVICES) bases.set(s, await preparerBase(urlAdmin, s, `sm_${s}`, secrets.bases[s]));
  return bases;
}

/** The log, as the environment of a process names it. */
export function variablesDuLog({ nom = 'tranche', courtiers }: OptionsAssemblage, bases: ReadonlyMap<NomService, AdressesBase>): Variables {
  const sources = Object.fromEntries([...bases].map(([s, b]) => [s, b.urlLecteur]));
  return { SM_TRANCHE: nom, ...(courtiers ? { SM_KAFKA_COURTIERS: courtiers } : { SM_LOG_SOURCES: JSON.stringify(sources) }) };
}

/** Everything else a service needs of its environment. */
export function variablesDuService({ port, secrets, dossierEtat }: OptionsAssemblage, service: NomService, base: AdressesBase): Variables {
  const origine = `http://127.0.0.1:${port}`;
  return {
    SM_HOTE: '127.0.0.1', SM_URL_BASE: base.url, SM_URL_BASE_PROPRIETAIRE: base.urlProprietaire, SM_CLE_MAITRE_FICHIER: fichierCleMaitre(dossierEtat, secrets), SM_CLE_RACINE_FICHIER: cleRacine(dossierEtat),
    SM_ISSUER: `${origine}/oidc`, SM_AUDIENCE: 'urn:sm:api', SM_JWKS_URL: `${origine}/oidc/jwks`, SM_CLIENT_ID: `service-${service}`, SM_CLIENT_SECRET: secrets.clients[`service-${service}`]!,
  };
}

/** Machine accounts that the portal knows. */
export function clientsMachine(secrets: Secrets): ClientMachine[] {
  const comptes = COMPTES_MACHINE.map((c) => ({ id: c, secret: secrets.clients[c]!, sub: `machine:${c}` }));
  return [...comptes, ...SERVICES.map((s) => ({ id: `service-${s}`, secret: secrets.clients[`service-${s}`]!, sub: `service:${s}` }))];
}
