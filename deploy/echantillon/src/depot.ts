import { appeler, champ, envoyer, ErreurDeDepot, ErreurPassagere, reussie } from './reseau';
import type { Compte, Jetons } from './jetons';

export interface Rejet {
  readonly ligne: number;
  readonly champ: string;
  readonly code: string;
}

export interface EtatImport {
  readonly statut: string;
  readonly lues: number;
  readonly acceptees: number;
  readonly inchangees: number;
  readonly rejetees: number;
}

/** A file to post, and the account that may. */
export interface Depot {
  /** Name for whoever watches, when the flux has several files. */
  readonly nom?: string;
  readonly flux: string;
  /** Address of the service at the gateway, as `http://hote/api/prestations`. */
  readonly service: string;
  readonly chemin: string;
  readonly type: string;
  /** Derived from the bytes: the same file posted again resumes the same import. */
  readonly cle: string;
  readonly compte: Compte;
}

/** How a file is called when it is spoken of. */
export const nomDe = (d: Depot): string => d.nom ?? d.flux;

export interface Rythme {
  readonly intervalleMs: number;
  /** An import that does not move for that long is posted again. */
  readonly stagnationMs: number;
}


const entier = (objet: unknown, nom: string): number => {
  const lu = champ(objet, nom);
  return typeof lu === 'number' && Number.isSafeInteger(lu) ? lu : 0;
};

/** Reads what a service says of an import. Throws when it says nothing of its status. */
export function lireEtat(corps: unknown): EtatImport {
  const statut = champ(corps, 'statut');
  if (typeof statut !== 'string') throw new ErreurDeDepot("réponse sans statut d'import");
  return { statut, lues: entier(corps, 'lues'), acceptees: entier(corps, 'acceptees'), inchangees: entier(corps, 'inchangees'), rejetees: entier(corps, 'rejetees') };
}

/** Speaks to the public API of imports with the account of a file; a refused token is renewed at the next attempt. */
export class Client {
  constructor(private readonly jetons: Jetons, private readonly rythme: Rythme) {}

  private async entetes(d: Depot): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.jetons.de(d.compte)}`, accept: 'application/json' };
  }

  private reussie(d: Depot, quoi: string, reponse: Parameters<typeof reussie>[1]): unknown {
    if (reponse.statut === 401) this.jetons.oublier(d.compte);
    return reussie(`${nomDe(d)}, ${quoi}`, reponse);
  }

  /** Posts the file and returns the id of its import. */
  async deposer(d: Depot, surLignes: (lignes: number) => void): Promise<string> {
    const entetes = { ...(await this.entetes(d)), 'content-type': d.type, 'idempotency-key': d.cle };
    const corps = this.reussie(d, 'dépôt', await envoyer(`${d.service}/imports?flux=${d.flux}`, d.chemin, entetes, surLignes));
    const id = champ(corps, 'import');
    if (typeof id !== 'string' && typeof id !== 'number') throw new ErreurDeDepot(`${nomDe(d)} : réponse sans identifiant d'import`);
    return String(id);
  }

  private async lire(d: Depot, suite: string): Promise<unknown> {
    return this.reussie(d, 'suivi', await appeler(`${d.service}/imports/${suite}`, { entetes: await this.entetes(d) }));
  }

  /** Waits for the end of an import. Throws `ErreurPassagere` when it is interrupted or no longer moves. */
  async suivre(d: Depot, id: string, surLues: (lues: number) => void): Promise<EtatImport> {
    let vues = -1;
    let depuis = Date.now();
    for (;;) {
      const etat = lireEtat(await this.lire(d, encodeURIComponent(id)));
      surLues(etat.lues);
      if (etat.statut === 'termine') return etat;
      if (etat.lues !== vues) [vues, depuis] = [etat.lues, Date.now()];
      if (etat.statut === 'interrompu' || Date.now() - depuis > this.rythme.stagnationMs) throw new ErreurPassagere(`${nomDe(d)} : import ${etat.statut}, arrêté à ${etat.lues} lignes`);
      await new Promise((suite) => setTimeout(suite, this.rythme.intervalleMs));
    }
  }

  /** The first page of rejected lines, by number, field and code: never their content. */
  async rejets(d: Depot, id: string): Promise<Rejet[]> {
    const corps = await this.lire(d, `${encodeURIComponent(id)}/rejets`);
    const liste: unknown = champ(corps, 'elements') ?? corps;
    return (Array.isArray(liste) ? liste : []).map((r: unknown) => ({ ligne: entier(r, 'ligne'), champ: String(champ(r, 'champ') ?? ''), code: String(champ(r, 'code') ?? '') }));
  }
}
