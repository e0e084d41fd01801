import { lireProfessionnel, lireStructure } from './reference';

const PRO = { source: 'ANNUAIRE', numero: 'P1', rpps: '10000123454', nom: 'Modelier', prenom: 'Ada', profession: 'Medecin', specialite: 'cardiologie', commune: 'Bondy', departement: '93', du: '2010-01-01', au: '' };
const STR = { source: 'FINESS', numero: 'S1', finess: '600100713', finess_juridique: '', nom: 'Clinique de l’Exemple', categorie: 'MCO', commune: 'Beauvais', departement: '60', du: '2010-01-01', au: '' };
const codes = (r: object): string[] => ('erreurs' in r ? (r.erreurs as { champ: string; code: string }[]).map((e) => `${e.champ} ${e.code}`) : []);

test('un professionnel est lu avec sa position datée ; RPPS, département et période sont vérifiés', () => {
  expect(lireProfessionnel(PRO)).toMatchObject({ valeur: { rpps: '10000123454', profession: 'medecin', du: '2010-01-01', au: null } });
  expect(codes(lireProfessionnel({ ...PRO, rpps: '10000123455', departement: '00', au: '2009-12-31' }))).toEqual(['au periode-inversee', 'departement departement-invalide', 'rpps rpps-invalide']);
  expect(codes(lireProfessionnel({ ...PRO, du: '' }))).toEqual(['du obligatoire']);
});

test('un FINESS de Corse est pris tel quel et signalé, un autre doit avoir sa clé', () => {
  expect(lireStructure(STR)).toMatchObject({ valeur: { finess: '600100713', cle_verifiee: true } });
  expect(lireStructure({ ...STR, finess: '2a0000018', departement: '2a' })).toMatchObject({ valeur: { finess: '2A0000018', cle_verifiee: false, departement: '2A' } });
  expect(codes(lireStructure({ ...STR, finess: '600100714' }))).toEqual(['finess finess-invalide']);
});
