import { heures } from './arrets';
import { lotObjets, lotVoies, type AttendusArrets } from './attendus';
import { ouvre, type Jour } from './calendrier';
import { prescripteurDe } from './episodes';
import type { Equipes } from './equipes';
import { Hasard } from './hasard';
import { instruire } from './instructions';
import type { Salarie } from './population';
import { reconnaissance, type Question, type Reconnaissance } from './reconnaissances';
import { JOURS, affluence, repartir } from './repartition';
import { Urne } from './urne';

const SAISON = [1, 1, 1.08, 1, 0.98, 1.06, 0.94, 0.72, 1.04, 1.06, 1.02, 0.94];
/** Days after the avis from which an accident may have a new lesion or a relapse, and how many accidents are remembered. */
const RECUL = 45;
const MEMOIRE = 2_000;
/** Share of the relapses and new lesions whose accident is in the file too. */
const SUITES = 0.35;

/** Victims whose accident was accepted, for what follows it. */
class Victimes {
  private readonly file: { readonly salarie: Salarie; readonly depuis: Jour }[] = [];

  retenir(salarie: Salarie, depuis: Jour): void {
    if (this.file.length < MEMOIRE) this.file.push({ salarie, depuis });
  }

  reprendre(j: Jour): Salarie | null {
    const tete = this.file[0];
    if (!tete || tete.depuis + RECUL > j) return null;
    this.file.shift();
    return tete.salarie;
  }
}

/** The questions of the year in the order of the avis: accidents and what follows them, diseases among them; each number is exact. */
function* questions(attendus: AttendusArrets, h: Hasard): Generator<Question> {
  const [objets, voies] = [lotObjets(attendus.atmp), lotVoies(attendus.reconnaissancesMp)];
  const toutes: Question[] = [...objets.genres.map((objet): Question => ({ objet, voie: null })), ...voies.genres.map((voie): Question => ({ objet: 'maladie', voie }))];
  const urne = new Urne(toutes, [...objets.nombres, ...voies.nombres]);
  while (urne.reste > 0) yield urne.tirer(h);
}

/** The recognitions of the year, one avis each, in the order of the avis. */
export function* atmp(graine: number, attendus: AttendusArrets, equipes: Equipes, tirer: (debut: Jour) => Salarie): Generator<Reconnaissance> {
  const h = Hasard.de(graine, 'atmp');
  const plan = Hasard.de(graine, 'plan-atmp');
  const parJour = repartir(attendus.atmp + attendus.reconnaissancesMp, JOURS.map((j) => (ouvre(j) ? affluence(j, plan, SAISON) : 0)));
  const suivantes = questions(attendus, h);
  const victimes = new Victimes();
  let numero = 0;
  for (const [i, j] of JOURS.entries()) {
    for (const s of heures(parJour[i] ?? 0, h)) {
      const { value: question } = suivantes.next();
      if (!question) throw new Error('plus de question pour un avis prévu');
      const instruction = instruire(question, { j, s }, h);
      const suite = question.objet === 'rechute' || question.objet === 'nouvelle_lesion';
      const connue = suite && h.vrai(SUITES) ? victimes.reprendre(instruction.recu.j) : null;
      const salarie = connue ?? tirer(instruction.fait);
      if (question.objet === 'accident' && h.vrai(0.4)) victimes.retenir(salarie, j);
      const medecin = equipes.medecin(j, h, instruction.affectation.j, instruction.complement ? [instruction.complement[0].j] : []);
      const second = instruction.secondAvis ? equipes.medecins.tirerAutre(instruction.secondAvis[1].j, h, instruction.secondAvis[0].j, medecin) : null;
      const risque = question.objet === 'maladie' || (question.objet === 'rechute' && !connue && h.vrai(0.16)) ? 'mp' : 'at';
      yield reconnaissance({
        numero: ++numero, question, risque, salarie, medecinTraitant: prescripteurDe(salarie, h), instruction, medecin, second, chef: equipes.chef, technicien: equipes.technicien(j, h, instruction.completude.j),
      }, h);
    }
  }
}
