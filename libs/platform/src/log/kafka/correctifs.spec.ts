import type TypeFile from 'kafkajs/src/network/requestQueue';
import type { Versions } from 'kafkajs/src/protocol/requests';

const FILE = 'kafkajs/src/network/requestQueue';
const PROTOCOLE = 'kafkajs/src/protocol/requests';

interface Modules {
  readonly File: new (options: object) => TypeFile;
  readonly lookup: (versions: Versions) => (apiKey: number, definition: { versions: string[]; protocol: () => string }) => unknown;
}

/** kafkajs as it comes, or with the corrections. */
function charger(corrige: boolean): Modules {
  let modules: Modules | undefined;
  jest.isolateModules(() => {
    if (corrige) jest.requireActual('./correctifs');
    modules = { File: jest.requireActual(FILE), lookup: jest.requireActual<Pick<Modules, 'lookup'>>(PROTOCOLE).lookup };
  });
  return modules!;
}

async function reveils(corrige: boolean): Promise<number> {
  const { File } = charger(corrige);
  const journal = { debug: () => undefined };
  const file = new File({ maxInFlightRequests: null, requestTimeout: 30_000, enforceRequestTimeout: true, clientId: 'essai', broker: 'b', logger: journal });
  const compte = jest.spyOn(file, 'checkPendingRequests');
  file.scheduleCheckPendingRequests();
  await new Promise((fini) => setTimeout(fini, 300));
  file.destroy();
  return compte.mock.calls.length;
}

test('une connexion au repos ne se réveille plus, là où kafkajs tourne sans fin', async () => {
  expect(await reveils(false)).toBeGreaterThan(20);
  expect(await reveils(true)).toBe(0);
});

test('une requête en attente est reprise', async () => {
  const { File } = charger(true);
  const file = new File({ maxInFlightRequests: null, requestTimeout: 30_000, enforceRequestTimeout: true, clientId: 'essai', broker: 'b', logger: { debug: () => undefined } });
  const compte = jest.spyOn(file, 'checkPendingRequests').mockImplementation(() => undefined);
  file.pending = [{}];
  file.throttledUntil = Date.now() + 40;
  file.scheduleCheckPendingRequests();
  expect(compte).not.toHaveBeenCalled();
  await new Promise((fini) => setTimeout(fini, 120));
  expect(compte).toHaveBeenCalledTimes(1);
  file.destroy();
});

test('un courtier qui ne parle plus aucune version connue est refusé par son nom, là où kafkajs en choisirait une à tort', () => {
  const definition = { versions: ['0', '1'], protocol: () => 'choisie' };
  const versions: Versions = { 3: { minVersion: 4, maxVersion: 9 }, 4: { minVersion: 0, maxVersion: 9 } };
  expect(charger(false).lookup(versions)(3, definition)).toBe('choisie');
  expect(() => charger(true).lookup(versions)(3, definition)).toThrow(expect.objectContaining({ code: 'courtier-trop-recent' }));
  expect(charger(true).lookup(versions)(4, definition)).toBe('choisie');
});
