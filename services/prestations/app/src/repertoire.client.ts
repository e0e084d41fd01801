import { Inject, Injectable } from '@nestjs/common';
import { JetonsService, probleme } from '@sm/platform';

export const URL_REPERTOIRE = Symbol('url du répertoire');

export interface CleDePersonne {
  readonly nir: string;
}

export interface PersonneConnue {
  readonly id: string;
  /** RPPS of the treating doctor as the directory knows it now. */
  readonly medecinTraitant: string | null;
}

/** The directory, which alone knows NIR: this service only keeps person ids. */
@Injectable()
export class Repertoire {
  constructor(@Inject(URL_REPERTOIRE) private readonly url: () => string, private readonly jetons: JetonsService) {}

  /** One person a key, null when unknown. @throws ProblemeException 503 when the directory does not answer */
  async resoudre(unites: readonly number[], cles: readonly CleDePersonne[]): Promise<(PersonneConnue | null)[]> {
    if (!cles.length) return [];
    const corps = JSON.stringify({ unites, cles });
    let reponse = await this.envoyer(corps);
    if (reponse?.status === 401) {
      this.jetons.invalider();
      reponse = await this.envoyer(corps);
    }
    if (!reponse?.ok) throw probleme('dependance-indisponible', 503, { entetes: { 'retry-after': '2' } });
    const { personnes } = (await reponse.json()) as { personnes: ({ id: string; medecinTraitant?: string | null } | null)[] };
    return personnes.map((p) => p && { id: p.id, medecinTraitant: p.medecinTraitant ?? null });
  }

  private async envoyer(corps: string): Promise<Response | null> {
    const entetes = await this.jetons.entetes();
    return fetch(`${this.url()}/resolutions`, { method: 'POST', headers: { ...entetes, 'content-type': 'application/json' }, body: corps, signal: AbortSignal.timeout(15_000) }).catch(() => null);
  }
}
