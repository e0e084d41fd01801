// Who may do what, written again from the documents (processes.md §2.1 to §2.3) by action instead of by role. Nothing here calls the kernel.
const UNITE = 'unite', REGION = 'region', NATION = 'nation';

/** For each action: who, how far, for which procedures (all of them when absent), and whether a written delegation is needed. */
const QUI = {
  'dossier.lire': 'MC ISM TSM CSAM MCCS CAISSE PHC(ald)',
  'dossier.lire_medical': 'MC ISM MCCS',
  'identite.lire': 'MC ISM TSM CSAM MCCS PHC(ald)',
  'demande.enregistrer': 'TSM CAISSE',
  'completude.controler': 'TSM',
  'dossier.affecter': 'MCCS MC[delegation]',
  'complement.demander': 'MC ISM',
  'complement.recevoir': 'MC ISM TSM',
  'second_avis.demander': 'MCCS',
  'second_avis.rendre': 'MC MCCS',
  'avis.rendre': 'MC ISM(ald)[delegation] ISM(arret)[delegation]',
  'decision.notifier': 'CAISSE',
  'protocole.signer': 'TSM(ald)',
  'dossier.annuler': 'TSM MCCS',
  'import.deposer': 'REPRISE@region REPRISE@nation TSM(arret) CAISSE(arret)',
  'reprise.deposer': 'REPRISE@region REPRISE@nation',
  'organisation.gerer': 'ADMIN@region ADMIN@nation',
  'rapport.lire': 'MCCS UGDR',
  'rapport.lire_agregats': 'DRSM@region MCN@nation',
  'convocation.emettre': 'MC TSM MCCS',
  'rendez_vous.tenir': 'MC ISM TSM',
  'agenda.gerer': 'TSM MCCS',
  'agenda.lire': 'MC ISM TSM MCCS CDC',
  'agregat.deposer': 'SOURCE@region SOURCE@nation',
  'controle.mener': 'MC(arret) ISM(arret)',
  'registre.lire': 'DPO@nation AUDIT@nation',
  'consultation.lire': 'DPO@region DPO@nation AUDIT@region AUDIT@nation',
  'consultation.revoir': 'DPO@region DPO@nation AUDIT@region AUDIT@nation',
  'consultation.communiquer': 'DPO@region DPO@nation',
  'examen.sur_personne': 'MC CDC',
  'examen.a_distance': 'MC CDC ISM',
  'examen.telephone': 'MC CDC PHC ISM',
  'dossier.effacer': 'MCCS DPO@region DPO@nation',
  'delegation.gerer': 'MCCS ADMIN@region ADMIN@nation',
  'absence.declarer': 'MCCS MC CDC PHC ISM ADMIN@region ADMIN@nation',
  'conflit.declarer': 'MCCS MC CDC PHC ISM',
  'conflit.lire': 'MCCS',
  'rapport.lire_diffusable': 'CAISSE CSAM PART@region MCCS UGDR DRSM@region MCN@nation',
  'rapport.editer': 'MCN@nation',
  'piece.joindre': 'MC ISM MCCS TSM CAISSE',
  'piece.lire': 'MC ISM MCCS',
};

/** §2.2: what has to do with an avis, its author, its making or medical content, which a fund role closes whatever else is held. */
const FERMEES_PAR_LA_CAISSE = new Set([
  'dossier.lire_medical', 'dossier.affecter', 'complement.demander', 'complement.recevoir', 'second_avis.demander', 'second_avis.rendre', 'avis.rendre', 'controle.mener', 'convocation.emettre',
  'rendez_vous.tenir', 'agenda.gerer', 'agenda.lire', 'examen.sur_personne', 'examen.a_distance', 'examen.telephone', 'dossier.annuler', 'completude.controler', 'protocole.signer', 'reprise.deposer',
  'dossier.effacer', 'delegation.gerer', 'conflit.declarer', 'conflit.lire',
  'consultation.lire', 'consultation.revoir', 'consultation.communiquer', 'piece.lire',
]);

const MOTIF = /^([A-Z]+)(?:@(region|nation))?(?:\(([a-z]+)\))?(\[delegation\])?$/;
function lire(mot) {
  const [, role, portee = UNITE, procedure = null, delegation] = MOTIF.exec(mot);
  return { role, portee, procedure, delegation: delegation !== undefined };
}
const TABLE = new Map(Object.entries(QUI).map(([action, mots]) => [action, Map.groupBy(mots.split(' ').map(lire), (d) => d.role)]));

export const ACTIONS_DE_L_ORACLE = Object.keys(QUI);
export const PROCEDURES = ['ald', 'arret', 'atmp', '*'];
const ACTIVITE = 'CPR';

const enCours = (periode, jour) => periode.du <= jour && (periode.au === null || jour <= periode.au);

/**
 * The documents' answer. `carte` holds, for the day, sets computed in SQL from the raw rows: `absorbe` and `perimetre` of pairs `unite>siege`, `nationales`, `connues`.
 */
export function attendu(affectations, action, procedure, unite, jour, carte) {
  const tenues = affectations.filter((a) => enCours(a, jour));
  if (FERMEES_PAR_LA_CAISSE.has(action) && tenues.some((a) => a.role === 'CAISSE')) return false;
  for (const a of tenues) {
    if (procedure !== '*' && a.activite !== '*' && a.activite !== ACTIVITE) continue;
    for (const d of TABLE.get(action)?.get(a.role) ?? []) {
      if (d.procedure !== null && d.procedure !== procedure) continue;
      if (d.delegation && !(a.delegations ?? []).some((e) => e.action === action && (e.procedure === '*' || e.procedure === procedure) && enCours(e, jour))) continue;
      if (atteint(d.portee, unite, a.uniteId, carte)) return true;
    }
  }
  return false;
}

function atteint(portee, unite, siege, carte) {
  if (portee === NATION) return carte.nationales.has(siege) && carte.connues.has(unite);
  const paires = portee === REGION ? carte.perimetre : carte.absorbe;
  return unite === siege || (paires.get(unite)?.has(siege) ?? false);
}
