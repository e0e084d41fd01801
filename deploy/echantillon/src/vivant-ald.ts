import { ajouterMois, instant, ouvrePrecedent, texteDuJour, type Jour } from './calendrier';
import type { Acte, Chantier, Ligne, Recette } from './vivant-chantier';
import type { Fil } from './vivant-fil';
import { diagnosticsDe, tirerAffection, type Assure } from './vivant-personnes';
import type { Intervenant } from './vivant-personnel';
import type { Pathologie } from './pathologies';

type Nature = 'initiale' | 'prolongation';
type Sens = 'favorable' | 'defavorable_medical' | 'defavorable_administratif';

/** Days of the level of service, from the complete reception to the avis. */
const NIVEAU_DE_SERVICE = 25;
/** Months of the remedy against a refusal, from its notification (R.142-1-A CSS). */
const MOIS_DE_RECOURS = 2;
/** Months of follow-up after an ALD. */
const MOIS_DE_SUIVI = 24;

const MOTIFS: Readonly<Record<Sens, readonly string[]>> = {
  favorable: ['Critères médicaux réunis', 'Affection confirmée par le compte rendu joint', 'Traitement prolongé et coûteux justifié'],
  defavorable_medical: ['Critères de gravité non réunis', 'Affection stabilisée sans traitement prolongé', 'Diagnostic non confirmé par les pièces'],
  defavorable_administratif: ['Demande en double', 'Exonération déjà en cours pour la même affection'],
};

/** A request before its life: who, what, when. */
interface Demande {
  readonly nature: Nature;
  readonly electronique: boolean;
  readonly p: Pathologie;
  readonly assure: Assure;
  readonly fil: Fil;
  readonly protocole: boolean;
}

interface Souhait {
  readonly nature?: Nature;
  readonly electronique?: boolean;
  readonly exonerant?: boolean;
  readonly travaillee?: boolean;
  readonly protocole?: boolean;
}

function demander(c: Chantier, recu: Jour, { nature = c.h.vrai(0.58) ? 'initiale' : 'prolongation', electronique = c.canal(recu), exonerant = false, travaillee = true, protocole = true }: Souhait = {}): Demande {
  let p = tirerAffection(nature, c.h);
  while (exonerant && p.regime === 'non_exonerante') p = tirerAffection(nature, c.h);
  const assure = c.assures.nouveau(Math.max(2, p.ageMin), p.ageMax, p.sexe, c.service.caisse);
  return { nature, electronique, p, assure, protocole, fil: c.fil(recu, electronique, travaillee) };
}

interface Fin {
  readonly statut: string;
  readonly echeance?: Jour | null;
  readonly praticien?: string | null;
}

function ligne(c: Chantier, d: Demande, histoire: readonly Acte[], { statut, echeance = null, praticien = null }: Fin): Ligne {
  const { p, fil } = d;
  const debutSoins = fil.recu.j - (d.nature === 'initiale' ? c.h.entier(20, 240) : c.h.entier(1000, 1900));
  const contenu = {
    source: c.source, numero: c.numero('ALD', fil.recu.j), unite: c.service.unite, caisse: c.service.caisse, type: 'ald', nature: d.nature, canal: d.electronique ? 'pse' : 'papier', nir: d.assure.nir,
    medecin: d.assure.medecin, recuLe: instant(fil.recu.j, fil.recu.s),
    medical: { regime: p.regime, ald: p.ald, diagnostics: diagnosticsDe(p, c.h), debutSoins: texteDuJour(debutSoins), soins: p.soins },
    pieces: d.protocole ? ['protocole'] : [], histoire,
  };
  return { procedure: 'ald', statut, echeance, praticien, contenu };
}

const completude = (c: Chantier, fil: Fil): Acte => ({ acte: 'completude', le: fil.apres(0, 1), par: c.technicien(fil.jour) });

function avis(c: Chantier, d: Demande, medecin: Intervenant, sens: Sens, le: string, couverture?: { readonly debut: Jour; readonly ans: number }): Acte {
  const commun = { acte: 'avis', le, par: medecin.sub, rpps: medecin.rpps, sens, motif: c.h.parmi(MOTIFS[sens]) };
  if (sens !== 'favorable') return commun;
  const { debut, ans } = couverture ?? { debut: d.fil.recu.j - c.h.entier(0, 20), ans: d.p.dureesAns[d.nature === 'initiale' ? 0 : 1] };
  return { ...commun, debut: texteDuJour(debut), dureeAns: ans };
}

/** An open dossier up to its practitioner: completeness, assignment. */
function instruire(c: Chantier, d: Demande): { medecin: Intervenant; actes: Acte[] } {
  const premier = completude(c, d.fil);
  const medecin = c.medecin(d.fil.jour);
  return { medecin, actes: [premier, c.affectation(d.fil, medecin)] };
}

const niveauDeService = (d: Demande): Jour => d.fil.recu.j + NIVEAU_DE_SERVICE;

/** A dossier that waits for its avis, its service level drawn around the day of the start. */
const enAttente = (statut: string, nombre: number, suite: (c: Chantier, d: Demande, medecin: Intervenant) => readonly Acte[], age = (c: Chantier): number => c.age(NIVEAU_DE_SERVICE)): Recette => ({
  statut, nombre,
  faire(c) {
    const d = demander(c, c.depart - age(c));
    const { medecin, actes } = instruire(c, d);
    return ligne(c, d, [...actes, ...suite(c, d, medecin)], { statut, echeance: niveauDeService(d), praticien: medecin.sub });
  },
});

const recevable: Recette = {
  statut: 'recevable', nombre: 150,
  faire(c) {
    const d = demander(c, c.depart - Math.min(c.age(NIVEAU_DE_SERVICE), c.h.entier(1, 30)));
    return ligne(c, d, [completude(c, d.fil)], { statut: 'recevable', echeance: niveauDeService(d) });
  },
};

const recue: Recette = {
  statut: 'recue', nombre: 14,
  faire: (c) => ligne(c, demander(c, c.depart - c.h.entier(1, 3), { travaillee: false }), [], { statut: 'recue' }),
};

const incomplete: Recette = {
  statut: 'incomplete', nombre: 60,
  faire(c) {
    const d = demander(c, c.depart - c.h.entier(2, 40), { electronique: false, protocole: false });
    return ligne(c, d, [completude(c, d.fil)], { statut: 'incomplete' });
  },
};

/** An avis given in the last days, which the caisse has not notified yet. */
const aNotifier = (statut: 'accordee' | 'refusee', nombre: number): Recette => ({
  statut, nombre,
  faire(c) {
    const d = demander(c, c.depart - c.h.entier(9, 38), { exonerant: true });
    const { medecin, actes } = instruire(c, d);
    const sens: Sens = statut === 'accordee' ? 'favorable' : c.h.vrai(0.8) ? 'defavorable_medical' : 'defavorable_administratif';
    return ligne(c, d, [...actes, avis(c, d, medecin, sens, d.fil.le(c.veille - c.h.entier(0, 5)))], { statut, praticien: medecin.sub });
  },
});

/** A refusal notified, still open to the remedy or disputed. */
const refusNotifie = (statut: 'refusee' | 'contestee', nombre: number): Recette => ({
  statut, nombre,
  faire(c) {
    const age = statut === 'refusee' ? c.h.entier(1, 56) : c.h.entier(12, 150);
    const d = demander(c, c.depart - age - c.h.entier(12, 30));
    const { medecin, actes } = instruire(c, d);
    actes.push(avis(c, d, medecin, 'defavorable_medical', d.fil.apres(2, 8)), { acte: 'decision', le: d.fil.le(c.depart - age) });
    const notifiee = d.fil.jour;
    if (statut === 'refusee') return ligne(c, d, actes, { statut, echeance: ajouterMois(notifiee, MOIS_DE_RECOURS), praticien: medecin.sub });
    actes.push({ acte: 'recours', le: d.fil.apres(2, 20), par: c.technicien(d.fil.jour) });
    return ligne(c, d, actes, { statut, praticien: medecin.sub });
  },
});

/** A granted cover: its end is imposed, its beginning and its avis follow, years before. */
function exonerer(c: Chantier, fin: Jour, ans: number): { d: Demande; medecin: Intervenant; actes: Acte[]; fin: Jour } {
  const debut = ajouterMois(fin, -12 * ans);
  const d = demander(c, Math.min(debut + c.h.entier(2, 20), c.veille - 20), { exonerant: true });
  const { medecin, actes } = instruire(c, d);
  actes.push(avis(c, d, medecin, 'favorable', d.fil.apres(3, 12), { debut, ans }), { acte: 'decision', le: d.fil.apres(1, 4) });
  return { d, medecin, actes, fin: ajouterMois(debut, 12 * ans) };
}

const ouverte = (statut: string, nombre: number, fin: (c: Chantier) => Jour, prochaine: (fin: Jour, depart: Jour) => Jour): Recette => ({
  statut, nombre,
  faire(c) {
    const e = exonerer(c, fin(c), c.h.pondere([2, 3, 5], [10, 20, 70]));
    return ligne(c, e.d, e.actes, { statut, echeance: prochaine(e.fin, c.depart), praticien: e.medecin.sub });
  },
});

const prochaineAlerte = (fin: Jour, depart: Jour): Jour => [ajouterMois(fin, -6), ajouterMois(fin, -3), fin].find((j) => j > depart) ?? fin;

/** A cover left before its term, or after it. */
const close = (statut: 'terminee' | 'suivi_post_ald', nombre: number, motifs: readonly string[]): Recette => ({
  statut, nombre,
  faire(c) {
    const e = exonerer(c, c.depart + c.h.entier(100, 900), 3);
    const motif = c.h.parmi(motifs);
    e.actes.push({ acte: 'fin', le: e.d.fil.le(c.depart - c.h.entier(1, 90)), par: e.medecin.sub, motif });
    const echeance = statut === 'suivi_post_ald' ? ajouterMois(e.d.fil.jour, MOIS_DE_SUIVI) : null;
    return ligne(c, e.d, e.actes, { statut, echeance, praticien: e.medecin.sub });
  },
});

const irrecevable: Recette = {
  statut: 'irrecevable', nombre: 40,
  faire(c) {
    const d = demander(c, c.depart - c.h.entier(20, 90), { electronique: false, protocole: false });
    const par = c.technicien(ouvrePrecedent(d.fil.jour));
    return ligne(c, d, [completude(c, d.fil), { acte: 'irrecevabilite', le: d.fil.apres(5, 12), par, motif: c.h.parmi(['pieces_non_fournies', 'pieces_non_fournies', 'non_assure', 'hors_champ']) }], { statut: 'irrecevable' });
  },
};

const annulee: Recette = {
  statut: 'annulee', nombre: 38,
  faire(c) {
    const d = demander(c, c.depart - c.h.entier(8, 90));
    return ligne(c, d, [completude(c, d.fil), { acte: 'annulation', le: d.fil.apres(1, 6), par: c.technicien(d.fil.jour), motif: c.h.parmi(['retrait', 'doublon', 'deces', 'erreur_saisie']) }], { statut: 'annulee' });
  },
};

function complement(_c: Chantier, d: Demande, medecin: Intervenant): readonly Acte[] {
  return [{ acte: 'complement_demande', le: d.fil.apres(0, 4), par: medecin.sub, pieces: ['compte_rendu'] }];
}

function secondAvis(c: Chantier, d: Demande, medecin: Intervenant): readonly Acte[] {
  const second = c.medecin(d.fil.jour, medecin.sub);
  return [{ acte: 'second_avis_demande', le: d.fil.apres(0, 4), ...(c.service.chef ? { par: c.service.chef } : {}), a: second.sub }];
}

/** Long-term illness: every status, the open ones around their level of service. */
export const RECETTES_ALD: readonly Recette[] = [
  recue, incomplete, recevable,
  enAttente('affectee', 424, () => []), enAttente('affectee', 8, () => [], () => NIVEAU_DE_SERVICE), enAttente('complement_demande', 110, complement), enAttente('second_avis_demande', 26, secondAvis),
  aNotifier('accordee', 80), aNotifier('refusee', 40), refusNotifie('refusee', 60), refusNotifie('contestee', 40),
  ouverte('exoneration_active', 300, (c) => c.depart + c.h.pondere([c.h.entier(190, 215), c.h.entier(215, 700)], [35, 65]), prochaineAlerte),
  ouverte('renouvellement_attendu', 160, (c) => c.depart + c.h.pondere([c.h.entier(1, 30), c.h.entier(31, 178)], [25, 75]), prochaineAlerte),
  close('suivi_post_ald', 36, ['suivi_post_ald']), close('terminee', 60, ['sortie', 'deces', 'prolongee']), irrecevable, annulee,
];

/** The neighbours' small share, without a head of service. */
export const RECETTES_VOISINES: readonly Recette[] = [recevable, incomplete, enAttente('affectee', 430, () => []), enAttente('complement_demande', 110, complement), aNotifier('accordee', 80)];

/** Requests that come on the very day of the start, before any act. */
export function demandeDuJour(c: Chantier, source: string): Ligne {
  const electronique = c.canal(c.depart);
  const d = demander(c, c.depart - 1, { electronique: true, nature: 'initiale', exonerant: true, travaillee: false });
  const sansProtocole = !electronique && c.h.vrai(0.3);
  const { p } = d;
  const contenu = {
    source, numero: c.numero('JOUR', c.depart), unite: c.service.unite, caisse: c.service.caisse, type: 'ald', nature: d.nature, canal: electronique ? 'pse' : 'papier', nir: d.assure.nir,
    medecin: d.assure.medecin, recu_le: texteDuJour(c.depart), ald: p.ald, hors_liste: p.regime === 'liste' ? null : p.regime, diagnostics: diagnosticsDe(p, c.h),
    debut_soins: texteDuJour(c.depart - c.h.entier(20, 200)), pieces: sansProtocole ? [] : ['protocole'],
  };
  return sansProtocole
    ? { procedure: 'ald', statut: 'incomplete', echeance: null, praticien: null, contenu }
    : { procedure: 'ald', statut: 'recevable', echeance: c.depart + NIVEAU_DE_SERVICE, praticien: null, contenu };
}
