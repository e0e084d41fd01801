/** French titles of this service's codes. */
export const titresOrganisation: Readonly<Record<string, string>> = {
  'unite-introuvable': 'Cette unité n’existe pas.',
  'affectation-introuvable': 'Cette affectation n’existe pas ou n’est pas de votre ressort.',
  'affectation-invalide': 'L’affectation demandée contient des champs invalides.',
  'mesure-introuvable': 'Cette délégation, cet intérim, cette absence ou ce conflit n’existe pas, ou n’est pas de votre ressort.',
  'mesure-invalide': 'La demande contient des champs invalides.',
  'mesure-d-autrui': 'Seul un chef de service ou un administrateur déclare pour une autre personne.',
  'independance-praticien': 'Un avis du service médical ne se donne, ne se change ni ne s’attribue depuis la caisse.',
  'fin-posterieure': 'Une clôture ne prolonge pas : déclarez une nouvelle mesure.',
  'fin-avant-debut': 'La date de fin précède la date de début.',
};
