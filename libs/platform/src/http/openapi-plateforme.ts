import type { RefusDeRoutes } from './openapi-refus';

/** Titles of the routes that every service has. */
export const TITRES_PLATEFORME = {
  operations: {
    ImportsController_recevoir: 'Déposer un fichier, ou reprendre un dépôt interrompu',
    ImportsController_lire: 'Lire l’avancement d’un dépôt',
    ImportsController_rejets: 'Lister les lignes rejetées d’un dépôt',
    ExploitationController_consommateurs: 'Lire le retard de chaque consommateur',
    ExploitationController_lettres: 'Lister les messages mis de côté',
    ExploitationController_rejouer: 'Rejouer un message mis de côté',
    EtatController_lire: 'Lire l’avancement du travail du service',
    ChaineController_etat: 'Lire la dernière vérification de la chaîne',
    ChaineController_lancer: 'Vérifier toute la chaîne',
    ChaineController_cles: 'Lire les clés qui signent les racines',
    ChaineController_confronter: 'Comparer les chaînes aux racines du niveau supérieur',
    AccesController_lister: 'Lire le registre des accès refusés',
    ClesController_etat: 'Lire les versions des clés',
    ClesController_maitre: 'Tourner la clé maîtresse',
    ClesController_unite: 'Tourner la clé d’une unité',
  },
  groupes: { AccesController: 'Exploitation', ClesController: 'Exploitation', ImportsController: 'Dépôts de fichiers', ExploitationController: 'Exploitation', EtatController: 'Exploitation', ChaineController: 'Exploitation' },
} as const;

/** Refusals of those routes. */
export const REFUS_PLATEFORME: readonly RefusDeRoutes[] = [
  { sur: /^ImportsController_recevoir$/, codes: { 'flux-inconnu': 'introuvable', 'format-non-accepte': 'invalide', 'colonnes-invalides': 'invalide', 'import-en-cours-ailleurs': 'conflit' } },
  { sur: /^ImportsController_(lire|rejets)$/, codes: { 'import-introuvable': 'introuvable' } },
  { sur: /^ClesController_unite$/, codes: { 'identifiant-invalide': 400, 'unite-inconnue': 'introuvable' } },
  { sur: /^ChaineController_confronter$/, codes: { 'racines-sans-cle': 'conflit' } },
  { sur: /^ExploitationController_rejouer$/, codes: { 'lettre-morte-introuvable': 'introuvable', 'lettre-morte-illisible': 'conflit' } },
];
