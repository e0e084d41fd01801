import { ajouterMois, instant, joursFrancs, ouvreSuivant, texteDuJour, type Jour } from './calendrier';
import type { Acte, Chantier, Ligne, Recette } from './vivant-chantier';
import type { Fil } from './vivant-fil';
import type { Assure } from './vivant-personnes';
import type { Intervenant } from './vivant-personnel';

type Objet = 'accident' | 'nouvelle_lesion' | 'rechute' | 'maladie';

/** Jours francs left to the caisse before its silence recognises the case (R.441-7, R.441-8, R.441-16, R.461-9 CSS), from the complete file. */
const DELAIS: Readonly<Record<Objet, number>> = { accident: 30, nouvelle_lesion: 60, rechute: 60, maladie: 120 };
const APRES_INVESTIGATION = 90;
const MOIS_DE_RECOURS = 2;

const LESIONS: readonly (readonly [code: string, texte: string])[] = [
  ['S61', 'plaie de la main'], ['S93', 'entorse de la cheville'], ['M54', 'lombalgie aiguë à l’effort'], ['S52', 'fracture du poignet'], ['T14', 'contusions multiples'], ['S83', 'entorse du genou'],
  ['M75', 'douleur de l’épaule'], ['S06', 'traumatisme crânien léger'],
];
const TABLEAUX: readonly (readonly [tableau: string, code: string, texte: string])[] = [
  ['57 A', 'M75', 'tendinopathie de la coiffe des rotateurs'], ['57 C', 'G56', 'syndrome du canal carpien'], ['98', 'M51', 'sciatique par hernie discale'], ['57 B', 'M77', 'épicondylite'],
];

interface Cas {
  readonly objet: Objet;
  readonly fil: Fil;
  readonly electronique: boolean;
  readonly assure: Assure;
  readonly complet: boolean;
  readonly lesions: readonly { readonly code: string; readonly texte: string }[];
  readonly tableau: string | null;
}

const tirerObjet = (c: Chantier): Objet => c.h.pondere<Objet>(['accident', 'nouvelle_lesion', 'rechute', 'maladie'], [64, 7, 10, 19]);

function declarer(c: Chantier, recu: Jour, objet: Objet = tirerObjet(c), { complet = true, travaillee = true } = {}): Cas {
  const electronique = complet && c.canal(recu);
  const maladie = objet === 'maladie' ? c.h.parmi(TABLEAUX) : null;
  const [code, texte] = maladie ? [maladie[1], maladie[2]] : c.h.parmi(LESIONS);
  const seconde = maladie === null && c.h.vrai(0.18) ? LESIONS.filter((l) => l[0] !== code).slice(0, 1) : [];
  return {
    objet, electronique, complet, tableau: maladie?.[0] ?? null, assure: c.assures.nouveau(19, 64, null, c.service.caisse), fil: c.fil(recu, electronique, travaillee),
    lesions: [{ code, texte }, ...seconde.map(([autre, mots]) => ({ code: autre, texte: mots }))],
  };
}

interface Fin {
  readonly statut: string;
  readonly echeance?: Jour | null;
  readonly praticien?: string | null;
}

function ligne(c: Chantier, k: Cas, histoire: readonly Acte[], { statut, echeance = null, praticien = null }: Fin): Ligne {
  const { j, s } = k.fil.recu;
  const fait = j - c.h.entier(1, 4);
  const exigees = k.objet === 'accident' || k.objet === 'maladie' ? ['declaration', 'certificat'] : ['certificat'];
  const contenu = {
    source: c.source, numero: c.numero('ATMP', j), unite: c.service.unite, caisse: c.service.caisse, type: 'atmp', objet: k.objet, canal: k.electronique ? 'electronique' : 'papier', nir: k.assure.nir,
    medecin: k.assure.medecin, medecinTravail: null, declarant: k.objet === 'maladie' ? 'victime' : 'employeur', ...(k.objet === 'maladie' ? {} : { dateFait: texteDuJour(fait) }), declareLe: texteDuJour(j), recuLe: instant(j, s),
    pieces: k.complet ? exigees : exigees.slice(0, -1), medical: { lesions: k.lesions, tableau: k.tableau, texte: null }, histoire,
  };
  return { procedure: 'atmp', statut, echeance, praticien, contenu };
}

/** First day on which the silence of the caisse would have recognised the case. */
const silence = (complet: Jour, francs: number): Jour => joursFrancs(complet, francs) + 1;

/** A reception such that the silence would fall in `reste` days, and never before the day after the start. */
function recuPour(c: Chantier, francs: number, reste: number): Jour {
  let j = Math.min(c.depart - 1, c.depart + reste - francs - 2);
  while (silence(j, francs) <= c.depart) j++;
  return j;
}

const completude = (c: Chantier, { fil }: Cas): Acte => ({ acte: 'completude', le: fil.apres(0, 1), par: c.technicien(fil.jour) });

interface Instruction {
  readonly k: Cas;
  readonly medecin: Intervenant;
  readonly actes: Acte[];
}

function instruire(c: Chantier, k: Cas): Instruction {
  const premier = completude(c, k);
  const medecin = c.medecin(k.fil.jour);
  return { k, medecin, actes: [premier, c.affectation(k.fil, medecin, 0, 1)] };
}

/** Days until the silence: one case in three within the week. */
const reste = (c: Chantier, objet: Objet): number => c.h.pondere([c.h.entier(1, 7), c.h.entier(8, 22), c.h.entier(23, DELAIS[objet])], [34, 36, 30]);

/** A case still open: the clock of the caisse runs, and its silence would recognise. */
function ouvrir(c: Chantier, objet: Objet = tirerObjet(c), jours = reste(c, objet)): Cas {
  const k = declarer(c, recuPour(c, DELAIS[objet], jours), objet);
  // Paper comes on an open day, maybe before: the silence must still lie ahead.
  return silence(k.fil.recu.j, DELAIS[objet]) > c.depart ? k : ouvrir(c, objet, jours + 3);
}

const echeanceDe = ({ objet, fil }: Cas): Jour => silence(fil.recu.j, DELAIS[objet]);

const declaree: Recette = {
  statut: 'declaree', nombre: 10,
  faire: (c) => ligne(c, declarer(c, c.depart - c.h.entier(1, 2), tirerObjet(c), { travaillee: false }), [], { statut: 'declaree' }),
};

const incomplete: Recette = {
  statut: 'incomplete', nombre: 36,
  faire(c) {
    const k = declarer(c, c.depart - c.h.entier(2, 25), c.h.vrai(0.75) ? 'accident' : 'maladie', { complet: false });
    return ligne(c, k, [completude(c, k)], { statut: 'incomplete' });
  },
};

const recevable: Recette = {
  statut: 'recevable', nombre: 42,
  faire(c) {
    const k = ouvrir(c);
    return ligne(c, k, [completude(c, k)], { statut: 'recevable', echeance: echeanceDe(k) });
  },
};

const enCours = (statut: string, nombre: number, suite: (c: Chantier, i: Instruction) => readonly Acte[]): Recette => ({
  statut, nombre,
  faire(c) {
    const i = instruire(c, ouvrir(c));
    i.actes.push(...suite(c, i));
    return ligne(c, i.k, i.actes, { statut, echeance: echeanceDe(i.k), praticien: i.medecin.sub });
  },
});

/** Investigations opened in time: the caisse has until the ninetieth jour franc. */
const enquetee: Recette = {
  statut: 'affectee', nombre: 24,
  faire(c) {
    const k = declarer(c, c.depart - c.h.entier(32, 84), 'accident');
    const i = instruire(c, k);
    i.actes.push({ acte: 'investigation', le: k.fil.le(k.fil.recu.j + c.h.entier(12, 22)), questionnaires: true });
    return ligne(c, k, i.actes, { statut: 'affectee', echeance: silence(k.fil.recu.j, APRES_INVESTIGATION), praticien: i.medecin.sub });
  },
};

type Issue = 'favorable' | 'defavorable';

function avis({ k, medecin }: Instruction, le: string, issue: Issue): Acte {
  const commun = { acte: 'avis', le, par: medecin.sub, rpps: medecin.rpps, motif: issue === 'favorable' ? 'Lésion compatible avec le fait décrit' : 'Lésion sans lien avec le fait décrit' };
  if (k.objet !== 'maladie') return { ...commun, conclusions: k.lesions.map((_, n) => (issue === 'favorable' ? (n === 0 ? 'imputable' : 'partiel') : n === 0 ? 'non_imputable' : 'etat_anterieur')) };
  const premiereConstatation = texteDuJour(k.fil.recu.j - 40);
  return issue === 'favorable' ? { ...commun, designee: true, premiereConstatation } : { ...commun, designee: false, premiereConstatation, seuilIncapacite: false };
}

const avisRendu: Recette = {
  statut: 'avis_rendu', nombre: 54,
  faire(c) {
    const i = instruire(c, ouvrir(c));
    i.actes.push(avis(i, i.k.fil.le(c.veille - c.h.entier(0, 5)), c.h.vrai(0.85) ? 'favorable' : 'defavorable'));
    return ligne(c, i.k, i.actes, { statut: 'avis_rendu', echeance: echeanceDe(i.k), praticien: i.medecin.sub });
  },
};

/** An avis then the decision it commands, `age` days before the start. */
function decider(c: Chantier, age: number, issue: Issue): Instruction {
  const k = declarer(c, c.depart - age - c.h.entier(12, 24));
  const i = instruire(c, k);
  i.actes.push(avis(i, k.fil.apres(1, 5), issue));
  if (k.objet === 'maladie') i.actes.push({ acte: 'concertation', le: k.fil.apres(0, 1) });
  i.actes.push({ acte: 'decision', le: k.fil.apres(0, 3) });
  return i;
}

const recoursDe = (c: Chantier, { k }: Instruction): Jour | null => {
  const fin = ouvreSuivant(ajouterMois(k.fil.jour, MOIS_DE_RECOURS)) + 1;
  return fin > c.depart ? fin : null;
};

const decidee = (statut: 'prise_en_charge' | 'refusee', nombre: number): Recette => ({
  statut, nombre,
  faire(c) {
    const i = decider(c, statut === 'refusee' ? c.h.entier(1, 52) : c.h.entier(1, 75), statut === 'refusee' ? 'defavorable' : 'favorable');
    return ligne(c, i.k, i.actes, { statut, echeance: statut === 'refusee' ? recoursDe(c, i) : null, praticien: i.medecin.sub });
  },
});

/** Nobody answered in time: the silence has recognised the accident. */
const implicite: Recette = {
  statut: 'prise_en_charge_implicite', nombre: 12,
  faire(c) {
    const k = declarer(c, c.depart - c.h.entier(36, 60), 'accident');
    const i = instruire(c, k);
    return ligne(c, k, i.actes, { statut: 'prise_en_charge_implicite', echeance: silence(k.fil.recu.j, DELAIS.accident), praticien: i.medecin.sub });
  },
};

const contestee: Recette = {
  statut: 'contestee', nombre: 16,
  faire(c) {
    const i = decider(c, c.h.entier(20, 75), 'defavorable');
    i.actes.push({ acte: 'recours', le: i.k.fil.apres(2, 12), auteur: 'assure' });
    return ligne(c, i.k, i.actes, { statut: 'contestee', praticien: i.medecin.sub });
  },
};

const irrecevable: Recette = {
  statut: 'irrecevable', nombre: 12,
  faire(c) {
    const k = declarer(c, c.depart - c.h.entier(12, 70), 'accident', { complet: false });
    return ligne(c, k, [completude(c, k), { acte: 'irrecevabilite', le: k.fil.apres(3, 8), par: c.technicien(k.fil.jour), motif: c.h.parmi(['pieces_non_fournies', 'hors_champ', 'non_assure']) }], { statut: 'irrecevable' });
  },
};

const annulee: Recette = {
  statut: 'annulee', nombre: 12,
  faire(c) {
    const k = declarer(c, c.depart - c.h.entier(5, 60));
    return ligne(c, k, [completude(c, k), { acte: 'annulation', le: k.fil.apres(0, 4), par: c.technicien(k.fil.jour), motif: c.h.parmi(['retrait', 'doublon', 'erreur_saisie']) }], { statut: 'annulee' });
  },
};

function secondAvis(c: Chantier, { k, medecin }: Instruction): readonly Acte[] {
  return [{ acte: 'second_avis_demande', le: k.fil.apres(0, 2), ...(c.service.chef ? { par: c.service.chef } : {}), a: c.medecin(k.fil.jour, medecin.sub).sub }];
}

/** Accidents and occupational diseases: every status, the silence of the caisse near for many. */
export const RECETTES_ATMP: readonly Recette[] = [
  declaree, incomplete, recevable, enCours('affectee', 100, () => []), enquetee,
  enCours('complement_demande', 30, (_c, { k, medecin }) => [{ acte: 'complement_demande', le: k.fil.apres(0, 2), par: medecin.sub, texte: 'Compte rendu attendu' }]),
  enCours('second_avis_demande', 8, secondAvis), avisRendu, decidee('prise_en_charge', 90), decidee('refusee', 30), implicite, contestee, irrecevable, annulee,
];
