/** Long runs of a model do not fit in the ordinary limit of a test. */
export const UNE_HEURE = 3_600_000;

/** How often a model-based test draws, and from which seed, which it prints: `SM_ESSAIS` and `SM_GRAINE` change both. */
export function tirage(nom: string, graine: number, essais = 300): { readonly numRuns: number; readonly seed: number } {
  const choisi = { numRuns: Number(process.env['SM_ESSAIS'] ?? essais), seed: Number(process.env['SM_GRAINE'] ?? graine) };
  process.stdout.write(`${nom}: ${choisi.numRuns} suites, graine ${choisi.seed}\n`);
  return choisi;
}
