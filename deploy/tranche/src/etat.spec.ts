import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lireSecrets } from './etat';
import { PORT_MAX, portLibre } from './port';

let dossier: string;
beforeEach(() => {
  dossier = mkdtempSync(join(tmpdir(), 'sm-etat-'));
});
afterEach(() => rmSync(dossier, { recursive: true, force: true }));

test('les secrets sont tirés une fois, et fermés aux autres comptes', () => {
  const premiers = lireSecrets(dossier);
  expect(lireSecrets(dossier)).toEqual(premiers);
  expect(statSync(join(dossier, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('une installation plus ancienne garde ses secrets et reçoit ceux des nouveaux services', () => {
  const { cleMaitre, bases, clients } = lireSecrets(dossier);
  const { pilotage: _p, ...anciennes } = bases;
  const { rapport: _r, ...anciens } = clients;
  writeFileSync(join(dossier, 'secrets.json'), JSON.stringify({ cleMaitre, bases: anciennes, clients: { ...anciens, autre: 'x' } }));
  const complets = lireSecrets(dossier);
  expect(complets).toMatchObject({ cleMaitre, bases: anciennes, clients: { ...anciens, autre: 'x' } });
  expect(complets.bases.pilotage.connexion).toHaveLength(32);
  expect(complets.clients['rapport']).toHaveLength(32);
  expect(lireSecrets(dossier)).toEqual(complets);
});

test.each(['', '{"cleMai', '{}'])('un fichier de secrets abîmé (%p) arrête le démarrage au lieu d’en tirer d’autres', (contenu) => {
  const fichier = join(dossier, 'secrets.json');
  writeFileSync(fichier, contenu);
  expect(() => lireSecrets(dossier)).toThrow('secrets.json');
  expect(readFileSync(fichier, 'utf8')).toBe(contenu);
});

test('un port pris cède la place au suivant, sans dépasser le dernier', async () => {
  const occupant = createServer();
  await new Promise<void>((ok) => occupant.listen(0, '127.0.0.1', ok));
  const { port } = occupant.address() as AddressInfo;
  expect(await portLibre(port, '127.0.0.1')).not.toBe(port);
  await new Promise<void>((ok) => occupant.close(() => ok()));
  expect(await portLibre(PORT_MAX, '127.0.0.1').catch((e: Error) => e.message)).toEqual(expect.anything());
  await expect(portLibre(PORT_MAX + 1, '127.0.0.1')).rejects.toThrow('aucun port libre');
});
