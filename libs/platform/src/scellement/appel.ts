import { setTimeout as attendre } from 'node:timers/promises';

export interface Appel {
  readonly url: string;
  readonly methode?: 'GET' | 'POST';
  readonly corps?: object;
  readonly entetes: () => Readonly<Record<string, string>>;
}

export interface Patience {
  readonly essais: number;
  readonly pauseMs: number;
  readonly delaiMs: number;
}

const PATIENCE: Patience = { essais: 4, pauseMs: 150, delaiMs: 5_000 };
const passager = (statut: number): boolean => statut === 429 || statut >= 500;

/** A refusal of the key manager: its status and nothing of what was sent or answered. */
export class RefusPorte extends Error {
  override readonly name = 'RefusPorte';

  constructor(readonly statut: number) {
    super(`porte-cle-refus-${statut}`);
  }
}

async function essayer({ url, methode = 'POST', corps, entetes }: Appel, delaiMs: number): Promise<{ statut: number; lu: object }> {
  try {
    const r = await fetch(url, {
      method: methode, headers: entetes(), redirect: 'error', signal: AbortSignal.timeout(delaiMs), ...(corps ? { body: JSON.stringify(corps) } : {}),
    });
    return { statut: r.status, lu: r.ok ? ((await r.json()) as object) : {} };
  } catch {
    return { statut: 0, lu: {} };
  }
}

/** Calls a key manager; busy, failing or absent, it is tried again. @throws RefusPorte on a refusal; Error `porte-cle-indisponible` */
export async function appelerPorte<T extends object>(appel: Appel, patience: Partial<Patience> = {}): Promise<T> {
  const { essais, pauseMs, delaiMs } = { ...PATIENCE, ...patience };
  for (let n = 1; ; n++) {
    const { statut, lu } = await essayer(appel, delaiMs);
    if (statut >= 200 && statut < 300) return lu as T;
    if (statut !== 0 && !passager(statut)) throw new RefusPorte(statut);
    if (n === essais) throw new Error('porte-cle-indisponible');
    await attendre(pauseMs * 2 ** (n - 1));
  }
}
