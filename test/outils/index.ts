export { Regard } from './base';
export { TAILLE, avecHote, ouvrirHote, type Hote, type Manifeste, type NomAssemblage } from './hote';
export { Faussaire } from './jetons';
export { Persona, Porteur, type Appelant, type Probleme, type Reponse } from './session';
export { Parcours, assures, aujourdhui, demande, type Assure, type DossierLu, type ReponseCommande } from './dossier';
