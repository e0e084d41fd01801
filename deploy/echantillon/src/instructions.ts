import { ajouterOuvres, ouvrePrecedent, reculerOuvres, type Jour } from './calendrier';
import type { Moment } from './deroulement';
import type { Hasard } from './hasard';
import type { Question } from './reconnaissances';

/** Every date of one recognition, under the rules of 2016: 30 days then 2 months for an accident and what follows, 3 months then 3 months for a disease. */
export interface Instruction {
  /** Day of the accident, of the lesion or relapse found, or of the first medical finding of the disease. */
  readonly fait: Jour;
  readonly declaration: Jour;
  readonly recu: Moment;
  readonly completude: Moment;
  readonly affectation: Moment;
  readonly reserves: Moment | null;
  /** Asked, then answered. */
  readonly complement: readonly [Moment, Moment] | null;
  readonly secondAvis: readonly [Moment, Moment] | null;
  /** The further delay that the caisse announces, within the first. */
  readonly prolongation: Moment | null;
  readonly avis: Moment;
  readonly concertation: Moment | null;
  readonly comite: { readonly saisine: Moment; readonly avis: Moment } | null;
  readonly consultation: Moment | null;
  readonly decision: Moment;
  readonly recours: Moment | null;
}

const H = 3600;
const M = 60;
const bureau = (h: Hasard, j: Jour): Moment => ({ j, s: h.entier(9 * H, 17 * H + 15 * M) });
const a = (j: Jour, heure: number, h: Hasard): Moment => ({ j, s: heure * H + h.entier(5, 20) * M });

/** Last open day, kept clear of the end of the first delay (30 days, or 3 months). */
const PREMIER_AT = 27;
const PREMIER_MP = 84;
const SECOND_AT = 54;
const SECOND_MP = 84;

interface Cadre {
  readonly maladie: boolean;
  readonly comite: boolean;
  readonly longue: boolean;
}

/** Calendar days from the complete file to the avis. */
function attente({ maladie, comite, longue }: Cadre, h: Hasard): number {
  if (!maladie) return longue ? h.entier(26, 44) : h.entier(4, 17);
  return longue && !comite ? h.entier(70, 110) : h.entier(30, 62);
}

function prolonger({ maladie, longue }: Cadre, recu: Jour, h: Hasard): Moment | null {
  if (!longue) return null;
  return a(ouvrePrecedent(recu + (maladie ? PREMIER_MP - h.entier(2, 12) : PREMIER_AT - h.entier(2, 6))), 17, h);
}

/** What comes after the avis of a disease: the concertation, then the committee for those it must see. */
function suivre({ maladie, comite }: Cadre, avis: Jour, prolongation: Moment | null, h: Hasard): Pick<Instruction, 'concertation' | 'comite'> {
  if (!maladie) return { concertation: null, comite: null };
  const concertation = bureau(h, ajouterOuvres(avis + 1, h.entier(0, 4)));
  if (!comite || !prolongation) return { concertation, comite: null };
  const saisine = bureau(h, ajouterOuvres(Math.max(prolongation.j, concertation.j) + 1, h.entier(1, 5)));
  return { concertation, comite: { saisine, avis: bureau(h, ajouterOuvres(saisine.j + h.entier(20, 38), 0)) } };
}

/** On an open day after all that precedes, and within the delay that runs. */
function decider(apres: Jour, limite: Jour, h: Hasard): Moment {
  const voulu = ajouterOuvres(apres + 1, h.pondere([0, 1, 2, 4], [35, 30, 20, 15]));
  return bureau(h, voulu <= limite ? voulu : Math.max(ouvrePrecedent(limite), ajouterOuvres(apres + 1, 0)));
}

/** The parties are told that they may read the file, ten jours francs and more before the decision. */
function consulter(decision: Jour, apres: Jour, h: Hasard): Moment | null {
  const jour = reculerOuvres(decision - 14, h.entier(0, 2));
  return jour > apres ? a(jour, 16, h) : null;
}

const ecart = (cadre: Cadre, objet: Question['objet'], h: Hasard): number => (cadre.maladie ? h.entier(40, 400) : objet === 'accident' ? h.entier(1, 5) : h.entier(2, 20));

/** A question and its answer, on open days strictly between two others; null when there is no room. */
function entre(debut: Jour, fin: Jour, h: Hasard): readonly [Moment, Moment] | null {
  const [premier, second] = [ajouterOuvres(debut + 1, 0), reculerOuvres(fin - 1, 0)];
  return second > premier ? [bureau(h, premier), bureau(h, second)] : null;
}

/** Every date of one recognition, backwards from its avis, then forward to the decision. */
export function instruire(q: Question, avis: Moment, h: Hasard): Instruction {
  const maladie = q.objet === 'maladie';
  const comite = q.voie === 'comite_tableau' || q.voie === 'comite_hors_tableau';
  const cadre = { maladie, comite, longue: comite || h.vrai(maladie ? 0.3 : 0.16) };
  const recu = a(ouvrePrecedent(avis.j - attente(cadre, h)), 8, h);
  const prolongation = prolonger(cadre, recu.j, h);
  const limite = prolongation ? prolongation.j + (maladie ? SECOND_MP : SECOND_AT) : recu.j + (maladie ? PREMIER_MP : PREMIER_AT);
  const apres = suivre(cadre, avis.j, prolongation, h);
  const dernier = Math.max(avis.j, prolongation?.j ?? 0, apres.comite?.avis.j ?? 0, apres.concertation?.j ?? 0);
  const decision = decider(dernier + (prolongation ? 14 : 0), limite, h);
  const affectation = a(Math.min(ajouterOuvres(recu.j, h.pondere([0, 1, 2], [50, 30, 20])), ouvrePrecedent(avis.j - 1)), 9, h);
  const fait = recu.j - ecart(cadre, q.objet, h);
  const verification = h.pondere(['aucune', 'complement', 'second'], [95, 4, 1]);
  return {
    fait, recu, affectation, prolongation, avis, decision, ...apres, declaration: Math.max(fait, recu.j - h.entier(0, 2)), completude: { j: recu.j, s: recu.s + h.entier(3, 25) * M },
    reserves: q.objet === 'accident' && h.vrai(0.06) && recu.j + 5 < avis.j ? bureau(h, ajouterOuvres(recu.j + 1, 0)) : null,
    complement: verification === 'complement' ? entre(affectation.j, avis.j, h) : null,
    secondAvis: verification === 'second' ? entre(affectation.j, avis.j, h) : null,
    consultation: prolongation && !comite ? consulter(decision.j, dernier, h) : null,
    recours: h.vrai(0.012) ? bureau(h, ajouterOuvres(decision.j + 8, h.entier(0, 20))) : null,
  };
}
