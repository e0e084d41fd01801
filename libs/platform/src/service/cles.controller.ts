import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { ActeurCourant } from '../auth/garde-jeton';
import { EntierDeChemin } from '../http/chemin';
import { CleIdempotence } from '../http/cle-idempotence';
import { ProblemeException } from '../http/probleme';
import { RotationCles, type EtatCles } from '../scellement/rotation';
import { JournalTechnique } from '../telemetrie/journal-technique';
import { Tenancy } from '../tenancy/tenancy';
import { exigerExploitation } from './exploitation';

/** What an operator asks of the keys: which versions wrap what, and to change them while the service works. */
@Controller('exploitation/cles')
export class ClesController {
  constructor(private readonly rotation: RotationCles, private readonly tenancy: Tenancy, private readonly technique: JournalTechnique) {}

  @Get()
  etat(@ActeurCourant() acteur: Acteur): Promise<EtatCles> {
    exigerExploitation(this.tenancy, acteur);
    return this.rotation.etat();
  }

  /** Re-wraps unit keys and secrets under the current version of the key-encryption key; answers once done. */
  @Post('maitre/rotation') @HttpCode(200)
  async maitre(@ActeurCourant() acteur: Acteur): Promise<EtatCles> {
    exigerExploitation(this.tenancy, acteur);
    const nombre = await this.rotation.tournerMaitre(acteur);
    this.technique.info('cle-maitre-tournee', { nombre });
    return this.rotation.etat();
  }

  /** A new version of a unit's key, once an `Idempotency-Key`; data keys follow behind, `GET` counts those that remain. The same key resumes. */
  @Post('unites/:unite/rotation') @HttpCode(202)
  async unite(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Param('unite', EntierDeChemin) unite: number): Promise<{ unite: number; version: number }> {
    exigerExploitation(this.tenancy, acteur);
    if (!this.tenancy.unitesDeLaTranche().includes(unite)) throw new ProblemeException(refuser('introuvable', 'unite-inconnue').refus);
    const faite = await this.rotation.nouvelleVersion(acteur, unite, cle);
    this.rotation.suivre(unite).then(
      (nombre) => this.technique.info('cle-unite-tournee', { unite, nombre }),
      (e: unknown) => this.technique.erreur('rotation-en-erreur', e),
    );
    return faite;
  }
}
