import { Persona, Porteur, Regard, ouvrirHote, type Hote } from '../outils';
import { attendusArrets, chiffresDe, ecarts, lireCsv, type Chiffres, type RapportLu, type TableauLu } from '../outils/rapport';

describe("Une année d'arrêts, d'accidents et de maladies (TR-002-13 à TR-002-17)", () => {
  let hote: Hote;
  let chef: Persona;
  let voulus: Chiffres;
  let lus: Chiffres;
  const chemin = '/rapports/ELSM-931/2016';

  beforeAll(async () => {
    hote = await ouvrirHote();
    chef = await Persona.entrer(hote, '931001');
    voulus = attendusArrets(hote.manifeste);
    lus = chiffresDe((await chef.lire<RapportLu>('pilotage', chemin)).corps);
  }, 300_000);

  it('le rapport dit exactement les cinq chiffres de l’échantillon, et ce dont ils sont faits', () => {
    expect(ecarts(lus, voulus)).toEqual([]);
    expect([voulus['IND-002-33'], voulus['IND-002-34'], voulus['IND-002-35'], voulus['IND-002-36'], voulus['IND-002-37']].every((n) => (n ?? 0) > 0)).toBe(true);
  });

  it('un chiffre faux d’une unité se voit : la comparaison peut échouer', () => {
    for (const [code, valeur] of Object.entries(voulus)) expect(ecarts(lus, { ...voulus, [code]: (valeur ?? 0) + 1 })).toHaveLength(1);
  });

  it('les avis par risque, par mode et par conclusion font chacun le total (TR-002-13, TR-002-14)', () => {
    const somme = (...codes: string[]): number => codes.reduce((n, code) => n + (lus[code] ?? NaN), 0);
    const serie = (prefixe: string, de: number, a: number): string[] => Array.from({ length: a - de + 1 }, (_, i) => `${prefixe}-${String(de + i).padStart(2, '0')}`);
    expect(somme(...serie('ARR', 1, 3))).toBe(lus['IND-002-33']);
    expect(somme(...serie('ARR', 5, 8), 'IND-002-34')).toBe(lus['IND-002-33']);
    expect(somme(...serie('ARR', 10, 15))).toBe(lus['IND-002-33']);
    expect(somme(...serie('ATMP', 1, 3))).toBe(lus['IND-002-36']);
  });

  it('un avis d’arrêt envoyé deux fois compte une fois (TR-002-15)', async () => {
    const lignes = hote.echantillon('avis-arrets-2016.ndjson').trimEnd().split('\n');
    expect(lignes.length - new Set(lignes).size).toBe(hote.manifeste.comptes.doublons);
    expect(hote.manifeste.comptes.doublons).toBeGreaterThan(0);
    const base = await Regard.ouvrir(hote, 'prestations');
    expect(await base.voir("SELECT (SELECT count(*)::int FROM avis_arret WHERE source = 'AAT-931') AS tenus, (SELECT inchangees::int FROM import WHERE flux = 'avis-arrets' ORDER BY demarre_le LIMIT 1) AS inchangees"))
      .toEqual([{ tenus: hote.manifeste.comptes.notices, inchangees: hote.manifeste.comptes.doublons }]);
    await base.fermer();
  });

  it('le tableur dit les mêmes chiffres', async () => {
    const csv = lireCsv((await chef.lire('pilotage', `${chemin}?format=csv`)).texte);
    const dits = Object.fromEntries(csv.filter((l) => l['Valeur'] !== '').flatMap((l) => [[l['Code'], Number(l['Valeur'])], [`${l['Code']}/n`, Number(l['Numérateur'])], [`${l['Code']}/d`, Number(l['Dénominateur'])]]));
    expect(ecarts(dits, voulus)).toEqual([]);
  });

  it('la page imprimable dit les cinq chiffres', async () => {
    const { texte } = await chef.lire('pilotage', `${chemin}?format=html`);
    const lignes = new Map([...texte.matchAll(/<small>([A-Z0-9-]+)<\/small><\/th><td class="n">([^<]*)<\/td>/g)].map((m) => [m[1], Number(m[2]?.replace(/\s/g, '').replace(',', '.'))]));
    expect(ecarts(Object.fromEntries(lignes), Object.fromEntries(Object.entries(voulus).filter(([code]) => code.startsWith('IND-'))))).toEqual([]);
  });

  it('la région lit les mêmes totaux pour l’échelon, dans les seuls agrégats', async () => {
    const { corps } = await (await Persona.entrer(hote, 'IDF001')).lire<TableauLu>('pilotage', '/agregats?annee=2016&niveau=locale');
    expect(ecarts(corps.lignes.find((l) => l.unite.code === 'ELSM-931')?.valeurs ?? {}, Object.fromEntries(Object.entries(voulus).filter(([code]) => code.startsWith('IND-'))))).toEqual([]);
  });

  it('les mêmes personnes ont une ALD et un arrêt, et aucune histoire n’est restée sans personne', async () => {
    const base = await Regard.ouvrir(hote, 'prestations');
    const [n] = await base.voir<{ communes: number; orphelins: number }>(`SELECT (SELECT count(DISTINCT a.personne)::int FROM dossier a JOIN dossier b ON b.personne = a.personne AND b.procedure = 'ald' WHERE a.procedure = 'arret') AS communes,
      (SELECT count(*)::int FROM dossier WHERE personne IS NULL AND source = 'REPRISE-931') AS orphelins`);
    expect(n?.communes).toBeGreaterThan(10);
    expect(n?.orphelins).toBe(0);
    await base.fermer();
  });

  it('le compte machine du rapport lit les mêmes chiffres que la personne', async () => {
    expect(ecarts(chiffresDe((await (await Porteur.machine(hote, 'rapport')).lire<RapportLu>('pilotage', chemin)).corps), voulus)).toEqual([]);
  });
});
