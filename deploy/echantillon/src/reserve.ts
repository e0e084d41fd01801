import type { Jour } from './calendrier';
import type { Hasard } from './hasard';
import type { Nature } from './histoires';
import { PATHOLOGIES, POIDS_INITIALE, POIDS_PROLONGATION, type Pathologie } from './pathologies';
import type { Personne } from './assures';

const POIDS: Readonly<Record<Nature, readonly number[]>> = { initiale: POIDS_INITIALE, prolongation: POIDS_PROLONGATION };

/** An illness drawn for a request of that nature. */
export function tirerPathologie(nature: Nature, h: Hasard): Pathologie {
  return h.pondere(PATHOLOGIES, POIDS[nature]);
}

const convient = (p: Pathologie, q: Personne): boolean =>
  p !== q.pathologie && q.age >= p.ageMin && q.age <= p.ageMax && (p.sexe === null || (p.sexe === 'F') === q.femme);

interface Attente {
  readonly personne: Personne;
  readonly depuis: Jour;
}

const CAPACITE = 2_000;
const MOIS_DE_SUITE = 150;
const ECART = 40;

/** A bounded memory of persons already seen, for those who ask twice in the year: an extension of the same right, or another illness. */
export class Reserve {
  private readonly suites: Attente[] = [];
  private readonly autres: Attente[] = [];

  constructor(private readonly h: Hasard) {}

  /** Remembers some of those whose first request was decided on day `avis`. */
  retenir(personne: Personne, nature: Nature, avis: Jour): void {
    if (nature === 'initiale' && this.h.vrai(0.05) && this.suites.length < CAPACITE) this.suites.push({ personne, depuis: avis });
    else if (this.h.vrai(0.05) && this.autres.length < CAPACITE) this.autres.push({ personne, depuis: avis });
  }

  /** Someone whose earlier request was decided well before this one was received, with the illness it bears on; null most of the time. */
  reprendre(nature: Nature, recu: Jour): Personne | null {
    if (nature === 'prolongation' && this.h.vrai(0.06)) return this.premier(this.suites, recu - MOIS_DE_SUITE);
    if (!this.h.vrai(0.035)) return null;
    const personne = this.premier(this.autres, recu - ECART);
    for (let essai = 0; personne && essai < 40; essai++) {
      const pathologie = tirerPathologie(nature, this.h);
      if (convient(pathologie, personne)) return { ...personne, pathologie };
    }
    return null;
  }

  private premier(file: Attente[], auPlusTard: Jour): Personne | null {
    const tete = file[0];
    if (!tete || tete.depuis > auPlusTard) return null;
    file.shift();
    return tete.personne;
  }
}
