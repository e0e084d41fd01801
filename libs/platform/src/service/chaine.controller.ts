import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant } from '../auth/garde-jeton';
import { VerificateurChaine, type EtatVerification } from '../journal/verificateur';
import { JournalTechnique } from '../telemetrie/journal-technique';
import { Tenancy } from '../tenancy/tenancy';
import { exigerExploitation } from './exploitation';

/** What an operator asks of the chain: whether it holds, where it breaks, and to read it all again. */
@Controller('exploitation/chaine')
export class ChaineController {
  constructor(private readonly verificateur: VerificateurChaine, private readonly tenancy: Tenancy, private readonly technique: JournalTechnique) {}

  @Get()
  etat(@ActeurCourant() acteur: Acteur): EtatVerification {
    exigerExploitation(this.tenancy, acteur);
    return this.verificateur.etat();
  }

  /** Starts a complete verification, or finds the one under way; its outcome is read by `GET`. */
  @Post('verification') @HttpCode(202)
  lancer(@ActeurCourant() acteur: Acteur): EtatVerification {
    exigerExploitation(this.tenancy, acteur);
    this.verificateur.verifierTout().then(
      ({ lignes, dureeMs, ruptures }) => this.technique.info('chaine-verifiee', { lues: lignes, ms: dureeMs, nombre: ruptures.length }),
      (e: unknown) => this.technique.erreur('verification-en-erreur', e),
    );
    return this.verificateur.etat();
  }
}
