import 'reflect-metadata';
import { lancerService } from '@sm/platform';
import { ConfigProcessusPilotage } from './config';
import { definitionPilotage } from './index';

void lancerService('pilotage', ConfigProcessusPilotage, () => definitionPilotage);
