import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { JournalTechnique } from '@sm/platform';
import { Provider } from 'oidc-provider';
import { ConfigPortail } from './config';
import type { ClesIdentite } from './identite/cles';
import { ConsultationsController } from './pages/consultations.controller';
import { PagesController } from './pages/pages.controller';
import { ServiceReader } from './pages/service.reader';
import { ConnexionController } from './session/connexion.controller';
import { OidcClient } from './session/oidc.client';
import { SessionStore } from './session/session.store';

/** The portal: pages, sessions, and the client of the identity provider given to it. */
@Module({})
export class PortailModule {
  static pour(config: ConfigPortail, cles: ClesIdentite, fournisseur: Provider, journal: JournalTechnique): DynamicModule {
    return {
      module: PortailModule,
      controllers: [PagesController, ConsultationsController, ConnexionController],
      providers: [
        { provide: ConfigPortail, useValue: config },
        { provide: Provider, useValue: fournisseur },
        { provide: JournalTechnique, useValue: journal },
        { provide: OidcClient, useValue: new OidcClient(config, cles.secretPortail) },
        SessionStore,
        ServiceReader,
      ],
    };
  }
}
