import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Canal, NatureDemande, Sens } from '@sm/contracts';
import { comparer, recalculer, type Compteur, type Rapport, type Tableau } from '@sm/pilotage-domaine';
import type { LigneJournal } from '@sm/platform';
import { evenementDe } from '../src/dossier.traduction';
import { Reconstruction } from '../src';
import { CENTRE, ELSM_281, ELSM_751, IDF, annulation, avis, complete, dossier, monter, recue, type Montage } from './montage';

let m: Montage;
const publiees: LigneJournal[] = [];

async function publier(lignes: readonly LigneJournal[]): Promise<void> {
  publiees.push(...lignes);
  await m.publier(lignes);
  await m.apaiser();
}

const lire = async (table: 'compteur' | 'agregat'): Promise<Compteur[]> => (await m.voir<Compteur>('pilotage', `SELECT unite, indicateur, axe, jour::text AS jour, valeur::int AS valeur FROM ${table} WHERE valeur <> 0`));
const attendus = (lignes: readonly LigneJournal[] = publiees): Compteur[] => recalculer(lignes.flatMap((l) => evenementDe({ type: l.type, donnees: l.public! }) ?? []));
const rapport = async (sub: string, unite = 'ELSM-931', annee = 2016): Promise<Rapport> => (await m.appeler('pilotage', sub, 'GET', `/rapports/${unite}/${annee}`)).corps;
const chiffre = (r: Rapport, id: string) => r.sections.flatMap((s) => s.chiffres).find((c) => c.id === id)!;
const tableau = async (sub: string, niveau: string): Promise<Tableau> => (await m.appeler('pilotage', sub, 'GET', `/agregats?annee=2016&niveau=${niveau}&perimetre=epoque`)).corps;

beforeAll(async () => {
  m = await monter();
}, 90_000);
afterAll(() => m?.fermer());

test('les demandes décidées de l’année arrivent au rapport par le journal, et les chiffres non tenus ne portent aucun nombre', async () => {
  const dossiers = Array.from({ length: 40 }, (_, i) => dossier({
    nature: i % 4 === 0 ? NatureDemande.PROLONGATION : NatureDemande.INITIALE, canal: i % 2 ? Canal.PAPIER : Canal.PSE, recuLe: `2016-0${1 + (i % 9)}-1${i % 10}`,
  }));
  await publier(dossiers.flatMap((d, i) => [recue(d), complete(d), avis(d, i < 35 ? 24 : 25)]));
  const r = await rapport('agent:chef-931');
  expect(r).toMatchObject({ unite: { code: 'ELSM-931', nom: 'Unité ELSM-931', region: 'Unité DRSM-IDF' }, annee: 2016, edition: 'interne', perimetre: 'epoque', origine: 'compteurs', fraicheur: { retard: 0, misDeCote: 0 } });
  expect(chiffre(r, 'IND-002-29')).toMatchObject({ valeur: 30, source: 'calcule' });
  expect(chiffre(r, 'IND-002-30').valeur).toBe(10);
  expect(chiffre(r, 'IND-002-31').valeur).toBe(20);
  expect(chiffre(r, 'IND-002-32')).toMatchObject({ valeur: 87.5, numerateur: 35, denominateur: 40, unite: '%' });
  expect(r.delais).toMatchObject({ mediane: 24, p90: 25, histogramme: [{ jours: 24, n: 35 }, { jours: 25, n: 5 }] });
  expect(r.parMois.reduce((n, x) => n + x.initiales + x.prolongations, 0)).toBe(40);
  const tous = r.sections.flatMap((s) => s.chiffres);
  expect(tous.filter((c) => c.id.startsWith('IND-002-'))).toHaveLength(82);
  expect(tous.filter((c) => c.source === 'non_calcule').every((c) => c.valeur === null && c.numerateur === undefined)).toBe(true);
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
});

test('l’oracle voit un compte faux d’une unité', async () => {
  const faux = await lire('compteur');
  expect(comparer(attendus(), faux.map((c, i) => (i === 0 ? { ...c, valeur: c.valeur + 1 } : c)))).toHaveLength(1);
  expect(comparer(attendus(publiees.slice(0, -1)), faux).length).toBeGreaterThan(0);
});

test('une correction remplace l’avis, une annulation retire le dossier, un avis ancien arrivé tard ne change rien', async () => {
  const [refuse, corrige, annule, tardif] = [dossier(), dossier(), dossier({ canal: Canal.PAPIER }), dossier({ recuLe: '2016-03-01' })];
  await publier([recue(refuse), avis(refuse, 3, { sens: Sens.DEFAVORABLE_ADMINISTRATIF }), recue(corrige), avis(corrige, 10), recue(annule), avis(annule, 30)]);
  const avant = await rapport('agent:chef-931');
  await publier([avis(corrige, 40, { versionAvis: 2, sens: Sens.DEFAVORABLE_MEDICAL }), annulation(annule, '2016-04-01'), recue(tardif), avis(tardif, 5, { versionAvis: 3 }), avis(tardif, 3, { versionAvis: 2 }), avis(annule, 12, { versionAvis: 2 })]);
  const apres = await rapport('agent:chef-931');
  expect(chiffre(apres, 'IND-002-29').valeur).toBe(chiffre(avant, 'IND-002-29').valeur! - 1 + 1);
  expect(chiffre(apres, 'ALD-03').valeur).toBe(1);
  expect(chiffre(apres, 'ALD-04').valeur).toBe(1);
  expect(apres.delais.histogramme).toEqual(expect.arrayContaining([{ jours: 5, n: 1 }, { jours: 40, n: 1 }]));
  expect(apres.delais.histogramme.map((h) => h.jours)).not.toEqual(expect.arrayContaining([30]));
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
});

test('des répétitions et un ordre quelconque donnent les comptes recalculés', async () => {
  const graine = randomInt(1_000_000);
  console.info(`graine ${graine}`);
  let etat = graine;
  const hasard = (n: number) => (etat = (etat * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
  const lignes = Array.from({ length: 120 }, () => dossier({ unite: hasard(2) ? ELSM_751 : 101, recuLe: `2016-0${1 + hasard(9)}-0${1 + hasard(9)}` })).flatMap((d) => [
    recue(d), avis(d, hasard(60)), ...(hasard(3) ? [] : [avis(d, hasard(400), { versionAvis: 2 })]), ...(hasard(10) ? [] : [annulation(d, '2016-12-01')]),
  ]);
  const melees = [...lignes, ...lignes.filter(() => hasard(2))].map((l) => ({ l, r: hasard(1_000_000) })).sort((a, b) => a.r - b.r).map(({ l }) => l);
  await publier(melees);
  expect(comparer(attendus(lignes.concat(publiees)), await lire('compteur'))).toEqual([]);
  expect(comparer(await lire('compteur'), await lire('agregat'))).toEqual([]);
});

test('la nation lit ce qui fut publié, chaque compteur sous la région de son jour', async () => {
  const eure = { unite: ELSM_281, caisse: '281', departement: '28' };
  const [avant, apres] = [dossier({ ...eure, recuLe: '2016-06-01' }), dossier({ ...eure, recuLe: '2016-06-20' })];
  await publier([recue(avant), avis(avant, 29), recue(apres), avis(apres, 11)]);
  const regions = await tableau('agent:nation', 'regionale');
  const ligne = (id: number) => regions.lignes.find((l) => l.unite.id === id)!;
  expect(ligne(CENTRE)).toMatchObject({ unite: { code: 'DRSM-CVL', nom: 'Unité DRSM-CVL', type: 'regionale' }, valeurs: { 'IND-002-29': 1 } });
  const locales = await tableau('agent:nation', 'locale');
  expect(locales.lignes.find((l) => l.unite.id === ELSM_281)!.valeurs['IND-002-29']).toBe(2);
  const [nation] = (await tableau('agent:nation', 'nationale')).lignes;
  expect(nation!.valeurs['IND-002-29']).toBe(ligne(IDF).valeurs['IND-002-29']! + 1);
  expect(regions.total).toEqual(nation!.valeurs);
  const region = await tableau('agent:region', 'regionale');
  expect(region.lignes.map((l) => [l.unite.id, l.valeurs['IND-002-29']])).toEqual([[IDF, ligne(IDF).valeurs['IND-002-29']]]);
  const ancienne = await tableau('agent:centre', 'regionale');
  expect(ancienne.lignes.map((l) => [l.unite.id, l.valeurs['IND-002-29']])).toEqual([[CENTRE, 1]]);
  expect((await tableau('agent:centre', 'locale')).lignes.map((l) => [l.unite.id, l.valeurs['IND-002-29']])).toEqual([[ELSM_281, 1]]);
  expect((await tableau('agent:centre', 'nationale')).lignes).toEqual([]);
});

test('le compte national ne lit que les agrégats ; une autre unité est refusée', async () => {
  const national = await rapport('agent:nation');
  const local = await rapport('agent:chef-931');
  expect(national.origine).toBe('agregats');
  expect(national.sections).toEqual(local.sections);
  expect(await m.appeler('pilotage', 'agent:chef-751', 'GET', '/rapports/ELSM-931/2016')).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
  expect(await m.appeler('pilotage', 'agent:medecin-931', 'GET', '/rapports/ELSM-931/2016')).toMatchObject({ statut: 403 });
  expect(await m.appeler('pilotage', 'agent:chef-931', 'GET', '/agregats?annee=2016&niveau=regionale')).toMatchObject({ statut: 403 });
  expect(await m.appeler('pilotage', 'agent:region', 'GET', '/rapports/CNAM/2016')).toMatchObject({ statut: 403 });
  expect(await m.appeler('pilotage', 'agent:nation', 'GET', '/rapports/ELSM-999/2016')).toMatchObject({ statut: 404, corps: { code: 'unite-introuvable' } });
  const vus = await m.voir<{ n: number }>('pilotage', "SELECT count(*)::int AS n FROM pg_policies WHERE tablename IN ('fait', 'fait_neuf', 'compteur_neuf') AND policyname LIKE '%_app'");
  expect(vus[0]!.n).toBe(0);
});

test('le rapport de la région réunit ses échelons du jour, et sa série suit les jours', async () => {
  const region = await rapport('agent:region', 'DRSM-IDF');
  const attendu = attendus().filter((c) => c.indicateur === 'ald.avis' && c.axe.includes('nature=initiale') && (c.unite !== ELSM_281 || c.jour >= '2016-07-01') && c.jour.startsWith('2016'));
  expect(chiffre(region, 'IND-002-29').valeur).toBe(attendu.reduce((n, c) => n + c.valeur, 0));
  const { corps } = await m.appeler('pilotage', 'agent:nation', 'GET', '/agregats/series?indicateur=IND-002-29&unite=ELSM-281&du=2016-06-01&au=2016-07-31');
  expect(corps).toMatchObject({ unite: { code: 'ELSM-281' }, points: [{ jour: '2016-06-30', valeur: 1 }, { jour: '2016-07-01', valeur: 1 }] });
  expect(await m.appeler('pilotage', 'agent:nation', 'GET', '/agregats/series?indicateur=IND-002-38&unite=ELSM-281&du=2016-06-01&au=2016-07-31')).toMatchObject({ statut: 404 });
  expect(await m.appeler('pilotage', 'agent:nation', 'GET', '/agregats/series?indicateur=IND-002-29&unite=ELSM-281&du=2016-02-31&au=2016-07-31')).toMatchObject({ statut: 400, corps: { code: 'periode-invalide' } });
});

test('reconstruite depuis le début du journal, la projection rend les mêmes comptes sous une génération de plus', async () => {
  const [avant, agregats] = [await lire('compteur'), await lire('agregat')];
  const bilan = await m.services.get('pilotage')!.app.get(Reconstruction).reconstruire();
  await m.apaiser();
  expect(bilan).toMatchObject({ generation: 2, ecarts: 0 });
  expect(comparer(avant, await lire('compteur'))).toEqual([]);
  expect(comparer(agregats, await lire('agregat'))).toEqual([]);
  expect(await m.voir('pilotage', 'SELECT DISTINCT generation FROM agregat WHERE valeur <> 0')).toEqual([{ generation: 2 }]);
  const d = dossier();
  await publier([recue(d), avis(d, 7)]);
  expect(comparer(attendus(), await lire('agregat'))).toEqual([]);
});

test('un compteur faussé d’une unité est vu par la reconstruction, et remis droit', async () => {
  await m.voir('pilotage', "UPDATE compteur SET valeur = valeur + 1 WHERE (unite, indicateur, jour, axe) = (SELECT unite, indicateur, jour, axe FROM compteur WHERE indicateur = 'ald.avis' LIMIT 1)");
  expect(comparer(attendus(), await lire('compteur'))).toHaveLength(1);
  expect((await m.services.get('pilotage')!.app.get(Reconstruction).reconstruire()).ecarts).toBe(1);
  await m.apaiser();
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
  expect(comparer(attendus(), await lire('agregat'))).toEqual([]);
});

test('un message illisible est mis de côté et n’arrête rien', async () => {
  const d = dossier();
  await m.publier([{ ...avis(d, 8), public: new Uint8Array([255, 255, 255]) }]);
  await publier([recue(d), avis(d, 8)]);
  expect(await m.voir('pilotage', 'SELECT topic FROM lettre_morte')).toEqual([{ topic: 'sm.prestations.dossier.v1' }]);
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
  expect((await rapport('agent:chef-931')).fraicheur.misDeCote).toBe(1);
  expect((await m.services.get('pilotage')!.app.get(Reconstruction).reconstruire()).ecarts).toBe(0);
});

test('le rapport s’obtient en tableur et en page à imprimer, et n’est pas renvoyé à qui le tient', async () => {
  const jeton = await m.identite.jeton('agent:chef-931');
  const url = `${m.services.get('pilotage')!.url}/rapports/ELSM-931/2016`;
  const entetes = { authorization: `Bearer ${jeton}` };
  const csv = await fetch(`${url}?format=csv`, { headers: entetes });
  const texte = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await csv.arrayBuffer());
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(texte.startsWith('\uFEFFUnité,Année,Édition,Arrêté le,')).toBe(true);
  expect(texte.split('\r\n').find((l) => l.includes('IND-002-38'))).toMatch(/,,campagnes,,,non calculé$/);
  const html = await fetch(url, { headers: { ...entetes, accept: 'text/html' } });
  const page = await html.text();
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
  expect(page).toContain('Édition interne');
  expect(page).not.toMatch(/<script|style=/);
  expect((await fetch(new URL('../style.css', url))).headers.get('content-type')).toContain('text/css');
  const premier = await fetch(url, { headers: entetes });
  const encore = await fetch(url, { headers: { ...entetes, 'if-none-match': premier.headers.get('etag')! } });
  expect(encore.status).toBe(304);
});

describe('la commande npm run report', () => {
  const script = join(__dirname, '..', '..', '..', '..', 'deploy', 'lancement', 'rapport.mjs');
  const dossier = mkdtempSync(join(tmpdir(), 'sm-rapport-'));
  const porte = createServer((requete, reponse) => {
    void (async () => {
      if (requete.url === '/oidc/token') return void reponse.end(JSON.stringify({ access_token: await m.identite.jeton('machine:rapport') }));
      const { authorization = '' } = requete.headers;
      const amont = await fetch(`${m.services.get('pilotage')!.url}${requete.url!.replace('/api/pilotage', '')}`, { headers: { authorization } });
      reponse.writeHead(amont.status, { 'content-type': amont.headers.get('content-type')! }).end(Buffer.from(await amont.arrayBuffer()));
    })();
  });
  const lancer = (...args: string[]) => new Promise<{ code: number; sortie: string; erreur: string }>((ok) => {
    const env = { PATH: process.env['PATH'], SM_ETAT: dossier };
    execFile(process.execPath, [script, ...args], { env }, (e, sortie, erreur) => ok({ code: Number(e?.code ?? 0), sortie, erreur }));
  });

  beforeAll(() => new Promise<void>((ok) => porte.listen(0, '127.0.0.1', ok)));
  afterAll(async () => {
    rmSync(dossier, { recursive: true });
    porte.closeAllConnections();
    await new Promise((ok) => porte.close(ok));
  });

  test('dit que rien ne tourne, puis imprime le rapport de la plateforme trouvée', async () => {
    const args = ['--unite', 'ELSM-931', '--annee', '2016'];
    expect(await lancer(...args)).toMatchObject({ code: 3, sortie: '', erreur: expect.stringContaining('ne répond pas') });
    writeFileSync(join(dossier, 'plateforme.json'), JSON.stringify({ url: `http://127.0.0.1:${(porte.address() as AddressInfo).port}`, client: 'rapport', secret: 'essai' }));
    const texte = await lancer(...args);
    expect(texte).toMatchObject({ code: 0, erreur: '' });
    expect(texte.sortie).toContain('RAPPORT D’ACTIVITÉ 2016 — Unité ELSM-931 (ELSM-931), Unité DRSM-IDF');
    const { valeur } = chiffre(await rapport('agent:chef-931'), 'IND-002-29');
    expect(texte.sortie).toMatch(new RegExp(`Demandes nouvelles d’ALD traitées +${valeur} demandes`));
    expect(chiffre(JSON.parse((await lancer(...args, '--format', 'json')).sortie) as Rapport, 'IND-002-29').valeur).toBe(valeur);
    expect((await lancer(...args, '--format', 'csv')).sortie.startsWith('\uFEFFUnité,')).toBe(true);
    expect(await lancer('--unite', 'ELSM-751', '--annee', '2016')).toMatchObject({ code: 1 });
    expect(await lancer('--annee', '2016')).toMatchObject({ code: 2, erreur: expect.stringContaining('Usage') });
  });
});
