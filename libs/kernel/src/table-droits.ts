import type { CodeRole } from './acteur';

/** Every role, in the order of processes.md §2.3, then the person, the professional and the machine accounts. */
export const ROLES: readonly CodeRole[] = [
  'MC', 'CDC', 'PHC', 'ISM', 'TSM', 'CSAM', 'CAM', 'UGDR', 'MCCS', 'RPLCF', 'DRSM', 'MCN', 'CAISSE', 'PART', 'DPO', 'AUDIT', 'ASSURE', 'PS', 'ADMIN', 'REPRISE', 'SOURCE',
];

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
  'registre.lire',
  'examen.sur_personne', 'examen.a_distance', 'examen.telephone',
  'rapport.lire_diffusable', 'rapport.editer',
  'piece.joindre', 'piece.lire',
] as const;

export type Action = (typeof ACTIONS)[number];

/** Procedures that have rights of their own. */
export const PROCEDURES_CONNUES = ['ald', 'arret', 'atmp'] as const;

/** A procedure of the service médical, or `*` for all. */
export type Procedure = (typeof PROCEDURES_CONNUES)[number] | '*';

/**
 * Where a right holds. Seen from the unit of the assignment: `meme_unite` = that unit and those it absorbed; `region` = its whole perimeter;
 * `nation` = every unit, provided the assignment is to the national unit. Seen from one dossier, without any unit: `soi` = its own person;
 * `prise_en_charge` = a professional who treats that person for the benefit of the dossier.
 */
export type Relation = 'meme_unite' | 'region' | 'nation' | 'soi' | 'prise_en_charge';

export interface Droit {
  readonly role: CodeRole;
  readonly action: Action;
  readonly procedure: Procedure;
  readonly relation: Relation;
  /** Article, or paragraph of the domain's processes (§). */
  readonly source: string;
  /** Held only under a written delegation in force. */
  readonly delegation?: true;
}

const droits = (source: string, role: CodeRole, relation: Relation, procedure: Procedure, ...actions: readonly Action[]): readonly Droit[] =>
  actions.map((action) => ({ role, action, procedure, relation, source }));
const parDelegation = (lignes: readonly Droit[]): readonly Droit[] => lignes.map((d) => ({ ...d, delegation: true }));

const MEDECIN = 'L.315-1 I et V CSS, §2.3';
const PREPARE = '§2.3 ISM: prepare, phone contacts; L.315-1 V CSS';
const TECHNICIEN = '§2.3 TSM: intake, completeness, appointments, letters';
const CHEF = '§2.3 MCCS: assign, second opinion, yearly report';

/** Rights by role. What no line gives is refused; `INTERDICTIONS` says what no line may ever give. */
export const DROITS: readonly Droit[] = [
  ...droits(MEDECIN, 'MC', 'meme_unite', '*', 'dossier.lire', 'dossier.lire_medical', 'identite.lire', 'complement.demander', 'complement.recevoir'),
  ...droits('L.315-1 et L.315-2 CSS, R.4127-95 CSP', 'MC', 'meme_unite', '*', 'avis.rendre', 'second_avis.rendre'),
  ...droits(PREPARE, 'ISM', 'meme_unite', '*', 'dossier.lire', 'dossier.lire_medical', 'identite.lire', 'complement.demander', 'complement.recevoir'),
  ...parDelegation([...droits('§2.3 ISM: some avis under written delegation', 'ISM', 'meme_unite', 'ald', 'avis.rendre'), ...droits('§2.3 ISM: some avis under written delegation', 'ISM', 'meme_unite', 'arret', 'avis.rendre')]),
  ...parDelegation(droits('§2.3 MCCS: assign, in its absence by written delegation', 'MC', 'meme_unite', '*', 'dossier.affecter')),
  ...droits(TECHNICIEN, 'TSM', 'meme_unite', '*', 'dossier.lire', 'identite.lire', 'demande.enregistrer', 'completude.controler', 'complement.recevoir', 'dossier.annuler'),
  ...droits('L.324-1 CSS, §2.3 TSM: letters', 'TSM', 'meme_unite', 'ald', 'protocole.signer'),
  ...droits('§2.3 CSAM: reception, orientation', 'CSAM', 'meme_unite', '*', 'dossier.lire', 'identite.lire'),
  ...droits(CHEF, 'MCCS', 'meme_unite', '*', 'dossier.lire', 'dossier.lire_medical', 'identite.lire', 'dossier.affecter', 'dossier.annuler'),
  ...droits(CHEF, 'MCCS', 'meme_unite', '*', 'second_avis.demander', 'second_avis.rendre', 'rapport.lire'),
  ...droits('§2.3 UGDR: statistics', 'UGDR', 'meme_unite', '*', 'rapport.lire'),
  ...droits('§2.3 DRSM: regional steering', 'DRSM', 'region', '*', 'rapport.lire_agregats'),
  ...droits('§2.3 MCN: anonymous indicators', 'MCN', 'nation', '*', 'rapport.lire_agregats'),
  ...droits('§2.2: ask, give administrative facts, see the result; L.315-2 CSS', 'CAISSE', 'meme_unite', '*', 'dossier.lire', 'demande.enregistrer', 'decision.notifier'),
  ...droits('§2.3 habilitation', 'ADMIN', 'region', '*', 'organisation.gerer'),
  ...droits('§2.3 habilitation', 'ADMIN', 'nation', '*', 'organisation.gerer'),
  ...droits('machine account: history taken over', 'REPRISE', 'region', '*', 'reprise.deposer', 'import.deposer'),
  ...droits('machine account: history taken over', 'REPRISE', 'nation', '*', 'reprise.deposer', 'import.deposer'),
  ...droits('L.315-1 CSS, R.315-1-3 CSS, §2.3 MC: examine', 'MC', 'meme_unite', '*', 'convocation.emettre', 'rendez_vous.tenir', 'agenda.lire'),
  ...droits(PREPARE, 'ISM', 'meme_unite', '*', 'rendez_vous.tenir', 'agenda.lire'),
  ...droits(TECHNICIEN, 'TSM', 'meme_unite', '*', 'convocation.emettre', 'rendez_vous.tenir', 'agenda.gerer', 'agenda.lire'),
  ...droits(CHEF, 'MCCS', 'meme_unite', '*', 'convocation.emettre', 'agenda.gerer', 'agenda.lire'),
  ...droits('machine account: aggregates only, §2.6', 'SOURCE', 'region', '*', 'agregat.deposer'),
  ...droits('machine account: aggregates only, §2.6', 'SOURCE', 'nation', '*', 'agregat.deposer'),
  ...droits('L.315-1 II CSS', 'MC', 'meme_unite', 'arret', 'controle.mener'),
  ...droits(PREPARE, 'ISM', 'meme_unite', 'arret', 'controle.mener'),
  ...droits(TECHNICIEN, 'TSM', 'meme_unite', 'arret', 'import.deposer'),
  ...droits('§2.2: give administrative facts; L.323-6 CSS', 'CAISSE', 'meme_unite', 'arret', 'import.deposer'),
  ...droits('§2.3 PHC: protocol opinion; L.324-1 CSS', 'PHC', 'meme_unite', 'ald', 'dossier.lire', 'identite.lire'),
  ...droits('§2.3 CDC: same for dental; §2.1 L.315-1 V CSS', 'CDC', 'meme_unite', '*', 'agenda.lire'),
  ...droits('§2.3 MC: examine, interview; R.4127-100 CSP', 'MC', 'meme_unite', '*', 'examen.sur_personne', 'examen.a_distance', 'examen.telephone'),
  ...droits('§2.3 CDC: same for dental', 'CDC', 'meme_unite', '*', 'examen.sur_personne', 'examen.a_distance', 'examen.telephone'),
  ...droits('§2.3 PHC: pharmacy control, never an examination', 'PHC', 'meme_unite', '*', 'examen.telephone'),
  ...droits('§2.3 ISM: phone contacts; decree 2025-599: at a distance', 'ISM', 'meme_unite', '*', 'examen.a_distance', 'examen.telephone'),
  ...droits('§2.3 DPO: logs, registers; §2.8', 'DPO', 'nation', '*', 'registre.lire'),
  ...droits('§2.3 AUDIT: logs, registers; §2.8', 'AUDIT', 'nation', '*', 'registre.lire'),
  ...droits('L.1111-7 et R.1111-1 CSP', 'ASSURE', 'soi', '*', 'dossier.lire', 'dossier.lire_medical'),
  ...droits('L.1110-4 CSP, L.162-4-1 CSS, TR-000-51', 'PS', 'prise_en_charge', '*', 'dossier.lire'),
  ...droits('§2.7 purge; L.1111-7 CSP', 'MCCS', 'meme_unite', '*', 'dossier.effacer'),
  ...droits('§2.7 purge, rights of persons', 'DPO', 'region', '*', 'dossier.effacer'),
  ...droits('§2.7 purge, rights of persons', 'DPO', 'nation', '*', 'dossier.effacer'),
  ...droits('§2.3 MCCS: sign local acts; TR-000-19', 'MCCS', 'meme_unite', '*', 'delegation.gerer', 'absence.declarer', 'conflit.declarer', 'conflit.lire'),
  ...droits('R.4127-100 à R.4127-105 CSP, TR-000-19', 'MC', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('R.4127-255 CSP, TR-000-19', 'CDC', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('§2.1, TR-000-19', 'PHC', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('§2.1, TR-000-19', 'ISM', 'meme_unite', '*', 'absence.declarer', 'conflit.declarer'),
  ...droits('§2.3 habilitation', 'ADMIN', 'region', '*', 'delegation.gerer', 'absence.declarer'),
  ...droits('§2.3 habilitation', 'ADMIN', 'nation', '*', 'delegation.gerer', 'absence.declarer'),
  ...droits('§2.3 DPO: logs, registers; §2.8; articles 15 et 39 RGPD', 'DPO', 'region', '*', 'consultation.lire', 'consultation.revoir', 'consultation.communiquer'),
  ...droits('§2.3 DPO: logs, registers; §2.8; articles 15 et 39 RGPD', 'DPO', 'nation', '*', 'consultation.lire', 'consultation.revoir', 'consultation.communiquer'),
  ...droits('§2.3 AUDIT: logs, registers; §2.1 (3), §2.8', 'AUDIT', 'region', '*', 'consultation.lire', 'consultation.revoir'),
  ...droits('§2.3 AUDIT: logs, registers; §2.1 (3), §2.8', 'AUDIT', 'nation', '*', 'consultation.lire', 'consultation.revoir'),
  ...droits('§2.6: published figures leave the circle only so', 'CAISSE', 'meme_unite', '*', 'rapport.lire_diffusable'),
  ...droits('§2.6', 'CSAM', 'meme_unite', '*', 'rapport.lire_diffusable'),
  ...droits('§2.6; §2.3 PART: shared figures only', 'PART', 'region', '*', 'rapport.lire_diffusable'),
  ...droits('§2.3 MCCS: yearly report', 'MCCS', 'meme_unite', '*', 'rapport.lire_diffusable'),
  ...droits('§2.3 UGDR: statistics', 'UGDR', 'meme_unite', '*', 'rapport.lire_diffusable'),
  ...droits('§2.3 DRSM: regional steering', 'DRSM', 'region', '*', 'rapport.lire_diffusable'),
  ...droits('§2.3 MCN: anonymous indicators', 'MCN', 'nation', '*', 'rapport.lire_diffusable', 'rapport.editer'),
  ...droits('§2.3 MC, ISM, MCCS: the record and what is joined to it', 'MC', 'meme_unite', '*', 'piece.joindre', 'piece.lire'),
  ...droits('§2.3 MC, ISM, MCCS: the record and what is joined to it', 'ISM', 'meme_unite', '*', 'piece.joindre', 'piece.lire'),
  ...droits('§2.3 MC, ISM, MCCS: the record and what is joined to it', 'MCCS', 'meme_unite', '*', 'piece.joindre', 'piece.lire'),
  ...droits(TECHNICIEN, 'TSM', 'meme_unite', '*', 'piece.joindre'),
  ...droits('§2.2: transmits, never reads back', 'CAISSE', 'meme_unite', '*', 'piece.joindre'),
];
