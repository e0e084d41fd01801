/** Where the lines go; `process.stdout` fits. */
export interface Sortie {
  write(texte: string): unknown;
  readonly isTTY?: boolean;
}

const nombre = new Intl.NumberFormat('fr-FR');
const PAS_MS = 200;

/** One line that moves on a terminal; nothing but the last word elsewhere and in continuous integration. */
export class Progression {
  private readonly vivante: boolean;
  private dernier = 0;
  private debut = Date.now();

  constructor(private readonly sortie: Sortie, enIntegration = Boolean(process.env['CI'])) {
    this.vivante = sortie.isTTY === true && !enIntegration;
  }

  /** Starts the clock of a file. */
  commencer(): void {
    this.debut = Date.now();
    this.dernier = 0;
  }

  /** Shows how far a step has gone, at most five times a second. */
  avancer(flux: string, etape: string, faites: number, total: number): void {
    const maintenant = Date.now();
    if (!this.vivante || maintenant - this.dernier < PAS_MS) return;
    this.dernier = maintenant;
    const part = total === 0 ? 100 : Math.min(100, Math.floor((100 * faites) / total));
    const vitesse = Math.round((1000 * faites) / Math.max(1, maintenant - this.debut));
    this.sortie.write(`\r\u001b[K${flux} · ${etape} ${part} % · ${nombre.format(faites)} / ${nombre.format(total)} lignes · ${nombre.format(vitesse)} lignes/s`);
  }

  /** Leaves a line that stays. */
  dire(texte: string): void {
    this.sortie.write(`${this.vivante ? '\r\u001b[K' : ''}${texte}\n`);
  }

  /** The last word on a file. */
  conclure(flux: string, lignes: number): void {
    const ms = Math.max(1, Date.now() - this.debut);
    this.dire(`${flux} : ${nombre.format(lignes)} lignes en ${(ms / 1000).toFixed(1).replace('.', ',')} s (${nombre.format(Math.round((1000 * lignes) / ms))} lignes/s)`);
  }
}
