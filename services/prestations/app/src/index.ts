export { definitionPrestations } from './prestations.module';
