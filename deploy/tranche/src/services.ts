import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assemblage, OptionsAssemblage } from './assemblage';
import { SERVICES, type NomService } from './etat';
import { portLibre } from './port';
import { clientsMachine, preparerBases, variablesDuLog, variablesDuService, type Variables } from './preparation';
import { Processus } from './processus';
import { suivre } from './suivi';

const RACINE = join(__dirname, '..', '..', '..');

/** Below the ports that systems lend to outgoing connections: the port of a service that died is still free when it is started again. */
const PREMIER_PORT = 20_000;
const PORTS = 10_000;

async function choisirPorts(): Promise<ReadonlyMap<NomService, number>> {
  const ports = new Map<NomService, number>();
  let port = PREMIER_PORT + Math.floor(Math.random() * PORTS);
  for (const s of SERVICES) {
    port = await portLibre(port, '127.0.0.1');
    ports.set(s, port++);
  }
  return ports;
}

/** `SM_RELANCE_MAX_MS`: the longest wait before a dead service is started again, for whoever kills them on purpose. */
function delaisChoisis(): { readonly relanceMaxMs: number } | undefined {
  const relanceMaxMs = Number(process.env['SM_RELANCE_MAX_MS']);
  return relanceMaxMs > 0 ? { relanceMaxMs } : undefined;
}

/** What one service needs and no other. */
const propres = (nom: NomService, urlDe: (nom: NomService) => string): Variables => {
  if (nom === 'organisation') return { SM_AMORCE_SUB: 'machine:amorce' };
  if (nom !== 'prestations') return {};
  const clamd = process.env['SM_ANALYSE_CLAMD'];
  return { SM_URL_REPERTOIRE: urlDe('repertoire'), ...(clamd === undefined ? {} : { SM_ANALYSE_CLAMD: clamd }) };
};

/** The portal reads its people and machine accounts in files. */
function variablesDuPortail(o: OptionsAssemblage, urlDe: (nom: NomService) => string): Variables {
  const dossier = join(o.dossierEtat, 'portail');
  mkdirSync(dossier, { recursive: true, mode: 0o700 });
  const ecrire = (nom: string, contenu: object): string => {
    const fichier = join(dossier, nom);
    writeFileSync(fichier, JSON.stringify(contenu), { mode: 0o600 });
    chmodSync(fichier, 0o600);
    return fichier;
  };
  return {
    SM_PORT: String(o.port), SM_HOTE: o.hote, SM_PORTAIL_ETAT: dossier, SM_PORTAIL_URL: `http://127.0.0.1:${o.port}`, SM_PORTAIL_SERVICES: SERVICES.map((s) => `${s}=${urlDe(s)}`).join(','),
    SM_PORTAIL_PERSONAS: ecrire('personas.json', o.personas), SM_PORTAIL_CLIENTS: ecrire('clients.json', clientsMachine(o.secrets)),
  };
}

/** Starts each service and the portal in a process of its own, with its port and its database login; a dead one is started again. */
export async function demarrerServices(o: OptionsAssemblage): Promise<Assemblage> {
  const [bases, ports] = [await preparerBases(o), await choisirPorts()];
  const urlDe = (nom: NomService): string => `http://127.0.0.1:${ports.get(nom)}`;
  const communes = { NODE_COMPILE_CACHE: join(o.dossierEtat, 'code') };
  const log = variablesDuLog(o, bases);
  const processus = new Map<string, Processus>();
  const services = new Map(SERVICES.map((s) => [s, { url: urlDe(s) }] as const));
  const url = `http://127.0.0.1:${o.port}`;
  const assemblage: Assemblage = {
    ...suivre(url, services, o.secrets.clients['amorce']!), url, services,
    parties: () => [...processus].map(([nom, p]) => ({ nom, pid: p.pid, port: ports.get(nom as NomService) ?? o.port })),
    // The door first; the services then wait for nothing from one another.
    async arreter() {
      await processus.get('portail')?.arreter();
      await Promise.all([...processus.values()].map((p) => p.arreter()));
    },
  };
  const declarer = (nom: string, variables: Variables): void =>
    void processus.set(nom, new Processus({
      nom, variables: { ...communes, ...variables }, script: join(RACINE, 'services', nom, 'app', 'dist', 'main.js'), journal: join(o.dossierEtat, 'tranche.log'),
      erreurs: join(o.dossierEtat, `${nom}.erreurs`), dire: o.dire, surRelance: () => o.surRelance?.(assemblage), delais: delaisChoisis(),
    }));
  for (const s of SERVICES) declarer(s, { ...variablesDuService(o, s, bases.get(s)!), SM_PORT: String(ports.get(s)), ...log, ...propres(s, urlDe) });
  declarer('portail', variablesDuPortail(o, urlDe));
  const departs = await Promise.allSettled([...processus.values()].map((p) => p.demarrer()));
  const echec = departs.find((d) => d.status === 'rejected');
  if (!echec) return assemblage;
  await assemblage.arreter();
  throw echec.reason;
}
