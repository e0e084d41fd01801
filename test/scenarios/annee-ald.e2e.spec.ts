import { Persona, Porteur, Regard, ouvrirHote, type Hote } from '../outils';
import { SOUS_25, attendus, chiffresDe, ecarts, lireCsv, type Chiffres, type RapportLu, type TableauLu } from '../outils/rapport';

describe("Une année d'ALD (TR-002-01, TR-002-10, TR-002-11, TR-002-12)", () => {
  let hote: Hote;
  let chef: Persona;
  let voulus: Chiffres;
  let rapport: RapportLu;
  const chemin = '/rapports/ELSM-931/2016';

  beforeAll(async () => {
    hote = await ouvrirHote();
    chef = await Persona.entrer(hote, '931001');
    voulus = attendus(hote.manifeste);
    rapport = (await chef.lire<RapportLu>('pilotage', chemin)).corps;
  }, 300_000);

  it('le rapport de l’échelon dit exactement ce que l’échantillon contient, chiffre par chiffre', () => {
    expect(ecarts(chiffresDe(rapport), voulus)).toEqual([]);
    expect(rapport).toMatchObject({ unite: { code: 'ELSM-931' }, annee: 2016, origine: 'compteurs' });
    const { moins25, histogramme } = rapport.delais;
    expect([moins25.numerateur, moins25.denominateur]).toEqual([hote.manifeste.delai.numerateur, hote.manifeste.delai.denominateur]);
    expect(histogramme.reduce((n, h) => n + h.n, 0)).toBe(hote.manifeste.comptes.demandes);
  });

  it('un chiffre faux d’une unité se voit : la comparaison peut échouer', () => {
    for (const [code, valeur] of Object.entries(voulus)) {
      expect(ecarts(chiffresDe(rapport), { ...voulus, [code]: (valeur ?? 0) + 1 })).toHaveLength(1);
      expect(ecarts(chiffresDe(rapport), { ...voulus, [code]: (valeur ?? 0) - 1 })).toHaveLength(1);
    }
  });

  it('les douze mois font l’année', () => {
    const total = (nom: 'initiales' | 'prolongations' | 'pse'): number => rapport.parMois.reduce((n, m) => n + m[nom], 0);
    expect(rapport.parMois).toHaveLength(12);
    expect([total('initiales'), total('prolongations'), total('pse')]).toEqual([voulus['IND-002-29'], voulus['IND-002-30'], voulus['IND-002-31']]);
  });

  it('ce que la plateforme ne calcule pas encore est dit non calculé, jamais zéro', () => {
    const muets = rapport.sections.flatMap((s) => s.chiffres).filter((c) => c.source === 'non_calcule');
    expect(muets.length).toBeGreaterThan(0);
    expect(muets.every((c) => c.valeur === null)).toBe(true);
  });

  it('le tableur et la page imprimable disent les mêmes chiffres', async () => {
    const csv = lireCsv((await chef.lire('pilotage', `${chemin}?format=csv`)).texte);
    const dits = Object.fromEntries(csv.filter((l) => l['Valeur'] !== '').flatMap((l) => [[l['Code'], Number(l['Valeur'])], [`${l['Code']}/n`, Number(l['Numérateur'])], [`${l['Code']}/d`, Number(l['Dénominateur'])]]));
    expect(ecarts(dits, voulus)).toEqual([]);
    const { texte, entetes } = await chef.lire('pilotage', `${chemin}?format=html`);
    expect(entetes.get('content-type')).toContain('text/html');
    const lignes = new Map([...texte.matchAll(/<small>([A-Z0-9-]+)<\/small><\/th><td class="n">([^<]*)<\/td>/g)].map((m) => [m[1], Number(m[2]?.replace(/\s/g, '').replace(',', '.'))]));
    expect(ecarts(Object.fromEntries(lignes), Object.fromEntries(Object.entries(voulus).filter(([code]) => !code.includes('/'))))).toEqual([]);
  });

  it('la part sous 25 jours est celle des délais comptés un par un, 25 exclu', () => {
    const sous = rapport.delais.histogramme.filter((h) => h.jours < 25).reduce((n, h) => n + h.n, 0);
    expect(sous).toBe(hote.manifeste.delai.numerateur);
    expect(rapport.delais.histogramme.filter((h) => h.jours >= 25).reduce((n, h) => n + h.n, 0)).toBe(hote.manifeste.delai.denominateur - sous);
  });

  it('la région et le pays disent les mêmes chiffres de l’échelon, lus dans les seuls agrégats, et en font la somme avec ceux des autres', async () => {
    const agreges = Object.fromEntries(Object.entries(voulus).filter(([code]) => /^IND-002-\d\d$/.test(code)));
    const lire = async (matricule: string, niveau: string): Promise<TableauLu> => {
      const { statut, corps } = await (await Persona.entrer(hote, matricule)).lire<TableauLu>('pilotage', `/agregats?annee=2016&niveau=${niveau}`);
      expect({ matricule, niveau, statut }).toEqual({ matricule, niveau, statut: 200 });
      return corps;
    };
    const valeurs = ({ lignes }: TableauLu, code: string): Chiffres => lignes.find((l) => l.unite.code === code)?.valeurs ?? {};
    const deLaRegion = await lire('IDF001', 'locale');
    expect(ecarts(valeurs(deLaRegion, 'ELSM-931'), agreges)).toEqual([]);
    expect(ecarts(valeurs(await lire('CNAM001', 'locale'), 'ELSM-931'), agreges)).toEqual([]);
    for (const matricule of ['IDF001', 'CNAM001']) expect(valeurs(await lire(matricule, 'regionale'), 'DRSM-IDF')).toMatchObject({ 'IND-002-29': deLaRegion.total['IND-002-29'], 'IND-002-32': deLaRegion.total['IND-002-32'] });
    expect((await lire('CNAM001', 'nationale')).total).toEqual((await lire('CNAM001', 'locale')).total);
    const national = await (await Persona.entrer(hote, 'CNAM001')).lire<RapportLu>('pilotage', chemin);
    expect(national.corps.origine).toBe('agregats');
    expect(ecarts(chiffresDe(national.corps), agreges)).toEqual([]);
  });

  it('le tableau national ne lit que ce qui est publié : un agrégat reçu d’ailleurs y paraît, et dans aucun compte local', async () => {
    const base = await Regard.ouvrir(hote, 'pilotage');
    const pilote = await Persona.entrer(hote, 'CNAM001');
    const total = async (): Promise<number | null | undefined> => (await pilote.lire<TableauLu>('pilotage', '/agregats?annee=2015&niveau=nationale')).corps.total['IND-002-29'];
    try {
      expect(await total() ?? 0).toBe(0);
      await base.voir(`INSERT INTO agregat (source, unite, indicateur, jour, axe, generation, n, valeur, departement, caisse, maj_le)
        SELECT 'essai', unite, indicateur, '2015-03-02', axe, 1, 1, 7, departement, caisse, now() FROM agregat WHERE indicateur = 'ald.avis' AND axe LIKE '%nature=initiale%' LIMIT 1`);
      expect(await total()).toBe(7);
      expect(chiffresDe((await chef.lire<RapportLu>('pilotage', '/rapports/ELSM-931/2015')).corps)['IND-002-29']).toBe(0);
    } finally {
      await base.voir("DELETE FROM agregat WHERE source = 'essai'");
      await base.fermer();
    }
  });

  it('aucun message de l’année n’est resté de côté', async () => {
    for (const service of ['organisation', 'repertoire', 'prestations', 'pilotage']) {
      const base = await Regard.ouvrir(hote, service);
      expect({ service, lettres: await base.voir('SELECT consommateur, code FROM lettre_morte') }).toEqual({ service, lettres: [] });
      await base.fermer();
    }
  });

  it('le compte machine du rapport lit les mêmes chiffres que la personne', async () => {
    const { corps } = await (await Porteur.machine(hote, 'rapport')).lire<RapportLu>('pilotage', chemin);
    expect(ecarts(chiffresDe(corps), voulus)).toEqual([]);
    expect(chiffresDe(corps)[SOUS_25]).toBe(94.2);
  });
});
