/** Parameters for `unnest()`: array literals that need no escaping, and byte strings packed in one binary parameter. Plain loops: they run for every column of every row written. */
export function tableau(valeurs: readonly (string | number | null)[]): string {
  let texte = '{';
  for (let i = 0; i < valeurs.length; i++) texte += `${i ? ',' : ''}${valeurs[i] ?? 'NULL'}`;
  return `${texte}}`;
}

const A_PROTEGER = /["\\]/;

/** Text array: escapes quotes and backslashes only. */
export function tableauTexte(valeurs: readonly (string | null)[]): string {
  let texte = '{';
  for (let i = 0; i < valeurs.length; i++) {
    const v = valeurs[i] ?? null;
    texte += i ? ',' : '';
    texte += v === null ? 'NULL' : `"${A_PROTEGER.test(v) ? v.replace(/["\\]/g, '\\$&') : v}"`;
  }
  return `${texte}}`;
}

export interface OctetsEmpaquetes {
  readonly blob: Buffer;
  /** 1-based start of each value in `blob`. */
  readonly debuts: string;
  /** Length of each value, NULL for a null value. */
  readonly tailles: string;
}

/** Packs byte strings; in SQL: `substring($blob::bytea FROM debut FOR taille)`, null when the length is null. */
export function empaqueter(valeurs: readonly (Uint8Array | null | undefined)[]): OctetsEmpaquetes {
  const debuts: number[] = [];
  const tailles: (number | null)[] = [];
  let position = 1;
  for (const v of valeurs) {
    debuts.push(position);
    tailles.push(v ? v.length : null);
    position += v?.length ?? 0;
  }
  const blob = Buffer.allocUnsafe(position - 1);
  for (let i = 0; i < valeurs.length; i++) {
    const v = valeurs[i];
    if (v) blob.set(v, debuts[i]! - 1);
  }
  return { blob, debuts: tableau(debuts), tailles: tableau(tailles) };
}

/** Same, for texts, without a Buffer for each; in SQL: `convert_from(substring(…), 'UTF8')`. */
export function empaqueterTextes(valeurs: readonly string[]): OctetsEmpaquetes {
  let place = 0;
  for (const v of valeurs) place += v.length * 3;
  const blob = Buffer.allocUnsafe(place);
  const debuts: number[] = [];
  const tailles: number[] = [];
  let position = 0;
  for (const v of valeurs) {
    const taille = blob.write(v, position);
    debuts.push(position + 1);
    tailles.push(taille);
    position += taille;
  }
  return { blob: blob.subarray(0, position), debuts: tableau(debuts), tailles: tableau(tailles) };
}

const OID_INT4 = 23;
const OID_TIMESTAMPTZ = 1184;
const AN_2000_MS = 946_684_800_000;
const MOT = 4_294_967_296;

/** A one-dimensional array in PostgreSQL's binary form: the server reads it without parsing, and reaches any element at once. */
function tableauBinaire(oid: number, longueur: number, motsParElement: number, remplir: (mots: Int32Array, debut: number) => void): Buffer {
  const mots = new Int32Array(5 + longueur * motsParElement);
  mots.set([longueur ? 1 : 0, 0, oid, longueur, 1]);
  remplir(mots, 5);
  const octets = Buffer.from(mots.buffer);
  octets.swap32();
  return longueur ? octets : octets.subarray(0, 12);
}

/** `int[]` without null, as a binary parameter; in SQL: `($1::int[])[n]`. */
export function tableauEntiers(valeurs: readonly number[]): Buffer {
  return tableauBinaire(OID_INT4, valeurs.length, 2, (mots, debut) => {
    for (let i = 0, m = debut; i < valeurs.length; i++) {
      mots[m++] = 4;
      mots[m++] = valeurs[i]!;
    }
  });
}

/** `timestamptz[]` without null, as a binary parameter, from instants in milliseconds. @throws RangeError when one is not an instant */
export function tableauInstants(instantsMs: readonly number[]): Buffer {
  return tableauBinaire(OID_TIMESTAMPTZ, instantsMs.length, 3, (mots, debut) => {
    for (let i = 0, m = debut; i < instantsMs.length; i++) {
      const micros = (instantsMs[i]! - AN_2000_MS) * 1000;
      if (!Number.isSafeInteger(micros)) throw new RangeError('instant-invalide');
      const haut = Math.floor(micros / MOT);
      mots[m++] = 8;
      mots[m++] = haut;
      mots[m++] = micros - haut * MOT;
    }
  });
}

/** Bytes put end to end for one binary parameter, as they come. */
export class Blob {
  private tampon: Buffer;
  private fin = 0;

  constructor(place: number) {
    this.tampon = Buffer.allocUnsafe(place);
  }

  private reserver(taille: number): void {
    if (this.fin + taille <= this.tampon.length) return;
    const plus = Buffer.allocUnsafe((this.fin + taille) * 2);
    this.tampon.copy(plus, 0, 0, this.fin);
    this.tampon = plus;
  }

  /** 1-based place of what will be added next. */
  get suite(): number {
    return this.fin + 1;
  }

  /** Adds bytes; returns their number, -1 for none: in SQL, `nullif(taille, -1)`. */
  octets(valeur: Uint8Array | null | undefined): number {
    if (!valeur) return -1;
    this.reserver(valeur.length);
    this.tampon.set(valeur, this.fin);
    this.fin += valeur.length;
    return valeur.length;
  }

  /** Same, for a text; in SQL, `convert_from(substring(…), 'UTF8')`. */
  texte(valeur: string | null, codage: 'utf8' | 'hex' = 'utf8'): number {
    if (valeur === null) return -1;
    this.reserver(valeur.length * 3);
    const taille = this.tampon.write(valeur, this.fin, codage);
    this.fin += taille;
    return taille;
  }

  lire(): Buffer {
    return this.tampon.subarray(0, this.fin);
  }
}
