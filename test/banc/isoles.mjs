import { setTimeout as pause } from 'node:timers/promises';
import { avecBase, valeur } from '../epreuves/base.mjs';

const DELAI_MS = 600_000;
const TOPIC = 'sm.prestations.dossier.v1';
const NUMEROTEES = 'SELECT coalesce(sum(rang), 0)::int FROM chaine';
const APPLIQUEES = `SELECT coalesce(sum(seq), 0)::int FROM consommation WHERE topic = '${TOPIC}'`;

async function jusqua(client, sql, voulu) {
  for (const limite = performance.now() + DELAI_MS; ; await pause(10)) {
    const lu = await valeur(client, sql);
    if (voulu(lu)) return { lu, instant: performance.now() };
    if (performance.now() > limite) throw new Error('la mesure isolée ne finit pas');
  }
}

/** Numbering and chaining alone: every number is forgotten, the waiting sequencer takes all rows in one turn (within its pause of 0.25 s). */
export const mesurerSequenceur = (etat) =>
  avecBase(etat, 'prestations', async (c) => {
    const total = await valeur(c, NUMEROTEES);
    await c.query('BEGIN');
    await c.query("SELECT pg_advisory_xact_lock(hashtext('sm-sequenceur'))");
    await c.query('TRUNCATE log_index, position_log, chaine');
    await c.query("UPDATE sequenceur SET instantane = '3:3:'");
    await c.query('COMMIT');
    const debut = performance.now();
    const { instant } = await jusqua(c, NUMEROTEES, (n) => n === total);
    return { lignes: total, secondes: (instant - debut) / 1000 };
  });

/** Projection alone: facts and counters are emptied under a stopped host; measured from the first batch seen to the end of the log. */
export async function mesurerProjection(hote) {
  await hote.tuer();
  const total = await avecBase(hote.etat, 'pilotage', async (c) => {
    const n = await valeur(c, APPLIQUEES);
    await c.query('TRUNCATE fait, compteur');
    await c.query(`DELETE FROM consommation WHERE topic = '${TOPIC}'`);
    return n;
  });
  return avecBase(hote.etat, 'pilotage', async (c) => {
    const demarrage = hote.demarrer();
    const debut = await jusqua(c, APPLIQUEES, (n) => n > 0);
    const { instant } = await jusqua(c, APPLIQUEES, (n) => n >= total);
    await demarrage;
    return { lignes: total - debut.lu, secondes: (instant - debut.instant) / 1000 };
  });
}
