import { Controller } from '@nestjs/common';
import { decoder } from '@sm/contracts';
import { JournalTechnique, SurLot, TOPIC_RACINES, type Lot } from '@sm/platform';
import { ancrer, racineDe, type RacineRecue } from './racine.store';

/** Keeps the signed roots of the chains of the levels below, out of reach of those who own their databases. */
@Controller()
export class RacineConsumer {
  constructor(private readonly technique: JournalTechnique) {}

  @SurLot(TOPIC_RACINES, { taille: 500 })
  async appliquer(lot: Lot): Promise<void> {
    const recues: RacineRecue[] = [];
    for (const m of lot.messages) {
      const e = decoder(TOPIC_RACINES, m.donnees);
      if (e.type === 'RacineSignee') recues.push(racineDe(e.donnees));
    }
    for (const r of recues.sort((a, b) => a.quand.getTime() - b.quand.getTime())) {
      const motif = await ancrer(lot.tx, r);
      const [, service] = r.source.split('/');
      if (motif) lot.apresValidation(async () => this.technique.alerte('racine-refusee', { service, unite: r.unite, rang: r.rang, code: motif }));
    }
  }
}
