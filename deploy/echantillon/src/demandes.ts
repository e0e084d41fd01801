import type { Etat, Identite } from './assures';
import { derouler } from './deroulement';
import type { Equipes } from './equipes';
import { Hasard } from './hasard';
import { dossier, type Dossier, type Nature } from './histoires';
import { attendusPour, planAnnuel, type Journee } from './repartition';
import { Reserve, tirerPathologie } from './reserve';

interface Prevue {
  readonly s: number;
  readonly nature: Nature;
  readonly pse: boolean;
  readonly tardive: boolean;
}

/** The avis of a day in the order of the clock, with the exact numbers of the plan. */
function journee(j: Journee, h: Hasard): Prevue[] {
  const tirer = (vrais: number): boolean[] => h.melanger(Array.from({ length: j.demandes }, (_, i) => i < vrais));
  const [initiales, pse, tardives] = [tirer(j.initiales), tirer(j.pse), tirer(j.tardives)];
  const heure = (): number => (h.vrai(0.52) ? h.entier(9 * 3600 + 900, 12 * 3600 + 1800) : h.entier(13 * 3600 + 1800, 17 * 3600 + 2700));
  return initiales
    .map((initiale, i): Prevue => ({ s: heure(), nature: initiale ? 'initiale' : 'prolongation', pse: pse[i] === true, tardive: tardives[i] === true }))
    .sort((a, b) => a.s - b.s);
}

/** The ALD requests of the year in the order of their avis. `noter` is told of each person as it is made. */
export function* demandes(graine: number, taille: number, { medecins, techniciens, chef }: Equipes, etat: Etat, noter: (p: Identite) => void): Generator<Dossier> {
  const h = Hasard.de(graine, 'dossiers');
  const reserve = new Reserve(Hasard.de(graine, 'reserve'));
  let numero = 0;
  for (const jour of planAnnuel(attendusPour(taille), Hasard.de(graine, 'plan'))) {
    for (const prevue of journee(jour, h)) {
      const deroulement = derouler({ j: jour.jour, s: prevue.s }, prevue.tardive, prevue.pse, h);
      const dejaVue = reserve.reprendre(prevue.nature, deroulement.recu.j);
      const personne = dejaVue ?? etat.nouvelle(tirerPathologie(prevue.nature, h));
      if (!dejaVue) {
        reserve.retenir(personne, prevue.nature, jour.jour);
        noter(personne);
      }
      const medecin = medecins.tirer(jour.jour, h, deroulement.affectation.j);
      const { secondAvis } = deroulement;
      const intervenants = {
        medecin,
        completude: techniciens.tirer(deroulement.completude.j, h).sub,
        complement: techniciens.tirer((deroulement.complement?.recu ?? deroulement.completude).j, h).sub,
        chef,
        second: secondAvis ? medecins.tirerAutre(secondAvis.rendu.j, h, secondAvis.demande.j, medecin) : null,
      };
      yield dossier({ numero: ++numero, nature: prevue.nature, pse: prevue.pse, personne, deroulement, intervenants }, h);
    }
  }
}
