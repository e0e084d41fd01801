import type { Unite } from '@sm/kernel';
import { uniteDeLaCaisse } from './caisse';

const unite = (id: number, type: Unite['type'], liens: Unite['liens']): Unite => ({ id, code: `U-${id}`, type, noms: [{ nom: 'u', du: null, au: null }], liens });
const ARBRE = [
  unite(1, 'locale', [{ nature: 'caisse', cible: '931', du: null, au: '2025-09-30' }, { nature: 'caisse', cible: '931', du: '2025-10-01', au: null }]),
  unite(2, 'specialisee', [{ nature: 'caisse', cible: '931', du: null, au: null }]),
  unite(3, 'locale', [{ nature: 'caisse', cible: '571', du: null, au: '2009-12-31' }, { nature: 'fusionnee_dans', cible: 1, du: '2010-01-01', au: null }]),
  unite(4, 'locale', [{ nature: 'caisse', cible: '999', du: '2030-01-01', au: null }]),
];

test('une caisse mène à son unité locale du jour, ou au successeur de la dernière', () => {
  expect(uniteDeLaCaisse(ARBRE, '931', '2026-01-01')).toBe(1);
  expect(uniteDeLaCaisse(ARBRE, '571', '2009-06-01')).toBe(3);
  expect(uniteDeLaCaisse(ARBRE, '571', '2026-01-01')).toBe(1);
});

test('une caisse inconnue, ou à venir, n’a pas d’unité', () => {
  expect(uniteDeLaCaisse(ARBRE, '000', '2026-01-01')).toBeNull();
  expect(uniteDeLaCaisse(ARBRE, '999', '2026-01-01')).toBeNull();
});
