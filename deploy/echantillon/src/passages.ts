import type { Issue } from './attendus';
import { ajouterOuvres, ouvrePrecedent, reculerOuvres, type Jour } from './calendrier';
import type { Moment } from './deroulement';
import type { Hasard } from './hasard';

/** A summons: the letter, the day given, and the absence noted when nobody came. */
export interface Convocation {
  readonly envoi: Moment;
  readonly jour: Jour;
  readonly absence: Moment | null;
  readonly justifiee: boolean;
}

/** Every date of one control. */
export interface Passage {
  readonly recu: Moment;
  readonly affectation: Moment;
  readonly premierTour: { readonly controle: Moment; readonly avis: Moment; readonly decision: Moment; readonly prescription: Moment } | null;
  readonly secondAvis: { readonly demande: Moment; readonly rendu: Moment } | null;
  readonly convocations: readonly Convocation[];
  readonly contact: Moment | null;
  readonly reponse: Moment | null;
  /** The check itself, on the day of the avis and a little before. */
  readonly controle: Moment;
  readonly avis: Moment;
  readonly decision: Moment;
  readonly recours: Moment | null;
}

const H = 3600;
const M = 60;

const bureau = (h: Hasard, j: Jour): Moment => ({ j, s: h.entier(9 * H, 17 * H + 15 * M) });
const matin = (h: Hasard, j: Jour): Moment => ({ j, s: h.entier(8 * H + 10 * M, 8 * H + 40 * M) });
const avant = (m: Moment, h: Hasard): Moment => ({ j: m.j, s: m.s - h.entier(2, 14) * M });

/** Least time between the letter and the appointment: ten calendar days, a habit of the service and no text. */
const ENVOI = 10;

function convoquer(jour: Jour, absent: Moment | null, justifiee: boolean, h: Hasard): Convocation {
  return { envoi: bureau(h, ouvrePrecedent(jour - ENVOI - h.entier(0, 5))), jour, absence: absent, justifiee };
}

/** Some had a good reason not to come the first time. */
function rendezVous(avis: Moment, h: Hasard): Convocation[] {
  const dernier = convoquer(avis.j, null, false, h);
  if (!h.vrai(0.07)) return [dernier];
  const premier = reculerOuvres(dernier.envoi.j - 1, h.entier(1, 3));
  return [convoquer(premier, { j: premier, s: h.entier(17 * H, 17 * H + 15 * M) }, true, h), dernier];
}

function absences(avis: Moment, h: Hasard): Convocation[] {
  const jour = reculerOuvres(avis.j - 1, h.entier(0, 3));
  return [convoquer(jour, { j: jour, s: h.entier(16 * H, 17 * H + 15 * M) }, false, h)];
}

/** Back to work, then a new prescription within ten days, which the service médical answers within four: the avis planned is the second. */
function premierTour(avis: Moment, h: Hasard): NonNullable<Passage['premierTour']> {
  const prescription = bureau(h, reculerOuvres(avis.j - 1, h.entier(0, 1)));
  const decision = bureau(h, reculerOuvres(prescription.j - 2, h.entier(0, 2)));
  const premier = bureau(h, reculerOuvres(decision.j - 1, h.entier(0, 1)));
  return { prescription, decision, avis: premier, controle: avant(premier, h) };
}

function prescripteur(avis: Moment, h: Hasard): { contact: Moment; reponse: Moment } {
  const reponse = bureau(h, reculerOuvres(avis.j - 1, h.entier(0, 2)));
  return { reponse, contact: bureau(h, reculerOuvres(reponse.j - 1, h.entier(0, 4))) };
}

function secondAvis(avis: Moment, h: Hasard): Passage['secondAvis'] {
  const rendu = bureau(h, reculerOuvres(avis.j - 1, h.entier(0, 1)));
  return { rendu, demande: bureau(h, reculerOuvres(rendu.j - 1, h.entier(0, 2))) };
}

/** First day on which something of the control itself happens. */
function debut(p: Pick<Passage, 'premierTour' | 'secondAvis' | 'convocations' | 'contact' | 'avis'>): Jour {
  return Math.min(p.avis.j, ...[p.premierTour?.avis, p.secondAvis?.demande, p.convocations[0]?.envoi, p.contact].flatMap((m) => (m ? [m.j] : [])));
}

/** Every date of one control, backwards from its avis. */
export function passer({ mode, conclusion }: Issue, avis: Moment, h: Hasard): Passage {
  const surPieces = mode === 'pieces' && conclusion !== 'absence' && conclusion !== 'rapport_employeur';
  const echange = mode === 'prescripteur' ? prescripteur(avis, h) : null;
  const etapes = {
    premierTour: surPieces && conclusion === 'justifie' && h.vrai(0.012) ? premierTour(avis, h) : null,
    convocations: mode === 'sur_personne' ? rendezVous(avis, h) : conclusion === 'absence' ? absences(avis, h) : [],
    contact: echange?.contact ?? null, reponse: echange?.reponse ?? null, avis,
  };
  const second = surPieces && !etapes.premierTour && h.vrai(0.012) ? secondAvis(avis, h) : null;
  const premiere = debut({ ...etapes, secondAvis: second });
  const affectation = matin(h, reculerOuvres(premiere, conclusion === 'rapport_employeur' ? 0 : h.pondere([0, 1, 2, 3], [40, 30, 20, 10])));
  const decision = bureau(h, ajouterOuvres(avis.j + 1, h.pondere([0, 1, 2, 4], [40, 30, 20, 10])));
  return {
    ...etapes, secondAvis: second, affectation, controle: avant(avis, h), decision,
    recu: { j: reculerOuvres(affectation.j - 1, conclusion === 'rapport_employeur' ? 0 : h.entier(0, 5)), s: h.entier(9 * H, 17 * H) },
    recours: conclusion === 'reprise' && h.vrai(0.05) ? bureau(h, ajouterOuvres(decision.j + 5, h.entier(0, 30))) : null,
  };
}
