const RETARD = 700;

/** Writes some lines a second time, exactly the same, a while after the first: `nombre` among `total`, evenly, by whole numbers. */
export class Doublons {
  private readonly attente: { readonly ligne: string; readonly apres: number }[] = [];
  private vues = 0;

  constructor(private readonly total: number, private readonly nombre: number) {}

  /** The lines to write now: this one, and those whose time has come. */
  *passer(ligne: string): Generator<string> {
    const rang = this.vues++;
    yield ligne;
    const choisie = Math.floor(((rang + 1) * this.nombre) / this.total) > Math.floor((rang * this.nombre) / this.total);
    if (choisie) this.attente.push({ ligne, apres: rang + RETARD });
    while ((this.attente[0]?.apres ?? Infinity) <= rang) yield this.attente.shift()?.ligne ?? '';
  }

  /** Those that still wait at the end. */
  *reste(): Generator<string> {
    for (const { ligne } of this.attente) yield ligne;
  }
}
