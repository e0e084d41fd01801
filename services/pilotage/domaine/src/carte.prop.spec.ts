import fc from 'fast-check';
import { ajouterJours, type Arbre, type Lien, type Unite } from '@sm/kernel';
import { Cartographe } from './carte';
import { construireTableau } from './tableau';
import { carteDe } from './perimetre';

const DEBUT = '2010-01-01';
const jourN = (n: number): string => ajouterJours(DEBUT, n);
const DUREE = 40;

/** Oracle: who holds each piece of territory on each day. It knows nothing of links. */
interface Histoire {
  readonly arbre: Arbre;
  /** By day: unit of each piece. */
  readonly tenure: readonly (readonly number[])[];
}

interface Coup { readonly jour: number; readonly genre: 'fusion' | 'creation' | 'scission' | 'partage' | 'transfert'; readonly a: number; readonly b: number }

interface Atelier { tenants: number[]; readonly unites: Map<number, { du: string; au: string | null; liens: Lien[] }>; suivante: number }

const vivantes = (m: Atelier): number[] => [...new Set(m.tenants)].sort((x, y) => x - y);
const fermer = (m: Atelier, id: number, n: number): void => {
  const u = m.unites.get(id)!;
  u.au = jourN(n - 1);
  u.liens = u.liens.map((l) => (l.nature === 'parent' && l.au === null ? { ...l, au: u.au } : l));
};
const naitre = (m: Atelier, n: number, parent: number, liens: Lien[] = []): number => {
  const id = m.suivante++;
  m.unites.set(id, { du: jourN(n), au: null, liens: [{ nature: 'parent', cible: parent, du: jourN(n), au: null }, ...liens] });
  return id;
};
const parentDe = (m: Atelier, id: number): number => Number(m.unites.get(id)?.liens.findLast((l) => l.nature === 'parent')?.cible);

function jouer(m: Atelier, { jour: n, genre, a, b }: Coup): void {
  const ids = vivantes(m);
  const [x, y] = [ids[a % ids.length]!, ids[b % ids.length]!];
  const siennes = m.tenants.flatMap((t, i) => (t === x ? [i] : []));
  const prendre = (pieces: readonly number[], par: number): void => void (m.tenants = m.tenants.map((t, i) => (pieces.includes(i) ? par : t)));
  const absorber = (quoi: number, par: number): void => {
    fermer(m, quoi, n);
    m.unites.get(quoi)!.liens.push({ nature: 'fusionnee_dans', cible: par, du: jourN(n), au: null });
    m.tenants = m.tenants.map((t) => (t === quoi ? par : t));
  };
  const neeDe = (): Lien => ({ nature: 'scindee_de', cible: x, du: jourN(n), au: null });
  if (genre === 'fusion' && x !== y) absorber(x, y);
  if (genre === 'creation' && x !== y) {
    const nouvelle = naitre(m, n, parentDe(m, x));
    absorber(x, nouvelle);
    absorber(y, nouvelle);
  }
  if (genre === 'partage' && siennes.length > 1) prendre(siennes.slice(1), naitre(m, n, 10 + (b % 2), [neeDe()]));
  if (genre === 'scission' && siennes.length > 1) {
    fermer(m, x, n);
    const [un, deux] = [naitre(m, n, parentDe(m, x), [neeDe()]), naitre(m, n, 10 + (b % 2), [neeDe()])];
    prendre(siennes.slice(1), deux);
    prendre(siennes.slice(0, 1), un);
  }
  if (genre === 'transfert') {
    const u = m.unites.get(x)!;
    if (u.du >= jourN(n)) return;
    u.liens = [...u.liens.map((l) => (l.nature === 'parent' && l.au === null ? { ...l, au: jourN(n - 1) } : l)), { nature: 'parent', cible: 10 + (b % 2), du: jourN(n), au: null }];
  }
}

function raconter(coups: readonly Coup[]): Histoire {
  const m: Atelier = { tenants: Array.from({ length: 18 }, (_, i) => 101 + (i % 6)), unites: new Map(), suivante: 101 };
  for (let i = 0; i < 6; i += 1) m.unites.set(m.suivante++, { du: '2000-01-01', au: null, liens: [{ nature: 'parent', cible: 10 + (i % 2), du: null, au: null }] });
  const parJour = Map.groupBy(coups, (c) => c.jour);
  const tenure: number[][] = [];
  for (let n = 0; n < DUREE; n += 1) {
    // One change a day: what happens twice on a day has no order.
    const coup = parJour.get(n)?.[0];
    if (coup) jouer(m, coup);
    tenure.push([...m.tenants]);
  }
  const haut = (id: number, type: Unite['type'], liens: Lien[]): Unite => ({ id, code: `U-${id}`, type, noms: [{ nom: `U${id}`, du: null, au: null }], liens });
  const sous = { nature: 'parent' as const, cible: 1, du: null, au: null };
  const locales = [...m.unites].map(([id, { du, au, liens }]): Unite => ({ id, code: `U-${id}`, type: 'locale', noms: [{ nom: `U${id}`, du, au }], liens }));
  return { tenure, arbre: [haut(1, 'nationale', []), haut(10, 'regionale', [sous]), haut(11, 'regionale', [sous]), ...locales] };
}

const HISTOIRE = fc.array(fc.record({ jour: fc.integer({ min: 1, max: DUREE - 1 }), genre: fc.constantFrom('fusion', 'creation', 'scission', 'partage', 'transfert'), a: fc.nat(20), b: fc.nat(20) }) as fc.Arbitrary<Coup>, { maxLength: 12 });
const JOUR = fc.integer({ min: 0, max: DUREE - 1 });

const attendues = (h: Histoire, unite: number, de: number, vers: number): number[] => {
  const pieces = h.tenure[de]!.flatMap((t, i) => (t === unite ? [i] : []));
  return [...new Set(pieces.map((i) => h.tenure[vers]![i]!))].sort((x, y) => x - y);
};

test('un compteur n’est donné à une unité que si elle tient, ce jour-là, tout le territoire compté', () => {
  let [seuls, partages] = [0, 0];
  fc.assert(fc.property(HISTOIRE, JOUR, JOUR, (coups, de, vers) => {
    const h = raconter(coups);
    const cartographe = new Cartographe(h.arbre);
    for (const unite of new Set(h.tenure[de])) {
      const [dites, vraies] = [cartographe.representantes(unite, jourN(de), jourN(vers)), attendues(h, unite, de, vers)];
      expect(dites).toEqual(expect.arrayContaining(vraies));
      if (dites.length === 1) expect(dites).toEqual(vraies);
      if (dites.length > 1) partages += 1;
      else seuls += 1;
    }
  }), { numRuns: 400 });
  expect(Math.min(seuls, partages)).toBeGreaterThan(100);
});

test('sans fusion suivie d’une scission de la même unité, il n’est jamais dit non ventilable à tort', () => {
  const simple = HISTOIRE.map((coups) => coups.filter((c) => c.genre === 'scission' || c.genre === 'partage' || c.genre === 'transfert'));
  const fusions = HISTOIRE.map((coups) => coups.filter((c) => c.genre === 'fusion' || c.genre === 'creation' || c.genre === 'transfert'));
  fc.assert(fc.property(fc.oneof(simple, fusions), JOUR, JOUR, (coups, de, vers) => {
    const h = raconter(coups);
    const cartographe = new Cartographe(h.arbre);
    for (const unite of new Set(h.tenure[de])) expect(cartographe.representantes(unite, jourN(de), jourN(vers))).toEqual(attendues(h, unite, de, vers));
  }), { numRuns: 300 });
});

test('sous toute carte, les lignes et ce qui n’est pas ventilable font le total, et rien ne se perd ni ne compte deux fois', () => {
  fc.assert(fc.property(HISTOIRE, JOUR, fc.constantFrom('epoque', 'courant', 'constant'), fc.constantFrom('locale', 'regionale', 'nationale'), (coups, carte, perimetre, niveau) => {
    const h = raconter(coups);
    const lues = h.tenure.flatMap((tenants, n) => [...new Set(tenants)].map((unite) => ({ unite, periode: jourN(n), indicateur: 'ald.avis', axe: 'nature=initiale', valeur: 1 + ((unite * 7 + n) % 5) })));
    const visibles = new Set(h.arbre.map((u) => u.id));
    const t = construireTableau({ annee: 2010, niveau, arbre: h.arbre, visibles, publiees: new Map(), perimetre, carte: carteDe(perimetre, jourN(DUREE - 1), jourN(carte)) }, lues);
    const somme = lues.reduce((s, l) => s + l.valeur, 0);
    expect(t.total['IND-002-29']).toBe(somme);
    expect(t.lignes.reduce((s, l) => s + (l.valeurs['IND-002-29'] ?? 0), 0) + (t.nonVentile?.valeurs['IND-002-29'] ?? 0)).toBe(somme);
    if (perimetre === 'epoque' || niveau === 'nationale') expect(t.nonVentile).toBeNull();
    if (t.nonVentile) expect(t.nonVentile.entre.length).toBeGreaterThan(1);
  }), { numRuns: 100 });
});
