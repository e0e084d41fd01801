import type { Unite } from '@sm/kernel';
import type { LigneLue } from '../src';
import { hasardDe } from './arbres-au-hasard';

const lien = (cible: number, du: string | null = null, au: string | null = null) => ({ nature: 'parent' as const, cible, du, au });
const unite = (id: number, code: string, type: Unite['type'], liens: Unite['liens']): Unite => ({ id, code, type, noms: [{ nom: code, du: null, au: null }], liens });

/** A country of `locales` échelons in `regions` regions; from 2020 the regions go by pairs, but for three that stay alone; one échelon changes region in the middle of March 2016. */
export function pays(locales: number, regions: number): Unite[] {
  const region = (i: number): number => 100 + (i % regions);
  const apres = (i: number): number => (i % regions < 3 ? region(i) : 200 + Math.floor((i % regions) / 2));
  return [
    unite(1, 'CNAM', 'nationale', []),
    ...Array.from({ length: regions }, (_, i) => unite(100 + i, `R-${i}`, 'regionale', [lien(1)])),
    ...Array.from({ length: Math.ceil(regions / 2) }, (_, i) => unite(200 + i, `N-${i}`, 'regionale', [lien(1)])),
    ...Array.from({ length: locales }, (_, i) => unite(1000 + i, `L-${i}`, 'locale', i === 5
      ? [lien(region(i), null, '2016-03-14'), lien(region(i + 1), '2016-03-15', '2019-12-31'), lien(apres(i), '2020-01-01')]
      : [lien(region(i), null, '2019-12-31'), lien(apres(i), '2020-01-01')])),
  ];
}

type Poids = readonly (readonly [axe: string, poids: number])[];

const croiser = (...listes: readonly Poids[]): Poids => listes.reduce<Poids>((acc, l) => acc.flatMap(([a, p]) => l.map(([b, q]) => [a ? `${a},${b}` : b, p * q] as const)), [['', 1]]);

const AVIS = croiser([['canal=pse', 6], ['canal=papier', 4]], [['nature=initiale', 6], ['nature=prolongation', 4]], [['regime=liste', 85], ['regime=hors_liste', 8], ['regime=polypathologie', 3], ['regime=non_exonerante', 4]],
  [['sens=favorable', 88], ['sens=defavorable_medical', 8], ['sens=defavorable_admin', 3], ['sens=partiel', 1]]);
const DELAIS = croiser([['delai=5', 30], ['delai=18', 50], ['delai=30', 15], ['delai=60', 4], ['delai=120', 1]], [['nature=initiale', 6], ['nature=prolongation', 4]]);
const ARRETS = croiser([['conclusion=justifie', 60], ['conclusion=reprise', 25], ['conclusion=stabilise', 5], ['conclusion=pdp', 4], ['conclusion=non_controlable', 5], ['conclusion=absence', 1]],
  [['mode=sur_personne', 40], ['mode=pieces', 40], ['mode=telephone', 15], ['mode=prescripteur', 3], ['mode=a_distance', 2]], [['risque=maladie', 85], ['risque=at', 12], ['risque=mp', 3]]);

/** A year of every measure, in the proportions of the report of 2016: some échelons ten times as large as others, rare categories everywhere. */
export function annee(graine: number, locales: number, parMois: number): LigneLue[] {
  const h = hasardDe(graine);
  const lignes: LigneLue[] = [];
  const tirer = (n: number, poids: Poids): Map<string, number> => {
    const parts = new Map<string, number>();
    const total = poids.reduce((t, [, p]) => t + p, 0);
    for (let i = 0; i < n; i++) {
      let r = h(total);
      const [code] = poids.find(([, p]) => (r -= p) < 0) ?? poids[0]!;
      parts.set(code, (parts.get(code) ?? 0) + 1);
    }
    return parts;
  };
  const poser = (u: number, periode: string, indicateur: string, n: number, poids: Poids): void => {
    for (const [axe, valeur] of tirer(n, poids)) lignes.push({ unite: u, periode, indicateur, axe, valeur });
  };
  for (let i = 0; i < locales; i++) {
    const taille = Math.max(2, Math.round(parMois * [0.1, 0.3, 0.6, 1, 1.5, 3][h(6)]!));
    for (let m = 1; m <= 12; m++) {
      for (const [jour, part] of m === 3 ? [['01', 0.5], ['15', 0.5]] as const : [['01', 1]] as const) {
        const periode = `2016-${String(m).padStart(2, '0')}-${jour}`;
        const n = Math.round((taille * (80 + h(40)) * part) / 100);
        poser(1000 + i, periode, 'ald.demande', n, [['nature=initiale', 6], ['nature=prolongation', 4]]);
        poser(1000 + i, periode, 'ald.avis', n, AVIS);
        poser(1000 + i, periode, 'ald.delai', n, DELAIS);
        poser(1000 + i, periode, 'arret.avis', Math.round(n / 2), ARRETS);
        poser(1000 + i, periode, 'arret.notice', n * 2, [['canal=electronique', 7], ['canal=papier', 3]]);
        poser(1000 + i, periode, 'atmp.avis', Math.round(n / 8), croiser([['conclusion=imputable', 70], ['conclusion=non_imputable', 25], ['conclusion=partiel', 5]], [['objet=imputabilite', 5], ['objet=nouvelle_lesion', 3], ['objet=rechute', 2]]));
        poser(1000 + i, periode, 'mp.avis', Math.round(n / 20), [['conclusion=maladie_designee', 6], ['conclusion=hors_tableau', 4]]);
      }
    }
    for (const [profession, n] of [['medecin', 8], ['chirurgien-dentiste', 1], ['pharmacien', 1], ['administratif', 20]] as const) {
      lignes.push({ unite: 1000 + i, periode: '2016-12-01', indicateur: 'organisation.effectif', axe: `profession=${profession}`, valeur: n + h(5) });
    }
  }
  return lignes;
}
