/** Law as data: valid from `valideDu` to `valideAu` inclusive (local days), null = open. */
export interface Periode {
  readonly valideDu: string | null;
  readonly valideAu: string | null;
}

export const couvre = ({ valideDu, valideAu }: Periode, jour: string): boolean => (valideDu === null || valideDu <= jour) && (valideAu === null || jour <= valideAu);

/** Rule a dossier was opened under, by its version. Throws on a version that was never published: the row is corrupt. */
export function parVersion<R extends { readonly version: string }>(regles: readonly R[]): (version: string) => R {
  const connues = new Map(regles.map((regle) => [regle.version, regle]));
  return (version) => {
    const regle = connues.get(version);
    if (!regle) throw new Error(`unknown rule version ${version}`);
    return regle;
  };
}
