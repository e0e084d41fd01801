import type { CodeRefus } from '../../moteur/refus';
import { avisEnVigueur, couverte, type Etat } from '../dossier';
import type { MotifRefus, Voie } from '../vocabulaire';

/**
 * What the avis and the committee leave to the caisse. `lie`: they recognise the link themselves, so that even an administrative reason cannot refuse.
 * `manque`: what must come before a decision on the merits.
 */
export type Position =
  | { readonly sens: 'prise_en_charge'; readonly lesions: readonly number[]; readonly voie: Voie | null; readonly lie: boolean }
  | { readonly sens: 'refus'; readonly motif: MotifRefus; readonly voie: Voie | null }
  | { readonly sens: null; readonly manque: CodeRefus };

const attend = (manque: CodeRefus): Position => ({ sens: null, manque });

function surLesions(etat: Etat): Position {
  const avis = avisEnVigueur(etat);
  const { objet, lesions } = etat.demande;
  // An accident may be recognised on its circumstances alone; whether a relapse or a new lesion follows from it is a medical question (R.441-16 CSS).
  if (avis === null) return objet === 'accident' ? { sens: 'prise_en_charge', lesions: Array.from({ length: lesions }, (_, i) => i + 1), voie: null, lie: false } : attend('avis-absent');
  const couvertes = avis.lesions.flatMap((conclusion, i) => (couverte(conclusion) ? [i + 1] : []));
  return couvertes.length > 0 ? { sens: 'prise_en_charge', lesions: couvertes, voie: null, lie: false } : { sens: 'refus', motif: 'medical', voie: null };
}

function surMaladie(etat: Etat): Position {
  const avis = avisEnVigueur(etat);
  const { concertation, comite } = etat.instruction;
  if (avis === null) return attend('avis-absent');
  if (concertation === null) return attend('concertation-absente');
  const { orientation, voie } = concertation;
  switch (orientation) {
    case 'eligible_tableau': return { sens: 'prise_en_charge', lesions: [], voie, lie: false };
    case 'refus_direct': return { sens: 'refus', motif: avis.conclusion === 'examens_absents' ? 'administratif' : 'medical', voie };
    case 'avis_conseil':
      if (avis.question !== 'lien') return attend('avis-absent');
      return avis.conclusion === 'lien_direct' ? { sens: 'prise_en_charge', lesions: [], voie, lie: true } : { sens: 'refus', motif: 'medical', voie };
    case 'saisine_crrmp':
      if (!comite?.avis) return attend('avis-comite-absent');
      return comite.avis.sens === 'favorable' ? { sens: 'prise_en_charge', lesions: [], voie, lie: true } : { sens: 'refus', motif: 'comite', voie };
  }
}

export const positionDe = (etat: Etat): Position => (etat.demande.objet === 'maladie' ? surMaladie(etat) : surLesions(etat));
