import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DOSSIER, actes, agregats, ligneTravail, pieces, rapport, resume, vueCaisse, vueService } from './exemples';

/** The other service that the portal's tests replace: it remembers what it was asked. */
export interface ServiceFactice {
  readonly url: string;
  readonly demandes: { methode: string; url: string; entetes: IncomingHttpHeaders }[];
  readonly noms: { rapport?: string; region?: string; dossier?: string };
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

/** Who asks, as the token says; the fake service judges nothing else. */
const demandeur = ({ headers }: IncomingMessage): unknown =>
  (JSON.parse(Buffer.from((headers.authorization ?? '').split('.')[1] ?? 'e30', 'base64url').toString()) as Record<string, unknown>)['sub'];

const refuser = (reponse: ServerResponse, status: number, code: string, title: string): void =>
  json(reponse, status, { code, title, status }, 'application/problem+json');

/** Prestations: one dossier, two pages of list, nothing in the neighbouring unit, no right for those who read no dossier. */
function prestations(requete: IncomingMessage, reponse: ServerResponse, nom: string | undefined): void {
  const { pathname, searchParams } = new URL(requete.url ?? '/', 'http://x');
  const chemin = pathname.replace(/^\/base/, '');
  const qui = demandeur(requete);
  const voisin = qui === 'agent:921-0001';
  const caisse = qui === 'agent:cp931-0001';
  if (qui === 'agent:931-0004') return refuser(reponse, 403, 'interdit', 'Vous n’avez pas le droit de faire cette action.');
  if (chemin === '/travail/resume') return json(reponse, 200, voisin ? { parStatut: {}, mesDossiers: 0, enRetard: 0 } : resume());
  if (chemin === '/dossiers') {
    const seconde = searchParams.has('curseur');
    return json(reponse, 200, { suivant: seconde || voisin ? null : 'c3VpdGU', elements: voisin ? [] : [{ ...ligneTravail(nom), ...(caisse ? { praticien: null } : {}) }] });
  }
  if (voisin || !chemin.startsWith(`/dossiers/${DOSSIER}`)) return refuser(reponse, 404, 'dossier-introuvable', 'Ce dossier n’existe pas.');
  if (chemin.endsWith('/chronologie')) return json(reponse, 200, actes(caisse ? null : (nom ?? 'agent:931-0001'), nom));
  if (chemin.endsWith('/pieces-jointes')) return json(reponse, 200, pieces(caisse));
  return json(reponse, 200, caisse ? vueCaisse() : vueService(nom));
}

async function repondre(requete: IncomingMessage, reponse: ServerResponse, { noms, attente, compteur }: Omit<ServiceFactice, 'url' | 'arreter'>): Promise<void> {
  const chemin = new URL(requete.url ?? '/', 'http://x').pathname.replace(/^\/base/, '');
  if (/^\/(dossiers|travail)(\/|$)/.test(chemin)) return prestations(requete, reponse, noms.dossier);
  if (chemin.startsWith('/rapports/ELSM-999')) return refuser(reponse, 403, 'perimetre-refuse', 'Cette unité n’est pas la vôtre');
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
