import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MESURES_CARTE } from '@sm/echantillon';
import { carteAJour, veille } from './carte';

test('la veille est celle de Paris', () => {
  expect(veille(new Date('2026-11-22T22:59:00Z'))).toBe('2026-11-21');
  expect(veille(new Date('2026-11-22T23:01:00Z'))).toBe('2026-11-22');
  expect(veille(new Date('2027-01-01T10:00:00Z'))).toBe('2026-12-31');
});

test('la carte est à jour quand la veille et toutes les mesures y sont', () => {
  const etat = mkdtempSync(join(tmpdir(), 'sm-carte-'));
  const le22 = new Date('2026-11-22T10:00:00Z');
  const marquer = (contenu: object): void => writeFileSync(join(etat, 'carte', 'depose.json'), JSON.stringify(contenu));
  const mesures = MESURES_CARTE.map((m) => m.indicateur).join(' ');
  expect(carteAJour(etat, le22)).toBe(false);
  mkdirSync(join(etat, 'carte'));
  marquer({ hier: '2026-11-21', mesures });
  expect([carteAJour(etat, le22), carteAJour(etat, new Date('2026-11-23T10:00:00Z'))]).toEqual([true, false]);
  marquer({ hier: '2026-11-21', mesures: 'ald.avis' });
  expect(carteAJour(etat, le22)).toBe(false);
  rmSync(etat, { recursive: true });
});
