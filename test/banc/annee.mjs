import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { BASES, avecBase, valeur } from '../epreuves/base.mjs';
import { rapportExact } from '../epreuves/controles.mjs';
import { enfants, habitants, memoirePartagee, picMemoire } from '../epreuves/processus.mjs';

const CHARGE_MS = 1_800_000;
const PAS_MS = 2_000;

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

/** When the first file was received, by the database's clock: the loader's own stopwatch is not taken at its word. */
async function premierEnvoi(etat) {
  const debuts = [];
  for (const service of BASES) debuts.push(await avecBase(etat, service, (c) => valeur(c, "SELECT extract(epoch FROM min(demarre_le))::float8 FROM import WHERE cle NOT LIKE 'comptes-%'")));
  return Math.min(...debuts.filter((d) => d !== null));
}

async function rapportComplet(hote, comptes) {
  for (const limite = Date.now() + 120_000; ; await pause(50)) {
    const ecarts = rapportExact(await hote.rapport(), comptes);
    if (!ecarts.length) return;
    if (Date.now() > limite) throw new Error(`le rapport n'est pas exact :\n  ${ecarts.join('\n  ')}`);
  }
}

/**
 * THE line: the sample's files posted to a fresh host, until the report says every figure of the manifest.
 * Seconds run from the first POST, the host's own memory peak is the system's (VmHWM), PostgreSQL apart.
 */
export async function mesurerAnnee(hote) {
  const arreter = mesurerPostgres(hote);
  await hote.demarrer();
  const { secondes } = await hote.attendreCharge(CHARGE_MS);
  const { comptes } = hote.manifeste();
  await rapportComplet(hote, comptes);
  const fini = Date.now();
  const duree = Math.max(secondes + Math.max(0, fini - statSync(hote.marque).mtimeMs) / 1000, fini / 1000 - (await premierEnvoi(hote.etat)));
  const parService = {};
  for (const service of BASES) parService[service] = await avecBase(hote.etat, service, (c) => valeur(c, 'SELECT count(*)::int FROM journal'));
  const evenements = parService.prestations;
  return {
    demandes: comptes.demandes, secondes: duree, evenements, journal: parService, demandesParSeconde: comptes.demandes / duree, evenementsParSeconde: evenements / duree,
    memoireHoteMo: picMemoire(hote.pid), memoirePostgresMo: arreter(), exact: true,
  };
}
