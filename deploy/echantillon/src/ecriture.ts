import { Fichier, type Trace } from './fichiers';

/** Writes a whole file from lines that come one by one, in constant memory. */
export async function ecrireTout(sortie: string, nom: string, entete: string, lignes: Iterable<string>): Promise<Trace> {
  const fichier = await Fichier.creer(sortie, nom, entete);
  for (const ligne of lignes) if (fichier.ecrire(ligne)) await fichier.vider();
  return fichier.fermer();
}

/** Several files filled together, each emptied as soon as it is full. */
export class Pile {
  private readonly pleins = new Set<Fichier>();

  constructor(private readonly fichiers: readonly Fichier[]) {}

  ecrire(fichier: Fichier, ligne: string): void {
    if (fichier.ecrire(ligne)) this.pleins.add(fichier);
  }

  /** To be awaited between two records: memory stays bounded. */
  async soulager(): Promise<void> {
    if (this.pleins.size === 0) return;
    for (const f of this.pleins) await f.vider();
    this.pleins.clear();
  }

  /** Fills the files with `remplir`, then closes them; abandons them all after a failure. */
  async remplir(remplir: () => Promise<void>): Promise<Trace[]> {
    try {
      await remplir();
      const traces: Trace[] = [];
      for (const f of this.fichiers) traces.push(await f.fermer());
      return traces;
    } catch (erreur) {
      await Promise.all(this.fichiers.map((f) => f.abandonner()));
      throw erreur;
    }
  }
}
