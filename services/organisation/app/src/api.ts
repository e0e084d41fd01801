import type { DocumentationApi } from '@sm/platform';

/** What this service says of its routes. */
export const documentation: DocumentationApi = {
  dossier: __dirname,
  groupes: { ArbreController: 'Arbre des unités', AffectationController: 'Affectations et effectifs' },
  operations: {
    ArbreController_unites: 'Lister les unités en vigueur un jour', ArbreController_unite: 'Lire une unité et son histoire', ArbreController_entier: 'Lire l’arbre entier d’un jour', ArbreController_caisses: 'Lister les caisses d’un jour',
    AffectationController_effectifs: 'Lire les effectifs d’une unité', AffectationController_lister: 'Lister les affectations', AffectationController_ouvrir: 'Ouvrir une affectation', AffectationController_clore: 'Clore une affectation',
  },
  refus: [
    { sur: /^(ArbreController_unite|AffectationController_(effectifs|lister))$/, codes: { 'unite-introuvable': 'introuvable' } },
    { sur: /^AffectationController_ouvrir$/, codes: { 'affectation-invalide': 'invalide' } },
    { sur: /^AffectationController_clore$/, codes: { 'affectation-introuvable': 'introuvable', 'fin-avant-debut': 'invalide' } },
  ],
};
