import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOrganisation } from '@sm/organisation-app';
import { definitionPilotage } from '@sm/pilotage-app';
import { ClesRacine, ConfigLog, chargerConfig, cleDepuisFichier, creerLog, demarrerService, type DefinitionService, type LogOuvert, type ServiceDemarre } from '@sm/platform';
import { demarrerPortail, type PortailDemarre } from '@sm/portail-app';
import { definitionPrestations } from '@sm/prestations-app';
import { definitionRepertoire } from '@sm/repertoire-app';
import type { Assemblage, OptionsAssemblage } from './assemblage';
import { cleRacine, fichierCleMaitre, type NomService } from './etat';
import { clientsMachine, preparerBases, variablesDuLog } from './preparation';
import { suivre } from './suivi';

/** Opens the log of each service: the embedded one is read by all through the same few connections; of the brokers, each has a client of its own. */
function ouvrirLogs(o: OptionsAssemblage, config: ConfigLog): { logDe(nom: NomService): LogOuvert; fermer(): Promise<PromiseSettledResult<void>[]> } {
  const logs = new Map<string, LogOuvert>();
  return {
    logDe(nom) {
      const cle = o.courtiers ? nom : 'commun';
      const log = logs.get(cle) ?? creerLog(config, nom, o.journal);
      logs.set(cle, log);
      return log;
    },
    fermer: () => Promise.allSettled([...logs.values()].map(({ log }) => log.fermer())),
  };
}

/** Starts every service of a local slice in this process, on one Postgres, over one log; the portal is the only public door. */
export async function demarrerTranche(o: OptionsAssemblage): Promise<Assemblage> {
  const bases = await preparerBases(o);
  const racines = { cles: ClesRacine.depuisPem(readFileSync(cleRacine(o.dossierEtat), 'utf8')), tranche: o.nom ?? 'tranche' };
  const logs = ouvrirLogs(o, chargerConfig(ConfigLog, variablesDuLog(o, bases)));
  const cleMaitre = cleDepuisFichier(fichierCleMaitre(o.dossierEtat, o.secrets));
  const origine = `http://127.0.0.1:${o.port}`;
  const services = new Map<NomService, ServiceDemarre>();
  let portail: PortailDemarre | undefined;
  const arreter = async (): Promise<void> => {
    const bilan = await Promise.allSettled([portail?.arreter()]);
    bilan.push(...(await Promise.allSettled([...services.values()].map((s) => s.arreter()))));
    bilan.push(...(await logs.fermer()));
    const echecs = bilan.flatMap((b) => (b.status === 'rejected' ? [b.reason as unknown] : []));
    if (echecs.length) throw new AggregateError(echecs, 'arret-incomplet');
  };
  const demarrer = async (nom: NomService, definition: DefinitionService): Promise<void> => {
    const base = bases.get(nom)!;
    services.set(nom, await demarrerService(definition, {
      port: 0, hote: '127.0.0.1', url: base.url, urlProprietaire: base.urlProprietaire, ...logs.logDe(nom), journal: o.journal, cleMaitre, racines,
      identite: { issuer: `${origine}/oidc`, audience: 'urn:sm:api', jwksUrl: `${origine}/oidc/jwks`, clientId: `service-${nom}`, clientSecret: o.secrets.clients[`service-${nom}`]! },
    }));
  };
  try {
    await demarrer('organisation', definitionOrganisation({ amorceSub: 'machine:amorce' }));
    await demarrer('repertoire', definitionRepertoire);
    await demarrer('prestations', definitionPrestations({ urlRepertoire: () => services.get('repertoire')!.url }));
    await demarrer('pilotage', definitionPilotage);
    portail = await demarrerPortail({
      port: o.port, hote: o.hote, etat: join(o.dossierEtat, 'portail'), personas: o.personas, clients: clientsMachine(o.secrets), journal: o.journal,
      services: Object.fromEntries([...services].map(([nom, s]) => [nom, s.url])), publicUrl: origine,
    });
  } catch (erreur) {
    await arreter().catch(() => undefined);
    throw erreur;
  }
  return {
    ...suivre(portail.url, services, o.secrets.clients['amorce']!), url: portail.url, services, arreter,
    parties: () => [...[...services].map(([nom, s]) => ({ nom, pid: process.pid, port: Number(new URL(s.url).port) })), { nom: 'portail', pid: process.pid, port: o.port }],
  };
}
