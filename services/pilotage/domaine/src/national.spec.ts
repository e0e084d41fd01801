import type { Unite } from '@sm/kernel';
import { chiffreDe, mesureDeReference, type LigneLue } from './indicateurs';
import { carteDe } from './perimetre';
import { construireRapport, indicateur } from './rapport';
import { construireTableau } from './tableau';

const chiffre = (id: string, lignes: readonly LigneLue[]) => chiffreDe(indicateur(id)!, lignes);
const controle = (unite: number, annee: number, reprise: number, total: number): LigneLue[] => [
  { unite, periode: `${annee}-01-01`, indicateur: 'arret.controle', axe: 'sens=reprise', valeur: reprise },
  { unite, periode: `${annee}-01-01`, indicateur: 'arret.controle', axe: 'sens=maintien', valeur: total - reprise },
];
const enReference = (lignes: readonly LigneLue[], annee: number): LigneLue[] => lignes.map((l) => ({ ...l, indicateur: mesureDeReference(l.indicateur, annee) }));

test('Grand Est : 85 000 contrôles et 17 % en 2019, le double et 12 % en 2016, numérateur et dénominateur gardés', () => {
  const [en2019, en2016] = [controle(1, 2019, 14_450, 85_000), controle(1, 2016, 20_400, 170_000)];
  expect(chiffre('IND-003-06', en2019)).toEqual({ valeur: 85_000 });
  expect(chiffre('IND-003-07', en2019)).toEqual({ valeur: 17, numerateur: 14_450, denominateur: 85_000 });
  expect(chiffre('IND-003-10', en2016)).toEqual({ valeur: 12, numerateur: 20_400, denominateur: 170_000 });
  expect(chiffre('IND-003-11', [...en2016, ...enReference(en2019, 2019)])).toEqual({ valeur: 2, numerateur: 170_000, denominateur: 85_000 });
});

test('hors des jours où il vaut, un indicateur ne dit rien ; sans année de référence, le rapport non plus', () => {
  const en2019 = controle(1, 2019, 14_450, 85_000);
  expect([chiffre('IND-003-10', en2019).valeur, chiffre('IND-003-11', [...en2019, ...enReference(en2019, 2019)]).valeur]).toEqual([null, null]);
  expect(chiffre('IND-003-11', controle(1, 2016, 1, 2)).valeur).toBeNull();
  expect(chiffre('IND-003-06', [])).toEqual({ valeur: null });
});

test('l’effectif est le dernier état de chaque unité, ajouté d’une unité à l’autre, jamais d’un mois à l’autre', () => {
  const effectif = (unite: number, mois: string, profession: string, valeur: number): LigneLue => ({ unite, periode: `2016-${mois}-01`, indicateur: 'organisation.effectif', axe: `profession=${profession}`, valeur });
  const lignes = [effectif(1, '06', 'medecin', 9), effectif(1, '12', 'medecin', 10), effectif(2, '12', 'medecin', 3), effectif(2, '12', 'pharmacien', 1), effectif(2, '12', 'administratif', 20)];
  expect(['04', '05', '06', '07', '08'].map((n) => chiffre(`IND-000-${n}`, lignes).valeur)).toEqual([14, 13, null, 1, 20]);
});

test('ce que seule une autre source dépose est dit non calculé tant que rien n’est déposé', () => {
  const enTete = { unite: { code: 'ELSM-931', nom: 'ELSM', region: null }, annee: 2016, perimetre: 'epoque', sources: ['demonstration'], origine: 'agregats', arreteLe: null, fraicheur: { dernierEvenement: null, retard: 0, misDeCote: 0 } } as const;
  const r = construireRapport(enTete, controle(1, 2016, 20_400, 170_000));
  const dits = new Map(r.sections.flatMap((s) => s.chiffres).map((c) => [c.id, c]));
  expect(dits.get('IND-000-04')).toEqual({ id: 'IND-000-04', libelle: 'Praticiens-conseils du service médical', unite: 'personnes', valeur: null, source: 'non_calcule' });
  expect(dits.get('IND-003-10')).toMatchObject({ valeur: 12, source: 'calcule' });
  expect(r.avertissement).toContain('inventés');
});

test('la carte choisie réunit sous la région nouvelle les années d’avant la fusion', () => {
  const unite = (id: number, type: Unite['type'], liens: Unite['liens'], du: string | null, au: string | null): Unite => ({ id, code: `U-${id}`, type, noms: [{ nom: `U${id}`, du, au }], liens });
  const sous = (cible: number, du: string | null, au: string | null) => ({ nature: 'parent' as const, cible, du, au });
  const fusion = { nature: 'fusionnee_dans' as const, cible: 12, du: '2020-01-01', au: null };
  const arbre = [
    unite(10, 'regionale', [fusion], null, '2019-12-31'), unite(11, 'regionale', [fusion], null, '2019-12-31'), unite(12, 'regionale', [], '2020-01-01', null),
    unite(101, 'locale', [sous(10, null, '2019-12-31'), sous(12, '2020-01-01', null)], null, null), unite(102, 'locale', [sous(11, null, '2019-12-31'), sous(12, '2020-01-01', null)], null, null),
  ];
  const lues = [...controle(101, 2019, 50, 300), ...controle(102, 2019, 20, 100)];
  const lire = (perimetre: 'epoque' | 'constant') => construireTableau(
    { annee: 2019, niveau: 'regionale', arbre, visibles: new Set(arbre.map((u) => u.id)), publiees: new Map(), perimetre, carte: carteDe(perimetre, '2026-01-01', '2020-01-01') }, lues,
  ).lignes.map((l) => [l.unite.code, l.valeurs['IND-003-06'], l.valeurs['IND-003-07']]);
  expect(lire('epoque')).toEqual([['U-10', 300, 16.7], ['U-11', 100, 20]]);
  expect(lire('constant')).toEqual([['U-12', 400, 17.5]]);
});
