/** Thrown through the start when a stop was asked meanwhile: not a failure. */
export class ArretDemande extends Error {}

/** Start and stop of the whole host: what was opened is closed in reverse order, once, whenever the stop comes. */
export class Hote {
  private readonly fermetures: (() => Promise<void> | void)[] = [];
  private etape: Promise<unknown> = Promise.resolve();
  private fin: Promise<void> | undefined;

  constructor(private readonly surErreur: (e: unknown) => void) {}

  get enArret(): boolean {
    return this.fin !== undefined;
  }

  /** One step of the start. A stop asked during it waits for its end, so that nothing half open is left behind. @throws ArretDemande */
  async ouvrir<T>(ouvrir: () => Promise<T> | T, fermer: (chose: T) => Promise<void> | void): Promise<T> {
    if (this.fin) throw new ArretDemande();
    const etape = Promise.resolve().then(ouvrir).then((chose) => {
      this.fermetures.push(() => fermer(chose));
      return chose;
    });
    this.etape = etape.catch(() => undefined);
    const chose = await etape;
    if (this.fin) throw new ArretDemande();
    return chose;
  }

  /** Closes everything, whatever fails on the way; asked again, it answers the same stop. */
  arreter(): Promise<void> {
    this.fin ??= this.fermer();
    return this.fin;
  }

  private async fermer(): Promise<void> {
    await this.etape;
    for (const fermer of this.fermetures.splice(0).reverse()) {
      try {
        await fermer();
      } catch (e) {
        this.surErreur(e);
      }
    }
  }
}
