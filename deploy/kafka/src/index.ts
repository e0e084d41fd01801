export { arreterKafka, demarrerKafka, effacerKafka, etatKafka } from './courtier';
export type { AccesSecurise, CourtierKafka, OptionsKafka } from './courtier';
export { trouverJava } from './java';
