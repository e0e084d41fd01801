import { Client } from 'pg';

/** Times a text is met before it is prepared, and how many are: a text made for one occasion never comes back. */
const FREQUENT = 8;
const MAX_NOMS = 300;

const vus = new Map<string, number>();
const noms = new Map<string, string>();

/** Name under which a statement is prepared once it has been met often enough; undefined until then. */
export function nomDe(texte: string): string | undefined {
  const connu = noms.get(texte);
  if (connu !== undefined || noms.size >= MAX_NOMS) return connu;
  const fois = (vus.get(texte) ?? 0) + 1;
  if (fois < FREQUENT) {
    if (vus.size > 10 * MAX_NOMS) vus.clear();
    vus.set(texte, fois);
    return undefined;
  }
  vus.delete(texte);
  const nom = `sm_${noms.size + 1}`;
  noms.set(texte, nom);
  return nom;
}

type Requete = Client['query'];

/** A client that has PostgreSQL parse each frequent statement once a connection: a command is ten of them, and parsing takes longer than executing. */
export class ClientQuiPrepare extends Client {
  override query: Requete = ((...args: Parameters<Requete>) => {
    const [texte, valeurs, ...reste] = args as unknown as [unknown, unknown, ...unknown[]];
    const nom = typeof texte === 'string' && Array.isArray(valeurs) ? nomDe(texte) : undefined;
    const envoyee = nom === undefined ? args : [{ name: nom, text: texte, values: valeurs }, ...reste];
    return (super.query as (...a: unknown[]) => unknown)(...envoyee);
  }) as Requete;
}
