import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { monter } from './montage';
import type { Montage } from './montage';
import { NavigateurHttp } from './navigateur-http';

const BEARER = { authorization: 'Bearer jeton.de.machine' };
const CORRELATION = '019a0000-0000-7000-8000-000000000001';
const MO = Buffer.alloc(1 << 20, 98);

function flux(mo: number, surMo = (): void => undefined): ReadableStream<Uint8Array> {
  let reste = mo;
  return new ReadableStream({
    pull(suite) {
      if (reste-- === 0) return suite.close();
      surMo();
      return suite.enqueue(new Uint8Array(MO));
    },
  });
}

async function jusqua(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits until a counter has stopped moving. */
async function stable(compteur: () => number): Promise<void> {
  for (let avant = -1, egal = 0; egal < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    egal = compteur() === avant && avant > 0 ? egal + 1 : 0;
    avant = compteur();
  }
}

describe('la passerelle vers les services', () => {
  let m: Montage;
  let connecte: NavigateurHttp;
  beforeAll(async () => {
    m = await monter();
    connecte = new NavigateurHttp(m.portail.url);
    await connecte.entrer('agent:931-0001');
  });
  afterAll(() => m.arreter());

  it('refuse une écriture par cookie sans en-tête du portail ou venue d’ailleurs', async () => {
    const origin = m.portail.url;
    const essais: Record<string, string>[] = [
      {}, { origin }, { 'x-requete-portail': '1' }, { 'x-requete-portail': '1', origin: 'https://ailleurs.example' }, { 'x-requete-portail': '1', origin, 'sec-fetch-site': 'cross-site' },
    ];
    const avant = m.factice.demandes.length;
    for (const headers of essais) {
      const reponse = await connecte.appeler('/api/pilotage/x', { method: 'POST', headers, body: 'x' });
      expect(reponse.status).toBe(403);
      expect(await reponse.json()).toMatchObject({ code: 'origine-refusee', type: 'urn:sm:probleme:origine-refusee' });
    }
    expect(m.factice.demandes).toHaveLength(avant);
    const bon = await connecte.appeler('/api/pilotage/x', { method: 'POST', headers: { 'x-requete-portail': '1', origin }, body: 'x' });
    expect(bon.status).toBe(200);
  });

  it('laisse passer le jeton d’une machine tel quel, sans cookie, et garde la corrélation', async () => {
    const reponse = await connecte.appeler('/api/pilotage/x?y=%2F', { method: 'DELETE', headers: { ...BEARER, 'x-correlation-id': CORRELATION, te: 'trailers' } });
    const vu = m.factice.demandes.at(-1);
    expect(vu).toMatchObject({ methode: 'DELETE', url: '/base/x?y=%2F', entetes: { ...BEARER, 'x-correlation-id': CORRELATION } });
    for (const nom of ['cookie', 'te']) expect(vu?.entetes).not.toHaveProperty(nom);
    expect(vu?.entetes['x-forwarded-for']).toBe('127.0.0.1');
    expect(reponse.headers.get('x-correlation-id')).toBe(CORRELATION);
    expect(reponse.headers.get('x-vu')).toBe('oui');
    for (const nom of ['set-cookie', 'x-saut']) expect(reponse.headers.get(nom)).toBeNull();
    expect(reponse.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('ne laisse pas le corps d’une requête devenir une autre requête', async () => {
    const avant = m.factice.demandes.length;
    const corps = 'GET /base/prive HTTP/1.1\r\nHost: x\r\n\r\n';
    const adresse = new URL(m.portail.url);
    const reponse = await new Promise<string>((resolve, reject) => {
      const prise = connect(Number(adresse.port), adresse.hostname);
      let recu = '';
      prise.on('data', (morceau) => (recu += morceau.toString())).on('end', () => resolve(recu)).on('error', reject);
      prise.write(`DELETE /api/pilotage/x HTTP/1.1\r\nHost: ${adresse.host}\r\nAuthorization: ${BEARER.authorization}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${corps.length.toString(16)}\r\n${corps}\r\n0\r\n\r\n`);
    });
    expect(reponse).toContain(`"octets":${corps.length}`);
    await fetch(`${m.portail.url}/api/pilotage/x`, { headers: BEARER });
    expect(m.factice.demandes.slice(avant).map((d) => d.url)).toEqual(['/base/x', '/base/x']);
  });

  it('répond 401 sans identité, 404 pour un service inconnu, 503 pour un service arrêté, 400 hors de la base', async () => {
    const essais = [
      ['/api/pilotage/x', {}, 401, 'jeton-absent'],
      ['/api/inconnu/x', BEARER, 404, 'service-inconnu'],
      ['/api/', BEARER, 404, 'service-inconnu'],
      ['/api/absent/x', BEARER, 503, 'service-indisponible'],
    ] as const;
    for (const [chemin, headers, statut, code] of essais) {
      const reponse = await fetch(`${m.portail.url}${chemin}`, { headers });
      expect(reponse.status).toBe(statut);
      expect(reponse.headers.get('content-type')).toContain('application/problem+json');
      const corps = Object(await reponse.json());
      expect(corps).toMatchObject({ code, status: statut, correlation: reponse.headers.get('x-correlation-id') });
    }
    const hors = await fetch(`${m.portail.url}/api/pilotage/.%2e/%2e%2e/prive`, { headers: BEARER });
    expect([400, 404]).toContain(hors.status);
  });

  it('ne mène ni aux mesures ni à la santé d’un service, de quelque façon qu’on les écrive', async () => {
    const avant = m.factice.demandes.length;
    for (const chemin of ['metrics', 'metrics/', 'metrics?x=1', 'sante/pret', 'sante/vie', '%6detrics', 'x/%2e%2e/metrics', './metrics', '/metrics', '%2Fmetrics', 'METRICS', 'sante%2Fpret', '%5Cmetrics']) {
      expect((await fetch(`${m.portail.url}/api/pilotage/${chemin}`, { headers: BEARER })).status).toBe(404);
      expect((await connecte.appeler(`/api/pilotage/${chemin}`)).status).toBe(404);
    }
    expect((await fetch(`${m.portail.url}/api/pilotage/%zz`, { headers: BEARER })).status).toBe(400);
    expect(m.factice.demandes).toHaveLength(avant);
  });

  it('montre à tous la description publique d’un service', async () => {
    expect((await fetch(`${m.portail.url}/api/pilotage/openapi.json`)).status).toBe(200);
    expect(m.factice.demandes.at(-1)?.entetes).not.toHaveProperty('authorization');
  });

  it('porte 50 Mo vers un service sans les retenir : quand il cesse de lire, l’appelant attend', async () => {
    const attendu = createHash('sha256');
    for (let i = 0; i < 50; i++) attendu.update(MO);
    let reprendre = (): void => undefined;
    m.factice.attente.lecture = new Promise((resolve) => { reprendre = resolve; });
    let remis = 0;
    const envoi = { method: 'POST', headers: BEARER, body: flux(50, () => { remis += MO.length; }), duplex: 'half' } satisfies RequestInit & { duplex: 'half' };
    const enCours = fetch(`${m.portail.url}/api/pilotage/imports`, envoi);
    await stable(() => remis);
    expect(remis).toBeLessThan(24 << 20);
    reprendre();
    const reponse = await enCours;
    expect(reponse.status).toBe(202);
    expect(await reponse.json()).toEqual({ octets: 50 << 20, empreinte: attendu.digest('hex') });
    delete m.factice.attente.lecture;
  });

  it('porte 50 Mo vers un appelant sans les retenir : quand il cesse de lire, le service attend', async () => {
    const gros = await fetch(`${m.portail.url}/api/pilotage/gros`, { headers: BEARER });
    await stable(() => m.factice.compteur.verses);
    expect(m.factice.compteur.verses).toBeLessThan(24 << 20);
    let recus = 0;
    for await (const morceau of gros.body ?? []) recus += (morceau as Uint8Array).length;
    expect(recus).toBe(50 << 20);
  });

  it('rend le refus donné par un service avant la fin de l’envoi, et sert encore après', async () => {
    const envoi = { method: 'POST', headers: BEARER, body: flux(20), duplex: 'half' } satisfies RequestInit & { duplex: 'half' };
    const reponse = await fetch(`${m.portail.url}/api/pilotage/refuse-tot`, envoi);
    expect(reponse.status).toBe(401);
    expect((await fetch(`${m.portail.url}/api/pilotage/x`, { headers: BEARER })).status).toBe(200);
  });

  it('abandonne l’appel au service quand l’appelant s’en va', async () => {
    const abandon = new AbortController();
    const avant = m.factice.compteur.abandons;
    const reponse = await fetch(`${m.portail.url}/api/pilotage/gros`, { headers: BEARER, signal: abandon.signal });
    abandon.abort();
    await expect(reponse.arrayBuffer()).rejects.toThrow();
    await jusqua(() => m.factice.compteur.abandons > avant);
    expect((await fetch(`${m.portail.url}/api/pilotage/x`, { headers: BEARER })).status).toBe(200);
  });
});
