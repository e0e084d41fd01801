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

/** A request, or a line for an intake of its own: a notice opens no dossier. */
export interface Demande {
  readonly corps: Readonly<Record<string, unknown>>;
  readonly flux?: string;
}

/** How the caisse speaks of one procedure: it asks, then does what the avis commands; it never gives an avis. */
export interface Guichet {
  readonly procedure: string;
  /** In words, for the report of the minute. */
  readonly nom: string;
  /** Share of the requests sent. */
  readonly part: number;
  demander(assure: AssureConnu, numero: string, jour: Jour, h: Hasard): Demande;
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

function demanderAld(a: AssureConnu, numero: string, j: Jour, h: Hasard): Demande {
  const age = ageLe(a.naissance, j);
  let p = tirerAffection('initiale', h);
  for (let essai = 0; essai < 200 && (age < p.ageMin || age > p.ageMax || (p.sexe !== null && (p.sexe === 'F') !== a.femme)); essai++) p = tirerAffection('initiale', h);
  const incomplete = h.vrai(PART_PAPIER_INCOMPLET);
  const corps = {
    source: SOURCE, numero, ...UNITE, type: 'ald', nature: 'initiale', canal: incomplete ? 'papier' : 'pse', nir: a.nir, medecin: a.medecin, recu_le: texteDuJour(j),
    ald: p.ald, hors_liste: p.regime === 'liste' ? null : p.regime, diagnostics: diagnosticsDe(p, h), debut_soins: texteDuJour(j - h.entier(10, 180)), pieces: incomplete ? [] : ['protocole'],
  };
  return { corps };
}

/** What the platform says that the caisse may do of this dossier. */
const peut = (vue: unknown, commande: string): boolean => (champ(vue, 'commandesPossibles') as readonly unknown[] | undefined)?.includes(commande) === true;
const adresse = (vue: unknown, porte: string, acte: string): string => `/${porte}/${String(champ(vue, 'id'))}/${acte}`;

export const ALD: Guichet = {
  procedure: 'ald', nom: 'ALD', part: 5, demander: demanderAld, statutsRendus: ['accordee', 'refusee'],
  suivre(vue) {
    const avis = champ(vue, 'avis');
    if (!avis || champ(vue, 'decision')) return null;
    return { chemin: adresse(vue, 'dossiers', 'decision'), corps: { sens: champ(avis, 'sens') === 'favorable' ? 'accord' : 'refus', versionAvis: champ(avis, 'version') } };
  },
  suivante: (vue) => (champ(vue, 'decision') && peut(vue, 'OuvrirExoneration') ? { chemin: adresse(vue, 'dossiers', 'exoneration'), corps: {} } : null),
};

const PART_AVIS_D_ARRET = 0.75;

/** Most leaves are only told by an electronic notice; some are put under control. */
function demanderArret(a: AssureConnu, numero: string, j: Jour, h: Hasard): Demande {
  const [debut, duree] = [j - h.entier(0, 2), h.entier(3, 25)];
  const communs = { source: SOURCE, numero, ...UNITE, nir: a.nir, prescripteur: a.medecin, risque: h.pondere(['maladie', 'at', 'mp'], [88, 10, 2]) };
  if (h.vrai(PART_AVIS_D_ARRET)) {
    const [du, au] = [texteDuJour(debut), texteDuJour(debut + duree)];
    return { flux: 'avis-arrets', corps: { ...communs, nature: 'initiale', canal: 'electronique', debut: du, fin: au, prescrit_le: du, envoye_le: texteDuJour(j), recu_le: texteDuJour(j), teleconsultation: h.vrai(0.05), traitant: true, motif_present: true, depassement_motive: false } };
  }
  const arret = { debut: texteDuJour(debut - h.entier(30, 90)), fin: texteDuJour(debut + duree), traitant: true };
  return { corps: { ...communs, type: 'arret', canal: 'electronique', origine: 'caisse', recuLe: texteDuJour(j), arret, medical: { motif: null, diagnostics: ['M54'] } } };
}

const SENS_ARRET: Readonly<Record<string, string>> = { justifie: 'maintien', reprise: 'fin_versement', stabilise: 'fin_versement', absence: 'suspension', rapport_employeur: 'suspension' };

export const ARRET: Guichet = {
  procedure: 'arret', nom: 'arrêts', part: 4, demander: demanderArret, statutsRendus: ['reprise_a_notifier', 'suspension_demandee', 'orientation_invalidite', 'justifie'],
  suivre(vue) {
    const avis = champ(vue, 'avis');
    const sens = SENS_ARRET[String(champ(avis, 'conclusion'))];
    if (!sens || !peut(vue, 'NotifierDecision')) return null;
    return { chemin: adresse(vue, 'arrets', 'decision'), corps: { sens, versionAvis: champ(avis, 'version'), recoursMentionne: true, prescripteurInforme: true } };
  },
};

function demanderAtmp(a: AssureConnu, numero: string, j: Jour, h: Hasard): Demande {
  const [code, texte] = h.parmi([['S61', 'plaie de la main'], ['S93', 'entorse de la cheville'], ['M54', 'lombalgie aiguë à l’effort'], ['S83', 'entorse du genou']] as const);
  const corps = {
    source: SOURCE, numero, ...UNITE, type: 'atmp', objet: 'accident', risque: 'at', canal: 'electronique', nir: a.nir, medecin: a.medecin, declarant: 'employeur',
    date_fait: texteDuJour(j - h.entier(1, 3)), declare_le: texteDuJour(j), recu_le: texteDuJour(j), pieces: ['declaration', 'certificat'], lesions: [{ code, texte }],
  };
  return { corps };
}

/** The caisse concludes with the service before it decides of a disease, then does what the avis and that conclusion command. */
export const ATMP: Guichet = {
  procedure: 'atmp', nom: 'AT/MP', part: 2, demander: demanderAtmp, statutsRendus: ['avis_rendu'],
  suivre(vue) {
    const avis = champ(vue, 'avis');
    if (!avis) return null;
    if (peut(vue, 'ConclureConcertation')) return { chemin: adresse(vue, 'atmp', 'concertation'), corps: { delai: true, exposition: true, travaux: true } };
    const orientation = champ(champ(vue, 'concertation'), 'orientation');
    if (!peut(vue, 'NotifierDecision') || orientation === 'saisine_crrmp' || orientation === 'avis_conseil') return null;
    const refus = orientation === 'refus_direct' || String(champ(avis, 'sens')).startsWith('defavorable');
    return { chemin: adresse(vue, 'atmp', 'decision'), corps: { sens: refus ? 'refus' : 'prise_en_charge', versionAvis: champ(avis, 'version'), ...(refus ? { motif: 'medical' } : {}) } };
  },
};

export const GUICHETS: readonly Guichet[] = [ALD, ARRET, ATMP];

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
