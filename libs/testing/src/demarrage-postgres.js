const { readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');

function enVie(pid) {
  try {
    return process.kill(pid, 0);
  } catch (e) {
    return e.code === 'EPERM';
  }
}

async function balayer(base, demarrerPostgres, arreterKafka) {
  const restes = readdirSync(base).filter((nom) => /^essais-\d+$/.test(nom) && !enVie(Number(nom.slice(7))));
  for (const nom of restes) {
    const dossierEtat = join(base, nom);
    await arreterKafka(dossierEtat);
    await demarrerPostgres({ dossierEtat }).then((p) => p.arreter(), () => undefined);
    rmSync(dossierEtat, { recursive: true, force: true });
  }
}

/** Jest global setup: one cluster for the whole run, told to the specs by `SM_TEST_BASE`; `SM_TEST_ETAT` is its folder, where a broker is added by the first spec that asks. Thrown away at the end, it does not wait for the disk. */
module.exports = async function demarrage() {
  if (globalThis.smPostgres) return;
  const { compiler } = await import('../../../deploy/lancement/compiler.mjs');
  await compiler();
  const { baseCommune, demarrerPostgres } = require('@sm/platform/postgres');
  const base = baseCommune();
  if (!process.env.DATABASE_URL) await balayer(base, demarrerPostgres, require('@sm/kafka').arreterKafka);
  const dossierEtat = join(base, `essais-${process.pid}`);
  const postgres = await demarrerPostgres({
    dossierEtat,
    reglages: { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '128MB', autovacuum_naptime: '1min' },
  });
  globalThis.smPostgres = { ...postgres, dossierEtat };
  process.env.SM_TEST_BASE = postgres.url;
  process.env.SM_TEST_ETAT = dossierEtat;
};
