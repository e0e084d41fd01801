import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnalyseAucune, type AnalysePiece } from '../src';
import { AnalyseClamd } from '../src/piece-jointe.clamd';
import { EICAR, ouvrirClamd, type ClamdDeTest } from './clamd-de-test';

const DELAIS = { silenceMs: 300, verdictMs: 300 };
let clamd: ClamdDeTest;
const analyseur = (delais?: typeof DELAIS): AnalyseClamd => new AnalyseClamd(`tcp://127.0.0.1:${clamd.port}`, delais);

async function analyser(port: AnalysePiece, ...morceaux: readonly (string | Buffer)[]): Promise<string> {
  const analyse = port.ouvrir();
  for (const m of morceaux) await analyse.ecrire(Buffer.from(m));
  return analyse.conclure();
}

beforeEach(async () => {
  clamd = await ouvrirClamd();
});
afterEach(() => clamd.fermer());

test('clamd dit une pièce saine ou infectée, quelle que soit la façon dont elle est coupée', async () => {
  expect(await analyser(analyseur(), 'bonjour', '', ' le monde')).toBe('saine');
  expect(clamd.lus).toEqual([16]);
  for (const n of [1, 7, 30, 60]) expect(await analyser(analyseur(), 'avant', EICAR.slice(0, n), EICAR.slice(n))).toBe('infectee');
  expect(await analyser(analyseur(), Buffer.alloc(3_000_000, 7))).toBe('saine');
});

test('il répond aussi sur un socket Unix', async () => {
  const dossier = mkdtempSync(join(tmpdir(), 'clamd-'));
  const local = await ouvrirClamd(join(dossier, 's'));
  expect(await analyser(new AnalyseClamd(`unix:${join(dossier, 's')}`, DELAIS), EICAR)).toBe('infectee');
  await local.fermer();
  rmSync(dossier, { recursive: true });
});

test('muet, rompu, saturé ou absent, il ne donne aucun verdict et ne lève rien', async () => {
  for (const humeur of ['muet', 'limite', 'rompt'] as const) {
    clamd.humeur = humeur;
    expect(await analyser(analyseur(DELAIS), 'texte', Buffer.alloc(500_000))).toBe('indisponible');
  }
  expect(await analyser(new AnalyseClamd('tcp://127.0.0.1:9', DELAIS), 'texte')).toBe('indisponible');
});

test('l’analyse de développement ne reconnaît que l’essai EICAR et dit son nom', async () => {
  const port = new AnalyseAucune();
  expect(port.nom).toBe('aucune');
  expect(await analyser(port, 'texte')).toBe('saine');
  for (const n of [1, 20, 67]) expect(await analyser(port, Buffer.alloc(100, 65), EICAR.slice(0, n), EICAR.slice(n), 'suite')).toBe('infectee');
});
