import { ajouterMois, ajouterOuvres, instant, joursFrancs, ouvreSuivant, texteDuJour, type Jour } from './calendrier';
import { cleNir } from './identifiants';
import type { Acte, Chantier, Ligne, Recette } from './vivant-chantier';
import type { Fil } from './vivant-fil';
import type { Assure } from './vivant-personnes';
import type { Intervenant } from './vivant-personnel';

type Origine = 'ciblage' | 'caisse' | 'employeur' | 'signal';

/** Days left to the prescriber to answer (parameter), and jours francs of the answers and windows of D.315-4 and D.323-4 CSS. */
const REPONSE = 15;
const REPONSE_FRANCS = 4;
const FENETRE_FRANCS = 10;
/** Age of the leave from which a pre-return is offered (LFSS 2026), then of the examination with the treating doctor. */
const PRE_REPRISE = 30;
const EXAMEN_CONJOINT_MOIS = 6;
const PREVENANCE = 11;

const MOTIFS_MEDICAUX = ['Lombalgie commune', 'Syndrome anxieux réactionnel', 'Suites opératoires', 'Entorse de la cheville', 'Syndrome du canal carpien', 'Épisode dépressif'] as const;
const CIM = ['M54', 'F43', 'Z54', 'S93', 'G56', 'F32'] as const;
const MOTIF_REPRISE = 'État compatible avec une activité professionnelle';

/** A leave under control and the timeline of its acts. */
interface Controle {
  readonly origine: Origine;
  readonly assure: Assure;
  readonly fil: Fil;
  readonly debut: Jour;
  readonly fin: Jour;
  readonly conclusionEmployeur: 'non_justifie' | null;
}

interface Souhait {
  readonly origine?: Origine;
  /** Age of the leave on the day of the control. */
  readonly age?: number;
}

function controler(c: Chantier, recu: Jour, { origine = c.h.pondere<Origine>(['ciblage', 'caisse', 'signal'], [70, 20, 10]), age = c.h.pondere([c.h.entier(8, 29), c.h.entier(30, 120), c.h.entier(121, 320)], [45, 35, 20]) }: Souhait = {}): Controle {
  const assure = c.assures.nouveau(20, 63, null, c.service.caisse);
  const fil = c.fil(recu, false);
  const debut = fil.recu.j - age;
  const fin = Math.max(c.depart + c.h.entier(5, 60), fil.recu.j + 10);
  return { origine, assure, fil, debut, fin, conclusionEmployeur: origine === 'employeur' ? 'non_justifie' : null };
}

/** A first period, then extensions until the end; the last one written on the day of the control at the latest. */
function periodes({ debut, fin, fil }: Controle, c: Chantier): { readonly premiere: Jour; readonly prolongations: readonly { readonly du: string; readonly au: string }[] } {
  const premiere = Math.min(fin, debut + c.h.entier(5, 27));
  const prolongations: { du: string; au: string }[] = [];
  for (let du = premiere + 1; du <= fin; ) {
    const voulue = du + c.h.entier(13, 55);
    const au = voulue >= fil.recu.j ? fin : Math.min(fin, voulue);
    prolongations.push({ du: texteDuJour(du), au: texteDuJour(au) });
    du = au + 1;
  }
  return { premiere: prolongations.length === 0 ? fin : premiere, prolongations };
}

interface Fin {
  readonly statut: string;
  readonly echeance?: Jour | null;
  readonly praticien?: string | null;
  readonly nir?: string;
}

function ligne(c: Chantier, k: Controle, histoire: readonly Acte[], { statut, echeance = null, praticien = null, nir = k.assure.nir }: Fin): Ligne {
  const { premiere, prolongations } = periodes(k, c);
  const rang = c.h.entier(0, CIM.length - 1);
  const rapport = k.conclusionEmployeur ? { controleLe: instant(k.fil.recu.j - 1, 10 * 3600), conclusion: k.conclusionEmployeur, examenPratique: true } : null;
  const contenu = {
    source: c.source, numero: c.numero('ARR', k.fil.recu.j), unite: c.service.unite, caisse: c.service.caisse, type: 'arret', nir, prescripteur: k.assure.medecin,
    canal: c.h.vrai(0.85) ? 'electronique' : 'papier', risque: c.h.pondere(['maladie', 'at', 'mp'], [86, 11, 3]), origine: k.origine,
    selection: k.origine === 'ciblage' ? { regle: 'age_arret', version: '2026' } : null, recuLe: instant(k.fil.recu.j, k.fil.recu.s),
    arret: { debut: texteDuJour(k.debut), fin: texteDuJour(premiere), prescritLe: texteDuJour(k.debut), envoyeLe: texteDuJour(k.debut + c.h.pondere([0, 1, 2, 6], [50, 30, 12, 8])), traitant: c.h.vrai(0.8), prolongations },
    rapport, medical: { motif: MOTIFS_MEDICAUX[rang] ?? null, diagnostics: [CIM[rang] ?? 'M54'] }, histoire,
  };
  return { procedure: 'arret', statut, echeance, praticien, contenu };
}

/** The clock of the age of the leave: pre-return, then examination with the treating doctor, from the reception when the age is already past. */
function echeanceDAge({ debut, fin, fil }: Controle, depart: Jour): Jour | null {
  const seuils = [debut + PRE_REPRISE, ajouterMois(debut, EXAMEN_CONJOINT_MOIS)].filter((s) => s <= fin).map((s) => Math.max(s, fil.recu.j));
  return seuils.find((s) => s > depart) ?? seuils.at(-1) ?? null;
}

interface Instruction {
  readonly k: Controle;
  readonly medecin: Intervenant;
  readonly actes: Acte[];
}

function affecter(c: Chantier, recu: Jour, souhait: Souhait = {}): Instruction {
  const k = controler(c, recu, souhait);
  const medecin = c.medecin(k.fil.jour);
  return { k, medecin, actes: [c.affectation(k.fil, medecin)] };
}

const surPieces = (c: Chantier, { k, medecin }: Instruction): Acte => ({ acte: 'controle', le: k.fil.apres(0, 3), par: medecin.sub, mode: c.h.vrai(0.8) ? 'pieces' : 'telephone' });

/** A convocation sent on paper with its proof, for an open day. */
function convoquer(c: Chantier, { k }: Instruction, le: string, rendezVous: Jour): Acte {
  const [envoi, par] = [le.slice(0, 10), c.technicien(k.fil.jour)];
  return { acte: 'convocation', le, par, mode: c.h.vrai(0.85) ? 'sur_personne' : 'a_distance', jour: texteDuJour(rendezVous), preuveEnvoi: envoi };
}

/** Assigned, convoked and examined, the examination `avant` days before the eve of the start. */
function examiner(c: Chantier, avant: number): Instruction {
  const i = affecter(c, c.veille - avant - c.h.entier(22, 34));
  const convocation = i.k.fil.apres(1, 3);
  const rendezVous = ouvreSuivant(Math.min(c.veille, Math.max(i.k.fil.jour + PREVENANCE, c.veille - avant)));
  i.actes.push(convoquer(c, i, convocation, Math.min(rendezVous, c.veille)));
  i.actes.push({ acte: 'examen', le: i.k.fil.le(Math.min(rendezVous, c.veille)), par: i.medecin.sub, rpps: i.medecin.rpps });
  return i;
}

/** Assigned, convoked and absent without reason. */
function absenter(c: Chantier, avant: number): Instruction {
  const i = affecter(c, c.veille - avant - c.h.entier(22, 34));
  const convocation = i.k.fil.apres(1, 3);
  const rendezVous = Math.min(c.veille, ouvreSuivant(Math.max(i.k.fil.jour + PREVENANCE, c.veille - avant)));
  i.actes.push(convoquer(c, i, convocation, rendezVous), { acte: 'absence', le: i.k.fil.le(rendezVous), par: c.technicien(i.k.fil.jour), justifiee: false });
  return i;
}

type Conclusion = 'justifie' | 'reprise' | 'stabilise' | 'pdp' | 'non_controlable' | 'sans_objet' | 'absence' | 'rapport_employeur';

function avis(i: Instruction, le: string, conclusion: Conclusion, reste: Readonly<Record<string, unknown>> = {}): Acte {
  return { acte: 'avis', le, par: i.medecin.sub, rpps: i.medecin.rpps, conclusion, ...reste };
}

const recette = (statut: string, nombre: number, faire: (c: Chantier) => Instruction & { readonly echeance?: Jour | null }): Recette => ({
  statut, nombre,
  faire(c) {
    const i = faire(c);
    return ligne(c, i.k, i.actes, { statut, echeance: i.echeance ?? null, praticien: i.medecin.sub });
  },
});

const recent = (c: Chantier, max = 24): Jour => c.depart - c.h.entier(1, max);

const recevable: Recette = {
  statut: 'recevable', nombre: 92,
  faire(c) {
    const k = controler(c, recent(c, 20));
    return ligne(c, k, [], { statut: 'recevable', echeance: echeanceDAge(k, c.depart) });
  },
};

/** A number of right form that no file gives: the directory does not know the person. */
const incomplete: Recette = {
  statut: 'incomplete', nombre: 12,
  faire(c) {
    const k = controler(c, recent(c, 12));
    const corps = `${k.assure.nir.slice(0, 7)}999${k.assure.nir.slice(10, 13)}`;
    return ligne(c, k, [], { statut: 'incomplete', nir: `${corps}${cleNir(corps)}` });
  },
};

const affectee = recette('affectee', 150, (c) => {
  const i = affecter(c, recent(c));
  return { ...i, echeance: echeanceDAge(i.k, c.depart) };
});

const preReprise = recette('affectee', 24, (c) => {
  const recu = recent(c, 10);
  const i = affecter(c, recu, { age: Math.max(2, recu - (c.depart + c.h.entier(1, 9) - PRE_REPRISE)) });
  return { ...i, echeance: echeanceDAge(i.k, c.depart) };
});

const avisARendre = recette('avis_a_rendre', 74, (c) => {
  const i = affecter(c, recent(c, 30));
  i.actes.push(surPieces(c, i));
  return { ...i, echeance: echeanceDAge(i.k, c.depart) };
});

/** The prescriber was asked: late, due or soon. */
const attentePrescripteur = recette('attente_prescripteur', 42, (c) => {
  const demande = c.depart - c.h.pondere([c.h.entier(16, 28), REPONSE, c.h.entier(8, 14), c.h.entier(1, 7)], [20, 5, 35, 40]);
  const i = affecter(c, Math.min(demande, c.veille) - c.h.entier(1, 5));
  i.actes.push({ acte: 'contact_prescripteur', le: i.k.fil.le(demande), par: i.medecin.sub });
  return { ...i, echeance: i.k.fil.jour + REPONSE };
});

/** Convoked: the day of the appointment is ahead, or was yesterday and nothing is written yet. */
const convoque = recette('convoque', 56, (c) => {
  const i = affecter(c, recent(c, 14));
  const convocation = i.k.fil.apres(0, 2);
  i.actes.push(convoquer(c, i, convocation, Math.max(ouvreSuivant(i.k.fil.jour + PREVENANCE), c.h.vrai(0.15) ? c.veille : ajouterOuvres(c.depart, c.h.entier(0, 12)))));
  return i;
});

const examine = recette('examine', 26, (c) => examiner(c, c.h.entier(0, 6)));
const absent = recette('absent_injustifie', 18, (c) => absenter(c, c.h.entier(0, 6)));

const secondAvis = recette('second_avis_demande', 10, (c) => {
  const i = affecter(c, recent(c, 20));
  i.actes.push(surPieces(c, i), { acte: 'second_avis_demande', le: i.k.fil.apres(0, 2), ...(c.service.chef ? { par: c.service.chef } : {}), a: c.medecin(i.k.fil.jour, i.medecin.sub).sub });
  return i;
});

const justifie = recette('justifie', 124, (c) => {
  const i = affecter(c, c.depart - c.h.entier(6, 40));
  const revue = c.depart + c.h.entier(-6, 30);
  i.actes.push(surPieces(c, i));
  const le = i.k.fil.le(Math.min(c.veille, revue - 3));
  const fin = texteDuJour(Math.max(i.k.fin, i.k.fil.jour));
  i.actes.push(avis(i, le, 'justifie', revue > i.k.fil.jour ? { jusquAu: fin, prochaineRevue: texteDuJour(revue) } : { jusquAu: fin }));
  const pre = echeanceDAge(i.k, c.depart);
  const ahead = [revue > i.k.fil.jour ? revue : null, pre].filter((j): j is Jour => j !== null && j > c.depart).sort((a, b) => a - b)[0];
  return { ...i, echeance: ahead ?? (revue > i.k.fil.jour ? revue : pre) };
});

function reprendre(c: Chantier, avant: number): Instruction {
  const i = c.h.vrai(0.5) ? examiner(c, avant) : affecter(c, c.veille - avant - c.h.entier(6, 20));
  if (i.actes.length === 1) i.actes.push(surPieces(c, i));
  const le = i.k.fil.le(c.veille - avant);
  i.actes.push(avis(i, le, 'reprise', { date: texteDuJour(i.k.fil.jour + c.h.entier(2, 9)), motif: MOTIF_REPRISE }));
  return i;
}

const repriseANotifier = recette('reprise_a_notifier', 20, (c) => reprendre(c, c.h.entier(0, 4)));

const repriseNotifiee = recette('reprise_notifiee', 50, (c) => {
  const i = reprendre(c, c.h.entier(3, 40));
  i.actes.push({ acte: 'decision', le: i.k.fil.apres(1, 3) });
  return { ...i, echeance: fenetre(i, c.depart) };
});

/** The window of a new prescription, then the remedy. */
function fenetre({ k }: Instruction, depart: Jour): Jour {
  const prescription = joursFrancs(k.fil.jour, FENETRE_FRANCS) + 1;
  return prescription > depart ? prescription : ouvreSuivant(ajouterMois(k.fil.jour, 2)) + 1;
}

const examinee = (statut: string, nombre: number, conclusion: 'stabilise' | 'pdp'): Recette => recette(statut, nombre, (c) => {
  const i = examiner(c, c.h.entier(1, 20));
  const le = i.k.fil.apres(0, 2);
  i.actes.push(avis(i, le, conclusion, conclusion === 'stabilise' ? { date: texteDuJour(i.k.fil.jour + 5), motif: 'Lésions stabilisées' } : {}));
  return i;
});

const sansControle = (statut: 'non_controlable' | 'sans_objet', nombre: number): Recette => recette(statut, nombre, (c) => {
  const i = affecter(c, c.depart - c.h.entier(6, 50));
  i.actes.push(surPieces(c, i));
  i.actes.push(avis(i, i.k.fil.apres(1, 4), statut));
  return i;
});

/** Suspension asked: the person did not come, or the employer's doctor found the leave not justified. */
function suspendre(c: Chantier, avant: number, employeur: boolean): Instruction {
  const i = employeur ? affecter(c, c.veille - avant - c.h.entier(3, 6), { origine: 'employeur' }) : absenter(c, avant + 1);
  const le = i.k.fil.le(c.veille - avant);
  i.actes.push(avis(i, le, employeur ? 'rapport_employeur' : 'absence', employeur ? { motif: MOTIF_REPRISE } : {}));
  return i;
}

const suspensionDemandee = recette('suspension_demandee', 14, (c) => suspendre(c, c.h.entier(0, 3), c.h.vrai(0.4)));

const suspendue = recette('suspendue', 22, (c) => {
  const i = suspendre(c, c.h.entier(2, 12), c.h.vrai(0.3));
  i.actes.push({ acte: 'decision', le: i.k.fil.apres(1, 2) });
  return { ...i, echeance: fenetre(i, c.depart) };
});

/** The insured person asks again within ten jours francs: the service has four, some are late. */
const reexamen = recette('reexamen_demande', 12, (c) => {
  const i = suspendre(c, c.h.entier(6, 15), true);
  i.actes.push({ acte: 'decision', le: i.k.fil.apres(0, 1) });
  const notifiee = i.k.fil.jour;
  i.actes.push({ acte: 'reexamen', le: i.k.fil.le(Math.min(notifiee + FENETRE_FRANCS - 2, c.veille - c.h.entier(0, 6))), par: c.technicien(i.k.fil.jour) });
  return { ...i, echeance: joursFrancs(i.k.fil.jour, REPONSE_FRANCS) + 1 };
});

const avisPrealable = recette('avis_prealable_requis', 12, (c) => {
  const i = suspendre(c, c.h.entier(6, 14), false);
  i.actes.push({ acte: 'decision', le: i.k.fil.apres(0, 1) });
  const notifiee = i.k.fil.jour;
  const le = i.k.fil.le(Math.min(notifiee + FENETRE_FRANCS - 2, c.veille - c.h.entier(0, 6)));
  const du = Math.max(i.k.fin + 1, i.k.fil.jour);
  i.actes.push({ acte: 'nouvelle_prescription', le, par: c.technicien(i.k.fil.jour), du: texteDuJour(du), au: texteDuJour(du + c.h.entier(5, 20)), prescritLe: texteDuJour(i.k.fil.jour), prescripteur: i.k.assure.medecin });
  return { ...i, echeance: joursFrancs(i.k.fil.jour, REPONSE_FRANCS) + 1 };
});

const contestee = recette('contestee', 18, (c) => {
  const i = reprendre(c, c.h.entier(15, 80));
  i.actes.push({ acte: 'decision', le: i.k.fil.apres(1, 3) });
  i.actes.push({ acte: 'recours', le: i.k.fil.apres(2, 8), par: c.technicien(i.k.fil.jour) });
  return i;
});

const annulee = recette('annulee', 16, (c) => {
  const i = affecter(c, c.depart - c.h.entier(5, 60));
  i.actes.push({ acte: 'annulation', le: i.k.fil.apres(0, 3), par: c.technicien(i.k.fil.jour), motif: c.h.parmi(['retrait', 'doublon', 'erreur_saisie']) });
  return i;
});

/** Control of sick leaves: every status. */
export const RECETTES_ARRET: readonly Recette[] = [
  recevable, incomplete, affectee, preReprise, avisARendre, attentePrescripteur, convoque, examine, absent, secondAvis, justifie, repriseANotifier, repriseNotifiee,
  examinee('orientation_invalidite', 16, 'stabilise'), examinee('orientation_pdp', 12, 'pdp'), sansControle('non_controlable', 12), sansControle('sans_objet', 16),
  suspensionDemandee, suspendue, reexamen, avisPrealable, contestee, annulee,
];
