import type { DocumentationApi } from '@sm/platform';

/** What this service says of its routes. */
export const documentation: DocumentationApi = {
  dossier: __dirname,
  groupes: { PersonneController: 'Personnes', IdentitesController: 'Identités', ReferenceController: 'Professionnels et structures', ResolutionController: 'Résolution des numéros' },
  operations: {
    PersonneController_lire: 'Lire la partie administrative d’une personne', PersonneController_fusionner: 'Fusionner deux personnes', PersonneController_separer: 'Séparer une personne fusionnée',
    IdentitesController_lire: 'Lire des identités, lecture inscrite au journal', ReferenceController_professionnel: 'Lire les positions d’un professionnel', ReferenceController_professionnels: 'Lister les positions d’un jour',
    ReferenceController_structure: 'Lire une structure', ReferenceController_offre: 'Lire l’offre d’un département', ResolutionController_resoudre: 'Trouver les personnes de numéros, pour les services',
  },
  refus: [
    { sur: /^PersonneController_/, codes: { 'personne-introuvable': 'introuvable' } },
    { sur: /^PersonneController_fusionner$/, codes: { 'fusion-avec-soi': 'invalide', 'unites-differentes': 'invalide', 'personne-deja-fusionnee': 'conflit', 'traits-differents': 'conflit' } },
    { sur: /^PersonneController_separer$/, codes: { 'personne-non-fusionnee': 'conflit' } },
    { sur: /^ReferenceController_professionnel$/, codes: { 'identifiant-invalide': 400, 'professionnel-introuvable': 'introuvable' } },
    { sur: /^ReferenceController_structure$/, codes: { 'identifiant-invalide': 400, 'structure-introuvable': 'introuvable' } },
  ],
};
