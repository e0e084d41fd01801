import { AILLEURS, DOSSIER } from './exemples';
import { monter } from './montage';
import type { Montage } from './montage';
import { NavigateurHttp } from './navigateur-http';

const PERSONNE = '0000000000aa';

describe('les pages des dossiers', () => {
  let m: Montage;
  beforeAll(async () => {
    m = await monter();
  });
  afterAll(() => m.arreter());

  async function entrer(sub: string): Promise<{ navigateur: NavigateurHttp; accueil: string }> {
    const navigateur = new NavigateurHttp(m.portail.url);
    return { navigateur, accueil: await (await navigateur.entrer(sub)).text() };
  }

  const lire = async (navigateur: NavigateurHttp, chemin: string): Promise<string> => (await navigateur.appeler(chemin)).text();
  const demandees = (debut: string): string[] => m.factice.demandes.map(({ url }) => url).filter((url) => url.startsWith(`/base${debut}`));

  it('ne sont proposées qu’aux rôles qui peuvent lire un dossier', async () => {
    const liens = async (sub: string): Promise<(string | undefined)[]> => [...(await entrer(sub)).accueil.matchAll(/<li><a href="(\/[a-z]+)[^"]*">[^<]*<\/a> <span>/g)].map((t) => t[1]);
    expect(await liens('agent:931-0001')).toEqual(['/dossiers']);
    expect(await liens('agent:931-0002')).toEqual(['/dossiers', '/rapport']);
    expect(await liens('agent:cp931-0001')).toEqual(['/dossiers']);
    expect(await liens('agent:931-0004')).toEqual(['/rapport']);
    expect(await liens('agent:cnam-0001')).toEqual(['/national']);
  });

  it('montrent la liste de travail, ses comptes et « moi », avec le jeton de la personne', async () => {
    const { navigateur } = await entrer('agent:931-0001');
    const page = await lire(navigateur, '/dossiers');
    for (const attendu of ['<dd>15 <span>', '<dd>2 <span>', '<dd>7 <span>', '09/03/2016', 'première demande', 'électronique', 'affectée', '<td>moi</td>', '08/03/2021', '<strong>oui</strong>', `href="/dossiers/${DOSSIER}"`, 'ELSM-931)']) expect(page).toContain(attendu);
    expect(page).not.toContain(PERSONNE);
    expect(m.factice.demandes.at(-1)?.entetes.authorization).toMatch(/^Bearer ey/);
  });

  it('passent le filtre et le curseur au service, et rien d’autre', async () => {
    const { navigateur } = await entrer('agent:931-0001');
    const page = await lire(navigateur, '/dossiers?statut=affectee&praticien=moi&retard=oui&personne=x&curseur=');
    expect(demandees('/dossiers').at(-1)).toBe('/base/dossiers?statut=affectee&praticien=moi&retard=oui');
    expect(page).toContain('<option value="affectee" selected>affectée (12)</option>');
    expect(page).toContain('href="/dossiers?statut=affectee&amp;praticien=moi&amp;retard=oui&amp;curseur=c3VpdGU"');
    const suite = await lire(navigateur, '/dossiers?statut=affectee&curseur=c3VpdGU');
    expect(demandees('/dossiers').at(-1)).toBe('/base/dossiers?statut=affectee&curseur=c3VpdGU');
    expect(suite).not.toContain('Page suivante');
    expect(suite).toContain('href="/dossiers?statut=affectee">Revenir au début');
  });

  it('disent une liste vide, un filtre sans réponse et un refus', async () => {
    const { navigateur: voisin } = await entrer('agent:921-0001');
    expect(await lire(voisin, '/dossiers')).toContain('Aucun dossier dans votre périmètre.');
    expect(await lire(voisin, '/dossiers?statut=recue')).toContain('Aucun dossier ne répond à ce filtre.');
    const { navigateur: charge } = await entrer('agent:931-0004');
    const refus = await charge.appeler('/dossiers');
    expect(refus.status).toBe(403);
    expect(await refus.text()).toContain('Vous n’avez pas le droit de faire cette action.');
  });

  it('montrent un dossier : état administratif, actes en mots, reprise, actes possibles, jamais la personne', async () => {
    const { navigateur } = await entrer('agent:931-0001');
    const page = await lire(navigateur, `/dossiers/${DOSSIER}`);
    for (const attendu of [
      'Dossier ALD-2016-000038', 'favorable, rendu le 2 avril 2016, version 2, du 9 mars 2016 au 8 mars 2021', 'accord, notifiée le 5 avril 2016', '<dt>Praticien</dt><dd>moi</dd>', 'Identité réservée au lecteur audité',
      'Demande reçue <span class="repris">repris</span>', 'Avis rendu</th>', '<td>moi</td>', '<li>remplacer l&#39;avis</li>', '<li>CommandeNouvelle</li>', 'Les actes se font aujourd\'hui par l\'API',
      `href="/dossiers/${DOSSIER}?curseur=YWN0ZXM"`,
    ]) expect(page).toContain(attendu);
    expect(page).not.toContain(PERSONNE);
    await lire(navigateur, `/dossiers/${DOSSIER}?curseur=YWN0ZXM`);
    expect(demandees(`/dossiers/${DOSSIER}/chronologie`).at(-1)).toContain('curseur=YWN0ZXM');
  });

  it('listent les pièces jointes : qui lit le dossier les télécharge, la caisse voit les siennes sans lien', async () => {
    const { navigateur: medecin } = await entrer('agent:931-0001');
    const page = (await lire(medecin, `/dossiers/${DOSSIER}`)).replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(page).toContain(`<a href="/api/prestations/dossiers/${DOSSIER}/pieces-jointes/01900000-0000-7000-8000-000000000102?motif=preparation" download>Compte rendu</a> : 3 Mio, jointe le 12 mars 2016, par 931-0003`);
    expect(page).toContain('Courrier : 1 Kio, jointe le 12 mars 2016, par cp931-0001, en attente d&#39;analyse');
    expect(page).toContain('retirée');
    expect(page.match(/ download>/g)).toHaveLength(1);
    const { navigateur: caisse } = await entrer('agent:cp931-0001');
    const sienne = await lire(caisse, `/dossiers/${DOSSIER}`);
    expect(sienne).toContain('Courrier : 1 Kio');
    expect(sienne).not.toMatch(/ download|Compte rendu/);
  });

  it('ne montrent à la caisse ni praticien ni auteur', async () => {
    const { navigateur } = await entrer('agent:cp931-0001');
    const [liste, dossier] = [await lire(navigateur, '/dossiers'), await lire(navigateur, `/dossiers/${DOSSIER}`)];
    expect(liste).not.toMatch(/Praticien|Confiés à moi|Mes dossiers|agent:/);
    expect(dossier).not.toMatch(/Praticien|scope="col">Par<|agent:|931-0001/);
    expect(dossier).toContain('favorable, version 2, du 9 mars 2016 au 8 mars 2021');
    expect(dossier).toContain('pas encore notifiée');
    expect(dossier).toContain('<li>notifier la décision</li>');
  });

  it('répondent la même page introuvable à l’inconnu, au hors périmètre et au mal écrit', async () => {
    const { navigateur } = await entrer('agent:931-0001');
    const { navigateur: voisin } = await entrer('agent:921-0001');
    const reponses = [await navigateur.appeler(`/dossiers/${AILLEURS}`), await voisin.appeler(`/dossiers/${DOSSIER}`), await navigateur.appeler('/dossiers/..%2Fx'), await navigateur.appeler('/dossiers/1')];
    expect(reponses.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await reponses[1]?.text()).toContain('Ce dossier n’existe pas.');
  });

  it('ramènent au dossier demandé après la connexion', async () => {
    const navigateur = new NavigateurHttp(m.portail.url);
    const { reponse } = await navigateur.suivre(await navigateur.appeler(`/dossiers/${DOSSIER}`));
    const action = /<form method="post" action="(\/connexion\/profil\/[^"]+)"/.exec(await reponse.text())?.[1] ?? '';
    const arrivee = await navigateur.suivre(await navigateur.poster(action, { profil: 'agent:931-0001' }));
    expect(await arrivee.reponse.text()).toContain('Dossier ALD-2016-000038');
  });
});
