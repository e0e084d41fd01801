import { Horloges } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { ACTEURS, NIR, RPPS, cleNeuve, demande, ouvrirMonde, type Monde, type Reponse } from './monde';
import { lisiblesDans, verifierRepliage } from './preuves';

let m: Monde;
let maintenant = new Date('2026-03-10T09:00:00Z');
const { tsm, mc, mc2, chef, caisse } = ACTEURS;
const MARQUEURS = ['XLESIONX', 'XMOTIFX', 'XQUESTIONX', 'XREPONSEX'] as const;
let numero = 0;

const declaration = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'CPAM', numero: `AT-${++numero}`, unite: 'ELSM-931', caisse: '931', type: 'atmp', objet: 'accident', canal: 'electronique', nir: NIR.connu, medecin: RPPS.medecin,
  recu_le: '2026-03-02T09:00:00+01:00', pieces: ['declaration', { piece: 'certificat', recu_le: '2026-03-04', preuve: 'recommande' }], lesions: [{ code: 'S61.0', texte: MARQUEURS[0] }], ...reste,
});
const deposer = (reste: Record<string, unknown> = {}, qui: string = tsm): Promise<Reponse> => m.appeler(qui, 'POST', '/dossiers', declaration(reste), { 'idempotency-key': cleNeuve() });
const commander = async (qui: string, id: string, acte: string, corps?: unknown, o: { version?: number; cle?: string } = {}): Promise<Reponse> =>
  m.appeler(qui, 'POST', `/atmp/${id}/${acte}`, corps, { 'idempotency-key': o.cle ?? cleNeuve(), 'if-match': `"${o.version ?? (await m.version(id))}"` });
const passer = async (qui: string, id: string, acte: string, corps?: unknown): Promise<Reponse> => {
  const r = await commander(qui, id, acte, corps);
  if (r.statut !== 200) throw new Error(`${acte}: ${r.corps.code}`);
  return r;
};
const affecte = async (reste: Record<string, unknown> = {}): Promise<string> => {
  const id = (await deposer(reste)).corps.dossier;
  await passer(chef, id, 'affectation', { praticien: mc });
  return id;
};
const AVIS = { conclusions: ['imputable'], motif: MARQUEURS[1] };

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
}, 120_000);
afterAll(() => m?.fermer());

describe('la vie d’un accident', () => {
  test('déclaration, complément, second avis, avis, enquête, consultation, décision', async () => {
    const ouvert = await deposer();
    expect(ouvert).toMatchObject({ statut: 201, corps: { statut: 'recevable' } });
    const id = ouvert.corps.dossier;
    await passer(caisse, id, 'reserves', { motivees: true });
    await passer(chef, id, 'affectation', { praticien: mc });
    await passer(mc, id, 'complement-demande', { texte: MARQUEURS[2] });
    await passer(ACTEURS.ism, id, 'complement', { texte: MARQUEURS[3] });
    await passer(chef, id, 'second-avis-demande', { praticien: mc2 });
    await passer(mc2, id, 'second-avis', { sens: 'favorable', motif: MARQUEURS[1] });
    expect(await commander(mc, id, 'avis', { designee: true })).toMatchObject({ statut: 422, corps: { code: 'avis-non-prevu' } });
    await passer(mc, id, 'avis', AVIS);
    await passer(caisse, id, 'investigation', { questionnaires: true, enquete: false });
    await passer(caisse, id, 'questionnaire', { partie: 'assure' });
    await passer(caisse, id, 'consultation', { informeesLe: '2026-03-03' });
    expect(await commander(caisse, id, 'decision', { sens: 'refus', motif: 'medical', versionAvis: 1 })).toMatchObject({ statut: 409, corps: { code: 'decision-contraire-avis' } });
    expect(await passer(caisse, id, 'decision', { sens: 'prise_en_charge', versionAvis: 1 })).toMatchObject({ corps: { statut: 'prise_en_charge' } });
    const lu = await m.appeler(tsm, 'GET', `/dossiers/${id}`);
    expect(lu.corps).toMatchObject({ instruction: { completLe: '2026-03-04', decision: { irregularites: ['consultation_ecourtee', 'information_tardive'] } } });
    expect(await m.appeler(mc, 'GET', `/dossiers/${id}/medical?motif=preparation`)).toMatchObject({ statut: 200, corps: { demande: { lesions: [{ code: 'S61.0', texte: MARQUEURS[0] }] } } });
    const publies = await m.p.voir<{ type: string }>('prestations', 'SELECT type FROM journal WHERE dossier = $1 AND public IS NOT NULL ORDER BY id', [id]);
    expect(publies.map((p) => p.type)).toEqual(['DemandeRecue', 'DeclarationComplete', 'AvisRendu', 'InstructionOuverte', 'DecisionNotifiee', 'LienSouleve']);
  });

  test('incomplet puis complet ; irrecevable ; annulé ; confié à un autre', async () => {
    const r = await deposer({ pieces: ['declaration'], nir: NIR.inconnu, lesions: [] });
    expect(r).toMatchObject({ statut: 201, corps: { statut: 'incomplete' } });
    const id = r.corps.dossier;
    expect((await m.appeler(tsm, 'GET', `/dossiers/${id}`)).corps).toMatchObject({ manques: ['piece_certificat', 'lesion', 'identite'] });
    expect(await commander(tsm, id, 'pieces', {})).toMatchObject({ statut: 422, corps: { code: 'piece-absente' } });
    expect(await passer(caisse, id, 'pieces', { pieces: [{ piece: 'certificat', recuLe: '2026-03-09' }] })).toMatchObject({ corps: { statut: 'incomplete' } });
    expect(await passer(tsm, id, 'pieces', { nir: NIR.connu, medical: { lesions: [{ texte: MARQUEURS[0] }] } })).toMatchObject({ corps: { statut: 'recevable' } });
    await passer(chef, id, 'affectation', {});
    await passer(chef, id, 'reaffectation', { praticien: mc2 });
    expect(await passer(mc2, id, 'desaffectation', { motif: 'charge' })).toMatchObject({ corps: { statut: 'recevable' } });
    expect(await passer(tsm, id, 'annulation', { motif: 'doublon' })).toMatchObject({ corps: { statut: 'annulee' } });
    const autre = (await deposer({ pieces: [] })).corps.dossier;
    expect(await passer(tsm, autre, 'irrecevabilite', { motif: 'hors_champ' })).toMatchObject({ corps: { statut: 'irrecevable' } });
  });

  test('une maladie passe par la concertation et le comité ; une rechute suit l’accident', async () => {
    const id = await affecte({ objet: 'maladie', lesions: [], tableau: '57 A', pieces: ['declaration', 'certificat'], nir: NIR.second });
    await passer(mc, id, 'avis', { designee: false, seuilIncapacite: true, premiereConstatation: '2025-01-01', motif: MARQUEURS[1] });
    await passer(caisse, id, 'concertation', { delai: true, exposition: true, travaux: true });
    await passer(caisse, id, 'comite', {});
    await passer(caisse, id, 'comite-avis', { sens: 'favorable' });
    expect(await passer(caisse, id, 'decision', { sens: 'prise_en_charge', versionAvis: 1 })).toMatchObject({ corps: { statut: 'prise_en_charge' } });
    const rechute = await deposer({ objet: 'rechute', risque: 'mp', pieces: ['certificat'], nir: NIR.second, recu_le: '2026-03-09' });
    expect((await m.appeler(tsm, 'GET', `/dossiers/${rechute.corps.dossier}`)).corps).toMatchObject({ demande: { precedent: id, risque: 'mp' } });
    await passer(chef, rechute.corps.dossier, 'affectation', { praticien: mc });
    await passer(mc, rechute.corps.dossier, 'questionnaire-medical', {});
    await passer(tsm, rechute.corps.dossier, 'questionnaire-medical-retour', { texte: MARQUEURS[3] });
    await passer(mc, rechute.corps.dossier, 'avis', { conclusions: ['etat_anterieur'], motif: MARQUEURS[1] });
    expect(await passer(caisse, rechute.corps.dossier, 'decision', { sens: 'refus', motif: 'medical', versionAvis: 1 })).toMatchObject({ corps: { statut: 'refusee' } });
    expect(await passer(tsm, rechute.corps.dossier, 'recours', { recuLe: '2026-03-10T10:00:00+01:00' })).toMatchObject({ corps: { statut: 'contestee' } });
    expect(await passer(mc2, rechute.corps.dossier, 'avis-remplacement', { conclusions: ['imputable'], remplacement: 'recours', versionRemplacee: 1 })).toMatchObject({ corps: { statut: 'avis_rendu' } });
  });

  test('une histoire de 2016 entre par la reprise, deux fois sans rien changer', async () => {
    const ligne = {
      ...declaration(), numero: 'ATMP-2016-1', canal: 'papier', recuLe: '2016-01-11T09:14:00+01:00', pieces: ['declaration', 'certificat'], medical: { lesions: [{ code: 'S61.0', texte: MARQUEURS[0] }] },
      histoire: [
        { acte: 'completude', le: '2016-01-12T10:00:00+01:00', par: tsm }, { acte: 'affectation', le: '2016-01-13T10:00:00+01:00', par: chef, a: mc },
        { acte: 'avis', le: '2016-01-20T10:00:00+01:00', par: mc, rpps: RPPS.conseil, conclusions: ['imputable'], motif: MARQUEURS[1] }, { acte: 'decision', le: '2016-01-25T10:00:00+01:00' },
      ],
    } as Record<string, unknown>;
    for (const champ of ['recu_le', 'lesions']) delete ligne[champ];
    for (const attendu of [{ acceptees: 1, inchangees: 0 }, { acceptees: 0, inchangees: 1 }]) {
      const depot = await m.importer(ACTEURS.reprise, 'reprise', `${JSON.stringify(ligne)}\n`, 'application/x-ndjson');
      expect(depot.statut).toBe(202);
      const id = (depot.corps as unknown as { import: string }).import;
      const etat = async (): Promise<Record<string, unknown>> => (await m.appeler(ACTEURS.reprise, 'GET', `/imports/${id}`)).corps;
      await jusqua(async () => (await etat())['statut'] !== 'en_cours');
      expect(await etat()).toMatchObject({ ...attendu, rejetees: 0 });
    }
  });
});

describe('les refus', () => {
  const COMMANDES = [
    'completude', 'pieces', 'irrecevabilite', 'affectation', 'reaffectation', 'desaffectation', 'complement-demande', 'complement', 'second-avis-demande', 'second-avis', 'avis', 'avis-remplacement',
    'questionnaire-medical', 'questionnaire-medical-retour', 'reserves', 'investigation', 'questionnaire', 'prolongation', 'consultation', 'concertation', 'comite', 'comite-avis', 'decision',
    'presomption-confirmation', 'recours', 'annulation',
  ];
  const HOSTILES: readonly unknown[] = [
    [], [{}], 'texte', 12, true, { surplus: 1 }, { motif: {} }, { motif: ['retrait'], surplus: 1 }, { sens: { $gt: '' } }, { praticien: 'agent:a b' }, { praticien: 'systeme:horloge' }, { texte: 'x'.repeat(8001) },
    { texte: 'sonne\u0007' }, { motif: 'x\u0000' }, { conclusions: 'imputable' }, { conclusions: ['tout'] }, { conclusions: Array.from({ length: 21 }, () => 'imputable') }, { designee: 'oui' },
    { premiereConstatation: '2026-02-29' }, { sens: 'refus', lesions: [0], versionAvis: 1 }, { sens: 'refus', lesions: [1.5] }, { notifieeLe: '2026-13-01', sens: 'refus' }, { preuve: 'parole' }, { recuLe: '9999-99-99' },
    { recuesLe: 1, motivees: true }, { questionnaires: 'oui', enquete: false }, { partie: 'voisin' }, { informeesLe: '2026-03-32' }, { delai: 1, exposition: true, travaux: true }, { saisiLe: 'hier' },
    { pieces: ['passeport'] }, { pieces: [{ piece: 'certificat', recuLe: '2026-02-30' }] }, { medical: { lesions: [{ code: 'DROP TABLE' }] } }, { medical: { tableau: '999 Z' } }, { medical: { autre: 1 } }, { nir: "1' OR '1'='1" },
    { sens: "favorable'; DROP TABLE dossier; --" },
  ];

  test.each(COMMANDES)('%s : un corps hostile est refusé clairement et n’écrit rien', async (commande) => {
    const id = await affecte();
    const avant = await m.compter();
    const version = await m.version(id);
    for (const corps of HOSTILES) {
      const r = await commander(chef, id, commande, corps, { version });
      if (r.statut !== (typeof corps === 'string' ? 415 : 400)) throw new Error(`${commande} ${JSON.stringify(corps).slice(0, 80)}: ${r.statut}`);
      expect(r.entetes.get('content-type')).toContain('application/problem+json');
    }
    expect(await m.compter()).toEqual(avant);
  });

  test('chaque rôle fait ce qui est le sien ; la caisse ne touche pas à l’avis, le service ne décide pas', async () => {
    const id = await affecte();
    const avant = await m.compter();
    for (const qui of [caisse, ACTEURS.double]) {
      for (const [acte, corps] of [['avis', AVIS], ['affectation', { praticien: mc2 }], ['reaffectation', { praticien: mc2 }], ['avis-remplacement', { ...AVIS, remplacement: 'recours', versionRemplacee: 1 }]] as const) {
        expect(await commander(qui, id, acte, corps)).toMatchObject({ statut: 403, corps: { code: 'independance-praticien' } });
      }
    }
    for (const qui of [tsm, mc, chef, ACTEURS.ism]) {
      for (const [acte, corps] of [['decision', { sens: 'prise_en_charge' }], ['investigation', { questionnaires: true, enquete: false }], ['concertation', { delai: true, exposition: true, travaux: true }], ['comite', {}]] as const) {
        expect(await commander(qui, id, acte, corps)).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
      }
    }
    for (const qui of [ACTEURS.mcAilleurs, ACTEURS.tsmAilleurs]) expect([403, 404]).toContain((await commander(qui, id, 'avis', AVIS)).statut);
    expect(await commander(mc2, id, 'avis', AVIS)).toMatchObject({ statut: 403, corps: { code: 'praticien-non-affecte' } });
    expect((await m.appeler(ACTEURS.mcAilleurs, 'GET', `/dossiers/${id}`)).statut).toBe(404);
    expect(await m.compter()).toEqual(avant);
  });

  test('une porte n’ouvre que sur ses dossiers ; une clé rejouée ne refait rien ; la même déclaration ne s’ouvre qu’une fois', async () => {
    const ald = (await m.deposer()).corps.dossier;
    const id = await affecte();
    expect(await commander(chef, ald, 'affectation', {})).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
    expect(await m.commander(mc, id, 'avis', { sens: 'favorable', debut: '2026-03-01' })).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
    const version = await m.version(id);
    const cle = cleNeuve();
    const deux = [await commander(caisse, id, 'reserves', { motivees: true }, { cle, version }), await commander(caisse, id, 'reserves', { motivees: true }, { cle, version })];
    expect(deux.map((r) => r.statut)).toEqual([200, 200]);
    expect(deux[1]!.corps).toEqual(deux[0]!.corps);
    expect(await commander(caisse, id, 'reserves', { motivees: false }, { cle, version })).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    expect(await commander(caisse, id, 'reserves', { motivees: true }, { version })).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
    const corps = declaration();
    const depots = await Promise.all([1, 2, 3].map(() => m.appeler(tsm, 'POST', '/dossiers', corps, { 'idempotency-key': cleNeuve() })));
    expect(depots.map((r) => r.statut).sort()).toEqual([201, 409, 409]);
    expect(await deposer({ tableau: '57 A', risque: 'mp', surplus: 1 })).toMatchObject({
      statut: 400, corps: { details: expect.arrayContaining([{ champ: 'surplus', code: 'champ-inconnu' }, { champ: 'risque', code: 'champ-contradictoire' }, { champ: 'tableau', code: 'champ-contradictoire' }]) },
    });
    expect(demande()['type']).toBe('ald');
  });
});

describe('le temps passe', () => {
  test('le silence de la caisse reconnaît, son message tardif confirme ou lève', async () => {
    const [muet, leve, ancien] = [await affecte(), await affecte(), await affecte()];
    maintenant = new Date('2026-04-08T09:00:00Z');
    await m.p.services.get('prestations')!.app.get(Horloges).tirer();
    const statut = async (id: string): Promise<string> => (await m.appeler(tsm, 'GET', `/dossiers/${id}`)).corps.statut;
    await jusqua(async () => (await statut(muet)) === 'prise_en_charge_implicite' && (await statut(leve)) === 'prise_en_charge_implicite' && (await statut(ancien)) === 'prise_en_charge_implicite');
    expect(await passer(caisse, muet, 'presomption-confirmation', { preuve: 'recommande' })).toMatchObject({ corps: { statut: 'prise_en_charge_implicite' } });
    expect(await commander(caisse, leve, 'decision', { sens: 'prise_en_charge', notifieeLe: '2026-04-01' })).toMatchObject({ statut: 422, corps: { code: 'preuve-absente' } });
    expect(await passer(caisse, leve, 'decision', { sens: 'prise_en_charge', notifieeLe: '2026-04-01', preuve: 'recommande' })).toMatchObject({ corps: { statut: 'prise_en_charge' } });
    expect(await passer(caisse, ancien, 'decision', { sens: 'refus', motif: 'administratif' })).toMatchObject({ corps: { statut: 'prise_en_charge_implicite' } });
    expect(await commander(mc, ancien, 'avis', AVIS)).toMatchObject({ statut: 409, corps: { code: 'statut-incompatible' } });
    expect(await m.p.voir('prestations', "SELECT 1 FROM horloge WHERE statut = 'armee' AND echoit_le <= $1", [maintenant])).toEqual([]);
    const [evenement] = await m.p.voir<{ survenu_le: Date }>('prestations', "SELECT survenu_le FROM journal WHERE dossier = $1 AND type = 'ReconnaissanceImplicite'", [muet]);
    expect(evenement!.survenu_le.toISOString()).toBe('2026-04-07T22:00:00.000Z');
  });
});

describe('le secret et l’histoire', () => {
  beforeAll(() => {
    maintenant = new Date('2026-03-10T09:00:00Z');
  });

  test('la caisse voit les conclusions par rang, ses actes et ses délais, jamais l’auteur ni la lésion', async () => {
    const id = await affecte();
    await passer(mc, id, 'avis', AVIS);
    const vue = await m.appeler(caisse, 'GET', `/dossiers/${id}`);
    expect(vue.corps).toMatchObject({ avis: { conclusion: 'imputable', lesions: ['imputable'], version: 1 } });
    const chronologie = (await m.appeler(caisse, 'GET', `/dossiers/${id}/chronologie`)).corps as unknown as { elements: { type: string; par: string | null }[] };
    expect(chronologie.elements.every((e) => e.par === null && e.type !== 'PraticienAffecte')).toBe(true);
    expect(JSON.stringify([vue.corps, chronologie])).not.toMatch(/agent:|XLESIONX|XMOTIFX|S61|10000/);
    expect((await m.appeler(caisse, 'GET', `/dossiers/${id}/medical?motif=qualite`)).statut).toBe(403);
    const encours = await affecte();
    expect((await m.appeler(caisse, 'GET', `/dossiers/${encours}`)).corps).toMatchObject({ statut: 'recevable' });
  });

  test('rien de médical n’est lisible en base, sous aucune forme ; le journal replié redonne chaque dossier', async () => {
    expect(await lisiblesDans(m, [...MARQUEURS, '57 A', '"tableau"', 'S61.0'])).toEqual([]);
    expect(await verifierRepliage(m)).toBeGreaterThan(20);
  });

  test('le contrat est servi : chaque commande y est, avec ses en-têtes', async () => {
    const url = m.p.services.get('prestations')!.url;
    const api = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { parameters: { name: string; required: boolean }[] }>> };
    const commandes = Object.entries(api.paths).filter(([chemin, o]) => chemin.startsWith('/atmp/{id}/') && o['post']);
    expect(commandes).toHaveLength(26);
    for (const [, o] of commandes) expect(o['post']!.parameters.filter((p) => p.required).map((p) => p.name).sort()).toEqual(['Idempotency-Key', 'If-Match', 'id']);
  });
});
