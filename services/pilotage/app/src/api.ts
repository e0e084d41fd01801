import type { DocumentationApi } from '@sm/platform';

/** What this service says of its routes. */
export const documentation: DocumentationApi = {
  dossier: __dirname,
  groupes: { RapportController: 'Rapports', AgregatsController: 'Agrégats', EditionController: 'Éditions', RacinesController: 'Racines' },
  operations: {
    RapportController_style: 'Lire la feuille de style du rapport', RapportController_lire: 'Lire le rapport d’activité annuel d’une unité', AgregatsController_tableau: 'Lire les chiffres par unité d’un niveau',
    AgregatsController_serie: 'Lire un chiffre jour par jour', EditionController_editer: 'Publier l’édition diffusable d’une année', RacinesController_lister: 'Lister les racines ancrées d’une unité', RacinesController_refus: 'Lister les racines refusées',
  },
  refus: [
    { sur: /^(Rapport|Agregats)Controller_(lire|tableau|serie)$/, codes: { 'unite-introuvable': 'introuvable' } },
    { sur: /^(Rapport|Agregats)Controller_(lire|tableau)$/, codes: { 'carte-requise': 400 } },
    { sur: /^(Rapport|Agregats)Controller_(lire|tableau)$/, codes: { 'hors-treillis': 400, 'periode-invalide': 400, 'edition-introuvable': 'introuvable' } },
    { sur: /^EditionController_editer$/, codes: { 'annee-en-cours': 'conflit', 'rien-a-editer': 'conflit' } },
    { sur: /^AgregatsController_serie$/, codes: { 'hors-treillis': 400 } },
    { sur: /^AgregatsController_serie$/, codes: { 'indicateur-introuvable': 'introuvable', 'periode-invalide': 400 } },
  ],
};
