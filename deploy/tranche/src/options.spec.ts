import { lireOptions } from './options';

test('sans option, la tranche en un processus sur le journal embarqué, port 8080', () => {
  expect(lireOptions([])).toEqual({ assemblage: 'embarque', hote: '127.0.0.1', port: 8080, taille: undefined, etat: undefined, sansEchantillon: false, portefeuille: false, activite: false, puisArreter: false });
});

test.each([
  [['--kafka'], 'kafka'], [['--assemblage', 'kafka'], 'kafka'], [['--assemblage', 'services'], 'services'], [['--assemblage', 'services', '--kafka'], 'services'], [['--assemblage', 'embarque'], 'embarque'],
])('%j choisit l’assemblage %s', (args, assemblage) => expect(lireOptions(args).assemblage).toBe(assemblage));

test('toutes les options se lisent', () => {
  expect(lireOptions(['--port', '8181', '--taille', '300', '--etat', '/tmp/x', '--sans-echantillon', '--portefeuille', '--activite', '--puis-arreter'])).toEqual({ assemblage: 'embarque', hote: '127.0.0.1', port: 8181, taille: 300, etat: '/tmp/x', sansEchantillon: true, portefeuille: true, activite: true, puisArreter: true });
});

test.each([
  [['--assemblage', 'nuage'], '--assemblage attend embarque, kafka, services'],
  [['--kafka', '--assemblage', 'embarque'], 'se contredisent'],
  [['--port', '0'], '--port attend un entier de 1 à 65535'], [['--taille', '1.5'], '--taille attend un entier'], [['--ports', '1'], 'option inconnue'], [['--port'], 'option inconnue ou incomplète'],
])('%j est refusé en une phrase', (args, phrase) => expect(() => lireOptions(args)).toThrow(phrase));
