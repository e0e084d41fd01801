import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { Db, Tenancy } from '@sm/platform';
import { Amorce } from '../src/amorce';
import { arbreDepuisLignes, type UniteDatee } from '../src/arbre';
import { ArbreStore } from '../src/arbre.store';
import { lireCaisses, lireLignesOrganisation } from '../src/donnees.reader';
import { definitionOrganisation } from '../src/organisation.module';
import { ENTETE, fichier, praticien, rpps } from './personnel';

const AMORCE = 'machine:amorce';
let p: PlateformeDeTest;
let cles = 0;
const cle = (): Record<string, string> => ({ 'idempotency-key': `cle-essai-${++cles}` });

type Reponse<T> = { statut: number; corps: T; entetes: Headers };
const appeler = <T>(sub: string, methode: string, chemin: string, corps?: unknown, entetes?: Record<string, string>): Promise<Reponse<T>> =>
  p.appeler('organisation', sub, methode, chemin, corps, entetes);
const lire = async <T>(chemin: string, sub = AMORCE): Promise<T> => {
  const { statut, corps } = await appeler<T>(sub, 'GET', chemin);
  expect({ chemin, statut }).toEqual({ chemin, statut: 200 });
  return corps;
};
interface Bilan { import: string; statut: string; lues: number; acceptees: number; inchangees: number; rejetees: number }
const deposer = (corps: string, sub = AMORCE) =>
  appeler<Bilan>(sub, 'POST', '/imports?flux=agents', corps, { 'content-type': 'text/csv', ...cle() });
const copies = (acteur: string) =>
  p.voir<{ donnees: { du: string; au: string | null; role: string; habilitations: string[] } }>('organisation', "SELECT donnees FROM affectation_copie WHERE acteur = $1 ORDER BY donnees->>'du'", [acteur]);
const tenancy = (): Tenancy => p.services.get('organisation')!.app.get(Tenancy, { strict: false });
const nommer = async (acteur: string, unite: string, role: string, reste: object = {}, par = AMORCE) => {
  const reponse = await appeler<{ id: string; version: number; code?: string; details?: { champ: string; code: string }[] }>(
    par, 'POST', '/affectations', { acteur, unite, role, activite: '*', quotite: 1, du: '2010-01-01', categorie: 'administratif', ...reste }, cle());
  if (reponse.statut === 201) await jusqua(() => tenancy().affectations(acteur, '2022-10-01').length > 0);
  return reponse;
};

beforeAll(async () => {
  p = await ouvrirPlateformeDeTest([definitionOrganisation({ amorceSub: AMORCE })]);
  await jusqua(() => tenancy().affectations(AMORCE).length === 1 && tenancy().arbre().length === 165, { delaiMs: 15_000 });
}, 60_000);
afterAll(() => p?.fermer());

describe("L'arbre national", () => {
  it('est publié en entier, et rechargé sans rien changer', async () => {
    const compter = async () => (await p.voir<{ n: number }>('organisation', "SELECT count(*)::int AS n FROM journal WHERE topic = 'sm.organisation.unite.v1'"))[0]?.n;
    const avant = await compter();
    expect(avant).toBe(165);
    await p.services.get('organisation')?.app.get(Amorce, { strict: false }).onApplicationBootstrap();
    expect(await compter()).toBe(avant);
    expect(await p.voir('organisation', 'SELECT numero FROM version_arbre')).toEqual([{ numero: 1 }]);
    await jusqua(async () => (await p.voir('organisation', 'SELECT id FROM unite_copie')).length === 165);
  });

  it.each([['2008-06-30', 17, 133], ['2016-12-31', 17, 107], ['2021-12-31', 16, 107], ['2025-10-01', 17, 107]])('compte au %s %i régions et %i échelons', async (jour, regions, echelons) => {
    const compter = async (type: string) => (await lire<{ version: number; unites: unknown[] }>(`/unites?jour=${jour}&type=${type}`)).unites.length;
    expect([await compter('regionale'), await compter('locale')]).toEqual([regions, echelons]);
  });

  it("retrouve une unité par n'importe lequel de ses codes, telle qu'elle était ce jour-là", async () => {
    type Lue = { version: number; unite: Record<string, unknown> };
    const apres = await lire<Lue>('/unites/ELSM-931?jour=2026-01-01');
    expect(apres).toMatchObject({ version: 1, unite: { id: 1125, code: 'ELSM-931', codeDuJour: 'SCM-931', nom: 'Service du contrôle médical - CPAM Seine-Saint-Denis', parent: 108, caisses: ['931'], territoires: ['93'] } });
    expect((await lire<Lue>('/unites/SCM-931?jour=2016-12-31')).unite).toMatchObject({ id: 1125, nom: 'ELSM Seine-Saint-Denis', enVigueur: true });
    expect((await lire<Lue>('/unites/H-ALM?jour=2021-01-01')).unite).toMatchObject({ enVigueur: false, successeur: 119, parent: null });
  });

  it('se lit comme un arbre à une seule racine, et les caisses avec lui', async () => {
    type Branche = { code: string; enfants: Branche[] };
    const { arbre } = await lire<{ arbre: Branche[] }>('/arbre?jour=2021-12-31');
    expect(arbre.map((b) => b.code)).toEqual(['CNAM']);
    expect(arbre[0]?.enfants).toHaveLength(16);
    expect(arbre[0]?.enfants.find((b) => b.code === 'DRSM-GES')?.enfants).toHaveLength(11);
    expect((await lire<{ caisses: unknown[] }>('/caisses?jour=2009-12-31')).caisses).toHaveLength(133);
    expect((await lire<{ caisses: unknown[] }>('/caisses?jour=2016-12-31')).caisses).toHaveLength(107);
  });

  it.each([['/unites/ELSM-999', 404, 'unite-introuvable'], ['/unites?jour=2016-02-30', 400, 'requete-invalide'], ["/unites/x'--", 400, 'requete-invalide'], ['/unites?type=tribu', 400, 'requete-invalide'], ['/effectifs', 400, 'requete-invalide']])(
    'refuse %s (%i %s)', async (chemin, statut, code) => {
      expect(await appeler(AMORCE, 'GET', chemin)).toMatchObject({ statut, corps: { code } });
    });

  it('ne peut être modifié par le rôle de la base qui sert les requêtes', async () => {
    const roles = await p.voir<{ table_name: string; privilege_type: string }>('organisation',
      "SELECT DISTINCT table_name::text, privilege_type::text FROM information_schema.role_table_grants WHERE grantee = 'sm_organisation_app' AND table_name IN ('unite', 'unite_nom', 'unite_code', 'unite_lien', 'caisse', 'version_arbre')");
    expect(new Set(roles.map((r) => r.privilege_type))).toEqual(new Set(['SELECT']));
    expect(roles).toHaveLength(6);
  });
});

describe('Le fichier du personnel', () => {
  it("donne 2 640 praticiens au pays, 123 à l'Alsace-Moselle, et la somme des professions", async () => {
    const echelons = (await lire<{ unites: { code: string; parent: number }[] }>('/unites?jour=2008-06-30&type=locale')).unites;
    const alsace = echelons.filter((u) => u.parent === 101).map((u) => u.code);
    const ailleurs = echelons.filter((u) => u.parent !== 101).map((u) => u.code);
    let rang = 0;
    const poster = (n: number, codes: string[], profession: 'medecin' | 'pharmacien' | 'chirurgien-dentiste') =>
      Array.from({ length: n }, (_, i) => praticien(++rang, codes[i % codes.length] ?? '', profession));
    const lignes = [
      ...poster(102, alsace, 'medecin'), ...poster(13, alsace, 'pharmacien'), ...poster(8, alsace, 'chirurgien-dentiste'),
      ...poster(2048, ailleurs, 'medecin'), ...poster(327, ailleurs, 'pharmacien'), ...poster(142, ailleurs, 'chirurgien-dentiste'),
    ];
    expect((await deposer(fichier(...lignes))).corps).toMatchObject({ statut: 'termine', lues: 2640, acceptees: 2640, rejetees: 0 });
    const effectifs = (unite: string) => lire<{ personnes: number; etp: number; parProfession: { profession: string; personnes: number }[] }>(`/effectifs?unite=${unite}&jour=2008-06-30`);
    const parProfession = (e: Awaited<ReturnType<typeof effectifs>>) => Object.fromEntries(e.parProfession.map((l) => [l.profession, l.personnes]));
    const [pays, region] = [await effectifs('CNAM'), await effectifs('H-ALM')];
    expect([pays.personnes, pays.etp, parProfession(pays)]).toEqual([2640, 2640, { medecin: 2150, pharmacien: 340, 'chirurgien-dentiste': 150 }]);
    expect([region.personnes, parProfession(region)]).toEqual([123, { medecin: 102, pharmacien: 13, 'chirurgien-dentiste': 8 }]);
  }, 60_000);

  it('reposté sous une autre clé, ne change rien ; corrigé, ne change que la ligne corrigée', async () => {
    const lignes = [praticien(90_001, 'ELSM-931'), praticien(90_002, 'SCM-931')];
    expect((await deposer(fichier(...lignes))).corps).toMatchObject({ acceptees: 2, inchangees: 0 });
    expect((await deposer(fichier(...lignes))).corps).toMatchObject({ acceptees: 0, inchangees: 2 });
    expect((await deposer(fichier(praticien(90_001, 'ELSM-931', 'medecin', { au: '2016-06-30' }), lignes[1] ?? ''))).corps).toMatchObject({ acceptees: 1, inchangees: 1 });
    await jusqua(async () => (await copies('agent:P90001'))[0]?.donnees.au === '2016-06-30');
    expect(await p.voir('organisation', "SELECT version FROM affectation WHERE acteur = 'agent:P90001'")).toEqual([{ version: 2 }]);
  });

  it('dit les fautes par ligne et par champ, sans bloquer les autres lignes', async () => {
    const faute = (rang: number, de: string, par: string) => praticien(rang, 'ELSM-931').replace(de, par);
    const corps = fichier(praticien(91_001, 'ELSM-931'), praticien(91_002, 'ELSM-999'), faute(91_003, 'medecin', 'pharmacien'), faute(91_004, '2005-01-01', '2005-13-01'), 'a;b', praticien(91_005, 'ELSM-931'));
    const { corps: bilan } = await deposer(corps);
    expect(bilan).toMatchObject({ lues: 6, acceptees: 2, rejetees: 4 });
    const { elements } = await lire<{ elements: object[] }>(`/imports/${bilan.import}/rejets`);
    expect(elements).toEqual([
      { ligne: 3, champ: 'unite', code: 'unite-inconnue' }, { ligne: 4, champ: 'profession', code: 'profession-incompatible' },
      { ligne: 5, champ: 'du', code: 'date-invalide' }, { ligne: 6, champ: '*', code: 'nombre-de-colonnes' },
    ]);
  });

  it('nomme l’unité par un code qu’elle a porté pendant l’affectation, et publie ses codes datés', async () => {
    const corps = fichier(praticien(93_001, 'SCM-931', 'medecin', { du: '2025-10-01' }), praticien(93_002, 'SCM-931'), praticien(93_003, 'SCM-931', 'medecin', { au: '2025-09-30' }), praticien(93_004, 'SCM-000'));
    const { corps: bilan } = await deposer(corps);
    expect(bilan).toMatchObject({ acceptees: 2, rejetees: 2 });
    const { elements } = await lire<{ elements: object[] }>(`/imports/${bilan.import}/rejets`);
    expect(elements).toEqual([{ ligne: 4, champ: 'unite', code: 'unite-code-d-une-autre-date' }, { ligne: 5, champ: 'unite', code: 'unite-inconnue' }]);
    await jusqua(async () => (await copies('agent:P93001')).length === 1);
    expect((await copies('agent:P93001'))[0]?.donnees).toMatchObject({ uniteId: 1125 });
    const [copie] = await p.voir<{ codes: { code: string }[] }>('organisation', "SELECT donnees->'codes' AS codes FROM unite_copie WHERE id = 1125");
    expect(copie?.codes).toEqual([{ code: 'ELSM-931', du: null, au: '2025-09-30' }, { code: 'SCM-931', du: '2025-10-01', au: null }]);
  });

  it('se lit en UTF-8 comme en Windows-1252', async () => {
    await deposer(fichier(praticien(92_001, 'ELSM-931', 'medecin', { nom: 'Lefèvre-Noël' })));
    const octets = Buffer.from(fichier(praticien(92_002, 'ELSM-931', 'medecin', { nom: 'Lefèvre-Noël' })), 'latin1');
    const reponse = await fetch(`${p.services.get('organisation')?.url}/imports?flux=agents`, {
      method: 'POST', body: octets, headers: { authorization: `Bearer ${await p.identite.jeton(AMORCE)}`, 'content-type': 'text/csv', ...cle() },
    });
    expect(reponse.status).toBe(202);
    expect(await p.voir('organisation', "SELECT nom FROM agent WHERE id IN ('agent:P92001', 'agent:P92002')")).toEqual([{ nom: 'Lefèvre-Noël' }, { nom: 'Lefèvre-Noël' }]);
  });

  it('déclare un compte machine de reprise, qui peut alors déposer', async () => {
    expect((await deposer(fichier('RH;M-1;machine:reprise-931;;;;;;;;ELSM-931;REPRISE;*;1;2016-01-01;;'))).corps).toMatchObject({ acceptees: 1 });
    await jusqua(async () => (await copies('machine:reprise-931'))[0]?.donnees.role === 'REPRISE');
  });

  it("refuse une ligne dont le numéro désigne déjà une autre personne, ou un RPPS qui n'est pas celui de la personne", async () => {
    await deposer(fichier(praticien(93_001, 'ELSM-931')));
    const autre = praticien(93_002, 'ELSM-931').replace('N-93002', 'N-93001');
    const rppsVole = praticien(93_001, 'ELSM-931').replace('N-93001', 'N-93003').replace(rpps(93_001), rpps(93_009));
    const { corps } = await deposer(fichier(autre, rppsVole));
    expect((await lire<{ elements: object[] }>(`/imports/${corps.import}/rejets`)).elements).toEqual([
      { ligne: 2, champ: 'numero', code: 'numero-deja-attribue' }, { ligne: 3, champ: 'rpps', code: 'rpps-divergent' },
    ]);
  });

  it("refuse un compte sans droit et des colonnes qui ne sont pas les siennes", async () => {
    expect(await deposer(fichier(praticien(94_001, 'ELSM-931')), 'agent:inconnu')).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
    expect(await deposer(`${ENTETE};salaire\n`)).toMatchObject({ statut: 422, corps: { code: 'colonnes-invalides' } });
  });
});

describe('Les affectations par l’API', () => {
  it("coupe une affectation à l'échéance d'une habilitation : le droit de signer suit le jour", async () => {
    await nommer('agent:HAB1', 'ELSM-931', 'MC', { categorie: 'praticien', profession: 'medecin', rpps: rpps(95_001), habilitations: [{ genre: 'ald' }, { genre: 'arret', au: '2016-06-30' }] });
    await jusqua(async () => (await copies('agent:HAB1')).length === 2);
    expect((await copies('agent:HAB1')).map(({ donnees: d }) => [d.du, d.au, d.habilitations])).toEqual([['2010-01-01', '2016-06-30', ['ald', 'arret']], ['2016-07-01', null, ['ald']]]);
  });

  it('refait la même réponse pour la même clé, et refuse la clé pour un autre corps', async () => {
    const corps = { acteur: 'agent:IDEM1', unite: 'ELSM-931', role: 'TSM', activite: 'CPR', quotite: 0.5, du: '2016-01-01', categorie: 'administratif' };
    const entetes = cle();
    const [un, deux] = [await appeler(AMORCE, 'POST', '/affectations', corps, entetes), await appeler(AMORCE, 'POST', '/affectations', corps, entetes)];
    expect([un.statut, deux.corps]).toEqual([201, un.corps]);
    expect(await appeler(AMORCE, 'POST', '/affectations', { ...corps, quotite: 1 }, entetes)).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    expect(await p.voir('organisation', "SELECT 1 AS un FROM affectation WHERE acteur = 'agent:IDEM1'")).toHaveLength(1);
  });

  it('clôt une affectation : les droits cessent le lendemain, la version protège', async () => {
    const { corps: { id } } = await nommer('agent:CLOS1', 'ELSM-931', 'MCCS', { categorie: 'praticien', profession: 'medecin', rpps: rpps(95_002) });
    expect((await appeler('agent:CLOS1', 'GET', '/affectations?unite=ELSM-931')).statut).toBe(200);
    const clore = (au: string, version: string) => appeler(AMORCE, 'POST', `/affectations/${id}/cloture`, { au }, { ...cle(), 'if-match': `"${version}"` });
    expect(await clore('2009-12-31', '1')).toMatchObject({ statut: 422, corps: { code: 'fin-avant-debut' } });
    expect(await clore('2020-12-31', '7')).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
    expect(await clore('2020-12-31', '1')).toMatchObject({ statut: 200, corps: { id, version: 2 } });
    await jusqua(async () => (await appeler('agent:CLOS1', 'GET', '/affectations?unite=ELSM-931')).statut === 403);
    expect((await copies('agent:CLOS1'))[0]?.donnees.au).toBe('2020-12-31');
    expect(await appeler(AMORCE, 'POST', '/affectations/01890000-0000-7000-8000-000000000000/cloture', { au: '2020-12-31' }, { ...cle(), 'if-match': '"1"' })).toMatchObject({ statut: 404 });
  });

  it("laisse l'administrateur d'une unité gérer la sienne, et elle seule", async () => {
    await nommer('agent:ADM931', 'ELSM-931', 'ADMIN');
    expect((await nommer('agent:T1', 'ELSM-931', 'TSM', {}, 'agent:ADM931')).statut).toBe(201);
    expect(await nommer('agent:T2', 'ELSM-921', 'TSM', {}, 'agent:ADM931')).toMatchObject({ statut: 422, corps: { code: 'affectation-invalide', details: [{ champ: 'unite', code: 'unite-hors-perimetre' }] } });
    expect(await nommer('agent:ADM931', 'CNAM', 'ADMIN', {}, 'agent:ADM931')).toMatchObject({ statut: 422, corps: { details: [{ champ: 'unite', code: 'unite-hors-perimetre' }] } });
    expect(await nommer('agent:ADM2', 'ELSM-931', 'ADMIN', {}, 'agent:ADM931')).toMatchObject({ statut: 422, corps: { details: [{ champ: 'role', code: 'role-reserve' }] } });
    const { elements } = await lire<{ elements: { unite: string }[] }>('/affectations?limite=200', 'agent:ADM931');
    expect(new Set(elements.map((e) => e.unite))).toEqual(new Set(['ELSM-931']));
    expect((await nommer('agent:T3', 'ELSM-931', 'TSM', {}, 'agent:T1')).statut).toBe(403);
    const { corps: { id } } = await nommer('agent:T4', 'ELSM-921', 'TSM');
    expect(await appeler('agent:ADM931', 'POST', `/affectations/${id}/cloture`, { au: '2020-12-31' }, { ...cle(), 'if-match': '"1"' })).toMatchObject({ statut: 404, corps: { code: 'affectation-introuvable' } });
  });

  it("prête un chirurgien-dentiste à une task force : une unité d'attache, une mission datée, comptées une fois", async () => {
    const dentiste = { categorie: 'praticien', profession: 'chirurgien-dentiste', rpps: rpps(95_003) };
    await nommer('agent:DENT1', 'ELSM-491', 'CDC', { ...dentiste, quotite: 0.8, activite: 'CCX' });
    await nommer('agent:DENT1', 'TFN-CSD', 'CDC', { ...dentiste, quotite: 0.2, activite: 'CCX', du: '2022-09-01', au: '2022-12-31' });
    await jusqua(async () => (await copies('agent:DENT1')).length === 2);
    const compte = async (unite: string, jour: string) => (await lire<{ parProfession: { profession: string; etp: number; personnes: number }[] }>(`/effectifs?unite=${unite}&jour=${jour}`)).parProfession;
    expect(await compte('TFN-CSD', '2022-10-01')).toEqual([{ categorie: 'praticien', profession: 'chirurgien-dentiste', personnes: 1, etp: 0.2 }]);
    expect(await compte('TFN-CSD', '2023-01-01')).toEqual([]);
    expect(await p.voir('organisation', "SELECT unite FROM agent WHERE id = 'agent:DENT1'")).toEqual(await p.voir('organisation', "SELECT id AS unite FROM unite WHERE code = 'ELSM-491'"));
  });

  it("laisse une unité accueillir une personne dont l'attache est ailleurs, sans lui ouvrir sa fiche", async () => {
    await nommer('agent:PRET1', 'ELSM-921', 'TSM', { nom: 'Martin', prenom: 'Lou' });
    expect((await nommer('agent:PRET1', 'ELSM-931', 'TSM', { nom: 'Autre', prenom: 'Nom', quotite: 0.3 }, 'agent:ADM931')).statut).toBe(201);
    expect(await p.voir('organisation', "SELECT nom, unite FROM agent WHERE id = 'agent:PRET1'")).toEqual([{ nom: 'Martin', unite: 1124 }]);
  });

  it("n'existe, pour la base, que dans les unités de la portée", async () => {
    const db = p.services.get('organisation')?.app.get(Db, { strict: false });
    const voir = (unites: number[], sql: string) =>
      db?.inTransaction({ acteur: { id: 'agent:essai', genre: 'agent', nom: 'Essai' }, role: 'app', unites }, (tx) => tx.query(sql));
    expect(await voir([1125], 'SELECT DISTINCT unite FROM affectation')).toEqual([{ unite: 1125 }]);
    expect(await voir([], 'SELECT 1 FROM affectation UNION ALL SELECT 1 FROM agent')).toEqual([]);
    await expect(voir([1125], "INSERT INTO agent (id, unite, version) VALUES ('agent:X', 1124, 1)")).rejects.toMatchObject({ code: '42501' });
    await expect(voir([1125], 'UPDATE unite SET version = 1')).rejects.toMatchObject({ code: '42501' });
    await expect(voir([1125], 'DELETE FROM affectation')).rejects.toMatchObject({ code: '42501' });
  });

  it('tourne les pages sans perte ni doublon, et refuse un curseur forgé', async () => {
    const vus: string[] = [];
    let curseur: string | null = '';
    while (curseur !== null) {
      const page: { elements: { acteur: string; du: string }[]; suivant: string | null } = await lire(`/affectations?unite=ELSM-931&limite=3${curseur === '' ? '' : `&curseur=${curseur}`}`);
      vus.push(...page.elements.map((e) => `${e.acteur} ${e.du}`));
      curseur = page.suivant;
    }
    expect(new Set(vus).size).toBe(vus.length);
    expect(vus).toHaveLength((await p.voir('organisation', 'SELECT 1 FROM affectation WHERE unite = 1125 AND NOT retiree')).length);
    expect(await appeler(AMORCE, 'GET', '/affectations?curseur=abc')).toMatchObject({ statut: 400, corps: { code: 'curseur-invalide' } });
  });
});

describe("Une nouvelle version de l'arbre", () => {
  const charger = (unites: UniteDatee[]) => p.services.get('organisation')?.app.get(ArbreStore, { strict: false })
    .charger({ acteur: { id: 'systeme:amorce', genre: 'systeme', nom: 'Amorce' }, role: 'projection', unites: [] }, unites, lireCaisses(), new Date());
  const connu = arbreDepuisLignes(lireLignesOrganisation());
  const renomme = connu.map((u) => (u.id !== 119 ? u : { ...u, noms: u.noms.map((n) => ({ ...n, nom: `${n.nom} (essai)` })) }));

  it("ne publie que l'unité changée, et avance la version que portent les décisions", async () => {
    await charger(renomme);
    expect(await p.voir('organisation', "SELECT unite, version FROM journal WHERE topic = 'sm.organisation.unite.v1' AND version = 2")).toEqual([{ unite: 119, version: 2 }]);
    expect((await lire<{ version: number; unite: { nom: string } }>('/unites/DRSM-GES?jour=2021-01-01'))).toMatchObject({ version: 2, unite: { nom: 'Grand Est (essai)' } });
    await jusqua(() => tenancy().version() === '2');
  });

  it("n'est pas défaite par le démarrage d'une version plus ancienne, et ne perd jamais une unité", async () => {
    await charger(connu);
    expect((await lire<{ version: number }>('/arbre')).version).toBe(2);
    await expect(charger(renomme.slice(1))).rejects.toThrow('unité 1 absente des données de référence');
  });
});
