import 'reflect-metadata';
import { lancerService } from '@sm/platform';
import { ConfigProcessusPrestations } from './config';
import { definitionPrestations } from './prestations.module';

void lancerService('prestations', ConfigProcessusPrestations, ({ urlRepertoire }) => definitionPrestations({ urlRepertoire: () => urlRepertoire.replace(/\/$/, '') }));
