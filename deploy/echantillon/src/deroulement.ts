import { ajouterOuvres, ouvre, ouvrePrecedent, ouvreSuivant, type Jour } from './calendrier';
import type { Hasard } from './hasard';

/** A day and a second of that day, local. */
export interface Moment {
  readonly j: Jour;
  readonly s: number;
}

export interface Deroulement {
  readonly recu: Moment;
  readonly completude: Moment;
  readonly affectation: Moment;
  readonly complement: { readonly demande: Moment; readonly recu: Moment } | null;
  readonly secondAvis: { readonly demande: Moment; readonly rendu: Moment } | null;
  readonly avis: Moment;
  readonly decision: Moment;
}

const H = 3600;
const M = 60;
/** Relative frequency of 1 to 24 calendar days between complete reception and avis, with the push before the target. */
const DELAIS = [3, 6, 12, 18, 24, 31, 40, 43, 44, 44, 43, 41, 41, 40, 35, 31, 28, 25, 23, 24, 27, 24, 20, 14];
const RANGS = DELAIS.map((_, i) => i + 1);

const matinee = (h: Hasard, j: Jour): Moment => ({ j, s: h.entier(8 * H + 5 * M, 10 * H + 30 * M) });
const bureau = (h: Hasard, j: Jour): Moment => ({ j, s: h.entier(8 * H + 45 * M, 17 * H + 15 * M) });

/** Day of reception of a file decided in under 25 days; paper comes on open days, the electronic protocol seldom at the weekend. */
function receptionRapide(avis: Jour, pse: boolean, h: Hasard): Jour {
  const voulu = avis - h.pondere(RANGS, DELAIS);
  if (ouvre(voulu) || (pse && h.vrai(0.3))) return voulu;
  const avant = ouvrePrecedent(voulu);
  return avis - avant < 25 ? avant : ouvreSuivant(voulu);
}

function recevoir(j: Jour, pse: boolean, h: Hasard, auPlusTard = 21 * H): Moment {
  return pse ? { j, s: h.entier(7 * H + 30 * M, auPlusTard) } : matinee(h, j);
}

/** Completeness on an open day, never before 8:15, never after the avis. */
function controler(recu: Moment, avis: Moment, h: Hasard): Moment {
  let j = ouvreSuivant(recu.s > 14 * H ? recu.j + 1 : recu.j);
  if (h.vrai(0.4)) j = Math.min(ajouterOuvres(j, h.entier(1, 2)), avis.j);
  const debut = j === recu.j ? Math.max(recu.s + 2 * M, 8 * H + 15 * M) : 8 * H + 15 * M;
  return { j, s: h.entier(debut, j === avis.j ? avis.s - 4 * M : 17 * H + 15 * M) };
}

function affecter(completude: Moment, avis: Moment, h: Hasard): Moment {
  const j = h.vrai(0.65) ? completude.j : Math.min(ajouterOuvres(completude.j, h.entier(1, 2)), avis.j);
  const debut = j === completude.j ? completude.s + M : 8 * H + 20 * M;
  return { j, s: h.entier(debut, j === avis.j ? avis.s - M : 17 * H + 28 * M) };
}

/** A late file: completeness at least 25 days before the avis, so that the count holds whether it starts at reception or at completeness. */
function commencerTard(avis: Moment, attente: number, pse: boolean, h: Hasard): { recu: Moment; completude: Moment } {
  const j = ouvrePrecedent(avis.j - attente);
  const avant = j - h.pondere([0, 1, 2, 3], [45, 30, 15, 10]);
  const arrivee = pse ? avant : ouvrePrecedent(avant);
  const recu = recevoir(arrivee, pse, h, arrivee === j ? 14 * H : undefined);
  const debut = arrivee === j ? Math.max(recu.s + 2 * M, 8 * H + 15 * M) : 8 * H + 15 * M;
  return { recu, completude: { j, s: h.entier(debut, 17 * H + 15 * M) } };
}

/** The complément of a late file is back 25 days or more before the avis: a third way to count gives the same number. */
function completer(affectation: Moment, avis: Moment, tardive: boolean, h: Hasard): Deroulement['complement'] {
  const demande = ajouterOuvres(affectation.j + 1, h.entier(0, 2));
  const fin = tardive ? ouvrePrecedent(avis.j - 25 - h.entier(0, 3)) : ouvrePrecedent(avis.j - h.entier(1, 3));
  if (fin - demande < 3) return null;
  const retour = ouvreSuivant(demande + h.entier(3, fin - demande));
  return retour > fin ? null : { demande: bureau(h, demande), recu: bureau(h, retour) };
}

function demanderSecondAvis(apres: Jour, avis: Moment, h: Hasard): Deroulement['secondAvis'] {
  const demande = ajouterOuvres(apres + 1, h.entier(0, 1));
  const rendu = ajouterOuvres(demande + 1, h.entier(0, 2));
  return rendu < avis.j ? { demande: bureau(h, demande), rendu: bureau(h, rendu) } : null;
}

/** Every date of one history, backwards from the avis: reception ≤ completeness ≤ assignment ≤ complément ≤ second avis ≤ avis ≤ decision. */
export function derouler(avis: Moment, tardive: boolean, pse: boolean, h: Hasard): Deroulement {
  const veutComplement = h.vrai(tardive ? 0.45 : 0.07);
  let debut: { recu: Moment; completude: Moment };
  if (tardive) {
    const attente = veutComplement ? h.entier(52, 88) : 25 + Math.min(h.entier(0, 30), h.entier(0, 45));
    debut = commencerTard(avis, attente, pse, h);
  } else {
    const recu = recevoir(receptionRapide(avis.j, pse, h), pse, h);
    debut = { recu, completude: controler(recu, avis, h) };
  }
  const affectation = affecter(debut.completude, avis, h);
  const complement = veutComplement ? completer(affectation, avis, tardive, h) : null;
  const secondAvis = h.vrai(0.013) ? demanderSecondAvis((complement?.recu ?? affectation).j, avis, h) : null;
  return { ...debut, affectation, complement, secondAvis, avis, decision: bureau(h, ajouterOuvres(avis.j + 1, h.pondere([0, 1, 2, 3, 5], [30, 30, 20, 12, 8]))) };
}
