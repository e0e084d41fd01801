export { ouvrirServiceDeTest, type ServiceDeTest } from './service-de-test';
