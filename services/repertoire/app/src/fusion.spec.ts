import { fusionner, type PersonneAFusionner } from './fusion';

const personne = (id: string, o: Partial<PersonneAFusionner> = {}): PersonneAFusionner => ({ id, unite: 931, version: 1, fusionneeDans: null, traits: { naissance: '1985-01-01', sexe: 'F' }, ...o });
const code = (a: PersonneAFusionner, b: PersonneAFusionner, malgreEcart = false): string => {
  const d = fusionner({ titulaire: a, absorbee: b, malgreEcart });
  return d.accepte ? d.evenements[0]!.type : d.refus.code;
};

test('deux fiches d’une même personne fusionnent ; rien d’autre ne fusionne', () => {
  expect(code(personne('a'), personne('b'))).toBe('PersonnesFusionnees');
  expect(code(personne('a'), personne('a'))).toBe('fusion-avec-soi');
  expect(code(personne('a'), personne('b', { unite: 921 }))).toBe('unites-differentes');
  expect(code(personne('a', { fusionneeDans: 'c' }), personne('b'))).toBe('personne-deja-fusionnee');
  expect(code(personne('a'), personne('b', { fusionneeDans: 'c' }))).toBe('personne-deja-fusionnee');
});

test('un écart de naissance ou de sexe demande une confirmation, et se lit dans l’événement', () => {
  const autre = personne('b', { traits: { naissance: '1985-01-02', sexe: 'F' } });
  expect(code(personne('a'), autre)).toBe('traits-differents');
  expect(fusionner({ titulaire: personne('a'), absorbee: autre, malgreEcart: true })).toMatchObject({ evenements: [{ ecart: true }] });
});
