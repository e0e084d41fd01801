import type { FaitsReprise, Rejeu, Reprise } from '../moteur/intake';
import type { CodeRefus } from '../moteur/refus';
import { rejouer } from '../moteur/reprise';
import { appliquer } from './appliquer';
import type { Commande } from './commandes';
import { decider } from './decider';
import { avisEnVigueur, type Etat, type EtatDossier } from './dossier';
import type { Evenement } from './evenements';
import { horlogesApres } from './horloges';
import { commandeDe, type LigneReprise } from './intake';
import { commandeDActe } from './reprise/commandes';

export type ResultatReprise = Reprise<EtatDossier, Evenement>;

/** Field at fault, in the act that was refused. */
const CHAMPS: Partial<Record<CodeRefus, string>> = {
  'chronologie-rompue': 'le', 'date-future': 'le', 'duree-absente': 'dureeAns', 'duree-hors-regle': 'dureeAns', 'motif-obligatoire': 'motif', 'rpps-absent': 'rpps',
  'rpps-discordant': 'rpps', 'praticien-absent': 'a', 'praticien-inconnu': 'a', 'deja-affecte': 'a', 'decision-contraire-avis': 'sens', 'avis-non-prevu': 'sens',
  'remplacement-incoherent': 'remplace', 'role-interdit': 'par', 'nomination-terminee': 'par', 'independance-praticien': 'par', 'praticien-non-affecte': 'par', 'auteur-premier-avis': 'par',
  'auteur-different': 'par', 'piece-absente': 'pieces',
};

const REJEU: Rejeu<LigneReprise, EtatDossier, Commande, Evenement> = {
  decider, appliquer, horlogesApres,
  ouverture: commandeDe,
  commande: (acte, etat) => commandeDActe(acte, etat as Etat | null),
  /** A notified agreement taken over opened the cover, unless the history itself says when. */
  suite(acte, { etat }, { histoire }) {
    if (acte.acte !== 'decision' || etat.statut !== 'accordee' || etat.demande.regime === 'non_exonerante') return null;
    if (histoire.some((autre) => autre.acte === 'ouverture') || avisEnVigueur(etat) === null) return null;
    return { type: 'OuvrirExoneration', prive: {} };
  },
  constat: { type: 'ConstaterEcheances', prive: {} },
  medicaux: new Set(['avis', 'second_avis_rendu', 'fin']),
  habilitation: 'ald',
  champ(code, acte) {
    if (acte === null) return 'recuLe';
    if (code === 'conflit-interets' || code === 'habilitation-absente') return (acte.a ?? null) !== null ? 'a' : 'par';
    return CHAMPS[code] ?? 'acte';
  },
};

/** Replays an ALD history; see `rejouer`. */
export const reprendre = (ligne: LigneReprise, faits: FaitsReprise): ResultatReprise => rejouer(REJEU, ligne, faits);
