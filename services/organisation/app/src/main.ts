import 'reflect-metadata';
import { lancerService } from '@sm/platform';
import { ConfigProcessusOrganisation } from './config';
import { definitionOrganisation } from './organisation.module';

void lancerService('organisation', ConfigProcessusOrganisation, ({ organisation }) => definitionOrganisation(organisation));
