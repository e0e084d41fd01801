import { Injectable } from '@nestjs/common';
import { ConfigPortail } from '../config';
import { RefusPortail, refusDeStatut } from '../refus';
import { objet, texte } from './lecture';

const DELAI_MS = 15_000;

/** Reads a service with the token of the person who looks. */
@Injectable()
export class ServiceReader {
  constructor(private readonly config: ConfigPortail) {}

  /** The parsed answer of `service` to a GET. Throws a refusal with the service's own code and title, or `service-indisponible`. */
  async lire(service: string, chemin: string, jeton: string, correlation: string): Promise<unknown> {
    return this.demander(service, chemin, { headers: { authorization: `Bearer ${jeton}`, accept: 'application/json', 'x-correlation-id': correlation } });
  }

  /** Same, for a command under its own idempotency key. */
  async ecrire(service: string, chemin: string, { corps, cle }: { readonly corps: object; readonly cle: string }, jeton: string, correlation: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${jeton}`, accept: 'application/json', 'content-type': 'application/json', 'x-correlation-id': correlation, 'idempotency-key': cle };
    return this.demander(service, chemin, { method: 'POST', headers, body: JSON.stringify(corps) });
  }

  private async demander(service: string, chemin: string, options: RequestInit): Promise<unknown> {
    const base = this.config.services.get(service);
    if (!base) throw refusDeStatut(503);
    const reponse = await fetch(`${base.href.replace(/\/$/, '')}${chemin}`, {
      ...options,
      redirect: 'error',
      signal: AbortSignal.timeout(DELAI_MS),
    }).catch(() => {
      throw refusDeStatut(503);
    });
    const corps: unknown = await reponse.json().catch(() => null);
    if (reponse.ok && corps !== null) return corps;
    throw reponse.ok ? refusDeStatut(503) : refusAmont(reponse.status, corps);
  }
}

function refusAmont(statut: number, corps: unknown): RefusPortail {
  const usuel = refusDeStatut(statut);
  const { code, title, detail } = objet(corps);
  return new RefusPortail(usuel.statut, texte(code) || usuel.code, texte(title) || usuel.titre, texte(detail) || undefined);
}
