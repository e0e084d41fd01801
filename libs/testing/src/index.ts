export type { BaseDeTest } from './base';
export { adresseDuServeur, baseDeTest } from './base';
export { contratEventLog, type AdaptateurEssaye } from './contrat-log';
export { jusqua } from './jusqua';
export { ouvrirServiceDeTest, type ServiceDeTest } from './service-de-test';
