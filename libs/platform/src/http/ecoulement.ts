import type { FastifyReply, FastifyRequest } from 'fastify';
import { finished } from 'node:stream';

/** Counts the requests being served, so that a stop lets them end and takes no new one. */
export class EcoulementRequetes {
  private enCours = 0;
  private ferme = false;
  private reveil: (() => void) | null = null;

  /** True when the request may go on; probes are answered until the end, so that they can tell the stop. */
  entrer(request: FastifyRequest, reply: FastifyReply): boolean {
    if (request.routeOptions?.url?.startsWith('/sante/')) return true;
    if (this.ferme) return false;
    this.enCours++;
    finished(reply.raw, () => {
      this.enCours--;
      if (this.enCours === 0) this.reveil?.();
    });
    return true;
  }

  get enArret(): boolean {
    return this.ferme;
  }

  /** Refuses new requests and waits for those in hand, at most `delaiMs`. Answers how many were left. */
  async ecouler(delaiMs: number): Promise<number> {
    this.ferme = true;
    if (this.enCours === 0) return 0;
    let minuterie: NodeJS.Timeout | undefined;
    const fin = new Promise<void>((resoudre) => {
      this.reveil = resoudre;
      minuterie = setTimeout(resoudre, delaiMs);
    });
    await fin;
    clearTimeout(minuterie);
    return this.enCours;
  }
}
