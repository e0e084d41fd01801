import { Controller } from '@nestjs/common';
import { SurLot, type Lot } from '@sm/platform';
import { evenementDe } from './dossier.traduction';
import { COURANTE, prendreLaMain, projeter } from './projection.store';
import { Publication } from './publication';

export const TOPIC_DOSSIER = 'sm.prestations.dossier.v1';

/** `tranche-93/prestations` counts as `tranche-93/pilotage`: the slice is the one of the events. */
const sourceDe = (source: string): string => `${source.slice(0, Math.max(source.lastIndexOf('/'), 0)) || source}/pilotage`;

@Controller()
export class DossierConsumer {
  constructor(private readonly publication: Publication) {}

  @SurLot(TOPIC_DOSSIER, { taille: 2000 })
  async appliquer(lot: Lot): Promise<void> {
    const evenements = lot.messages.flatMap((m) => evenementDe(m) ?? []);
    const dernier = lot.messages.reduce<Date | null>((max, m) => (max && max > m.enregistreLe ? max : m.enregistreLe), null);
    const generation = await prendreLaMain(lot.tx, lot.messages[0] ? sourceDe(lot.messages[0].source) : null, dernier);
    await projeter(lot.tx, COURANTE, generation, evenements);
    this.publication.noterActivite();
    lot.apresValidation(async () => this.publication.noterActivite());
  }
}
