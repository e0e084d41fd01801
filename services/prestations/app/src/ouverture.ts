import { refuser, type Refus } from '@sm/kernel';
import { appliquer, commandeDe, decider, type Commande, type EtatDossier, type Evenement, type Faits, type LigneDemande } from '@sm/prestations-domaine';
import type { DossierOuvert } from './dossier.ecriture';
import type { LigneResolue } from './intake.commun';

const COMPLETUDE: Commande = { type: 'ControlerCompletude', prive: {} };

/** Registers a request, then checks its completeness as the system does. */
export function ouvrir({ ligne, uniteId, personne }: LigneResolue<LigneDemande>, faits: Faits, precedent: string | null): DossierOuvert | { readonly refus: Refus } {
  const evenements: Evenement[] = [];
  let dossier: EtatDossier | null = null;
  const systeme: Faits = { ...faits, acteur: { id: 'systeme:completude', genre: 'systeme', roles: [], rpps: null, habilitations: [] } };
  const commandes: readonly (readonly [Commande, Faits])[] = [[commandeDe(ligne, { uniteId, personneId: personne, precedent }), faits], [COMPLETUDE, systeme]];
  for (const [commande, f] of commandes) {
    const decision = decider(commande, dossier, f);
    if (!decision.accepte) return { refus: decision.refus };
    for (const e of decision.evenements) {
      evenements.push(e);
      dossier = appliquer(dossier, e);
    }
  }
  return dossier ? { dossier, evenements } : { refus: refuser('introuvable', 'dossier-introuvable').refus };
}
