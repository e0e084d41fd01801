import type { DefinitionService } from '@sm/platform';
import { documentation } from './api';
import { SECRET_RECHERCHE } from './coffre';
import { Repertoire1763800200000 } from './migrations/repertoire.migration';
import { PersonneEntity } from './personne.entity';
import { RepertoireModule } from './repertoire.module';
import { titresRepertoire } from './titres';

/** The directory of persons, professionals and structures, as the host starts it. */
export const definitionRepertoire: DefinitionService = {
  nom: 'repertoire',
  documentation,
  module: RepertoireModule,
  migrations: [Repertoire1763800200000],
  entites: [PersonneEntity],
  cles: [{ table: 'personne', id: 'id', unite: 'unite', cle: 'cle' }],
  secrets: [SECRET_RECHERCHE],
  titres: titresRepertoire,
};
