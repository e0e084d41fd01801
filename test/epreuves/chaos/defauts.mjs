const entre = (alea, min, max) => Math.floor(min + alea() * (max - min));

/** Weight of each kind of fault, out of the sum of those that the assembly allows. */
const POIDS = { service: 48, postgres: 13, courtier: 10, redemarrage: 5, gel: 14, double: 10 };

/** How likely a part is to be the victim: those that write and project carry the load. */
const VICTIMES = { prestations: 4, pilotage: 4, organisation: 2, repertoire: 1, portail: 1, hote: 4 };

function peser(alea, poids) {
  const total = Object.values(poids).reduce((a, b) => a + b, 0);
  let reste = alea() * total;
  for (const [nom, p] of Object.entries(poids)) if ((reste -= p) < 0) return nom;
  return Object.keys(poids).at(-1);
}

const genresPossibles = (parties, courtier) => Object.fromEntries(Object.entries(POIDS).filter(([g]) => (courtier || (g !== 'courtier' && g !== 'redemarrage')) && (g !== 'double' || parties.length > 1)));

/**
 * The faults of a trial, drawn by the seed: kind, victims, how long a frozen one stays so, and the pause once all is back.
 * @param o.parties processes of the platform; @param o.courtier whether there is a broker; @param o.poids kinds in place of the ordinary ones; @param o.victimes idem
 * @returns {{genre: string, cibles: string[], gelMs: number, pauseMs: number}[]}
 */
export function tirerDefauts(n, alea, { parties, courtier, poids = genresPossibles(parties, courtier), victimes = VICTIMES, pause = [100, 900] }) {
  const services = Object.fromEntries(parties.map((p) => [p, victimes[p] ?? 0]));
  const toutes = { ...services, postgres: 3, ...(courtier ? { courtier: 3 } : {}) };
  const CIBLES = {
    service: () => [peser(alea, services)],
    postgres: () => ['postgres'],
    courtier: () => ['courtier'],
    redemarrage: () => ['courtier'],
    gel: () => [peser(alea, toutes)],
    double: () => {
      const premiere = peser(alea, toutes);
      return [premiere, peser(alea, { ...toutes, [premiere]: 0 })];
    },
    backend: () => ['postgres'],
  };
  return Array.from({ length: n }, () => {
    const genre = peser(alea, poids);
    return { genre, cibles: CIBLES[genre](), gelMs: genre === 'gel' ? entre(alea, 1000, 8000) : 0, pauseMs: entre(alea, ...pause) };
  });
}
