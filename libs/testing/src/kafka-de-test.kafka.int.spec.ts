import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vivant } from '@sm/platform/postgres';
import { moteurDocker } from './kafka-docker';
import { ouvrirKafkaDeTest, ouvrirKafkaPrive } from './index';

jest.setTimeout(240_000);

test('tous les fichiers de test partagent un courtier', async () => {
  const [a, b] = await Promise.all([ouvrirKafkaDeTest(), ouvrirKafkaDeTest()]);
  expect(a).toEqual({ courtiers: expect.stringMatching(/:\d+$/), moyen: expect.any(String) });
  expect(b).toEqual(a);
});

test('un courtier privé se tue et redémarre à la même adresse, puis disparaît', async () => {
  const prive = await ouvrirKafkaPrive();
  if ('absence' in prive) throw new Error(prive.absence);
  const { courtiers, pid } = prive;
  await prive.tuer();
  await prive.redemarrer();
  expect(prive.courtiers).toBe(courtiers);
  expect(prive.pid).not.toBe(pid);
  const dernier = prive.pid;
  await prive.fermer();
  expect(vivant(dernier)).toBe(false);
});

test('un moteur Docker qui ne répond pas est laissé au bout du délai', async () => {
  const dossier = mkdtempSync(join(tmpdir(), 'sm-docker-'));
  const muet = createServer(() => undefined).listen(join(dossier, 'docker.sock'));
  const avant = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = `unix://${join(dossier, 'docker.sock')}`;
  const debut = performance.now();
  expect(await moteurDocker(500)).toBeNull();
  expect(performance.now() - debut).toBeLessThan(20_000);
  if (avant === undefined) delete process.env['DOCKER_HOST'];
  else process.env['DOCKER_HOST'] = avant;
  muet.close();
  rmSync(dossier, { recursive: true });
});

test.each([['kafka', true], ['chromium', false]])('sans Java, et %s étant exigé, l’absence est un échec : %s', async (exige, echec) => {
  const { PATH, JAVA_HOME, SM_EXIGER } = process.env;
  Object.assign(process.env, { PATH: '', SM_EXIGER: exige });
  delete process.env['JAVA_HOME'];
  try {
    const essai = ouvrirKafkaPrive();
    if (echec) await expect(essai).rejects.toThrow('exigé mais absent');
    else expect(await essai).toEqual({ absence: expect.stringContaining('Java est absent') });
  } finally {
    Object.assign(process.env, { PATH }, JAVA_HOME ? { JAVA_HOME } : {}, { SM_EXIGER: SM_EXIGER ?? '' });
  }
});
