const TITRES = new Map<string, string>(
  Object.entries({
    'route-introuvable': 'Cette adresse n’existe pas.',
    'requete-malformee': 'La requête est mal formée.',
    'requete-invalide': 'La requête contient des champs invalides.',
    'json-malforme': 'Le corps de la requête n’est pas un JSON valide.',
    'json-trop-profond': 'Le corps de la requête est imbriqué trop profondément.',
    'json-cle-interdite': 'Le corps de la requête contient une clé interdite.',
    'json-nombre-hors-bornes': 'Le corps de la requête contient un nombre hors bornes.',
    'texte-invalide': 'La requête contient un texte qui n’est pas de l’UTF-8 valide ou contient un caractère nul.',
    'corps-vide': 'Le corps de la requête est vide.',
    'corps-trop-volumineux': 'Le corps de la requête est trop volumineux.',
    'type-contenu-refuse': 'Ce type de contenu n’est pas accepté ici.',
    'adresse-trop-longue': 'L’adresse demandée est trop longue.',
    'en-tete-duplique': 'Un en-tête de la requête est présent deux fois.',
    'en-tetes-trop-longs': 'Les en-têtes de la requête sont trop longs.',
    'identifiant-invalide': 'L’identifiant demandé est invalide.',
    'jeton-absent': 'Authentification requise : aucun jeton n’est présenté.',
    'jeton-invalide': 'Le jeton présenté n’est pas valide.',
    'jeton-expire': 'Le jeton présenté a expiré.',
    'identite-indisponible': 'Le fournisseur d’identité ne répond pas ; réessayez dans un instant.',
    interdit: 'Vous n’avez pas le droit de faire cette action.',
    'cle-idempotence-requise': 'L’en-tête Idempotency-Key est obligatoire pour cette commande.',
    'cle-idempotence-invalide': 'L’en-tête Idempotency-Key doit compter de 8 à 128 lettres, chiffres, tirets ou soulignés.',
    'version-requise': 'L’en-tête If-Match est obligatoire : indiquez la version que vous avez lue.',
    'version-invalide': 'L’en-tête If-Match doit porter une seule version, telle que "7".',
    'version-perimee': 'L’objet a changé depuis que vous l’avez lu ; relisez-le avant de recommencer.',
    'curseur-invalide': 'Le curseur de pagination n’est pas valide ; reprenez depuis la première page.',
    'trop-de-requetes': 'Trop de requêtes ; réessayez dans un instant.',
    'service-en-arret': 'Le service s’arrête ; réessayez dans un instant.',
    'dependance-indisponible': 'Un service dont dépend la réponse est indisponible ; réessayez dans un instant.',
    'pas-pret': 'Le service n’est pas prêt.',
    'requete-refusee': 'La requête est refusée.',
    'erreur-interne': 'Une erreur interne est survenue ; indiquez la référence de corrélation à l’assistance.',
  }),
);

/**
 * Declares the French titles of a service's codes, once at load.
 * @throws Error when a code already has another title: a code means one thing in the whole platform.
 */
export function declarerTitres(titres: Readonly<Record<string, string>>): void {
  for (const [code, titre] of Object.entries(titres)) {
    const connu = TITRES.get(code);
    if (connu !== undefined && connu !== titre) throw new Error(`Le code ${code} a déjà un autre titre.`);
    TITRES.set(code, titre);
  }
}

/** The French title of a code; a code nobody declared gets a general one. */
export const titreDe = (code: string): string => TITRES.get(code) ?? 'La requête est refusée.';
