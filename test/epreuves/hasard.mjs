/** Seeded generator (mulberry32) of numbers in [0, 1). */
export function hasard(graine) {
  let etat = graine >>> 0;
  return () => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Moments and victims of the kills: one in each equal share of the import, the host and PostgreSQL in turn, the first one drawn.
 * @returns {{avancement: number, cible: 'hôte'|'PostgreSQL', retardMs: number}[]}
 */
export function tirer(kills, alea) {
  const premier = alea() < 0.5 ? 0 : 1;
  return Array.from({ length: kills }, (_, i) => ({
    avancement: (0.96 * (i + alea())) / kills,
    cible: (i + premier) % 2 ? 'hôte' : 'PostgreSQL',
    retardMs: Math.floor(alea() * 60),
  }));
}
