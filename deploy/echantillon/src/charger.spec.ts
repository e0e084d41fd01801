import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { charger, cleDuFichier, type BilanChargement } from './charger';
import { generer } from './generateur';
import { executer } from './main';
import { Progression } from './progression';

interface Recu {
  flux: string;
  cle: string;
  jeton: string;
  type: string;
  lignes: number;
}

/** Stands for the gateway and its services: token endpoint, imports by key, faults on demand. */
class Passerelle {
  readonly recus: Recu[] = [];
  readonly demandesDeJeton: URLSearchParams[] = [];
  /** Called for each post, before its body is read; true = it has answered or cut. */
  panne: (flux: string, rang: number, reponse: ServerResponse) => boolean = () => false;
  etat: (flux: string, lignes: number, rang: number) => object = (_flux, lignes) => ({ statut: 'termine', lues: lignes, acceptees: lignes, inchangees: 0, rejetees: 0 });
  rejets: object[] = [];
  basicAdmis = true;
  private readonly imports = new Map<string, { flux: string; lignes: number; lectures: number }>();
  private readonly serveur: Server = createServer((requete, reponse) => void this.traiter(requete, reponse));
  private postes = 0;

  async ouvrir(): Promise<string> {
    await new Promise<void>((ouvert) => this.serveur.listen(0, '127.0.0.1', ouvert));
    return `http://127.0.0.1:${(this.serveur.address() as AddressInfo).port}`;
  }

  async fermer(): Promise<void> {
    this.serveur.closeAllConnections();
    await new Promise((ferme) => this.serveur.close(ferme));
  }

  private async traiter(requete: IncomingMessage, reponse: ServerResponse): Promise<void> {
    const url = new URL(requete.url ?? '/', 'http://passerelle');
    const repondre = (statut: number, corps: object): void => void reponse.writeHead(statut, { 'content-type': 'application/json' }).end(JSON.stringify(corps));
    if (url.pathname === '/oidc/token') return this.jeton(requete, repondre);
    const import_ = /^\/api\/\w+\/imports\/([^/]+)(\/rejets)?$/.exec(url.pathname);
    if (import_?.[2]) return repondre(200, { elements: this.rejets, suivant: null });
    const suivi = this.imports.get(import_?.[1] ?? '');
    if (suivi) return repondre(200, this.etat(suivi.flux, suivi.lignes, suivi.lectures++));
    const flux = url.searchParams.get('flux') ?? '';
    if (this.panne(flux, this.postes++, reponse)) return;
    const lignes = (await text(requete)).split('\n').length - 1 - (requete.headers['content-type'] === 'application/x-ndjson' ? 0 : 1);
    const cle = String(requete.headers['idempotency-key']);
    this.recus.push({ flux, cle, jeton: String(requete.headers.authorization), type: String(requete.headers['content-type']), lignes });
    this.imports.set(cle, { flux, lignes, lectures: 0 });
    repondre(202, { import: cle });
  }

  private async jeton(requete: IncomingMessage, repondre: (statut: number, corps: object) => void): Promise<void> {
    const corps = new URLSearchParams(await text(requete));
    this.demandesDeJeton.push(corps);
    const basic = Buffer.from((requete.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    const admis = this.basicAdmis ? basic : `${corps.get('client_id')}:${corps.get('client_secret')}`;
    const id = /^(amorce|reprise-931):secret-\1$/.exec(admis)?.[1];
    repondre(id ? 200 : 401, id ? { access_token: `jeton-${id}`, expires_in: 900 } : { error: 'invalid_client' });
  }
}

const secrets = { amorce: 'secret-amorce', 'reprise-931': 'secret-reprise-931' };

describe('Le chargement par l’API publique', () => {
  let dossier = '';
  let passerelle: Passerelle;
  let url = '';
  let dit = '';
  const sortie = { write: (t: string) => (dit += t) };

  beforeAll(async () => {
    dossier = await mkdtemp(join(tmpdir(), 'chargement-'));
    await generer({ sortie: dossier, graine: 931, taille: 400 });
  });
  afterAll(() => rm(dossier, { recursive: true, force: true }));
  beforeEach(async () => {
    dit = '';
    passerelle = new Passerelle();
    url = await passerelle.ouvrir();
  });
  afterEach(() => passerelle.fermer());

  const lancer = (reste: object = {}): Promise<BilanChargement> => charger({ url, dossier, secrets, sortie, pauseMs: 1, intervalleMs: 1, ...reste });

  it('poste les fichiers dans l’ordre, l’année des ALD entière avant le reste, chacun avec son compte, et constate que tout est pris', async () => {
    const bilan = await lancer();
    expect(bilan.exact).toBe(true);
    expect(passerelle.recus.map((r) => [r.flux, r.jeton])).toEqual([
      ['agents', 'Bearer jeton-amorce'], ['professionnels', 'Bearer jeton-reprise-931'], ['assures', 'Bearer jeton-reprise-931'], ['reprise', 'Bearer jeton-reprise-931'],
      ['assures', 'Bearer jeton-reprise-931'], ['reprise', 'Bearer jeton-reprise-931'], ['avis-arrets', 'Bearer jeton-reprise-931'], ['reprise', 'Bearer jeton-reprise-931'],
    ]);
    expect(passerelle.recus.slice(3).map((r) => r.type)).toEqual(['application/x-ndjson', 'text/csv; charset=utf-8', ...Array.from({ length: 3 }, () => 'application/x-ndjson')]);
    expect([3, 5, 6, 7].map((i) => passerelle.recus[i]?.lignes)).toEqual([400, 139, 183, 92]);
    expect(passerelle.demandesDeJeton).toHaveLength(2);
    expect(Object.fromEntries(passerelle.demandesDeJeton[0] ?? [])).toEqual({ grant_type: 'client_credentials', resource: 'urn:sm:api', scope: 'sm' });
  });

  it('donne au même fichier la même clé, un UUID, et une autre clé à un autre fichier', async () => {
    await lancer();
    await lancer();
    const cles = passerelle.recus.map((r) => r.cle);
    expect(cles.slice(0, 8)).toEqual(cles.slice(8));
    expect(new Set(cles).size).toBe(8);
    expect(cles.every((c) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(c))).toBe(true);
    expect(cleDuFichier('agents', 'x')).not.toBe(cleDuFichier('assures', 'x'));
  });

  it('reposte avec la même clé après une connexion coupée ou un service arrêté, et aboutit', async () => {
    passerelle.panne = (_flux, rang, reponse) => {
      if (rang === 1) reponse.destroy();
      if (rang === 2) reponse.writeHead(503).end();
      return rang === 1 || rang === 2;
    };
    expect((await lancer()).exact).toBe(true);
    expect(passerelle.recus.map((r) => r.flux)).toEqual(['agents', 'professionnels', 'assures', 'reprise', 'assures', 'reprise', 'avis-arrets', 'reprise']);
    expect(dit).toContain('nouvel essai (2) avec la même clé');
  });

  it('reposte un import interrompu ou qui n’avance plus', async () => {
    const fini = passerelle.etat;
    passerelle.etat = (flux, lignes, rang) => {
      const postes = passerelle.recus.filter((r) => r.flux === flux).length;
      if (flux === 'assures' && postes === 1) return { statut: 'interrompu', lues: 12, acceptees: 12, inchangees: 0, rejetees: 0 };
      if (flux === 'reprise' && postes === 1) return { statut: 'en_cours', lues: 30, acceptees: 30, inchangees: 0, rejetees: 0 };
      return fini(flux, lignes, rang);
    };
    expect((await lancer({ stagnationMs: 20 })).exact).toBe(true);
    expect(passerelle.recus.map((r) => r.flux)).toEqual(['agents', 'professionnels', 'assures', 'assures', 'reprise', 'reprise', 'assures', 'reprise', 'avis-arrets', 'reprise']);
  });

  it('attend la fin du traitement', async () => {
    const fini = passerelle.etat;
    passerelle.etat = (flux, lignes, rang) => (rang < 3 ? { statut: 'en_cours', lues: rang, acceptees: 0, inchangees: 0, rejetees: 0 } : fini(flux, lignes, rang));
    expect((await lancer()).exact).toBe(true);
  });

  it('abandonne après un nombre borné d’essais', async () => {
    passerelle.panne = (_flux, _rang, reponse) => Boolean(reponse.writeHead(502).end());
    await expect(lancer({ essais: 3 })).rejects.toThrow('réponse 502');
  });

  it('demande un autre jeton quand le sien est refusé', async () => {
    passerelle.panne = (_flux, rang, reponse) => rang === 0 && Boolean(reponse.writeHead(401).end());
    expect((await lancer()).exact).toBe(true);
    expect(passerelle.demandesDeJeton).toHaveLength(3);
  });

  it('s’annonce dans le corps quand l’en-tête d’authentification est refusé', async () => {
    passerelle.basicAdmis = false;
    expect((await lancer()).exact).toBe(true);
  });

  it('s’arrête à un refus définitif, sans insister', async () => {
    passerelle.panne = (flux, _rang, reponse) => flux === 'professionnels' && Boolean(reponse.writeHead(403).end(JSON.stringify({ type: 'urn:sm:probleme:role-interdit' })));
    await expect(lancer()).rejects.toThrow('professionnels, dépôt : réponse 403 urn:sm:probleme:role-interdit');
    await expect(lancer({ secrets: { ...secrets, amorce: 'faux' } })).rejects.toThrow('compte amorce');
  });

  it.each([
    ['une ligne rejetée', { acceptees: -1, rejetees: 1 }],
    ['une ligne de moins', { lues: -1, acceptees: -1 }],
    ['une ligne de trop', { lues: 1, acceptees: 1 }],
  ])('voit un écart d’une unité : %s', async (_cas, ecart: Record<string, number>) => {
    passerelle.rejets = [{ ligne: 12, champ: 'nir', code: 'cle-fausse' }];
    passerelle.etat = (flux, lignes) => {
      const etat: Record<string, number> = { lues: lignes, acceptees: lignes, inchangees: 0, rejetees: 0 };
      for (const [nom, n] of Object.entries(flux === 'assures' ? ecart : {})) etat[nom] = (etat[nom] ?? 0) + n;
      return { statut: 'termine', ...etat };
    };
    const bilan = await lancer();
    expect(bilan.exact).toBe(false);
    expect(bilan.flux.map((f) => f.flux)).toEqual(['agents', 'professionnels', 'assures']);
    expect(dit).toContain('lignes attendues');
    expect(dit.includes('ligne 12 · nir · cle-fausse')).toBe(ecart['rejetees'] === 1);
  });

  it('tient pour exact un fichier déjà pris, lignes inchangées', async () => {
    passerelle.etat = (_flux, lignes) => ({ statut: 'termine', lues: lignes, acceptees: 0, inchangees: lignes, rejetees: 0 });
    expect((await lancer()).exact).toBe(true);
  });

  it('ne poste pas un fichier vide', async () => {
    const seul = await mkdtemp(join(tmpdir(), 'chargement-'));
    await generer({ sortie: seul, graine: 931, taille: 1 });
    expect((await lancer({ dossier: seul })).exact).toBe(true);
    expect(passerelle.recus.map((r) => r.flux)).toEqual(['agents', 'professionnels', 'assures', 'reprise']);
    await rm(seul, { recursive: true });
  });

  it('refuse un fichier dont les octets ne sont plus ceux du manifeste', async () => {
    const autre = await mkdtemp(join(tmpdir(), 'chargement-'));
    await generer({ sortie: autre, graine: 931, taille: 3 });
    await appendFile(join(autre, 'assures.csv'), 'une ligne de trop\n');
    await expect(lancer({ dossier: autre })).rejects.toThrow('assures.csv : les octets ne sont pas ceux du manifeste');
    expect(passerelle.recus).toEqual([]);
    await rm(autre, { recursive: true });
  });

  it('n’écrit que le bilan hors d’un terminal, une ligne qui bouge sur un terminal', async () => {
    await lancer();
    expect(dit).not.toContain('%');
    expect(dit.trimEnd().split('\n')).toHaveLength(8);
    expect(dit).toContain('avis d’arrêt : 183 lignes');
    dit = '';
    const terminal = new Progression({ ...sortie, isTTY: true }, false);
    terminal.avancer('reprise', 'envoi', 100, 400);
    expect(dit).toMatch(/^\r.*reprise · envoi 25 % · 100 \/ 400 lignes · .* lignes\/s$/);
  });

  it('rend un code de sortie nul si et seulement si tout est exact', async () => {
    const ligne = ['charger', '--url', url, '--dossier', dossier, '--secret-amorce', secrets.amorce, '--secret-reprise', secrets['reprise-931']];
    expect(await executer(ligne, sortie, sortie)).toBe(0);
    passerelle.etat = (_flux, lignes) => ({ statut: 'termine', lues: lignes, acceptees: lignes - 1, inchangees: 0, rejetees: 1 });
    expect(await executer(ligne, sortie, sortie)).toBe(1);
    expect(await executer(['generer'], sortie, sortie)).toBe(1);
    expect(await executer([], sortie, sortie)).toBe(2);
    expect(await readFile(join(dossier, 'manifeste.json'), 'utf8')).toContain('"taille": 400');
  });
});
