import { Persona, Porteur, Regard, ouvrirHote, type Hote, type Probleme } from '../outils';
import { chiffresDe, type RapportLu, type TableauLu } from '../outils/rapport';

interface Tableau extends TableauLu {
  readonly nonVentile: { readonly entre: readonly string[]; readonly valeurs: Readonly<Record<string, number | null>> } | null;
  readonly avertissement: string | null;
  readonly lignes: (TableauLu['lignes'][number] & { readonly sources: readonly string[] })[];
}

describe('La carte entière, par les seuls agrégats', () => {
  let hote: Hote;
  let nation: Persona;

  beforeAll(async () => {
    hote = await ouvrirHote();
    nation = await Persona.entrer(hote, 'CNAM001');
  }, 300_000);

  const tableau = async (annee: number, niveau: string, suite = ''): Promise<Tableau> => (await nation.lire<Tableau>('pilotage', `/agregats?annee=${annee}&niveau=${niveau}${suite}`)).corps;
  const rapport = async (unite: string, annee: number, suite = ''): Promise<RapportLu> => (await nation.lire<RapportLu>('pilotage', `/rapports/${unite}/${annee}${suite}`)).corps;

  it.each([[2016, 107], [2019, 107], [2020, 107], [2024, 107]])('en %i, chacun des %i échelons a des chiffres', async (annee, n) => {
    const { lignes, total } = await tableau(annee, 'locale');
    const tenus = lignes.filter((l) => (l.valeurs['IND-002-29'] ?? 0) > 0).map((l) => l.unite.code);
    expect(tenus).toHaveLength(annee === 2016 ? n : n - 1);
    expect(total['IND-002-29']).toBe(lignes.reduce((s, l) => s + (l.valeurs['IND-002-29'] ?? 0), 0));
  });

  it.each([2016, 2019, 2024])('en %i, chacun a aussi des arrêts, des avis d’arrêt, des accidents et des maladies', async (annee) => {
    const { lignes } = await tableau(annee, 'locale');
    for (const id of ['IND-002-33', 'IND-002-34', 'IND-002-35', 'IND-002-36', 'IND-002-37']) {
      expect(lignes.filter((l) => (l.valeurs[id] ?? 0) > 0)).toHaveLength(annee === 2016 ? 107 : 106);
    }
  });

  it('la nation est la somme des régions, qui sont celles de leurs échelons', async () => {
    const [locales, regions, nationale] = [await tableau(2016, 'locale'), await tableau(2016, 'regionale'), await tableau(2016, 'nationale')];
    expect(regions.lignes).toHaveLength(17);
    for (const id of ['IND-002-29', 'IND-002-30', 'IND-002-31', 'IND-002-33', 'IND-002-35', 'IND-002-36', 'IND-002-37', 'IND-000-04']) expect([regions.total[id], nationale.total[id]]).toEqual([locales.total[id], locales.total[id]]);
  });

  it('un chiffre inventé le dit, par sa source et par un avertissement', async () => {
    const t = await tableau(2016, 'locale');
    expect(t.avertissement).toContain('inventés pour la démonstration');
    expect(t.lignes.find((l) => l.unite.code === 'ELSM-751')?.sources).toEqual(['demonstration']);
    expect((await rapport('ELSM-751', 2016))).toMatchObject({ origine: 'agregats', sources: ['demonstration'], avertissement: expect.stringContaining('inventés') });
  });

  it('l’année en cours va jusqu’à la veille, et pas au-delà', async () => {
    const base = await Regard.ouvrir(hote, 'pilotage');
    const [vu] = await base.voir<{ n: number; futur: number }>(`SELECT count(*)::int AS n, count(*) FILTER (WHERE jour >= (now() AT TIME ZONE 'Europe/Paris')::date)::int AS futur FROM agregat
      WHERE source = 'demonstration' AND jour >= date_trunc('year', (now() AT TIME ZONE 'Europe/Paris') - interval '1 day')`);
    await base.fermer();
    expect(vu).toMatchObject({ futur: 0 });
    expect(vu?.n).toBeGreaterThan(1000);
  });

  it('tout est entré par le journal et le topic : la base ne tient rien que le journal ne dise', async () => {
    const base = await Regard.ouvrir(hote, 'pilotage');
    const [vu] = await base.voir<{ agregats: number; journal: number }>(`SELECT (SELECT count(*)::int FROM agregat WHERE source = 'demonstration') AS agregats,
      (SELECT count(DISTINCT cle)::int FROM journal WHERE topic = 'sm.agregats.v1' AND acteur = 'machine:demonstration') AS journal`);
    await base.fermer();
    expect(vu?.agregats).toBe(vu?.journal);
  });

  it('le compte de démonstration ne dépose que sous son nom, et jamais pour l’échelon de l’échantillon', async () => {
    const porteur = await Porteur.machine(hote, 'demonstration');
    const base = { indicateur: 'ald.avis', axe: 'nature=initiale', jour: '2016-05-01', generation: 1, n: 1, valeur: 5 };
    const { unites } = (await nation.lire<{ unites: { id: number; code: string }[] }>('organisation', '/unites?jour=2016-12-31&type=locale')).corps;
    const unite = unites.find((u) => u.code === 'ELSM-931')?.id;
    const envoi = await porteur.poster<{ import: string; rejetees: number }>('pilotage', '/imports?flux=agregats', [{ ...base, unite, source: 'demonstration' }, { ...base, unite, source: 'tranche' }].map((l) => JSON.stringify(l)).join('\n'), { 'content-type': 'application/x-ndjson' });
    expect(envoi).toMatchObject({ statut: 202, corps: { rejetees: 2 } });
    const { corps } = await porteur.lire<{ elements: unknown[] }>('pilotage', `/imports/${envoi.corps.import}/rejets`);
    expect(corps.elements).toEqual([{ ligne: 1, champ: 'unite', code: 'unite-d-une-autre-source' }, { ligne: 2, champ: 'source', code: 'source-etrangere' }]);
    for (const sub of ['CNAM001', '931001']) expect(await (await Persona.entrer(hote, sub)).poster<Probleme>('pilotage', '/imports?flux=agregats', '{}', { 'content-type': 'application/x-ndjson' })).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
    const lecture = await porteur.lire<Probleme>('pilotage', '/agregats?annee=2016&niveau=nationale');
    expect(lecture).toMatchObject({ statut: 403 });
  });

  describe('Grand Est de 2016 à 2020 (document 003)', () => {
    it('périmètre constant : 85 000 contrôles et 17 % en 2019, 12 % en 2016 avec le double', async () => {
      const en2019 = chiffresDe(await rapport('DRSM-GES', 2019, '?perimetre=constant&carte=2020-01-01'));
      expect(en2019).toMatchObject({ 'IND-003-06': 85_000, 'IND-003-07': 17, 'IND-003-07/n': 14_450, 'IND-003-07/d': 85_000 });
      const en2016 = chiffresDe(await rapport('DRSM-GES', 2016, '?perimetre=constant&carte=2020-01-01'));
      expect(en2016).toMatchObject({ 'IND-003-06': 170_000, 'IND-003-10': 12, 'IND-003-10/n': 20_400, 'IND-003-10/d': 170_000, 'IND-003-11': 2, 'IND-003-11/n': 170_000, 'IND-003-11/d': 85_000 });
    });

    it('périmètre d’époque : deux régions jusqu’au 31 décembre 2019, une seule ensuite, qui a dix échelons', async () => {
      const codes = async (annee: number): Promise<Record<string, number>> => Object.fromEntries((await tableau(annee, 'regionale')).lignes.flatMap((l) => (l.valeurs['IND-003-06'] ? [[l.unite.code, l.valeurs['IND-003-06']]] : [])));
      const en2019 = await codes(2019);
      expect(Object.keys(en2019).sort()).toEqual(['DRSM-ALM', 'DRSM-NES']);
      expect((en2019['DRSM-ALM'] ?? 0) + (en2019['DRSM-NES'] ?? 0)).toBe(85_000);
      expect(await codes(2020)).toEqual({ 'DRSM-GES': 85_000 });
      expect((await tableau(2020, 'locale')).lignes.filter((l) => l.valeurs['IND-003-06'])).toHaveLength(10);
    });

    it('le tableau sous la carte de 2020 dit la même chose que le rapport', async () => {
      const { lignes, total } = await tableau(2019, 'regionale', '&perimetre=constant&carte=2020-01-01');
      expect(lignes.find((l) => l.unite.code === 'DRSM-GES')?.valeurs).toMatchObject({ 'IND-003-06': 85_000, 'IND-003-07': 17 });
      expect([total['IND-003-06'], total['IND-003-07']]).toEqual([85_000, 17]);
      expect(lignes.map((l) => l.unite.code)).not.toContain('DRSM-ALM');
    });
  });

  describe.each([2016, 2019, 2020, 2024, 2025])('les trois périmètres de %i, d’Alsace-Moselle à Grand Est et à octobre 2025', (annee) => {
    const somme = (t: Tableau): number => [...t.lignes.map((l) => l.valeurs), t.nonVentile?.valeurs].reduce((s, v) => s + (v?.['IND-002-29'] ?? 0), 0);

    it.each(['epoque', 'courant', ...['2008-06-30', '2019-12-31', '2020-01-01', '2025-09-30', '2026-01-15'].map((j) => `constant&carte=${j}`)])('%s : rien ne se perd ni ne compte deux fois, aux trois niveaux', async (vue) => {
      const attendu = (await tableau(annee, 'nationale')).total['IND-002-29'];
      expect(attendu).toBeGreaterThan(1000);
      for (const niveau of ['locale', 'regionale', 'nationale']) {
        const t = await tableau(annee, niveau, `&perimetre=${vue}`);
        expect({ niveau, total: t.total['IND-002-29'], somme: somme(t) }).toEqual({ niveau, total: attendu, somme: attendu });
        if (vue === 'epoque' || niveau === 'nationale') expect(t.nonVentile).toBeNull();
      }
    });
  });

  it('ce qui fut compté après une fusion ne se partage pas sous une carte d’avant, et c’est dit', async () => {
    const [apres, avant] = [await tableau(2020, 'regionale'), await tableau(2020, 'regionale', '&perimetre=constant&carte=2019-12-31')];
    expect(avant.lignes.map((l) => l.unite.code)).toContain('DRSM-ALM');
    expect(avant.total).toEqual(apres.total);
    const [alm, nes] = ['DRSM-ALM', 'DRSM-NES'].map((code) => avant.lignes.find((l) => l.unite.code === code)?.valeurs['IND-003-06'] ?? 0);
    expect((alm ?? 0) + (nes ?? 0)).toBe(85_000);
    const service = await rapport('ELSM-931', 2025, '?perimetre=courant');
    expect(service.unite.code).toMatch(/931$/);
  });

  it('l’effectif de la présentation 000 : national, et Alsace-Moselle', async () => {
    const [nationale, alsace, elsm] = [chiffresDe(await rapport('CNAM', 2016)), chiffresDe(await rapport('DRSM-ALM', 2016)), chiffresDe(await rapport('ELSM-931', 2016))];
    const lire = (c: typeof alsace): unknown[] => ['04', '05', '06', '07', '08'].map((n) => c[`IND-000-${n}`]);
    expect(lire(nationale)).toEqual([2_640, 2_150, 340, 150, 7_780]);
    expect(lire(alsace)).toEqual([123, 102, 13, 8, 316]);
    expect(lire(elsm)).toEqual([32, 26, 4, 2, 124]);
  });
});
