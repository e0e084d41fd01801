export { demarrerPortail } from './demarrage';
export type { PortailDemarre } from './demarrage';
export type { ClientMachine, OptionsPortail, Persona } from './config';
export { AUDIENCE } from './identite/fournisseur';
