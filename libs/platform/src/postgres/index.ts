export { demarrerPostgres } from './embarque';
export type { OptionsPostgres, Postgres } from './embarque';
export { baseCommune, creerDossier, dossierEtatDe } from './etat';
export { attendre, vivant } from './processus';
export { prendreVerrou, sousVerrou } from './verrou';
export type { Prise, Tenant, Verrou } from './verrou';
