import { lireAssure } from './assure';

const bon = {
  source: 'ESSAI', numero: 'A1', nir: '2 95 10 99 126 111 93', nom: 'Modelier', nom_usage: '', prenoms: 'Ada', naissance: '1995-10-03', sexe: 'f', rang: '', adresse: '3 rue des Essais', code_postal: '93200',
  commune: 'Saint-Denis', caisse: '931', medecin_traitant: '10000123454', ouvreur_nir: '', qualite: 'Ouvreur',
};
const lire = (champs: object) => lireAssure({ ...bon, ...champs }, '2026-11-22');
const codes = (champs: object): string[] => {
  const r = lire(champs);
  return 'erreurs' in r ? r.erreurs.map((e) => `${e.champ} ${e.code}`) : [];
};

test('une ligne juste est comprise, espaces et casse ignorés', () => {
  expect(lire({})).toEqual({
    valeur: {
      source: 'ESSAI', numero: 'A1', nir: '295109912611193', caisse: '931', departement: '93', medecinTraitant: '10000123454',
      identite: { nom: 'Modelier', nomUsage: null, prenoms: 'Ada', naissance: '1995-10-03', sexe: 'F', rang: 1, adresse: '3 rue des Essais', codePostal: '93200', commune: 'Saint-Denis', qualite: 'ouvreur', ouvreurNir: null },
    },
  });
});

test('Corse, outre-mer, numéro d’attente et mois fictif sont de vrais NIR', () => {
  for (const nir of ['185012a00412389', '292112B03304561', '185069741112315', '785049935104552']) expect(codes({ nir })).toEqual([]);
});

test('chaque champ fautif est nommé, jamais cité', () => {
  expect(codes({ nir: '295109912611194' })).toEqual(['nir nir-cle']);
  expect(codes({ nir: '2951' })).toEqual(['nir nir-forme']);
  expect(codes({ nir: '' })).toEqual(['nir nir-requis']);
  expect(codes({ nir: '', ouvreur_nir: '295109912611193', qualite: 'enfant' })).toEqual([]);
  expect(codes({ naissance: '2027-01-01' })).toEqual(['naissance date-future']);
  expect(codes({ naissance: '1995-02-30' })).toEqual(['naissance date-invalide']);
  expect(codes({ naissance: '' })).toEqual(['naissance obligatoire']);
  expect(codes({ medecin_traitant: '10000123455' })).toEqual(['medecin_traitant rpps-invalide']);
  expect(codes({ caisse: '93' })).toEqual(['caisse caisse-invalide']);
  expect(codes({ caisse: '' })).toEqual(['caisse obligatoire']);
  expect(codes({ sexe: 'X', rang: '0', qualite: 'voisin' })).toEqual(['qualite valeur-inconnue', 'sexe valeur-inconnue', 'rang rang-invalide']);
  expect(codes({ nom: '' })).toEqual(['nom obligatoire']);
  expect(codes({ nom: 'a\u0000b' })).toEqual(['nom caractere-interdit']);
  expect(codes({ nom: 'x'.repeat(121) })).toEqual(['nom trop-long']);
  expect(codes({ nom: { $ne: 1 } })).toContain('nom texte-attendu');
});

test('un NIR glissé dans la source ou le numéro, qui restent en clair, est refusé', () => {
  expect(codes({ numero: '295109912611193' })).toEqual(['numero nir-interdit-ici']);
  expect(codes({ source: 'un espace' })).toEqual(['source reference-invalide']);
});
