import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agregats, rapport } from './exemples';

/** The other service that the portal's tests replace: it remembers what it was asked. */
export interface ServiceFactice {
  readonly url: string;
  readonly demandes: { methode: string; url: string; entetes: IncomingHttpHeaders }[];
  readonly noms: { rapport?: string; region?: string };
  readonly compteur: Compteur;
  /** While set, `POST /imports` waits for it before reading anything. */
  readonly attente: { lecture?: Promise<void> };
  arreter(): Promise<void>;
}

interface Compteur {
  verses: number;
  abandons: number;
}

const UN_MO = Buffer.alloc(1 << 20, 97);

async function absorber(requete: IncomingMessage): Promise<{ octets: number; empreinte: string }> {
  const empreinte = createHash('sha256');
  let octets = 0;
  for await (const morceau of requete) {
    octets += (morceau as Buffer).length;
    empreinte.update(morceau as Buffer);
  }
  return { octets, empreinte: empreinte.digest('hex') };
}

async function verser(reponse: ServerResponse, mo: number, compteur: Compteur): Promise<void> {
  compteur.verses = 0;
  reponse.on('close', () => { compteur.abandons += reponse.writableFinished ? 0 : 1; });
  reponse.writeHead(200, { 'content-type': 'application/octet-stream' });
  for (let i = 0; i < mo; i++) {
    compteur.verses += UN_MO.length;
    if (!reponse.write(UN_MO)) await new Promise((resolve) => reponse.once('drain', resolve));
  }
  reponse.end();
}

function json(reponse: ServerResponse, statut: number, corps: unknown, type = 'application/json'): void {
  reponse.writeHead(statut, { 'content-type': type, 'set-cookie': 'amont=1', connection: 'keep-alive, x-saut', 'x-saut': '1', 'x-vu': 'oui' });
  reponse.end(JSON.stringify(corps));
}

async function repondre(requete: IncomingMessage, reponse: ServerResponse, { noms, attente, compteur }: Omit<ServiceFactice, 'url' | 'arreter'>): Promise<void> {
  const chemin = new URL(requete.url ?? '/', 'http://x').pathname.replace(/^\/base/, '');
  if (chemin.startsWith('/rapports/ELSM-999')) {
    return json(reponse, 403, { code: 'perimetre-refuse', title: 'Cette unité n’est pas la vôtre', status: 403 }, 'application/problem+json');
  }
  if (chemin.startsWith('/rapports/')) return json(reponse, 200, rapport(noms.rapport));
  if (chemin === '/agregats') return json(reponse, 200, agregats(noms.region));
  if (chemin === '/imports') await attente.lecture;
  if (chemin === '/imports' || requete.method === 'DELETE') return json(reponse, 202, await absorber(requete));
  if (chemin === '/refuse-tot') return json(reponse, 401, { code: 'jeton-invalide' });
  if (chemin === '/gros') return verser(reponse, 50, compteur);
  return json(reponse, 200, { methode: requete.method, chemin: requete.url });
}

/** Starts the fake service on a free loopback port; its base path is `/base`. */
export async function demarrerFactice(): Promise<ServiceFactice> {
  const vu: Omit<ServiceFactice, 'url' | 'arreter'> = { demandes: [], noms: {}, attente: {}, compteur: { verses: 0, abandons: 0 } };
  const serveur = createServer((requete, reponse) => {
    vu.demandes.push({ methode: requete.method ?? '', url: requete.url ?? '', entetes: requete.headers });
    void repondre(requete, reponse, vu).catch(() => reponse.destroy());
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  const arreter = () => new Promise<void>((resolve) => {
    serveur.close(() => resolve());
    serveur.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/base`, ...vu, arreter };
}
