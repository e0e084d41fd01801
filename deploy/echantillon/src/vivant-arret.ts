import { ajouterMois, ajouterOuvres, joursFrancs, ouvreSuivant, texteDuJour, type Jour } from './calendrier';
import { cleNir } from './identifiants';
import { absenter, affecter, avis, controler, convoquer, echeanceDAge, examiner, FENETRE_FRANCS, ligne, MOTIF_REPRISE, PRE_REPRISE, PREVENANCE, REPONSE, REPONSE_FRANCS, surPieces, type Instruction } from './vivant-arret-controle';
import type { Chantier, Recette } from './vivant-chantier';

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
