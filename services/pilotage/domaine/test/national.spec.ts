import { CARTES_FIXES, composerEdition, type CarteFixe } from '../src';
import { annee, pays } from './volumes';

const CARTES: readonly CarteFixe[] = [{ code: 'epoque', jour: null }, { code: 'courant', jour: '2026-01-01' }, ...CARTES_FIXES.map((jour) => ({ code: `constant:${jour}`, jour }))];

test('le treillis national, 133 échelons × mois et année × mesures × perimètres, se masque en quelques secondes', () => {
  const lues = annee(2016, 133, 300);
  const debut = performance.now();
  const { bilan } = composerEdition({ annee: 2016, arbre: pays(133, 17), cartes: CARTES, lues });
  console.info(`${Math.round(performance.now() - debut)} ms ${JSON.stringify(bilan)}`);
  expect(bilan.reprises).toEqual([]);
  expect(bilan.primaires + bilan.secondaires).toBeLessThan(bilan.distinctes / 4);
  expect(bilan.parNiveau.nationale.masquees).toBeLessThan(bilan.parNiveau.nationale.cellules / 20);
}, 120_000);
