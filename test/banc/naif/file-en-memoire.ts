import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

/** The usual consumer: messages are handled one after the other, each waiting for the end of the one before. */
export class FileEnMemoire extends Server implements CustomTransportStrategy {
  private suite: Promise<void> = Promise.resolve();

  listen(pret: () => void): void {
    pret();
  }

  async close(): Promise<void> {
    await this.suite;
  }

  emettre(motif: string, donnees: object): void {
    this.suite = this.suite.then(() => this.traiter(motif, donnees));
  }

  vide(): Promise<void> {
    return this.suite;
  }

  override on(): void {
    throw new Error('sans objet');
  }

  override unwrap<T>(): T {
    throw new Error('sans objet');
  }

  private async traiter(motif: string, donnees: object): Promise<void> {
    const resultat: unknown = await this.getHandlerByPattern(motif)?.(donnees);
    if (isObservable(resultat)) await lastValueFrom(resultat, { defaultValue: undefined });
  }
}
