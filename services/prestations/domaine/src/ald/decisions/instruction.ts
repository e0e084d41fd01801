import { accepter } from '@sm/kernel';
import type { Etat } from '../dossier';
import { AFFECTATION_AUTOMATIQUE, designer, horsAffectation, remplacant, type Exigence } from '../../moteur/praticien';
import { note } from '../../moteur/outils';
import { refuser } from '../../moteur/refus';
import { fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

export const exigenceDe = (etat: Etat, precisions: Partial<Exigence> = {}): Exigence => {
  const { professions, habilitation } = regleDe(etat);
  return { professions, habilitation, medecins: [etat.demande.medecin], ...precisions };
};

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

export function demanderComplement({ commande, etat, medical, faits }: Examen<'DemanderComplement'>): Verdict {
  const refus = faits.acteur.roles.includes('ISM') ? null : horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  return accepter(fait(faits, 'ComplementDemande', { jour: faits.jour, pieces: commande.prive.pieces }, note(medical, 'complement', commande.medical.texte)));
}

export function recevoirComplement({ commande, medical, faits }: Examen<'RecevoirComplement'>): Verdict {
  return accepter(fait(faits, 'ComplementRecu', { pieces: commande.prive.pieces }, note(medical, 'complement', commande.medical.texte)));
}
