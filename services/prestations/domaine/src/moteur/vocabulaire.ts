/** Lists that mean the same in every procedure. */
export const MOTIFS_REMPLACEMENT = ['erreur_materielle', 'element_nouveau', 'recours'] as const;
export type MotifRemplacement = (typeof MOTIFS_REMPLACEMENT)[number];

export const MOTIFS_IRRECEVABILITE = ['hors_champ', 'non_assure', 'prescripteur_incompetent', 'pieces_non_fournies'] as const;
export type MotifIrrecevabilite = (typeof MOTIFS_IRRECEVABILITE)[number];

export const MOTIFS_ANNULATION = ['retrait', 'doublon', 'deces', 'erreur_saisie'] as const;
export type MotifAnnulation = (typeof MOTIFS_ANNULATION)[number];

export const MOTIFS_DESAFFECTATION = ['deport', 'absence', 'mutation', 'charge'] as const;
export type MotifDesaffectation = (typeof MOTIFS_DESAFFECTATION)[number];
