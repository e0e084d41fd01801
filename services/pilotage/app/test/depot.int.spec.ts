import type { Rapport, Tableau } from '@sm/pilotage-domaine';
import { jusqua } from '@sm/testing';
import { ELSM_281, ELSM_751, ELSM_931, avis, dossier, monter, recue, type Montage } from './montage';

interface Ligne {
  source: string;
  unite: number;
  indicateur: string;
  axe: string;
  jour: string;
  generation: number;
  n: number;
  valeur: number;
}
interface Etat {
  readonly import: string;
  readonly code?: string;
  readonly title?: string;
  readonly statut: string;
  readonly lues: number;
  readonly acceptees: number;
  readonly inchangees: number;
  readonly rejetees: number;
}

let m: Montage;
let suite = 0;
beforeAll(async () => {
  m = await monter();
}, 90_000);
afterAll(() => m?.fermer());

const ligne = (l: Partial<Ligne> = {}): Ligne =>
  ({ source: 'tranche-75', unite: ELSM_751, indicateur: 'ald.avis', axe: 'caisse=751,canal=pse,departement=75,nature=initiale', jour: '2016-02-01', generation: 1, n: 1, valeur: 40, ...l });
const poster = async (sub: string, lignes: readonly (Partial<Ligne> | string)[], cle = `depot-essai-${++suite}`): Promise<{ statut: number; corps: Etat }> =>
  m.appeler('pilotage', sub, 'POST', '/imports?flux=agregats', lignes.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'), { 'content-type': 'application/x-ndjson', 'idempotency-key': cle });
const rejets = async (sub: string, lignes: readonly (Partial<Ligne> | string)[]): Promise<string[]> => {
  const { corps } = await poster(sub, lignes);
  const { corps: page } = await m.appeler('pilotage', sub, 'GET', `/imports/${corps.import}/rejets`) as { corps: { elements: { ligne: number; champ: string; code: string }[] } };
  return page.elements.map((r) => `${r.ligne} ${r.champ} ${r.code}`);
};
const bilan = async (sub: string, lignes: readonly Partial<Ligne>[]): Promise<number[]> => {
  const { corps } = await poster(sub, lignes);
  return [corps.acceptees, corps.inchangees, corps.rejetees];
};
const agregat = (source: string): Promise<{ valeur: number; n: number }[]> => m.voir('pilotage', `SELECT valeur::int AS valeur, n FROM agregat WHERE source = '${source}' ORDER BY unite, indicateur, jour, axe`);
const tableau = async (annee: number): Promise<Tableau> => (await m.appeler('pilotage', 'agent:nation', 'GET', `/agregats?annee=${annee}&niveau=locale`)).corps;

test('ce qu’une source dépose paraît au tableau national par le seul topic, sous son nom', async () => {
  expect(await bilan('machine:tranche-75', [ligne(), ligne({ jour: '2016-03-01', valeur: 2 })])).toEqual([2, 0, 0]);
  await m.apaiser();
  const [vue] = (await tableau(2016)).lignes.filter((l) => l.unite.id === ELSM_751);
  expect(vue).toMatchObject({ valeurs: { 'IND-002-29': 42, 'IND-002-31': 42 }, sources: ['tranche-75'] });
  expect((await tableau(2016)).avertissement).toBeNull();
  const [journal] = await m.voir<{ n: number; acteur: string }>('pilotage', "SELECT count(*)::int AS n, min(acteur) AS acteur FROM journal WHERE topic = 'sm.agregats.v1'");
  expect(journal).toEqual({ n: 2, acteur: 'machine:tranche-75' });
});

test('deux fois le même état ne compte qu’une fois ; un état ancien arrivé tard ne change rien', async () => {
  const cle = { jour: '2017-01-01' };
  expect(await bilan('machine:tranche-75', [ligne({ ...cle, n: 3, valeur: 7 })])).toEqual([1, 0, 0]);
  await m.apaiser();
  expect(await bilan('machine:tranche-75', [ligne({ ...cle, n: 3, valeur: 7 }), ligne({ ...cle, n: 2, valeur: 5 })])).toEqual([0, 2, 0]);
  expect(await bilan('machine:tranche-75', [ligne({ ...cle, n: 9, valeur: 9 }), ligne({ ...cle, n: 4, valeur: 8 }), ligne({ ...cle, generation: 2, valeur: 6 })])).toEqual([2, 1, 0]);
  await m.apaiser();
  expect((await tableau(2017)).lignes.find((l) => l.unite.id === ELSM_751)!.valeurs['IND-002-29']).toBe(6);
});

test('une même version ne dit pas deux valeurs', async () => {
  expect(await rejets('machine:tranche-75', [ligne({ jour: '2018-01-01', valeur: 1 }), ligne({ jour: '2018-01-01', valeur: 2 })])).toEqual(['2 n version-contredite']);
  await m.apaiser();
  expect(await rejets('machine:tranche-75', [ligne({ jour: '2018-01-01', valeur: 3 })])).toEqual(['1 n version-contredite']);
});

test('le même envoi reposté sous la même clé est repris, un autre corps est refusé', async () => {
  const lignes = [ligne({ jour: '2018-05-01' })];
  const premier = await poster('machine:tranche-75', lignes, 'meme-cle-1');
  expect(await poster('machine:tranche-75', lignes, 'meme-cle-1')).toMatchObject({ statut: 202, corps: { import: premier.corps.import, acceptees: 1 } });
  expect(await poster('machine:tranche-75', [ligne({ jour: '2018-06-01' })], 'meme-cle-1')).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
});

test('sans le rôle de source, rien n’est déposé, et le refus se lit en français', async () => {
  for (const sub of ['agent:nation', 'agent:chef-751', 'machine:rapport', 'agent:inconnu']) {
    expect(await poster(sub, [ligne()])).toMatchObject({ statut: 403, corps: { code: 'interdit', title: 'Vous n’avez pas le droit de faire cette action.' } });
  }
});

test('une source n’écrit que sous son nom, et un agent n’est pas une source', async () => {
  expect(await rejets('machine:tranche-75', [ligne({ source: 'demonstration' }), ligne({ source: 'essai' })])).toEqual(['1 source source-etrangere', '2 source source-etrangere']);
  expect(await rejets('agent:curieux', [ligne({ source: 'curieux' })])).toEqual(['1 source source-etrangere']);
});

test('une source n’écrit que pour ses unités', async () => {
  expect(await rejets('machine:tranche-75', [ligne({ unite: ELSM_281 }), ligne({ unite: ELSM_931 }), ligne({ unite: 4_242 })])).toEqual([
    '1 unite unite-hors-perimetre', '2 unite unite-hors-perimetre', '3 unite unite-hors-perimetre',
  ]);
});

test('une unité tenue par une autre source est refusée, famille par famille', async () => {
  const demo = (l: Partial<Ligne>) => ligne({ source: 'demonstration', ...l });
  const effectif = { indicateur: 'organisation.effectif', axe: 'profession=medecin', jour: '2016-12-31', valeur: 26 };
  expect(await rejets('machine:demonstration', [demo({}), demo({ unite: ELSM_281 })])).toEqual(['1 unite unite-d-une-autre-source']);
  expect(await bilan('machine:demonstration', [demo(effectif)])).toEqual([1, 0, 0]);
  expect(await rejets('machine:tranche-75', [ligne({ ...effectif, source: 'tranche-75' })])).toEqual(['1 unite unite-d-une-autre-source']);
  await m.apaiser();
  const t = await tableau(2016);
  expect(t.lignes.find((l) => l.unite.id === ELSM_751)!.valeurs).toMatchObject({ 'IND-000-05': 26, 'IND-002-29': 42 });
  expect(t.avertissement).toBe('Chiffres en partie inventés pour la démonstration (source : demonstration).');
});

test('ce que la tranche compte elle-même n’est cédé à personne', async () => {
  const d = dossier({ unite: ELSM_931 });
  await m.publier([recue(d), avis(d, 4)]);
  await m.apaiser();
  expect(await rejets('machine:demonstration', [ligne({ source: 'demonstration', unite: ELSM_931 })])).toEqual(['1 unite unite-d-une-autre-source']);
  const [vue] = (await tableau(2016)).lignes.filter((l) => l.unite.id === ELSM_931);
  expect(vue).toMatchObject({ valeurs: { 'IND-002-29': 1 }, sources: ['essai/pilotage'] });
});

test('une ligne illisible porte un code, et n’arrête pas les autres', async () => {
  const avant = (await agregat('tranche-75')).length;
  expect(await rejets('machine:tranche-75', [
    '{"source":', ligne({ jour: '2019-01-01' }), ligne({ indicateur: 'ald.secret' }), ligne({ axe: 'diagnostic=E11' }), ligne({ axe: 'departement=ZZ' }), ligne({ valeur: -1 }), ligne({ jour: '2190-01-01' }),
  ])).toEqual(['1 * json-invalide', '3 indicateur indicateur-inconnu', '4 axe axe-invalide', '5 axe axe-invalide', '6 valeur valeur-invalide', '7 jour jour-a-venir']);
  await jusqua(async () => (await agregat('tranche-75')).length === avant + 1, { delaiMs: 10_000, quoi: 'la ligne juste' });
  expect(await m.voir('pilotage', 'SELECT 1 FROM lettre_morte')).toEqual([]);
});

test('deux sources qui demandent la même unité en même temps : une seule l’obtient', async () => {
  const [a, b] = await Promise.all([
    bilan('machine:tranche-75', [ligne({ indicateur: 'arret.controle', axe: 'sens=reprise' })]), bilan('machine:demonstration', [ligne({ source: 'demonstration', indicateur: 'arret.controle', axe: 'sens=reprise' })]),
  ]);
  expect([a, b].map((x) => x[0]).sort()).toEqual([0, 1]);
  await m.apaiser();
  const tenue = await m.voir('pilotage', `SELECT source FROM agregat WHERE indicateur = 'arret.controle' AND unite = ${ELSM_751}`);
  expect(tenue).toHaveLength(1);
});

test('le périmètre constant exige une carte ; lu sous elle, l’échelon rattaché depuis suit sa région nouvelle', async () => {
  const lire = (chemin: string) => m.appeler('pilotage', 'agent:nation', 'GET', chemin);
  expect(await lire('/rapports/DRSM-IDF/2016?perimetre=constant')).toMatchObject({ statut: 400, corps: { code: 'carte-requise', title: expect.stringContaining('carte=AAAA-MM-JJ') } });
  expect(await lire('/rapports/DRSM-IDF/2016?perimetre=constant&carte=2016-02-31')).toMatchObject({ statut: 400, corps: { code: 'carte-requise' } });
  expect(await lire('/agregats?annee=2016&niveau=regionale&perimetre=autre')).toMatchObject({ statut: 400 });
  const initiales = async (suffixe: string): Promise<number> => ((await lire(`/rapports/DRSM-CVL/2016?${suffixe}`)).corps as Rapport).sections.flatMap((s) => s.chiffres).find((c) => c.id === 'IND-002-29')!.valeur!;
  expect([await initiales('perimetre=epoque'), await initiales('perimetre=constant&carte=2016-07-01'), await initiales('perimetre=courant')]).toEqual([40, 0, 0]);
});
