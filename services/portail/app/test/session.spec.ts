import { jest } from '@jest/globals';
import { monter } from './montage';
import type { Montage } from './montage';
import { NavigateurHttp } from './navigateur-http';

describe('la connexion au portail', () => {
  let m: Montage;
  const dits: string[] = [];
  beforeAll(async () => {
    for (const nom of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, nom).mockImplementation((...mots) => void dits.push(mots.join(' ')));
    m = await monter();
  });
  afterAll(async () => {
    await m.arreter();
    jest.restoreAllMocks();
  });
  const nouveau = () => new NavigateurHttp(m.portail.url);

  it('mène de la carte à la page personnelle, puis aux services avec le jeton de la personne', async () => {
    const navigateur = nouveau();
    const page = await (await navigateur.entrer('agent:931-0002')).text();
    expect(page).toContain('Bonjour, Dr Odile Marchepied');
    expect(page).toContain('href="/rapport?unite=ELSM-931&amp;annee=2016"');
    const reponse = await navigateur.appeler('/api/pilotage/vu?a=1');
    expect(await reponse.json()).toEqual({ methode: 'GET', chemin: '/base/vu?a=1' });
    expect(m.factice.demandes.at(-1)?.entetes).toMatchObject({ authorization: expect.stringMatching(/^Bearer ey/) });
    expect(m.factice.demandes.at(-1)?.entetes).not.toHaveProperty('cookie');
  });

  it("entre directement depuis une carte de l'accueil et propose le tableau national au pilotage national", async () => {
    const navigateur = nouveau();
    const { reponse } = await navigateur.suivre(await navigateur.poster('/connexion', { profil: 'agent:cnam-0001' }));
    expect(await reponse.text()).toContain('href="/national?annee=2016"');
  });

  it('revient à la page demandée, mais jamais hors du portail', async () => {
    const navigateur = nouveau();
    const demande = await navigateur.appeler('/rapport?unite=ELSM-931&annee=2016');
    expect(demande.status).toBe(303);
    const { reponse } = await navigateur.suivre(demande);
    const action = /action="(\/connexion\/profil\/[^"]+)"/.exec(await reponse.text())?.[1] ?? '';
    const fin = await navigateur.suivre(await navigateur.poster(action, { profil: 'agent:931-0002' }), /^\/rapport/);
    expect(fin.suivante).toBe('/rapport?unite=ELSM-931&annee=2016');
    for (const hors of ['//ailleurs.example/', 'https://ailleurs.example/', '/\\ailleurs.example', '/rapport//x', '/api/pilotage/x']) {
      const autre = nouveau();
      const page = await (await autre.suivre(await autre.appeler(`/connexion?retour=${encodeURIComponent(hors)}`))).reponse.text();
      const suite = /action="(\/connexion\/profil\/[^"]+)"/.exec(page)?.[1] ?? '';
      expect((await autre.suivre(await autre.poster(suite, { profil: 'agent:931-0002' }), /^\/$/)).suivante).toBe('/');
    }
  });

  it('pose des cookies que le script ne lit pas et que les autres sites ne portent pas', async () => {
    const navigateur = nouveau();
    const depart = await navigateur.appeler('/connexion');
    expect(depart.headers.getSetCookie().at(-1)).toMatch(/^sm-connexion=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/);
    const fin = await navigateur.entrer('agent:931-0001');
    expect(fin.status).toBe(200);
    expect(navigateur.valeur('sm-session')).toMatch(/^[\w-]{43}$/);
  });

  it('refuse un état forgé, un retour sans attente, un code rejoué', async () => {
    const navigateur = nouveau();
    const action = async () => /action="(\/connexion\/profil\/[^"]+)"/.exec(await (await navigateur.suivre(await navigateur.appeler('/connexion'))).reponse.text())?.[1] ?? '';
    const { suivante } = await navigateur.suivre(await navigateur.poster(await action(), { profil: 'agent:931-0001' }), /\/retour\?/);
    const retour = new URL(suivante ?? '');
    const autre = nouveau();
    expect((await autre.appeler(retour.href)).status).toBe(400);
    retour.searchParams.set('state', 'forge');
    const forge = await navigateur.appeler(retour.href);
    expect(forge.status).toBe(400);
    expect(await forge.text()).toContain('connexion-refusee');
    const bon = await navigateur.suivre(await navigateur.poster(await action(), { profil: 'agent:931-0001' }), /\/retour\?/);
    expect((await navigateur.appeler(bon.suivante ?? '')).status).toBe(303);
    const rejoue = await navigateur.appeler(bon.suivante ?? '');
    expect(rejoue.status).toBe(400);
    expect(await rejoue.text()).toContain('connexion-inattendue');
  });

  it("refuse un code volé, présenté avec l'attente d'un autre", async () => {
    const [victime, voleur] = [nouveau(), nouveau()];
    const jusquAuRetour = async (n: NavigateurHttp, profil: string) => {
      const page = await (await n.suivre(await n.appeler('/connexion'))).reponse.text();
      return new URL((await n.suivre(await n.poster(/action="(\/connexion\/profil\/[^"]+)"/.exec(page)?.[1] ?? '', { profil }), /\/retour\?/)).suivante ?? '');
    };
    const vole = await jusquAuRetour(victime, 'agent:931-0002');
    const sien = await jusquAuRetour(voleur, 'agent:931-0001');
    sien.searchParams.set('code', vole.searchParams.get('code') ?? '');
    expect((await voleur.appeler(sien.href)).status).toBe(400);
    expect(voleur.valeur('sm-session')).toBeUndefined();
  });

  it("refuse une personne inconnue et un formulaire venu d'ailleurs", async () => {
    const navigateur = nouveau();
    expect((await navigateur.poster('/connexion', { profil: 'agent:inconnu' })).status).toBe(400);
    expect((await navigateur.poster('/connexion', { profil: 'agent:931-0001' }, 'https://ailleurs.example')).status).toBe(403);
    const sansOrigine = await navigateur.appeler('/connexion', { method: 'POST', body: new URLSearchParams({ profil: 'agent:931-0001' }) });
    expect(sansOrigine.status).toBe(403);
  });

  it('change d’identifiant à chaque connexion et oublie la session à la déconnexion', async () => {
    const navigateur = nouveau();
    await navigateur.entrer('agent:931-0001');
    const premier = navigateur.valeur('sm-session') ?? '';
    await navigateur.entrer('agent:931-0002');
    expect(navigateur.valeur('sm-session')).not.toBe(premier);
    const copie = nouveau();
    copie.poser('sm-session', premier);
    expect((await copie.appeler('/api/pilotage/vu')).status).toBe(401);
    copie.poser('sm-session', navigateur.valeur('sm-session') ?? '');
    expect((await navigateur.poster('/deconnexion', {}, 'https://ailleurs.example')).status).toBe(403);
    expect((await navigateur.poster('/deconnexion', {})).headers.get('location')).toBe('/');
    expect((await copie.appeler('/api/pilotage/vu')).status).toBe(401);
  });

  it('renvoie à la seule adresse publique quand le nom de machine est autre', async () => {
    const adresse = new URL(m.portail.url);
    const reponse = await fetch(`http://localhost:${adresse.port}/rapport?unite=X`, { redirect: 'manual' });
    expect(reponse.status).toBe(307);
    expect(reponse.headers.get('location')).toBe(`${m.portail.url}/rapport?unite=X`);
  });

  it('renouvelle le jeton avant son terme, une seule fois à la fois, et termine la session après douze heures', async () => {
    const navigateur = nouveau();
    await navigateur.entrer('agent:931-0001');
    const jetonVu = async () => {
      expect((await navigateur.appeler('/api/pilotage/vu')).status).toBe(200);
      return m.factice.demandes.at(-1)?.entetes.authorization;
    };
    const premier = await jetonVu();
    expect(await jetonVu()).toBe(premier);
    const vrai = Date.now.bind(Date);
    let avance = 14.6 * 60_000;
    const horloge = jest.spyOn(Date, 'now').mockImplementation(() => vrai() + avance);
    const suivants = await Promise.all([jetonVu(), jetonVu(), jetonVu()]);
    expect(new Set(suivants).size).toBe(1);
    expect(suivants[0]).not.toBe(premier);
    for (let heures = 1; heures < 12; heures += 1.5) {
      avance = heures * 3_600_000;
      await jetonVu();
    }
    avance = 12.1 * 3_600_000;
    expect((await navigateur.appeler('/api/pilotage/vu')).status).toBe(401);
    horloge.mockRestore();
  });

  it("oublie une session restée deux heures sans usage, et n'écrit rien à la console", async () => {
    const navigateur = nouveau();
    await navigateur.entrer('agent:931-0001');
    const vrai = Date.now.bind(Date);
    const horloge = jest.spyOn(Date, 'now').mockImplementation(() => vrai() + 2.1 * 3_600_000);
    expect((await navigateur.appeler('/api/pilotage/vu')).status).toBe(401);
    horloge.mockRestore();
    expect(dits).toEqual([]);
  });

  it('ne journalise ni jeton, ni code, ni cookie, ni secret, ni nom', () => {
    const journal = m.journal.join('');
    expect(journal).toContain('"route":"/retour"');
    expect(journal).toContain('connexion-refusee');
    expect(journal).not.toMatch(/eyJ|code=|state=|sm-session|Vauquelin|secret-de-test/);
  });
});
