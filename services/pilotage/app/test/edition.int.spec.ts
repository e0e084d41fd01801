import { Sens } from '@sm/contracts';
import type { RapportDiffusable, TableauDiffusable } from '@sm/pilotage-domaine';
import { uuidv7 } from '@sm/platform';
import { jusqua } from '@sm/testing';
import type { EditionPubliee } from '../src/edition.handler';
import { ELSM_281, ELSM_751, avis, dossier, monter, recue, type Montage } from './montage';

let m: Montage;
const lire = (sub: string, suffixe: string) => m.appeler('pilotage', sub, 'GET', suffixe);
const PREMIERE = uuidv7();
const editer = (sub: string, cle = uuidv7(), annee = 2016) => m.appeler('pilotage', sub, 'POST', `/editions/${annee}`, undefined, { 'idempotency-key': cle });
const rapport = async (sub: string, unite: string, reste = ''): Promise<RapportDiffusable> => (await lire(sub, `/rapports/${unite}/2016?edition=diffusable${reste}`)).corps;
const chiffre = (r: RapportDiffusable, id: string) => r.sections.flatMap((s) => s.chiffres).find((c) => c.id === id)!;

const unites = [{}, { unite: ELSM_751, caisse: '751', departement: '75' }, { unite: ELSM_281, caisse: '281', departement: '28' }];

beforeAll(async () => {
  m = await monter();
  await m.publier(unites.flatMap((u, n) => Array.from({ length: 90 }, (_, i) => dossier({ ...u, recuLe: `2016-0${1 + (i % 9)}-1${i % 10}` })).flatMap((d, i) => [
    recue(d), avis(d, i < 60 ? 10 : 30, { sens: i < (n === 0 ? 4 : 25) ? Sens.DEFAVORABLE_MEDICAL : Sens.FAVORABLE }),
  ])));
  await m.apaiser();
}, 120_000);
afterAll(() => m?.fermer());

test('sans édition publiée, rien ne se lit ; seule la nation publie, une fois par commande', async () => {
  expect(await lire('agent:caisse-931', '/rapports/ELSM-931/2016?edition=diffusable')).toMatchObject({ statut: 404, corps: { code: 'edition-introuvable' } });
  for (const sub of ['agent:region', 'agent:chef-931', 'agent:caisse-931', 'agent:ars']) expect(await editer(sub)).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
  expect(await editer('agent:nation', uuidv7(), 2090)).toMatchObject({ statut: 409, corps: { code: 'annee-en-cours' } });
  expect(await editer('agent:nation', uuidv7(), 1990)).toMatchObject({ statut: 409, corps: { code: 'rien-a-editer' } });
  const premiere = await editer('agent:nation', PREMIERE);
  expect(premiere).toMatchObject({ statut: 201, corps: { annee: 2016, numero: 1, bilan: { reprises: [] } } });
  expect((premiere.corps as EditionPubliee).bilan.masquees).toBeGreaterThan(0);
  expect((await editer('agent:nation', PREMIERE)).corps).toEqual(premiere.corps);
  expect(await m.voir('pilotage', 'SELECT count(*)::int AS n FROM edition')).toEqual([{ n: 1 }]);
  expect(await m.voir('pilotage', "SELECT count(*)::int AS n FROM journal WHERE type = 'EditionPubliee'")).toEqual([{ n: 1 }]);
});

test('la caisse lit le rapport diffusable de son unité, et lui seul : le petit nombre n’y est pas, ni dans la base', async () => {
  const r = await rapport('agent:caisse-931', 'ELSM-931');
  expect(r).toMatchObject({ edition: 'diffusable', numero: 1, minimum: 11, carte: 'epoque' });
  expect(chiffre(r, 'IND-002-29')).toMatchObject({ statut: 'publie', valeur: 90 });
  expect(chiffre(r, 'ALD-03')).toMatchObject({ statut: 'masque', valeur: null });
  expect(chiffre(r, 'ALD-02')).toMatchObject({ statut: 'masque', valeur: null });
  const [enBase] = await m.voir<{ v: number | null }>('pilotage', "SELECT (valeurs->>'sens:defavorable_medical')::int AS v FROM edition_ligne WHERE unite = 101 AND periode = '2016' AND famille = 'traitee' AND carte = 'epoque'");
  expect(enBase).toEqual({ v: null });
  expect(await lire('agent:caisse-931', '/rapports/ELSM-931/2016')).toMatchObject({ statut: 403 });
  expect(await lire('agent:caisse-931', '/rapports/ELSM-751/2016?edition=diffusable')).toMatchObject({ statut: 403 });
  expect(await lire('agent:medecin-931', '/rapports/ELSM-931/2016?edition=diffusable')).toMatchObject({ statut: 403 });
  expect(await lire('agent:ars', '/agregats?annee=2016&niveau=locale')).toMatchObject({ statut: 403 });
});

test('le partenaire lit le tableau de sa région, l’année ou le mois, et rien hors du treillis', async () => {
  const t: TableauDiffusable = (await lire('agent:ars', '/agregats?annee=2016&niveau=locale&edition=diffusable')).corps;
  expect(t.lignes.map((l) => l.unite.code).sort()).toEqual(['ELSM-281', 'ELSM-751', 'ELSM-931']);
  expect(t.lignes[0]!.chiffres['IND-002-29']).toMatchObject({ statut: 'publie', valeur: 90 });
  const mois: TableauDiffusable = (await lire('agent:ars', '/agregats?annee=2016&niveau=regionale&edition=diffusable&mois=2016-05')).corps;
  expect(mois.indicateurs.map((i) => i.id)).toContain('IND-002-29');
  expect(mois.indicateurs.map((i) => i.id)).not.toContain('IND-002-32');
  const base = '/agregats?annee=2016&niveau=locale&edition=diffusable';
  for (const reste of ['&mois=2015-05', '&perimetre=constant&carte=2016-07-01', '&carte=2020-01-01']) expect(await lire('agent:ars', base + reste)).toMatchObject({ statut: 400, corps: { code: 'hors-treillis' } });
  expect(await lire('agent:nation', '/agregats/series?indicateur=IND-002-29&unite=ELSM-281&du=2016-06-01&au=2016-07-31&edition=diffusable')).toMatchObject({ statut: 400, corps: { code: 'hors-treillis' } });
  expect(await lire('agent:ars', `${base}&du=2016-02-03`)).toMatchObject({ statut: 400 });
  expect((await lire('agent:ars', `${base}&perimetre=constant&carte=2020-01-01`)).statut).toBe(200);
});

test('le tableur et la page à imprimer disent l’édition, et ne portent pas le nombre masqué', async () => {
  const jeton = await m.identite.jeton('agent:caisse-931');
  const url = `${m.services.get('pilotage')!.url}/rapports/ELSM-931/2016?edition=diffusable`;
  const csv = await (await fetch(`${url}&format=csv`, { headers: { authorization: `Bearer ${jeton}` } })).text();
  expect(csv.split('\r\n').find((l) => l.includes(',ALD-03,'))).toMatch(/,diffusable,1,epoque,.*,,avis,,,masqué$/);
  const page = await (await fetch(`${url}&format=html`, { headers: { authorization: `Bearer ${jeton}` } })).text();
  expect(page).toContain('Édition diffusable');
  expect(page).not.toContain('Édition interne');
  expect(page).not.toMatch(/<script|style=/);
});

test('une correction ne change rien à ce qui est publié tant qu’une édition n’est pas faite ; alors un petit écart n’y paraît pas', async () => {
  const avant = await rapport('agent:caisse-931', 'ELSM-931');
  await m.publier([dossier(), dossier()].flatMap((d) => [recue(d), avis(d, 5)]));
  await jusqua(async () => (await m.voir<{ n: number }>('pilotage', "SELECT sum(valeur)::int AS n FROM agregat WHERE unite = 101 AND indicateur = 'ald.avis'"))[0]!.n === 92, { delaiMs: 15_000, quoi: 'les deux avis tardifs' });
  expect(await rapport('agent:caisse-931', 'ELSM-931')).toEqual(avant);
  expect((await editer('agent:nation')).corps).toMatchObject({ numero: 2 });
  const apres = await rapport('agent:caisse-931', 'ELSM-931');
  expect(apres.numero).toBe(2);
  expect(chiffre(apres, 'IND-002-29')).toMatchObject({ valeur: 90, tenu: true });
  expect(chiffre(apres, 'ALD-03').statut).toBe('masque');
  await expect(m.voir('pilotage', 'SELECT numero FROM edition ORDER BY numero')).resolves.toEqual([{ numero: 1 }, { numero: 2 }]);
});
