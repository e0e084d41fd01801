import { decoder } from '@sm/contracts';
import { Horloges } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { ACTEURS, CODE_SUIVANT, ELSM, NIR, PERSONNE, RPPS, cleNeuve, demande, ouvrirMonde, type Monde } from './monde';
import { dossiers, lisiblesDans, verifierRepliage } from './preuves';

let m: Monde;
let maintenant = new Date('2026-03-10T09:00:00Z');
const { tsm, mc, chef, caisse, reprise } = ACTEURS;
const CSV = 'text/csv; charset=utf-8';
const NDJSON = 'application/x-ndjson';

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
}, 60_000);
afterAll(() => m.fermer());

const rejets = async (qui: string, r: { corps: { import?: string } }): Promise<unknown[]> =>
  ((await m.appeler(qui, 'GET', `/imports/${r.corps.import}/rejets`)).corps as unknown as { elements: unknown[] }).elements;

const COLONNES = ['source', 'numero', 'unite', 'caisse', 'type', 'nature', 'canal', 'nir', 'medecin', 'recu_le', 'ald', 'hors_liste', 'diagnostics', 'debut_soins', 'pieces'];
const enCsv = (lignes: readonly Record<string, unknown>[]): string =>
  `${COLONNES.join(';')}\n${lignes.map((l) => COLONNES.map((c) => (Array.isArray(l[c]) ? (l[c] as string[]).join('|') : String(l[c] ?? ''))).join(';')).join('\n')}\n`;

describe('les demandes reçues par fichier', () => {
  const bonnes = Array.from({ length: 7 }, (_, i) => demande({ numero: `CSV-${i}`, nir: i % 3 ? NIR.connu : NIR.inconnu, recu_le: `2026-03-0${i + 1}` }));
  const mauvaises = [demande({ numero: 'KO-1', nir: '255081416802500' }), demande({ numero: 'KO-2', unite: 'ELSM-404' }), demande({ numero: 'KO-3', unite: 'ELSM-941' }), demande({ numero: 'KO-4', recu_le: '2026-04-01', ald: '' })];
  const fautes = [
    { ligne: 4, champ: 'nir', code: 'nir-invalide' }, { ligne: 7, champ: 'unite', code: 'unite-inconnue' }, { ligne: 8, champ: 'unite', code: 'unite-hors-portee' }, { ligne: 10, champ: 'recuLe', code: 'date-future' },
  ];
  const [b, k] = [bonnes, mauvaises];
  const lignes = [b[0]!, b[1]!, k[0]!, b[2]!, b[3]!, k[1]!, k[2]!, b[4]!, k[3]!, b[5]!, b[6]!, b[6]!];

  test('en CSV : les bonnes lignes entrent, les mauvaises sont dites, les doublons ne changent rien', async () => {
    const corps = enCsv(lignes);
    const cle = cleNeuve();
    const r = await m.importer(tsm, 'demandes', corps, CSV, cle);
    expect(r).toMatchObject({ statut: 202, corps: { statut: 'termine', lues: 12, acceptees: 7, inchangees: 1, rejetees: 4 } });
    expect(await rejets(tsm, r as never)).toEqual(fautes);
    const compte = await m.compter();
    expect(await m.importer(tsm, 'demandes', corps, CSV, cle)).toMatchObject({ statut: 202, corps: { acceptees: 7, inchangees: 1, rejetees: 4 } });
    expect(await m.importer(tsm, 'demandes', corps, CSV)).toMatchObject({ statut: 202, corps: { acceptees: 0, inchangees: 8, rejetees: 4 } });
    expect(await m.compter()).toEqual({ ...compte, import: compte['import']! + 1, import_rejet: compte['import_rejet']! + 4 });
    const statuts = await m.p.voir<{ statut: string; n: number }>('prestations', "SELECT statut, count(*)::int AS n FROM dossier WHERE numero LIKE 'CSV-%' GROUP BY 1 ORDER BY 1");
    expect(statuts).toEqual([{ statut: 'incomplete', n: 3 }, { statut: 'recevable', n: 4 }]);
  });

  test('en NDJSON, la même demande est déjà connue ; une ligne illisible n’arrête rien', async () => {
    const corps = [...bonnes, demande({ numero: 'ND-1' })].map((l) => JSON.stringify(l)).join('\n');
    const r = await m.importer(tsm, 'demandes', `${corps}\n{"source":\n[]\n`, NDJSON);
    expect(r).toMatchObject({ statut: 202, corps: { lues: 10, acceptees: 1, inchangees: 7, rejetees: 2 } });
    expect(await rejets(tsm, r as never)).toEqual([{ ligne: 9, champ: '*', code: 'json-invalide' }, { ligne: 10, champ: '*', code: 'objet-attendu' }]);
  });

  test('dans un même fichier, une prolongation suit sa demande initiale, et une ligne juste n’est pas le doublon d’une ligne refusée', async () => {
    const lots = [
      demande({ numero: 'LOT-1', nir: NIR.second, recu_le: '2026-02-01' }), demande({ numero: 'LOT-2', nir: NIR.second, recu_le: '2026-02-20', nature: 'prolongation' }),
      demande({ numero: 'LOT-3', recu_le: '2026-04-01' }), demande({ numero: 'LOT-3', recu_le: '2026-03-01' }),
    ];
    const r = await m.importer(tsm, 'demandes', lots.map((l) => JSON.stringify(l)).join('\n'), NDJSON);
    expect(r).toMatchObject({ statut: 202, corps: { lues: 4, acceptees: 3, inchangees: 0, rejetees: 1 } });
    const lus = await m.p.voir<{ id: string; precedent: string | null }>('prestations', "SELECT id, etat->'demande'->>'precedent' AS precedent FROM dossier WHERE numero LIKE 'LOT-%' ORDER BY numero");
    expect(lus.map((l) => l.precedent)).toEqual([null, lus[0]!.id, null]);
  });

  test('deux dépôts du même fichier à la fois : chaque demande n’entre qu’une fois, aucune n’est dite fautive', async () => {
    const corps = Array.from({ length: 250 }, (_, i) => JSON.stringify(demande({ numero: `COURSE-${i}` }))).join('\n');
    const reponses = await Promise.all([m.importer(tsm, 'demandes', corps, NDJSON), m.importer(caisse, 'demandes', corps, NDJSON)]);
    const comptes = reponses.map((r) => r.corps as unknown as { acceptees: number; inchangees: number; rejetees: number });
    expect(comptes.reduce((n, c) => n + c.acceptees, 0)).toBe(250);
    expect(comptes.reduce((n, c) => n + c.inchangees, 0)).toBe(250);
    expect(comptes.map((c) => c.rejetees)).toEqual([0, 0]);
    expect(await m.p.voir('prestations', "SELECT 1 FROM dossier WHERE numero LIKE 'COURSE-%'")).toHaveLength(250);
  });

  test('qui n’a pas le droit ne dépose pas', async () => {
    for (const qui of [mc, chef, ACTEURS.inconnu]) expect((await m.importer(qui, 'demandes', enCsv([]), CSV)).statut).toBe(403);
    expect((await m.importer(tsm, 'reprise', '{}\n', NDJSON)).statut).toBe(403);
  });
});

describe('l’unité nommée par un code de la carte', () => {
  const inconnue = { champ: 'unite', code: 'unite-inconnue' };
  const autreDate = { champ: 'unite', code: 'unite-code-d-une-autre-date' };

  test('par fichier : le code du jour de réception est admis, celui d’une autre date ou d’aucune unité refusé', async () => {
    const lignes = [
      demande({ numero: 'CODE-1', unite: CODE_SUIVANT, recu_le: '2026-03-02' }), demande({ numero: 'CODE-2', unite: CODE_SUIVANT, recu_le: '2025-10-01' }),
      demande({ numero: 'CODE-3', unite: CODE_SUIVANT, recu_le: '2025-09-30' }), demande({ numero: 'CODE-4', unite: 'SCM-404' }), demande({ numero: 'CODE-5', recu_le: '2026-03-02' }),
    ];
    const r = await m.importer(tsm, 'demandes', enCsv(lignes), CSV);
    expect(r).toMatchObject({ statut: 202, corps: { acceptees: 3, rejetees: 2 } });
    expect(await rejets(tsm, r as never)).toEqual([{ ligne: 4, ...autreDate }, { ligne: 5, ...inconnue }]);
    expect(await m.p.voir('prestations', "SELECT DISTINCT unite_origine FROM dossier WHERE numero LIKE 'CODE-%'")).toEqual([{ unite_origine: 931 }]);
    const sousLAutre = enCsv([demande({ numero: 'CODE-1', recu_le: '2026-03-02' })]);
    expect(await m.importer(tsm, 'demandes', sousLAutre, CSV)).toMatchObject({ corps: { acceptees: 0, inchangees: 1 } });
  });

  test('par la porte, par l’histoire reprise et par les avis d’arrêt : la même règle', async () => {
    expect(await m.deposer({ unite: CODE_SUIVANT })).toMatchObject({ statut: 201 });
    expect(await m.deposer({ unite: CODE_SUIVANT, recu_le: '2025-09-30T09:00:00+02:00' })).toMatchObject({ statut: 400, corps: { details: [autreDate] } });
    const histoires = [histoire('CODE-6', { unite: CODE_SUIVANT }), avecActes('CODE-7', [], { unite: CODE_SUIVANT, recuLe: '2026-01-10T09:00:00+01:00' })];
    const r = await m.importer(reprise, 'reprise', `${histoires.map((l) => JSON.stringify(l)).join('\n')}\n`, NDJSON);
    expect(r).toMatchObject({ corps: { acceptees: 1, rejetees: 1 } });
    expect(await rejets(reprise, r as never)).toEqual([{ ligne: 1, ...autreDate }]);
  });

  test('les listes se demandent par l’un et l’autre code', async () => {
    const liste = async (unite: string): Promise<unknown> => (await m.appeler(tsm, 'GET', `/dossiers?unite=${unite}&limite=200`)).corps;
    expect(await liste(CODE_SUIVANT)).toEqual(await liste(ELSM.code));
  });
});

const acte = (nom: string, le: string, reste: Record<string, unknown> = {}): Record<string, unknown> => ({ acte: nom, le: `${le}T10:00:00+01:00`, par: 'agent:TSM1', ...reste });
const histoire = (numero: string, reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'REPRISE-931', numero, unite: 'ELSM-931', caisse: '931', type: 'ald', nature: 'initiale', canal: 'papier', nir: NIR.connu, medecin: RPPS.medecin, recuLe: '2016-01-12T09:14:00+01:00',
  medical: { regime: 'liste', ald: 8, diagnostics: ['E11'], debutSoins: '2015-11-02', soins: 'XREPRISESOINSX' }, pieces: ['protocole'],
  histoire: [
    acte('completude', '2016-01-13'), acte('affectation', '2016-01-14', { a: mc, par: chef }),
    acte('avis', '2016-01-20', { par: mc, rpps: RPPS.conseil, sens: 'favorable', motif: 'XREPRISEMOTIFX', debut: '2016-01-12', dureeAns: 10 }), acte('decision', '2016-01-25'),
  ],
  ...reste,
});
const avecActes = (numero: string, actes: readonly Record<string, unknown>[], reste: Record<string, unknown> = {}): Record<string, unknown> => histoire(numero, { histoire: actes, ...reste });
const refus = [acte('completude', '2019-01-13'), acte('affectation', '2019-01-14', { a: mc, par: chef }), acte('avis', '2019-01-20', { par: mc, rpps: RPPS.conseil, sens: 'defavorable_medical', motif: 'XREPRISEMOTIFX' }), acte('decision', '2019-01-25')];
const enCours = [acte('completude', '2026-01-13'), acte('affectation', '2026-01-14', { a: mc, par: chef }), acte('avis', '2026-01-20', { par: mc, rpps: RPPS.conseil, sens: 'favorable', motif: null, debut: '2026-01-12', dureeAns: 10 }), acte('decision', '2026-01-25')];

describe('l’histoire reprise', () => {
  const bonnes = [
    histoire('R-1'), avecActes('R-2', refus, { recuLe: '2019-01-10T09:00:00+01:00' }), avecActes('R-3', enCours, { recuLe: '2026-01-10T09:00:00+01:00' }), avecActes('R-4', []),
    histoire('R-5', { nature: 'prolongation', recuLe: '2016-01-12T11:00:00+01:00', medecin: '10000123450' }), histoire('R-6', { nir: NIR.inconnu, histoire: [acte('completude', '2016-01-13')] }),
  ];
  const mauvaises = [
    avecActes('K-1', [acte('completude', '2026-03-11')]), histoire('K-2', { recuLe: '2027-01-01T00:00:00+01:00' }), histoire('K-3', { nir: '1' }), avecActes('K-4', [acte('decision', '2016-02-01')]),
    avecActes('K-5', [acte('completude', '2016-01-11')]), histoire('K-6', { surplus: 1 }),
  ];
  const corps = [...bonnes, ...mauvaises].map((l) => JSON.stringify(l)).join('\n');

  test('les comptes sont exacts, les lignes en faute sont dites par champ, deux fois ne change rien', async () => {
    const avant = await m.compter();
    const r = await m.importer(reprise, 'reprise', `${corps}\n`, NDJSON);
    const fautes = await rejets(reprise, r as never);
    expect(fautes).toEqual([
      { ligne: 7, champ: 'histoire[0].le', code: 'date-future' }, { ligne: 8, champ: 'recuLe', code: 'date-future' }, { ligne: 9, champ: 'nir', code: 'nir-invalide' },
      { ligne: 10, champ: 'histoire[0].acte', code: 'statut-incompatible' }, { ligne: 11, champ: 'histoire[0].le', code: 'chronologie-rompue' }, { ligne: 12, champ: 'surplus', code: 'champ-inconnu' },
    ]);
    expect(r).toMatchObject({ statut: 202, corps: { lues: 12, acceptees: 6, inchangees: 0, rejetees: 6 } });
    const apres = await m.compter();
    expect(apres['dossier']! - avant['dossier']!).toBe(6);
    expect(await m.importer(reprise, 'reprise', `${corps}\n`, NDJSON)).toMatchObject({ statut: 202, corps: { acceptees: 0, inchangees: 6, rejetees: 6 } });
    expect(await m.compter()).toEqual({ ...apres, import: apres['import']! + 1, import_rejet: apres['import_rejet']! + 6 });
  });

  test('les dates sont celles des actes, les auteurs ceux de l’histoire, l’avis n’est pas signé', async () => {
    const [r1] = await m.p.voir<{ id: string; statut: string; etat: { avis: { signe: boolean; rpps: string }[] }; repris: boolean }>('prestations', "SELECT id, statut, etat, repris FROM dossier WHERE numero = 'R-1'");
    expect(r1).toMatchObject({ statut: 'terminee', repris: true, etat: { avis: [{ signe: false, rpps: RPPS.conseil, auteur: mc }] } });
    const chronologie = (await m.appeler(mc, 'GET', `/dossiers/${r1!.id}/chronologie?limite=200`)).corps as unknown as { elements: { type: string; survenuLe: string; enregistreLe: string; par: string; repris: boolean }[] };
    expect(chronologie.elements.slice(0, 5).map((a) => [a.type, a.survenuLe.slice(0, 10), a.par])).toEqual([
      ['DemandeRecue', '2016-01-12', reprise], ['DemandeJugeeRecevable', '2016-01-13', tsm], ['PraticienAffecte', '2016-01-14', chef], ['AvisRendu', '2016-01-20', mc],
      ['DecisionNotifiee', '2016-01-25', tsm],
    ]);
    expect(chronologie.elements.every((a) => a.repris && a.enregistreLe.startsWith('2026-03-10'))).toBe(true);
    const anomalies = await m.p.voir<{ numero: string; a: unknown }>('prestations', "SELECT d.numero, j.prive->'anomalies' AS a FROM journal j JOIN dossier d ON d.id = j.dossier WHERE j.prive->'anomalies' IS NOT NULL");
    expect(anomalies).toEqual([{ numero: 'R-5', a: ['medecin'] }]);
    const [r5] = await m.p.voir<{ etat: { demande: { precedent: string } } }>('prestations', "SELECT etat FROM dossier WHERE numero = 'R-5'");
    expect(r5!.etat.demande.precedent).toBeTruthy();
  });

  test('seules les échéances encore devant sont armées', async () => {
    const horloges = await m.p.voir<{ numero: string; nature: string; le: string; statut: string }>('prestations', `SELECT d.numero, h.nature, (h.echoit_le AT TIME ZONE 'Europe/Paris')::date::text AS le, h.statut
      FROM horloge h JOIN dossier d ON d.id = h.dossier WHERE d.repris ORDER BY 1, 3`);
    expect(horloges).toEqual([
      { numero: 'R-3', nature: 'ald.renouvellement_6_mois', le: '2035-07-12', statut: 'armee' }, { numero: 'R-3', nature: 'ald.renouvellement_3_mois', le: '2035-10-12', statut: 'armee' },
      { numero: 'R-3', nature: 'ald.expiration', le: '2036-01-12', statut: 'armee' },
    ]);
  });
});

describe('les échéances', () => {
  const tirer = async (): Promise<void> => {
    const horloges = m.p.services.get('prestations')!.app.get(Horloges);
    await Promise.all([horloges.tirer(), horloges.tirer()]);
  };
  const statut = async (id: string): Promise<string> => (await m.p.voir<{ statut: string }>('prestations', 'SELECT statut FROM dossier WHERE id = $1', [id]))[0]!.statut;
  const echues = async (id: string): Promise<string[]> => (await m.p.voir<{ nature: string }>('prestations', "SELECT nature FROM horloge WHERE dossier = $1 AND statut = 'echue' ORDER BY echoit_le", [id])).map((h) => h.nature);

  test('le niveau de service, puis six et trois mois avant la fin, puis la fin : une fois chacune, au jour local', async () => {
    const id = (await m.deposer({ recu_le: '2026-03-09' })).corps.dossier;
    await m.commander(chef, id, 'affectation', { praticien: mc });
    await m.commander(mc, id, 'avis', { sens: 'favorable', debut: '2026-03-09', dureeAns: 1 });
    await m.commander(caisse, id, 'decision', { sens: 'accord', versionAvis: 1 });
    expect((await m.commander(caisse, id, 'exoneration')).corps.statut).toBe('exoneration_active');
    expect(await m.p.voir('prestations', "SELECT 1 FROM horloge WHERE dossier = $1 AND nature = 'ald.niveau_service' AND statut = 'desarmee'", [id])).toHaveLength(1);
    for (const [instant, attendu, tirees] of [
      ['2026-09-08T21:59:59Z', 'exoneration_active', []], ['2026-09-08T22:00:00Z', 'renouvellement_attendu', ['ald.renouvellement_6_mois']],
      ['2026-12-08T22:59:59Z', 'renouvellement_attendu', ['ald.renouvellement_6_mois']], ['2026-12-08T23:00:00Z', 'renouvellement_attendu', ['ald.renouvellement_6_mois', 'ald.renouvellement_3_mois']],
      ['2027-03-08T23:00:00Z', 'terminee', ['ald.renouvellement_6_mois', 'ald.renouvellement_3_mois', 'ald.expiration']],
    ] as const) {
      maintenant = new Date(instant);
      await tirer();
      await jusqua(async () => (await m.p.voir('prestations', "SELECT 1 FROM horloge WHERE dossier = $1 AND statut = 'armee' AND echoit_le <= $2", [id, maintenant])).length === 0);
      expect([await statut(id), await echues(id)]).toEqual([attendu, tirees]);
    }
    const publiees = await m.p.voir<{ public: Buffer; type: string; acteur: string }>('prestations', "SELECT public, type, acteur FROM journal WHERE dossier = $1 AND type = 'EcheanceApprochee' ORDER BY id", [id]);
    expect(publiees.map((l) => decoder('sm.prestations.dossier.v1', l.public).donnees)).toMatchObject([{ moisRestants: 6, fin: '2027-03-09' }, { moisRestants: 3, fin: '2027-03-09' }]);
    expect(publiees.every((l) => l.acteur === 'systeme:horloge')).toBe(true);
  });

  test('un refus notifié sans recours devient une présomption, au nom de l’assuré', async () => {
    maintenant = new Date('2027-04-01T09:00:00Z');
    const id = (await m.deposer({ recu_le: '2027-03-30' })).corps.dossier;
    await m.commander(chef, id, 'affectation', { praticien: mc });
    await m.commander(mc, id, 'avis', { sens: 'defavorable_medical', motif: 'XREPRISEMOTIFX' });
    await m.commander(caisse, id, 'decision', { sens: 'refus', versionAvis: 1 });
    expect(await m.p.voir('prestations', "SELECT proprietaire FROM horloge WHERE dossier = $1 AND statut = 'armee'", [id])).toEqual([{ proprietaire: 'assure' }]);
    maintenant = new Date('2027-06-02T09:00:00Z');
    await tirer();
    await jusqua(async () => (await echues(id)).length === 1);
    expect(await statut(id)).toBe('refusee');
  });

  test('tout dossier, reçu, repris ou échu, se replie de son journal, sans rien de médical en clair', async () => {
    expect(await verifierRepliage(m)).toBe((await dossiers(m)).length);
    expect(await lisiblesDans(m, ['XREPRISESOINSX', 'XREPRISEMOTIFX', '"diagnostics"', NIR.connu, NIR.inconnu])).toEqual([]);
    expect(await m.p.voir('prestations', 'SELECT 1 FROM dossier WHERE personne = $1', [PERSONNE])).not.toEqual([]);
  });
});
