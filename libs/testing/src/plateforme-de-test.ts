import { randomBytes } from 'node:crypto';
import { LogEmbarque, cleDepuisHex, creerJournalTechnique, demarrerService, preparerBase, serviceDuTopic, type ConfigService, type DefinitionService, type ServiceDemarre } from '@sm/platform';
import { Client } from 'pg';
import { adresseDuServeur } from './base';
import { ouvrirIdentiteDeTest, type IdentiteDeTest } from './identite-de-test';

export interface PlateformeDeTest {
  readonly identite: IdentiteDeTest;
  readonly services: ReadonlyMap<string, ServiceDemarre>;
  /** Runs SQL as superuser in a service's database: to look, never to prepare. */
  voir<T extends object>(service: string, sql: string, parametres?: unknown[]): Promise<T[]>;
  /** Calls a service as `sub`; `corps` is sent as JSON unless it is text. */
  appeler(service: string, sub: string, methode: string, chemin: string, corps?: unknown, entetes?: Record<string, string>): Promise<{ statut: number; corps: never; entetes: Headers }>;
  fermer(): Promise<void>;
}

/** Real services on real databases over the embedded log, each on a port of its own; started in the order given. */
export async function ouvrirPlateformeDeTest(definitions: readonly (DefinitionService | ((urls: ReadonlyMap<string, string>) => DefinitionService))[], maintenant?: () => Date, racines?: ConfigService['racines']): Promise<PlateformeDeTest> {
  const identite = await ouvrirIdentiteDeTest();
  const suffixe = randomBytes(5).toString('hex');
  const cleMaitre = cleDepuisHex(randomBytes(32).toString('hex'));
  const journal = creerJournalTechnique({ service: 'essai', niveau: process.env['SM_ESSAI_JOURNAL'] ? 'info' : 'silent' });
  const sources: Record<string, string> = {};
  const log = new LogEmbarque({ sources, tranche: 'essai', serviceDuTopic, activeMs: 10, reposMs: 50 });
  const services = new Map<string, ServiceDemarre>();
  const urls = new Map<string, string>();
  const admin = new Map<string, Client>();
  const bases: string[] = [];
  const preparer = async (nom: string) => {
    const base = `${nom}_${suffixe}`;
    const adresses = await preparerBase(adresseDuServeur(), nom, base, { connexion: 'essai', proprietaire: 'essai', lecteur: 'essai' });
    sources[nom] = adresses.urlLecteur;
    bases.push(base);
    const url = new URL(adresseDuServeur());
    url.pathname = `/${base}`;
    const client = new Client({ connectionString: url.href });
    client.on('error', () => undefined);
    await client.connect();
    admin.set(nom, client);
    return adresses;
  };
  for (const d of definitions) {
    const definition = typeof d === 'function' ? d(urls) : d;
    const adresses = await preparer(definition.nom);
    const service = await demarrerService(definition, {
      port: 0, hote: '127.0.0.1', url: adresses.url, urlProprietaire: adresses.urlProprietaire, log, cleMaitre, racines, journal,
      identite: { ...identite.identite, clientId: `service:${definition.nom}` }, ...(maintenant ? { maintenant } : {}),
    });
    services.set(definition.nom, service);
    urls.set(definition.nom, service.url);
  }
  return {
    identite,
    services,
    voir: async <T extends object>(service: string, sql: string, parametres: unknown[] = []) => (await admin.get(service)!.query<T>(sql, parametres)).rows,
    appeler: async (service, sub, methode, chemin, corps, entetes = {}) => {
      const texte = typeof corps === 'string';
      const reponse = await fetch(`${urls.get(service)}${chemin}`, {
        method: methode,
        headers: { authorization: `Bearer ${await identite.jeton(sub)}`, ...(corps === undefined || texte ? {} : { 'content-type': 'application/json' }), ...entetes },
        ...(corps === undefined ? {} : { body: texte ? corps : JSON.stringify(corps) }),
      });
      const recu = await reponse.text();
      return { statut: reponse.status, corps: (recu === '' ? null : reponse.headers.get('content-type')?.includes('json') === false ? recu : JSON.parse(recu)) as never, entetes: reponse.headers };
    },
    fermer: async () => {
      for (const s of [...services.values()].reverse()) await s.arreter();
      await log.fermer();
      await identite.fermer();
      for (const c of admin.values()) await c.end();
      const serveur = new Client({ connectionString: adresseDuServeur() });
      await serveur.connect();
      for (const base of bases) await serveur.query(`DROP DATABASE IF EXISTS ${base} WITH (FORCE)`);
      await serveur.end();
    },
  };
}
