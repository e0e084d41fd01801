import { setImmediate as tourDeBoucle } from 'node:timers/promises';

/** Writes of one transaction, one at a time and in the order asked, while the caller prepares the next: the server and this process work together. */
export class Ecritures {
  private enVol: Promise<void> = Promise.resolve();

  private constructor() {}

  /** Runs `preparer`, then waits for what it asked; even when it fails, so that nothing is still on its way when the transaction is undone. @throws the first error */
  static async suivre(preparer: (ecritures: Ecritures) => Promise<void>): Promise<void> {
    const ecritures = new Ecritures();
    try {
      await preparer(ecritures);
    } finally {
      await ecritures.enVol.catch(() => undefined);
    }
    await ecritures.enVol;
  }

  /** Resolves when the write before this one is done and this one has left. @throws the error of an earlier write */
  async lancer(ecrire: () => Promise<void>): Promise<void> {
    await this.enVol;
    this.enVol = ecrire();
    this.enVol.catch(() => undefined);
    // Without a turn of the loop the statement would leave only once the next lines are computed.
    await tourDeBoucle();
  }
}
