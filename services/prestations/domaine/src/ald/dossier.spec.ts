import {
  ACCORDEE, ACCORD_NOTIFIE, ACTEURS, affecterA, AFFECTEE, AVIS, candidat, COMPLETUDE, demande, echeance, EXONEREE, faits, histoire, issue, notifier, OUVERTURE,
  RECEVABLE, RECUE, REFUSEE, REFUS_NOTIFIE, RPPS,
} from '../../test/exemples';
import { CYCLE_ALD, type Commande, type DemandeMedicale, type DossierMedical, type Etat, type Evenement } from '..';

type ClesDe<T> = T extends unknown ? keyof T : never;
type ClesEnClair = ClesDe<Evenement['prive']> | ClesDe<Commande['prive']> | ClesDe<Etat> | ClesDe<Etat['demande']>;
/** Compiles only while no administrative part has a medical field. */
const AUCUN_CHAMP_MEDICAL: Extract<ClesEnClair, keyof DemandeMedicale | 'texte' | 'orientation'> extends never ? true : false = true;

const { technicienne, conseil, second, chef, caisse, systeme } = ACTEURS;
const texte = null;

describe('Une demande d’ALD est reçue et contrôlée', () => {
  it('garde la date de réception, et non celle de la saisie', () => {
    const { evenements, dossier } = histoire(...RECUE);
    expect(evenements[0]).toMatchObject({ type: 'DemandeRecue', survenuLe: '2026-03-02T08:00:00.000Z', par: technicienne.id, repris: false });
    expect(dossier.etat).toMatchObject({ statut: 'recue', demande: { jourRecu: '2026-03-02', regle: 'ald-2016' }, uniteEnCharge: 93 });
  });

  it('refuse une réception dans le futur et une seconde inscription', () => {
    expect(issue([], demande({ recuLe: '2026-03-11T00:00:00Z' }), faits(technicienne))).toBe('date-future');
    expect(issue(RECUE, demande(), faits(technicienne))).toBe('dossier-existant');
    expect(issue([], COMPLETUDE, faits(technicienne))).toBe('dossier-introuvable');
  });

  it('est recevable quand rien ne manque, à compter de sa réception', () => {
    expect(histoire(...RECEVABLE).dossier.etat).toMatchObject({ statut: 'recevable', completLe: '2026-03-02' });
  });

  it('dit tout ce qui manque, puis redevient recevable à la date des pièces reçues', () => {
    const incomplete = histoire([demande({ pieces: [], personneId: null, regime: null }, { ald: null, diagnostics: ['X'], debutSoins: '2026-03-09' }), faits(technicienne)], [COMPLETUDE, faits(technicienne)]);
    expect(incomplete.dossier.etat).toMatchObject({ statut: 'incomplete', manques: ['regime', 'diagnostic', 'dates', 'piece_protocole', 'identite'] });
    const pieces: Commande = {
      type: 'RecevoirPieces', prive: { pieces: ['protocole'], personneId: 'p-9', regime: 'liste' },
      medical: { ald: 8, diagnostics: ['E11.9'], debutSoins: '2026-02-01', soins: null },
    };
    const { dossier } = histoire(
      [demande({ pieces: [], personneId: null, regime: null }), faits(technicienne)], [COMPLETUDE, faits(technicienne)],
      [pieces, faits(technicienne, '2026-03-20')], [COMPLETUDE, faits(technicienne, '2026-03-21')],
    );
    expect(dossier.etat).toMatchObject({ statut: 'recevable', completLe: '2026-03-20', demande: { personneId: 'p-9', regime: 'liste' } });
    expect(dossier.medical.demande.diagnostics).toEqual(['E11.9']);
  });

  it('n’exige pas de feuillet pour un protocole électronique', () => {
    expect(histoire([demande({ canal: 'pse', pieces: [] }), faits(technicienne)], [COMPLETUDE, faits(technicienne)]).dossier.etat.statut).toBe('recevable');
  });

  it('ne rouvre pas une ALD retirée de la liste : la 12 reste ouverte aux seules prolongations', () => {
    const controle = (nature: 'initiale' | 'prolongation') => histoire([demande({ nature }, { ald: 12 }), faits(technicienne)], [COMPLETUDE, faits(technicienne)]).dossier.etat;
    expect(controle('initiale')).toMatchObject({ statut: 'incomplete', manques: ['ald_fermee'] });
    expect(controle('prolongation').statut).toBe('recevable');
  });
});

describe('Un dossier est affecté par compétence et par charge', () => {
  it('va au praticien le moins chargé, et l’explique', () => {
    const { evenements } = histoire(...RECEVABLE, [affecterA(null), faits(systeme)]);
    expect(evenements.at(-1)).toMatchObject({ type: 'PraticienAffecte', prive: { praticien: { acteurId: conseil.id }, explication: { mode: 'automatique', candidats: 3, ecartes: 0 } } });
  });

  it('ne va ni au médecin traitant, ni au rédacteur du protocole, ni à qui a déclaré un lien', () => {
    expect(issue(RECEVABLE, affecterA(conseil.id), faits(chef, '2026-03-10', { medecinTraitant: RPPS.conseil }))).toBe('conflit-interets');
    expect(issue(RECEVABLE, affecterA(conseil.id), faits(chef, '2026-03-10', { conflits: [conseil.id] }))).toBe('conflit-interets');
    expect(issue(RECEVABLE, affecterA('agent:x'), faits(chef, '2026-03-10', { praticiens: [candidat({ acteurId: 'agent:x', rpps: RPPS.medecin })] }))).toBe('conflit-interets');
  });

  it('refuse un absent, un inconnu, un agent sans habilitation, et le dit quand personne ne convient', () => {
    const avec = (reste: Parameters<typeof candidat>[0]) => issue(RECEVABLE, affecterA(conseil.id), faits(chef, '2026-03-10', { praticiens: [candidat(reste)] }));
    expect(avec({ present: false })).toBe('praticien-absent');
    expect(avec({ habilitations: ['arret'] })).toBe('habilitation-absente');
    expect(avec({ roles: ['TSM'] })).toBe('habilitation-absente');
    expect(issue(RECEVABLE, affecterA('agent:inconnu'), faits(chef))).toBe('praticien-inconnu');
    expect(issue(RECEVABLE, affecterA(null), faits(chef, '2026-03-10', { praticiens: [candidat({ present: false })] }))).toBe('aucun-praticien-disponible');
  });

  it('revient au service quand le praticien se déporte, puis change de main', () => {
    const deport: Commande = { type: 'Desaffecter', prive: { motif: 'deport' } };
    expect(issue(AFFECTEE, deport, faits(second))).toBe('praticien-non-affecte');
    expect(histoire(...AFFECTEE, [deport, faits(conseil)]).dossier.etat).toMatchObject({ statut: 'affectee', praticien: { acteurId: second.id } });
    expect(histoire(...AFFECTEE, [deport, faits(conseil, undefined, { praticiens: [] })], [affecterA(second.id), faits(chef)]).dossier.etat).toMatchObject({ statut: 'affectee', praticien: { acteurId: second.id } });
    expect(issue(AFFECTEE, { type: 'Reaffecter', prive: { praticien: conseil.id } }, faits(chef))).toBe('deja-affecte');
    expect(histoire(...AFFECTEE, [{ type: 'Reaffecter', prive: { praticien: null } }, faits(chef)]).dossier.etat).toMatchObject({ praticien: { acteurId: second.id } });
  });
});

describe('L’avis appartient au praticien-conseil', () => {
  it('fixe le début et la fin selon la durée de la table', () => {
    expect(histoire(...ACCORDEE).dossier.etat).toMatchObject({
      statut: 'accordee', avis: [{ version: 1, sens: 'favorable', auteur: conseil.id, rpps: RPPS.conseil, debut: '2026-03-01', fin: '2036-03-01', signe: true }],
    });
  });

  it('n’est rendu que par le praticien affecté ou le chef de service, habilité et identifié', () => {
    expect(issue(AFFECTEE, AVIS.favorable, faits(second))).toBe('praticien-non-affecte');
    expect(issue(AFFECTEE, AVIS.favorable, faits(chef))).toEqual(['AvisRendu']);
    expect(issue(AFFECTEE, AVIS.favorable, faits({ ...conseil, habilitations: [] }))).toBe('habilitation-absente');
    expect(issue(AFFECTEE, AVIS.favorable, faits({ ...conseil, rpps: null }))).toBe('rpps-absent');
    expect(issue(AFFECTEE, AVIS.favorable, faits(technicienne))).toBe('role-interdit');
    expect(issue(AFFECTEE, AVIS.favorable, faits(conseil, '2026-03-10', { medecinTraitant: RPPS.conseil }))).toBe('conflit-interets');
  });

  it('est motivé quand il est défavorable pour une raison médicale, et le motif reste sous scellé', () => {
    expect(issue(AFFECTEE, { ...AVIS.defavorable, medical: { motif: '  ' } }, faits(conseil))).toBe('motif-obligatoire');
    const { dossier, evenements } = histoire(...REFUSEE);
    expect(dossier.medical.notes).toEqual([{ nature: 'avis', rang: 1, texte: 'critères non réunis' }]);
    expect(JSON.stringify([dossier.etat, evenements.map(({ prive }) => prive)])).not.toContain('critères');
  });

  it('ne dépasse pas une durée sûre de la table', () => {
    const avis = (dureeAns: number | null, debut: string | null = '2026-03-01'): Commande => ({ type: 'RendreAvis', prive: { sens: 'favorable', debut, dureeAns }, medical: { motif: null } });
    expect(issue(AFFECTEE, avis(11), faits(conseil))).toBe('duree-hors-regle');
    expect(issue(AFFECTEE, avis(2), faits(conseil))).toEqual(['AvisRendu']);
    expect(issue(AFFECTEE, avis(null, null), faits(conseil))).toBe('champ-obligatoire');
    expect(issue(AFFECTEE, avis(null, '2026-02-30'), faits(conseil))).toBe('date-invalide');
  });

  it('rendu en urgence, ne vaut que six mois', () => {
    const { dossier } = histoire([demande({ cadre: 'urgence' }), faits(technicienne)], ...AFFECTEE.slice(1), [AVIS.favorable, faits(conseil)]);
    expect(dossier.etat).toMatchObject({ avis: [{ fin: '2026-09-01' }] });
  });

  it('attend le complément demandé au médecin', () => {
    const demander: Commande = { type: 'DemanderComplement', prive: { pieces: ['compte_rendu'] }, medical: { texte: 'bilan ?' } };
    const recevoir: Commande = { type: 'RecevoirComplement', prive: { pieces: ['compte_rendu'] }, medical: { texte: 'bilan' } };
    const { dossier } = histoire(...AFFECTEE, [demander, faits(conseil)]);
    expect(dossier.etat).toMatchObject({ statut: 'complement_demande', piecesAttendues: ['compte_rendu'] });
    expect(issue([...AFFECTEE, [demander, faits(conseil)]], AVIS.favorable, faits(conseil))).toBe('statut-incompatible');
    expect(histoire(...AFFECTEE, [demander, faits(conseil)], [recevoir, faits(technicienne)]).dossier.etat).toMatchObject({ statut: 'affectee', pieces: ['protocole', 'compte_rendu'] });
  });

  it('peut être éclairé par un second avis, jamais du même auteur', () => {
    const demander = (praticien: string | null): Commande => ({ type: 'DemanderSecondAvis', prive: { praticien }, medical: { texte } });
    const rendre: Commande = { type: 'RendreSecondAvis', prive: { sens: 'favorable' }, medical: { motif: 'd’accord' } };
    expect(issue(AFFECTEE, demander(conseil.id), faits(chef))).toBe('auteur-premier-avis');
    expect(issue([...AFFECTEE, [demander(null), faits(chef)]], rendre, faits(conseil))).toBe('auteur-premier-avis');
    expect(issue([...AFFECTEE, [demander(second.id), faits(chef)]], rendre, faits(chef))).toBe('praticien-non-affecte');
    expect(histoire(...AFFECTEE, [demander(second.id), faits(chef)], [rendre, faits(second)]).dossier.etat).toMatchObject({ statut: 'affectee', secondsAvis: [{ auteur: second.id }] });
    expect(histoire(...REFUSEE, [demander(second.id), faits(chef)], [rendre, faits(second)]).dossier.etat).toMatchObject({ statut: 'refusee', avis: [{ version: 1 }] });
  });
});

describe('Un avis ne se modifie pas : une version le remplace', () => {
  const remplacer = (remplacement: 'erreur_materielle' | 'element_nouveau' | 'recours', versionRemplacee = 1): Commande => ({
    type: 'RemplacerAvis', prive: { ...AVIS.favorable.prive, remplacement, versionRemplacee }, medical: { motif: 'revu' },
  });

  it('l’erreur matérielle est corrigée par son auteur, et l’ancienne version reste visible', () => {
    expect(issue(REFUSEE, remplacer('erreur_materielle'), faits(second))).toBe('auteur-different');
    expect(histoire(...REFUSEE, [remplacer('erreur_materielle'), faits(conseil)]).dossier.etat).toMatchObject({
      statut: 'accordee', avis: [{ version: 1, sens: 'defavorable_medical' }, { version: 2, sens: 'favorable', remplacement: 'erreur_materielle' }], decision: null,
    });
  });

  it('le chef de service ne change pas l’avis d’un autre', () => {
    expect(issue(REFUSEE, remplacer('element_nouveau'), faits(chef))).toBe('praticien-non-affecte');
  });

  it('une version périmée est refusée', () => {
    expect(issue(REFUSEE, remplacer('erreur_materielle', 2), faits(conseil))).toBe('version-avis-perimee');
  });

  it('le recours est jugé par un autre praticien, et la caisse notifie à nouveau', () => {
    const recours: Commande = { type: 'EnregistrerRecours', prive: { recuLe: '2026-03-20T08:00:00Z' } };
    const conteste = [...REFUS_NOTIFIE, [recours, faits(caisse, '2026-03-21')]] as const;
    expect(issue(REFUSEE, recours, faits(technicienne))).toBe('decision-absente');
    expect(issue(REFUSEE, remplacer('recours'), faits(second))).toBe('remplacement-incoherent');
    expect(issue(conteste, remplacer('recours'), faits(conseil))).toBe('auteur-premier-avis');
    const { dossier } = histoire(...conteste, [remplacer('recours'), faits(second, '2026-05-02')], [notifier('accord', 2), faits(caisse, '2026-05-03')]);
    expect(dossier.etat).toMatchObject({ statut: 'accordee', decision: { sens: 'accord', versionAvis: 2 } });
  });
});

describe('La caisse exécute l’avis', () => {
  it('ne peut pas décider contre lui (L.315-2)', () => {
    expect(issue(ACCORDEE, notifier('refus'), faits(caisse))).toBe('decision-contraire-avis');
    expect(issue(REFUSEE, notifier('accord'), faits(caisse))).toBe('decision-contraire-avis');
    expect(issue(ACCORD_NOTIFIE, notifier('accord'), faits(caisse))).toBe('decision-deja-notifiee');
  });

  it('ne touche ni à l’avis, ni à son auteur, même avec un autre rôle', () => {
    expect(issue(AFFECTEE, AVIS.favorable, faits(caisse))).toBe('independance-praticien');
    expect(issue(RECEVABLE, affecterA(null), faits(caisse))).toBe('independance-praticien');
    expect(issue(AFFECTEE, AVIS.favorable, faits({ ...conseil, roles: ['MC', 'CAISSE'] }))).toBe('independance-praticien');
    expect(CYCLE_ALD.commandesPossibles(histoire(...AFFECTEE).dossier.etat, ['CAISSE'])).toEqual([]);
  });

  it('nomme la voie de recours du jour de la notification', () => {
    expect(histoire(...REFUS_NOTIFIE).dossier.etat).toMatchObject({ decision: { recours: { instance: 'cmra', delaiMois: 2, article: 'R.142-1-A CSS' } } });
    expect(issue(REFUSEE, notifier('refus'), faits(caisse))).toEqual(['DecisionNotifiee', 'LienSouleve']);
  });

  it('ouvre l’exonération après avoir notifié, sauf ALD non exonérante', () => {
    expect(issue(ACCORDEE, OUVERTURE, faits(caisse))).toBe('decision-absente');
    const { dossier, evenements } = histoire(...EXONEREE);
    expect(dossier.etat).toMatchObject({ statut: 'exoneration_active', exoneration: { debut: '2026-03-01', fin: '2036-03-01' } });
    expect(evenements.find(({ type }) => type === 'DecisionNotifiee')).toMatchObject({ medical: { orientation: 'sophia' } });
    expect(evenements.some(({ type }) => type === 'LienSouleve')).toBe(false);
    const sans = [[demande({ regime: 'non_exonerante' }, { ald: null }), faits(technicienne)], ...ACCORD_NOTIFIE.slice(1)] as const;
    expect(issue(sans, OUVERTURE, faits(caisse))).toBe('regime-non-exonerant');
  });

  it('signale au dossier précédent la prolongation ouverte', () => {
    const { evenements } = histoire([demande({ nature: 'prolongation', precedent: 'ancien' }), faits(technicienne)], ...EXONEREE.slice(1));
    expect(evenements.at(-1)).toMatchObject({ type: 'LienSouleve', prive: { procedure: 'ald', dossierLie: 'ancien' } });
  });
});

describe('Une exonération vit et s’achève', () => {
  it('appelle son renouvellement à six puis trois mois, puis expire', () => {
    expect(issue(EXONEREE, echeance('renouvellement_6_mois'), faits(systeme, '2035-08-31'))).toBe('echeance-prematuree');
    const six = [...EXONEREE, [echeance('renouvellement_6_mois'), faits(systeme, '2035-09-01')]] as const;
    expect(histoire(...six).dossier.etat.statut).toBe('renouvellement_attendu');
    expect(issue(six, echeance('renouvellement_6_mois'), faits(systeme, '2035-09-02'))).toBe('echeance-inconnue');
    const trois = [...six, [echeance('renouvellement_3_mois'), faits(systeme, '2035-12-01')]] as const;
    expect(histoire(...trois, [echeance('expiration'), faits(systeme, '2036-03-01')]).dossier.etat).toMatchObject({ statut: 'terminee', motif: 'expiration', termineeLe: '2036-03-01' });
  });

  it('enregistre la signature du patient une seule fois', () => {
    const signer: Commande = { type: 'SignerProtocole', prive: {} };
    expect(histoire(...EXONEREE, [signer, faits(technicienne)]).dossier.etat).toMatchObject({ statut: 'exoneration_active', protocoleSigneLe: '2026-03-10' });
    expect(issue([...EXONEREE, [signer, faits(technicienne)]], signer, faits(technicienne))).toBe('protocole-deja-signe');
  });

  it('se prolonge en suivi post-ALD par décision médicale, puis se termine', () => {
    const finir = (motif: 'suivi_post_ald' | 'prolongee' | 'sortie' | 'expiration'): Commande => ({ type: 'TerminerExoneration', prive: { motif }, medical: { motif: null } });
    const suivi = [...EXONEREE, [finir('suivi_post_ald'), faits(conseil, '2030-01-15')]] as const;
    expect(histoire(...suivi).dossier.etat).toMatchObject({ statut: 'suivi_post_ald', exoneration: { debut: '2030-01-15', fin: '2032-01-15' } });
    expect(issue(suivi, finir('suivi_post_ald'), faits(conseil, '2031-01-01'))).toBe('fin-incoherente');
    expect(histoire(...suivi, [echeance('expiration'), faits(systeme, '2032-01-15')]).dossier.etat.statut).toBe('terminee');
    expect(issue(EXONEREE, finir('sortie'), faits(systeme))).toBe('habilitation-absente');
    expect(issue(EXONEREE, finir('expiration'), faits(systeme))).toBe('fin-incoherente');
    expect(histoire(...EXONEREE, [finir('prolongee'), faits(systeme)]).dossier.etat).toMatchObject({ statut: 'terminee', motif: 'prolongee' });
  });

  it('ne s’annule plus une fois la décision notifiée', () => {
    const annuler: Commande = { type: 'Annuler', prive: { motif: 'retrait' } };
    expect(issue(ACCORD_NOTIFIE, annuler, faits(technicienne))).toBe('decision-deja-notifiee');
    expect(histoire(...ACCORDEE, [annuler, faits(technicienne)]).dossier.etat).toMatchObject({ statut: 'annulee', motif: 'retrait', avis: [{ version: 1 }] });
    expect(histoire(...RECUE, [{ type: 'DeclarerIrrecevable', prive: { motif: 'non_assure' } }, faits(technicienne)]).dossier.etat.statut).toBe('irrecevable');
  });
});

describe('Le contenu médical reste d’un côté', () => {
  it('ne paraît ni dans l’état, ni dans la part privée des évènements', () => {
    const medical: DossierMedical['demande'] = { ald: 7, diagnostics: ['B24'], debutSoins: '2025-07-14', soins: 'CANARI' };
    const { dossier, evenements } = histoire([demande({}, medical), faits(technicienne)], ...EXONEREE.slice(1));
    const clair = JSON.stringify([dossier.etat, evenements.map(({ prive, type }) => ({ prive, type }))]);
    for (const secret of ['B24', 'CANARI', '2025-07-14', '"ald":7', 'diagnostics', 'motif":"c']) expect(clair).not.toContain(secret);
    expect(dossier.medical.demande).toEqual(medical);
    expect(AUCUN_CHAMP_MEDICAL).toBe(true);
  });
});
