import { departementDe, genreNir, masquerNir, normaliserNom, premierPrenom, texteBeneficiaire, texteNir, texteTraits } from './identite';

test('un nom s’écrit d’une seule façon', () => {
  for (const ecriture of ['De la Tour-Œuvrière', 'DE LA TOUR OEUVRIERE', ' de  la tour’oeuvrière ']) expect(normaliserNom(ecriture)).toBe('DELATOUROEUVRIERE');
  expect(normaliserNom('Đặng Straße')).toBe('DANGSTRASSE');
  expect(premierPrenom(' Rokia  Mathilde')).toBe('ROKIA');
});

test('un ancien numéro d’attente et un NIR définitif sont de deux genres', () => {
  expect(genreNir('295109912611193')).toBe('nir');
  expect(genreNir('785049935104552')).toBe('nia');
  expect(genreNir('385049935104552')).toBe('nia');
});

test('les textes des clés ne se confondent pas et ignorent la clé du NIR', () => {
  expect(texteNir('295109912611193')).toBe('nir|2951099126111');
  expect(texteBeneficiaire('295109912611193', '2010-05-06', 2)).toBe('beneficiaire|2951099126111|2010-05-06|2');
  expect(texteTraits('Modèle', '2010-05-06')).toBe('traits|MODELE|2010-05-06');
});

test('un NIR masqué ne montre que son ordre et sa clé', () => {
  expect(masquerNir('295109912611193')).toBe('••••••••••11193');
});

test('le département vient du code postal, Corse et outre-mer compris, sinon de la caisse', () => {
  expect(['93200', '20090', '20167', '20200', '20620', '97180', '98800'].map((c) => departementDe(c, '751'))).toEqual(['93', '2A', '2A', '2B', '2B', '971', '988']);
  expect(departementDe(null, '931')).toBe('93');
  expect(departementDe('W1A 1AA', '974')).toBe('974');
  expect([departementDe(null, '201'), departementDe(null, '202'), departementDe(null, '999'), departementDe('99123', '000')]).toEqual(['2A', '2B', '99', '99']);
});
