import { accepter } from '@sm/kernel';
import { AFFECTATION_AUTOMATIQUE, designer, horsAffectation, remplacant } from '../../moteur/praticien';
import { refuser } from '../../moteur/refus';
import { exigenceDe, fait, versionsDe, type Examen, type Verdict } from './outils';

export function affecter({ commande, etat, faits }: Examen<'Affecter'>): Verdict {
  const choix = designer(exigenceDe(etat), faits, commande.prive.praticien);
  if (!choix.accepte) return choix;
  const { praticien, explication } = choix;
  return accepter(fait(faits, 'PraticienAffecte', { praticien, explication, versions: versionsDe(etat, faits) }, null));
}

export function reaffecter({ commande, etat, faits }: Examen<'Reaffecter'>): Verdict {
  const precedent = etat.praticien.acteurId;
  if (commande.prive.praticien === precedent) return refuser('deja-affecte');
  const choix = designer(exigenceDe(etat, { exclus: [precedent] }), faits, commande.prive.praticien);
  if (!choix.accepte) return choix;
  const { praticien, explication } = choix;
  return accepter(fait(faits, 'PraticienRemplace', { praticien, precedent, explication, versions: versionsDe(etat, faits) }, null));
}

export function desaffecter({ commande, etat, faits }: Examen<'Desaffecter'>): Verdict {
  const refus = horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  const { motif } = commande.prive;
  const precedent = etat.praticien.acteurId;
  const retrait = fait(faits, 'PraticienDesaffecte', { precedent, motif }, null);
  const suite = remplacant(exigenceDe(etat), faits, precedent, motif);
  if (!suite) return accepter(retrait);
  const { praticien, explication } = suite;
  return accepter(retrait, fait({ ...faits, acteur: AFFECTATION_AUTOMATIQUE }, 'PraticienAffecte', { praticien, explication, versions: versionsDe(etat, faits) }, null));
}
