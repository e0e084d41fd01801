import { refuser as refuserNoyau, type CategorieRefus, type Refus } from '@sm/kernel';

/** Every refusal of the service: stable code, category, founding article. Details never hold medical content. */
export const REFUS = {
  'dossier-introuvable': { categorie: 'introuvable' },
  'dossier-existant': { categorie: 'conflit' },
  'role-interdit': { categorie: 'interdit', article: 'L.315-1 CSS' },
  'independance-praticien': { categorie: 'interdit', article: 'R.4127-95 CSP' },
  'statut-incompatible': { categorie: 'conflit' },
  'regle-absente': { categorie: 'invalide', article: 'L.324-1 CSS' },
  'date-future': { categorie: 'invalide' },
  'chronologie-rompue': { categorie: 'invalide' },
  'champ-obligatoire': { categorie: 'invalide' },
  'date-invalide': { categorie: 'invalide' },
  'piece-absente': { categorie: 'invalide' },
  'motif-obligatoire': { categorie: 'invalide' },
  'praticien-inconnu': { categorie: 'invalide' },
  'praticien-absent': { categorie: 'conflit' },
  'aucun-praticien-disponible': { categorie: 'conflit' },
  'deja-affecte': { categorie: 'conflit' },
  'habilitation-absente': { categorie: 'interdit', article: 'L.315-1 CSS' },
  'rpps-absent': { categorie: 'interdit', article: 'L.315-1 CSS' },
  'rpps-discordant': { categorie: 'invalide' },
  'praticien-non-affecte': { categorie: 'interdit', article: 'L.315-1 CSS' },
  'conflit-interets': { categorie: 'interdit', article: 'R.4127-100 CSP' },
  'auteur-premier-avis': { categorie: 'interdit', article: 'R.4127-105 CSP' },
  'auteur-different': { categorie: 'interdit', article: 'R.4127-95 CSP' },
  'avis-non-prevu': { categorie: 'invalide', article: 'L.324-1 CSS' },
  'version-avis-perimee': { categorie: 'conflit' },
  'duree-absente': { categorie: 'invalide', article: 'D.160-4 CSS' },
  'duree-hors-regle': { categorie: 'invalide', article: 'D.160-4 CSS' },
  'remplacement-incoherent': { categorie: 'invalide' },
  'decision-deja-notifiee': { categorie: 'conflit' },
  'decision-absente': { categorie: 'conflit' },
  'protocole-deja-signe': { categorie: 'conflit' },
  'fin-incoherente': { categorie: 'invalide' },
  'decision-contraire-avis': { categorie: 'conflit', article: 'L.315-2 CSS' },
  'regime-non-exonerant': { categorie: 'conflit', article: 'L.160-14 CSS' },
  'echeance-prematuree': { categorie: 'conflit' },
  'echeance-inconnue': { categorie: 'conflit' },
  'selection-absente': { categorie: 'invalide', article: 'L.315-1 I CSS' },
  'rapport-absent': { categorie: 'invalide', article: 'L.315-1 II CSS' },
  'mode-non-prevu': { categorie: 'invalide', article: 'L.315-1 CSS' },
  'convocation-discordante': { categorie: 'conflit' },
  'rendez-vous-a-venir': { categorie: 'conflit' },
  'preuve-envoi-absente': { categorie: 'conflit', article: 'L.315-2 IV CSS' },
  'examen-obligatoire': { categorie: 'conflit', article: 'L.315-1 II CSS' },
  'suspension-non-fondee': { categorie: 'conflit', article: 'L.315-2 CSS' },
  'effet-anterieur-notification': { categorie: 'invalide', article: 'L.315-2 III CSS' },
  'notification-sans-recours': { categorie: 'invalide', article: 'R.315-1-3 CSS' },
  'prescripteur-non-informe': { categorie: 'invalide', article: 'R.315-1-3 CSS' },
  'reexamen-non-prevu': { categorie: 'conflit', article: 'L.315-1 II CSS' },
  'reexamen-hors-delai': { categorie: 'conflit', article: 'D.315-4 CSS' },
  'prescription-hors-delai': { categorie: 'conflit', article: 'D.323-4 CSS' },
  'prescription-incoherente': { categorie: 'invalide' },
} as const satisfies Record<string, { categorie: CategorieRefus; article?: string }>;

export type CodeRefus = keyof typeof REFUS;
export type RefusDossier = { readonly accepte: false; readonly refus: Refus<CodeRefus> };

/** Builds the refusal of a code, with its category and article. */
export function refuser(code: CodeRefus, details?: Refus['details']): RefusDossier {
  const modele: { categorie: CategorieRefus; article?: string } = REFUS[code];
  return refuserNoyau(modele.categorie, code, { ...(modele.article ? { article: modele.article } : {}), ...(details ? { details } : {}) });
}
