import type { DefinitionService } from '@sm/platform';
import { Pilotage1763800000000 } from './migrations/1763800000000-pilotage';
import { SourceAgregat1763890000000 } from './migrations/1763890000000-source-agregat';
import { documentation } from './api';
import { PilotageModule } from './pilotage.module';

/** The service as a host mounts it. */
export const definitionPilotage: DefinitionService = {
  nom: 'pilotage',
  module: PilotageModule,
  documentation,
  migrations: [Pilotage1763800000000, SourceAgregat1763890000000],
  titres: {
    'unite-introuvable': 'Cette unité n’existe pas.',
    'indicateur-introuvable': 'Cet indicateur n’existe pas ou n’est pas calculé.',
    'carte-requise': 'Le périmètre constant demande le jour de la carte voulue : carte=AAAA-MM-JJ.',
    'periode-invalide': 'La période demandée est impossible ou trop longue.',
  },
};

export { Publication } from './publication';
export { Reconstruction, type BilanReconstruction } from './reconstruction';
