import { join } from 'node:path';
import { definitionOrganisation } from '@sm/organisation-app';
import { Publication, definitionPilotage } from '@sm/pilotage-app';
import { Db, LogEmbarque, StrategieLog, cleDepuisHex, demarrerService, numerotationEnAttente, preparerBase, type AdressesBase, type DefinitionService, type JournalTechnique, type ServiceDemarre } from '@sm/platform';
import { demarrerPortail, type ClientMachine, type Persona, type PortailDemarre } from '@sm/portail-app';
import { definitionPrestations } from '@sm/prestations-app';
import { definitionRepertoire } from '@sm/repertoire-app';
import { COMPTES_MACHINE, SERVICES, type NomService, type Secrets } from './etat';

export interface OptionsTranche {
  /** Administrator's address of the Postgres cluster. */
  readonly urlAdmin: string;
  readonly secrets: Secrets;
  readonly dossierEtat: string;
  readonly port: number;
  readonly hote: string;
  readonly personas: readonly Persona[];
  readonly journal: JournalTechnique;
  /** Name of the slice, part of each event's source. */
  readonly nom?: string;
}

export interface Tranche {
  readonly url: string;
  readonly services: ReadonlyMap<NomService, ServiceDemarre>;
  /** True when every committed event is numbered and every consumer of the slice has applied it. */
  aJour(): Promise<boolean>;
  /** Events that consumers of the slice have not applied yet. */
  retard(): Promise<number>;
  /** Messages that some consumer set apart: while there is one, figures are not exact. */
  misDeCote(): Promise<number>;
  /** Publishes at once the counters that changed, instead of within a few seconds. */
  publier(): Promise<void>;
  arreter(): Promise<void>;
}

const serviceDuTopic = (topic: string): string => (topic.startsWith('sm.agregats.') ? 'pilotage' : topic.split('.')[1]!);

function clientsMachine(secrets: Secrets): ClientMachine[] {
  const comptes = COMPTES_MACHINE.map((c) => ({ id: c, secret: secrets.clients[c]!, sub: `machine:${c}` }));
  return [...comptes, ...SERVICES.map((s) => ({ id: `service-${s}`, secret: secrets.clients[`service-${s}`]!, sub: `service:${s}` }))];
}

/** Starts every service of a local slice in this process, on one Postgres, over the embedded log; the portal is the only public door. */
export async function demarrerTranche(o: OptionsTranche): Promise<Tranche> {
  const bases = new Map<NomService, AdressesBase>();
  for (const s of SERVICES) bases.set(s, await preparerBase(o.urlAdmin, s, `sm_${s}`, o.secrets.bases[s]));
  const log = new LogEmbarque({ tranche: o.nom ?? 'tranche', serviceDuTopic, sources: Object.fromEntries([...bases].map(([s, b]) => [s, b.urlLecteur])) });
  const origine = `http://127.0.0.1:${o.port}`;
  const services = new Map<NomService, ServiceDemarre>();
  let portail: PortailDemarre | undefined;
  const arreter = async (): Promise<void> => {
    const echecs: unknown[] = [];
    const fermetures = [() => portail?.arreter(), ...[...services.values()].reverse().map((s) => () => s.arreter()), () => log.fermer()];
    for (const fermer of fermetures) await Promise.resolve().then(fermer).catch((e: unknown) => echecs.push(e));
    if (echecs.length) throw new AggregateError(echecs, 'arret-incomplet');
  };
  const demarrer = async (nom: NomService, definition: DefinitionService): Promise<void> => {
    const base = bases.get(nom)!;
    services.set(nom, await demarrerService(definition, {
      port: 0, hote: '127.0.0.1', url: base.url, urlProprietaire: base.urlProprietaire, log, journal: o.journal, cleMaitre: cleDepuisHex(o.secrets.cleMaitre),
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
  const consommateurs = [...services.values()].flatMap((s) => s.app.get(StrategieLog).consommateurs);
  const retard = async (): Promise<number> => (await Promise.all(consommateurs.map((c) => c.retard()))).reduce((a, b) => a + b, 0);
  return {
    url: portail.url,
    services,
    retard,
    aJour: async () => {
      for (const s of services.values()) if (await numerotationEnAttente(s.app.get(Db))) return false;
      return (await retard()) === 0;
    },
    misDeCote: async () => (await Promise.all([...services.values()].map((s) => s.app.get(StrategieLog).lettresMortes.lister()))).flat().length,
    publier: async () => void (await services.get('pilotage')!.app.get(Publication).publier()),
    arreter,
  };
}
