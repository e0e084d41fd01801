import { contratEventLog } from '@sm/testing';
import { LogEmbarque } from './embarque';

contratEventLog('journal embarqué', async (producteur) => ({
  log: new LogEmbarque({ sources: { prestations: producteur.adresses.urlLecteur }, serviceDuTopic: () => 'prestations', tranche: 'essai', activeMs: 10, reposMs: 50 }),
  arreter: async () => undefined,
}));
