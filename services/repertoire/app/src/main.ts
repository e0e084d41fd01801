import 'reflect-metadata';
import { lancerService } from '@sm/platform';
import { ConfigProcessusRepertoire } from './config';
import { definitionRepertoire } from './index';

void lancerService('repertoire', ConfigProcessusRepertoire, () => definitionRepertoire);
