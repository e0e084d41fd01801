import { monter } from './montage';
import type { Montage } from './montage';
import { DOSSIER, PERSONAS } from './exemples';
import { NavigateurHttp } from './navigateur-http';

const ATTAQUE = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;

describe('les pages du portail', () => {
  let m: Montage;
  let chef: NavigateurHttp;
  beforeAll(async () => {
    m = await monter({ personas: [...PERSONAS, { sub: 'agent:x', nom: ATTAQUE, role: ATTAQUE, unite: ATTAQUE, quoi: ATTAQUE }] });
    chef = new NavigateurHttp(m.portail.url);
    await chef.entrer('agent:931-0002');
  });
  afterAll(() => m.arreter());

  it('portent une politique de contenu stricte, sans script ni style dans la page', async () => {
    for (const chemin of ['/', '/rapport', '/national', '/dossiers', `/dossiers/${DOSSIER}`, '/nulle-part']) {
      const reponse = await chef.appeler(chemin);
      const politique = reponse.headers.get('content-security-policy') ?? '';
      expect(politique).toContain("default-src 'none'");
      expect(politique).not.toMatch(/unsafe|script-src/);
      expect(reponse.headers.get('cache-control')).toBe('no-store');
      expect(await reponse.text()).not.toMatch(/<script|<[^>]* style=|<style|<[^>]* on\w+=/);
    }
    expect((await chef.appeler('/portail.css')).headers.get('content-type')).toContain('text/css');
  });

  it('montrent les cartes au visiteur et disent que les personnes sont inventées', async () => {
    const page = await (await fetch(m.portail.url)).text();
    expect(page.match(/<li class="carte">/g)).toHaveLength(PERSONAS.length + 1);
    expect(page).toContain('sont inventées');
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('<dd>Échelon local de Seine-Saint-Denis (ELSM-931)</dd>');
  });

  it("donnent le rapport de l'année avec ses chiffres, ses rapports et ses délais", async () => {
    const reponse = await chef.appeler('/rapport?unite=ELSM-931&annee=2016');
    const page = (await reponse.text()).replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(reponse.status).toBe(200);
    for (const attendu of ['48 589', '37 603', '17 483', '94,2 %', '81 193 / 86 192', '11 jours', '22 jours', 'non calculé', 'décembre', '<caption', 'scope="row"', 'aucun']) expect(page).toContain(attendu);
    expect(page).toContain('href="/api/pilotage/rapports/ELSM-931/2016?format=csv"');
    expect(m.factice.demandes.at(-1)).toMatchObject({ url: '/base/rapports/ELSM-931/2016' });
  });

  it('montrent les chiffres calculés avant tout, puis les rubriques sans chiffre dans un volet fermé', async () => {
    const page = await (await chef.appeler('/rapport?unite=ELSM-931&annee=2016')).text();
    const rangs = ['Affections de longue durée</h2>', 'Délais de traitement</h2>', 'Mois par mois</h2>', '<details>', 'Rubriques pas encore calculées (1 chiffre)', 'Arrêts de travail</h2>', '</details>'].map((t) => page.indexOf(t));
    expect(rangs).toEqual([...rangs].sort((a, b) => a - b));
    expect(rangs).not.toContain(-1);
    expect(new Set(page.match(/ id="[^"]+"/g)).size).toBe(page.match(/ id="/g)?.length);
  });

  it('donnent le tableau des régions, où un chiffre absent est dit absent', async () => {
    const page = (await (await chef.appeler('/national?annee=2016')).text()).replaceAll(/[\u202f\u00a0]/g, ' ');
    for (const attendu of ['Île-de-France', '48 589', '94,2 %', 'n. c.', 'périmètre d&#39;époque', 'Ensemble']) expect(page).toContain(attendu);
    expect(m.factice.demandes.at(-1)).toMatchObject({ url: '/base/agregats?annee=2016&niveau=regionale' });
  });

  it("disent un refus avec son code et sa référence, sans l'habiller", async () => {
    const refuse = await chef.appeler('/rapport?unite=ELSM-999&annee=2016');
    expect(refuse.status).toBe(403);
    const page = await refuse.text();
    for (const attendu of ['Cette unité n’est pas la vôtre', 'perimetre-refuse', refuse.headers.get('x-correlation-id') ?? '?']) expect(page).toContain(attendu);
    for (const mauvais of ['/rapport?unite=../x', '/rapport?annee=abc', '/rapport?unite=A1&unite=B2', '/national?annee=1', '/rapport?unite=%3Cscript%3E', '/dossiers?statut=x', '/dossiers?praticien=agent:a', '/dossiers?curseur=%3C', '/dossiers?statut=recue&statut=affectee']) {
      const reponse = await chef.appeler(mauvais);
      expect(reponse.status).toBe(400);
      expect(await reponse.text()).toContain('parametre-invalide');
    }
    expect((await chef.appeler('/nulle-part')).status).toBe(404);
    expect((await fetch(`${m.portail.url}/connexion`, { method: 'POST', body: 'x' })).status).toBe(415);
    expect((await chef.poster('/connexion', { profil: 'x'.repeat(20_000) })).status).toBe(413);
    const voyage = await fetch(`${m.portail.url}/connexion/profil/inconnu`, { redirect: 'manual' });
    expect(voyage.status).toBe(400);
  });

  it('disent le service indisponible quand pilotage ne répond pas', async () => {
    const seul = await monter({ services: {} });
    const navigateur = new NavigateurHttp(seul.portail.url);
    await navigateur.entrer('agent:931-0002');
    const reponse = await navigateur.appeler('/rapport');
    expect(reponse.status).toBe(503);
    expect(await reponse.text()).toContain('service-indisponible');
    await seul.arreter();
  });

  it('écrivent tout nom comme un texte, jamais comme du balisage', async () => {
    m.factice.noms.rapport = ATTAQUE;
    m.factice.noms.region = ATTAQUE;
    m.factice.noms.dossier = ATTAQUE;
    const intrus = new NavigateurHttp(m.portail.url);
    const pages = [
      await (await fetch(m.portail.url)).text(),
      await (await intrus.entrer('agent:x')).text(),
      await (await chef.appeler('/rapport?unite=ELSM-931&annee=2016')).text(),
      await (await chef.appeler('/national')).text(),
      await (await chef.appeler('/dossiers')).text(),
      await (await chef.appeler(`/dossiers/${DOSSIER}`)).text(),
    ];
    for (const page of pages) {
      expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;');
      expect(page).not.toMatch(/<script|<img/);
    }
  });
});
