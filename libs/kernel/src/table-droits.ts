import type { CodeRole } from './acteur';

/** Closed vocabulary of what can be allowed. */
export const ACTIONS = [
  'dossier.lire', 'dossier.lire_medical', 'demande.enregistrer', 'completude.controler', 'dossier.affecter', 'complement.demander', 'complement.recevoir',
  'second_avis.demander', 'second_avis.rendre', 'avis.rendre', 'decision.notifier', 'protocole.signer', 'dossier.annuler',
  'import.deposer', 'reprise.deposer', 'identite.lire', 'organisation.gerer', 'rapport.lire', 'rapport.lire_agregats',
  'convocation.emettre', 'rendez_vous.tenir', 'agenda.gerer', 'agenda.lire',
  'agregat.deposer',
  'controle.mener',
  'dossier.effacer',
  'consultation.lire', 'consultation.revoir', 'consultation.communiquer',
  'delegation.gerer', 'absence.declarer', 'conflit.declarer', 'conflit.lire',
] as const;

export type Action = (typeof ACTIONS)[number];

/** A procedure of the service médical, or `*` for all. */
export type Procedure = 'ald' | 'arret' | 'atmp' | '*';

/**
 * Where a right holds, seen from the unit of the assignment: `meme_unite` = that unit and those it absorbed; `region` = its whole perimeter;
 * `nation` = every unit, provided the assignment is to the national unit.
 */
export type Relation = 'meme_unite' | 'region' | 'nation';

export interface Droit {
  readonly role: CodeRole;
  readonly action: Action;
  readonly procedure: Procedure;
  readonly relation: Relation;
}

const droits = (role: CodeRole, relation: Relation, procedure: Procedure, ...actions: readonly Action[]): readonly Droit[] =>
  actions.map((action) => ({ role, action, procedure, relation }));

/** Rights by role (processes.md §2.2, §2.3). A role absent here (`PART`...) may do none of these actions. */
export const DROITS: readonly Droit[] = [
  ...droits('MC', 'meme_unite', '*', 'dossier.lire', 'dossier.lire_medical', 'identite.lire', 'complement.demander', 'complement.recevoir'),
  ...droits('MC', 'meme_unite', '*', 'avis.rendre', 'second_avis.rendre'),
  ...droits('ISM', 'meme_unite', '*', 'dossier.lire', 'dossier.lire_medical', 'identite.lire', 'complement.demander', 'complement.recevoir'),
  ...droits('TSM', 'meme_unite', '*', 'dossier.lire', 'identite.lire', 'demande.enregistrer', 'completude.controler', 'complement.recevoir', 'dossier.annuler'),
  ...droits('TSM', 'meme_unite', 'ald', 'protocole.signer'),
  ...droits('CSAM', 'meme_unite', '*', 'dossier.lire', 'identite.lire'),
  ...droits('MCCS', 'meme_unite', '*', 'dossier.lire', 'dossier.lire_medical', 'identite.lire', 'dossier.affecter', 'dossier.annuler'),
  ...droits('MCCS', 'meme_unite', '*', 'second_avis.demander', 'second_avis.rendre', 'rapport.lire'),
  ...droits('UGDR', 'meme_unite', '*', 'rapport.lire'),
  ...droits('DRSM', 'region', '*', 'rapport.lire_agregats'),
  ...droits('MCN', 'nation', '*', 'rapport.lire_agregats'),
  ...droits('CAISSE', 'meme_unite', '*', 'dossier.lire', 'demande.enregistrer', 'decision.notifier'),
  ...droits('ADMIN', 'region', '*', 'organisation.gerer'),
  ...droits('ADMIN', 'nation', '*', 'organisation.gerer'),
  ...droits('REPRISE', 'region', '*', 'reprise.deposer', 'import.deposer'),
  ...droits('REPRISE', 'nation', '*', 'reprise.deposer', 'import.deposer'),
  ...droits('MC', 'meme_unite', '*', 'convocation.emettre', 'rendez_vous.tenir', 'agenda.lire'),
  ...droits('ISM', 'meme_unite', '*', 'rendez_vous.tenir', 'agenda.lire'),
  ...droits('TSM', 'meme_unite', '*', 'convocation.emettre', 'rendez_vous.tenir', 'agenda.gerer', 'agenda.lire'),
  ...droits('MCCS', 'meme_unite', '*', 'convocation.emettre', 'agenda.gerer', 'agenda.lire'),
  ...droits('MCCS', 'meme_unite', '*', 'dossier.effacer'),
  ...droits('DPO', 'region', '*', 'dossier.effacer'),
  ...droits('DPO', 'nation', '*', 'dossier.effacer'),
  ...droits('SOURCE', 'region', '*', 'agregat.deposer'),
  ...droits('SOURCE', 'nation', '*', 'agregat.deposer'),
  ...droits('MC', 'meme_unite', 'arret', 'controle.mener'),
  ...droits('ISM', 'meme_unite', 'arret', 'controle.mener'),
  ...droits('TSM', 'meme_unite', 'arret', 'import.deposer'),
  ...droits('CAISSE', 'meme_unite', 'arret', 'import.deposer'),
  ...droits('MCCS', 'meme_unite', '*', 'delegation.gerer', 'absence.declarer', 'conflit.declarer', 'conflit.lire'),
  ...droits('MC', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('CDC', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('PHC', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('ISM', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('ADMIN', 'region', '*', 'delegation.gerer', 'absence.declarer'),
  ...droits('ADMIN', 'nation', '*', 'delegation.gerer', 'absence.declarer'),
  ...droits('DPO', 'region', '*', 'consultation.lire', 'consultation.revoir', 'consultation.communiquer'),
  ...droits('DPO', 'nation', '*', 'consultation.lire', 'consultation.revoir', 'consultation.communiquer'),
  ...droits('AUDIT', 'region', '*', 'consultation.lire', 'consultation.revoir'),
  ...droits('AUDIT', 'nation', '*', 'consultation.lire', 'consultation.revoir'),
];
