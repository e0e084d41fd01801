import {
  A_RENDRE, ABSENT, absence, ACTEURS, AFFECTE, affecterA, avis, CANDIDATS, convoquer, CONVOQUE, demande, EXAMINE, EXAMINER, faits, histoire, issue, JOUR, notifier, PREMIERE, RAPPORT, RECU, REPRISE,
  RPPS, SUR_PIECES, SUR_RAPPORT, SUSPENDRE, SUSPENDU_SUR_RAPPORT, type Pas,
} from '../../test/arret';
import { ARRET, CYCLE_ARRET, type CommandeArret, type EtatArret, type EvenementArret } from '..';
import type { DemandeMedicale } from './dossier';

type ClesDe<T> = T extends unknown ? keyof T : never;
/** Compiles only while no administrative part has a medical field. */
const AUCUN_CHAMP_MEDICAL: Extract<ClesDe<EvenementArret['prive']> | ClesDe<EtatArret['demande']>, Exclude<keyof DemandeMedicale, 'motif'> | 'texte'> extends never ? true : false = true;

const { technicienne, infirmiere, conseil, second, chef, caisse, systeme } = ACTEURS;
const horloges = (pas: readonly Pas[]): string[] => ARRET.horlogesApres(histoire(...pas).etat).map(({ nature, echoitLe, proprietaire, effet }) => `${nature} ${echoitLe} ${proprietaire} ${effet}`);

describe('Un arrêt est choisi pour être contrôlé', () => {
  it('garde la règle qui l’a choisi, sa version, et la date de la demande', () => {
    const ciblee = demande({ origine: 'age_arret', selection: { regle: 'age_arret', version: '2010' } });
    expect(histoire([ciblee, faits(systeme)]).etat).toMatchObject({ statut: 'recevable', completLe: JOUR, demande: { selection: { regle: 'age_arret', version: '2010' }, regle: 'arret-2026' } });
    expect(issue([], demande({ origine: 'ciblage' }), faits(technicienne))).toBe('selection-absente');
    expect(issue([], demande({ origine: 'employeur' }), faits(technicienne))).toBe('rapport-absent');
    expect(issue([], demande(), faits(caisse))).toEqual(['DemandeRecue']);
    expect(issue([], demande({ recuLe: '2026-03-03T00:00:00Z' }), faits(technicienne))).toBe('date-future');
    expect(issue([], demande({ recuLe: '2010-01-01T00:00:00Z' }), faits(technicienne))).toBe('regle-absente');
  });

  it('attend qu’on sache de qui il s’agit', () => {
    const sans: readonly Pas[] = [[demande({ personneId: null }), faits(technicienne)]];
    expect(histoire(...sans).etat.statut).toBe('incomplete');
    expect(issue(sans, affecterA(null), faits(chef))).toBe('statut-incompatible');
    expect(histoire(...sans, [{ type: 'IdentifierPersonne', prive: { personneId: 'p-9' } }, faits(technicienne, '2026-03-05')]).etat).toMatchObject({ statut: 'recevable', completLe: '2026-03-05', demande: { personneId: 'p-9' } });
  });

  it('refuse des dates qui ne se suivent pas', () => {
    expect(issue([], demande({}, { fin: '2026-02-01' }), faits(technicienne))).toBe('prescription-incoherente');
    expect(issue([], demande({}, { debut: '2026-02-30' }), faits(technicienne))).toBe('date-invalide');
    expect(issue([], demande({ prolongations: [{ du: '2026-02-10', au: '2026-04-30', prescritLe: '2026-02-10' }] }), faits(technicienne))).toBe('prescription-incoherente');
    expect(issue([], demande({}, { envoyeLe: '2026-02-01' }), faits(technicienne))).toBe('date-invalide');
  });

  it('grossit de ses prolongations, mais un trou ouvre un autre épisode', () => {
    const prolonger = (du: string, au: string): CommandeArret => ({ type: 'ProlongerArret', prive: { du, au, prescritLe: JOUR } });
    expect(histoire(...RECU, [prolonger('2026-04-01', '2026-05-31'), faits(technicienne)]).etat).toMatchObject({ statut: 'recevable', prolongations: [{ au: '2026-05-31' }] });
    expect(issue(RECU, prolonger('2026-04-02', '2026-05-31'), faits(technicienne))).toBe('prescription-incoherente');
    expect(issue(REPRISE, prolonger('2026-04-01', '2026-05-31'), faits(technicienne))).toBe('statut-incompatible');
  });
});

describe('Les plafonds et délais de prescription sont ceux du jour', () => {
  const signaux = (arret: Parameters<typeof demande>[1], prive: Parameters<typeof demande>[0] = {}) => histoire([demande(prive, arret), faits(technicienne, '2027-01-04')]).etat.signaux;
  const LONGUE = { debut: '2026-09-01', prescritLe: '2026-09-01', envoyeLe: null };

  it('depuis le 1er septembre 2026, une première prescription d’un mois, une prolongation de deux', () => {
    expect(signaux({ ...LONGUE, fin: '2026-09-30' })).toEqual([]);
    expect(signaux({ ...LONGUE, fin: '2026-10-01' })).toEqual(['premiere_prescription_longue']);
    expect(signaux({ ...LONGUE, fin: '2026-10-01', depassementMotive: true })).toEqual([]);
    expect(signaux({ debut: '2026-08-31', prescritLe: '2026-08-31', envoyeLe: null, fin: '2026-12-31' })).toEqual([]);
    const prolongee = (au: string) => signaux({ ...LONGUE, fin: '2026-09-30' }, { prolongations: [{ du: '2026-10-01', au, prescritLe: '2026-09-30' }] });
    expect([prolongee('2026-11-30'), prolongee('2026-12-01')]).toEqual([[], ['prolongation_longue']]);
    expect(signaux({ ...LONGUE, fin: '2026-09-10', motifPresent: false })).toEqual(['motif_absent']);
  });

  it('en téléconsultation, trois jours sauf médecin traitant ou impossibilité prouvée', () => {
    const t = (reste: Partial<typeof PREMIERE>) => signaux({ debut: '2024-01-01', prescritLe: '2024-01-01', envoyeLe: null, teleconsultation: true, traitant: false, ...reste });
    expect(t({ fin: '2024-01-03' })).toEqual([]);
    expect(t({ fin: '2024-01-04' })).toEqual(['teleconsultation_longue']);
    expect([t({ fin: '2024-01-04', traitant: true }), t({ fin: '2024-01-04', impossibilite: true })]).toEqual([[], []]);
    expect(t({ debut: '2023-12-31', prescritLe: '2023-12-31', fin: '2024-01-31' })).toEqual([]);
  });

  it('l’avis s’envoie dans les quarante-huit heures', () => {
    expect(signaux({ envoyeLe: '2026-02-18' })).toEqual([]);
    expect(signaux({ envoyeLe: '2026-02-19' })).toEqual(['envoi_tardif']);
  });

  it('le rapport de l’employeur arrivé après quarante-huit heures est signalé, et vaut encore', () => {
    expect(signaux({}, { origine: 'employeur', rapport: { ...RAPPORT, controleLe: '2026-02-28T07:59:00Z' } })).toEqual(['rapport_tardif']);
    expect(signaux({}, { origine: 'employeur', rapport: { ...RAPPORT, controleLe: '2026-02-28T08:00:00Z' } })).toEqual([]);
  });
});

describe('Le contrôle se fait sur pièces, par le prescripteur, au téléphone, à distance ou sur la personne', () => {
  it('l’infirmière prépare, le médecin-conseil conclut', () => {
    expect(histoire(...AFFECTE, [{ type: 'ControlerSurPieces', prive: { mode: 'telephone' }, medical: { texte: 'appel' } }, faits(infirmiere)]).etat).toMatchObject({ statut: 'avis_a_rendre', mode: 'telephone' });
    expect(issue(A_RENDRE, avis('sans_objet'), faits(infirmiere))).toBe('role-interdit');
    expect(issue(AFFECTE, SUR_PIECES, faits(second))).toBe('praticien-non-affecte');
    expect(issue(AFFECTE, SUR_PIECES, faits(technicienne))).toBe('role-interdit');
    expect(issue(AFFECTE, avis('sans_objet'), faits(conseil))).toBe('statut-incompatible');
  });

  it('le prescripteur est interrogé, puis répond', () => {
    const contact: Pas = [{ type: 'ContacterPrescripteur', prive: {}, medical: { texte: 'quel traitement ?' } }, faits(conseil)];
    expect(histoire(...AFFECTE, contact).etat).toMatchObject({ statut: 'attente_prescripteur', contacteLe: JOUR });
    expect(horloges([...AFFECTE, contact])).toContain('reponse_prescripteur 2026-03-17 sm tache');
    const { etat, dossier } = histoire(...AFFECTE, contact, [{ type: 'RecevoirReponsePrescripteur', prive: {}, medical: { texte: 'kinésithérapie' } }, faits(technicienne, '2026-03-09')]);
    expect(etat).toMatchObject({ statut: 'avis_a_rendre', mode: 'prescripteur' });
    expect(dossier.medical.notes.map(({ nature }) => nature)).toEqual(['prescripteur', 'prescripteur']);
  });

  it('sur la personne : convoquée, examinée le jour dit', () => {
    expect(issue(CONVOQUE, EXAMINER, faits(conseil, '2026-03-11'))).toBe('rendez-vous-a-venir');
    expect(histoire(...EXAMINE).etat).toMatchObject({ statut: 'examine', mode: 'sur_personne' });
    expect(issue(AFFECTE, convoquer('2026-03-01'), faits(technicienne))).toBe('chronologie-rompue');
  });

  it('à distance, seulement depuis la réforme de 2025', () => {
    const ancien = (jour: string): readonly Pas[] => [[demande({ recuLe: `${jour}T08:00:00Z` }, { ...PREMIERE, debut: '2025-08-01', fin: '2025-12-31', prescritLe: '2025-08-01', envoyeLe: null }), faits(technicienne, jour)], [affecterA(conseil.id), faits(chef, jour)]];
    expect(issue(ancien('2025-09-30'), convoquer('2025-10-10', 'a_distance'), faits(technicienne, '2025-09-30'))).toBe('mode-non-prevu');
    expect(issue(ancien('2025-10-01'), convoquer('2025-10-10', 'a_distance'), faits(technicienne, '2025-10-01'))).toEqual(['AssureConvoque']);
  });

  it('ne contredit pas ce que la convocation dit elle-même', () => {
    const convocation = { statut: 'emise', mode: 'sur_personne', jour: '2026-03-12', preuveEnvoi: true };
    expect(issue(AFFECTE, convoquer('2026-03-12'), faits(technicienne, JOUR, { convocation }))).toEqual(['AssureConvoque']);
    expect(issue(AFFECTE, convoquer('2026-03-13'), faits(technicienne, JOUR, { convocation }))).toBe('convocation-discordante');
    expect(issue(AFFECTE, convoquer('2026-03-12'), faits(technicienne, JOUR, { convocation: null }))).toBe('convocation-discordante');
    expect(issue(CONVOQUE, absence(false), faits(technicienne, '2026-03-12', { convocation: { ...convocation, statut: 'absente_injustifiee', preuveEnvoi: false } }))).toBe('preuve-envoi-absente');
    expect(issue(CONVOQUE, absence(false), faits(technicienne, '2026-03-12', { convocation: { ...convocation, statut: 'absence_constatee' } }))).toBe('convocation-discordante');
    expect(issue(CONVOQUE, EXAMINER, faits(conseil, '2026-03-12', { convocation: { ...convocation, statut: 'annulee' } }))).toBe('convocation-discordante');
    expect(issue(CONVOQUE, convoquer('2026-03-20'), faits(technicienne, JOUR, { convocation: { ...convocation, jour: '2026-03-20' } }))).toEqual(['AssureConvoque']);
  });

  it('n’est ni fait ni conclu par le prescripteur, ni par qui a un lien', () => {
    const lie = { ...conseil, rpps: RPPS.prescripteur };
    expect(issue(A_RENDRE, avis('sans_objet'), faits(lie))).toBe('conflit-interets');
    expect(issue(A_RENDRE, avis('sans_objet'), faits(conseil, JOUR, { medecinTraitant: RPPS.conseil }))).toBe('conflit-interets');
    expect(issue(RECU, affecterA(conseil.id), faits(chef, JOUR, { praticiens: CANDIDATS.map((un) => ({ ...un, rpps: RPPS.prescripteur })) }))).toBe('conflit-interets');
    expect(issue(A_RENDRE, avis('sans_objet'), faits({ ...conseil, habilitations: ['ald'] }))).toBe('habilitation-absente');
  });

  it('revient au service quand le praticien se déporte, change de main sinon', () => {
    const deport: CommandeArret = { type: 'Desaffecter', prive: { motif: 'deport' } };
    expect(issue(AFFECTE, deport, faits(second))).toBe('praticien-non-affecte');
    expect(histoire(...AFFECTE, [deport, faits(conseil)]).etat).toMatchObject({ statut: 'affectee', praticien: { acteurId: second.id } });
    expect(issue(AFFECTE, { type: 'Reaffecter', prive: { praticien: conseil.id } }, faits(chef))).toBe('deja-affecte');
    expect(histoire(...EXAMINE, [{ type: 'Reaffecter', prive: { praticien: null } }, faits(chef, '2026-03-12')]).etat).toMatchObject({ statut: 'examine', praticien: { acteurId: second.id } });
  });
});

describe('L’absence', () => {
  it('sans motif ne se constate qu’avec la preuve d’envoi', () => {
    const sansPreuve: readonly Pas[] = [...AFFECTE, [convoquer('2026-03-12'), faits(technicienne)]];
    expect(issue(sansPreuve, absence(false), faits(technicienne, '2026-03-12'))).toBe('preuve-envoi-absente');
    expect(issue(CONVOQUE, absence(false), faits(technicienne, '2026-03-11'))).toBe('rendez-vous-a-venir');
    expect(histoire(...sansPreuve, [absence(false, '2026-03-03'), faits(technicienne, '2026-03-12')]).etat).toMatchObject({ statut: 'absent_injustifie', rendezVous: { preuveEnvoi: '2026-03-03' } });
  });

  it('excusée appelle un nouveau rendez-vous', () => {
    expect(histoire(...CONVOQUE, [absence(true), faits(technicienne, '2026-03-11')]).etat).toMatchObject({ statut: 'affectee', rendezVous: null });
  });

  it('injustifiée mène à la demande de suspension, que la caisse notifie ; un nouvel examen reste possible', () => {
    expect(issue(ABSENT, SUSPENDRE, faits(technicienne, '2026-03-12'))).toBe('role-interdit');
    const demandee: readonly Pas[] = [...ABSENT, [SUSPENDRE, faits(conseil, '2026-03-13')]];
    expect(histoire(...demandee).etat).toMatchObject({ statut: 'suspension_demandee', avis: [{ conclusion: 'absence', mode: 'pieces', version: 1 }] });
    const suspendue: readonly Pas[] = [...demandee, [notifier('suspension'), faits(caisse, '2026-03-16')]];
    expect(histoire(...suspendue).etat).toMatchObject({ statut: 'suspendue', decision: { effetLe: '2026-03-16', recours: { instance: 'cra', delaiMois: 2 }, limiteReexamen: null } });
    expect(issue(suspendue, { type: 'DemanderReexamen', prive: { recuLe: '2026-03-17T08:00:00Z' } }, faits(technicienne, '2026-03-17'))).toBe('reexamen-non-prevu');
    const revu: readonly Pas[] = [...suspendue, [convoquer('2026-03-20'), faits(technicienne, '2026-03-17')], [EXAMINER, faits(conseil, '2026-03-20')], [avis('justifie', { jusquAu: '2026-03-31' }), faits(conseil, '2026-03-20')]];
    expect(histoire(...revu).etat).toMatchObject({ statut: 'justifie', decision: null, avis: [{ version: 1 }, { version: 2, cause: 'examen', mode: 'sur_personne' }] });
    expect(histoire(...revu, [notifier('maintien', { versionAvis: 2 }), faits(caisse, '2026-03-23')]).etat).toMatchObject({ statut: 'justifie', decision: { sens: 'maintien', recours: null } });
  });
});

describe('L’avis', () => {
  it('justifie l’arrêt jusqu’à une date, avec une prochaine revue', () => {
    const rendu: readonly Pas[] = [...A_RENDRE, [avis('justifie', { jusquAu: '2026-03-31', prochaineRevue: '2026-03-25' }), faits(conseil)]];
    expect(histoire(...rendu).etat).toMatchObject({ statut: 'justifie', avis: [{ mode: 'pieces', jusquAu: '2026-03-31', signe: true, rpps: RPPS.conseil }] });
    expect(horloges(rendu)).toContain('revue 2026-03-25 sm tache');
    expect(issue(A_RENDRE, avis('justifie'), faits(conseil))).toBe('champ-obligatoire');
    expect(issue(A_RENDRE, avis('justifie', { jusquAu: '2026-03-01' }), faits(conseil))).toBe('date-invalide');
    expect(issue(A_RENDRE, avis('justifie', { jusquAu: '2026-03-31', prochaineRevue: JOUR }), faits(conseil))).toBe('date-invalide');
  });

  it('fixe la reprise, jamais avant le jour où il est donné, et la motive', () => {
    expect(issue(A_RENDRE, avis('reprise'), faits(conseil))).toBe('champ-obligatoire');
    expect(issue(A_RENDRE, avis('reprise', { date: '2026-03-01' }), faits(conseil))).toBe('effet-anterieur-notification');
    expect(issue(A_RENDRE, avis('reprise', { date: '2026-03-20' }, ' '), faits(conseil))).toBe('motif-obligatoire');
  });

  it('de stabilisation ou de désinsertion demande un examen, et ouvre la suite', () => {
    expect(issue(A_RENDRE, avis('stabilise', { date: JOUR }), faits(conseil))).toBe('examen-obligatoire');
    expect(issue(A_RENDRE, avis('pdp'), faits(conseil))).toBe('examen-obligatoire');
    const invalidite = histoire(...EXAMINE, [avis('stabilise', { date: '2026-03-31' }), faits(conseil, '2026-03-12')]);
    expect(invalidite.etat).toMatchObject({ statut: 'orientation_invalidite', avis: [{ date: '2026-03-31' }] });
    expect(invalidite.evenements.at(-1)).toMatchObject({ type: 'LienSouleve', prive: { procedure: 'invalidite' } });
    expect(histoire(...EXAMINE, [avis('pdp'), faits(conseil, '2026-03-12')]).etat.statut).toBe('orientation_pdp');
  });

  it('peut constater qu’il n’y a rien à contrôler', () => {
    expect(histoire(...A_RENDRE, [avis('non_controlable'), faits(conseil)]).etat.statut).toBe('non_controlable');
    expect(histoire(...A_RENDRE, [avis('sans_objet'), faits(conseil)]).etat.statut).toBe('sans_objet');
  });

  it('peut être éclairé par un second, jamais du même auteur', () => {
    const demander: Pas = [{ type: 'DemanderSecondAvis', prive: { praticien: second.id }, medical: { texte: null } }, faits(chef)];
    const rendre: CommandeArret = { type: 'RendreSecondAvis', prive: { conclusion: 'reprise' }, medical: { motif: 'd’accord' } };
    expect(issue(A_RENDRE, { type: 'DemanderSecondAvis', prive: { praticien: conseil.id }, medical: { texte: null } }, faits(chef))).toBe('auteur-premier-avis');
    expect(issue([...A_RENDRE, demander], rendre, faits(conseil))).toBe('auteur-premier-avis');
    expect(issue([...A_RENDRE, demander], rendre, faits(chef))).toBe('praticien-non-affecte');
    expect(histoire(...A_RENDRE, demander, [rendre, faits(second)]).etat).toMatchObject({ statut: 'avis_a_rendre', mode: 'pieces', secondsAvis: [{ auteur: second.id }] });
  });

  it('ne se modifie pas : une version le remplace, la caisse notifie à nouveau', () => {
    const remplacer = (remplacement: 'erreur_materielle' | 'element_nouveau' | 'recours', versionRemplacee = 1): CommandeArret => ({
      type: 'RemplacerAvis', prive: { conclusion: 'justifie', date: null, jusquAu: '2026-05-31', prochaineRevue: null, remplacement, versionRemplacee }, medical: { motif: 'revu' },
    });
    expect(issue(REPRISE, remplacer('erreur_materielle'), faits(second, '2026-03-17'))).toBe('auteur-different');
    expect(issue(REPRISE, remplacer('element_nouveau'), faits(chef, '2026-03-17'))).toBe('praticien-non-affecte');
    expect(issue(REPRISE, remplacer('erreur_materielle', 2), faits(conseil, '2026-03-17'))).toBe('version-avis-perimee');
    expect(issue(REPRISE, remplacer('recours'), faits(second, '2026-03-17'))).toBe('remplacement-incoherent');
    expect(histoire(...REPRISE, [remplacer('erreur_materielle'), faits(conseil, '2026-03-17')]).etat).toMatchObject({
      statut: 'justifie', decision: null, avis: [{ version: 1, conclusion: 'reprise' }, { version: 2, conclusion: 'justifie', cause: 'erreur_materielle' }],
    });
  });

  it('reste sous scellé, avec le motif du prescripteur', () => {
    const { dossier, evenements } = histoire(...EXAMINE, [avis('reprise', { date: '2026-03-20' }, 'SECRET'), faits(conseil, '2026-03-12')]);
    expect(JSON.stringify([dossier.etat, evenements.map(({ prive }) => prive)])).not.toMatch(/SECRET|lombalgie|M54|examen clinique/);
    expect(dossier.medical).toMatchObject({ demande: { motif: 'lombalgie' }, notes: [{ nature: 'examen' }, { nature: 'avis', texte: 'SECRET' }] });
    expect(AUCUN_CHAMP_MEDICAL).toBe(true);
  });
});

describe('La caisse exécute l’avis et rien d’autre', () => {
  const RENDU: readonly Pas[] = REPRISE.slice(0, -1);

  it('ne décide pas contre lui (L.315-2), ni avant d’avoir informé', () => {
    expect(issue(RENDU, notifier('maintien'), faits(caisse))).toBe('decision-contraire-avis');
    expect(issue(RENDU, notifier('fin_versement', { effetLe: '2026-03-19' }), faits(caisse))).toBe('effet-anterieur-notification');
    expect(issue(RENDU, notifier('fin_versement', { effetLe: '2026-03-21' }), faits(caisse))).toBe('decision-contraire-avis');
    expect(issue(RENDU, notifier('fin_versement', { effetLe: '2026-03-20' }), faits(caisse, '2026-03-21'))).toBe('effet-anterieur-notification');
    expect(issue(RENDU, notifier('fin_versement', { versionAvis: 2 }), faits(caisse))).toBe('version-avis-perimee');
    expect(issue([...A_RENDRE, [avis('justifie', { jusquAu: '2026-03-31' }), faits(conseil)]], notifier('fin_versement'), faits(caisse))).toBe('decision-contraire-avis');
    expect(issue([...A_RENDRE, [avis('sans_objet'), faits(conseil)]], notifier('fin_versement'), faits(caisse))).toBe('statut-incompatible');
    expect(issue(REPRISE, notifier('fin_versement'), faits(caisse))).toBe('statut-incompatible');
  });

  it('notifie en nommant les recours, et le prescripteur est informé (TR-000-14)', () => {
    expect(issue(RENDU, notifier('fin_versement', { recoursMentionne: false }), faits(caisse))).toBe('notification-sans-recours');
    expect(issue(RENDU, notifier('fin_versement', { prescripteurInforme: false }), faits(caisse))).toBe('prescripteur-non-informe');
    expect(histoire(...REPRISE).etat).toMatchObject({ statut: 'reprise_notifiee', decision: { effetLe: '2026-03-20', recours: { instance: 'cmra', delaiMois: 2 }, limiteRecours: '2026-05-18', limiteNouvellePrescription: '2026-03-27' } });
  });

  it('arrête le versement au jour où la personne a été informée : à l’examen, sinon par la notification', () => {
    const examinee: readonly Pas[] = [...EXAMINE, [avis('reprise', { date: '2026-03-12' }), faits(conseil, '2026-03-12')], [notifier('fin_versement'), faits(caisse, '2026-03-16')]];
    expect(histoire(...examinee).etat).toMatchObject({ decision: { effetLe: '2026-03-12' } });
    const surPieces: readonly Pas[] = [...A_RENDRE, [avis('reprise', { date: JOUR }), faits(conseil)], [notifier('fin_versement'), faits(caisse, '2026-03-16')]];
    expect(histoire(...surPieces).etat).toMatchObject({ decision: { effetLe: '2026-03-16' } });
  });

  it('ne touche ni à l’avis, ni à son auteur, même avec un autre rôle', () => {
    expect(issue(A_RENDRE, avis('sans_objet'), faits({ ...conseil, roles: ['MC', 'CAISSE'] }))).toBe('independance-praticien');
    expect(issue(RECU, affecterA(null), faits(caisse))).toBe('independance-praticien');
    expect(CYCLE_ARRET.commandesPossibles(histoire(...A_RENDRE).etat, ['CAISSE'])).toEqual(['ProlongerArret']);
  });

  it('voit une conclusion et des dates', () => {
    const vue = JSON.stringify(ARRET.caisse.voir(histoire(...REPRISE).etat));
    expect(vue).not.toMatch(/agent:|1000000|mode|rapport|selection|origine|lombalgie/);
    expect(JSON.parse(vue)).toMatchObject({ avis: { conclusion: 'reprise', date: '2026-03-20' }, decision: { sens: 'fin_versement', effetLe: '2026-03-20' } });
  });

  it('nomme la voie de recours du jour : expertise avant 2022, commission ensuite', () => {
    const en = (annee: number) => {
      const arret = { ...PREMIERE, debut: `${annee}-02-16`, fin: `${annee}-03-31`, prescritLe: `${annee}-02-16`, envoyeLe: null };
      const jour = `${annee}-03-02`;
      return histoire([demande({ recuLe: `${jour}T08:00:00Z` }, arret), faits(technicienne, jour)], [affecterA(conseil.id), faits(chef, jour)], [SUR_PIECES, faits(conseil, jour)],
        [avis('reprise', { date: jour }), faits(conseil, jour)], [notifier('fin_versement'), faits(caisse, jour)]);
    };
    expect(en(2016).etat).toMatchObject({ decision: { recours: { instance: 'expertise', delaiMois: 1 } } });
    expect(en(2021).etat).toMatchObject({ decision: { recours: { instance: 'expertise', delaiMois: 1 } } });
    expect(en(2022).etat).toMatchObject({ decision: { recours: { instance: 'cmra', delaiMois: 2 } } });
    expect(en(2022).evenements.at(-1)).toMatchObject({ type: 'LienSouleve', prive: { procedure: 'cmra' } });
  });
});

describe('Le médecin contrôleur de l’employeur', () => {
  it('a examiné et conclut à l’absence de justification : le service peut faire suspendre', () => {
    expect(histoire(...SUSPENDU_SUR_RAPPORT).etat).toMatchObject({ statut: 'suspendue', avis: [{ conclusion: 'rapport_employeur', mode: 'pieces' }], decision: { effetLe: '2026-03-04', limiteReexamen: '2026-03-16' } });
    expect(issue(AFFECTE, SUSPENDRE, faits(conseil))).toBe('suspension-non-fondee');
    expect(issue(SUR_RAPPORT, { ...SUSPENDRE, medical: { motif: null } } as CommandeArret, faits(conseil))).toBe('motif-obligatoire');
  });

  it('n’a pas pu examiner : le nouvel examen est de droit', () => {
    const impossible: readonly Pas[] = [[demande({ origine: 'employeur', rapport: { ...RAPPORT, conclusion: 'examen_impossible', examenPratique: false } }), faits(technicienne)], ...AFFECTE.slice(1)];
    expect(issue(impossible, SUSPENDRE, faits(conseil))).toBe('examen-obligatoire');
    const surPieces: readonly Pas[] = [...impossible, [SUR_PIECES, faits(conseil)]];
    expect(issue(surPieces, avis('justifie', { jusquAu: '2026-03-31' }), faits(conseil))).toBe('examen-obligatoire');
    expect(issue(surPieces, avis('sans_objet'), faits(conseil))).toEqual(['AvisRendu']);
    expect(histoire(...impossible, ...EXAMINE.slice(2), [avis('justifie', { jusquAu: '2026-03-31' }), faits(conseil, '2026-03-12')]).etat.statut).toBe('justifie');
  });

  it('envoie son rapport pendant le contrôle, une caisse ne le reçoit pas', () => {
    const rapport: CommandeArret = { type: 'RecevoirRapportEmployeur', prive: RAPPORT };
    expect(histoire(...AFFECTE, [rapport, faits(technicienne)]).etat).toMatchObject({ statut: 'affectee', rapport: { conclusion: 'non_justifie', recuLe: JOUR }, signaux: ['rapport_tardif'] });
    expect(issue(AFFECTE, rapport, faits(caisse))).toBe('independance-praticien');
    expect(issue(AFFECTE, { type: 'RecevoirRapportEmployeur', prive: { ...RAPPORT, controleLe: '2026-03-04T08:00:00Z' } }, faits(technicienne))).toBe('chronologie-rompue');
  });
});

describe('Après une suspension', () => {
  const reexamen = (recuLe: string): CommandeArret => ({ type: 'DemanderReexamen', prive: { recuLe } });
  const nouvelle = (prescritLe: string): CommandeArret => ({ type: 'RecevoirNouvellePrescription', prive: { du: prescritLe, au: '2026-04-30', prescritLe, prescripteur: '10000123462' } });

  it('la personne a dix jours francs pour demander un réexamen, le service quatre pour répondre', () => {
    expect(horloges(SUSPENDU_SUR_RAPPORT)).toEqual(['demande_reexamen 2026-03-17 assure droit_perdu', 'nouvelle_prescription 2026-03-17 assure fenetre_close', 'recours 2026-05-05 assure presomption_definitive']);
    expect(issue(SUSPENDU_SUR_RAPPORT, reexamen('2026-03-17T08:00:00Z'), faits(technicienne, '2026-03-17'))).toBe('reexamen-hors-delai');
    expect(issue(SUSPENDU_SUR_RAPPORT, reexamen('2026-03-03T08:00:00Z'), faits(technicienne, '2026-03-17'))).toBe('chronologie-rompue');
    const demande10: readonly Pas[] = [...SUSPENDU_SUR_RAPPORT, [reexamen('2026-03-16T08:00:00Z'), faits(caisse, '2026-03-17')]];
    expect(histoire(...demande10).etat).toMatchObject({ statut: 'reexamen_demande', attente: { cause: 'reexamen', le: '2026-03-16', limite: '2026-03-23' } });
    expect(horloges(demande10)[0]).toBe('nouvelle_prescription 2026-03-17 assure fenetre_close');
    expect(horloges(demande10)[1]).toBe('avis_reexamen 2026-03-24 sm aucun');
    const repondu: readonly Pas[] = [...demande10, [SUR_PIECES, faits(conseil, '2026-03-18')], [avis('justifie', { jusquAu: '2026-03-31' }), faits(conseil, '2026-03-18')]];
    expect(horloges([...demande10, [SUR_PIECES, faits(conseil, '2026-03-18')]])).toContain('avis_reexamen 2026-03-24 sm aucun');
    expect(histoire(...repondu).etat).toMatchObject({ statut: 'justifie', attente: null, avis: [{ version: 1 }, { version: 2, cause: 'reexamen' }] });
  });

  it('une nouvelle prescription dans les dix jours francs exige l’avis préalable, en quatre jours francs', () => {
    expect(issue(REPRISE, nouvelle('2026-03-28'), faits(technicienne, '2026-03-30'))).toBe('prescription-hors-delai');
    expect(issue(REPRISE, nouvelle('2026-03-15'), faits(technicienne, '2026-03-30'))).toBe('chronologie-rompue');
    const requis: readonly Pas[] = [...REPRISE, [nouvelle('2026-03-27'), faits(systeme, '2026-03-30')]];
    expect(histoire(...requis).etat).toMatchObject({ statut: 'avis_prealable_requis', attente: { cause: 'nouvelle_prescription', limite: '2026-04-07' }, prescripteurs: ['10000123462'] });
    expect(horloges(requis)[0]).toBe('avis_prealable 2026-04-08 sm aucun');
    expect(issue(requis, SUR_PIECES, faits(conseil, '2026-03-30'))).toEqual(['ControleSurPiecesFait']);
    const rendu: readonly Pas[] = [...requis, [SUR_PIECES, faits(conseil, '2026-03-30')], [avis('reprise', { date: '2026-03-31' }), faits(conseil, '2026-03-31')]];
    expect(histoire(...rendu).etat).toMatchObject({ statut: 'reprise_a_notifier', avis: [{}, { cause: 'nouvelle_prescription' }], attente: null });
  });

  it('le recours est jugé par un autre, et ne suspend pas les délais du service', () => {
    const recours: CommandeArret = { type: 'EnregistrerRecours', prive: { recuLe: '2026-03-17T08:00:00Z' } };
    expect(issue(REPRISE.slice(0, -1), recours, faits(technicienne, '2026-03-17'))).toBe('statut-incompatible');
    const conteste: readonly Pas[] = [...REPRISE, [recours, faits(technicienne, '2026-03-18')]];
    expect(histoire(...conteste).etat).toMatchObject({ statut: 'contestee', contesteeLe: '2026-03-17' });
    expect(horloges(conteste)).toEqual(['nouvelle_prescription 2026-03-28 assure fenetre_close']);
    const remplacer: CommandeArret = { type: 'RemplacerAvis', prive: { conclusion: 'justifie', date: null, jusquAu: '2026-04-30', prochaineRevue: null, remplacement: 'recours', versionRemplacee: 1 }, medical: { motif: null } };
    expect(issue(conteste, remplacer, faits(conseil, '2026-04-02'))).toBe('auteur-premier-avis');
    expect(histoire(...conteste, [remplacer, faits(second, '2026-04-02')]).etat).toMatchObject({ statut: 'justifie', contesteeLe: null });
    const enCours: readonly Pas[] = [...SUSPENDU_SUR_RAPPORT, [reexamen('2026-03-10T08:00:00Z'), faits(caisse, '2026-03-10')], [recours, faits(technicienne, '2026-03-18')]];
    expect(histoire(...enCours).etat).toMatchObject({ statut: 'reexamen_demande', contesteeLe: '2026-03-17', attente: { cause: 'reexamen' } });
    expect(issue(enCours, recours, faits(technicienne, '2026-03-18'))).toBe('statut-incompatible');
  });
});

describe('Les échéances d’âge de l’arrêt', () => {
  const longue = (recuLe: string, debut: string, fin: string): readonly Pas[] => [[demande({ recuLe: `${recuLe}T08:00:00Z` }, { debut, fin, prescritLe: debut, envoyeLe: null }), faits(technicienne, recuLe)]];

  it('préparent la reprise au trentième jour depuis la loi de 2026, au troisième mois avant', () => {
    expect(horloges(longue('2026-01-12', '2026-01-05', '2026-08-31'))).toEqual(['pre_reprise 2026-02-04 sm tache', 'examen_conjoint 2026-07-05 sm tache']);
    expect(horloges(longue('2016-01-12', '2016-01-05', '2016-08-31'))).toEqual(['pre_reprise 2016-04-05 sm tache', 'examen_conjoint 2016-07-05 sm tache']);
    expect(horloges(longue('2016-01-12', '2016-01-05', '2016-02-28'))).toEqual([]);
  });

  it('partent de la réception quand l’âge est déjà passé, sonnent une fois, et s’arrêtent avec l’arrêt', () => {
    const vieux = longue('2026-03-02', '2025-01-01', '2026-08-31');
    expect(horloges(vieux)).toEqual(['pre_reprise 2026-03-02 sm tache', 'examen_conjoint 2026-03-02 sm tache']);
    const sonnee: readonly Pas[] = [...vieux, [{ type: 'SignalerEcheance', prive: { nature: 'examen_conjoint' } }, faits(systeme)]];
    expect(horloges(sonnee)).toEqual(['pre_reprise 2026-03-02 sm tache']);
    expect(issue(sonnee, { type: 'SignalerEcheance', prive: { nature: 'examen_conjoint' } }, faits(systeme))).toBe('echeance-inconnue');
    expect(issue(longue('2026-01-12', '2026-01-05', '2026-08-31'), { type: 'SignalerEcheance', prive: { nature: 'pre_reprise' } }, faits(systeme, '2026-02-03'))).toBe('echeance-prematuree');
    expect(horloges(REPRISE)).not.toContainEqual(expect.stringContaining('pre_reprise'));
  });
});

describe('Un contrôle s’annule', () => {
  it('tant que rien n’est notifié', () => {
    const annuler: CommandeArret = { type: 'Annuler', prive: { motif: 'doublon' } };
    expect(histoire(...A_RENDRE, [annuler, faits(technicienne)]).etat).toMatchObject({ statut: 'annulee', motif: 'doublon' });
    expect(horloges([...A_RENDRE, [annuler, faits(technicienne)]])).toEqual([]);
    expect(issue(REPRISE, annuler, faits(technicienne, '2026-03-17'))).toBe('statut-incompatible');
  });
});
