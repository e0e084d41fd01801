import type { CodeRole } from './acteur';
import type { Action } from './table-droits';

/** Roles held for the fund, whoever employs the person (decree 2025-599: staff of the medical service also belong to a fund). */
export const ROLES_CAISSE: readonly CodeRole[] = ['CAISSE'];

/**
 * What touches an avis, its author, its making or its medical content: closed to whoever holds a fund role on that day, in any unit and
 * whatever else they hold (TR-000-01, TR-000-50; R.4127-95 and R.4127-104 CSP).
 */
export const ACTIONS_INDEPENDANTES: readonly Action[] = [
  'dossier.lire_medical', 'dossier.affecter', 'complement.demander', 'complement.recevoir', 'second_avis.demander', 'second_avis.rendre', 'avis.rendre', 'controle.mener',
  'convocation.emettre', 'rendez_vous.tenir', 'agenda.gerer', 'agenda.lire', 'examen.sur_personne', 'examen.a_distance', 'examen.telephone', 'dossier.annuler', 'completude.controler', 'protocole.signer', 'reprise.deposer',
  'dossier.effacer', 'delegation.gerer', 'conflit.declarer', 'conflit.lire',
  'consultation.lire', 'consultation.revoir', 'consultation.communiquer', 'piece.lire',
];

/** The column "may not" of processes.md §2.3 and the rules of §2.1 and §2.2, for what exists: no line of the table may say the contrary. */
export interface Interdiction {
  readonly role: CodeRole;
  readonly actions: readonly Action[];
  readonly source: string;
  /** A written delegation lifts it where the table says so. */
  readonly saufDelegation?: true;
}

const AVIS: readonly Action[] = ['avis.rendre', 'second_avis.rendre'];
const NOMINATIF: readonly Action[] = ['dossier.lire', 'dossier.lire_medical', 'identite.lire', 'agenda.lire'];
const ECRITURES: readonly Action[] = [
  'demande.enregistrer', 'completude.controler', 'dossier.affecter', 'complement.demander', 'complement.recevoir', 'second_avis.demander', 'second_avis.rendre', 'avis.rendre',
  'decision.notifier', 'protocole.signer', 'dossier.annuler', 'import.deposer', 'reprise.deposer', 'organisation.gerer', 'convocation.emettre', 'rendez_vous.tenir', 'agenda.gerer',
  'agregat.deposer', 'controle.mener', 'examen.sur_personne', 'examen.a_distance', 'examen.telephone',
];
const non = (role: CodeRole, source: string, actions: readonly Action[]): Interdiction => ({ role, actions, source });

export const INTERDICTIONS: readonly Interdiction[] = [
  ...ROLES_CAISSE.map((role) => non(role, '§2.3 medical zone; TR-000-01, R.4127-95 et R.4127-104 CSP', ACTIONS_INDEPENDANTES)),
  non('MC', '§2.3 decide the benefit; L.315-2 CSS', ['decision.notifier']),
  non('CDC', '§2.3 medical non-dental avis; R.4127-255 CSP', [...AVIS, 'decision.notifier']),
  non('PHC', '§2.3 examine patients', ['rendez_vous.tenir', 'examen.sur_personne', 'examen.a_distance', 'decision.notifier', ...AVIS]),
  { ...non('ISM', '§2.3 sign avis reserved to MC', AVIS), saufDelegation: true },
  non('TSM', '§2.3 read closed medical notes beyond the task; L.315-1 V CSS', ['dossier.lire_medical', 'decision.notifier', ...AVIS]),
  non('CSAM', '§2.3 diagnosis, medical report', ['dossier.lire_medical', 'decision.notifier', ...AVIS]),
  non('CAM', '§2.3 other cases', [...NOMINATIF, ...ECRITURES]),
  non('UGDR', '§2.3 named medical data', [...NOMINATIF, ...ECRITURES]),
  non('MCCS', "§2.3 change another's avis; §2.2 an avis is signed by its author", ['avis.rendre', 'decision.notifier']),
  non('RPLCF', '§2.3 decide alone on follow-up', ['decision.notifier', ...AVIS]),
  non('DRSM', '§2.3 avis in a case he did not examine', [...NOMINATIF, ...ECRITURES]),
  non('MCN', '§2.3 named cases without assignment', [...NOMINATIF, ...ECRITURES]),
  non('PART', '§2.3 anything else than project or task spaces', [...NOMINATIF, ...ECRITURES, 'rapport.lire', 'rapport.lire_agregats', 'registre.lire', 'consultation.lire', 'consultation.revoir', 'consultation.communiquer']),
  non('DPO', '§2.3 change data', [...ECRITURES, 'dossier.lire_medical']),
  non('AUDIT', '§2.3 change data', [...ECRITURES, 'dossier.lire_medical']),
  non('ASSURE', '§2.2 only ask, see, contest', ECRITURES),
  non('PS', 'R.4127-100 CSP: he treats, he does not control', ECRITURES),
  non('ADMIN', 'L.315-1 V CSS: strictly necessary', [...NOMINATIF, ...AVIS, 'dossier.affecter', 'decision.notifier']),
  non('REPRISE', 'L.315-1 V CSS: strictly necessary', [...NOMINATIF, ...AVIS, 'dossier.affecter', 'decision.notifier', 'organisation.gerer']),
  non('SOURCE', '§2.6: counts only', [...NOMINATIF, ...ECRITURES.filter((a) => a !== 'agregat.deposer')]),
];

/** Roles to which nothing that exists today is open, and why. */
export const SANS_DROIT: readonly { readonly role: CodeRole; readonly pourquoi: string }[] = [
  { role: 'CAM', pourquoi: '§2.3: Prado steps, which no service carries yet' },
  { role: 'RPLCF', pourquoi: '§2.3: CCX cases, which no service carries yet' },
];
