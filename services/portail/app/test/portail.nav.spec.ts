import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { DOSSIER } from './exemples';
import { monter } from './montage';
import type { Montage } from './montage';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(CHROMIUM);
if (!present) process.stderr.write(`portail : navigateur non essayé, ${CHROMIUM} est absent (installez Chromium ou nommez-le par CHROMIUM)\n`);

(present ? describe : describe.skip)('le portail dans un navigateur', () => {
  let m: Montage;
  let navigateur: Browser;
  const images = process.env['CAPTURES'] ?? mkdtempSync(join(tmpdir(), 'captures-'));

  beforeAll(async () => {
    m = await monter();
    navigateur = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await navigateur.close();
    await m.arreter();
  });

  /** A page that fails the test on any console error or outside request. */
  async function ouvrir(largeur = 1_280): Promise<{ page: Page; fautes: string[] }> {
    const contexte = await navigateur.newContext({ viewport: { width: largeur, height: 900 }, locale: 'fr-FR' });
    const page = await contexte.newPage();
    const fautes: string[] = [];
    page.on('console', (message) => message.type() === 'error' && fautes.push(message.text()));
    page.on('pageerror', (erreur) => fautes.push(erreur.message));
    page.on('request', (requete) => !requete.url().startsWith(m.portail.url) && !requete.url().startsWith('data:') && fautes.push(requete.url()));
    return { page, fautes };
  }

  async function entrerAuClavier(page: Page, nom: string): Promise<void> {
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      const ici = await page.evaluate<string>('document.activeElement.closest("li.carte")?.querySelector("h3").textContent ?? ""');
      if (ici !== nom) continue;
      await Promise.all([page.waitForURL(`${m.portail.url}/`), page.keyboard.press('Enter')]);
      await page.getByRole('heading', { level: 1, name: `Bonjour, ${nom}` }).waitFor();
      return;
    }
    throw new Error('aucune carte atteinte au clavier');
  }

  const deborde = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

  it('s’ouvre, se parcourt et se quitte au clavier seul', async () => {
    const { page, fautes } = await ouvrir();
    await page.goto(m.portail.url);
    await page.screenshot({ path: join(images, 'accueil.png'), fullPage: true });
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Aller au contenu');
    await entrerAuClavier(page, 'Dr Odile Marchepied');
    await page.screenshot({ path: join(images, 'accueil-connecte.png'), fullPage: true });
    await page.getByRole('button', { name: 'Se déconnecter' }).press('Enter');
    await page.getByRole('heading', { name: 'Choisissez qui vous êtes' }).waitFor();
    await page.goto(`${m.portail.url}/rapport`);
    expect(page.url()).toContain('/connexion/profil/');
    await page.screenshot({ path: join(images, 'connexion.png'), fullPage: true });
    await page.getByRole('button', { name: 'Entrer Hortense Delaunoy' }).click();
    await page.waitForURL(/\/rapport/);
    expect(fautes).toEqual([]);
  }, 60_000);

  it('montre le rapport et le tableau des régions, à l’écran et à l’impression', async () => {
    const { page, fautes } = await ouvrir();
    await page.goto(m.portail.url);
    await entrerAuClavier(page, 'Dr Odile Marchepied');
    await page.getByRole('link', { name: "Rapport d'activité" }).first().click();
    await page.getByRole('heading', { level: 1, name: /Rapport d'activité 2016/ }).waitFor();
    expect(await page.getByRole('img', { name: /délai de traitement/ }).count()).toBe(1);
    await page.screenshot({ path: join(images, 'rapport.png'), fullPage: true });
    await page.emulateMedia({ media: 'print' });
    await page.pdf({ path: join(images, 'rapport.pdf'), format: 'A4' });
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${m.portail.url}/national?annee=2016`);
    await page.screenshot({ path: join(images, 'national.png'), fullPage: true });
    expect(fautes).toEqual([]);
  }, 60_000);

  it('tient dans 320 pixels sans défilement horizontal', async () => {
    const { page, fautes } = await ouvrir(320);
    await page.goto(m.portail.url);
    expect(await deborde(page)).toBe(false);
    await page.screenshot({ path: join(images, 'accueil-320.png'), fullPage: true });
    await entrerAuClavier(page, 'Dr Odile Marchepied');
    for (const chemin of ['/', '/rapport', '/national', '/dossiers', `/dossiers/${DOSSIER}`, '/connexion']) {
      await page.goto(`${m.portail.url}${chemin}`);
      expect(await deborde(page)).toBe(false);
      await page.screenshot({ path: join(images, `320${chemin.replaceAll('/', '-')}.png`), fullPage: true });
    }
    expect(fautes).toEqual([]);
  }, 60_000);

  it('mène de l’accueil à un dossier et à sa chronologie', async () => {
    const { page, fautes } = await ouvrir();
    await page.goto(m.portail.url);
    await entrerAuClavier(page, 'Dr Anselme Vauquelin');
    await page.getByRole('link', { name: 'Dossiers' }).first().click();
    await page.getByLabel('Statut').selectOption('affectee');
    await page.getByLabel('Confiés à moi').check();
    await page.getByRole('button', { name: 'Filtrer' }).press('Enter');
    await page.waitForURL(/statut=affectee&praticien=moi/);
    expect(await page.getByLabel('Confiés à moi').isChecked()).toBe(true);
    await page.getByRole('link', { name: 'ALD-2016-000038' }).click();
    await page.getByRole('heading', { name: 'Chronologie' }).waitFor();
    expect(fautes).toEqual([]);
  }, 60_000);

  it('dit un refus sur une page calme', async () => {
    const { page } = await ouvrir();
    await page.goto(m.portail.url);
    await entrerAuClavier(page, 'Basile Fontanges');
    const reponse = await page.goto(`${m.portail.url}/rapport?unite=ELSM-999&annee=2016`);
    expect(reponse?.status()).toBe(403);
    await page.screenshot({ path: join(images, 'refus.png'), fullPage: true });
    expect(await page.getByText('perimetre-refuse').count()).toBe(1);
  }, 60_000);
});
