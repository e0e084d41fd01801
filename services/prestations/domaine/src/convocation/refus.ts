import { refuser as refuserNoyau, type CategorieRefus, type Refus } from '@sm/kernel';

/** Every refusal of the agenda and of convocations: stable code, category, founding article. */
export const REFUS_CONVOCATION = {
  'convocation-introuvable': { categorie: 'introuvable' },
  'dossier-introuvable': { categorie: 'introuvable' },
  'creneau-introuvable': { categorie: 'introuvable' },
  'role-interdit': { categorie: 'interdit', article: 'L.315-1 CSS' },
  'independance-convocation': { categorie: 'interdit', article: 'R.4127-95 CSP' },
  'conflit-interets': { categorie: 'interdit', article: 'R.4127-100 CSP' },
  'convocation-en-cours': { categorie: 'conflit' },
  'convocation-statut': { categorie: 'conflit' },
  'dossier-clos': { categorie: 'conflit' },
  'personne-non-identifiee': { categorie: 'conflit' },
  'creneau-pris': { categorie: 'conflit' },
  'creneau-ferme': { categorie: 'conflit' },
  'creneau-passe': { categorie: 'conflit' },
  'creneau-chevauchant': { categorie: 'conflit' },
  'creneau-identique': { categorie: 'invalide' },
  'rendez-vous-absent': { categorie: 'conflit' },
  'rendez-vous-a-venir': { categorie: 'conflit' },
  'mode-non-prevu': { categorie: 'invalide', article: 'décret 2025-599' },
  'delai-prevenance-insuffisant': { categorie: 'conflit', article: 'L.315-2 CSS' },
  'preuve-envoi-absente': { categorie: 'conflit', article: 'L.323-6 CSS' },
  'preuve-deja-enregistree': { categorie: 'conflit' },
  'presence-incoherente': { categorie: 'invalide' },
  'date-future': { categorie: 'invalide' },
  'date-invalide': { categorie: 'invalide' },
  'heure-inexistante': { categorie: 'invalide' },
  'rythme-vide': { categorie: 'invalide' },
  'rythme-trop-long': { categorie: 'invalide' },
  'praticien-inconnu': { categorie: 'invalide' },
  'echeance-prematuree': { categorie: 'conflit' },
} as const satisfies Record<string, { categorie: CategorieRefus; article?: string }>;

export type CodeRefusConvocation = keyof typeof REFUS_CONVOCATION;
export type RefusConvocation = { readonly accepte: false; readonly refus: Refus<CodeRefusConvocation> };

/** Builds the refusal of a code, with its category and article. */
export function refuserConvocation(code: CodeRefusConvocation, details?: Refus['details']): RefusConvocation {
  const modele: { categorie: CategorieRefus; article?: string } = REFUS_CONVOCATION[code];
  return refuserNoyau(modele.categorie, code, { ...(modele.article ? { article: modele.article } : {}), ...(details ? { details } : {}) });
}
