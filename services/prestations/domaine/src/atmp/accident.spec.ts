import { ACTEURS, affectee, avis, consultation, decision, delais, demande, echeance, faits, histoire, investigation, issue, prolongation, recevable, remplacer, reserves, type Pas } from '../../test/exemples-atmp';
import { candidat, RPPS } from '../../test/exemples';

const { technicienne, conseil, second, chef, caisse, systeme } = ACTEURS;
const PIECES = { pieces: [{ piece: 'declaration', recuLe: null, preuve: 'recommande' }] } as const;
const IMPUTABLE = [avis(), faits(conseil, '2026-03-10')] as const;
const AFFECTEE = affectee('2026-03-02');
const RENDUE: readonly Pas[] = [...AFFECTEE, IMPUTABLE];
const DEUX = affectee('2026-03-02', {}, { lesions: [{ code: null, texte: 'main' }, { code: null, texte: 'dos' }] });

describe('Un accident est déclaré', () => {
  it('ne fait courir le délai de la caisse qu’une fois la déclaration et le certificat tenus, à la plus tardive des deux, avec les preuves', () => {
    const sans: readonly Pas[] = [[demande('2026-03-02', PIECES), faits(technicienne, '2026-03-02')], [{ type: 'ControlerCompletude', prive: {} }, faits(technicienne, '2026-03-02')]];
    expect(histoire(...sans).dossier.etat).toMatchObject({ statut: 'incomplete', manques: ['piece_certificat'], instruction: { completLe: null } });
    expect(delais(...sans)).toEqual(['reserves_employeur 2026-03-13']);
    const recu: Pas = [{ type: 'RecevoirPieces', prive: { pieces: [{ piece: 'certificat', recuLe: '2026-03-06', preuve: 'cachet_postal' }], personneId: null, examensRequis: null }, medical: null }, faits(caisse, '2026-03-09')];
    const { dossier, evenements } = histoire(...sans, recu);
    expect(dossier.etat).toMatchObject({ statut: 'recevable', instruction: { completLe: '2026-03-06' } });
    expect(evenements.find(({ type }) => type === 'DeclarationComplete')).toMatchObject({
      prive: { preuves: [{ piece: 'declaration', recuLe: '2026-03-02', preuve: 'recommande' }, { piece: 'certificat', recuLe: '2026-03-06', preuve: 'cachet_postal' }] },
    });
    expect(issue(sans, decision({ sens: 'refus', motif: 'administratif', versionAvis: null }), faits(caisse, '2026-03-04'))).toBe('dossier-incomplet');
  });

  it('n’attend pas l’identité pour faire courir le délai de la caisse', () => {
    const inconnue = recevable('2026-03-02', { personneId: null });
    expect(histoire(...inconnue).dossier.etat).toMatchObject({ statut: 'incomplete', manques: ['identite'], instruction: { completLe: '2026-03-02' } });
    expect(histoire(...inconnue, [echeance('decision_initiale'), faits(systeme, '2026-04-08')]).dossier.etat.statut).toBe('prise_en_charge_implicite');
  });

  it('refuse une date à venir, un jour impossible, une règle absente, une seconde inscription', () => {
    expect(issue([], demande('2026-03-11'), faits(technicienne, '2026-03-02'))).toBe('date-future');
    expect(issue([], demande('2026-03-02', { dateFait: '2026-03-03' }), faits(technicienne, '2026-03-10'))).toBe('date-future');
    expect(issue([], demande('2026-03-02', { declareLe: '2026-03-20' }), faits(technicienne, '2026-03-10'))).toBe('date-future');
    expect(issue([], demande('2026-03-02', { pieces: [{ piece: 'certificat', recuLe: '2026-04-01', preuve: 'recommande' }] }), faits(technicienne, '2026-03-10'))).toBe('date-invalide');
    expect(issue([], demande('2009-12-31'), faits(technicienne, '2026-03-10'))).toBe('regle-absente');
    expect(issue(AFFECTEE, demande('2026-03-02'), faits(technicienne, '2026-03-10'))).toBe('dossier-existant');
  });

  it('garde les réserves de l’employeur : dans les dix jours francs elles obligent, après elles sont sans effet', () => {
    const a = (jour: string, motivees = true) => histoire(...AFFECTEE, [reserves(motivees), faits(caisse, jour)]).dossier.etat.instruction.reserves;
    expect(a('2026-03-13')).toEqual({ recuesLe: '2026-03-13', motivees: true, sansEffet: false });
    expect(a('2026-03-14')).toMatchObject({ sansEffet: true });
    expect(a('2026-03-12', false)).toMatchObject({ sansEffet: true });
    expect(issue([...AFFECTEE, [reserves(), faits(caisse, '2026-03-05')]], reserves(), faits(caisse, '2026-03-06'))).toBe('etape-deja-faite');
    const passe = histoire(...RENDUE, [reserves(), faits(caisse, '2026-03-11')], [decision(), faits(caisse, '2026-03-20')]);
    expect(passe.dossier.etat.instruction.decision).toMatchObject({ irregularites: ['investigation_absente'] });
  });
});

describe('Le médecin-conseil juge chaque lésion', () => {
  it('conclut pour l’ensemble : toutes, aucune, une partie', () => {
    const de = (...conclusions: readonly ('imputable' | 'non_imputable' | 'partiel' | 'etat_anterieur')[]) => histoire(...DEUX, [avis({ conclusions }), faits(conseil, '2026-03-10')]).dossier.etat.avis[0];
    expect(de('imputable', 'imputable')).toMatchObject({ conclusion: 'imputable', sens: 'favorable' });
    expect(de('imputable', 'non_imputable')).toMatchObject({ conclusion: 'partiel', sens: 'partiel' });
    expect(de('non_imputable', 'etat_anterieur')).toMatchObject({ conclusion: 'non_imputable', sens: 'defavorable_medical' });
    expect(de('etat_anterieur', 'etat_anterieur')).toMatchObject({ conclusion: 'etat_anterieur', sens: 'defavorable_medical' });
  });

  it('répond à la question posée, lésion par lésion, avec un motif quand il écarte', () => {
    expect(issue(DEUX, avis({ conclusions: ['imputable'] }), faits(conseil, '2026-03-10'))).toBe('lesion-inconnue');
    expect(issue(DEUX, avis({ conclusions: ['imputable', 'partiel'] }, null), faits(conseil, '2026-03-10'))).toBe('motif-obligatoire');
    expect(issue(DEUX, avis({ designee: true }), faits(conseil, '2026-03-10'))).toBe('avis-non-prevu');
    expect(issue(DEUX, avis({ conclusions: ['imputable', 'imputable'] }), faits(second, '2026-03-10'))).toBe('praticien-non-affecte');
    expect(issue(AFFECTEE, avis(), faits({ ...conseil, habilitations: ['ald'] }, '2026-03-10'))).toBe('habilitation-absente');
    expect(issue(AFFECTEE, avis(), faits({ ...conseil, rpps: null }, '2026-03-10'))).toBe('rpps-absent');
  });

  it('n’est ni l’auteur du certificat, ni le médecin du travail, ni le médecin traitant', () => {
    const vers = (prive: object, reste: object = {}) => issue(recevable('2026-03-02', prive), { type: 'Affecter', prive: { praticien: conseil.id } }, faits(chef, '2026-03-03', reste));
    expect(vers({ medecin: RPPS.conseil })).toBe('conflit-interets');
    expect(vers({ medecinTravail: RPPS.conseil })).toBe('conflit-interets');
    expect(vers({}, { medecinTraitant: RPPS.conseil })).toBe('conflit-interets');
    expect(vers({}, { praticiens: [candidat()] })).toBe('habilitation-absente');
    expect(vers({})).toEqual(['PraticienAffecte']);
  });

  it('demande un complément, un second avis d’un autre, et son avis se remplace sans s’éditer', () => {
    const texte = { texte: 'question' };
    const pas: readonly Pas[] = [
      ...AFFECTEE, [{ type: 'DemanderComplement', prive: {}, medical: texte }, faits(conseil, '2026-03-04')], [{ type: 'RecevoirComplement', prive: {}, medical: texte }, faits(technicienne, '2026-03-05')],
      [{ type: 'DemanderSecondAvis', prive: { praticien: second.id }, medical: texte }, faits(chef, '2026-03-06')],
    ];
    const rendre = { type: 'RendreSecondAvis', prive: { sens: 'partiel' }, medical: { motif: 'raison' } } as const;
    expect(issue(pas, rendre, faits(conseil, '2026-03-07'))).toBe('auteur-premier-avis');
    expect(issue(pas, rendre, faits(chef, '2026-03-07'))).toBe('praticien-non-affecte');
    const suite: readonly Pas[] = [...pas, [rendre, faits(second, '2026-03-07')], IMPUTABLE];
    expect(histoire(...suite).dossier.etat).toMatchObject({ statut: 'avis_rendu', secondsAvis: [{ sens: 'partiel' }] });
    expect(issue(suite, remplacer('erreur_materielle', { conclusions: ['partiel'] }), faits(second, '2026-03-11'))).toBe('auteur-different');
    expect(issue(suite, remplacer('recours', { conclusions: ['partiel'] }), faits(second, '2026-03-11'))).toBe('remplacement-incoherent');
    const remplace = histoire(...suite, [remplacer('erreur_materielle', { conclusions: ['partiel'] }), faits(conseil, '2026-03-11')]).dossier.etat;
    expect(remplace.avis.map(({ version, conclusion }) => `${version} ${conclusion}`)).toEqual(['1 imputable', '2 partiel']);
    expect(issue([...suite, [remplacer('element_nouveau', { conclusions: ['partiel'] }), faits(conseil, '2026-03-11')]], decision(), faits(caisse, '2026-03-12'))).toBe('version-avis-perimee');
  });
});

describe('La caisse décide, tenue par l’avis', () => {
  const NON = [...AFFECTEE, [avis({ conclusions: ['non_imputable'] }), faits(conseil, '2026-03-10')]] as readonly Pas[];

  it('prend en charge ce qui est imputable, et cela seul', () => {
    const deux: readonly Pas[] = [...DEUX, [avis({ conclusions: ['imputable', 'etat_anterieur'] }), faits(conseil, '2026-03-10')]];
    expect(histoire(...deux, [decision(), faits(caisse, '2026-03-12')]).dossier.etat).toMatchObject({ statut: 'prise_en_charge', instruction: { decision: { lesions: [1], recours: { instance: 'cra' } } } });
    expect(issue(deux, decision({ sens: 'prise_en_charge', lesions: [1, 2] }), faits(caisse, '2026-03-12'))).toBe('decision-contraire-avis');
    expect(issue(deux, decision({ sens: 'refus', motif: 'medical' }), faits(caisse, '2026-03-12'))).toBe('decision-contraire-avis');
    expect(issue(NON, decision({ sens: 'prise_en_charge' }), faits(caisse, '2026-03-12'))).toBe('decision-contraire-avis');
    expect(issue(NON, decision({ sens: 'refus', motif: 'comite' }), faits(caisse, '2026-03-12'))).toBe('decision-contraire-avis');
  });

  it('refuse pour un motif médical devant la CMRA, ou administratif devant la CRA', () => {
    expect(histoire(...NON, [decision(), faits(caisse, '2026-03-12')])).toMatchObject({ dossier: { etat: { statut: 'refusee', instruction: { decision: { motif: 'medical', recours: { instance: 'cmra', delaiMois: 2 } } } } } });
    expect(issue(NON, decision(), faits(caisse, '2026-03-12'))).toEqual(['DecisionNotifiee', 'LienSouleve']);
    const administratif = histoire(...RENDUE, [decision({ sens: 'refus', motif: 'administratif' }), faits(caisse, '2026-03-12')]);
    expect(administratif.dossier.etat.instruction.decision).toMatchObject({ motif: 'administratif', recours: { instance: 'cra' } });
  });

  it('peut reconnaître un accident sans attendre l’avis, jamais à la place du service médical', () => {
    expect(histoire(...AFFECTEE, [decision({ versionAvis: null }), faits(caisse, '2026-03-05')]).dossier.etat).toMatchObject({ statut: 'prise_en_charge', instruction: { decision: { versionAvis: 0, lesions: [1] } } });
    expect(issue(AFFECTEE, decision({ sens: 'refus', motif: 'medical', versionAvis: null }), faits(caisse, '2026-03-05'))).toBe('decision-contraire-avis');
    for (const type of ['RendreAvis', 'RemplacerAvis'] as const) expect(issue(AFFECTEE, { ...avis(), type } as never, faits(caisse, '2026-03-05'))).toBe('independance-praticien');
    expect(issue(RENDUE, decision(), faits(conseil, '2026-03-12'))).toBe('role-interdit');
    expect(issue(RENDUE, decision({ notifieeLe: '2026-03-30' }), faits(caisse, '2026-03-12'))).toBe('date-future');
    expect(issue(RENDUE, decision({ notifieeLe: '2026-02-30' }), faits(caisse, '2026-03-12'))).toBe('date-invalide');
  });

  it('se conteste par qui elle lèse, et un autre médecin juge le recours', () => {
    const refusee: readonly Pas[] = [...NON, [decision(), faits(caisse, '2026-03-12')]];
    const recours = (auteur: 'assure' | 'employeur' | null) => ({ type: 'EnregistrerRecours', prive: { recuLe: '2026-04-01T08:00:00Z', auteur } }) as const;
    expect(issue(refusee, recours('employeur'), faits(technicienne, '2026-04-02'))).toBe('recours-sans-grief');
    const contestee: readonly Pas[] = [...refusee, [recours('assure'), faits(technicienne, '2026-04-02')]];
    expect(issue(contestee, remplacer('recours', { conclusions: ['imputable'] }), faits(conseil, '2026-04-10'))).toBe('auteur-premier-avis');
    const rejugee: readonly Pas[] = [...contestee, [remplacer('recours', { conclusions: ['imputable'] }), faits(second, '2026-04-10')]];
    expect(histoire(...rejugee).dossier.etat).toMatchObject({ statut: 'avis_rendu', instruction: { decision: null, recours: null } });
    expect(delais(...rejugee).filter((d) => d.startsWith('decision'))).toEqual([]);
    expect(histoire(...rejugee, [decision({ versionAvis: 2 }), faits(caisse, '2026-04-12')]).dossier.etat.statut).toBe('prise_en_charge');
    const prise: readonly Pas[] = [...RENDUE, [decision(), faits(caisse, '2026-03-12')]];
    expect(delais(...prise)).toEqual(['recours 2026-05-12']);
    expect(histoire(...prise, [recours(null), faits(technicienne, '2026-04-02')]).dossier.etat).toMatchObject({ statut: 'contestee', instruction: { recours: { auteur: 'employeur' } } });
    expect(issue([...prise, [recours(null), faits(technicienne, '2026-04-02')]], remplacer('recours', { conclusions: ['imputable'] }), faits(second, '2026-04-10'))).toBe('statut-incompatible');
  });
});

describe('La caisse enquête', () => {
  const OUVERTE: readonly Pas[] = [...RENDUE, [investigation({ recuLe: '2026-03-20' }), faits(caisse, '2026-03-20')]];

  it('gagne alors quatre-vingt-dix jours francs, interroge les parties vingt jours francs et ouvre le dossier au plus tard le soixante-dixième', () => {
    expect(delais(...RENDUE)).toEqual(['reserves_employeur 2026-03-13', 'decision_initiale 2026-04-02']);
    expect(delais(...OUVERTE)).toEqual(['reserves_employeur 2026-03-13', 'questionnaire_assure 2026-04-10', 'questionnaire_employeur 2026-04-10', 'ouverture_consultation 2026-05-12', 'decision_finale 2026-06-01']);
    expect(delais(...OUVERTE, [{ type: 'RecevoirQuestionnaire', prive: { partie: 'assure', recuLe: null } }, faits(caisse, '2026-03-25')])).not.toContain('questionnaire_assure 2026-04-10');
    expect(issue([...OUVERTE, [{ type: 'RecevoirQuestionnaire', prive: { partie: 'assure', recuLe: null } }, faits(caisse, '2026-03-25')]], { type: 'RecevoirQuestionnaire', prive: { partie: 'assure', recuLe: null } }, faits(caisse, '2026-03-26'))).toBe('etape-deja-faite');
    expect(issue(OUVERTE, investigation(), faits(caisse, '2026-03-22'))).toBe('etape-deja-faite');
    expect(issue(RENDUE, consultation('2026-03-10'), faits(caisse, '2026-03-22'))).toBe('etape-non-prevue');
    expect(issue(RENDUE, prolongation, faits(caisse, '2026-03-22'))).toBe('etape-non-prevue');
  });

  it('ouvre la consultation à temps, dix jours francs après l’avoir dite ; les fautes restent comme preuves', () => {
    const bonne: readonly Pas[] = [...OUVERTE, [consultation('2026-04-20', '2026-05-04'), faits(caisse, '2026-05-04')]];
    expect(delais(...bonne)).toContain('observations 2026-05-15');
    expect(histoire(...bonne, [decision(), faits(caisse, '2026-05-18')]).dossier.etat.instruction.decision?.irregularites).toEqual([]);
    expect(histoire(...bonne, [decision(), faits(caisse, '2026-05-15')]).dossier.etat.instruction.decision?.irregularites).toEqual(['consultation_ecourtee']);
    const mauvaise: readonly Pas[] = [...OUVERTE, [consultation('2026-05-10', '2026-05-13'), faits(caisse, '2026-05-13')]];
    expect(histoire(...mauvaise, [decision(), faits(caisse, '2026-06-01')]).dossier.etat.instruction.decision?.irregularites).toEqual(['consultation_tardive', 'information_tardive']);
    expect(histoire(...OUVERTE, [decision(), faits(caisse, '2026-05-18')]).dossier.etat.instruction.decision?.irregularites).toEqual(['consultation_absente']);
    expect(issue(OUVERTE, consultation('2026-05-15', '2026-05-04'), faits(caisse, '2026-05-18'))).toBe('chronologie-rompue');
  });

  it('enquête toujours en cas de décès, sans questionnaire', () => {
    const deces = affectee('2026-03-02', { deces: true });
    expect(issue(deces, investigation(), faits(caisse, '2026-03-10'))).toBe('enquete-obligatoire');
    expect(issue(deces, investigation({ questionnaires: false, enquete: true }), faits(caisse, '2026-03-10'))).toEqual(['InvestigationOuverte']);
    expect(issue(AFFECTEE, investigation({ questionnaires: false }), faits(caisse, '2026-03-10'))).toBe('champ-obligatoire');
    expect(histoire(...deces, [decision({ versionAvis: null }), faits(caisse, '2026-03-10')]).dossier.etat.instruction.decision?.irregularites).toEqual(['enquete_absente']);
  });
});

describe('La caisse se tait', () => {
  const MUETTE: readonly Pas[] = [...RENDUE, [echeance('decision_initiale'), faits(systeme, '2026-04-03')]];

  it('son silence reconnaît, au lendemain du dernier jour utile, jamais avant', () => {
    expect(issue(RENDUE, echeance('decision_initiale'), faits(systeme, '2026-04-02'))).toBe('echeance-prematuree');
    expect(histoire(...MUETTE).dossier.etat).toMatchObject({
      statut: 'prise_en_charge_implicite', instruction: { presomption: { nature: 'decision_initiale', dernierJour: '2026-04-02', echueLe: '2026-04-03', article: 'R.441-7, R.441-18 CSS', etat: 'presumee' } },
    });
    expect(issue(MUETTE, echeance('decision_initiale'), faits(systeme, '2026-04-03'))).toBe('statut-incompatible');
  });

  it('un message tardif mais daté à temps lève la présomption, avec sa preuve', () => {
    expect(issue(MUETTE, decision({ notifieeLe: '2026-04-01' }), faits(caisse, '2026-04-08'))).toBe('preuve-absente');
    const levee = histoire(...MUETTE, [decision({ notifieeLe: '2026-04-01', preuve: 'recommande' }), faits(caisse, '2026-04-08')]);
    expect(levee.evenements.slice(-3).map(({ type }) => type)).toEqual(['PresomptionLevee', 'DecisionNotifiee', 'LienSouleve']);
    expect(levee.dossier.etat).toMatchObject({ statut: 'prise_en_charge', instruction: { presomption: { etat: 'levee' }, decision: { jour: '2026-04-01' } } });
    const enquete = histoire(...MUETTE, [investigation({ ouverteLe: '2026-03-25', preuve: 'accuse_electronique' }), faits(caisse, '2026-04-08')]);
    expect(enquete.dossier.etat.statut).toBe('avis_rendu');
    expect(issue(MUETTE, investigation({ ouverteLe: '2026-04-04', preuve: 'recommande' }), faits(caisse, '2026-04-08'))).toBe('presomption-acquise');
  });

  it('un message daté d’après l’échéance ne reprend rien : il confirme, ou reste comme tardif', () => {
    const tardive: readonly Pas[] = [...MUETTE, [decision({ sens: 'refus', motif: 'administratif', preuve: 'recommande' }), faits(caisse, '2026-04-08')]];
    expect(histoire(...tardive).dossier.etat).toMatchObject({ statut: 'prise_en_charge_implicite', instruction: { decision: null, tardives: [{ sens: 'refus', jour: '2026-04-08' }] } });
    const confirmee: readonly Pas[] = [...MUETTE, [{ type: 'ConfirmerPresomption', prive: { preuve: 'recommande' } }, faits(caisse, '2026-04-08')]];
    expect(histoire(...confirmee).dossier.etat).toMatchObject({ statut: 'prise_en_charge_implicite', instruction: { presomption: { etat: 'confirmee' } } });
    expect(issue(confirmee, decision({ notifieeLe: '2026-04-01', preuve: 'recommande' }), faits(caisse, '2026-04-09'))).toBe('presomption-confirmee');
    expect(issue(MUETTE, decision(), faits(caisse, '2026-04-08'))).toEqual(['PresomptionConfirmee']);
    expect(issue(MUETTE, { type: 'EnregistrerRecours', prive: { recuLe: '2026-04-10T08:00:00Z', auteur: null } }, faits(technicienne, '2026-04-10'))).toEqual(['RecoursEnregistre', 'LienSouleve']);
  });

  it('ne se laisse pas devancer : tout acte d’après l’échéance la trouve déjà passée', () => {
    expect(issue(AFFECTEE, avis(), faits(conseil, '2026-04-03'))).toBe('statut-incompatible');
    const { evenements } = histoire(...RENDUE, [decision({ sens: 'refus', motif: 'administratif' }), faits(caisse, '2026-04-20')]);
    expect(evenements.slice(-4).map(({ type, par, survenuLe }) => `${type} ${par} ${survenuLe.slice(0, 16)}`)).toEqual([
      'EcheanceSignalee systeme:horloge 2026-04-02T22:00', 'ReconnaissanceImplicite systeme:horloge 2026-04-02T22:00', 'LienSouleve systeme:horloge 2026-04-02T22:00',
      'DecisionTardiveRecue agent:caisse 2026-04-20T10:00',
    ]);
  });
});
