import { Db, Horloges, Tenancy } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { DossierStore } from '../src/dossier.store';
import { ACTEURS, AUTRE, NIR, PERSONNE, PERSONNE_2, cleNeuve, demande, ouvrirMonde, type Monde } from './monde';
import { formes, lisiblesDans, verifierRepliage } from './preuves';

let m: Monde;
const maintenant = new Date('2026-03-10T09:00:00Z');
const { tsm, mc, mc2, chef, caisse } = ACTEURS;
const MARQUEURS = ['XMARQUEURSOINSX', 'XMARQUEURAVISX', 'XMARQUEURCOMPLEMENTX', 'XMARQUEURSECONDX', 'XMARQUEURFINX'] as const;
let principal = '';

const passer = async (acteur: string, dossier: string, commande: string, corps?: unknown): Promise<void> => {
  const r = await m.commander(acteur, dossier, commande, corps);
  if (r.statut !== 200) throw new Error(`${commande}: ${r.corps.code}`);
};

/** A dossier that went through every medical text there is. */
async function dossierComplet(): Promise<string> {
  const id = (await m.deposer({ pieces: [], diagnostics: ['E11', 'I10'] })).corps.dossier;
  await passer(tsm, id, 'pieces', { pieces: ['protocole'], medical: { soins: `soins ${MARQUEURS[0]}` } });
  await passer(tsm, id, 'completude');
  await passer(chef, id, 'affectation', { praticien: mc });
  await passer(mc, id, 'complement-demande', { texte: `question ${MARQUEURS[2]}` });
  await passer(ACTEURS.ism, id, 'complement', { texte: `réponse ${MARQUEURS[2]}` });
  await passer(chef, id, 'second-avis-demande', { praticien: mc2, texte: MARQUEURS[3] });
  await passer(mc2, id, 'second-avis', { sens: 'favorable', motif: MARQUEURS[3] });
  await passer(mc, id, 'avis', { sens: 'favorable', debut: '2026-03-01', motif: `avis ${MARQUEURS[1]}` });
  await passer(caisse, id, 'decision', { sens: 'accord', versionAvis: 1 });
  await passer(caisse, id, 'exoneration');
  await passer(mc, id, 'fin-exoneration', { motif: 'suivi_post_ald', texte: MARQUEURS[4] });
  return id;
}

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
  principal = await dossierComplet();
}, 60_000);
afterAll(() => m.fermer());

describe('ce que chacun lit', () => {
  test('la caisse ne lit que la conclusion administrative', async () => {
    const { corps } = await m.appeler(caisse, 'GET', `/dossiers/${principal}`);
    expect(Object.keys(corps).sort()).toEqual([
      'avis', 'caisse', 'canal', 'commandesPossibles', 'completLe', 'decision', 'exoneration', 'id', 'jourRecu', 'nature', 'numero', 'personne', 'procedure', 'protocoleSigneLe', 'recuLe', 'regime',
      'source', 'statut', 'unite', 'version',
    ]);
    expect(corps).toMatchObject({ regime: 'liste', avis: { version: 1, sens: 'favorable', debut: '2026-03-01', fin: '2036-03-01' }, decision: { sens: 'accord' }, personne: PERSONNE });
    expect(Object.keys(corps['avis']!).sort()).toEqual(['debut', 'fin', 'sens', 'version']);
    expect(JSON.stringify(corps)).not.toMatch(/agent:|MARQUEUR|1000000/);
    const actes = (await m.appeler(caisse, 'GET', `/dossiers/${principal}/chronologie?limite=200`)).corps as unknown as { elements: { type: string; par: string | null }[] };
    expect(actes.elements.map((a) => a.type)).toEqual(['DemandeRecue', 'DemandeJugeeIncomplete', 'PiecesRecues', 'DemandeJugeeRecevable', 'AvisRendu', 'DecisionNotifiee', 'ExonerationOuverte', 'ExonerationTerminee']);
    expect(actes.elements.every((a) => a.par === null)).toBe(true);
    expect(await m.appeler(caisse, 'GET', `/dossiers/${principal}/medical?motif=encadrement`)).toMatchObject({ statut: 403, corps: { code: 'secret-medical', article: 'R.4127-104 CSP' } });
    const liste = (await m.appeler(caisse, 'GET', '/dossiers')).corps as unknown as { elements: { praticien: unknown }[] };
    expect(liste.elements.length).toBeGreaterThan(0);
    expect(liste.elements.every((e) => e.praticien === null)).toBe(true);
    expect(await m.appeler(caisse, 'GET', `/dossiers?praticien=${mc}`)).toMatchObject({ statut: 403, corps: { code: 'independance-praticien' } });
  });

  test('la lecture du contenu médical est réservée, motivée et inscrite au journal', async () => {
    const lectures = () => m.p.voir<{ prive: object; acteur: string; public: unknown }>('prestations', "SELECT prive, acteur, public FROM journal WHERE type = 'DossierMedicalLu' AND dossier = $1 ORDER BY id", [principal]);
    for (const qui of [tsm, ACTEURS.csam, ACTEURS.double, ACTEURS.ccx, ACTEURS.national]) expect(await m.appeler(qui, 'GET', `/dossiers/${principal}/medical?motif=qualite`)).toMatchObject({ statut: 403, corps: { code: 'secret-medical' } });
    expect(await m.appeler(mc2, 'GET', `/dossiers/${principal}/medical`)).toMatchObject({ statut: 422, corps: { code: 'motif-obligatoire' } });
    expect(await m.appeler(mc2, 'GET', `/dossiers/${principal}/medical?motif=curiosite`)).toMatchObject({ statut: 400 });
    expect(await lectures()).toEqual([]);
    const { statut, corps } = await m.appeler(mc, 'GET', `/dossiers/${principal}/medical`);
    expect(statut).toBe(200);
    expect(corps).toMatchObject({ demande: { ald: 8, diagnostics: ['E11', 'I10'], soins: `soins ${MARQUEURS[0]}` }, version: await m.version(principal) });
    expect((corps as unknown as { notes: { nature: string }[] }).notes.map((n) => n.nature)).toEqual(['complement', 'complement', 'second_avis', 'second_avis', 'avis', 'fin']);
    expect((await m.appeler(mc2, 'GET', `/dossiers/${principal}/medical?motif=second_avis`)).statut).toBe(200);
    expect((await lectures()).map((l) => [l.acteur, (l.prive as { motif: unknown }).motif, l.public])).toEqual([[mc, null, null], [mc2, 'second_avis', null]]);
    const chronologie = (await m.appeler(chef, 'GET', `/dossiers/${principal}/chronologie?limite=200`)).corps as unknown as { elements: { type: string; par: string }[] };
    expect(chronologie.elements.map((e) => e.type)).not.toContain('DossierMedicalLu');
    expect(JSON.stringify(chronologie)).not.toContain('MARQUEUR');
  });

  test('la chronologie se lit par pages, sans doublon ni trou', async () => {
    const types: string[] = [];
    let curseur: string | null = null;
    do {
      const { corps } = await m.appeler(chef, 'GET', `/dossiers/${principal}/chronologie?limite=3${curseur ? `&curseur=${curseur}` : ''}`);
      const page = corps as unknown as { elements: { type: string }[]; suivant: string | null };
      types.push(...page.elements.map((e) => e.type));
      curseur = page.suivant;
    } while (curseur);
    const [{ n }] = (await m.p.voir<{ n: number }>('prestations', "SELECT count(*)::int AS n FROM journal WHERE dossier = $1 AND type <> 'DossierMedicalLu'", [principal])) as [{ n: number }];
    expect(types).toHaveLength(n);
  });
});

describe('le travail du jour', () => {
  type Liste = { elements: { id: string; statut: string; enRetard: boolean; jourRecu: string; praticien: string | null; personne: string }[]; suivant: string | null };
  const lister = async (qui: string, requete: string): Promise<Liste> => (await m.appeler(qui, 'GET', `/dossiers?${requete}`)).corps as unknown as Liste;

  beforeAll(async () => {
    for (const recu of ['2026-01-10', '2026-02-13', '2026-02-14', '2026-03-08']) await m.deposer({ recu_le: recu, nir: NIR.second, canal: 'pse', pieces: [] });
    await m.deposer({ recu_le: '2026-03-08', nature: 'prolongation' });
    await m.deposer({ pieces: [] });
    await m.p.services.get('prestations')!.app.get(Horloges).tirer();
    await jusqua(async () => (await m.p.voir('prestations', "SELECT 1 FROM horloge WHERE statut = 'armee' AND echoit_le <= $1", [maintenant])).length === 0);
  });

  test('la liste filtre, trie et se lit par pages', async () => {
    const tout = await lister(tsm, 'limite=200');
    expect(tout.elements.map((e) => e.jourRecu)).toEqual(tout.elements.map((e) => e.jourRecu).toSorted());
    const lus: string[] = [];
    for (let curseur: string | null = ''; curseur !== null; ) {
      const page: Liste = await lister(tsm, `limite=2${curseur ? `&curseur=${curseur}` : ''}`);
      lus.push(...page.elements.map((e) => e.id));
      curseur = page.suivant;
    }
    expect(lus).toEqual(tout.elements.map((e) => e.id));
    expect(new Set((await lister(tsm, 'statut=recevable&statut=incomplete')).elements.map((e) => e.statut))).toEqual(new Set(['recevable', 'incomplete']));
    expect((await lister(tsm, `personne=${PERSONNE_2}&canal=pse&nature=initiale`)).elements).toHaveLength(4);
    expect((await lister(tsm, 'nature=prolongation')).elements).toHaveLength(1);
    expect((await lister(tsm, `unite=${AUTRE.code}`)).elements).toEqual([]);
    expect((await lister(tsm, 'statut=suivi_post_ald&praticien=agent:MC1')).elements.map((e) => e.id)).toEqual([principal]);
    expect((await lister(mc, 'praticien=moi')).elements.map((e) => e.id)).toEqual([principal]);
    expect(JSON.stringify(tout)).not.toMatch(/E11|"ald":|diagnostics/);
  });

  test('le retard commence le vingt-cinquième jour', async () => {
    expect((await lister(tsm, 'retard=oui')).elements.map((e) => [e.jourRecu, e.enRetard])).toEqual([['2026-01-10', true], ['2026-02-13', true]]);
    expect((await lister(tsm, 'retard=non&statut=recevable')).elements.map((e) => e.jourRecu)).toEqual(['2026-02-14', '2026-03-08', '2026-03-08']);
    expect((await m.appeler(tsm, 'GET', '/travail/resume')).corps).toMatchObject({ parStatut: { recevable: 5, incomplete: 1, suivi_post_ald: 1 }, enRetard: 2, mesDossiers: 0, echeances: { 'ald.niveau_service': 3 } });
  });

  test('la répartition suit compétence et charge, une ligne par dossier ; rejouée, elle ne refait rien', async () => {
    expect((await m.appeler(mc, 'POST', '/travail/repartition', {}, { 'idempotency-key': cleNeuve() })).statut).toBe(403);
    expect((await m.appeler(mc, 'GET', '/travail/charge')).statut).toBe(403);
    const cle = cleNeuve();
    const repartir = () => m.appeler(chef, 'POST', '/travail/repartition', { limite: 4 }, { 'idempotency-key': cle });
    const premiere = await repartir();
    const { affectes, lignes } = premiere.corps as unknown as { affectes: number; lignes: { praticien: string; code: string | null }[] };
    expect([premiere.statut, affectes]).toEqual([200, 4]);
    expect(lignes.every((l) => l.code === null)).toBe(true);
    expect(lignes.map((l) => l.praticien)).toEqual([mc, mc2, chef, mc]);
    expect((await repartir()).corps).toEqual(premiere.corps);
    expect((await m.appeler(chef, 'GET', '/travail/resume')).corps).toMatchObject({ parStatut: { recevable: 1, affectee: 4 } });
    const charges = (await m.appeler(chef, 'GET', '/travail/charge')).corps as unknown as { acteurId: string; charge: number; chargePonderee: number }[];
    expect(charges.find((c) => c.acteurId === mc2)).toMatchObject({ charge: 1, chargePonderee: 2 });
    expect(await m.appeler(chef, 'POST', '/travail/repartition', { unite: AUTRE.code }, { 'idempotency-key': cleNeuve() })).toMatchObject({ statut: 403, corps: { code: 'unite-hors-portee' } });
  });
});

describe('un agent d’un autre échelon', () => {
  test('ne voit rien et ne fait rien : la même réponse que pour un dossier qui n’existe pas', async () => {
    const avant = await m.compter();
    expect((await m.appeler(ACTEURS.national, 'GET', '/dossiers')).statut).toBe(403);
    const absent = '01900000-0000-7000-8000-0000000000ff';
    for (const qui of [ACTEURS.mcAilleurs, ACTEURS.tsmAilleurs]) {
      expect((await m.appeler(qui, 'GET', '/dossiers?limite=200')).corps).toEqual({ elements: [], suivant: null });
      const reponses = await Promise.all([principal, absent].map((id) => m.appeler(qui, 'GET', `/dossiers/${id}`)));
      expect(reponses.map((r) => [r.statut, r.corps.code])).toEqual([[404, 'dossier-introuvable'], [404, 'dossier-introuvable']]);
    }
    for (const id of [principal, absent]) {
      expect(await m.appeler(ACTEURS.mcAilleurs, 'GET', `/dossiers/${id}/medical?motif=qualite`)).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
      expect(await m.appeler(ACTEURS.tsmAilleurs, 'GET', `/dossiers/${id}/chronologie`)).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
      expect(await m.commander(ACTEURS.mcAilleurs, id, 'avis', { sens: 'favorable', debut: '2026-03-01' })).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
      expect(await m.commander(ACTEURS.tsmAilleurs, id, 'annulation', { motif: 'retrait' })).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
    }
    const refus = await m.p.voir<{ unite: number; dossier: null }>('prestations', "SELECT unite, dossier FROM journal WHERE type = 'LectureMedicaleRefusee' AND acteur = $1", [ACTEURS.mcAilleurs]);
    expect(refus).toEqual([{ unite: AUTRE.id, dossier: null }, { unite: AUTRE.id, dossier: null }]);
    expect(await m.compter()).toEqual({ ...avant, journal: (avant['journal'] ?? 0) + refus.length });
  });

  test('ni par la base, sous son vrai rôle et la garde contournée', async () => {
    const { app } = m.p.services.get('prestations')!;
    const acteur = { id: ACTEURS.mcAilleurs, genre: 'agent', nom: '' } as const;
    const ctx = app.get(Tenancy).contexte(acteur, 'dossier.lire_medical', 'ald');
    expect(ctx.unites).toEqual([941]);
    await app.get(Db).inTransaction(ctx, async (tx) => {
      expect(await tx.query("SELECT 1 FROM journal WHERE type <> 'LectureMedicaleRefusee' OR acteur <> $1", [ACTEURS.mcAilleurs])).toEqual([]);
      for (const table of ['dossier', 'horloge', 'cle_unite', 'commande']) expect(await tx.query(`SELECT 1 FROM ${table}`)).toEqual([]);
      expect(await app.get(DossierStore).charger(tx, principal)).toBeNull();
      expect((await tx.query("UPDATE dossier SET statut = 'annulee' WHERE id = $1 RETURNING 1", [principal]))[1]).toBe(0);
      expect((await tx.query("UPDATE horloge SET statut = 'desarmee' RETURNING 1"))[1]).toBe(0);
    });
    await expect(app.get(Db).inTransaction(ctx, (tx) => tx.query('UPDATE dossier SET unite_en_charge = 931'))).resolves.toBeDefined();
    await expect(app.get(Db).inTransaction(ctx, (tx) => tx.query('DELETE FROM dossier'))).rejects.toThrow(/permission|droit/i);
    await expect(app.get(Db).inTransaction(ctx, (tx) => tx.query("INSERT INTO cle_unite (unite, version, enveloppe) VALUES (931, 2, '\\x00')"))).rejects.toThrow(/row-level security/);
    await expect(app.get(Db).source.query('SELECT 1 FROM dossier')).rejects.toThrow(/permission/);
    expect(await m.p.voir('prestations', 'SELECT 1 FROM dossier WHERE unite_en_charge <> 931')).toEqual([]);
  });
});

describe('ce qui vient du dehors', () => {
  const HOSTILES: readonly unknown[] = [
    [], [{}], 'texte', 12, true, { surplus: 1 }, { __proto__x: 1, motif: {} }, { motif: ['retrait'] }, { sens: { $gt: '' } }, { praticien: 'agent:a b' }, { praticien: { id: 1 } }, { praticien: 'systeme:horloge' },
    { texte: 'x'.repeat(8001) }, { texte: 'sonne\u0007' }, { texte: 12 }, { motif: 'x\u0000' }, { debut: '2026-02-29', sens: 'favorable' }, { debut: '2026-13-01', sens: 'favorable' },
    { sens: 'favorable', debut: '2026-03-01', dureeAns: 1e300 }, { sens: 'favorable', debut: '2026-03-01', dureeAns: -1 }, { sens: 'favorable', debut: '2026-03-01', dureeAns: 1.5 },
    { sens: 'accord', versionAvis: '1' }, { recuLe: '2026-03-10' }, { recuLe: '2026-02-30T00:00:00Z' }, { recuLe: '9999-99-99T99:99:99Z' }, { pieces: 'protocole' }, { pieces: ['passeport'] },
    { pieces: Array.from({ length: 21 }, () => 'protocole') }, { nir: "1' OR '1'='1" }, { medical: [] , pieces: ['x'] }, { medical: { ald: 33 } }, { medical: { diagnostics: ['DROP TABLE'] } }, { medical: { autre: 1 } },
    { sens: "favorable'; DROP TABLE dossier; --" },
  ];
  const COMMANDES = [
    'completude', 'pieces', 'irrecevabilite', 'affectation', 'reaffectation', 'desaffectation', 'complement-demande', 'complement', 'second-avis-demande', 'second-avis', 'avis', 'avis-remplacement',
    'decision', 'recours', 'signature', 'exoneration', 'fin-exoneration', 'annulation',
  ];
  const BRUTS = ['', '{', '{"a":1', 'null', '{"__proto__":{"x":1}}', '{"constructor":1}', `${'['.repeat(60)}${']'.repeat(60)}`, '{"texte":"\\ud800"}', '{"texte":"a\\u0000b"}', '{"n":1e999}', `{"texte":"${'x'.repeat(1_100_000)}"}`];

  test.each(COMMANDES)('%s : un corps hostile est refusé clairement et n’écrit rien', async (commande) => {
    const avant = await m.compter();
    const version = await m.version(principal);
    for (const corps of HOSTILES) {
      const r = await m.commander(chef, principal, commande, corps, { version });
      if (r.statut !== (typeof corps === 'string' ? 415 : 400)) throw new Error(`${commande} ${JSON.stringify(corps).slice(0, 80)}: ${r.statut}`);
      expect(r.corps.code).toMatch(/^[a-z-]+$/);
      expect(r.entetes.get('content-type')).toContain('application/problem+json');
    }
    expect(await m.compter()).toEqual(avant);
  });

  test('un dépôt, une liste ou une adresse hostile non plus', async () => {
    const avant = await m.compter();
    const cle = () => ({ 'idempotency-key': cleNeuve() });
    const refus: number[] = [];
    for (const corps of HOSTILES) refus.push((await m.appeler(tsm, 'POST', '/dossiers', corps, { ...cle(), 'content-type': 'application/json' })).statut);
    for (const corps of BRUTS) refus.push((await m.appeler(tsm, 'POST', '/dossiers', corps, { ...cle(), 'content-type': 'application/json' })).statut);
    for (const corps of BRUTS) refus.push((await m.appeler(tsm, 'POST', `/dossiers/${principal}/annulation`, corps, { ...cle(), 'if-match': '"1"', 'content-type': 'application/json' })).statut);
    for (const reste of [{ numero: 'x'.repeat(65) }, { numero: 'a\u0007' }, { ald: 1e308 }, { ald: '8; DROP' }, { diagnostics: {} }, { recu_le: '0000-00-00' }, { debut_soins: '2026-02-29' }, { pieces: [null] }, { nir: {} }, { unite: '../../x' }]) {
      refus.push((await m.appeler(tsm, 'POST', '/dossiers', demande(reste), cle())).statut);
    }
    for (const requete of ['limite=0', 'limite=201', 'limite=x', 'limite=1&limite=2', 'statut=inconnu', 'statut[a]=1', 'praticien=*', 'personne=1', 'retard=1', 'curseur=!!', `curseur=${Buffer.from('{"jour":"2026-02-30","id":"01900000-0000-7000-8000-000000000001"}').toString('base64url')}`, `curseur=${Buffer.from('{"jour":"x","id":"y"}').toString('base64url')}`, 'tri=1', '__proto__=1', 'personne=%00']) {
      refus.push((await m.appeler(tsm, 'GET', `/dossiers?${requete}`)).statut);
    }
    for (const chemin of ['/dossiers/1', "/dossiers/'", '/dossiers/..%2f..', `/dossiers/${principal}x`, '/dossiers/undefined/medical', '/travail/resume?horizon=0', '/travail/resume?horizon=99999999999']) refus.push((await m.appeler(mc, 'GET', chemin)).statut);
    expect(refus.filter((s) => s < 400 || s >= 500)).toEqual([]);
    expect((await m.appeler(chef, 'POST', '/travail/repartition', { limite: '5' }, cle())).statut).toBe(400);
    for (const version of ['2', '"x"', '*', '"1","2"', '"-1"', '"99999999999"']) expect([400, 428]).toContain((await m.appeler(tsm, 'POST', `/dossiers/${principal}/annulation`, { motif: 'retrait' }, { ...cle(), 'if-match': version })).statut);
    for (const mauvaise of ['court', 'espace dans', 'x'.repeat(129)]) expect((await m.appeler(tsm, 'POST', '/dossiers', demande(), { 'idempotency-key': mauvaise })).statut).toBe(400);
    expect(await m.compter()).toEqual(avant);
  });
});

describe('le secret et l’histoire', () => {
  test('aucun contenu médical n’est lisible en base, sous aucune forme', async () => {
    expect(await lisiblesDans(m, [...MARQUEURS, '"diagnostics"', '"debutSoins"', 'XMARQUEUR'])).toEqual([]);
  });

  test('et s’il y en avait, il se verrait : en clair, en hexadécimal, en base64, en octets', async () => {
    const [clair, , ...base64] = formes(MARQUEURS[0]);
    await m.p.voir('prestations', 'CREATE TABLE temoin (a text, b bytea, c jsonb)');
    for (const [colonne, valeur] of [['a', `avant ${clair} après`], ['a', `zz${base64[1]}zz`], ['a', Buffer.from(`x${clair}y`).toString('base64')], ['b', Buffer.from(`xx${clair}`)], ['c', JSON.stringify({ t: clair })], ['a', Buffer.from(clair!).toString('hex')]] as const) {
      await m.p.voir('prestations', `INSERT INTO temoin (${colonne}) VALUES ($1)`, [valeur]);
      expect(await lisiblesDans(m, MARQUEURS)).toEqual(['temoin']);
      await m.p.voir('prestations', 'DELETE FROM temoin');
    }
    await m.p.voir('prestations', 'DROP TABLE temoin');
  });

  test('le journal replié redonne chaque dossier', async () => {
    expect(await verifierRepliage(m)).toBeGreaterThan(5);
  });

  test('le contrat est servi : chaque commande y est, avec ses en-têtes', async () => {
    const url = m.p.services.get('prestations')!.url;
    const api = (await (await fetch(`${url}/openapi.json`)).json()) as { openapi: string; paths: Record<string, Record<string, { parameters?: { name: string; required: boolean }[] }>> };
    expect(api.openapi).toBe('3.1.0');
    const commandes = Object.entries(api.paths).filter(([chemin, o]) => chemin.startsWith('/dossiers/{id}/') && !chemin.includes('/pieces-jointes') && o['post']);
    expect(commandes).toHaveLength(18);
    const depot = api.paths['/dossiers']!['post'] as unknown as { requestBody: { content: Record<string, { schema: { oneOf: [{ properties: object }] } }> } };
    expect(Object.keys(depot.requestBody.content['application/json']!.schema.oneOf[0].properties)).toEqual(expect.arrayContaining(Object.keys(demande())));
    for (const [, o] of commandes) expect(o['post']!.parameters!.filter((p) => p.required).map((p) => p.name).sort()).toEqual(['Idempotency-Key', 'If-Match', 'id']);
    expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(['/dossiers', '/dossiers/{id}', '/dossiers/{id}/medical', '/dossiers/{id}/chronologie', '/travail/resume', '/travail/charge', '/travail/repartition']));
  });
});

describe('l’indépendance, jusque dans les mots', () => {
  test('la caisse ne devine pas, au statut, comment un avis se prépare', async () => {
    const { dossier: id } = (await m.deposer({ pieces: ['protocole'] })).corps;
    await passer(chef, id, 'affectation', { praticien: mc });
    await passer(mc, id, 'complement-demande', { texte: 'question' });
    type Liste = { corps: { elements: { id: string; statut: string }[] } };
    const lire = async (sub: string, filtre: string): Promise<string[]> => ((await m.appeler(sub, 'GET', `/dossiers?limite=200${filtre}`)) as unknown as Liste).corps.elements.filter((e) => e.id === id).map((e) => e.statut);
    expect(await lire(mc, '&statut=complement_demande')).toEqual(['complement_demande']);
    expect(await lire(caisse, '')).toEqual(['recevable']);
    expect(await lire(caisse, '&statut=recevable')).toEqual(['recevable']);
    expect(await lire(caisse, '&statut=complement_demande')).toEqual([]);
    expect((await m.appeler(caisse, 'GET', `/dossiers/${id}`)).corps).toMatchObject({ statut: 'recevable' });
    const resume = (await m.appeler(caisse, 'GET', '/travail/resume')).corps as unknown as { parStatut: object };
    expect(Object.keys(resume.parStatut)).not.toEqual(expect.arrayContaining(['complement_demande']));
  });
});
