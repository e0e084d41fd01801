import type { RefusFusion } from './fusion';

type RefusRepertoire = RefusFusion | 'professionnel-introuvable' | 'structure-introuvable';

/** French titles of the refusals of the directory. */
export const titresRepertoire: Readonly<Record<RefusRepertoire, string>> = {
  'personne-introuvable': 'Cette personne n’existe pas dans votre périmètre.',
  'fusion-avec-soi': 'Une personne ne peut pas être fusionnée avec elle-même.',
  'unites-differentes': 'Ces deux personnes relèvent d’unités différentes.',
  'personne-deja-fusionnee': 'L’une de ces personnes est déjà fusionnée ; séparez-la d’abord.',
  'personne-non-fusionnee': 'Cette personne n’est pas fusionnée.',
  'traits-differents': 'La date de naissance ou le sexe diffèrent ; vérifiez puis confirmez la fusion.',
  'professionnel-introuvable': 'Aucun professionnel ne porte ce numéro RPPS.',
  'structure-introuvable': 'Aucune structure ne porte ce numéro FINESS.',
};
