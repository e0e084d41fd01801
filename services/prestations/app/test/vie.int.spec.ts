import { Db, contexteSysteme, estPassager, type Tx } from '@sm/platform';
import { DossierHandler } from '../src/dossier.handler';
import { ABSORBE, ACTEURS, AUTRE, ELSM, NIR, PERSONNE, RPPS, cleNeuve, demande, ouvrirMonde, type Monde } from './monde';

let m: Monde;
const maintenant = new Date('2026-03-10T09:00:00Z');
const { tsm, mc, mc2, chef, caisse } = ACTEURS;

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
}, 60_000);
afterAll(() => m.fermer());

const ouvert = async (corps: Record<string, unknown> = {}): Promise<string> => {
  const r = await m.deposer(corps);
  expect(r).toMatchObject({ statut: 201, corps: { statut: 'recevable', version: 2 } });
  return r.corps.dossier;
};
const affecte = async (praticien: string = mc): Promise<string> => {
  const id = await ouvert();
  expect(await m.commander(chef, id, 'affectation', { praticien })).toMatchObject({ statut: 200, corps: { statut: 'affectee' } });
  return id;
};
const avisRendu = async (): Promise<string> => {
  const id = await affecte();
  expect(await m.commander(mc, id, 'avis', { sens: 'favorable', debut: '2026-03-01', motif: 'critères réunis' })).toMatchObject({ statut: 200, corps: { statut: 'accordee' } });
  return id;
};

describe('la vie d’un dossier', () => {
  test('de la réception à l’exonération ouverte, chacun à son poste', async () => {
    const recu = await m.deposer();
    expect(recu).toMatchObject({ statut: 201, corps: { statut: 'recevable', version: 2, commandesPossibles: ['Annuler'] } });
    expect(recu.entetes.get('etag')).toBe('"2"');
    const id = recu.corps.dossier;
    expect(await m.commander(chef, id, 'affectation', { praticien: mc })).toMatchObject({ statut: 200, corps: { statut: 'affectee', version: 3 } });
    expect(await m.commander(mc, id, 'complement-demande', { pieces: ['compte_rendu'], texte: 'hémoglobine glyquée ?' })).toMatchObject({ statut: 200, corps: { statut: 'complement_demande' } });
    expect(await m.commander(tsm, id, 'complement', { pieces: ['compte_rendu'] })).toMatchObject({ statut: 200, corps: { statut: 'affectee' } });
    expect(await m.commander(mc, id, 'avis', { sens: 'favorable', debut: '2026-03-01' })).toMatchObject({ statut: 200, corps: { statut: 'accordee' } });
    expect(await m.commander(tsm, id, 'signature')).toMatchObject({ statut: 200, corps: { statut: 'accordee' } });
    const decision = await m.commander(caisse, id, 'decision', { sens: 'accord', versionAvis: 1 });
    expect(decision).toMatchObject({ statut: 200, corps: { commandesPossibles: ['OuvrirExoneration'] } });
    expect(await m.commander(caisse, id, 'exoneration', {})).toMatchObject({ statut: 200, corps: { statut: 'exoneration_active' } });
    const lu = await m.appeler(tsm, 'GET', `/dossiers/${id}`);
    expect(lu).toMatchObject({ statut: 200, corps: { unite: 'ELSM-931', exoneration: { debut: '2026-03-01', fin: '2036-03-01' }, demande: { personneId: PERSONNE }, praticien: { acteurId: mc } } });
    expect(lu.entetes.get('etag')).toBe(`"${await m.version(id)}"`);
    expect(await m.commander(mc, id, 'fin-exoneration', { motif: 'suivi_post_ald', texte: 'stabilisé' })).toMatchObject({ statut: 200, corps: { statut: 'suivi_post_ald' } });
  });

  test('un refus, son second avis, son recours et l’avis qui remplace', async () => {
    const id = await affecte();
    expect(await m.commander(chef, id, 'second-avis-demande', { praticien: mc2, texte: 'cas limite' })).toMatchObject({ statut: 200, corps: { statut: 'second_avis_demande' } });
    expect(await m.commander(mc, id, 'second-avis', { sens: 'favorable' })).toMatchObject({ statut: 403, corps: { code: 'auteur-premier-avis' } });
    expect(await m.commander(mc2, id, 'second-avis', { sens: 'defavorable_medical', motif: 'critères absents' })).toMatchObject({ statut: 200, corps: { statut: 'affectee' } });
    expect(await m.commander(mc, id, 'avis', { sens: 'defavorable_medical' })).toMatchObject({ statut: 422, corps: { code: 'motif-obligatoire' } });
    expect(await m.commander(mc, id, 'avis', { sens: 'defavorable_medical', motif: 'critères absents' })).toMatchObject({ statut: 200, corps: { statut: 'refusee' } });
    expect(await m.commander(caisse, id, 'decision', { sens: 'refus', versionAvis: 1 })).toMatchObject({ statut: 200 });
    expect(await m.commander(tsm, id, 'recours', { recuLe: '2026-03-10T09:00:00+01:00' })).toMatchObject({ statut: 422, corps: { code: 'chronologie-rompue' } });
    expect(await m.commander(tsm, id, 'recours', { recuLe: '2026-03-10T10:00:00+01:00' })).toMatchObject({ statut: 200, corps: { statut: 'contestee' } });
    expect(await m.commander(mc, id, 'avis-remplacement', { sens: 'favorable', debut: '2026-03-01', remplacement: 'recours', versionRemplacee: 1 })).toMatchObject({ statut: 403, corps: { code: 'auteur-premier-avis' } });
    expect(await m.commander(mc2, id, 'avis-remplacement', { sens: 'favorable', debut: '2026-03-01', remplacement: 'recours', versionRemplacee: 1 })).toMatchObject({ statut: 200, corps: { statut: 'accordee' } });
    const liens = await m.p.voir<{ prive: { prive: { procedure: string } } }>('prestations', "SELECT prive FROM journal WHERE dossier = $1 AND type = 'LienSouleve' AND public IS NOT NULL", [id]);
    expect(liens.map((l) => l.prive.prive.procedure)).toEqual(['cmra']);
  });

  test('une demande incomplète se complète : pièces, personne et champs médicaux, sans perdre ce qui était dit', async () => {
    const r = await m.deposer({ nir: NIR.inconnu, pieces: [], diagnostics: [] });
    expect(r).toMatchObject({ statut: 201, corps: { statut: 'incomplete' } });
    const id = r.corps.dossier;
    expect((await m.appeler(tsm, 'GET', `/dossiers/${id}`)).corps).toMatchObject({ manques: ['diagnostic', 'piece_protocole', 'identite'] });
    expect(await m.commander(tsm, id, 'pieces', {})).toMatchObject({ statut: 422, corps: { code: 'piece-absente' } });
    expect(await m.commander(tsm, id, 'pieces', { nir: NIR.inconnu })).toMatchObject({ statut: 422, corps: { code: 'personne-inconnue' } });
    expect(await m.commander(tsm, id, 'pieces', { pieces: ['protocole'], nir: NIR.connu, medical: { diagnostics: ['E11'] } })).toMatchObject({ statut: 200, corps: { statut: 'recue' } });
    expect(await m.commander(tsm, id, 'completude')).toMatchObject({ statut: 200, corps: { statut: 'recevable' } });
    expect((await m.appeler(mc, 'GET', `/dossiers/${id}/medical?motif=preparation`)).corps).toMatchObject({ demande: { ald: 8, diagnostics: ['E11'], debutSoins: '2026-01-05' } });
  });

  test('irrecevabilité, annulation, réaffectation et désaffectation', async () => {
    const incomplet = (await m.deposer({ pieces: [] })).corps.dossier;
    expect(await m.commander(tsm, incomplet, 'irrecevabilite', { motif: 'pieces_non_fournies' })).toMatchObject({ statut: 200, corps: { statut: 'irrecevable', commandesPossibles: [] } });
    const id = await affecte();
    expect(await m.commander(chef, id, 'reaffectation', { praticien: mc2 })).toMatchObject({ statut: 200, corps: { statut: 'affectee' } });
    expect(await m.commander(mc, id, 'desaffectation', { motif: 'deport' })).toMatchObject({ statut: 403, corps: { code: 'praticien-non-affecte' } });
    expect(await m.commander(mc2, id, 'desaffectation', { motif: 'charge' })).toMatchObject({ statut: 200, corps: { statut: 'recevable' } });
    expect(await m.commander(tsm, id, 'annulation', { motif: 'retrait' })).toMatchObject({ statut: 200, corps: { statut: 'annulee' } });
  });

  test('le dossier d’un échelon absorbé va aux praticiens de celui qui l’a repris', async () => {
    const r = await m.deposer({ unite: ABSORBE.code });
    expect(r).toMatchObject({ statut: 201, corps: { statut: 'recevable' } });
    expect(await m.commander(chef, r.corps.dossier, 'affectation', {})).toMatchObject({ statut: 200, corps: { statut: 'affectee' } });
    const { praticien, unite } = (await m.appeler(chef, 'GET', `/dossiers/${r.corps.dossier}`)).corps as unknown as { unite: string; praticien: { acteurId: string } };
    expect(unite).toBe(ABSORBE.code);
    expect(await m.commander(praticien.acteurId, r.corps.dossier, 'avis', { sens: 'favorable', debut: '2026-03-01' })).toMatchObject({ statut: 200 });
    const charges = (await m.appeler(chef, 'GET', '/travail/charge')).corps as unknown as { acteurId: string; unites: string[] }[];
    expect(charges.map((c) => c.acteurId).sort()).toEqual([mc, mc2, chef].sort());
    expect(charges[0]!.unites).toEqual(['ELSM-931', ABSORBE.code]);
  });

  test('une prolongation prolonge le dernier dossier de la personne, reçu avant elle', async () => {
    const premier = await m.deposer({ nir: NIR.second, recu_le: '2026-02-01' });
    const apres = await m.deposer({ nir: NIR.second, recu_le: '2026-03-09' });
    const r = await m.deposer({ nir: NIR.second, nature: 'prolongation', recu_le: '2026-03-01' });
    expect(apres.statut).toBe(201);
    expect((await m.appeler(tsm, 'GET', `/dossiers/${r.corps.dossier}`)).corps).toMatchObject({ demande: { precedent: premier.corps.dossier } });
  });
});

describe('les refus', () => {
  test('tous les champs en faute sont dits à la fois, sans les valeurs', async () => {
    const r = await m.deposer({ nir: '1234', recu_le: '2026-02-30', nature: 'autre', surplus: 1 });
    expect(r).toMatchObject({ statut: 400, corps: { code: 'requete-invalide', details: expect.arrayContaining([{ champ: 'nir', code: 'nir-invalide' }, { champ: 'recu_le', code: 'date-invalide' }, { champ: 'nature', code: 'valeur-hors-liste' }, { champ: 'surplus', code: 'champ-inconnu' }]) } });
    expect(JSON.stringify(r.corps)).not.toContain('1234');
    expect(await m.deposer({ unite: 'ELSM-000' })).toMatchObject({ statut: 400, corps: { details: [{ champ: 'unite', code: 'unite-inconnue' }] } });
    expect(await m.deposer({ recu_le: '2026-03-11T09:00:00+01:00' })).toMatchObject({ statut: 422, corps: { code: 'date-future' } });
    expect(await m.deposer({ unite: AUTRE.code })).toMatchObject({ statut: 403, corps: { code: 'unite-hors-portee' } });
  });

  test('la même demande ne s’ouvre qu’une fois, même présentée deux fois à la fois', async () => {
    const corps = demande();
    const reponses = await Promise.all([1, 2, 3, 4].map(() => m.appeler(tsm, 'POST', '/dossiers', corps, { 'idempotency-key': cleNeuve() })));
    expect(reponses.map((r) => r.statut).sort()).toEqual([201, 409, 409, 409]);
    expect(reponses.filter((r) => r.statut === 409).every((r) => r.corps.code === 'dossier-existant')).toBe(true);
    expect(await m.p.voir('prestations', 'SELECT 1 FROM dossier WHERE numero = $1', [corps['numero']])).toHaveLength(1);
  });

  test('[TR-000-01] la caisse ne rend, ne change ni n’attribue d’avis ; qui tient les deux rôles non plus', async () => {
    const id = await affecte();
    const avis = { sens: 'favorable', debut: '2026-03-01' };
    const avant = await m.compter();
    for (const qui of [caisse, ACTEURS.double]) {
      expect(await m.commander(qui, id, 'avis', avis)).toMatchObject({ statut: 403, corps: { code: 'independance-praticien', article: 'R.4127-95 CSP' } });
      expect((await m.commander(qui, id, 'affectation', { praticien: mc2 })).statut).toBe(403);
      expect((await m.commander(qui, id, 'annulation', { motif: 'retrait' })).statut).toBe(403);
    }
    expect(await m.compter()).toEqual(avant);
  });

  test('[TR-000-13] la décision suit l’avis', async () => {
    const id = await avisRendu();
    expect(await m.commander(caisse, id, 'decision', { sens: 'refus', versionAvis: 1 })).toMatchObject({ statut: 409, corps: { code: 'decision-contraire-avis', article: 'L.315-2 CSS' } });
    expect(await m.commander(mc, id, 'decision', { sens: 'accord', versionAvis: 1 })).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
    expect(await m.commander(caisse, id, 'decision', { sens: 'accord', versionAvis: 2 })).toMatchObject({ statut: 409, corps: { code: 'version-avis-perimee' } });
  });

  test('chaque rôle fait ce qui est le sien, et rien d’autre', async () => {
    const id = await affecte();
    const avis = { sens: 'favorable', debut: '2026-03-01' };
    for (const qui of [tsm, ACTEURS.ism, ACTEURS.csam, ACTEURS.ccx, ACTEURS.national, ACTEURS.inconnu]) expect(await m.commander(qui, id, 'avis', avis)).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
    expect(await m.commander(mc2, id, 'avis', avis)).toMatchObject({ statut: 403, corps: { code: 'praticien-non-affecte' } });
    expect(await m.commander(mc, id, 'affectation', { praticien: mc })).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
    expect(await m.commander(chef, id, 'affectation', { praticien: mc })).toMatchObject({ statut: 409, corps: { code: 'statut-incompatible' } });
    expect(await m.commander(chef, id, 'reaffectation', { praticien: 'agent:PERSONNE' })).toMatchObject({ statut: 422, corps: { code: 'praticien-inconnu' } });
    for (const qui of [ACTEURS.double, ACTEURS.mcAilleurs]) expect(await m.commander(chef, id, 'reaffectation', { praticien: qui })).toMatchObject({ statut: 422, corps: { code: 'praticien-inconnu' } });
    expect(await m.commander(chef, id, 'reaffectation', { praticien: ACTEURS.ccx })).toMatchObject({ statut: 422, corps: { code: 'praticien-inconnu' } });
    expect((await m.appeler(ACTEURS.inconnu, 'GET', `/dossiers/${id}`)).statut).toBe(403);
  });

  test('une échéance dépassée par un agent échoue pour un moment, sans user ses essais', async () => {
    const id = await ouvert();
    const { app } = m.p.services.get('prestations')!;
    const ctx = contexteSysteme('horloge', [ELSM.id]);
    let agi = false;
    const essai = app.get(Db).inTransaction(ctx, (tx) => {
      const depasse = async (...arguments_: Parameters<Tx['query']>): Promise<unknown> => {
        const lu: unknown = await tx.query(...arguments_);
        if (!agi) expect(await ((agi = true), m.commander(chef, id, 'affectation', { praticien: mc }))).toMatchObject({ statut: 200 });
        return lu;
      };
      const lent = new Proxy(tx, { get: (cible, nom) => (nom === 'query' ? depasse : Reflect.get(cible, nom)) });
      return app.get(DossierHandler).echoir(lent, ctx, [{ dossier: id, nature: 'niveau_service', echoitLe: new Date() }]);
    });
    await expect(essai.catch((e: unknown) => Promise.reject(estPassager(e) ? new Error('passager') : e))).rejects.toThrow('passager');
    expect(agi).toBe(true);
  });

  test('une version périmée, des en-têtes absents, une clé rejouée', async () => {
    const id = await ouvert();
    const chemin = `/dossiers/${id}/affectation`;
    expect(await m.appeler(chef, 'POST', chemin, {}, { 'idempotency-key': cleNeuve() })).toMatchObject({ statut: 428, corps: { code: 'version-requise' } });
    expect(await m.appeler(chef, 'POST', chemin, {}, { 'if-match': '"2"' })).toMatchObject({ statut: 400, corps: { code: 'cle-idempotence-requise' } });
    expect(await m.commander(chef, id, 'affectation', {}, { version: 1 })).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
    const cle = cleNeuve();
    const premiere = await m.commander(chef, id, 'affectation', { praticien: mc }, { cle, version: 2 });
    expect(premiere.statut).toBe(200);
    const rejouee = await m.commander(chef, id, 'affectation', { praticien: mc }, { cle, version: 2 });
    expect([rejouee.statut, rejouee.corps, rejouee.entetes.get('etag')]).toEqual([200, premiere.corps, premiere.entetes.get('etag')]);
    expect(await m.commander(chef, id, 'affectation', { praticien: mc2 }, { cle, version: 2 })).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    expect(await m.commander(chef, id, 'reaffectation', { praticien: mc }, { cle, version: 2 })).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    expect(await m.commander(mc, id, 'complement-demande', {}, { cle })).toMatchObject({ statut: 200, corps: { statut: 'complement_demande' } });
    const depot = demande();
    const deux = [await m.appeler(tsm, 'POST', '/dossiers', depot, { 'idempotency-key': `${cle}-d` }), await m.appeler(tsm, 'POST', '/dossiers', depot, { 'idempotency-key': `${cle}-d` })];
    expect(deux.map((r) => r.statut)).toEqual([201, 201]);
    expect(deux[1]!.corps).toEqual(deux[0]!.corps);
  });

  test('deux commandes à la fois : une seule passe', async () => {
    const id = await ouvert();
    const reponses = await Promise.all(Array.from({ length: 6 }, (_, i) => m.commander(chef, id, 'affectation', { praticien: i % 2 ? mc : mc2 }, { version: 2 })));
    expect(reponses.map((r) => r.statut).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    expect(await m.version(id)).toBe(3);
    expect(await m.p.voir('prestations', 'SELECT 1 FROM journal WHERE dossier = $1', [id])).toHaveLength(3);
  });

  test('sans le répertoire, rien n’est écrit et l’appelant peut recommencer', async () => {
    const avant = await m.compter();
    m.repertoire.pannes = 1;
    expect(await m.deposer()).toMatchObject({ statut: 503, corps: { code: 'dependance-indisponible' } });
    expect(await m.compter()).toEqual(avant);
    expect((await m.deposer()).statut).toBe(201);
  });

  test('le médecin du protocole ne peut pas juger son patient', async () => {
    const id = await ouvert({ medecin: RPPS.conseil });
    expect(await m.commander(chef, id, 'affectation', { praticien: mc })).toMatchObject({ statut: 403, corps: { code: 'conflit-interets' } });
    expect(await m.commander(chef, id, 'affectation', {})).toMatchObject({ statut: 200 });
    expect((await m.appeler(tsm, 'GET', `/dossiers/${id}`)).corps).not.toMatchObject({ praticien: { acteurId: mc } });
  });
});
