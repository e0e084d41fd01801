import { COMMANDES_CONVOCATION, CYCLE_ALD, CYCLE_ARRET, CYCLE_ATMP, refusDeRoleConvocation } from '@sm/prestations-domaine';
import { agendaDe } from './agenda';
import { ACTEURS, ELSM, NIR, RPPS, cleNeuve, ouvrirMonde, type Monde } from './monde';

type Acte = readonly [commande: string, chemin: string, corps?: unknown];

const PRATICIEN = { praticien: ACTEURS.mc2 };
const REMPLACEMENT = { remplacement: 'recours', versionRemplacee: 1 };
/** Every command on an avis, its author or its making, with a body that is right. */
const ACTES: Readonly<Record<'dossiers' | 'arrets' | 'atmp', readonly Acte[]>> = {
  dossiers: [
    ['Affecter', 'affectation', PRATICIEN], ['Reaffecter', 'reaffectation', PRATICIEN], ['Desaffecter', 'desaffectation', { motif: 'charge' }], ['DemanderComplement', 'complement-demande', {}],
    ['RecevoirComplement', 'complement', {}], ['DemanderSecondAvis', 'second-avis-demande', PRATICIEN], ['RendreSecondAvis', 'second-avis', { sens: 'favorable' }],
    ['RendreAvis', 'avis', { sens: 'favorable', debut: '2026-03-01' }], ['RemplacerAvis', 'avis-remplacement', { sens: 'favorable', debut: '2026-03-01', ...REMPLACEMENT }],
    ['TerminerExoneration', 'fin-exoneration', { motif: 'suivi_post_ald' }], ['Annuler', 'annulation', { motif: 'retrait' }],
  ],
  arrets: [
    ['Affecter', 'affectation', PRATICIEN], ['Reaffecter', 'reaffectation', PRATICIEN], ['Desaffecter', 'desaffectation', { motif: 'charge' }], ['ControlerSurPieces', 'controle', { mode: 'pieces' }],
    ['ContacterPrescripteur', 'contact-prescripteur', {}], ['RecevoirReponsePrescripteur', 'reponse-prescripteur', {}],
    ['RecevoirRapportEmployeur', 'rapport-employeur', { controleLe: '2026-03-02T09:00:00+01:00', conclusion: 'non_justifie', examenPratique: true }], ['Convoquer', 'convocation', { mode: 'sur_personne', jour: '2026-03-20' }],
    ['Examiner', 'examen', {}], ['ConstaterAbsence', 'absence', { justifiee: false }], ['DemanderSecondAvis', 'second-avis-demande', PRATICIEN], ['RendreSecondAvis', 'second-avis', { conclusion: 'justifie' }],
    ['RendreAvis', 'avis', { conclusion: 'justifie' }], ['RemplacerAvis', 'avis-remplacement', { conclusion: 'justifie', ...REMPLACEMENT }], ['DemanderSuspension', 'suspension', {}], ['Annuler', 'annulation', { motif: 'retrait' }],
  ],
  atmp: [
    ['Affecter', 'affectation', PRATICIEN], ['Reaffecter', 'reaffectation', PRATICIEN], ['Desaffecter', 'desaffectation', { motif: 'charge' }], ['DemanderComplement', 'complement-demande', {}],
    ['RecevoirComplement', 'complement', {}], ['DemanderSecondAvis', 'second-avis-demande', PRATICIEN], ['RendreSecondAvis', 'second-avis', { sens: 'favorable' }], ['RendreAvis', 'avis', { conclusions: ['imputable'] }],
    ['RemplacerAvis', 'avis-remplacement', { conclusions: ['imputable'], ...REMPLACEMENT }], ['EnvoyerQuestionnaireMedical', 'questionnaire-medical', {}],
    ['RecevoirQuestionnaireMedical', 'questionnaire-medical-retour', {}], ['Annuler', 'annulation', { motif: 'retrait' }],
  ],
};
const PRESENCE = { arriveeLe: '2026-03-20T08:55:00+01:00', debutLe: '2026-03-20T09:05:00+01:00', finLe: '2026-03-20T09:30:00+01:00', mode: 'sur_personne' };
const CYCLES = { dossiers: CYCLE_ALD, arrets: CYCLE_ARRET, atmp: CYCLE_ATMP } as const;
const PORTES = ['dossiers', 'arrets', 'atmp'] as const;
const COMPTES = [
  ['un agent de la caisse', ACTEURS.caisse], ['un médecin passé à la caisse le 1er octobre 2025', ACTEURS.employe],
  ['un médecin-conseil qui cumule un rôle de la caisse', ACTEURS.double], ['celui qui le cumule dans une autre caisse', ACTEURS.cumulAilleurs],
] as const;
const INCONNU = '01900000-0000-7000-8000-0000000000fe';

let m: Monde;
let a: ReturnType<typeof agendaDe>;
const vises = {} as Record<(typeof PORTES)[number] | 'convocations' | 'creneau', string>;
const tete = { source: 'CPAM', unite: ELSM.code, caisse: '931', canal: 'electronique', nir: NIR.connu };

interface Trace { readonly acteur: string; readonly unite: number; readonly dossier: string | null; readonly public: unknown; readonly medical: unknown; readonly prive: Record<string, unknown> }
const traces = (correlation: string): Promise<Trace[]> => m.p.voir<Trace>('prestations', "SELECT acteur, unite, dossier, public, medical, prive FROM journal WHERE type = 'AccesRefuse' AND prive->>'correlation' = $1", [correlation]);

async function refuse(acteur: string, chemin: string, corps: unknown, code: string | RegExp, objet: string | null): Promise<void> {
  const r = await m.appeler(acteur, 'POST', chemin, corps, { 'idempotency-key': cleNeuve(), 'if-match': '"3"' });
  expect({ chemin, statut: r.statut, code: r.corps.code }).toEqual({ chemin, statut: 403, code: expect.stringMatching(code) });
  const [trace, ...autres] = await traces(String(r.corps['correlation']));
  expect(autres).toEqual([]);
  expect(trace).toMatchObject({ acteur, unite: ELSM.id, dossier: null, public: null, medical: null, prive: { type: 'AccesRefuse', par: acteur, methode: 'POST', code: r.corps.code, objet } });
  expect(Object.keys(trace!.prive).sort()).toEqual(['article', 'code', 'correlation', 'methode', 'objet', 'par', 'roles', 'route', 'type']);
  expect(String(trace!.prive['route'])).not.toMatch(/[0-9a-f]{8}-/);
}

beforeAll(async () => {
  m = await ouvrirMonde(() => new Date('2026-03-10T09:00:00Z'));
  a = agendaDe(m);
  const ouvrir = async (corps: object): Promise<string> => (await m.appeler(ACTEURS.tsm, 'POST', '/dossiers', { ...tete, ...corps }, { 'idempotency-key': cleNeuve() })).corps.dossier;
  vises.dossiers = (await m.deposer()).corps.dossier;
  vises.arrets = await ouvrir({ numero: 'I-1', type: 'arret', prescripteur: RPPS.medecin, risque: 'maladie', origine: 'caisse', recuLe: '2026-03-02T08:00:00+01:00', arret: { debut: '2026-02-16', fin: '2026-03-31', prescritLe: '2026-02-16' }, medical: {} });
  vises.atmp = await ouvrir({ numero: 'I-2', type: 'atmp', objet: 'accident', medecin: RPPS.medecin, recu_le: '2026-03-02T09:00:00+01:00', pieces: ['declaration', { piece: 'certificat', recu_le: '2026-03-04', preuve: 'recommande' }], lesions: [{ code: 'S61.0' }] });
  for (const porte of PORTES) {
    const r = await m.appeler(ACTEURS.chef, 'POST', `/${porte}/${vises[porte]}/affectation`, { praticien: ACTEURS.mc }, { 'idempotency-key': cleNeuve(), 'if-match': `"${await m.version(vises[porte])}"` });
    if (r.statut !== 200) throw new Error(`${porte}: ${r.statut} ${r.corps.code}`);
  }
  vises.creneau = await a.creneau('2026-03-20');
  vises.convocations = (await a.preparer(vises.dossiers, vises.creneau)).corps.convocation;
}, 60_000);
afterAll(() => m.fermer());

describe('TR-000-01, TR-000-50 : aucun rôle de la caisse ne touche à un avis, et chaque tentative est inscrite', () => {
  test.each(PORTES)('%s : aucune commande de l’avis n’est oubliée par l’épreuve', (porte) => {
    const independantes = CYCLES[porte].commandes.filter((type) => CYCLES[porte].refusDeRole(type as never, ['CAISSE']) === 'independance-praticien');
    expect(ACTES[porte].map(([commande]) => commande).sort()).toEqual([...independantes].sort());
  });

  test.each(COMPTES)('%s : chaque commande de l’avis, des trois procédures', async (_, acteur) => {
    const avant = await m.compter();
    for (const porte of PORTES) for (const [, chemin, corps] of ACTES[porte]) await refuse(acteur, `/${porte}/${vises[porte]}/${chemin}`, corps, /^independance-praticien$/, vises[porte]);
    expect(await m.compter()).toEqual(avant);
  });

  test.each(COMPTES)('%s : chaque commande de la convocation et de l’agenda', async (_, acteur) => {
    const actes: readonly Acte[] = [
      ['EmettreConvocation', 'emission'], ['EnregistrerPreuveEnvoi', 'preuve-envoi', { mode: 'recommande', jour: '2026-03-10' }], ['EnregistrerPresence', 'presence', PRESENCE], ['ConstaterAbsence', 'absence'],
      ['ExcuserAbsence', 'excuse', { motif: 'medical' }], ['ReporterConvocation', 'report', { creneau: vises.creneau, motif: 'demande_assure' }], ['AnnulerConvocation', 'annulation', { motif: 'erreur_saisie' }],
    ];
    const parAilleurs = ['PreparerConvocation', 'RetirerRendezVous', 'SignalerEcheanceConvocation'];
    expect([...actes.map(([c]) => c), ...parAilleurs].sort()).toEqual([...COMMANDES_CONVOCATION].sort());
    expect(COMMANDES_CONVOCATION.filter((c) => refusDeRoleConvocation(c, ['CAISSE']) !== 'independance-convocation')).toEqual([]);
    const avant = await m.compter();
    for (const [, chemin, corps] of actes) await refuse(acteur, `/convocations/${vises.convocations}/${chemin}`, corps, /^independance-convocation$/, vises.convocations);
    await refuse(acteur, '/convocations', { dossier: vises.dossiers, creneau: vises.creneau }, /^independance-convocation$/, null);
    await refuse(acteur, `/agenda/creneaux/${vises.creneau}/fermeture`, { motif: 'salle_indisponible' }, /^independance-convocation$/, vises.creneau);
    await refuse(acteur, `/travail/repartition`, { limite: 5 }, /^independance-praticien$/, null);
    await refuse(acteur, `/avis-arrets/${INCONNU}/controle`, {}, /^independance-praticien$/, INCONNU);
    expect(await m.compter()).toEqual(avant);
  });

  test('les mêmes requêtes ne sont pas fausses : qui en a le droit n’est pas refusé pour son rôle', async () => {
    for (const [porte, chemin, corps] of [['dossiers', 'avis', ACTES.dossiers[7]![2]], ['arrets', 'controle', { mode: 'pieces' }], ['atmp', 'avis', { conclusions: ['imputable'] }]] as const) {
      const r = await m.appeler(ACTEURS.mc, 'POST', `/${porte}/${vises[porte]}/${chemin}`, corps, { 'idempotency-key': cleNeuve(), 'if-match': `"${await m.version(vises[porte])}"` });
      expect({ porte, statut: r.statut, code: r.corps.code }).toEqual({ porte, statut: 200, code: undefined });
    }
  });

  test('la lecture médicale est refusée aux mêmes, et inscrite', async () => {
    for (const [, acteur] of COMPTES) {
      const r = await m.appeler(acteur, 'GET', `/dossiers/${vises.dossiers}/medical?motif=qualite`);
      expect(r).toMatchObject({ statut: 403, corps: { code: 'secret-medical' } });
      expect(await traces(String(r.corps['correlation']))).toMatchObject([{ acteur, prive: { code: 'secret-medical', article: 'R.4127-104 CSP' } }]);
    }
  });
});

describe('TR-000-13 : la décision de la caisse suit l’avis', () => {
  test('une décision contraire à l’avis en vigueur, ou sur une autre version que lui, est refusée', async () => {
    const id = (await m.deposer()).corps.dossier;
    await m.commander(ACTEURS.chef, id, 'affectation', { praticien: ACTEURS.mc });
    await m.commander(ACTEURS.mc, id, 'avis', { sens: 'favorable', debut: '2026-03-01' });
    for (const corps of [{ sens: 'refus', versionAvis: 1 }, { sens: 'accord', versionAvis: 2 }]) {
      const r = await m.commander(ACTEURS.caisse, id, 'decision', corps);
      expect([403, 409, 422]).toContain(r.statut);
      expect(await m.version(id)).toBe(4);
    }
    expect(await m.commander(ACTEURS.caisse, id, 'decision', { sens: 'accord', versionAvis: 1 })).toMatchObject({ statut: 200 });
  });
});

describe('après la fin d’une affectation', () => {
  test('plus aucun acte du service médical, et l’auditeur lit ce qui a été tenté', async () => {
    expect(await m.appeler(ACTEURS.employe, 'GET', `/dossiers/${vises.dossiers}/medical`)).toMatchObject({ statut: 403 });
    const registre: Record<string, unknown>[] = [];
    for (let suite: string | null = ''; suite !== null; ) {
      const r = await m.appeler(ACTEURS.auditeur, 'GET', `/exploitation/refus?limite=200${suite}`);
      expect(r.statut).toBe(200);
      const page = r.corps as unknown as { elements: Record<string, unknown>[]; suivant: string | null };
      registre.push(...page.elements);
      suite = page.suivant === null ? null : `&curseur=${page.suivant}`;
    }
    expect(registre.at(-1)).toMatchObject({ acteur: ACTEURS.employe, unite: ELSM.id, roles: ['CAISSE'], methode: 'GET', route: '/dossiers/:id/medical', code: 'secret-medical', objet: vises.dossiers });
    for (const acteur of [ACTEURS.chef, ACTEURS.national, ACTEURS.caisse, ACTEURS.inconnu]) expect(await m.appeler(acteur, 'GET', '/exploitation/refus')).toMatchObject({ statut: 403 });
  });
});
