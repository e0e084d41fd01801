import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Analyse, AnalysePiece, Verdict } from './piece-jointe.analyse';

export interface DelaisClamd {
  /** Longest silence of the scanner while bytes are sent, milliseconds. */
  readonly silenceMs: number;
  /** Longest wait for its verdict once everything was sent, milliseconds. */
  readonly verdictMs: number;
}

const DELAIS: DelaisClamd = { silenceMs: 10_000, verdictMs: 120_000 };
const REPONSE_MAX = 4096;

/** One INSTREAM session: `zINSTREAM\0`, chunks led by their length (4 bytes, network order), a length of zero, then one line (clamd(8)). */
class Session implements Analyse {
  private readonly prise: Socket;
  private reponse = '';
  private rompue = false;

  constructor(adresse: string, private readonly delais: DelaisClamd) {
    const url = new URL(adresse);
    this.prise = url.protocol === 'unix:' ? connect(url.pathname) : connect(Number(url.port || 3310), url.hostname);
    this.prise.setTimeout(delais.silenceMs, () => this.prise.destroy());
    this.prise.on('error', () => (this.rompue = true));
    this.prise.on('close', () => (this.rompue = true));
    this.prise.on('data', (lu: Buffer) => {
      if (this.reponse.length < REPONSE_MAX) this.reponse += lu.toString('latin1');
    });
    this.prise.write('zINSTREAM\0');
  }

  async ecrire(octets: Buffer): Promise<void> {
    if (this.rompue || octets.length === 0) return;
    const longueur = Buffer.alloc(4);
    longueur.writeUInt32BE(octets.length);
    this.prise.write(longueur);
    if (!this.prise.write(octets)) await this.attendre('drain');
  }

  async conclure(): Promise<Verdict> {
    if (!this.rompue) {
      this.prise.setTimeout(this.delais.verdictMs);
      this.prise.write(Buffer.alloc(4));
      await this.attendre();
    }
    this.prise.destroy();
    const [dit] = this.reponse.split('\0', 1);
    if (dit === 'stream: OK' && this.reponse.includes('\0')) return 'saine';
    return /^stream: .* FOUND$/.test(dit ?? '') ? 'infectee' : 'indisponible';
  }

  abandonner(): void {
    this.prise.destroy();
  }

  /** Until that event, or the end of the session. */
  private async attendre(evenement?: string): Promise<void> {
    if (this.prise.closed) return;
    const fin = new AbortController();
    const attentes = ['close', ...(evenement ? [evenement] : [])].map((e) => once(this.prise, e, { signal: fin.signal }).catch(() => undefined));
    await Promise.race(attentes);
    fin.abort();
  }
}

/** ClamAV's daemon. Its `StreamMaxLength` must reach the largest piece taken, or what is larger waits for ever. */
export class AnalyseClamd implements AnalysePiece {
  readonly nom = 'clamd';

  constructor(private readonly adresse: string, private readonly delais: DelaisClamd = DELAIS) {}

  ouvrir(): Analyse {
    return new Session(this.adresse, this.delais);
  }
}
