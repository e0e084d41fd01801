import {
  BORNES_DELAI, CARTES_FIXES, INDICATEURS, INDICATEURS_MENSUELS, SEUILS_ALD, SEUILS_DIFFUSION, chiffreDiffuse, composerEdition, compteDe, famillesDe, indicateur, rapportDiffusable, rangerLignes, registre, seuilDiffusion,
  tableauDiffusable, verifierResultat, type CarteFixe, type LigneEdition, type LigneLue, type ResultatEtude,
} from '../src';
import { aUnSens, estMontree, valeursDe } from '../src/diffusion/systeme';
import { clePlace, construireGrille, systemeDe } from '../src/diffusion/treillis';
import { Elimination } from './attaquant';
import { hasardDe, inconnuesDe, lectureDe } from './arbres-au-hasard';
import { annee, pays } from './volumes';

const CARTES: readonly CarteFixe[] = [{ code: 'epoque', jour: null }, { code: 'courant', jour: '2026-01-01' }, ...CARTES_FIXES.map((jour) => ({ code: `constant:${jour}`, jour }))];
const ARBRE = pays(6, 3);
const editer = (lues: readonly LigneLue[], anterieures: readonly (readonly LigneEdition[])[] = []) => composerEdition({ annee: 2016, arbre: ARBRE, cartes: CARTES, lues, anterieures });
const avis = (unite: number, mois: string, sens: string, valeur: number): LigneLue => ({ unite, periode: `2016-${mois}-01`, indicateur: 'ald.avis', axe: `canal=pse,nature=initiale,regime=liste,sens=${sens}`, valeur });
const enTete = { annee: 2016, numero: 1, editeLe: '2026-01-01T00:00:00Z', carte: 'epoque', minimum: 11, sources: ['demonstration'] };

/** The worked example of the README: six units, one of which gave three unfavourable avis. */
const EXEMPLE = [...Array.from({ length: 6 }, (_, i) => [avis(1000 + i, '02', 'favorable', 80 + i), avis(1000 + i, '02', 'defavorable_medical', i === 0 ? 3 : 20 + i)]).flat()];

test('chaque indicateur déclare ce qu’il compte, et les seuils de délai sont des bornes de classes', () => {
  expect(INDICATEURS.map(compteDe)).not.toContain(undefined);
  expect(SEUILS_ALD.every((s) => BORNES_DELAI.includes(s.jours))).toBe(true);
  expect(INDICATEURS_MENSUELS.every((id) => indicateur(id)?.calcul)).toBe(true);
  for (const f of famillesDe(INDICATEURS)) expect(f.noeuds.every((n) => n.feuilles.every((k) => k >= 0 && f.classeDe[k] !== undefined))).toBe(true);
  expect(seuilDiffusion('dossiers', '2016-12-31', SEUILS_DIFFUSION)).toMatchObject({ minimum: 11, zeros: 'publies' });
  expect(() => seuilDiffusion('dossiers', '2016-12-31', [])).toThrow('seuil-de-diffusion-absent');
});

test('trois avis défavorables d’une unité : le nombre est masqué, et ce qui le rendrait par soustraction l’est aussi', () => {
  const { lignes } = editer(EXEMPLE);
  const r = registre(lignes);
  const lire = (id: string, unite: number) => chiffreDiffuse(r, indicateur(id)!, { carte: 'epoque', unite, periode: '2016' });
  expect(lire('ALD-03', 1000)).toMatchObject({ statut: 'masque', valeur: null, compte: 'dossiers' });
  expect(lire('ALD-02', 1000).statut).toBe('masque');
  expect(lire('IND-002-29', 1)).toMatchObject({ statut: 'publie' });
  const masques = [1000, 1001, 1002, 1003, 1004, 1005].filter((u) => lire('ALD-03', u).statut === 'masque');
  expect(masques).toEqual([1000, 1003]);
  expect(lire('IND-000-05', 1000).statut).toBe('non_publie');
});

test('part, médiane et décile ne sont faits que de nombres publiés ; le mois hors treillis ne dit rien', () => {
  const delai = (unite: number, jours: number, valeur: number): LigneLue => ({ unite, periode: '2016-02-01', indicateur: 'ald.delai', axe: `delai=${jours},nature=initiale`, valeur });
  const lues = [...EXEMPLE, ...Array.from({ length: 6 }, (_, i) => [delai(1000 + i, 5, 60), delai(1000 + i, 30, i === 0 ? 23 : 40 + 2 * i)]).flat()];
  const { lignes } = editer(lues);
  const rapport = (id: number) => rapportDiffusable(enTete, { id, code: 'L', nom: 'L' }, registre(lignes));
  const part = (id: number) => rapport(id).sections.flatMap((s) => s.chiffres).find((c) => c.id === 'IND-002-32');
  expect(part(1001)).toMatchObject({ statut: 'publie', numerateur: 60, denominateur: 102, valeur: 58.8 });
  expect(rapport(1001).delais).toMatchObject({ mediane: { de: 0, a: 14 }, p90: { de: 25, a: 49 } });
  const petit = editer(lues.map((l) => (l.unite === 1000 && l.axe === 'delai=30,nature=initiale' ? { ...l, valeur: 4 } : l)));
  const r = rapportDiffusable(enTete, { id: 1000, code: 'L', nom: 'L' }, registre(petit.lignes));
  expect(r.delais).toMatchObject({ mediane: null, p90: null });
  expect(r.sections.flatMap((s) => s.chiffres).find((c) => c.id === 'IND-002-32')).toMatchObject({ statut: 'masque', valeur: null });
  expect(chiffreDiffuse(registre(lignes), indicateur('ALD-03')!, { carte: 'epoque', unite: 1001, periode: '2016-02' }).statut).toBe('non_publie');
  expect(tableauDiffusable(enTete, { niveau: 'locale', periode: '2016-02', arbre: ARBRE, lignes }, registre(lignes)).indicateurs.map((i) => i.id)).toEqual(['IND-002-29', 'IND-002-30', 'IND-002-31']);
});

test('la règle du zéro est un paramètre', () => {
  const zeros = (regle: 'publies' | 'masques') => composerEdition({ annee: 2016, arbre: ARBRE, cartes: CARTES, lues: EXEMPLE, seuils: [{ ...SEUILS_DIFFUSION[0]!, comptes: ['personnes', 'dossiers', 'professionnels', 'structures'], zeros: regle }] })
    .lignes.flatMap((l) => Object.values(l.valeurs)).filter((v) => v === 0).length;
  expect(zeros('publies')).toBeGreaterThan(0);
  expect(zeros('masques')).toBe(0);
});

/** What two editions tell together of how much the counters moved. */
function ecartsRetrouves(avant: readonly LigneLue[], apres: readonly LigneLue[], e1: readonly LigneEdition[], e2: readonly LigneEdition[]): number {
  let retrouves = 0;
  for (const famille of famillesDe(INDICATEURS)) {
    const unites = [...new Set([...avant, ...apres].filter((l) => famille.mesures.includes(l.indicateur)).map((l) => l.unite))].sort((a, b) => a - b);
    if (!unites.length || famille.stock) continue;
    const grille = construireGrille({ annee: 2016, arbre: ARBRE, cartes: CARTES }, unites, true);
    const [s1, s2] = [systemeDe(famille, grille, avant), systemeDe(famille, grille, apres)];
    const [v1, v2] = [valeursDe(s1), valeursDe(s2)];
    const [p1, p2] = [rangerLignes(e1), rangerLignes(e2)];
    const masquees = new Uint8Array(v1.length).fill(1);
    for (const place of grille.places) {
      const cle = `${famille.code}|${clePlace(place)}`;
      famille.noeuds.forEach(({ code }, n) => {
        const [x, y] = [p1.get(cle)?.valeurs[code], p2.get(cle)?.valeurs[code]];
        if (typeof x === 'number' && typeof y === 'number' && !p2.get(cle)!.tenues.includes(code)) masquees[place.zone * famille.noeuds.length + n] = 0;
      });
    }
    const ecart = { ...s1, quantites: s2.quantites.map((q, i) => q - s1.quantites[i]!) };
    const elimination = new Elimination(lectureDe(ecart, masquees));
    v1.forEach((v, c) => {
      const [zone, noeud] = [grille.zones[Math.floor(c / famille.noeuds.length)]!, famille.noeuds[c % famille.noeuds.length]!];
      const d = Math.abs(v2[c]! - v);
      if (!estMontree(ecart, c) || !aUnSens(ecart, zone, noeud) || d === 0 || d >= 11) return;
      if (elimination.deduire(inconnuesDe(ecart, Math.floor(c / famille.noeuds.length), c % famille.noeuds.length).map((i) => [i, 1] as const)) !== null) retrouves++;
    });
  }
  return retrouves;
}

test('une correction ne révèle rien par différence : ce qui fut masqué le reste, aucun écart publié n’est petit, aucun ne se déduit', () => {
  const graine = Number(process.env['SM_GRAINE'] ?? Math.floor(Math.random() * 1_000_000));
  const bilan = { revisions: 0, revues: 0, tenues: 0, reprises: 0 };
  for (let essai = 0; essai < 12; essai++) {
    const h = hasardDe(graine + essai);
    const avant = annee(graine + essai, 6, 60).filter((l) => l.indicateur.startsWith('ald.avis') || l.indicateur.startsWith('mp'));
    const apres = avant.map((l) => (h(40) ? l : { ...l, valeur: l.valeur + (h(3) ? h(4) : 15 + h(20)) }));
    const e1 = editer(avant);
    const e2 = editer(apres, [e1.lignes]);
    const [p1, p2] = [rangerLignes(e1.lignes), rangerLignes(e2.lignes)];
    for (const [cle, { valeurs }] of p1) {
      for (const [noeud, x] of Object.entries(valeurs)) {
        const y = p2.get(cle)!.valeurs[noeud];
        if (x === null) expect(y).toBeNull();
        else {
          const d = Math.abs(Number(y) - x);
          expect(y === null || d === 0 || d >= 11).toBe(true);
          if (d >= 11) bilan.revues++;
        }
      }
    }
    expect(ecartsRetrouves(avant, apres, e1.lignes, e2.lignes)).toBe(0);
    bilan.revisions++;
    bilan.tenues += e2.bilan.tenues;
    bilan.reprises += e2.bilan.reprises.length;
  }
  console.info(`graine ${graine} : ${JSON.stringify(bilan)}`);
  expect(bilan.revisions).toBe(12);
}, 120_000);

test('la même année éditée deux fois sans changement imprime les mêmes nombres', () => {
  const e1 = editer(EXEMPLE);
  const e2 = editer(EXEMPLE, [e1.lignes]);
  expect(e2.lignes.map((l) => l.valeurs)).toEqual(e1.lignes.map((l) => l.valeurs));
});

describe('TR-000-28 : un résultat d’étude dont une case est sous 11 ne peut être publié', () => {
  const etude = (cellules: ResultatEtude['cellules'], sommes: ResultatEtude['sommes'] = []) => {
    const d = verifierResultat({ compte: 'personnes', jour: '2026-01-01', cellules, sommes });
    return d.accepte ? 'accepte' : d.refus.code;
  };
  const SOMMES = [{ total: 't', parties: ['a', 'b', 'c'] }];

  test.each([
    ['dix', etude({ a: 10 }), 'cellule-sous-seuil'],
    ['onze', etude({ a: 11 }), 'accepte'],
    ['zéro', etude({ a: 0, b: 40 }), 'accepte'],
    ['une seule case cachée', etude({ t: 100, a: null, b: 50, c: 45 }, SOMMES), 'cellule-deductible'],
    ['deux cases cachées qui font moins de 11', etude({ t: 100, a: null, b: null, c: 95 }, SOMMES), 'cellule-deductible'],
    ['deux cases cachées qui font assez', etude({ t: 100, a: null, b: null, c: 45 }, SOMMES), 'accepte'],
    ['une somme fausse', etude({ t: 100, a: 20, b: 20, c: 20 }, SOMMES), 'somme-fausse'],
    ['une case inconnue', etude({ t: 100 }, SOMMES), 'cellule-inconnue'],
  ])('%s', (_, obtenu, attendu) => expect(obtenu).toBe(attendu));
});
