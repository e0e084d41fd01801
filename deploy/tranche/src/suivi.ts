import type { EtatService } from '@sm/platform';
import { SERVICES, type NomService } from './etat';

/** Where the work of the whole platform stands, asked of each service as any operator would. */
export interface Suivi {
  /** True when nothing waits in any service: every committed event is numbered, carried, applied, and what follows from it published. */
  aJour(): Promise<boolean>;
  /** Events that consumers have not applied yet. */
  retard(): Promise<number>;
  /** Messages that some consumer set apart: while there is one, figures are not exact. */
  misDeCote(): Promise<number>;
}

const DELAI_MS = 15_000;

/** Asks for a token of a machine account at the public door. */
export async function demanderJeton(url: string, id: string, secret: string): Promise<string> {
  const reponse = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
    signal: AbortSignal.timeout(DELAI_MS),
  });
  if (!reponse.ok) throw new Error(`le fournisseur d'identité a répondu ${reponse.status}`);
  return ((await reponse.json()) as { access_token: string }).access_token;
}

/** @param secret of the account `amorce`, which administers the slice */
export function suivre(url: string, services: ReadonlyMap<NomService, { readonly url: string }>, secret: string): Suivi {
  let jeton: string | undefined;
  const lire = async (nom: NomService): Promise<EtatService> => {
    for (let essai = 1; ; essai++) {
      jeton ??= await demanderJeton(url, 'amorce', secret);
      const reponse = await fetch(`${services.get(nom)!.url}/exploitation/etat`, { headers: { authorization: `Bearer ${jeton}` }, signal: AbortSignal.timeout(DELAI_MS) });
      if (reponse.ok) return (await reponse.json()) as EtatService;
      await reponse.body?.cancel();
      if (reponse.status === 401) jeton = undefined;
      if (reponse.status !== 401 || essai > 1) throw new Error(`l'état de ${nom} n'est pas lisible (${reponse.status})`);
    }
  };
  const tous = () => Promise.all(SERVICES.map(lire));
  return {
    // Upstream first, one after the other: what one service has passed on is then counted by the next.
    async aJour() {
      for (const nom of SERVICES) if (!(await lire(nom)).aJour) return false;
      return true;
    },
    async retard() {
      return (await tous()).flatMap((e) => e.consommateurs).reduce((total, c) => total + (c.retard ?? 0), 0);
    },
    async misDeCote() {
      return (await tous()).reduce((total, e) => total + e.lettresMortes, 0);
    },
  };
}
