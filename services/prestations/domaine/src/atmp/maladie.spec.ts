import { ajouterJours, feries } from '@sm/kernel';
import {
  ACTEURS, affectee, avis, comite, concertation, CONDITIONS, consultation, decision, delais, echeance, faits, histoire, investigation, issue, prolongation, recevable, remplacer, reserves, saisine, type Pas,
} from '../../test/exemples-atmp';
import { CYCLE_ATMP, reglesAtmp } from '..';
import { dernierJour } from '../moteur/droit';

const { technicienne, conseil, second, chef, caisse, systeme } = ACTEURS;
const MP = { objet: 'maladie' } as const;
const TABLEAU = { lesions: [], tableau: '57 A' };
const maladie = (jour: string, prive: object = {}): readonly Pas[] => affectee(jour, { ...MP, ...prive }, TABLEAU);
const jugee = (jour: string, le: string, contenu: object = {}, prive: object = {}): readonly Pas[] => [...maladie(jour, prive), [avis({ ...CONDITIONS, ...contenu }), faits(conseil, le)]];
const MISE: readonly Pas[] = jugee('2025-01-06', '2025-02-03');
const HORS = jugee('2025-01-06', '2025-02-03', { designee: false, seuilIncapacite: true });

describe('Une maladie est déclarée', () => {
  it('n’est complète qu’avec les examens que son tableau exige', () => {
    const sans = recevable('2025-01-06', { ...MP, examensRequis: true }, TABLEAU);
    expect(histoire(...sans).dossier.etat).toMatchObject({ statut: 'incomplete', manques: ['piece_examens'] });
    const avec: readonly Pas[] = [...sans, [{ type: 'RecevoirPieces', prive: { pieces: [{ piece: 'examens', recuLe: '2025-01-20', preuve: 'accuse_electronique' }], personneId: null, examensRequis: null }, medical: null }, faits(technicienne, '2025-01-21')]];
    expect(delais(...avec)).toEqual(['ouverture_consultation 2025-05-02', 'decision_initiale 2025-05-21']);
    expect(delais(...recevable('2016-03-01', { ...MP, examensRequis: true }, TABLEAU))).toEqual(['decision_initiale 2016-06-01']);
    expect(histoire(...recevable('2016-06-10', { ...MP, examensRequis: true }, TABLEAU)).dossier.etat).toMatchObject({ statut: 'incomplete', demande: { regle: 'atmp-2016' } });
  });

  it('reçoit du médecin-conseil ses conditions médicales, de la caisse les administratives', () => {
    expect(issue(maladie('2025-01-06'), avis({ designee: true }), faits(conseil, '2025-02-03'))).toBe('champ-obligatoire');
    expect(issue(maladie('2025-01-06'), avis({ ...CONDITIONS, premiereConstatation: '2025-02-30' }), faits(conseil, '2025-02-03'))).toBe('date-invalide');
    expect(issue(maladie('2025-01-06'), avis({ ...CONDITIONS, premiereConstatation: '2025-02-28' }), faits(conseil, '2025-02-03'))).toBe('date-future');
    expect(issue(maladie('2025-01-06'), avis(), faits(conseil, '2025-02-03'))).toBe('avis-non-prevu');
    expect(issue(MISE, decision(), faits(caisse, '2025-02-10'))).toBe('concertation-absente');
    expect(issue(maladie('2025-01-06'), concertation(), faits(caisse, '2025-02-10'))).toBe('statut-incompatible');
    expect(issue(MISE, concertation(), faits(conseil, '2025-02-10'))).toBe('role-interdit');
  });
});

describe('La concertation oriente', () => {
  const orientee = (base: readonly Pas[], conditions: Parameters<typeof concertation>[0] = {}) => histoire(...base, [concertation(conditions), faits(caisse, '2025-02-10')]).dossier.etat.instruction.concertation;

  it('vers le tableau, le comité, ou le refus, selon l’alinéa', () => {
    expect(orientee(MISE)).toMatchObject({ orientation: 'eligible_tableau', voie: 'presomption', versionAvis: 1 });
    expect(orientee(MISE, { delai: false })).toMatchObject({ orientation: 'saisine_crrmp', voie: 'lien_direct' });
    expect(orientee(MISE, { travaux: false })).toMatchObject({ orientation: 'saisine_crrmp', voie: 'lien_direct' });
    expect(orientee(HORS)).toMatchObject({ orientation: 'saisine_crrmp', voie: 'lien_essentiel' });
    expect(orientee(jugee('2025-01-06', '2025-02-03', { designee: false, seuilIncapacite: false }))).toMatchObject({ orientation: 'refus_direct', voie: null });
    expect(orientee(jugee('2025-01-06', '2025-02-03', { designee: false }, { deces: true }))).toMatchObject({ orientation: 'saisine_crrmp', voie: 'lien_essentiel' });
  });

  it('éligible au tableau, la maladie est prise en charge ; sous le seuil hors tableau, refusée', () => {
    const eligible: readonly Pas[] = [...MISE, [concertation(), faits(caisse, '2025-02-10')]];
    expect(histoire(...eligible, [consultation('2025-02-11', '2025-02-24'), faits(caisse, '2025-02-24')], [decision(), faits(caisse, '2025-03-10')]).dossier.etat).toMatchObject({
      statut: 'prise_en_charge', instruction: { decision: { voie: 'presomption', irregularites: [] } },
    });
    expect(issue(eligible, decision({ sens: 'refus', motif: 'medical' }), faits(caisse, '2025-03-10'))).toBe('decision-contraire-avis');
    expect(issue(eligible, decision({ sens: 'refus', motif: 'administratif' }), faits(caisse, '2025-03-10'))).toContain('DecisionNotifiee');
    expect(issue(eligible, saisine, faits(caisse, '2025-03-10'))).toBe('etape-non-prevue');
    const sousSeuil: readonly Pas[] = [...jugee('2025-01-06', '2025-02-03', { designee: false, seuilIncapacite: false }), [concertation(), faits(caisse, '2025-02-10')]];
    expect(issue(sousSeuil, decision({ sens: 'prise_en_charge' }), faits(caisse, '2025-03-10'))).toBe('decision-contraire-avis');
    expect(histoire(...sousSeuil, [decision(), faits(caisse, '2025-03-10')]).dossier.etat).toMatchObject({ statut: 'refusee', instruction: { decision: { motif: 'medical', recours: { instance: 'cmra' } } } });
  });

  it('sans les examens exigés, l’avis ne tranche pas le fond', () => {
    const absents = jugee('2025-01-06', '2025-02-03', { examensPresents: false }, { examensRequis: true, pieces: (['declaration', 'certificat', 'examens'] as const).map((piece) => ({ piece, recuLe: null, preuve: 'recommande' })) });
    expect(histoire(...absents).dossier.etat.avis[0]).toMatchObject({ conclusion: 'examens_absents', sens: 'defavorable_administratif' });
    expect(histoire(...absents, [concertation(), faits(caisse, '2025-02-10')], [decision(), faits(caisse, '2025-02-12')]).dossier.etat.instruction.decision).toMatchObject({ motif: 'administratif', recours: { instance: 'cra' } });
  });

  it('se tient de nouveau quand l’avis qui la fondait est remplacé', () => {
    const refaite: readonly Pas[] = [...MISE, [concertation(), faits(caisse, '2025-02-10')], [remplacer('element_nouveau', { designee: false, premiereConstatation: '2015-01-01', seuilIncapacite: true }), faits(conseil, '2025-02-12')]];
    expect(histoire(...refaite).dossier.etat.instruction.concertation).toBeNull();
    expect(issue(refaite, decision({ versionAvis: 2 }), faits(caisse, '2025-02-14'))).toBe('concertation-absente');
  });
});

describe('Le comité régional est saisi', () => {
  it('même pendant que le service médical prend un second avis, que la caisse ignore', () => {
    const pas: readonly Pas[] = [...HORS, [concertation(), faits(caisse, '2025-02-10')], [{ type: 'DemanderSecondAvis', prive: { praticien: second.id }, medical: { texte: null } }, faits(chef, '2025-02-11')], [saisine, faits(caisse, '2025-02-12')]];
    expect(histoire(...pas, [comite('favorable'), faits(caisse, '2025-05-20')]).dossier.etat).toMatchObject({ statut: 'second_avis_demande', instruction: { comite: { avis: { sens: 'favorable' } } } });
  });

  const SAISI: readonly Pas[] = [...HORS, [concertation(), faits(caisse, '2025-02-10')], [saisine, faits(caisse, '2025-03-03')]];

  it('ouvre un nouveau délai de cent vingt jours francs, quarante pour le dossier, cent dix pour l’avis', () => {
    expect(delais(...SAISI)).toEqual(['comite_complement 2025-04-03', 'comite_observations 2025-04-14', 'avis_comite 2025-06-23', 'decision_comite 2025-07-02']);
    expect(histoire(...SAISI).evenements.at(-1)).toMatchObject({ type: 'LienSouleve', prive: { procedure: 'crrmp' } });
    expect(issue(SAISI, decision(), faits(caisse, '2025-03-10'))).toBe('avis-comite-absent');
    expect(issue(SAISI, saisine, faits(caisse, '2025-03-10'))).toBe('etape-deja-faite');
    expect(issue(HORS, saisine, faits(caisse, '2025-03-10'))).toBe('concertation-absente');
  });

  it('son avis lie la caisse, dans les deux sens', () => {
    const oui: readonly Pas[] = [...SAISI, [comite('favorable'), faits(caisse, '2025-05-20')]];
    for (const motif of ['medical', 'administratif', 'comite'] as const) expect(issue(oui, decision({ sens: 'refus', motif }), faits(caisse, '2025-05-22'))).toBe('decision-contraire-avis');
    expect(histoire(...oui, [decision(), faits(caisse, '2025-05-22')]).evenements.slice(-3).map(({ prive }) => ('procedure' in prive ? prive.procedure : ''))).toEqual(['', 'consolidation', 'incapacite_permanente']);
    const non: readonly Pas[] = [...SAISI, [comite('defavorable'), faits(caisse, '2025-05-20')]];
    expect(issue(non, decision({ sens: 'prise_en_charge' }), faits(caisse, '2025-05-22'))).toBe('decision-contraire-avis');
    expect(histoire(...non, [decision(), faits(caisse, '2025-05-22')]).dossier.etat.instruction.decision).toMatchObject({ motif: 'comite', voie: 'lien_essentiel', recours: { instance: 'cra' } });
  });

  it('son silence n’y change rien : celui de la caisse reconnaît encore', () => {
    const muette = histoire(...SAISI, [echeance('avis_comite'), faits(systeme, '2025-06-24')], [echeance('decision_comite'), faits(systeme, '2025-07-03')]).dossier.etat;
    expect(muette).toMatchObject({ statut: 'prise_en_charge_implicite', instruction: { presomption: { article: 'R.461-10, R.441-18 CSS' } } });
  });

  it('une saisine datée à temps lève la présomption ; une enquête sur la maladie ne le peut pas', () => {
    const muette: readonly Pas[] = [...HORS, [concertation(), faits(caisse, '2025-02-10')], [echeance('decision_initiale'), faits(systeme, '2025-05-10')]];
    expect(histoire(...muette).dossier.etat.instruction.presomption).toMatchObject({ dernierJour: '2025-05-07' });
    const levee: Pas = [{ type: 'SaisirComite', prive: { saisiLe: '2025-05-05', preuve: 'recommande' } }, faits(caisse, '2025-05-14')];
    expect(histoire(...muette, levee).dossier.etat).toMatchObject({ statut: 'avis_rendu', instruction: { comite: { saisiLe: '2025-05-05' }, presomption: { etat: 'levee' } } });
    expect(issue(muette, investigation({ ouverteLe: '2025-05-05', preuve: 'recommande' }), faits(caisse, '2025-05-14'))).toBe('presomption-acquise');
  });
});

describe('La loi de financement pour 2026 dispense du comité quand seul le délai de prise en charge manque', () => {
  const base: readonly Pas[] = [...jugee('2026-01-05', '2026-02-02'), [concertation({ delai: false }), faits(caisse, '2026-02-09')]];

  it('le médecin-conseil répond alors lui-même du lien, et son avis lie la caisse', () => {
    expect(histoire(...base).dossier.etat).toMatchObject({ statut: 'affectee', instruction: { concertation: { orientation: 'avis_conseil', voie: 'delai_seul' } } });
    expect(issue(base, decision(), faits(caisse, '2026-02-12'))).toBe('avis-absent');
    expect(issue(base, avis(CONDITIONS), faits(conseil, '2026-02-12'))).toBe('avis-non-prevu');
    const oui: readonly Pas[] = [...base, [avis({ lienDirect: true }), faits(conseil, '2026-02-12')]];
    expect(histoire(...oui).dossier.etat.avis.map(({ question, conclusion }) => `${question} ${conclusion}`)).toEqual(['conditions maladie_designee', 'lien lien_direct']);
    expect(issue(oui, decision({ sens: 'refus', motif: 'administratif', versionAvis: 2 }), faits(caisse, '2026-02-16'))).toBe('decision-contraire-avis');
    expect(histoire(...oui, [decision({ versionAvis: 2 }), faits(caisse, '2026-02-16')]).dossier.etat.statut).toBe('prise_en_charge');
    const non: readonly Pas[] = [...base, [avis({ lienDirect: false }), faits(conseil, '2026-02-12')], [decision({ versionAvis: 2 }), faits(caisse, '2026-02-16')]];
    expect(histoire(...non).dossier.etat.instruction.decision).toMatchObject({ motif: 'medical', recours: { instance: 'cmra' } });
  });

  it('la seconde question peut changer de main, et l’avis rendu reste celui de son auteur', () => {
    const rendue: readonly Pas[] = [
      ...base, [{ type: 'Desaffecter', prive: { motif: 'absence' } }, faits(chef, '2026-02-10')], [{ type: 'Affecter', prive: { praticien: second.id } }, faits(chef, '2026-02-10')], [avis({ lienDirect: true }), faits(second, '2026-02-12')],
    ];
    expect(histoire(...rendue).dossier.etat.avis.map(({ auteur }) => auteur)).toEqual([conseil.id, second.id]);
  });

  it('pas quand une autre condition manque aussi, ni pour une déclaration d’avant', () => {
    const autre = histoire(...jugee('2026-01-05', '2026-02-02'), [concertation({ delai: false, travaux: false }), faits(caisse, '2026-02-09')]).dossier.etat;
    expect(autre.instruction.concertation?.orientation).toBe('saisine_crrmp');
    const avant = histoire(...jugee('2025-12-31', '2026-02-02'), [concertation({ delai: false }), faits(caisse, '2026-02-09')]).dossier.etat;
    expect(avant).toMatchObject({ demande: { regle: 'atmp-2019' }, instruction: { concertation: { orientation: 'saisine_crrmp' } } });
  });
});

describe('Une rechute ou une nouvelle lésion', () => {
  const rechute = (jour: string, prive: object = {}): readonly Pas[] => affectee(jour, { objet: 'rechute', precedent: 'd-0', pieces: [{ piece: 'certificat', recuLe: null, preuve: 'recommande' }], ...prive });

  it('se rattache au dossier initial et laisse soixante jours francs', () => {
    expect(histoire(...rechute('2026-03-02')).evenements).toContainEqual(expect.objectContaining({ type: 'LienSouleve', prive: { procedure: 'rechute', dossierLie: 'd-0' } }));
    expect(delais(...rechute('2026-03-02'))).toEqual(['reserves_employeur 2026-03-13', 'decision_initiale 2026-05-04']);
  });

  it('attend la reconnaissance de l’accident initial avant de courir', () => {
    const attente = recevable('2026-03-02', { objet: 'nouvelle_lesion', initialEnInstruction: true });
    expect(histoire(...attente).dossier.etat.manques).toEqual(['piece_reconnaissance_initiale']);
    const reconnue: Pas = [{ type: 'RecevoirPieces', prive: { pieces: [{ piece: 'reconnaissance_initiale', recuLe: '2026-04-01', preuve: 'non_precisee' }], personneId: null, examensRequis: null }, medical: null }, faits(caisse, '2026-04-01')];
    expect(histoire(...attente, reconnue).dossier.etat.instruction.completLe).toBe('2026-04-01');
  });

  it('exige l’avis, après un questionnaire médical de vingt jours francs s’il le faut', () => {
    expect(issue(rechute('2026-03-02'), decision({ versionAvis: null }), faits(caisse, '2026-03-05'))).toBe('avis-absent');
    expect(issue(rechute('2026-03-02'), decision({ sens: 'refus', motif: 'administratif', versionAvis: null }), faits(caisse, '2026-03-05'))).toContain('DecisionNotifiee');
    const questionnee: readonly Pas[] = [...rechute('2026-03-02'), [{ type: 'EnvoyerQuestionnaireMedical', prive: { recuLe: '2026-03-06' } }, faits(conseil, '2026-03-06')]];
    expect(delais(...questionnee)).toContain('questionnaire_medical 2026-03-27');
    const retour = { type: 'RecevoirQuestionnaireMedical', prive: {}, medical: { texte: 'réponses' } } as const;
    expect(histoire(...questionnee, [retour, faits(technicienne, '2026-03-20')]).dossier.medical.notes).toEqual([{ nature: 'questionnaire', rang: 1, texte: 'réponses' }]);
    expect(issue(rechute('2026-03-02'), retour, faits(technicienne, '2026-03-20'))).toBe('etape-non-prevue');
    expect(issue(rechute('2026-03-02'), investigation(), faits(caisse, '2026-03-05'))).toBe('etape-non-prevue');
    expect(issue(rechute('2016-03-02'), { type: 'EnvoyerQuestionnaireMedical', prive: { recuLe: null } }, faits(conseil, '2016-03-06'))).toBe('etape-non-prevue');
  });

  it('est reconnue par le silence', () => {
    expect(histoire(...rechute('2026-03-02'), [echeance('decision_initiale'), faits(systeme, '2026-05-05')]).dossier.etat).toMatchObject({ statut: 'prise_en_charge_implicite', instruction: { presomption: { article: 'R.441-16, R.441-18 CSS' } } });
  });
});

describe('En 2016, la règle de 2016', () => {
  const AT16: readonly Pas[] = [...affectee('2016-01-11'), [avis(), faits(conseil, '2016-01-20')]];

  it('trente jours puis deux mois pour l’accident, trois mois puis trois mois pour la maladie', () => {
    expect(delais(...AT16)).toEqual(['decision_initiale 2016-02-10']);
    expect(delais(...AT16, [prolongation, faits(caisse, '2016-02-08')])).toEqual(['decision_finale 2016-04-08']);
    expect(delais(...maladie('2016-01-11'))).toEqual(['decision_initiale 2016-04-11']);
    expect(delais(...maladie('2016-01-11'), [prolongation, faits(caisse, '2016-04-08')])).toEqual(['decision_finale 2016-07-08']);
    expect(delais(...affectee('2016-01-11', { objet: 'rechute' }))).toEqual(['decision_initiale 2016-02-10']);
  });

  it('ne connaît ni investigations ni questionnaires, mais l’information dix jours francs avant la décision', () => {
    expect(issue(AT16, investigation(), faits(caisse, '2016-01-25'))).toBe('etape-non-prevue');
    const longue: readonly Pas[] = [...AT16, [prolongation, faits(caisse, '2016-02-08')]];
    expect(issue(longue, prolongation, faits(caisse, '2016-02-09'))).toBe('etape-deja-faite');
    const d = (...pas: readonly Pas[]) => histoire(...longue, ...pas, [decision(), faits(caisse, '2016-03-15')]).dossier.etat.instruction.decision;
    expect(d()).toMatchObject({ irregularites: ['consultation_absente'], recours: { instance: 'cra', article: 'R.142-1 CSS' } });
    expect(d([consultation('2016-03-04'), faits(caisse, '2016-03-04')])).toMatchObject({ irregularites: [] });
    expect(d([consultation('2016-03-07'), faits(caisse, '2016-03-07')])).toMatchObject({ irregularites: ['information_tardive'] });
  });

  it('son litige médical va à l’expertise, puis à la CMRA pour une notification de 2019', () => {
    const non = (recu: string, rendu: string): readonly Pas[] => [...affectee(recu), [avis({ conclusions: ['etat_anterieur'] }), faits(conseil, rendu)]];
    const voie = (pas: readonly Pas[], le: string) => histoire(...pas, [decision(), faits(caisse, le)]).dossier.etat.instruction.decision?.recours;
    expect(voie(non('2016-01-11', '2016-01-20'), '2016-01-25')).toEqual({ instance: 'expertise', delaiMois: 1, article: 'R.141-2 CSS' });
    expect(voie(non('2018-12-20', '2018-12-28'), '2019-01-02')).toMatchObject({ instance: 'cmra', delaiMois: 2 });
  });

  it('admet des réserves jusqu’à la décision, et suit le dossier toute sa vie', () => {
    expect(histoire(...AT16, [reserves(), faits(caisse, '2016-02-05')]).dossier.etat.instruction.reserves?.sansEffet).toBe(false);
    expect(histoire(...affectee('2019-11-30')).dossier.etat.demande.regle).toBe('atmp-2016');
    expect(histoire(...affectee('2019-12-01')).dossier.etat.demande.regle).toBe('atmp-2019');
    expect(delais(...affectee('2019-11-29'))).toEqual(['decision_initiale 2019-12-30']);
  });
});

describe('Le dernier jour utile', () => {
  const dernier = (jour: string, departement: string) => delais(...affectee(jour, {}, {}, { departement })).at(-1);

  it('se reporte au jour ouvrable suivant du département : Alsace-Moselle, outre-mer, métropole', () => {
    const vendrediSaint = feries(2026, '67').find(({ nom }) => nom === 'Vendredi saint')?.jour ?? '';
    const depart = ajouterJours(vendrediSaint, -31);
    expect(dernier(depart, '67')).toBe(`decision_initiale ${ajouterJours(vendrediSaint, 4)}`);
    expect(dernier(depart, '93')).toBe(`decision_initiale ${vendrediSaint}`);
    expect(dernier('2026-04-21', '972')).toBe('decision_initiale 2026-05-26');
    expect(dernier('2026-04-21', '93')).toBe('decision_initiale 2026-05-22');
    expect(dernier('2022-11-19', '974')).toBe('decision_initiale 2022-12-21');
    expect(dernier('2022-11-19', '93')).toBe('decision_initiale 2022-12-20');
  });

  it('compte les jours francs sans le premier ni le dernier, et les mois de quantième à quantième, jour bissextile compris', () => {
    expect(dernierJour('2028-01-30', { n: 30, unite: 'jours francs' }, '93')).toBe('2028-03-01');
    expect(dernierJour('2027-01-30', { n: 30, unite: 'jours francs' }, '93')).toBe('2027-03-02');
    expect(dernierJour('2015-11-30', { n: 3, unite: 'mois' }, '93')).toBe('2016-02-29');
    expect(dernierJour('2016-01-30', { n: 30, unite: 'jours' }, '93')).toBe('2016-02-29');
  });
});

describe('La règle', () => {
  it('a des versions qui se suivent sans trou, chacune avec ses articles, et une horloge de reconnaissance qui est à la caisse', () => {
    expect(reglesAtmp().map(({ version, valideDu, valideAu }) => `${version} ${valideDu} ${valideAu}`)).toEqual([
      'atmp-2010 2010-01-01 2016-06-09', 'atmp-2016 2016-06-10 2019-11-30', 'atmp-2019 2019-12-01 2025-12-31', 'atmp-2026 2026-01-01 null',
    ]);
    for (const regle of reglesAtmp()) {
      for (const { article } of [regle, regle.silence, regle.information, ...regle.delais, ...regle.recours]) expect(article).toMatch(/^[LRD]\.\d{3}/);
      for (const { effet, proprietaire } of regle.delais) if (effet === 'presomption_reconnaissance') expect(proprietaire).toBe('caisse');
    }
  });

  it('n’ouvre à la caisse aucune commande sur l’avis, et donne à chaque commande au moins un rôle', () => {
    for (const type of CYCLE_ATMP.commandes) expect(CYCLE_ATMP.roles.get(type)?.size).toBeGreaterThan(0);
    for (const type of ['Affecter', 'Reaffecter', 'RendreAvis', 'RemplacerAvis', 'RendreSecondAvis', 'Annuler'] as const) expect(CYCLE_ATMP.roles.get(type)?.has('CAISSE')).toBe(false);
    expect(issue(maladie('2025-01-06'), { type: 'Desaffecter', prive: { motif: 'deport' } }, faits(chef, '2025-01-07'))).toEqual(['PraticienDesaffecte', 'PraticienAffecte']);
  });
});
