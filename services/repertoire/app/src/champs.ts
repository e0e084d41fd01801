import { jourValide } from '@sm/kernel';
import type { ErreurLigne } from '@sm/platform';

const ASCII_VISIBLE = /^[ -~]*$/;

/** Reads the fields of one intake line and gathers what is wrong, without ever quoting a value. */
export class Champs {
  readonly erreurs: ErreurLigne[] = [];

  constructor(private readonly brut: Readonly<Record<string, unknown>>) {}

  refuser(champ: string, code: string): void {
    this.erreurs.push({ champ, code });
  }

  /** Text without outer spaces; null when empty. A number is taken as written, anything else is refused. */
  texte(champ: string, max = 120): string | null {
    const v = this.brut[champ];
    if (v === undefined || v === null) return null;
    if (typeof v !== 'string' && typeof v !== 'number') return this.rejeter(champ, 'texte-attendu');
    const lu = String(v).trim();
    const simple = ASCII_VISIBLE.test(lu);
    const net = simple ? lu : lu.normalize('NFC');
    if (net.length > max) return this.rejeter(champ, 'trop-long');
    // A NUL is no text for PostgreSQL; other control characters have no place in a name.
    if (!simple && /\p{Cc}/u.test(net)) return this.rejeter(champ, 'caractere-interdit');
    return net === '' ? null : net;
  }

  exiger(champ: string, max = 120): string {
    const avant = this.erreurs.length;
    const v = this.texte(champ, max);
    if (v === null && this.erreurs.length === avant) this.refuser(champ, 'obligatoire');
    return v ?? '';
  }

  /** Text that obeys a rule, or null when empty. */
  verifie(champ: string, regle: (v: string) => boolean, code: string): string | null {
    const v = this.texte(champ);
    return v === null || regle(v) ? v : this.rejeter(champ, code);
  }

  parmi<T extends string>(champ: string, admis: readonly T[]): T {
    const v = this.exiger(champ).toLowerCase();
    const trouve = admis.find((a) => a.toLowerCase() === v);
    if (trouve === undefined && v !== '') this.refuser(champ, 'valeur-inconnue');
    return trouve ?? admis[0]!;
  }

  jour(champ: string): string | null {
    return this.verifie(champ, (v) => jourValide(v) && v >= '1850-01-01', 'date-invalide');
  }

  private rejeter(champ: string, code: string): null {
    this.refuser(champ, code);
    return null;
  }
}

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,63}$/;

/** Identity of a line, (source, numero): stays in clear, so a value shaped like a NIR is refused. */
export function origine(c: Champs, ressembleNir: (s: string) => boolean): { source: string; numero: string } {
  const lire = (champ: string): string => {
    const v = c.exiger(champ);
    if (v !== '' && !REFERENCE.test(v)) c.refuser(champ, 'reference-invalide');
    else if (ressembleNir(v)) c.refuser(champ, 'nir-interdit-ici');
    return v;
  };
  return { source: lire('source'), numero: lire('numero') };
}
