import { Injectable } from '@nestjs/common';
import type { Tx } from '@sm/platform';
import { In } from 'typeorm';
import { AgentEntity } from './affectation.entity';
import type { DemandeResolue } from './affectation.store';

type Fiche = Omit<AgentEntity, 'version'>;

const ficheDe = (d: DemandeResolue): Fiche => ({ id: d.acteur, nom: d.nom, prenom: d.prenom, rpps: d.rpps, unite: d.uniteId });

const meme = (a: AgentEntity, f: Fiche): boolean => a.nom === (f.nom ?? a.nom) && a.prenom === (f.prenom ?? a.prenom) && a.rpps === (f.rpps ?? a.rpps);

/** Cards of the staff: one a person, at its home unit. */
@Injectable()
export class AgentStore {
  /** Cards that this scope sees, by actor. */
  async connus(tx: Tx, acteurs: readonly string[]): Promise<Map<string, AgentEntity>> {
    const agents = await tx.getRepository(AgentEntity).find({ where: { id: In([...new Set(acteurs)]) } });
    return new Map(agents.map((a) => [a.id, a]));
  }

  /**
   * Creates the cards of new people and corrects names; the home unit is that of the first assignment and stays.
   * A person whose home is out of scope keeps its card as it is.
   */
  async tenir(tx: Tx, demandes: readonly DemandeResolue[], connus: ReadonlyMap<string, AgentEntity>): Promise<void> {
    const voulus = new Map<string, AgentEntity>();
    for (const d of demandes) {
      const connu = voulus.get(d.acteur) ?? connus.get(d.acteur);
      const fiche = ficheDe(d);
      if (!connu) voulus.set(d.acteur, { ...fiche, version: 1 });
      else if (!meme(connu, fiche)) voulus.set(d.acteur, { ...connu, nom: fiche.nom ?? connu.nom, prenom: fiche.prenom ?? connu.prenom, rpps: fiche.rpps ?? connu.rpps, version: (connus.get(d.acteur)?.version ?? 0) + 1 });
    }
    const nouveaux = [...voulus.values()].filter((a) => !connus.has(a.id));
    if (nouveaux.length > 0) await tx.createQueryBuilder().insert().into(AgentEntity).values(nouveaux).orIgnore().updateEntity(false).execute();
    for (const a of voulus.values()) if (connus.has(a.id)) await tx.getRepository(AgentEntity).update({ id: a.id, version: a.version - 1 }, a);
  }
}
