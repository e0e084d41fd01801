import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { BASES, avecBase, valeur } from '../epreuves/base.mjs';
import { rapportAldExact, rapportExact } from '../epreuves/controles.mjs';
import { enfants, habitants, memoirePartagee, picMemoire } from '../epreuves/processus.mjs';

const CHARGE_MS = 1_800_000;
const PAS_MS = 2_000;
/** The files that come after the ALD year, but for the persons. */
const SUITE = ['arrets-2016.ndjson', 'avis-arrets-2016.ndjson', 'atmp-2016.ndjson'];

/** Samples the memory of PostgreSQL (pages shared between its processes counted once) until stopped; the stop gives the peak in MB. */
function mesurerPostgres(hote) {
  let pic = 0;
  let actif = true;
  (async () => {
    for (; actif; await pause(PAS_MS, undefined, { ref: false })) {
      const pids = hote.pg ? new Set([hote.pg.pid, ...enfants(hote.pg.pid), ...habitants(hote.pg.donnees)]) : [];
      pic = Math.max(pic, [...pids].reduce((total, pid) => total + memoirePartagee(pid), 0));
    }
  })();
  return () => {
    actif = false;
    return pic;
  };
}

/** When the first file of the year was received (the map of the other units comes before), by the database's clock: the loader's own stopwatch is not taken at its word. */
async function premierEnvoi(etat) {
  const debuts = [];
  for (const service of BASES) debuts.push(await avecBase(etat, service, (c) => valeur(c, "SELECT extract(epoch FROM min(demarre_le))::float8 FROM import WHERE cle NOT LIKE 'comptes-%' AND flux <> 'agregats'")));
  return Math.min(...debuts.filter((d) => d !== null));
}

async function rapportComplet(hote, comptes) {
  for (const limite = Date.now() + 120_000; ; await pause(50)) {
    const ecarts = rapportExact(await hote.rapport(), comptes);
    if (!ecarts.length) return;
    if (Date.now() > limite) throw new Error(`le rapport n'est pas exact :\n  ${ecarts.join('\n  ')}`);
  }
}

const ALD_PRISE = "SELECT count(*)::int FROM import WHERE flux = 'reprise' AND statut = 'termine'";
const PAS_ALD_MS = 200;

/** When the report says every ALD figure, and how many events the journal of prestations held then; the loading goes on. Nothing but a small table is read until the file is in. */
async function anneeAld(hote) {
  return avecBase(hote.etat, 'prestations', async (c) => {
    while (hote.fin === null && !(await valeur(c, ALD_PRISE))) await pause(PAS_ALD_MS);
    for (; hote.fin === null; await pause(PAS_ALD_MS)) {
      const evenements = await valeur(c, 'SELECT count(*)::int FROM journal');
      if (rapportAldExact(await hote.rapport(), hote.manifeste().comptes).length === 0) return { fini: Date.now() / 1000, evenements };
    }
    return null;
  });
}

/**
 * THE lines: the sample's files posted to a fresh host, until the report says every ALD figure, then every figure of the manifest.
 * Seconds run from the first POST, the host's own memory peak is the system's (VmHWM), PostgreSQL apart.
 */
export async function mesurerAnnee(hote) {
  const arreter = mesurerPostgres(hote);
  await hote.demarrer();
  const [{ secondes }, ald] = await Promise.all([hote.attendreCharge(CHARGE_MS), anneeAld(hote)]);
  const { comptes, fichiers } = hote.manifeste();
  await rapportComplet(hote, comptes);
  const fini = Date.now();
  const premier = await premierEnvoi(hote.etat);
  const duree = Math.max(secondes + Math.max(0, fini - statSync(hote.marque).mtimeMs) / 1000, fini / 1000 - premier);
  const parService = {};
  for (const service of BASES) parService[service] = await avecBase(hote.etat, service, (c) => valeur(c, 'SELECT count(*)::int FROM journal'));
  const evenements = parService.prestations;
  const secondesAld = ald.fini - premier;
  const suite = fichiers.filter((f) => SUITE.includes(f.nom)).reduce((total, f) => total + f.lignes, 0);
  return {
    demandes: comptes.demandes, secondes: duree, evenements, journal: parService, lignes: comptes.demandes + suite,
    ald: { lignes: comptes.demandes, secondes: secondesAld, evenements: ald.evenements }, suite: { lignes: suite, secondes: duree - secondesAld, evenements: evenements - ald.evenements },
    memoireHoteMo: picMemoire(hote.pid), memoirePostgresMo: arreter(), exact: true,
  };
}
