import { accepter } from '@sm/kernel';
import { refuser } from '../../moteur/refus';
import { avisEnVigueur, type Concertation, type Conditions } from '../dossier';
import type { Regle } from '../regles';
import type { Conclusion } from '../vocabulaire';
import { fait, regleDe, type Examen, type Verdict } from './outils';

type Issue = Pick<Concertation, 'orientation' | 'voie'>;

const REFUS: Issue = { orientation: 'refus_direct', voie: null };

/** Paragraphs 5, 6 and 7 of L.461-1 CSS: presumption, a condition missing, outside the tables. */
function orienter(conclusion: Conclusion, { delai, exposition, travaux }: Conditions, { delaiSeul }: Pick<Regle, 'delaiSeul'>): Issue {
  if (conclusion === 'hors_tableau') return { orientation: 'saisine_crrmp', voie: 'lien_essentiel' };
  if (conclusion !== 'maladie_designee') return REFUS;
  if (delai && exposition && travaux) return { orientation: 'eligible_tableau', voie: 'presomption' };
  if (delaiSeul && exposition && travaux) return { orientation: 'avis_conseil', voie: 'delai_seul' };
  return { orientation: 'saisine_crrmp', voie: 'lien_direct' };
}

/** Médecin-conseil and caisse put their conditions together: the avis says the medical ones, the caisse the administrative ones. */
export function conclureConcertation({ commande, etat, faits }: Examen<'ConclureConcertation'>): Verdict {
  const avis = avisEnVigueur(etat);
  if (avis === null) return refuser('avis-absent');
  const { delai, exposition, travaux } = commande.prive;
  const conditions = { delai, exposition, travaux };
  return accepter(fait(faits, 'ConcertationConclue', { jour: faits.jour, versionAvis: avis.version, conditions, ...orienter(avis.conclusion, conditions, regleDe(etat)) }));
}
