import { lotIssues, lotRisques, type AttendusArrets, type Conclusion } from './attendus';
import { controle, type Controle } from './controles';
import { ouvre, type Jour } from './calendrier';
import { enCours } from './episodes';
import type { Equipes } from './equipes';
import { Hasard } from './hasard';
import { Notices, planNotices, type Notice } from './notices';
import { passer, type Passage } from './passages';
import type { Salarie } from './population';
import { JOURS, affluence, repartir } from './repartition';
import { Urne } from './urne';

const SAISON = [1.12, 1.08, 1.1, 1, 0.96, 1.02, 0.84, 0.66, 1.02, 1.06, 1.04, 0.92];

/** Conclusions that only an old leave comes to. */
const ANCIENNES: ReadonlySet<Conclusion> = new Set<Conclusion>(['stabilise', 'pdp']);

/** How many avis are given on each day of 2016: the sum is exact, closed days have none. */
const planAvis = (total: number, h: Hasard): number[] => repartir(total, JOURS.map((j) => (ouvre(j) ? affluence(j, h, SAISON) : 0)));

/** Seconds of the avis of a day, in order. */
export const heures = (n: number, h: Hasard): number[] =>
  Array.from({ length: n }, () => (h.vrai(0.52) ? h.entier(9 * 3600 + 900, 12 * 3600 + 1800) : h.entier(13 * 3600 + 1800, 17 * 3600 + 2700))).sort((x, y) => x - y);

export type LigneArret = { readonly notice: Notice } | { readonly controle: Controle };

/** Days on which the practitioner of a control acts, besides the avis. */
const jours = (p: Passage): Jour[] => [p.contact, p.reponse, p.premierTour?.avis].flatMap((m) => (m ? [m.j] : []));

/** The controls of the year, one avis each, drawn from the leaves that the notices tell, else from leaves on paper. */
class Controles {
  private readonly risques;
  private readonly issues;
  private numero = 0;

  constructor(attendus: AttendusArrets, private readonly h: Hasard, private readonly notices: Notices, private readonly equipes: Equipes, private readonly tirer: (debut: Jour) => Salarie) {
    const [risques, issues] = [lotRisques(attendus.avisArret), lotIssues(attendus)];
    this.risques = new Urne(risques.genres, risques.nombres);
    this.issues = new Urne(issues.genres, issues.nombres);
  }

  suivant(j: Jour, s: number): Controle {
    const { h, equipes } = this;
    const [risque, issue] = [this.risques.tirer(h), this.issues.tirer(h)];
    const passage = passer(issue, { j, s }, h);
    const fenetre = { recu: passage.recu.j, avis: j, ancien: ANCIENNES.has(issue.conclusion), fini: issue.conclusion === 'sans_objet' };
    const episode = this.notices.enCours.aControler(risque, fenetre) ?? enCours(this.tirer, risque, fenetre, h);
    const medecin = equipes.medecin(j, h, passage.affectation.j, jours(passage));
    const second = passage.secondAvis ? equipes.medecins.tirerAutre(passage.secondAvis.rendu.j, h, passage.secondAvis.demande.j, medecin) : null;
    return controle({ numero: ++this.numero, issue, episode, passage, medecin, second, chef: equipes.chef, technicien: equipes.technicien(j, h, passage.affectation.j) }, h);
  }
}

/** The year of sick leaves, day by day: the notices of the day, then the avis given on it. */
export function* arrets(graine: number, attendus: AttendusArrets, equipes: Equipes, tirer: (debut: Jour) => Salarie): Generator<LigneArret> {
  const [parJour, avis] = [planNotices(attendus.notices, Hasard.de(graine, 'plan-notices')), planAvis(attendus.avisArret, Hasard.de(graine, 'plan-arrets'))];
  const h = Hasard.de(graine, 'arrets');
  const notices = new Notices(Hasard.de(graine, 'notices'), tirer);
  const controles = new Controles(attendus, h, notices, equipes, tirer);
  notices.veille(attendus.notices);
  for (const [i, j] of JOURS.entries()) {
    for (const notice of notices.duJour(j, parJour[i] ?? 0)) yield { notice };
    for (const s of heures(avis[i] ?? 0, h)) yield { controle: controles.suivant(j, s) };
  }
}
