import type { TypeCommande } from './commandes';
import { COMMANDES, TRANSITIONS, type Transition } from './transitions';
import { STATUTS } from './vocabulaire';

const SANS_SUITE = STATUTS.filter((statut) => COMMANDES.every((type) => (TRANSITIONS[type] as Transition).vers[statut] === undefined));

function arcs(): ReadonlyMap<string, readonly TypeCommande[]> {
  const parArc = new Map<string, TypeCommande[]>();
  for (const type of COMMANDES) {
    for (const [de, cibles] of Object.entries((TRANSITIONS[type] as Transition).vers)) {
      for (const vers of cibles) if (de !== vers) parArc.set(`${de} --> ${vers}`, [...(parArc.get(`${de} --> ${vers}`) ?? []), type]);
    }
  }
  return parArc;
}

/** State diagram of a dossier in Mermaid, drawn from the transition table; acts that keep the status are left out. */
export function diagrammeMermaid(): string {
  const lignes = [...arcs()].map(([arc, types]) => `  ${arc}: ${types.join(', ')}`);
  return ['stateDiagram-v2', '  [*] --> recue: EnregistrerDemande', ...lignes, ...SANS_SUITE.map((statut) => `  ${statut} --> [*]`), ''].join('\n');
}
