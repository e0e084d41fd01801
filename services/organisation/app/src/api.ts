import type { DocumentationApi } from '@sm/platform';

/** What this service says of its routes. */
export const documentation: DocumentationApi = {
  dossier: __dirname,
  groupes: { ArbreController: 'Arbre des unités', AffectationController: 'Affectations et effectifs', MesureController: 'Délégations, intérims, absences et conflits' },
  operations: {
    ArbreController_unites: 'Lister les unités en vigueur un jour', ArbreController_unite: 'Lire une unité et son histoire', ArbreController_entier: 'Lire l’arbre entier d’un jour', ArbreController_caisses: 'Lister les caisses d’un jour',
    AffectationController_effectifs: 'Lire les effectifs d’une unité', AffectationController_lister: 'Lister les affectations', AffectationController_ouvrir: 'Ouvrir une affectation', AffectationController_clore: 'Clore une affectation',
    MesureController_delegations: 'Lister les délégations de signature', MesureController_deleguer: 'Déclarer une délégation de signature', MesureController_cloreDelegation: 'Clore une délégation de signature',
    MesureController_interims: 'Lister les intérims', MesureController_interim: 'Déclarer un intérim', MesureController_cloreInterim: 'Clore un intérim', MesureController_absences: 'Lister les absences',
    MesureController_absence: 'Déclarer une absence', MesureController_cloreAbsence: 'Clore une absence', MesureController_conflits: 'Lister les conflits d’intérêts', MesureController_conflit: 'Déclarer un conflit d’intérêts',
    MesureController_cloreConflit: 'Clore un conflit d’intérêts',
  },
  refus: [
    { sur: /^(ArbreController_unite|AffectationController_(effectifs|lister))$/, codes: { 'unite-introuvable': 'introuvable' } },
    { sur: /^AffectationController_ouvrir$/, codes: { 'affectation-invalide': 'invalide' } },
    { sur: /^AffectationController_clore$/, codes: { 'affectation-introuvable': 'introuvable', 'fin-avant-debut': 'invalide' } },
    { sur: /^MesureController_(delegations|interims|absences|conflits)$/, codes: { 'unite-introuvable': 'introuvable' } },
    { sur: /^MesureController_(deleguer|interim|absence|conflit|clore\w+)$/, codes: { 'mesure-invalide': 'invalide', 'mesure-d-autrui': 'interdit', 'independance-praticien': 'interdit' } },
    { sur: /^MesureController_clore/, codes: { 'mesure-introuvable': 'introuvable', 'fin-posterieure': 'invalide', 'fin-avant-debut': 'invalide' } },
  ],
};
