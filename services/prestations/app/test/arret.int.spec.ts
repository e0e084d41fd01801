import { decoder } from '@sm/contracts';
import { arret, arretsDe, MARQUEURS } from './arrets';
import { ACTEURS, NIR, PERSONNE, RPPS, cleNeuve, ouvrirMonde, type Monde } from './monde';
import { lisiblesDans, verifierRepliage } from './preuves';

let m: Monde;
const DEPART = new Date('2026-03-02T09:00:00Z');
let maintenant = DEPART;
const { tsm, mc, mc2, chef, ism, caisse, reprise } = ACTEURS;
const CSV = 'text/csv; charset=utf-8';
const NDJSON = 'application/x-ndjson';
let rang = 0;
let { ouvrir, commander, passer, emise } = {} as ReturnType<typeof arretsDe>;
const NOTICE = { recoursMentionne: true, prescripteurInforme: true };
let principal = '';

/** A control that went through every medical text there is. */
async function controleComplet(): Promise<string> {
  maintenant = new Date('2026-02-18T09:00:00Z');
  const id = (await ouvrir({ recuLe: '2026-02-18T08:00:00+01:00' })).corps.dossier;
  await passer(chef, id, 'affectation', { praticien: mc });
  await passer(mc, id, 'contact-prescripteur', { texte: MARQUEURS[3] });
  await passer(tsm, id, 'reponse-prescripteur', { texte: MARQUEURS[3] });
  await passer(chef, id, 'second-avis-demande', { praticien: mc2, texte: MARQUEURS[4] });
  await passer(mc2, id, 'second-avis', { conclusion: 'reprise', motif: MARQUEURS[4] });
  await emise(id, '2026-03-02', '2026-02-18');
  await passer(tsm, id, 'convocation', { mode: 'sur_personne', jour: '2026-03-02', preuveEnvoi: '2026-02-18' });
  maintenant = DEPART;
  await passer(mc, id, 'examen', { texte: MARQUEURS[2] });
  await passer(mc, id, 'avis', { conclusion: 'reprise', date: '2026-03-09', motif: MARQUEURS[1] });
  await passer(caisse, id, 'decision', { sens: 'fin_versement', versionAvis: 1, ...NOTICE });
  return id;
}

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant, ['ald', 'arret']);
  ({ ouvrir, commander, passer, emise } = arretsDe(m));
  principal = await controleComplet();
}, 60_000);
afterAll(() => m.fermer());

describe('la vie d’un contrôle par HTTP', () => {
  test('la caisse ne lit que la conclusion et les dates', async () => {
    const { corps } = await m.appeler(caisse, 'GET', `/dossiers/${principal}`);
    expect(corps).toMatchObject({ procedure: 'arret', statut: 'reprise_notifiee', risque: 'maladie', personne: PERSONNE, avis: { version: 1, conclusion: 'reprise', date: '2026-03-09' }, decision: { sens: 'fin_versement', effetLe: '2026-03-09', recours: { instance: 'cmra' } } });
    expect(Object.keys(corps['avis']!).sort()).toEqual(['conclusion', 'date', 'jour', 'jusquAu', 'version']);
    expect(JSON.stringify(corps)).not.toMatch(/agent:|XARRET|1000000|M54|"mode"|selection|rapport/);
    const actes = (await m.appeler(caisse, 'GET', `/dossiers/${principal}/chronologie?limite=200`)).corps as unknown as { elements: { type: string; par: string | null }[] };
    expect(actes.elements.map((a) => a.type)).toEqual(['DemandeRecue', 'AvisRendu', 'DecisionNotifiee']);
    expect(actes.elements.every((a) => a.par === null)).toBe(true);
    expect(await m.appeler(caisse, 'GET', `/dossiers/${principal}/medical?motif=encadrement`)).toMatchObject({ statut: 403, corps: { code: 'secret-medical' } });
    const { corps: lu } = await m.appeler(mc, 'GET', `/dossiers/${principal}/medical`);
    expect(lu).toMatchObject({ demande: { motif: MARQUEURS[0], diagnostics: ['M54'] } });
    const enCours = (await ouvrir()).corps.dossier;
    await passer(chef, enCours, 'affectation', { praticien: mc });
    await passer(ism, enCours, 'controle', { mode: 'telephone', texte: MARQUEURS[2] });
    expect((await m.appeler(caisse, 'GET', `/dossiers/${enCours}`)).corps).toMatchObject({ statut: 'recevable', avis: null });
  });

  test('ce qui est publié dit le risque, le mode et la conclusion, sans rien de médical', async () => {
    const lignes = await m.p.voir<{ public: Buffer; type: string }>('prestations', 'SELECT public, type FROM journal WHERE dossier = $1 AND public IS NOT NULL ORDER BY id', [principal]);
    expect(lignes.map((l) => l.type)).toEqual(['DemandeRecue', 'AvisRendu', 'DecisionNotifiee', 'LienSouleve']);
    expect(decoder('sm.prestations.dossier.v1', lignes[1]!.public).donnees).toMatchObject({ typeDossier: 2, canal: 3, risque: 1, mode: 5, conclusionArret: 2, sens: 2, versionAvis: 1, versionRegle: 'arret-2026', delaiJours: 12 });
    for (const l of lignes) expect(l.public.toString('latin1')).not.toMatch(/XARRET|agent:|1000/);
  });

  test('une décision contraire, une notification muette, un avis sans praticien sont refusés', async () => {
    const id = (await ouvrir()).corps.dossier;
    expect(await commander(caisse, id, 'affectation', { praticien: mc })).toMatchObject({ statut: 403, corps: { code: 'independance-praticien' } });
    await passer(chef, id, 'affectation', { praticien: mc });
    await passer(mc, id, 'controle', { mode: 'pieces' });
    expect(await commander(tsm, id, 'avis', { conclusion: 'sans_objet' })).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
    expect(await commander(mc2, id, 'avis', { conclusion: 'sans_objet' })).toMatchObject({ statut: 403, corps: { code: 'praticien-non-affecte' } });
    await passer(mc, id, 'avis', { conclusion: 'reprise', date: '2026-03-10', motif: MARQUEURS[1] });
    const decider = (reste: object) => commander(caisse, id, 'decision', { sens: 'fin_versement', versionAvis: 1, ...NOTICE, ...reste });
    expect(await decider({ sens: 'maintien' })).toMatchObject({ statut: 409, corps: { code: 'decision-contraire-avis' } });
    expect(await decider({ effetLe: '2026-03-05' })).toMatchObject({ statut: 422, corps: { code: 'effet-anterieur-notification' } });
    expect(await decider({ recoursMentionne: false })).toMatchObject({ statut: 422, corps: { code: 'notification-sans-recours' } });
    expect(await decider({ prescripteurInforme: false })).toMatchObject({ statut: 422, corps: { code: 'prescripteur-non-informe' } });
    const cle = cleNeuve();
    const version = await m.version(id);
    const faite = await commander(caisse, id, 'decision', { sens: 'fin_versement', versionAvis: 1, ...NOTICE }, version, cle);
    expect(faite).toMatchObject({ statut: 200, corps: { statut: 'reprise_notifiee' } });
    expect((await commander(caisse, id, 'decision', { sens: 'fin_versement', versionAvis: 1, ...NOTICE }, version, cle)).corps).toEqual(faite.corps);
    expect(await commander(caisse, id, 'recours', { recuLe: '2026-03-02T08:30:00Z' }, version)).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
  });

  test('la personne trouvée plus tard ouvre le contrôle', async () => {
    const r = await ouvrir({ nir: NIR.inconnu, arret: { debut: '2025-02-16', fin: '2025-03-01' } });
    expect(r).toMatchObject({ statut: 201, corps: { statut: 'incomplete' } });
    expect(await commander(tsm, r.corps.dossier, 'identite', { nir: NIR.inconnu })).toMatchObject({ statut: 422, corps: { code: 'personne-inconnue' } });
    await passer(tsm, r.corps.dossier, 'identite', { nir: NIR.second });
    expect((await m.appeler(tsm, 'GET', `/dossiers/${r.corps.dossier}`)).corps).toMatchObject({ statut: 'recevable' });
  });

  test('un agent d’une autre unité ne voit ni ne fait rien, et une autre porte ne connaît pas ce dossier', async () => {
    for (const qui of [ACTEURS.mcAilleurs, ACTEURS.tsmAilleurs]) {
      expect(await m.appeler(qui, 'GET', `/dossiers/${principal}`)).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
      expect(await commander(qui, principal, 'recours', { recuLe: '2026-03-02T08:30:00Z' })).toMatchObject({ statut: qui === ACTEURS.mcAilleurs ? 403 : 404 });
      expect((await m.appeler(qui, 'GET', '/avis-arrets')).corps).toEqual({ elements: [], suivant: null });
    }
    expect(await m.commander(chef, principal, 'reaffectation', { praticien: mc2 })).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
  });
});

describe('ce qui vient du dehors', () => {
  const HOSTILES: readonly unknown[] = [
    [], [{}], 'texte', 12, true, { surplus: 1 }, { motif: {} }, { motif: ['retrait'] }, { conclusion: { $gt: '' } }, { praticien: 'systeme:horloge' }, { texte: 'x'.repeat(8001) }, { texte: 'sonne\u0007' }, { texte: 12 },
    { conclusion: 'absence' }, { conclusion: 'reprise', date: '2026-02-30' }, { conclusion: 'justifie', jusquAu: '2026-13-01' }, { mode: 'sur_personne', jour: 'demain' }, { mode: 'prescripteur' }, { justifiee: 'oui' },
    { sens: 'fin_versement', versionAvis: '1' }, { sens: 'fin_versement', versionAvis: 1, recoursMentionne: 'oui', prescripteurInforme: true }, { recuLe: '2026-03-10' }, { recuLe: '9999-99-99T99:99:99Z' },
    { du: '2026-03-01', au: '2026-03-01', prescritLe: 'x' }, { du: '2026-03-01', au: '2026-03-01', prescritLe: '2026-03-01', prescripteur: '1' }, { nir: "1' OR '1'='1" }, { controleLe: '2026-03-01', conclusion: 'x', examenPratique: 1 },
    { motif: 'x\u0000' }, { effetLe: '2026-02-29' }, { sens: "x'; DROP TABLE dossier; --" },
  ];
  const ACTES = [
    'identite', 'affectation', 'reaffectation', 'desaffectation', 'controle', 'contact-prescripteur', 'reponse-prescripteur', 'rapport-employeur', 'convocation', 'examen', 'absence', 'second-avis-demande', 'second-avis',
    'avis', 'avis-remplacement', 'suspension', 'decision', 'reexamen', 'prolongation', 'nouvelle-prescription', 'recours', 'annulation',
  ];

  test.each(ACTES)('%s : un corps hostile est refusé clairement et n’écrit rien', async (acte) => {
    const avant = await m.compter();
    const version = await m.version(principal);
    for (const corps of HOSTILES) {
      const r = await commander(chef, principal, acte, corps, version);
      if (r.statut !== (typeof corps === 'string' ? 415 : 400)) throw new Error(`${acte} ${JSON.stringify(corps).slice(0, 80)}: ${r.statut}`);
      expect(r.entetes.get('content-type')).toContain('application/problem+json');
    }
    expect(await m.compter()).toEqual(avant);
  });

  test('une ouverture ou une recherche hostile non plus ; le contrat est servi', async () => {
    const avant = await m.compter();
    const refus: number[] = [];
    for (const reste of [{ risque: 'x' }, { arret: [] }, { arret: { debut: '2026-03-01', fin: '2026-02-01' } }, { rapport: {} }, { origine: 'ciblage' }, { origine: 'employeur' }, { selection: { regle: '../x', version: '1' } }, { histoire: [] }, { recuLe: '2027-01-01' }, { medical: { secret: 1 } }]) refus.push((await ouvrir(reste)).statut);
    for (const requete of ['limite=0', 'sort=x', 'tardif=1', 'personne=1', 'curseur=!!', 'tri=1']) refus.push((await m.appeler(tsm, 'GET', `/avis-arrets?${requete}`)).statut);
    for (const corps of [[], { limite: 0 }, { limite: '5' }, { unite: '../x', limite: 5 }]) refus.push((await m.appeler(mc, 'POST', '/avis-arrets/selection', corps, { 'idempotency-key': cleNeuve() })).statut);
    expect(refus.filter((s) => s < 400 || s >= 500)).toEqual([]);
    expect(await m.compter()).toEqual(avant);
    const api = (await (await fetch(`${m.p.services.get('prestations')!.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
    expect(Object.keys(api.paths).filter((chemin) => chemin.startsWith('/arrets/{id}/')).map((chemin) => chemin.slice(13)).sort()).toEqual([...ACTES].sort());
  });
});

const COLONNES = ['source', 'numero', 'unite', 'caisse', 'nir', 'prescripteur', 'risque', 'nature', 'canal', 'debut', 'fin', 'prescrit_le', 'envoye_le', 'recu_le', 'teleconsultation', 'traitant', 'motif_present', 'depassement_motive'];
const notice = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'AAT', numero: `N-${++rang}`, unite: 'ELSM-931', caisse: '931', nir: NIR.connu, prescripteur: RPPS.medecin, risque: 'at', nature: 'initiale', canal: 'electronique', debut: '2026-01-05', fin: '2026-01-11',
  prescrit_le: '2026-01-05', envoye_le: '2026-01-06', recu_le: '2026-01-06T10:00:00+01:00', teleconsultation: 'non', traitant: 'oui', motif_present: 'oui', depassement_motive: 'non', ...reste,
});
const enCsv = (lignes: readonly Record<string, unknown>[]): string => `${COLONNES.join(';')}\n${lignes.map((l) => COLONNES.map((c) => String(l[c] ?? '')).join(';')).join('\n')}\n`;
const publies = async (): Promise<number> => (await m.p.voir<{ n: number }>('prestations', "SELECT count(*)::int AS n FROM journal WHERE type = 'AvisArretRecu'"))[0]!.n;

describe('les avis d’arrêt', () => {
  const lot = [notice(), notice({ nir: NIR.inconnu }), notice({ prescrit_le: '2026-01-20', debut: '2026-01-20', fin: '2026-01-25', envoye_le: '2026-01-30', nir: NIR.second }), notice({ prescrit_le: '2026-02-20', debut: '2026-02-20', fin: '2026-02-25', envoye_le: '2026-02-28', nir: NIR.second })];

  test('reçus deux fois, ils comptent une fois ; un envoi tardif répété se voit', async () => {
    const corps = enCsv([...lot, lot[0]!, notice({ unite: 'ELSM-941', numero: 'HORS' }), notice({ recu_le: '2026-04-01T00:00:00Z', numero: 'FUTUR' }), notice({ risque: 'rhume', numero: 'FAUX' })]);
    expect(await m.importer(tsm, 'avis-arrets', corps, CSV)).toMatchObject({ statut: 202, corps: { statut: 'termine', lues: 8, acceptees: 4, inchangees: 1, rejetees: 3 } });
    expect(await m.importer(caisse, 'avis-arrets', lot.map((l) => JSON.stringify(l)).join('\n'), NDJSON)).toMatchObject({ corps: { acceptees: 0, inchangees: 4, rejetees: 0 } });
    expect(await publies()).toBe(4);
    const lus = await m.p.voir<{ tardif: boolean; repete: boolean }>('prestations', 'SELECT tardif, repete FROM avis_arret ORDER BY prescrit_le, numero');
    expect(lus).toEqual([{ tardif: false, repete: false }, { tardif: false, repete: false }, { tardif: true, repete: false }, { tardif: true, repete: true }]);
    const [dernier] = await m.p.voir<{ public: Buffer; dossier: string | null }>('prestations', "SELECT public, dossier FROM journal WHERE type = 'AvisArretRecu' ORDER BY id DESC LIMIT 1");
    expect(dernier!.dossier).toBeNull();
    expect(decoder('sm.prestations.dossier.v1', dernier!.public)).toMatchObject({ type: 'AvisArretRecu', donnees: { unite: 931, caisse: '931', departement: '93', recuLe: '2026-01-06', canal: 3, risque: 2, tardif: true, repete: true } });
    expect((await m.importer(mc, 'avis-arrets', enCsv([]), CSV)).statut).toBe(403);
  });

  test('deux dépôts à la fois n’en font entrer qu’un', async () => {
    const corps = Array.from({ length: 300 }, (_, i) => JSON.stringify(notice({ numero: `COURSE-${i}`, nir: NIR.inconnu }))).join('\n');
    const reponses = await Promise.all([m.importer(tsm, 'avis-arrets', corps, NDJSON), m.importer(reprise, 'avis-arrets', corps, NDJSON)]);
    expect(reponses.reduce((n, r) => n + (r.corps as unknown as { acceptees: number }).acceptees, 0)).toBe(300);
    expect(await publies()).toBe(304);
  });

  test('une règle datée choisit les longs, les autres suivent la voie rapide, et tout est tracé', async () => {
    const longs = [notice({ numero: 'L-1', nir: NIR.second, debut: '2025-08-01', fin: '2025-10-31', prescrit_le: '2025-08-01', envoye_le: '' }), notice({ numero: 'L-2', nature: 'prolongation', nir: NIR.second, debut: '2025-11-01', fin: '2026-02-28', prescrit_le: '2025-10-31', envoye_le: '' })];
    await m.importer(tsm, 'avis-arrets', enCsv(longs), CSV);
    expect((await m.appeler(tsm, 'POST', '/avis-arrets/selection', { limite: 50 }, { 'idempotency-key': cleNeuve() })).statut).toBe(403);
    expect(await m.appeler(ACTEURS.double, 'POST', '/avis-arrets/selection', { limite: 50 }, { 'idempotency-key': cleNeuve() })).toMatchObject({ statut: 403, corps: { code: 'independance-praticien' } });
    const cle = cleNeuve();
    const premiere = await m.appeler(mc, 'POST', '/avis-arrets/selection', { limite: 50 }, { 'idempotency-key': cle });
    expect((await m.appeler(mc, 'POST', '/avis-arrets/selection', { limite: 50 }, { 'idempotency-key': cle })).corps).toEqual(premiere.corps);
    const lignes = await m.p.voir<{ numero: string; sort: string; regle: string | null; version_regle: string | null; dossier: string | null }>('prestations', "SELECT numero, sort, regle, version_regle, dossier FROM avis_arret WHERE personne IS NOT NULL ORDER BY debut");
    expect(lignes.map(({ numero, sort, regle, version_regle }) => [numero.startsWith('L-') ? numero : 'autre', sort, regle, version_regle])).toEqual([
      ['L-1', 'voie_rapide', null, null], ['L-2', 'retenu', 'age_arret', '2010'], ['autre', 'voie_rapide', null, null], ['autre', 'retenu', 'duree_cumulee', '2010'], ['autre', 'retenu', 'age_arret', '2010'],
    ]);
    const ouverts = new Set(lignes.flatMap((l) => l.dossier ?? []));
    expect(ouverts.size).toBe(1);
    expect((await m.appeler(mc, 'GET', `/dossiers/${[...ouverts][0]}`)).corps).toMatchObject({
      demande: { origine: 'age_arret', selection: { regle: 'age_arret', version: '2010' }, debut: '2025-08-01', fin: '2025-10-31' }, prolongations: [{ du: '2025-11-01', au: '2026-02-28' }],
    });
    const { elements } = (await m.appeler(tsm, 'GET', '/avis-arrets?sort=voie_rapide')).corps as unknown as { elements: { id: string; dossier: null }[] };
    const choisi = await m.appeler(mc, 'POST', `/avis-arrets/${elements[0]!.id}/controle`, undefined, { 'idempotency-key': cleNeuve() });
    expect(choisi).toMatchObject({ statut: 200, corps: { retenu: true, regle: 'choix_praticien' } });
    expect((await m.appeler(mc, 'POST', `/avis-arrets/${elements[0]!.id}/controle`, undefined, { 'idempotency-key': cleNeuve() })).statut).toBe(404);
  });
});

describe('l’histoire reprise', () => {
  const acte = (nom: string, jour: string, reste: Record<string, unknown> = {}): Record<string, unknown> => ({ acte: nom, le: `2016-${jour}T10:00:00+01:00`, par: tsm, ...reste });
  const histoire = (numero: string, actes: readonly Record<string, unknown>[]): Record<string, unknown> => ({
    ...arret({ source: 'REPRISE-931', numero, recuLe: '2016-01-12T09:14:00+01:00', origine: 'age_arret', selection: { regle: 'age_arret', version: '2010' }, arret: { debut: '2015-06-01', fin: '2016-02-28' } }), histoire: actes,
  });
  const conclure = (jour: string, reste: Record<string, unknown>): Record<string, unknown> => acte('avis', jour, { par: mc, rpps: RPPS.conseil, motif: MARQUEURS[1], ...reste });
  const affecte = acte('affectation', '01-13', { par: chef, a: mc });

  test('entre une fois, aux dates des actes, et se refuse par champ', async () => {
    const lignes = [
      histoire('A-1', [affecte, acte('controle', '01-14', { par: mc, mode: 'pieces' }), conclure('01-14', { conclusion: 'justifie', jusquAu: '2016-02-28' })]),
      histoire('A-2', [affecte, acte('convocation', '01-14', { mode: 'sur_personne', jour: '2016-01-25' }), acte('examen', '01-25', { par: mc, rpps: RPPS.conseil }), conclure('01-25', { conclusion: 'stabilise', date: '2016-02-01' })]),
      histoire('A-3', [affecte, conclure('01-14', { conclusion: 'justifie', jusquAu: '2016-02-28' })]),
    ];
    const corps = lignes.map((l) => JSON.stringify(l)).join('\n');
    const r = await m.importer(reprise, 'reprise', corps, NDJSON);
    expect(r).toMatchObject({ statut: 202, corps: { lues: 3, acceptees: 2, rejetees: 1 } });
    expect((await m.appeler(reprise, 'GET', `/imports/${(r.corps as unknown as { import: string }).import}/rejets`)).corps).toMatchObject({ elements: [{ ligne: 3, champ: 'histoire[1].acte', code: 'statut-incompatible' }] });
    expect(await m.importer(reprise, 'reprise', corps, NDJSON)).toMatchObject({ corps: { acceptees: 0, inchangees: 2 } });
    const lus = await m.p.voir<{ statut: string; jour: string }>('prestations', "SELECT statut, jour_avis::text AS jour FROM dossier WHERE source = 'REPRISE-931' ORDER BY numero");
    expect(lus).toEqual([{ statut: 'justifie', jour: '2016-01-14' }, { statut: 'orientation_invalidite', jour: '2016-01-25' }]);
  });

  test('le journal replié redonne chaque dossier ; rien de médical n’est lisible en base', async () => {
    expect(await verifierRepliage(m)).toBeGreaterThan(6);
    expect(await lisiblesDans(m, [...MARQUEURS, '"diagnostics"'])).toEqual([]);
  });
});
