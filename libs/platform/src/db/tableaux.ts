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
