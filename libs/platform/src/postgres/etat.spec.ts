import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compteServeur } from './compte';
import { creerDossier, dossierEtatDe, traversable } from './etat';

const ETRANGER = { nom: 'etranger', uid: 54_321, gid: 54_321 };
let racine: string;

beforeEach(() => {
  racine = mkdtempSync(join(tmpdir(), 'sm-etat-'));
  chmodSync(racine, 0o711);
});
afterEach(() => rmSync(racine, { recursive: true }));

test('root prête le compte postgres, sinon nobody ; un utilisateur garde le sien', () => {
  const passwd = join(racine, 'passwd');
  writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n');
  expect(compteServeur(passwd, 0)).toEqual({ nom: 'nobody', uid: 65_534, gid: 65_533 });
  writeFileSync(passwd, 'nobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n');
  expect(compteServeur(passwd, 0)).toEqual({ nom: 'postgres', uid: 101, gid: 104 });
  expect(compteServeur(passwd, 1000)).toBeNull();
  writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\n');
  expect(() => compteServeur(passwd, 0)).toThrow('ne peut pas tourner en root');
});

test('un dossier est accessible à un autre compte si toute sa chaîne l’est', () => {
  const profond = join(racine, 'a', 'b');
  creerDossier(profond, 0o711);
  expect(statSync(join(racine, 'a')).mode & 0o777).toBe(0o711);
  expect(traversable(profond, ETRANGER)).toBe(true);
  chmodSync(racine, 0o700);
  expect(traversable(profond, ETRANGER)).toBe(false);
  expect(traversable(profond, null)).toBe(true);
});

test('SM_ETAT désigne le dossier d’état ; sans lui, chaque clone a le sien', () => {
  const env = { HOME: racine, XDG_STATE_HOME: join(racine, 'etat') };
  expect(dossierEtatDe(racine, { ...env, SM_ETAT: '/ailleurs' })).toBe('/ailleurs');
  creerDossier(join(racine, 'clone'), 0o700);
  const premier = dossierEtatDe(racine, env);
  expect(dossierEtatDe(racine, env)).toBe(premier);
  expect(dossierEtatDe(join(racine, 'clone'), env)).not.toBe(premier);
});
