import type { FaitsReprise, Rejeu, Reprise } from '../moteur/intake';
import type { CodeRefus } from '../moteur/refus';
import { rejouer } from '../moteur/reprise';
import { appliquer } from './appliquer';
import type { Commande } from './commandes';
import { decider } from './decider';
import type { Etat, EtatDossier } from './dossier';
import type { Evenement } from './evenements';
import { horlogesApres } from './horloges';
import { commandeDe, type LigneHistoire } from './intake';
import { commandeDActe } from './reprise/commandes';

export type ResultatReprise = Reprise<EtatDossier, Evenement>;

/** Field at fault, in the act that was refused. */
const CHAMPS: Partial<Record<CodeRefus, string>> = {
  'chronologie-rompue': 'le', 'date-future': 'le', 'motif-obligatoire': 'motif', 'rpps-absent': 'rpps', 'rpps-discordant': 'rpps', 'praticien-absent': 'a', 'praticien-inconnu': 'a',
  'deja-affecte': 'a', 'decision-contraire-avis': 'sens', 'remplacement-incoherent': 'remplace', 'role-interdit': 'par', 'nomination-terminee': 'par', 'independance-praticien': 'par', 'praticien-non-affecte': 'par',
  'auteur-premier-avis': 'par', 'auteur-different': 'par', 'piece-absente': 'pieces', 'lesion-inconnue': 'conclusions', 'preuve-absente': 'preuve', 'recours-sans-grief': 'auteur',
  'enquete-obligatoire': 'enquete',
};

const REJEU: Rejeu<LigneHistoire, EtatDossier, Commande, Evenement> = {
  decider, appliquer, horlogesApres,
  ouverture: commandeDe,
  commande: (acte, etat) => commandeDActe(acte, etat as Etat | null),
  suite: () => null,
  constat: { type: 'ConstaterEcheances', prive: {} },
  medicaux: new Set(['avis', 'second_avis_rendu']),
  habilitation: 'atmp',
  champ(code, acte) {
    if (acte === null) return 'recuLe';
    if (code === 'conflit-interets' || code === 'habilitation-absente') return (acte.a ?? null) !== null ? 'a' : 'par';
    return CHAMPS[code] ?? 'acte';
  },
};

/** Replays a history of recognition; see `rejouer`. */
export const reprendre = (ligne: LigneHistoire, faits: FaitsReprise): ResultatReprise => rejouer(REJEU, ligne, faits);
