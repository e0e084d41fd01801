export { demarrerPostgres } from './embarque';
export type { OptionsPostgres, Postgres } from './embarque';
export { baseCommune, dossierEtatDe } from './etat';
export { prendreVerrou } from './verrou';
export type { Prise, Tenant, Verrou } from './verrou';
