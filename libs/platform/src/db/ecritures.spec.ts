import { setTimeout as pause } from 'node:timers/promises';
import { Ecritures } from './ecritures';

test('les écritures se suivent une à une, dans l’ordre demandé, pendant que la suite se prépare', async () => {
  const faits: string[] = [];
  await Ecritures.suivre(async (e) => {
    for (const n of [1, 2, 3]) {
      faits.push(`prépare ${n}`);
      await e.lancer(async () => {
        await pause(5);
        faits.push(`écrit ${n}`);
      });
    }
  });
  expect(faits).toEqual(['prépare 1', 'prépare 2', 'écrit 1', 'prépare 3', 'écrit 2', 'écrit 3']);
});

test('une préparation qui échoue attend l’écriture en cours avant de le dire', async () => {
  let ecrit = false;
  const essai = Ecritures.suivre(async (e) => {
    await e.lancer(async () => {
      await pause(10);
      ecrit = true;
    });
    throw new Error('ligne fautive');
  });
  await expect(essai).rejects.toThrow('ligne fautive');
  expect(ecrit).toBe(true);
});

test('une écriture qui échoue arrête tout et se dit, même la dernière', async () => {
  const echouer = async (): Promise<void> => {
    throw new Error('base perdue');
  };
  let suite = false;
  await expect(Ecritures.suivre(async (e) => {
    await e.lancer(echouer);
    await e.lancer(async () => void (suite = true));
  })).rejects.toThrow('base perdue');
  expect(suite).toBe(false);
  await expect(Ecritures.suivre((e) => e.lancer(echouer))).rejects.toThrow('base perdue');
});
