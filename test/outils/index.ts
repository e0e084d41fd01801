export { Regard } from './base';
export { TAILLE, ouvrirHote, type Hote, type Manifeste } from './hote';
export { Faussaire } from './jetons';
export { Persona, Porteur, type Appelant, type Probleme, type Reponse } from './session';
export { Parcours, assures, aujourdhui, demande, type Assure, type DossierLu, type ReponseCommande } from './dossier';
