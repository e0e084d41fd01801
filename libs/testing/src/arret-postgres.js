const { rmSync } = require('node:fs');

/** Jest global teardown: stops the cluster, and the broker if one was asked for, and removes their folder. */
module.exports = async function arret() {
  const { smPostgres } = globalThis;
  globalThis.smPostgres = undefined;
  if (!smPostgres) return;
  await require('@sm/kafka').arreterKafka(smPostgres.dossierEtat);
  await smPostgres.arreter();
  rmSync(smPostgres.dossierEtat, { recursive: true, force: true });
};
