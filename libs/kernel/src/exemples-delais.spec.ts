import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { echeance, type LigneDelai, type UniteDelai } from './delais';
import { feries } from './feries';
import { echeanceJoursFrancs } from './francs';

interface Exemple {
  readonly famille: string;
  readonly depart: string;
  readonly n: number;
  readonly departement: string;
  readonly attendu: string;
}
type Regle = (e: Exemple) => string;

const [entete, ...corps] = readFileSync(join(__dirname, 'exemples-delais.csv'), 'utf8').trimEnd().split('\n');
const EXEMPLES = corps.map((ligne): Exemple => {
  const [famille = '', depart = '', n = '', departement = '', attendu = ''] = ligne.split(';');
  return { famille, depart, n: Number(n), departement, attendu };
});
const famille = (nom: string): Exemple[] => EXEMPLES.filter((e) => e.famille === nom);

const ligne = (valeur: number, unite: string): LigneDelai => ({
  typeDossier: 'essai', etape: 'essai', valeur, unite: unite as UniteDelai, depart: 'essai', aRebours: false, effet: 'aucun', proprietaire: 'sm',
  du: null, au: null, source: 'essai', confiance: 'likely',
});
const ferie: Regle = ({ depart, departement }) => (feries(Number(depart.slice(0, 4)), departement).some((f) => f.jour === depart) ? 'oui' : 'non');
const regle: Regle = (e) => (e.famille === 'ferie' ? ferie(e) : (echeance(ligne(e.n, e.famille), e.depart, e) ?? 'aucune'));
const ecarts = (exemples: readonly Exemple[], r: Regle): string[] =>
  exemples.map((e) => ({ e, obtenu: r(e) })).filter(({ e, obtenu }) => obtenu !== e.attendu)
    .map(({ e, obtenu }) => `${e.n} ${e.famille} du ${e.depart} (${e.departement}) : ${obtenu}, attendu ${e.attendu}`);

describe('les exemples datés d’un oracle indépendant', () => {
  it('sont au moins quatre cents échéances et quatre cents jours, de 2008 à 2030, dans quatorze départements', () => {
    expect(entete).toBe('famille;depart;n;departement;attendu');
    expect(EXEMPLES.filter((e) => e.famille !== 'ferie').length).toBeGreaterThanOrEqual(400);
    expect(famille('ferie').length).toBeGreaterThanOrEqual(400);
    expect(new Set(EXEMPLES.map((e) => e.departement)).size).toBe(14);
    expect(new Set(EXEMPLES.map((e) => Number(e.depart.slice(0, 4)))).size).toBeGreaterThanOrEqual(23);
    for (const bissextile of [2008, 2012, 2016, 2020, 2024, 2028]) expect(EXEMPLES.some((e) => e.depart === `${bissextile}-02-29`)).toBe(true);
  });

  it.each(['jours francs', 'jours', 'jours ouvrables', 'mois', 'ans', 'ferie'])('nous donnent raison sur : %s', (nom) => {
    expect(famille(nom).length).toBeGreaterThan(30);
    expect(ecarts(famille(nom), regle)).toEqual([]);
  });
});

describe('les exemples datés mordent sur une règle faussée', () => {
  const sansDecalage = [{ decalage: 0, du: null, au: null, source: 'essai', confiance: 'likely' as const }];
  const partout = (e: Exemple, departement: string): Exemple => ({ ...e, departement });

  it('un jour franc compté comme un jour du calendrier', () => {
    const francs = famille('jours francs');
    expect(ecarts(francs, (e) => echeanceJoursFrancs(e.depart, e.n, { departement: e.departement, conventions: sansDecalage })).length).toBeGreaterThan(francs.length / 3);
  });

  it.each(['57', '67', '68', '971', '972', '973', '974', '976', '977', '978'])('le %s avec les jours fériés de Paris', (departement) => {
    expect(ecarts(EXEMPLES.filter((e) => e.departement === departement), (e) => regle(partout(e, '75'))).length).toBeGreaterThan(0);
  });

  it('Paris avec les jours fériés d’Alsace-Moselle', () => {
    expect(ecarts(EXEMPLES.filter((e) => e.departement === '75'), (e) => regle(partout(e, '67'))).length).toBeGreaterThan(0);
  });

  it.each([['mois', 'jours'], ['ans', 'mois'], ['jours ouvrables', 'jours'], ['jours', 'jours francs']])('des %s pris pour des %s', (nom, autre) => {
    expect(ecarts(famille(nom), (e) => regle({ ...e, famille: autre })).length).toBeGreaterThan(famille(nom).length / 3);
  });
});
