import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Db, JournalTechnique, Tenancy, contexteSysteme } from '@sm/platform';

const PERIODE_MS = 300_000;
/** A deposit that has written nothing for so long has died with its process. */
const SILENCE = "interval '15 minutes'";

const BALAYER = `
DELETE FROM piece_jointe p WHERE p.etat = 'depot' AND p.cree_le < now() - ${SILENCE}
  AND NOT EXISTS (SELECT 1 FROM piece_jointe_morceau m WHERE m.piece = p.id AND m.ecrit_le > now() - ${SILENCE}) RETURNING 1`;

/** Removes what a dead process left of deposits that never ended. */
@Injectable()
export class PieceJointeBalayage implements OnApplicationBootstrap, OnApplicationShutdown {
  private minuterie: NodeJS.Timeout | undefined;
  private tour: Promise<unknown> | undefined;

  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly journal: JournalTechnique) {}

  onApplicationBootstrap(): void {
    this.minuterie = setInterval(() => {
      this.tour = this.balayer().catch((erreur: unknown) => this.journal.erreur('balayage-en-erreur', erreur));
    }, PERIODE_MS);
    this.minuterie.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.minuterie);
    await this.tour;
  }

  /** @returns how many deposits were removed, with all their bytes */
  balayer(): Promise<number> {
    return this.db.inTransaction(contexteSysteme('horloge', this.tenancy.unitesDeLaTranche()), async (tx) => {
      const [effaces]: [unknown[]] = await tx.query(BALAYER);
      return effaces.length;
    });
  }
}
