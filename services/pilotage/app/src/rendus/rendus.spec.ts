import { construireRapport } from '@sm/pilotage-domaine';
import { champ, rapportEnCsv } from './csv';
import { rapportEnHtml } from './html';

const rapport = (nom: string) => construireRapport(
  { unite: { code: 'ELSM-931', nom, region: 'Île-de-France' }, annee: 2016, perimetre: 'epoque', sources: null, origine: 'compteurs', arreteLe: '2017-01-15', fraicheur: { dernierEvenement: null, retard: 2, misDeCote: 1 } },
  [{ unite: 101, periode: '2016-02-01', indicateur: 'ald.delai', axe: 'delai=24,nature=initiale', valeur: 1_999 }, { unite: 101, periode: '2016-02-01', indicateur: 'ald.delai', axe: 'delai=367,nature=initiale', valeur: 1 }],
);

test('le tableur reçoit des champs cités quand il le faut, et aucune formule', () => {
  expect(champ('a,b')).toBe('"a,b"');
  expect(champ('dit « "oui" »')).toBe('"dit « ""oui"" »"');
  expect(champ('=1+1')).toBe("'=1+1");
  expect([champ(null), champ(-3), champ(94.2)]).toEqual(['', '-3', '94.2']);
});

test('chaque ligne du tableur a autant de champs que l’en-tête, et un chiffre non tenu y reste vide', () => {
  const lignes = rapportEnCsv(rapport('Échelon')).replace('\uFEFF', '').split('\r\n');
  expect(lignes.at(-1)).toBe('');
  const [entete, ...reste] = lignes.slice(0, -1).map((l) => l.replace(/"[^"]*"/g, 'x').split(',').length);
  expect(reste.every((n) => n === entete)).toBe(true);
  expect(lignes.find((l) => l.includes('IND-002-32'))).toContain(',100,%,1999,2000,calculé');
});

test('la page à imprimer échappe les noms, porte ses légendes et dit l’édition', () => {
  const page = rapportEnHtml(rapport('<script>alert(1)</script> & "co"'));
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;');
  expect(page.match(/<table>/g)).toHaveLength(page.match(/<caption>/g)!.length);
  expect(page).toContain('Édition interne');
  expect(page).toContain('plus de 366');
  expect(page).toContain('15 janvier 2017');
});
