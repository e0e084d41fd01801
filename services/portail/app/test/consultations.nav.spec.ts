import { existsSync, mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { monter, type Montage } from './montage';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(CHROMIUM);
if (!present) process.stderr.write(`consultations : navigateur non essayé, ${CHROMIUM} est absent (installez Chromium ou nommez-le par CHROMIUM)\n`);
const AUDIT = { sub: 'agent:cnam-0003', nom: 'Aurèle Montfaucon', role: 'AUDIT', unite: 'CNAM', quoi: 'le registre des consultations' };
const ID = '019a8f00-0000-7000-8000-00000000c001';
const LIGNE = {
  id: ID, le: '2026-03-10T09:00:00.000Z', acteur: 'agent:931022', roles: ['MC'], unite: 'ELSM-931', pour: [], dossier: '019a8f00-0000-7000-8000-000000000001', version: 6, partie: 'dossier', objet: null,
  motif: 'second_avis', horsDossier: true, resultat: 'lu', code: null, adresse: '192.0.2.7', terminal: 'navigateur', conserveeJusquAu: '2029-03-10', revue: null,
};
const LIGNES = [
  LIGNE, { ...LIGNE, id: ID.replace('c001', 'c002'), acteur: 'agent:931002', motif: null, horsDossier: false, pour: ['agent:931001'] },
  { ...LIGNE, id: ID.replace('c001', 'c003'), acteur: 'agent:CP931001', roles: ['CAISSE'], motif: 'qualite', resultat: 'refuse', code: 'secret-medical', terminal: 'programme' },
  { ...LIGNE, id: ID.replace('c001', 'c004'), revue: { par: 'agent:CNAM003', le: '2026-03-11T10:00:00.000Z', resultat: 'justifiee' } },
];

(present ? describe : describe.skip)('le registre des consultations dans un navigateur', () => {
  let m: Montage;
  let navigateur: Browser;
  let prestations: Server;
  const demandes: { methode: string; url: string; corps: string; cle: string | undefined }[] = [];
  const images = process.env['CAPTURES'] ?? mkdtempSync(join(tmpdir(), 'captures-'));

  beforeAll(async () => {
    prestations = createServer((requete, reponse) => {
      let corps = '';
      requete.on('data', (morceau: Buffer) => (corps += morceau.toString()));
      requete.on('end', () => {
        demandes.push({ methode: requete.method ?? '', url: requete.url ?? '', corps, cle: requete.headers['idempotency-key'] as string | undefined });
        reponse.setHeader('content-type', 'application/json').end(JSON.stringify(requete.method === 'POST' ? { consultation: ID } : { elements: LIGNES, suivant: 'c3VpdGU' }));
      });
    });
    await new Promise<void>((ok) => prestations.listen(0, '127.0.0.1', ok));
    m = await monter({ personas: [AUDIT], services: { prestations: `http://127.0.0.1:${(prestations.address() as AddressInfo).port}` } });
    navigateur = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await navigateur?.close();
    await m?.arreter();
    await new Promise((ok) => prestations.close(ok));
  });

  it.each([[1_280], [320]])('se lit, se filtre et se revoit à %i pixels', async (largeur) => {
    const contexte = await navigateur.newContext({ viewport: { width: largeur, height: 900 }, locale: 'fr-FR' });
    const page = await contexte.newPage();
    const fautes: string[] = [];
    page.on('console', (message) => message.type() === 'error' && fautes.push(message.text()));
    page.on('pageerror', (erreur) => fautes.push(erreur.message));
    await page.goto(m.portail.url);
    await page.getByRole('button', { name: /Entrer/ }).first().click();
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();
    await page.getByRole('link', { name: 'Consultations' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Consultations des dossiers médicaux' }).waitFor();
    expect(demandes.at(-1)).toMatchObject({ methode: 'GET', url: '/consultations?revue=attendue' });
    await page.screenshot({ path: join(images, `consultations-${largeur}.png`), fullPage: true });
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(false);
    await page.getByLabel('Lecteur').fill('agent:931022');
    await page.getByRole('button', { name: 'Filtrer' }).click();
    await page.waitForURL(/acteur=agent/);
    expect(demandes.at(-1)?.url).toBe('/consultations?revue=attendue&acteur=agent%3A931022');
    expect(await page.getByRole('link', { name: 'Télécharger en CSV' }).getAttribute('href')).toBe('/api/prestations/consultations/csv?revue=attendue&acteur=agent%3A931022');
    await page.getByRole('button', { name: 'justifiée', exact: true }).first().click();
    await page.waitForURL(/revue=attendue$/);
    expect(demandes.find((d) => d.methode === 'POST')).toMatchObject({ url: `/consultations/${ID}/revue`, corps: '{"resultat":"justifiee"}', cle: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(fautes).toEqual([]);
    await contexte.close();
  }, 60_000);

  it('une conclusion venue d’une autre page est refusée', async () => {
    const avant = demandes.length;
    const reponse = await fetch(`${m.portail.url}/consultations/${ID}/revue/justifiee`, { method: 'POST', headers: { origin: 'https://ailleurs.example', 'sec-fetch-site': 'cross-site' } });
    expect([reponse.status, demandes.length]).toEqual([403, avant]);
  });
});
