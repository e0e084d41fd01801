export { generer, type OptionsGeneration } from './generateur';
export { chargerAPart, chargerCarteAPart } from './a-part';
export { chargerCarte, type BilanCarte, type OptionsChargementCarte } from './charger-carte';
export { charger, type BilanChargement, type BilanFlux, type CompteMachine, type OptionsChargement } from './charger';
export { MESURES_CARTE } from './mesures-carte';
export { ErreurDeDepot, ErreurPassagere } from './reseau';
export { FICHIERS, type Manifeste } from './manifeste';
export { personas, type Persona } from './personas';
export { personnel, type Agent } from './personnel';
