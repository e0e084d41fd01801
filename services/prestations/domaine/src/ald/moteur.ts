import type { Moteur } from '../moteur/procedure';
import { appliquer } from './appliquer';
import type { Commande, TypeCommande } from './commandes';
import { decider } from './decider';
import { resumer, type DossierMedical, type Etat, type EtatDossier } from './dossier';
import type { Evenement } from './evenements';
import { horlogesApres, retardLe } from './horloges';
import { commandeDe, validerDemande, validerReprise, type LigneDemande, type LigneReprise } from './intake';
import { reprendre } from './reprise';
import { CYCLE } from './transitions';
import { CAISSE } from './vue-caisse';
import { NATURES_ECHEANCE, STATUTS, type NatureEcheance } from './vocabulaire';

/** ALD, as the shell uses it. */
export const ALD = {
  procedure: 'ald',
  statuts: STATUTS,
  commandes: CYCLE.commandes,
  choisissent: new Set<TypeCommande>(['Affecter', 'Reaffecter', 'Desaffecter', 'DemanderSecondAvis']),
  convoquent: new Set<TypeCommande>(),
  naturesEcheance: NATURES_ECHEANCE,
  caisse: CAISSE,
  actionsDe: (type: TypeCommande) => CYCLE.actionsDe(type),
  rolesDe: (type: TypeCommande) => CYCLE.roles.get(type) ?? new Set(),
  commandesPossibles: (etat: Etat | null, roles) => CYCLE.commandesPossibles(etat, roles),
  decider: (commande: Commande, dossier: EtatDossier | null, faits) => decider(commande, dossier, faits),
  appliquer: (dossier: EtatDossier | null, evenement: Evenement) => appliquer(dossier, evenement),
  horlogesApres: (etat: Etat) => horlogesApres(etat),
  echoir: (nature: NatureEcheance): Commande => ({ type: 'SignalerEcheance', prive: { nature } }),
  resumer: (etat: Etat) => resumer(etat, retardLe(etat)),
  codes: ({ demande: { ald, diagnostics } }: DossierMedical) => ({ ald, diagnostics, tableau: null }),
  diagramme: () => CYCLE.diagramme(),
  intake: {
    validerDemande, validerReprise,
    ouverture: (ligne: LigneDemande, resolution) => commandeDe(ligne, resolution),
    apresOuverture: { type: 'ControlerCompletude', prive: {} },
    reprendre: (ligne: LigneReprise, faits) => reprendre(ligne, faits),
  },
} satisfies Moteur;
