/** French titles of the refusals that the platform itself gives. */
export const titresPlateforme: Readonly<Record<string, string>> = {
  'unite-inconnue': 'Cette unité n’est pas connue.',
  'commande-deja-utilisee': 'Cette clé d’idempotence a déjà servi pour une autre demande.',
  'lettre-morte-illisible': 'Ce message mis de côté n’est pas lisible : il ne peut pas être rejoué.',
  'lettre-morte-introuvable': 'Ce message mis de côté n’existe pas ou plus.',
  'flux-inconnu': 'Ce flux d’import n’existe pas.',
  'import-introuvable': 'Cet import n’existe pas.',
  'import-en-cours-ailleurs': 'Cet import est déjà en cours de réception.',
  'format-non-accepte': 'Ce format de fichier n’est pas accepté pour ce flux.',
  'colonnes-invalides': 'Les colonnes du fichier ne sont pas celles attendues.',
  'racines-sans-cle': 'Ce service n’a pas de clé pour vérifier des racines.',
};
