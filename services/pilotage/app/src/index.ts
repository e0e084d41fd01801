import type { DefinitionService } from '@sm/platform';
import { Pilotage1763800000000 } from './migrations/1763800000000-pilotage';
import { Edition1763930000000 } from './migrations/1763930000000-edition';
import { SourceAgregat1763890000000 } from './migrations/1763890000000-source-agregat';
import { documentation } from './api';
import { RacineAncree1763895000000 } from './migrations/1763895000000-racine-ancree';
import { PilotageModule } from './pilotage.module';

/** The service as a host mounts it. */
export const definitionPilotage: DefinitionService = {
  nom: 'pilotage',
  module: PilotageModule,
  documentation,
  migrations: [Pilotage1763800000000, SourceAgregat1763890000000, RacineAncree1763895000000, Edition1763930000000],
  titres: {
    'unite-introuvable': 'Cette unité n’existe pas.',
    'indicateur-introuvable': 'Cet indicateur n’existe pas ou n’est pas calculé.',
    'carte-requise': 'Le périmètre constant demande le jour de la carte voulue : carte=AAAA-MM-JJ.',
    'periode-invalide': 'La période demandée est impossible ou trop longue.',
    'hors-treillis': 'L’édition diffusable n’est publiée que sur un treillis fixe : unités, mois ou année civile, cartes annoncées.',
    'edition-introuvable': 'Aucune édition diffusable de cette année n’a été publiée.',
    'annee-en-cours': 'Une année se publie quand elle est finie.',
    'rien-a-editer': 'Aucun chiffre n’est connu pour cette année.',
  },
};

export { Publication } from './publication';
export { Reconstruction, type BilanReconstruction } from './reconstruction';
