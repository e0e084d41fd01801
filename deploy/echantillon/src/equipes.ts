import type { Jour } from './calendrier';
import { Hasard } from './hasard';
import type { Agent } from './personnel';
import { Equipe, type Actif } from './presence';

/** Who shares the work of one procedure. The same people are away on the same days in all three; only the loads differ. */
export class Equipes {
  readonly medecins: Equipe;
  readonly techniciens: Equipe;
  /** Head of service: assigns, asks for second opinions. */
  readonly chef: string;

  /** @param decalage by how many places the loads of the practitioners are turned: whoever carries most of one procedure carries less of another */
  constructor(graine: number, agents: readonly Agent[], decalage = 0) {
    const elsm = agents.filter((a) => a.unite === 'ELSM-931');
    const absences = Hasard.de(graine, 'absences');
    const mc = elsm.filter((a) => a.role === 'MC' && a.charge > 0);
    this.medecins = new Equipe(mc.map((a, i) => ({ ...a, charge: mc[(i + decalage) % mc.length]?.charge ?? a.charge })), absences);
    this.techniciens = new Equipe(elsm.filter((a) => a.role === 'TSM'), absences);
    const chef = elsm.find((a) => a.role === 'MCCS');
    if (!chef) throw new Error('aucun médecin chef de service');
    this.chef = `agent:${chef.matricule}`;
  }

  /** A practitioner present on day `j`, in post since `depuis`, and present on the other days too when somebody is. */
  medecin(j: Jour, h: Hasard, depuis: Jour, autres: readonly Jour[] = []): Actif {
    let choisi = this.medecins.tirer(j, h, depuis);
    for (let essai = 0; essai < 12 && !autres.every((k) => Equipe.present(choisi, k)); essai++) choisi = this.medecins.tirer(j, h, depuis);
    return choisi;
  }

  /** Somebody present on day `j` and in post since `depuis`. */
  technicien(j: Jour, h: Hasard, depuis: Jour = j): string {
    return this.techniciens.tirer(j, h, depuis).sub;
  }
}
