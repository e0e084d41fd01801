/** Parameters for `unnest()`: array literals that need no escaping, and byte strings packed in one binary parameter. */
export const tableau = (valeurs: readonly (string | number | null)[]): string => `{${valeurs.map((v) => v ?? 'NULL').join(',')}}`;

/** Text array: escapes quotes and backslashes only. */
export const tableauTexte = (valeurs: readonly (string | null)[]): string =>
  `{${valeurs.map((v) => (v === null ? 'NULL' : `"${/["\\]/.test(v) ? v.replace(/["\\]/g, '\\$&') : v}"`)).join(',')}}`;

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
  return { blob: Buffer.concat(valeurs.filter((v): v is Uint8Array => v != null)), debuts: tableau(debuts), tailles: tableau(tailles) };
}
