import { refuser, type Refus } from '@sm/kernel';
import type { CommandeBase, DossierBase, EvenementBase, Faits, LigneBase } from '@sm/prestations-domaine';
import type { DossierOuvert } from './dossier.ecriture';
import type { LigneResolue } from './intake.commun';
import { MOTEURS } from './procedures';

/** Registers a request, then does what the system does at once with a new one, as the check of its completeness. */
export function ouvrir({ ligne, uniteId, personne }: LigneResolue<LigneBase>, faits: Faits, precedent: string | null): DossierOuvert | { readonly refus: Refus } {
  const moteur = MOTEURS[ligne.type];
  const { ouverture, apresOuverture } = moteur.intake;
  const evenements: EvenementBase[] = [];
  let dossier: DossierBase | null = null;
  const systeme: Faits = { ...faits, acteur: { id: 'systeme:completude', genre: 'systeme', roles: [], rpps: null, habilitations: [] } };
  const commandes: (readonly [CommandeBase, Faits])[] = [[ouverture(ligne, { uniteId, personneId: personne, precedent }), faits]];
  if (apresOuverture) commandes.push([apresOuverture, systeme]);
  for (const [commande, f] of commandes) {
    const decision = moteur.decider(commande, dossier, f);
    if (!decision.accepte) return { refus: decision.refus };
    for (const e of decision.evenements) {
      evenements.push(e);
      dossier = moteur.appliquer(dossier, e);
    }
  }
  return dossier ? { dossier, evenements } : { refus: refuser('introuvable', 'dossier-introuvable').refus };
}
