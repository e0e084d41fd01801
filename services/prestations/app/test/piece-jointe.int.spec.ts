import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { VerificateurChaine } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { PieceJointeBalayage } from '../src/piece-jointe.balayage';
import { AnalyseClamd } from '../src/piece-jointe.clamd';
import { PieceJointeReanalyse } from '../src/piece-jointe.reanalyse';
import { EICAR, ouvrirClamd, type ClamdDeTest } from './clamd-de-test';
import { ACTEURS, cleNeuve, ouvrirMonde, type Monde } from './monde';
import { lisiblesDans } from './preuves';

const { tsm, mc, mc2, chef, ism, caisse, csam, double, national, tsmAilleurs, mcAilleurs } = ACTEURS;
const PDF = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\n%%EOF\n');
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(40), Buffer.from('IEND\xaeB`\x82', 'latin1')]);
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(40), Buffer.from('ffd9', 'hex')]);
const TIFF = Buffer.concat([Buffer.from('49492a0008000000', 'hex'), randomBytes(40)]);
const MIO = 1_048_576;

interface Recu {
  readonly statut: number;
  readonly corps: { piece: string; etat: string; analyse: string | null; code: string; elements: Record<string, unknown>[]; suivant: string | null };
  readonly entetes: Headers;
  readonly octets: Buffer;
}

let m: Monde;
let clamd: ClamdDeTest;
let dossier: string;

const adresse = (chemin: string): string => `${m.p.services.get('prestations')!.url}${chemin}`;

async function demander(qui: string, methode: string, chemin: string, o: { corps?: Uint8Array | string; type?: string; cle?: string } = {}): Promise<Recu> {
  const headers = { authorization: `Bearer ${await m.p.identite.jeton(qui)}`, ...(o.type ? { 'content-type': o.type } : {}), ...(methode === 'POST' ? { 'idempotency-key': o.cle ?? cleNeuve() } : {}) };
  const r = await fetch(adresse(chemin), { method: methode, headers, ...(o.corps === undefined ? {} : { body: o.corps }) });
  const octets = Buffer.from(await r.arrayBuffer());
  return { statut: r.status, entetes: r.headers, octets, corps: (/json/.test(r.headers.get('content-type') ?? '') ? JSON.parse(octets.toString()) : null) as Recu['corps'] };
}

const joindre = (qui: string, corps: Uint8Array | string, type: string, o: { cle?: string; dossier?: string; nature?: string } = {}): Promise<Recu> =>
  demander(qui, 'POST', `/dossiers/${o.dossier ?? dossier}/pieces-jointes?nature=${o.nature ?? 'certificat'}`, { corps, type, ...(o.cle ? { cle: o.cle } : {}) });
const lire = (qui: string, piece: string, motif = '', d = dossier): Promise<Recu> => demander(qui, 'GET', `/dossiers/${d}/pieces-jointes/${piece}${motif && `?motif=${motif}`}`);
const lister = (qui: string, suite = '', d = dossier): Promise<Recu> => demander(qui, 'GET', `/dossiers/${d}/pieces-jointes${suite}`);
const acte = (qui: string, piece: string, nom: string, corps: object, cle = cleNeuve()): Promise<Recu> =>
  demander(qui, 'POST', `/dossiers/${dossier}/pieces-jointes/${piece}/${nom}`, { corps: JSON.stringify(corps), type: 'application/json', cle });
const compter = async (): Promise<number[]> =>
  Object.values((await m.p.voir<Record<string, number>>('prestations', 'SELECT (SELECT count(*) FROM piece_jointe)::int AS p, (SELECT count(*) FROM piece_jointe_morceau)::int AS m'))[0]!);
const faits = (type: string, d = dossier): Promise<{ prive: Record<string, unknown>; acteur: string }[]> =>
  m.p.voir('prestations', 'SELECT prive, acteur FROM journal WHERE dossier = $1 AND type = $2 ORDER BY id', [d, type]);

async function neuf(affecte = true): Promise<string> {
  const { dossier: id } = (await m.deposer({ pieces: ['protocole'] })).corps;
  if (affecte) await m.commander(chef, id, 'affectation', { praticien: mc });
  return id;
}

beforeAll(async () => {
  clamd = await ouvrirClamd();
  m = await ouvrirMonde(() => new Date('2026-03-10T09:00:00Z'), undefined, new AnalyseClamd(`tcp://127.0.0.1:${clamd.port}`, { silenceMs: 1000, verdictMs: 500 }));
}, 60_000);
beforeEach(async () => {
  clamd.humeur = 'normal';
  dossier = await neuf();
});
afterAll(async () => {
  await m.fermer();
  await clamd.fermer();
});

test('chaque type admis se joint, se liste et se relit octet pour octet, et la lecture est au journal', async () => {
  for (const [type, corps] of [['application/pdf', PDF], ['image/png', PNG], ['image/jpeg', JPEG], ['image/tiff', TIFF], ['text/plain; charset=utf-8', Buffer.from('Évolution stable.\r\n')]] as const) {
    const depot = await joindre(tsm, corps, type);
    expect(depot).toMatchObject({ statut: 201, corps: { dossier, etat: 'disponible', analyse: 'clamd' } });
    const r = await lire(mc, depot.corps.piece);
    expect(r.statut).toBe(200);
    expect(r.octets.equals(corps)).toBe(true);
    expect(Object.fromEntries(['content-type', 'content-disposition', 'x-content-type-options', 'cache-control', 'content-length'].map((e) => [e, r.entetes.get(e)]))).toEqual({
      'content-type': type, 'content-disposition': expect.stringMatching(/^attachment; filename="piece-[0-9a-f-]{36}\.[a-z]{3}"$/), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-length': String(corps.length),
    });
    expect(r.entetes.get('content-security-policy')).toContain("default-src 'none'");
    expect(r.entetes.get('content-security-policy')).toContain('sandbox');
  }
  const { corps } = await lister(tsm);
  expect(corps.elements).toHaveLength(5);
  expect(corps.elements[0]).toEqual({ piece: expect.any(String), nature: 'certificat', type: 'application/pdf', taille: PDF.length, jour: '2026-03-10', par: tsm, origine: 'service', etat: 'disponible', analyse: 'clamd', titre: null });
  expect((await faits('DossierMedicalLu')).map((f) => f.acteur)).toEqual(Array(5).fill(mc));
  const [depose] = await faits('PieceJointeDeposee');
  const [scelle] = await m.p.voir<{ empreinte: string }>('prestations', "SELECT encode(sha256(string_agg(octets, '' ORDER BY rang)), 'hex') AS empreinte FROM piece_jointe_morceau WHERE piece = $1", [depose!.prive['piece']]);
  expect(depose!.prive).toMatchObject({ par: tsm, nature: 'certificat', contenu: 'application/pdf', taille: PDF.length, empreinte: scelle!.empreinte, etat: 'disponible' });
});

test('un type forgé, un fichier tronqué, vide ou trop grand est refusé et rien n’en reste', async () => {
  const avant = await compter();
  const refus: [Buffer | string, string, number, string][] = [
    [PNG, 'application/pdf', 422, 'piece-discordante'], [PDF, 'image/png', 422, 'piece-discordante'], [PDF, 'text/plain', 422, 'piece-discordante'], ['<html>', 'image/jpeg', 422, 'piece-discordante'],
    [Buffer.from('a\0b'), 'text/plain', 422, 'piece-discordante'], [Buffer.from([0x61, 0xc3, 0x28]), 'text/plain', 422, 'piece-discordante'], [Buffer.from([0x61, 0xc3]), 'text/plain', 422, 'piece-discordante'],
    ['%P', 'application/pdf', 422, 'piece-discordante'], [PDF.subarray(0, 30), 'application/pdf', 422, 'piece-tronquee'], [JPEG.subarray(0, -2), 'image/jpeg', 422, 'piece-tronquee'], [PNG.subarray(0, -3), 'image/png', 422, 'piece-tronquee'],
    ['', 'text/plain', 400, 'corps-vide'], [Buffer.alloc(5 * MIO + 1, 65), 'text/plain', 413, 'corps-trop-volumineux'],
    ['{}', 'application/json', 415, 'type-contenu-refuse'], ['<p>', 'text/html', 415, 'type-contenu-refuse'], ['a;b', 'text/csv', 415, 'type-contenu-refuse'], [PDF, 'application/octet-stream', 415, 'type-contenu-refuse'],
  ];
  for (const [corps, type, statut, code] of refus) expect([type, await joindre(tsm, corps, type)]).toMatchObject([type, { statut, corps: { code } }]);
  expect(await joindre(tsm, PDF, 'application/pdf', { nature: 'radio_du_genou' })).toMatchObject({ statut: 400, corps: { code: 'requete-invalide' } });
  expect((await demander(tsm, 'POST', '/dossiers', { corps: PDF, type: 'application/pdf' })).statut).toBe(415);
  expect(await compter()).toEqual(avant);
  expect(await joindre(tsm, Buffer.alloc(5 * MIO, 65), 'text/plain')).toMatchObject({ statut: 201 });
});

test('une pièce infectée est refusée : seul le journal s’en souvient', async () => {
  const [avant, cle] = [await compter(), cleNeuve()];
  for (let i = 0; i < 2; i++) expect(await joindre(tsm, `Texte ${EICAR}`, 'text/plain', { cle })).toMatchObject({ statut: 422, corps: { code: 'piece-infectee' } });
  expect(await compter()).toEqual(avant);
  expect(await faits('PieceJointeRefusee')).toMatchObject([{ acteur: tsm, prive: { etat: 'infectee', analyse: 'clamd' } }]);
});

test('tant que l’analyse est injoignable la pièce attend, illisible, puis elle est analysée', async () => {
  clamd.humeur = 'rompt';
  const [saine, douteuse] = [await joindre(tsm, PDF, 'application/pdf'), await joindre(tsm, `Texte ${EICAR}`, 'text/plain')];
  for (const depot of [saine, douteuse]) expect(depot).toMatchObject({ statut: 201, corps: { etat: 'en_attente', analyse: null } });
  expect(await lire(mc, saine.corps.piece)).toMatchObject({ statut: 409, corps: { code: 'piece-en-attente' } });
  clamd.humeur = 'normal';
  expect((await lire(mc, saine.corps.piece)).octets.equals(PDF)).toBe(true);
  await m.p.services.get('prestations')!.app.get(PieceJointeReanalyse, { strict: false }).retenter();
  expect(await lire(mc, douteuse.corps.piece)).toMatchObject({ statut: 410, corps: { code: 'piece-retiree' } });
  expect((await lister(tsm)).corps.elements).toMatchObject([{ etat: 'disponible', analyse: 'clamd' }, { etat: 'infectee' }]);
  expect(await m.p.voir('prestations', 'SELECT 1 FROM piece_jointe_morceau WHERE piece = $1', [douteuse.corps.piece])).toEqual([]);
  expect((await faits('PieceJointeAnalysee')).map((f) => f.prive['etat'])).toEqual(['disponible', 'infectee']);
});

test('la même clé avec le même corps rend la même pièce, avec un autre elle est refusée', async () => {
  const [cle, avant] = [cleNeuve(), await compter()];
  const [un, deux] = await Promise.all([joindre(tsm, PDF, 'application/pdf', { cle }), joindre(tsm, PDF, 'application/pdf', { cle })]);
  const trois = await joindre(tsm, PDF, 'application/pdf', { cle });
  expect([un, deux, trois].map((r) => [r.statut, r.corps.piece])).toEqual(Array(3).fill([201, un.corps.piece]));
  expect(await joindre(tsm, Buffer.concat([PDF, Buffer.from(' ')]), 'application/pdf', { cle })).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
  expect(await joindre(tsm, PDF, 'application/pdf', { cle, nature: 'courrier' })).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
  expect(await compter()).toEqual(avant.map((n) => n + 1));
  expect(await faits('PieceJointeDeposee')).toHaveLength(1);
});

/** Sends part of a body, then cuts. */
async function couper(d: string, debut: Buffer, annonces: number): Promise<void> {
  const headers = { authorization: `Bearer ${await m.p.identite.jeton(tsm)}`, 'content-type': 'application/pdf', 'content-length': annonces, 'idempotency-key': cleNeuve() };
  const r = request(adresse(`/dossiers/${d}/pieces-jointes?nature=autre`), { method: 'POST', headers });
  r.on('error', () => undefined);
  r.write(debut);
  await jusqua(async () => (await compter())[1]! > 0 && (await m.p.voir("prestations", "SELECT 1 FROM piece_jointe WHERE etat = 'depot' AND dossier = $1", [d])).length === 1);
  r.destroy();
}

test('une connexion coupée ne laisse rien, un processus mort non plus une fois balayé', async () => {
  const avant = await compter();
  await couper(dossier, Buffer.concat([PDF, randomBytes(2 * MIO)]), 8 * MIO);
  await jusqua(async () => (await compter()).every((n, i) => n === avant[i]));
  expect((await lister(tsm)).corps.elements).toEqual([]);
  const mort = randomUUID();
  await m.p.voir('prestations', "INSERT INTO piece_jointe (id, dossier, nature, type, etat, origine, par, jour, cree_le) VALUES ($1, $2, 'autre', 'text/plain', 'depot', 'service', 'agent:X', '2026-03-10', now() - interval '1 hour')", [mort, dossier]);
  await m.p.voir('prestations', "INSERT INTO piece_jointe_morceau (piece, rang, octets) VALUES ($1, 0, '\\x00')", [mort]);
  const balayage = m.p.services.get('prestations')!.app.get(PieceJointeBalayage, { strict: false });
  expect(await balayage.balayer()).toBe(0);
  await m.p.voir('prestations', "UPDATE piece_jointe_morceau SET ecrit_le = now() - interval '1 hour' WHERE piece = $1", [mort]);
  expect(await balayage.balayer()).toBe(1);
  expect(await compter()).toEqual(avant);
});

test('une autre unité ne voit rien, la caisse transmet sans relire, chacun selon sa ligne de droits', async () => {
  const { piece } = (await joindre(tsm, PDF, 'application/pdf')).corps;
  for (const qui of [tsmAilleurs, mcAilleurs]) {
    expect((await joindre(qui, PDF, 'application/pdf')).statut).toBe(404);
    expect((await lister(qui)).statut).toBe(404);
  }
  expect(await lire(mcAilleurs, piece, 'qualite')).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
  for (const qui of [csam, national]) expect((await joindre(qui, PDF, 'application/pdf')).statut).toBe(403);
  for (const qui of [tsm, csam, caisse, tsmAilleurs, double]) expect([qui, await lire(qui, piece, 'qualite')]).toMatchObject([qui, { statut: 403, corps: { code: 'secret-medical' } }]);
  const transmise = (await joindre(caisse, PDF, 'application/pdf')).corps;
  expect((await lister(caisse)).corps.elements).toMatchObject([{ piece: transmise.piece, par: null, titre: null, origine: 'caisse' }]);
  expect((await lister(tsm)).corps.elements).toHaveLength(2);
  expect(await acte(caisse, piece, 'retrait', { motif: 'doublon' })).toMatchObject({ statut: 404 });
  expect(await lire(mc2, piece)).toMatchObject({ statut: 422, corps: { code: 'motif-obligatoire' } });
  for (const [qui, motif] of [[mc2, 'remplacement'], [ism, 'preparation'], [chef, 'encadrement'], [mc, '']] as const) expect((await lire(qui, piece, motif)).octets.equals(PDF)).toBe(true);
  expect((await faits('DossierMedicalLu')).map((f) => [f.acteur, f.prive['motif']])).toEqual([[mc2, 'remplacement'], [ism, 'preparation'], [chef, 'encadrement'], [mc, null]]);
  const autre = await neuf();
  expect(await lire(mc, piece, '', autre)).toMatchObject({ statut: 404, corps: { code: 'piece-introuvable' } });
});

test('le nom du fichier reste scellé : seuls ceux qui lisent le dossier le voient, et disent pourquoi', async () => {
  const { piece } = (await joindre(tsm, 'texte', 'text/plain')).corps;
  expect(await acte(tsm, piece, 'titre', { titre: 'Scanner hépatique QZRTPLM' })).toMatchObject({ statut: 200, corps: { piece, etat: 'disponible' } });
  for (const titre of ['', 'a\nb', 'x'.repeat(201)]) expect((await acte(tsm, piece, 'titre', { titre })).statut).toBe(400);
  const titres = async (qui: string, suite = ''): Promise<unknown[]> => (await lister(qui, suite)).corps.elements.map((e) => e['titre']);
  expect(await titres(mc)).toEqual(['Scanner hépatique QZRTPLM']);
  expect(await titres(mc2, '?motif=second_avis')).toEqual(['Scanner hépatique QZRTPLM']);
  for (const qui of [mc2, tsm, csam]) expect(await titres(qui)).toEqual([null]);
  expect((await faits('DossierMedicalLu')).map((f) => [f.acteur, f.prive['partie'], f.prive['objet'], f.prive['motif']])).toEqual([[mc, 'piece', null, null], [mc2, 'piece', null, 'second_avis']]);
  expect(await lisiblesDans(m, ['QZRTPLM'])).toEqual([]);
});

test('retirée, une pièce ne se lit plus mais reste comptée ; retirer deux fois ne change rien', async () => {
  const { piece } = (await joindre(tsm, PDF, 'application/pdf')).corps;
  const cle = cleNeuve();
  for (let i = 0; i < 2; i++) expect(await acte(tsm, piece, 'retrait', { motif: 'doublon' }, cle)).toMatchObject({ statut: 200, corps: { etat: 'retiree' } });
  expect(await acte(tsm, piece, 'retrait', { motif: 'doublon' })).toMatchObject({ statut: 409, corps: { code: 'piece-retiree' } });
  expect(await lire(mc, piece)).toMatchObject({ statut: 410, corps: { code: 'piece-retiree' } });
  expect((await lister(tsm)).corps.elements).toMatchObject([{ piece, etat: 'retiree' }]);
  expect(await faits('PieceJointeRetiree')).toMatchObject([{ prive: { piece, motif: 'doublon' } }]);
});

test('l’effacement ferme les pièces, même quand il survient pendant un dépôt, et la chaîne tient', async () => {
  const { piece } = (await joindre(tsm, PDF, 'application/pdf')).corps;
  await acte(tsm, piece, 'titre', { titre: 'Nom' });
  await m.commander(tsm, dossier, 'annulation', { motif: 'retrait' });
  const effacer = (): Promise<{ statut: number }> => m.appeler(chef, 'POST', `/effacements/${dossier}`, { motif: 'duree_conservation' }, { 'idempotency-key': cleNeuve() });
  const lent = new ReadableStream<Uint8Array>({
    start: (c) => c.enqueue(PDF),
    pull: async (c) => {
      expect((await effacer()).statut).toBe(200);
      c.close();
    },
  });
  const headers = { authorization: `Bearer ${await m.p.identite.jeton(tsm)}`, 'content-type': 'application/pdf', 'idempotency-key': cleNeuve() };
  const pendant = await fetch(adresse(`/dossiers/${dossier}/pieces-jointes?nature=autre`), { method: 'POST', headers, body: lent, duplex: 'half' } as RequestInit);
  expect([pendant.status, ((await pendant.json()) as { code: string }).code]).toEqual([410, 'contenu-efface']);
  expect(await joindre(tsm, PDF, 'application/pdf')).toMatchObject({ statut: 410, corps: { code: 'contenu-efface' } });
  expect(await lire(mc, piece, 'recours')).toMatchObject({ statut: 410, corps: { code: 'contenu-efface' } });
  expect((await lister(mc, '?motif=recours')).corps.elements).toMatchObject([{ piece, titre: null }]);
  const { app } = m.p.services.get('prestations')!;
  await jusqua(async () => (await m.p.voir<{ n: number }>('prestations', 'SELECT ((SELECT count(*) FROM journal) - (SELECT count(*) FROM log_index))::int AS n'))[0]!.n === 0);
  expect((await app.get(VerificateurChaine).verifierTout()).ruptures).toEqual([]);
});

test('des octets scellés modifiés, déplacés ou manquants ne se lisent pas', async () => {
  const corps = Buffer.concat([PDF.subarray(0, -6), Buffer.alloc(MIO, 66), Buffer.from('%%EOF\n')]);
  const [a, b] = [(await joindre(tsm, corps, 'application/pdf')).corps.piece, (await joindre(tsm, corps, 'application/pdf')).corps.piece];
  await m.p.voir('prestations', 'DELETE FROM piece_jointe_morceau WHERE piece = $1 AND rang = (SELECT max(rang) FROM piece_jointe_morceau WHERE piece = $1)', [a]);
  await expect(lire(mc, a)).rejects.toThrow();
  await m.p.voir('prestations', 'UPDATE piece_jointe_morceau x SET octets = y.octets FROM piece_jointe_morceau y WHERE x.piece = $1 AND y.piece = $2 AND x.rang = 0 AND y.rang = 0', [a, b]);
  expect((await lire(mc, a).catch(() => ({ statut: 0 }))).statut).not.toBe(200);
  expect((await lire(mc, b)).octets.equals(corps)).toBe(true);
});

/** Sends a PDF of that many bytes, then reads it back. @returns the highest resident size seen meanwhile, and the bytes read */
async function allerRetour(taille: number): Promise<{ maxi: number; recus: number }> {
  const morceau = Buffer.alloc(MIO, 'x');
  let [envoyes, maxi, recus] = [0, 0, 0];
  const mesurer = (): number => (maxi = Math.max(maxi, process.memoryUsage.rss()));
  const flux = new ReadableStream<Uint8Array>({
    pull: (c) => {
      mesurer();
      if (envoyes >= taille) return c.enqueue(Buffer.from('\n%%EOF')), c.close();
      c.enqueue(envoyes === 0 ? Buffer.concat([PDF.subarray(0, 9), morceau.subarray(9)]) : morceau);
      envoyes += MIO;
    },
  });
  const headers = { authorization: `Bearer ${await m.p.identite.jeton(tsm)}`, 'content-type': 'application/pdf', 'idempotency-key': cleNeuve() };
  const r = await fetch(adresse(`/dossiers/${dossier}/pieces-jointes?nature=imagerie`), { method: 'POST', headers, body: flux, duplex: 'half' } as RequestInit);
  expect(r.status).toBe(201);
  const { piece } = (await r.json()) as { piece: string };
  await m.p.voir('prestations', "UPDATE piece_jointe SET etat = 'disponible' WHERE id = $1", [piece]);
  const lu = await fetch(adresse(`/dossiers/${dossier}/pieces-jointes/${piece}`), { headers: { authorization: `Bearer ${await m.p.identite.jeton(mc)}` } });
  for await (const octets of lu.body as unknown as AsyncIterable<Uint8Array>) {
    recus += octets.length;
    mesurer();
  }
  return { maxi, recus };
}

test('cinquante mégaoctets passent dans les deux sens à mémoire constante', async () => {
  clamd.humeur = 'rompt';
  await allerRetour(20 * MIO);
  const avant = process.memoryUsage.rss();
  const { maxi, recus } = await allerRetour(50 * MIO);
  expect(recus).toBe(50 * MIO + 6);
  // Client, service and its garbage share this process: far below a hundred megabytes in and out is what can be asked.
  expect((maxi - avant) / MIO).toBeLessThan(30);
}, 60_000);
