export { empechement } from './archives';
export { arreterKafka, demarrerKafka, effacerKafka, etatKafka } from './courtier';
export type { AccesSecurise, CourtierKafka, OptionsKafka } from './courtier';
export { REGLAGES } from './reglages';
