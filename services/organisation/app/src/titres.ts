/** French titles of this service's codes. */
export const titresOrganisation: Readonly<Record<string, string>> = {
  'unite-introuvable': 'Cette unité n’existe pas.',
  'affectation-introuvable': 'Cette affectation n’existe pas ou n’est pas de votre ressort.',
  'affectation-invalide': 'L’affectation demandée contient des champs invalides.',
  'fin-avant-debut': 'La date de fin précède la date de début.',
};
