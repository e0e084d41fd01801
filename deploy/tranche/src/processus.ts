import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Variables } from './preparation';

export interface OptionsProcessus {
  readonly nom: string;
  /** JavaScript file that node runs. */
  readonly script: string;
  readonly variables: Variables;
  /** Files that its two outputs are added to: the technical log, and what the runtime says of a crash. */
  readonly journal: string;
  readonly erreurs: string;
  readonly dire: (texte: string) => void;
  readonly surRelance?: () => void;
  readonly delais?: Partial<Delais> | undefined;
}

interface Delais {
  readonly demarrageMs: number;
  readonly arretMs: number;
  readonly relanceMs: number;
  readonly relanceMaxMs: number;
  /** A process that lived this long had started well: the next restart is quick again. */
  readonly stableMs: number;
}

const DELAIS: Delais = { demarrageMs: 180_000, arretMs: 15_000, relanceMs: 250, relanceMaxMs: 15_000, stableMs: 60_000 };
/** What a child takes of our environment; everything else is given to it by name. */
const HERITEES = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'NODE_EXTRA_CA_CERTS'];
const FIN_DES_ERREURS = 1500;

/** One life of the child: whether it came to be ready, and what ended it. */
interface Vie {
  readonly pid: number;
  readonly ne: number;
  readonly pret: boolean;
  readonly mort: Promise<string>;
}

/** A child process kept alive: restarted when it dies, later and later; it ends by itself when we die, since its IPC channel closes. */
export class Processus {
  private enfant: ChildProcess | undefined;
  private vie: Promise<Vie> | undefined;
  private garde: Promise<void> | undefined;
  private readonly arret = new AbortController();
  private readonly delais: Delais;

  constructor(private readonly o: OptionsProcessus) {
    this.delais = { ...DELAIS, ...o.delais };
  }

  get pid(): number {
    return this.enfant?.pid ?? 0;
  }

  /** Resolves once the child says that it is ready. @throws Error with its last words when it ends before */
  async demarrer(): Promise<void> {
    this.vie = this.lancer();
    const vie = await this.vie;
    if (!vie.pret) throw new Error(`${this.o.nom} ne démarre pas (${await vie.mort}) : ${this.derniersMots()}`);
    this.garde = this.garder(vie);
  }

  /** Orderly stop; forced when it lasts. */
  async arreter(): Promise<void> {
    this.arret.abort();
    const borne = setTimeout(() => this.enfant?.kill('SIGKILL'), this.delais.arretMs);
    this.enfant?.kill('SIGTERM');
    await (await this.vie)?.mort;
    await this.garde;
    clearTimeout(borne);
  }

  private async garder(premiere: Vie): Promise<void> {
    const { relanceMs, relanceMaxMs, stableMs } = this.delais;
    for (let vie = premiere, relances = 0; ; relances++) {
      const cause = await vie.mort;
      if (Date.now() - vie.ne > stableMs) relances = 0;
      const attente = Math.min(relanceMs * 2 ** relances, relanceMaxMs);
      if (!this.arret.signal.aborted) this.o.dire(`${this.o.nom} (processus ${vie.pid}) s'est arrêté (${cause}) : relance dans ${(attente / 1000).toFixed(1)} s`);
      await pause(attente, undefined, { signal: this.arret.signal }).catch(() => undefined);
      if (this.arret.signal.aborted) return;
      this.vie = this.lancer();
      vie = await this.vie;
      if (!vie.pret) continue;
      this.o.dire(`${this.o.nom} est relancé (processus ${vie.pid})`);
      this.o.surRelance?.();
    }
  }

  private async lancer(): Promise<Vie> {
    const enfant = (this.enfant = this.creer());
    const ne = Date.now();
    const mort = new Promise<string>((resoudre) => {
      enfant.once('error', (e) => resoudre((e as NodeJS.ErrnoException).code ?? 'erreur'));
      enfant.once('exit', (code, signal) => resoudre(signal ?? `code ${code}`));
    });
    const annonce = new Promise<boolean>((resoudre) => enfant.once('message', () => resoudre(true)));
    const borne = setTimeout(() => enfant.kill('SIGKILL'), this.delais.demarrageMs);
    const pret = await Promise.race([mort.then(() => false), annonce]);
    clearTimeout(borne);
    return { pid: enfant.pid ?? 0, ne, pret, mort };
  }

  private creer(): ChildProcess {
    const { journal, erreurs, script, variables } = this.o;
    const sorties = [openSync(journal, 'a', 0o600), openSync(erreurs, 'a', 0o600)] as const;
    const heritees = Object.fromEntries(HERITEES.flatMap((n) => (process.env[n] === undefined ? [] : [[n, process.env[n]]])));
    try {
      // In a session of its own: Ctrl-C at the terminal reaches us alone, and the stop keeps its order.
      return spawn(process.execPath, [...process.execArgv, script], { env: { ...heritees, ...variables }, stdio: ['ignore', ...sorties, 'ipc'], detached: true });
    } finally {
      for (const fd of sorties) closeSync(fd);
    }
  }

  private derniersMots(): string {
    return readFileSync(this.o.erreurs, 'utf8').slice(-FIN_DES_ERREURS).trim() || `voir ${this.o.journal}`;
  }
}
