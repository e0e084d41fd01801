import { ajouterMois, instant, ouvreSuivant, texteDuJour, type Jour } from './calendrier';
import type { Acte, Chantier, Ligne } from './vivant-chantier';
import type { Fil } from './vivant-fil';
import type { Assure } from './vivant-personnes';
import type { Intervenant } from './vivant-personnel';

type Origine = 'ciblage' | 'caisse' | 'employeur' | 'signal';

/** Days left to the prescriber to answer (parameter), and jours francs of the answers and windows of D.315-4 and D.323-4 CSS. */
export const REPONSE = 15;
export const REPONSE_FRANCS = 4;
export const FENETRE_FRANCS = 10;
/** Age of the leave from which a pre-return is offered (LFSS 2026), then of the examination with the treating doctor. */
export const PRE_REPRISE = 30;
const EXAMEN_CONJOINT_MOIS = 6;
export const PREVENANCE = 11;

const MOTIFS_MEDICAUX = ['Lombalgie commune', 'Syndrome anxieux réactionnel', 'Suites opératoires', 'Entorse de la cheville', 'Syndrome du canal carpien', 'Épisode dépressif'] as const;
const CIM = ['M54', 'F43', 'Z54', 'S93', 'G56', 'F32'] as const;
export const MOTIF_REPRISE = 'État compatible avec une activité professionnelle';

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

export function controler(c: Chantier, recu: Jour, { origine = c.h.pondere<Origine>(['ciblage', 'caisse', 'signal'], [70, 20, 10]), age = c.h.pondere([c.h.entier(8, 29), c.h.entier(30, 120), c.h.entier(121, 320)], [45, 35, 20]) }: Souhait = {}): Controle {
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

export function ligne(c: Chantier, k: Controle, histoire: readonly Acte[], { statut, echeance = null, praticien = null, nir = k.assure.nir }: Fin): Ligne {
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
export function echeanceDAge({ debut, fin, fil }: Controle, depart: Jour): Jour | null {
  const seuils = [debut + PRE_REPRISE, ajouterMois(debut, EXAMEN_CONJOINT_MOIS)].filter((s) => s <= fin).map((s) => Math.max(s, fil.recu.j));
  return seuils.find((s) => s > depart) ?? seuils.at(-1) ?? null;
}

export interface Instruction {
  readonly k: Controle;
  readonly medecin: Intervenant;
  readonly actes: Acte[];
}

export function affecter(c: Chantier, recu: Jour, souhait: Souhait = {}): Instruction {
  const k = controler(c, recu, souhait);
  const medecin = c.medecin(k.fil.jour);
  return { k, medecin, actes: [c.affectation(k.fil, medecin)] };
}

export const surPieces = (c: Chantier, { k, medecin }: Instruction): Acte => ({ acte: 'controle', le: k.fil.apres(0, 3), par: medecin.sub, mode: c.h.vrai(0.8) ? 'pieces' : 'telephone' });

/** A convocation sent on paper with its proof, for an open day. */
export function convoquer(c: Chantier, { k }: Instruction, le: string, rendezVous: Jour): Acte {
  const [envoi, par] = [le.slice(0, 10), c.technicien(k.fil.jour)];
  return { acte: 'convocation', le, par, mode: c.h.vrai(0.85) ? 'sur_personne' : 'a_distance', jour: texteDuJour(rendezVous), preuveEnvoi: envoi };
}

/** Assigned, convoked and examined, the examination `avant` days before the eve of the start. */
export function examiner(c: Chantier, avant: number): Instruction {
  const i = affecter(c, c.veille - avant - c.h.entier(22, 34));
  const convocation = i.k.fil.apres(1, 3);
  const rendezVous = ouvreSuivant(Math.min(c.veille, Math.max(i.k.fil.jour + PREVENANCE, c.veille - avant)));
  i.actes.push(convoquer(c, i, convocation, Math.min(rendezVous, c.veille)));
  i.actes.push({ acte: 'examen', le: i.k.fil.le(Math.min(rendezVous, c.veille)), par: i.medecin.sub, rpps: i.medecin.rpps });
  return i;
}

/** Assigned, convoked and absent without reason. */
export function absenter(c: Chantier, avant: number): Instruction {
  const i = affecter(c, c.veille - avant - c.h.entier(22, 34));
  const convocation = i.k.fil.apres(1, 3);
  const rendezVous = Math.min(c.veille, ouvreSuivant(Math.max(i.k.fil.jour + PREVENANCE, c.veille - avant)));
  i.actes.push(convoquer(c, i, convocation, rendezVous), { acte: 'absence', le: i.k.fil.le(rendezVous), par: c.technicien(i.k.fil.jour), justifiee: false });
  return i;
}

type Conclusion = 'justifie' | 'reprise' | 'stabilise' | 'pdp' | 'non_controlable' | 'sans_objet' | 'absence' | 'rapport_employeur';

export function avis(i: Instruction, le: string, conclusion: Conclusion, reste: Readonly<Record<string, unknown>> = {}): Acte {
  return { acte: 'avis', le, par: i.medecin.sub, rpps: i.medecin.rpps, conclusion, ...reste };
}
