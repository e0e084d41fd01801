import { Injectable } from '@nestjs/common';

/** What the modules of a service declare as waiting besides the journal and the consumers; each count must be cheap, it is asked several times a second. */
@Injectable()
export class Travaux {
  private readonly comptes = new Map<string, () => Promise<number>>();

  /** @param compter how many items wait; it may stop counting at a bound */
  declarer(nom: string, compter: () => Promise<number>): void {
    this.comptes.set(nom, compter);
  }

  async compter(): Promise<Record<string, number>> {
    return Object.fromEntries(await Promise.all([...this.comptes].map(async ([nom, compter]) => [nom, await compter()] as const)));
  }
}
