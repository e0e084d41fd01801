import { setTimeout as pause } from 'node:timers/promises';

const DELAI_MS = 12_000;
const REESSAI_MAX_MS = 1000;
/** Answers that say nothing of the command: the same key is sent again. */
const PASSAGERS = new Set([401, 408, 425, 429, 500, 502, 503, 504]);

/** One client of the public door: it asks the same command again, under the same key, until it has an answer that means something. */
export class Client {
  essais = 0;
  enCours = null;

  /** @param url public address; @param jetons tokens by account; @param vigueur false once the trial gives up */
  constructor(url, jetons, vigueur) {
    Object.assign(this, { url, jetons, vigueur });
  }

  async essayer(qui, methode, chemin, { corps, type, entetes = {} } = {}) {
    const headers = { authorization: `Bearer ${this.jetons.de(qui)}`, accept: 'application/json', ...(corps === undefined ? {} : { 'content-type': type ?? 'application/json' }), ...entetes };
    const body = corps === undefined || type ? corps : JSON.stringify(corps);
    const reponse = await fetch(`${this.url}/api${chemin}`, { method: methode, headers, body, signal: globalThis.AbortSignal.timeout(DELAI_MS) });
    const texte = await reponse.text();
    return { statut: reponse.status, corps: /json/.test(reponse.headers.get('content-type') ?? '') && texte ? JSON.parse(texte) : null };
  }

  /** The first answer that is not a passing failure. @throws Error when the trial gave up before */
  async demander(qui, methode, chemin, demande) {
    this.enCours = `${methode} ${chemin}`;
    for (let attente = 50; ; attente = Math.min(attente * 2, REESSAI_MAX_MS)) {
      this.essais++;
      const reponse = await this.essayer(qui, methode, chemin, demande).catch((e) => ({ statut: 0, erreur: e.cause?.code ?? e.name }));
      if (reponse.statut && !PASSAGERS.has(reponse.statut)) {
        this.enCours = null;
        return reponse;
      }
      this.derniere = reponse.statut || reponse.erreur;
      if (!this.vigueur()) throw new Error(`${methode} ${chemin} n'a jamais eu de réponse (${this.derniere})`);
      await pause(attente);
    }
  }
}
