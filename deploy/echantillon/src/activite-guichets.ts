import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { texteDuJour, type Jour } from './calendrier';
import type { Hasard } from './hasard';
import { champ } from './reseau';
import { ageLe, diagnosticsDe, tirerAffection } from './vivant-personnes';

/** An insured person whom the simulated caisse may speak of. */
export interface AssureConnu {
  readonly nir: string;
  readonly naissance: string;
  readonly femme: boolean;
  readonly medecin: string;
}

/** What a command must say, or null when there is nothing to do yet. */
export interface Suite {
  readonly chemin: string;
  readonly corps: unknown;
}

/** How the caisse speaks of one procedure: it asks, then does what the avis commands; it never gives an avis. */
export interface Guichet {
  readonly procedure: string;
  /** In words, for the report of the minute. */
  readonly nom: string;
  /** Share of the requests sent. */
  readonly part: number;
  demander(assure: AssureConnu, numero: string, jour: Jour, h: Hasard): Readonly<Record<string, unknown>>;
  /** Statuses in which an avis may wait for the caisse. */
  readonly statutsRendus: readonly string[];
  /** The act that follows the avis, from what the caisse may see of the dossier. */
  suivre(vue: unknown): Suite | null;
  /** What comes after a decision, if anything: the same reading again. */
  readonly suivante?: (vue: unknown) => Suite | null;
}

export const SOURCE = 'CAISSE-931-SIMULEE';
const UNITE = { unite: 'ELSM-931', caisse: '931' } as const;
const PART_PAPIER_INCOMPLET = 0.06;

function demanderAld(a: AssureConnu, numero: string, j: Jour, h: Hasard): Readonly<Record<string, unknown>> {
  const age = ageLe(a.naissance, j);
  let p = tirerAffection('initiale', h);
  for (let essai = 0; essai < 200 && (age < p.ageMin || age > p.ageMax || (p.sexe !== null && (p.sexe === 'F') !== a.femme)); essai++) p = tirerAffection('initiale', h);
  const incomplete = h.vrai(PART_PAPIER_INCOMPLET);
  return {
    source: SOURCE, numero, ...UNITE, type: 'ald', nature: 'initiale', canal: incomplete ? 'papier' : 'pse', nir: a.nir, medecin: a.medecin, recu_le: texteDuJour(j),
    ald: p.ald, hors_liste: p.regime === 'liste' ? null : p.regime, diagnostics: diagnosticsDe(p, h), debut_soins: texteDuJour(j - h.entier(10, 180)), pieces: incomplete ? [] : ['protocole'],
  };
}

const ouvrable = (vue: unknown): boolean => (champ(vue, 'commandesPossibles') as readonly unknown[] | undefined)?.includes('OuvrirExoneration') === true;

export const ALD: Guichet = {
  procedure: 'ald', nom: 'ALD', part: 5, demander: demanderAld, statutsRendus: ['accordee', 'refusee'],
  suivre(vue) {
    const avis = champ(vue, 'avis');
    if (!avis || champ(vue, 'decision')) return null;
    return { chemin: `/dossiers/${String(champ(vue, 'id'))}/decision`, corps: { sens: champ(avis, 'sens') === 'favorable' ? 'accord' : 'refus', versionAvis: champ(avis, 'version') } };
  },
  suivante: (vue) => (champ(vue, 'decision') && ouvrable(vue) ? { chemin: `/dossiers/${String(champ(vue, 'id'))}/exoneration`, corps: {} } : null),
};

export const GUICHETS: readonly Guichet[] = [ALD];

/** The insured persons of the portfolio's file. */
export async function lireAssures(chemin: string): Promise<AssureConnu[]> {
  const lus: AssureConnu[] = [];
  for await (const ligne of createInterface({ input: createReadStream(chemin) })) {
    const [, , nir = '', , , , naissance = '', sexe, , , , , caisse, medecin = ''] = ligne.split(';');
    if (caisse === '931' && /^\d{15}$/.test(nir)) lus.push({ nir, naissance, femme: sexe === 'F', medecin });
  }
  if (lus.length === 0) throw new Error('aucun assuré : le portefeuille vivant n’est pas chargé');
  return lus;
}
