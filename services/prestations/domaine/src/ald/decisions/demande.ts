import { accepter, jourLocal, ZONE_PARIS } from '@sm/kernel';
import type { Demande } from '../dossier';
import type { CommandeDe } from '../commandes';
import type { Faits } from '../../moteur/faits';
import { refuser } from '../../moteur/refus';
import { regleEnVigueur } from '../regles';
import { fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

/** Opens a dossier under the rule of the day of reception. */
export function enregistrerDemande(commande: CommandeDe<'EnregistrerDemande'>, faits: Faits): Verdict {
  const { source, numero, nature, canal, regime, cadre, personneId, medecin, caisse, uniteId, precedent, recuLe, pieces } = commande.prive;
  const recu = new Date(recuLe);
  if (Number.isNaN(recu.getTime())) return refuser('date-invalide', { champ: 'recuLe' });
  if (recu.getTime() > faits.maintenant.getTime()) return refuser('date-future', { champ: 'recuLe' });
  const jourRecu = jourLocal(recu, ZONE_PARIS);
  const regle = regleEnVigueur('ald', jourRecu);
  if (!regle) return refuser('regle-absente', { jour: jourRecu });
  const survenuLe = recu.toISOString();
  const demande: Demande = {
    id: faits.nouvelId, procedure: 'ald', source, numero, nature, canal, regime, cadre, personneId, medecin, caisse, uniteOrigine: uniteId, precedent,
    recuLe: survenuLe, jourRecu, regle: regle.version, repris: faits.repris === true,
  };
  return accepter(fait(faits, 'DemandeRecue', { demande, pieces }, commande.medical, survenuLe));
}

export function controlerCompletude({ etat, medical, faits }: Examen<'ControlerCompletude'>): Verdict {
  const regle = regleDe(etat);
  const manques = regle.controler(etat.demande, medical.demande, etat.pieces, faits.nomenclature);
  if (manques.length > 0) return accepter(fait(faits, 'DemandeJugeeIncomplete', { manques }, null));
  return accepter(fait(faits, 'DemandeJugeeRecevable', { completLe: etat.piecesLe, selection: regle.selection, versions: versionsDe(etat, faits) }, null));
}

export function recevoirPieces({ commande, faits }: Examen<'RecevoirPieces'>): Verdict {
  const { pieces, personneId, regime } = commande.prive;
  if (pieces.length === 0 && personneId === null && regime === null && commande.medical === null) return refuser('piece-absente');
  return accepter(fait(faits, 'PiecesRecues', { pieces, personneId, regime, jour: faits.jour }, commande.medical));
}

export function declarerIrrecevable({ commande, faits }: Examen<'DeclarerIrrecevable'>): Verdict {
  return accepter(fait(faits, 'DemandeJugeeIrrecevable', { motif: commande.prive.motif }, null));
}

export function annuler({ commande, faits }: Examen<'Annuler'>): Verdict {
  return accepter(fait(faits, 'DossierAnnule', { motif: commande.prive.motif }, null));
}
