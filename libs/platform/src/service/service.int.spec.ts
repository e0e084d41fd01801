import { Controller, Module, Post, type OnModuleInit } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  ActeurCourant, CleIdempotence, Commandes, Db, Horloges, Imports, Journal, ProblemeException, Tenancy, affectationPubliee, proteger, unitePubliee, uuidv7, type Contexte, type FluxImport,
} from '../index';
import { encoder } from '@sm/contracts';

class Essai1 implements MigrationInterface {
  name = 'Essai1763800000001';
  async up(q: QueryRunner): Promise<void> {
    await q.query('CREATE TABLE chose (numero text PRIMARY KEY, unite int NOT NULL, poids int NOT NULL CHECK (poids < 1000))');
    for (const sql of proteger('organisation', 'chose', { unite: 'unite', droits: { app: 'select, insert, update', horloge: 'select, update' } })) await q.query(sql);
  }
  async down(): Promise<void> {
    throw new Error('non');
  }
}

const unite = 7;
const affectation = uuidv7();
const fluxChoses: FluxImport<{ numero: string; poids: number }> = {
  nom: 'choses', formats: ['csv', 'ndjson'], colonnes: ['numero', 'poids'], action: 'import.deposer', procedure: '*', tailleLot: 7,
  valider: (b) => (Number.isInteger(Number(b['poids'])) && String(b['poids']) !== '' ? { valeur: { numero: String(b['numero']), poids: Number(b['poids']) } } : { erreurs: [{ champ: 'poids', code: 'entier-attendu' }] }),
  appliquer: async (tx, _ctx, valeurs) => {
    const inseres: { numero: string }[] = await tx.query(
      'INSERT INTO chose SELECT numero, $2, poids FROM jsonb_to_recordset($1::jsonb) AS x(numero text, poids int) ON CONFLICT DO NOTHING RETURNING numero', [JSON.stringify(valeurs), unite]);
    const neufs = new Set(inseres.map((i) => i.numero));
    return valeurs.map((v) => (neufs.has(v.numero) ? 'acceptee' : 'inchangee'));
  },
};

@Controller('essai')
class EssaiController implements OnModuleInit {
  constructor(private readonly commandes: Commandes, private readonly imports: Imports) {}

  onModuleInit(): void {
    this.imports.declarer(fluxChoses);
  }

  @Post()
  async faire(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string): Promise<{ n: number }> {
    const ctx: Contexte = { acteur, role: 'app', unites: [unite] };
    const { reponse } = await this.commandes.executer(ctx, { id, corps: { a: 1 } }, async (tx) => {
      await tx.query('INSERT INTO chose VALUES ($1, $2, 1)', [id, unite]);
      if (id.startsWith('refus')) throw new ProblemeException(refuser('conflit', 'essai-refuse').refus);
      return { n: 1 };
    });
    return reponse;
  }
}

@Module({ controllers: [EssaiController] })
class EssaiModule {}

let p: PlateformeDeTest;
let maintenant = new Date('2026-03-29T00:59:00Z');

beforeAll(async () => {
  p = await ouvrirPlateformeDeTest([{ nom: 'organisation', module: EssaiModule, migrations: [Essai1] }], () => maintenant);
  const app = p.services.get('organisation')!.app;
  const ctx: Contexte = { acteur: { id: 'systeme:amorce', genre: 'systeme', nom: 'amorce' }, role: 'app', unites: [unite] };
  await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, [
    { topic: 'sm.organisation.unite.v1', dossier: null, cle: String(unite), version: 1, unite, type: 'UnitePubliee', survenuLe: maintenant, prive: {}, public: encoder('sm.organisation.unite.v1', 'UnitePubliee', unitePubliee({ id: unite, code: 'CNAM', type: 'nationale', noms: [{ nom: 'CNAM', du: null, au: null }], liens: [] }, 1)) },
    { topic: 'sm.organisation.affectation.v1', dossier: null, cle: affectation, version: 1, unite, type: 'AffectationPubliee', survenuLe: maintenant, prive: {}, public: encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectationPubliee({ id: affectation, acteurId: 'machine:essai', uniteId: unite, role: 'REPRISE', activite: '*', du: '2016-01-01', au: null, quotite: 1, habilitations: [], rpps: null })) },
  ]));
  await jusqua(() => app.get(Tenancy).unitesPour({ id: 'machine:essai', genre: 'machine', nom: '' }, 'import.deposer', '*').length === 1);
}, 60_000);
afterAll(() => p.fermer());

const importer = (cle: string, corps: string, type = 'text/csv') => p.appeler('organisation', 'machine:essai', 'POST', '/imports?flux=choses', corps, { 'content-type': type, 'idempotency-key': cle });
const compter = async () => (await p.voir<{ n: number }>('organisation', 'SELECT count(*)::int AS n FROM chose'))[0]!.n;

test('une commande répétée, même en même temps, n’a qu’un effet ; la clé d’un autre acteur est une autre clé', async () => {
  const avant = await compter();
  const reponses = await Promise.all(Array.from({ length: 5 }, () => p.appeler('organisation', 'agent:A', 'POST', '/essai', undefined, { 'idempotency-key': 'commande-1' })));
  expect(reponses.map((r) => r.statut)).toEqual([201, 201, 201, 201, 201]);
  expect(await compter()).toBe(avant + 1);
  const autre = await p.appeler('organisation', 'agent:B', 'POST', '/essai', undefined, { 'idempotency-key': 'commande-1' });
  expect(autre.statut).toBe(500);
});

test('un refus ne laisse rien derrière lui', async () => {
  const avant = await compter();
  const r = await p.appeler('organisation', 'agent:A', 'POST', '/essai', undefined, { 'idempotency-key': 'refus-0001' });
  expect(r).toMatchObject({ statut: 409, corps: { code: 'essai-refuse' } });
  expect(await compter()).toBe(avant);
});

test('une mauvaise ligne est dite avec son numéro et ne bloque rien ; deux fois ne change rien', async () => {
  const lignes = Array.from({ length: 40 }, (_, i) => `n${i};${i === 11 ? 'x' : i === 23 ? '5000' : i}`);
  const corps = `numero;poids\n${lignes.join('\n')}\n"guillemet;1\nn90;1\n`;
  const r = await importer('import-0001', corps);
  expect(r).toMatchObject({ statut: 202, corps: { statut: 'termine', lues: 42, acceptees: 39, rejetees: 3 } });
  const { import: id } = r.corps as { import: string };
  const rejets = await p.appeler('organisation', 'machine:essai', 'GET', `/imports/${id}/rejets`);
  expect((rejets.corps as { elements: unknown[] }).elements).toEqual([
    { ligne: 13, champ: 'poids', code: 'entier-attendu' }, { ligne: 25, champ: '*', code: 'ligne-inapplicable' }, { ligne: 42, champ: '*', code: 'guillemet-non-ferme' },
  ]);
  expect(await importer('import-0001', corps)).toMatchObject({ statut: 202, corps: { lues: 42, acceptees: 39 } });
  expect(await importer('import-0002', corps)).toMatchObject({ statut: 202, corps: { acceptees: 0, inchangees: 39, rejetees: 3 } });
  expect(await importer('import-0001', corps.replace('n1;1', 'n1;2'))).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
});

test('un import coupé reprend sous la même clé, là où il en était', async () => {
  const corps = `numero;poids\n${Array.from({ length: 100 }, (_, i) => `c${i};1`).join('\n')}\n`;
  const app = p.services.get('organisation')!.app;
  const ctx: Contexte = { acteur: { id: 'machine:essai', genre: 'machine', nom: '' }, role: 'app', unites: [unite] };
  async function* coupe(): AsyncGenerator<Buffer> {
    yield Buffer.from(corps.slice(0, 400));
    throw new Error('coupure');
  }
  await expect(app.get(Imports).recevoir(ctx, 'choses', 'import-coupe', 'csv', coupe())).rejects.toThrow('coupure');
  const [etat] = await p.voir<{ lues: number; statut: string }>('organisation', "SELECT lues, statut FROM import WHERE cle = 'import-coupe'");
  expect(etat!.statut).toBe('en_cours');
  expect(etat!.lues).toBeGreaterThan(20);
  expect(await importer('import-coupe', corps)).toMatchObject({ statut: 202, corps: { statut: 'termine', lues: 100, acceptees: 100 } });
});

test('les deux encodages sont lus ; colonnes, format et droits sont vérifiés', async () => {
  const r = await p.appeler('organisation', 'machine:essai', 'POST', '/imports?flux=choses', 'numero;poids;autre\n', { 'content-type': 'text/csv', 'idempotency-key': 'import-0003' });
  expect(r).toMatchObject({ statut: 422, corps: { code: 'colonnes-invalides' } });
  expect(await p.appeler('organisation', 'agent:A', 'POST', '/imports?flux=choses', 'numero;poids\n', { 'content-type': 'text/csv', 'idempotency-key': 'import-0004' })).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
  expect(await p.appeler('organisation', 'machine:essai', 'POST', '/imports?flux=rien', 'x\n', { 'content-type': 'text/csv', 'idempotency-key': 'import-0005' })).toMatchObject({ statut: 404, corps: { code: 'flux-inconnu' } });
  const app = p.services.get('organisation')!.app;
  const ctx: Contexte = { acteur: { id: 'machine:essai', genre: 'machine', nom: '' }, role: 'app', unites: [unite] };
  const latin = Buffer.from('numero;poids\nh\u00e9;1\n', 'latin1');
  await app.get(Imports).recevoir(ctx, 'choses', 'import-latin', 'csv', (async function* () { yield latin; })());
  expect(await p.voir('organisation', "SELECT numero FROM chose WHERE numero = 'hé'")).toHaveLength(1);
});

test('une échéance tire une fois, dans l’ordre, après un arrêt ou un saut d’heure ; celle qui échoue n’en cache aucune', async () => {
  const app = p.services.get('organisation')!.app;
  const horloges = app.get(Horloges);
  const tires: string[] = [];
  horloges.surEcheance('essai', async (_tx, h) => {
    if (h.donnees['panne']) throw new Error('panne');
    tires.push(h.echoitLe.toISOString());
    return undefined;
  });
  const ctx: Contexte = { acteur: { id: 'agent:A', genre: 'agent', nom: '' }, role: 'app', unites: [unite] };
  const armer = (echoitLe: string, donnees = {}) => ({ dossier: uuidv7(), unite, nature: 'essai', proprietaire: 'sm', echoitLe: new Date(echoitLe), donnees });
  await app.get(Db).inTransaction(ctx, (tx) => horloges.armer(tx, [armer('2026-03-29T02:00:00Z'), armer('2026-03-29T01:00:00Z'), armer('2026-03-29T01:30:00Z', { panne: 1 }), armer('2030-01-01T00:00:00Z')]));
  await horloges.tirer();
  expect(tires).toEqual([]);
  maintenant = new Date('2026-04-29T00:00:00Z');
  await Promise.all([horloges.tirer(), horloges.tirer()]);
  await jusqua(async () => (await p.voir("organisation", "SELECT 1 FROM horloge WHERE statut = 'en_echec'")).length === 1, { delaiMs: 15_000 });
  // The failure undid the series it was in: what this process remembers may be told again, what the base holds is told once.
  expect([...new Set(tires)]).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z']);
  expect((await p.voir<{ statut: string }>('organisation', 'SELECT statut FROM horloge ORDER BY echoit_le')).map((h) => h.statut)).toEqual(['echue', 'en_echec', 'echue', 'armee']);
}, 30_000);

test('la disponibilité dit le progrès', async () => {
  const r = await fetch(`${p.services.get('organisation')!.url}/sante/pret`);
  expect(r.status).toBe(200);
});
