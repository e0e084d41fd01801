import * as fc from 'fast-check';
import { cleCompteur, comparer, mouvements, recalculer, replierCompteurs, type Compteur } from './compteurs';
import type { EvenementCompte, Fait } from './fait';
import { cleFait, replierFaits } from './faits';

const jour = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2016, 0, 1 + n)).toISOString().slice(0, 10));
/** The rank of a dossier says its procedure. */
const TYPES = ['ald', 'arret', 'atmp', 'ald'];
const PRECISIONS = {
  risque: fc.constantFrom('maladie', 'at', 'mp'), mode: fc.constantFrom('pieces', 'sur_personne'), objet: fc.constantFrom('rechute', 'reconnaissance_mp'), conclusion: fc.constantFrom('justifie', 'imputable'),
};
const evenement: fc.Arbitrary<EvenementCompte> = fc
  .record({ n: fc.integer({ min: 0, max: 9 }), unite: fc.constantFrom(101, 102), nature: fc.constantFrom('initiale', 'prolongation'), canal: fc.constantFrom('pse', 'papier'), recuLe: jour })
  .chain(({ n, ...c }) => {
    const commun = { ...c, dossier: `01890000-0000-7000-8000-00000000000${n}`, typeDossier: TYPES[n % 4] ?? 'ald', caisse: '931', departement: '93' };
    const avis = fc.record({ renduLe: jour, delaiJours: fc.integer({ min: 0, max: 500 }), sens: fc.constantFrom('favorable', 'defavorable_medical'), regime: fc.constantFrom('liste', null), versionAvis: fc.integer({ min: 1, max: 4 }), ...PRECISIONS })
      .map((a): EvenementCompte => ({ ...commun, ...a, type: 'AvisRendu' }));
    const notice = { ...commun, dossier: `01890000-0000-7000-8000-00000000001${n}`, typeDossier: 'arret', type: 'AvisArretRecu', risque: 'at' } as const;
    return fc.oneof({ arbitrary: fc.constant<EvenementCompte>({ ...commun, type: 'DemandeRecue' }), weight: 3 }, { arbitrary: fc.constant<EvenementCompte>(notice), weight: 2 }, { arbitrary: avis, weight: 6 }, { arbitrary: fc.constant<EvenementCompte>({ ...commun, type: 'DossierAnnule' }), weight: 1 });
  });

/** One state a version: two different avis of one version do not exist. */
const histoire = fc.uniqueArray(evenement, { maxLength: 60, selector: (e) => `${e.dossier}|${e.type}|${e.type === 'AvisRendu' ? e.versionAvis : 1}` });

/** The projection as it works: batch by batch, by the difference between what is known and what arrives. */
function projeter(lots: readonly (readonly EvenementCompte[])[]): Compteur[] {
  const faits = new Map<string, Fait>();
  const compteurs: Compteur[] = [];
  for (const lot of lots) {
    for (const f of replierFaits(lot)) {
      const connu = faits.get(cleFait(f));
      if (connu && connu.version >= f.version) continue;
      compteurs.push(...mouvements(connu ?? null, f));
      faits.set(cleFait(f), f);
    }
  }
  return replierCompteurs(compteurs);
}

const enLots = (evenements: readonly EvenementCompte[], tailles: readonly number[]): EvenementCompte[][] => {
  const lots: EvenementCompte[][] = [];
  for (let i = 0, k = 0; i < evenements.length; k++) {
    const taille = tailles[k % tailles.length] ?? 1;
    lots.push(evenements.slice(i, i + taille));
    i += taille;
  }
  return lots;
};

test('quels que soient l’ordre, les répétitions et le découpage, les compteurs sont ceux d’un calcul fait de zéro', () => {
  fc.assert(fc.property(histoire.chain((h) => fc.tuple(fc.constant(h), fc.shuffledSubarray([...h, ...h], { minLength: 0, maxLength: h.length }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.integer()))), ([h, repetes, tailles, tirages]) => {
    const melange = [...h, ...repetes].map((e) => ({ e, r: tirages.next().value as number })).sort((a, b) => a.r - b.r).map(({ e }) => e);
    expect(comparer(recalculer(h), projeter(enLots(melange, tailles)))).toEqual([]);
  }), { numRuns: 200, verbose: 1 });
});

test('chaque dossier traité compte une fois dans les avis et une fois dans les délais, aucun compteur n’est négatif', () => {
  fc.assert(fc.property(histoire, (h) => {
    const c = recalculer(h);
    const total = (mesure: string) => c.filter((x) => x.indicateur === mesure).reduce((n, x) => n + x.valeur, 0);
    expect(total('ald.avis')).toBe(total('ald.delai'));
    expect(c.every((x) => x.valeur > 0)).toBe(true);
    expect(new Set(c.map(cleCompteur)).size).toBe(c.length);
  }));
});

test('chaque contrôle d’arrêt compte une fois, sa notice une fois, et les parts par risque font le total', () => {
  fc.assert(fc.property(histoire, (h) => {
    const c = recalculer(h);
    const total = (mesure: string, axe = '') => c.filter((x) => x.indicateur === mesure && x.axe.includes(axe)).reduce((n, x) => n + x.valeur, 0);
    for (const mesure of ['arret.avis', 'atmp.avis']) expect(['maladie', 'at', 'mp'].reduce((n, r) => n + total(mesure, `risque=${r}`), 0)).toBe(total(mesure));
    expect(total('arret.notice')).toBe(new Set(h.filter((e) => e.type === 'AvisArretRecu').map((e) => e.dossier)).size);
    const annules = new Set(h.filter((e) => e.type === 'DossierAnnule').map((e) => e.dossier));
    const traites = (type: string) => new Set(h.filter((e) => e.type === 'AvisRendu' && e.typeDossier === type && !annules.has(e.dossier)).map((e) => e.dossier)).size;
    expect(total('arret.avis')).toBe(traites('arret'));
  }));
});

test('la comparaison voit une unité de trop, une de moins et une case absente', () => {
  const c: Compteur = { unite: 101, indicateur: 'ald.avis', axe: 'nature=initiale', jour: '2016-02-05', valeur: 3 };
  expect(comparer([c], [{ ...c, valeur: 4 }])).toEqual([{ cle: cleCompteur(c), attendu: 3, obtenu: 4 }]);
  expect(comparer([c], [])).toHaveLength(1);
  expect(comparer([c], [{ ...c, axe: 'nature=prolongation' }])).toHaveLength(2);
});
