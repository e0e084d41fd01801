const { rmSync } = require('node:fs');

/** Jest global teardown: stops the cluster and removes its folder. */
module.exports = async function arret() {
  const { smPostgres } = globalThis;
  globalThis.smPostgres = undefined;
  if (!smPostgres) return;
  await smPostgres.arreter();
  if (smPostgres.pid !== null) rmSync(smPostgres.dossierEtat, { recursive: true, force: true });
};
