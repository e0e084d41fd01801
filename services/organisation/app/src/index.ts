export { ConfigOrganisation } from './config';
export { OrganisationModule, definitionOrganisation } from './organisation.module';
