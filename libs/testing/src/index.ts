export { adresseDuServeur, baseDeTest, type BaseDeTest } from './base';
export { contratEventLog, type AdaptateurEssaye } from './contrat-log';
export { EssaiDeLog, TOPIC_ESSAI } from './essai-de-log';
export { ouvrirIdentiteDeTest, type IdentiteDeTest } from './identite-de-test';
export { jusqua } from './jusqua';
export { ouvrirKafkaDeTest, ouvrirKafkaPrive, type KafkaDeTest, type KafkaPrive } from './kafka-de-test';
export { ouvrirPlateformeDeTest, type PlateformeDeTest } from './plateforme-de-test';
export { ouvrirServiceDeTest, type ServiceDeTest } from './service-de-test';
