import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bilan } from '../bilan.mjs';
import { eprouverFalsifications } from './epreuve.mjs';

const { demarrerPostgres } = createRequire(import.meta.url)('@sm/platform/postgres');
const COURT = 300;

/** On a server of its own, or that of `DATABASE_URL`. */
export async function eprouverSeule({ nombre, graine }, bilan) {
  const dossierEtat = mkdtempSync(join(tmpdir(), 'sm-falsifications-'));
  chmodSync(dossierEtat, 0o711);
  const postgres = await demarrerPostgres({ dossierEtat, reglages: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } });
  try {
    await eprouverFalsifications({ urlAdmin: postgres.url, nombre: nombre ?? COURT, graine }, bilan);
  } finally {
    await postgres.arreter();
    rmSync(dossierEtat, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const bilan = new Bilan();
  await bilan.conclure('épreuve de falsifications', () => {
    const { values } = parseArgs({ options: { nombre: { type: 'string' }, graine: { type: 'string' } } });
    return eprouverSeule({ nombre: Number(values.nombre ?? COURT), graine: Number(values.graine ?? Math.floor(Math.random() * 2 ** 32)) }, bilan);
  });
}
