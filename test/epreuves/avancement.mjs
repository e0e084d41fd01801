import { connecter, lignes, valeur } from './base.mjs';

const LUES = 'SELECT coalesce(sum(lues), 0)::int FROM import';
const APPLIQUES = "SELECT coalesce(sum(seq), 0)::int FROM consommation WHERE topic = 'sm.prestations.dossier.v1' AND source NOT LIKE 'kafka:%'";
const MESURES = [['repertoire', LUES], ['prestations', LUES], ['pilotage', APPLIQUES]];

/** How far the taking in has gone: lines committed, then events projected. Survives the death of the server. */
export class Avancement {
  clients = new Map();

  constructor(etat) {
    this.etat = etat;
  }

  async client(service) {
    if (!this.clients.has(service)) this.clients.set(service, await connecter(this.etat, service));
    return this.clients.get(service);
  }

  /** Lines and events, or null when the databases do not answer (yet). */
  async lire() {
    try {
      const nombres = [];
      for (const [service, sql] of MESURES) nombres.push(await valeur(await this.client(service), sql));
      return nombres.reduce((a, b) => a + b, 0);
    } catch {
      await this.fermer();
      return null;
    }
  }

  async fermer() {
    const clients = [...this.clients.values()];
    this.clients.clear();
    await Promise.all(clients.map((c) => c.end().catch(() => undefined)));
  }
}

const EN_SUSPENS = [
  ['pilotage', 'SELECT count(*)::int FROM compteur WHERE sale'],
  ...['organisation', 'repertoire', 'prestations', 'pilotage'].map((s) => [s, 'SELECT ((SELECT count(*) FROM journal) - (SELECT count(*) FROM log_index))::int']),
];

/** True once every journal is numbered, every counter published, and every consumer stands at the end of what the others published. */
export async function enRepos(etat) {
  const a = new Avancement(etat);
  try {
    for (const [service, sql] of EN_SUSPENS) if ((await valeur(await a.client(service), sql)) !== 0) return false;
    const publie = await valeur(await a.client('pilotage'), 'SELECT coalesce(sum(seq), 0)::int FROM position_log');
    return publie === (await valeur(await a.client('pilotage'), "SELECT coalesce(sum(seq), 0)::int FROM consommation WHERE topic = 'sm.agregats.v1' AND source NOT LIKE 'kafka:%'"));
  } finally {
    await a.fermer();
  }
}

/** End of each partition of each topic, by source service. */
export async function finsDuJournal(etat) {
  const a = new Avancement(etat);
  try {
    const fins = [];
    for (const source of ['organisation', 'repertoire', 'prestations', 'pilotage']) {
      for (const l of await lignes(await a.client(source), 'SELECT topic, part, seq::int AS seq FROM position_log')) fins.push({ source, ...l });
    }
    return fins;
  } finally {
    await a.fermer();
  }
}
