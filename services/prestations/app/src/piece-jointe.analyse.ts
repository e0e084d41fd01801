import type { Provider } from '@nestjs/common';
import { EstUrl, Variable } from '@sm/platform';
import { IsOptional } from 'class-validator';
import { AnalyseClamd } from './piece-jointe.clamd';

export type Verdict = 'saine' | 'infectee' | 'indisponible';

/** The scan of one piece, fed as its bytes pass. A scanner that fails never stops the deposit: it only leaves no verdict. */
export interface Analyse {
  ecrire(octets: Buffer): Promise<void>;
  /** To be called once, after the last byte. */
  conclure(): Promise<Verdict>;
  /** Gives up: no verdict is awaited. */
  abandonner(): void;
}

/** Port of the scanner of attachments. */
export abstract class AnalysePiece {
  /** Written beside each verdict: `aucune` when nothing was really looked for. */
  abstract readonly nom: string;
  abstract ouvrir(): Analyse;
}

/** The test string of EICAR, in two pieces so that this file is not taken for it. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** For development: recognises the EICAR test string and nothing else, and says so by its name. */
export class AnalyseAucune extends AnalysePiece {
  readonly nom = 'aucune';

  ouvrir(): Analyse {
    let [reste, vue] = [Buffer.alloc(0), false];
    return {
      ecrire: async (octets) => {
        const lu = Buffer.concat([reste, octets]);
        vue ||= lu.includes(EICAR);
        reste = Buffer.from(lu.subarray(-EICAR.length + 1));
      },
      conclure: async () => (vue ? 'infectee' : 'saine'),
      abandonner: () => undefined,
    };
  }
}

/** Where the scanner is; without it, the built-in one. */
export class ConfigAnalyse {
  /** `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`. */
  @Variable('SM_ANALYSE_CLAMD') @IsOptional() @EstUrl('tcp:', 'unix:')
  readonly clamd?: string;
}

export const analyseDe = (config: ConfigAnalyse): AnalysePiece => (config.clamd === undefined ? new AnalyseAucune() : new AnalyseClamd(config.clamd));

export const fournirAnalyse = (analyse: AnalysePiece = new AnalyseAucune()): Provider => ({ provide: AnalysePiece, useValue: analyse });
