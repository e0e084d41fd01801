import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Persona, ouvrirHote, type Hote } from '../outils';
import type { TableauLu } from '../outils/rapport';

const CHROMIUM = process.env['SM_CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(CHROMIUM);
const exige = (process.env['SM_EXIGER'] ?? '').split(',').includes('chromium');
if (!present) process.stderr.write(`navigateur : parcours non essayé, ${CHROMIUM} est absent (SM_CHROMIUM peut désigner Chromium)\n`);

(present || exige ? describe : describe.skip)('Le portail dans un navigateur, sur la plateforme entière', () => {
  let hote: Hote;
  let navigateur: Browser;
  const images = process.env['SM_CAPTURES'] ?? mkdtempSync(join(tmpdir(), 'sm-captures-'));

  beforeAll(async () => {
    mkdirSync(images, { recursive: true });
    hote = await ouvrirHote();
    navigateur = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 300_000);
  afterAll(async () => {
    await navigateur?.close();
    if (!process.env['SM_CAPTURES']) rmSync(images, { recursive: true, force: true });
  });

  interface Onglet {
    readonly page: Page;
    /** Console errors and requests to elsewhere: none is admitted. */
    readonly fautes: string[];
  }

  async function ouvrir(largeur = 1_280): Promise<Onglet> {
    const page = await (await navigateur.newContext({ viewport: { width: largeur, height: 900 }, locale: 'fr-FR' })).newPage();
    const fautes: string[] = [];
    page.on('console', (m) => m.type() === 'error' && fautes.push(m.text()));
    page.on('pageerror', (e) => fautes.push(e.message));
    page.on('request', (r) => !r.url().startsWith(`${hote.url}/`) && !r.url().startsWith('data:') && fautes.push(r.url()));
    return { page, fautes };
  }

  const montrer = (page: Page, nom: string): Promise<Buffer> => page.screenshot({ path: join(images, `${nom}.png`), fullPage: true });
  const deborde = (page: Page): Promise<boolean> => page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  const francais = (n: number): string => new Intl.NumberFormat('fr-FR').format(n);

  async function aller(page: Page, chemin: string): Promise<number> {
    const reponse = await page.goto(hote.url + chemin);
    const csp = reponse?.headers()['content-security-policy'] ?? '';
    expect(csp).toContain("default-src 'none'");
    expect(csp).not.toMatch(/unsafe|\*/);
    return reponse?.status() ?? 0;
  }

  /** Reaches a card by the Tab key alone and opens it by Enter. */
  async function entrerAuClavier(page: Page, sub: string): Promise<void> {
    await aller(page, '/');
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate<string>('document.activeElement.value ?? ""')) !== sub) continue;
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /^Bonjour/ }).waitFor();
      return;
    }
    throw new Error(`aucune carte ${sub} atteinte au clavier`);
  }

  const valeurDe = async (page: Page, code: string): Promise<string> => (await page.locator('tr', { has: page.locator('.code', { hasText: new RegExp(`^${code}$`) }) }).locator('td').first().innerText()).trim();

  it('une personne entre au clavier, et son rapport dit les chiffres exacts', async () => {
    const { page, fautes } = await ouvrir();
    await entrerAuClavier(page, 'agent:931001');
    await montrer(page, 'accueil');
    expect(await aller(page, '/rapport?unite=ELSM-931&annee=2016')).toBe(200);
    const { comptes, delai, detail } = hote.manifeste;
    for (const [code, n] of [['IND-002-29', comptes.initiales], ['IND-002-30', comptes.prolongations], ['IND-002-31', comptes.pse], ['ALD-02', detail.sens['favorable'] ?? 0], ['ALD-04', detail.sens['defavorable_administratif'] ?? 0]] as const) {
      expect({ code, dit: await valeurDe(page, code) }).toEqual({ code, dit: francais(n) });
    }
    expect((await valeurDe(page, 'IND-002-32')).replace(/\s/g, '')).toBe(delai.pourcentage.replace(/\s/g, ''));
    expect((await page.locator('body').innerText()).replace(/\s/g, ' ')).toContain(`${francais(delai.numerateur)} / ${francais(delai.denominateur)}`.replace(/\s/g, ' '));
    await montrer(page, 'rapport');
    await page.emulateMedia({ media: 'print' });
    await montrer(page, 'rapport-imprime');
    expect((await page.pdf({ path: join(images, 'rapport.pdf'), format: 'A4' })).length).toBeGreaterThan(10_000);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(fautes).toEqual([]);
  }, 60_000);

  it('la page imprimable du service dit les mêmes chiffres, sous une politique stricte', async () => {
    const { page, fautes } = await ouvrir();
    await entrerAuClavier(page, 'agent:931001');
    const reponse = await page.goto(`${hote.url}/api/pilotage/rapports/ELSM-931/2016?format=html`);
    expect(reponse?.headers()['content-security-policy']).toContain("default-src 'none'");
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('2016');
    await montrer(page, 'rapport-service');
    expect(fautes).toEqual([]);
  }, 30_000);

  it('le pays lit son tableau par région, aux mêmes totaux', async () => {
    const { page, fautes } = await ouvrir();
    await entrerAuClavier(page, 'agent:CNAM001');
    expect(await aller(page, '/national?annee=2016')).toBe(200);
    const pied = (await page.locator('tfoot').innerText()).replace(/\s/g, ' ');
    const { corps } = await (await Persona.entrer(hote, 'CNAM001')).lire<TableauLu>('pilotage', '/agregats?annee=2016&niveau=regionale');
    for (const code of ['IND-002-29', 'IND-002-30', 'IND-002-31']) expect(pied).toContain(francais(corps.total[code] ?? 0).replace(/\s/g, ' '));
    await montrer(page, 'national');
    expect(fautes).toEqual([]);
  }, 30_000);

  it.each([['agent:921001', '/rapport?unite=ELSM-931&annee=2016'], ['agent:931066', '/national?annee=2016']])('%s reçoit un refus calme, avec son code et une issue', async (sub, chemin) => {
    const { page } = await ouvrir();
    await entrerAuClavier(page, sub);
    expect(await aller(page, chemin)).toBe(403);
    expect(await page.getByText('interdit', { exact: true }).count()).toBe(1);
    expect(await page.getByRole('link', { name: /accueil/i }).count()).toBeGreaterThan(0);
    expect(await page.locator('body').innerText()).not.toMatch(/\d{3,}\s*\/\s*\d{3,}/);
    await montrer(page, `refus-${sub.slice(6)}`);
  }, 30_000);

  it('chaque page tient dans 320 pixels, sans défilement horizontal', async () => {
    const { page, fautes } = await ouvrir(320);
    await aller(page, '/');
    await montrer(page, '320-visiteur');
    expect(await deborde(page)).toBe(false);
    await entrerAuClavier(page, 'agent:931001');
    for (const [nom, chemin] of [['accueil', '/'], ['rapport', '/rapport?unite=ELSM-931&annee=2016'], ['connexion', '/connexion']] as const) {
      await aller(page, chemin);
      await montrer(page, `320-${nom}`);
      expect({ chemin, deborde: await deborde(page) }).toEqual({ chemin, deborde: false });
    }
    expect(fautes).toEqual([]);
  }, 60_000);
});
