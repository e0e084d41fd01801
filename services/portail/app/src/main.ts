import 'reflect-metadata';
import { conduire, creerJournalTechnique } from '@sm/platform';
import { verifierOptions } from './config';
import { demarrerPortail } from './demarrage';
import { lireEnvironnement } from './environnement';

void conduire('portail', () => {
  const journal = creerJournalTechnique({ service: 'portail' });
  const options = { ...lireEnvironnement(process.env), journal };
  verifierOptions(options);
  return { journal, demarrer: () => demarrerPortail(options) };
});
