import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant } from '../auth/garde-jeton';
import { Db } from '../db/db';
import { probleme } from '../http/probleme';
import { lireCles, type CleDatee } from '../journal/racines';
import { VerificateurChaine, type EtatVerification } from '../journal/verificateur';
import { JournalTechnique } from '../telemetrie/journal-technique';
import { Tenancy } from '../tenancy/tenancy';
import { RacinesDonnees, type BilanRacines } from './chaine.dto';
import { exigerExploitation } from './exploitation';

/** What an operator asks of the chain: whether it holds, where it breaks, and to read it all again. */
@Controller('exploitation/chaine')
export class ChaineController {
  constructor(private readonly verificateur: VerificateurChaine, private readonly tenancy: Tenancy, private readonly technique: JournalTechnique, private readonly db: Db) {}

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

  /** The keys that signed the roots of this service, each with its validity. */
  @Get('cles')
  async cles(@ActeurCourant() acteur: Acteur): Promise<{ cles: readonly CleDatee[] }> {
    exigerExploitation(this.tenancy, acteur);
    return { cles: await lireCles(this.db) };
  }

  /** Compares the chains with roots exported from the level above (`GET /racines` of pilotage). */
  @Post('racines') @HttpCode(200)
  async confronter(@ActeurCourant() acteur: Acteur, @Body() { racines }: RacinesDonnees): Promise<BilanRacines> {
    exigerExploitation(this.tenancy, acteur);
    const { comparees, ruptures } = await this.verificateur.confronterAvec(racines.map((r) => ({ ...r, quand: new Date(r.quand) }))).catch((e: Error) => {
      throw e.message === 'racines-sans-cle' ? probleme('racines-sans-cle', 409) : e;
    });
    return { comparees, ruptures: [...ruptures.values()] };
  }
}
