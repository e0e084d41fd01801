import type { FaitsReprise, Rejeu, Reprise } from '../moteur/intake';
import type { CodeRefus } from '../moteur/refus';
import { rejouer } from '../moteur/reprise';
import { appliquer } from './appliquer';
import type { Commande } from './commandes';
import { decider } from './decider';
import type { Etat, EtatDossier } from './dossier';
import type { Evenement } from './evenements';
import { horlogesApres } from './horloges';
import { commandeDe, type LigneReprise } from './intake';
import { commandeDActe } from './reprise/commandes';

/** Field at fault, in the act that was refused. */
const CHAMPS: Partial<Record<CodeRefus, string>> = {
  'chronologie-rompue': 'le', 'date-future': 'le', 'motif-obligatoire': 'motif', 'rpps-absent': 'rpps', 'rpps-discordant': 'rpps', 'praticien-absent': 'a', 'praticien-inconnu': 'a',
  'deja-affecte': 'a', 'decision-contraire-avis': 'sens', 'remplacement-incoherent': 'remplace', 'role-interdit': 'par', 'nomination-terminee': 'par', 'independance-praticien': 'par', 'praticien-non-affecte': 'par',
  'auteur-premier-avis': 'par', 'auteur-different': 'par', 'rendez-vous-a-venir': 'le', 'reexamen-hors-delai': 'le', 'prescription-hors-delai': 'prescritLe', 'examen-obligatoire': 'conclusion',
  'suspension-non-fondee': 'conclusion',
};

const REJEU: Rejeu<LigneReprise, EtatDossier, Commande, Evenement> = {
  decider, appliquer, horlogesApres,
  ouverture: commandeDe,
  commande: (acte, etat) => commandeDActe(acte, etat as Etat | null),
  suite: () => null,
  constat: { type: 'ConstaterEcheances', prive: {} },
  medicaux: new Set(['avis', 'second_avis_rendu', 'examen']),
  habilitation: 'arret',
  champ(code, acte) {
    if (acte === null) return 'recuLe';
    if (code === 'conflit-interets' || code === 'habilitation-absente') return (acte.a ?? null) !== null ? 'a' : 'par';
    return CHAMPS[code] ?? 'acte';
  },
};

/** Replays the history of a control; see `rejouer`. */
export const reprendre = (ligne: LigneReprise, faits: FaitsReprise): Reprise<EtatDossier, Evenement> => rejouer(REJEU, ligne, faits);
