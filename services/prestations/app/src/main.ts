import 'reflect-metadata';
import { lancerService } from '@sm/platform';
import { ConfigProcessusPrestations } from './config';
import { analyseDe } from './piece-jointe.analyse';
import { definitionPrestations } from './prestations.module';

void lancerService('prestations', ConfigProcessusPrestations, ({ urlRepertoire, analyse }) =>
  definitionPrestations({ urlRepertoire: () => urlRepertoire.replace(/\/$/, ''), analyse: analyseDe(analyse) }));
