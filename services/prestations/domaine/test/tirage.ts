/** Long runs of a model do not fit in the ordinary limit of a test. */
export const UNE_HEURE = 3_600_000;

interface Processus {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(texte: string): unknown };
}

/** How often a model-based test draws, and from which seed, which it prints: `SM_ESSAIS` and `SM_GRAINE` change both. */
export function tirage({ env, stdout }: Processus, nom: string, graine: number, essais = 300): { readonly numRuns: number; readonly seed: number } {
  const choisi = { numRuns: Number(env['SM_ESSAIS'] ?? essais), seed: Number(env['SM_GRAINE'] ?? graine) };
  stdout.write(`${nom}: ${choisi.numRuns} suites, graine ${choisi.seed}\n`);
  return choisi;
}
