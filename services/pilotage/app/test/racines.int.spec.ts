import { Module } from '@nestjs/common';
import { encoder } from '@sm/contracts';
import { ClesRacine, Db, Journal, TOPIC_RACINES, affectationPubliee, creerCleRacine, unitePubliee, uuidv7, type Contexte, type LigneJournal, type RacineSignee } from '@sm/platform';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { definitionPilotage } from '../src';

@Module({})
class ProducteurModule {}

const SOURCE = 'essai/prestations';
const PEM = creerCleRacine();
const cles = ClesRacine.depuisPem(PEM);
const NATION = { id: 1, code: 'CNAM', type: 'nationale' as const, noms: [{ nom: 'Nation', du: null, au: null }], liens: [] };
const ctx: Contexte = { acteur: { id: 'systeme:essai', genre: 'systeme', nom: '' }, role: 'app', unites: [1, 101, 102] };
let p: PlateformeDeTest;

const ecrire = (service: string, lignes: readonly LigneJournal[]): Promise<string[]> => {
  const { app } = p.services.get(service)!;
  return app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, lignes));
};
const ligne = (unite: number): LigneJournal => ({ topic: 'sm.prestations.dossier.v1', dossier: uuidv7(), version: 1, unite, type: 'Essai', survenuLe: new Date(), prive: {} });
const racines = (qui = 'agent:chef'): Promise<{ statut: number; corps: { racines: RacineSignee[] } }> => p.appeler('pilotage', qui, 'GET', `/racines?source=${SOURCE}&unite=101`);
const refus = () => p.voir<{ motif: string }>('pilotage', 'SELECT motif FROM racine_refusee ORDER BY recue_le');

const horodatage = (d: Date) => ({ seconds: BigInt(Math.floor(d.getTime() / 1000)), nanos: (d.getTime() % 1000) * 1e6 });
const octets = (hex: string) => Buffer.from(hex, 'hex');

/** A root that someone publishes on behalf of prestations. */
function publier(r: RacineSignee, de: ClesRacine): Promise<string[]> {
  const { publique, precedente, endossement } = de.active;
  const donnees = { source: r.source, unite: r.unite, rang: BigInt(r.rang), h: octets(r.h), quand: horodatage(r.quand), cle: r.cle, signature: octets(r.signature), clePublique: octets(publique), cleValideDu: horodatage(new Date(0)), clePrecedente: precedente, endossement: octets(endossement) };
  return ecrire('prestations', [{ topic: TOPIC_RACINES, dossier: null, cle: `${r.source}|${r.unite}|${r.rang}`, version: 1, unite: 101, type: 'RacineSignee', survenuLe: r.quand, prive: {}, public: encoder(TOPIC_RACINES, 'RacineSignee', donnees) }]);
}

const attendreRefus = (motifs: readonly string[]) => jusqua(async () => JSON.stringify((await refus()).map((r) => r.motif)) === JSON.stringify(motifs), { delaiMs: 15_000, quoi: motifs.join() });

beforeAll(async () => {
  const producteur = (nom: string) => ({ nom, module: ProducteurModule, migrations: [] });
  p = await ouvrirPlateformeDeTest([producteur('organisation'), producteur('prestations'), definitionPilotage], undefined, { cles, tranche: 'essai', periodeMs: 200 });
  const affectation = affectationPubliee({ id: uuidv7(), acteurId: 'agent:chef', uniteId: 1, role: 'ADMIN', activite: '*', du: '2010-01-01', au: null, quotite: 1, habilitations: [], rpps: null });
  const le = new Date();
  await ecrire('organisation', [
    { topic: 'sm.organisation.unite.v1', dossier: null, cle: '1', version: 1, unite: 1, type: 'UnitePubliee', survenuLe: le, prive: {}, public: encoder('sm.organisation.unite.v1', 'UnitePubliee', unitePubliee(NATION, 1)) },
    { topic: 'sm.organisation.affectation.v1', dossier: null, cle: affectation.id!, version: 1, unite: 1, type: 'AffectationPubliee', survenuLe: le, prive: {}, public: encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectation) },
  ]);
});
afterAll(() => p.fermer());

test('les racines de chaque service montent d’elles-mêmes, s’exportent, et concordent avec la chaîne', async () => {
  await ecrire('prestations', [ligne(101), ligne(101), ligne(102)]);
  await jusqua(async () => (await racines()).corps.racines?.length >= 1, { delaiMs: 20_000, quoi: 'la première racine' });
  await ecrire('prestations', [ligne(101)]);
  await jusqua(async () => (await racines()).corps.racines.length === 2, { delaiMs: 20_000, quoi: 'la seconde racine' });
  const exportees = (await racines()).corps.racines;
  expect(exportees.map((r) => r.rang)).toEqual([2, 3]);
  const sources = await p.voir<{ source: string }>('pilotage', 'SELECT DISTINCT source FROM racine_ancree ORDER BY source');
  expect(sources.map((x) => x.source)).toEqual(['essai/organisation', SOURCE]);
  const bilan = await jusqua(async () => {
    const reponse = await p.appeler('prestations', 'agent:chef', 'POST', '/exploitation/chaine/racines', { racines: exportees });
    return reponse.statut === 200 ? reponse : null;
  }, { delaiMs: 15_000, quoi: 'les droits du chef dans prestations' });
  expect(bilan.corps).toEqual({ comparees: 2, ruptures: [] });
  expect(await p.appeler('prestations', 'agent:chef', 'GET', '/exploitation/chaine/cles')).toMatchObject({ corps: { cles: [{ cle: cles.active.cle, publique: cles.active.publique, valideAu: null }] } });
}, 60_000);

test('une autre valeur au même rang est refusée, dite et gardée ; ce qui est ancré ne change pas', async () => {
  const [premiere] = (await racines()).corps.racines;
  const autre = { source: SOURCE, unite: 101, rang: 2, h: 'ab'.repeat(32), quand: new Date(premiere!.quand) };
  await publier(cles.signer(autre), cles);
  await attendreRefus(['racine-contredite']);
  await publier(cles.signer({ ...autre, rang: 1, quand: new Date(Date.now() + 60_000) }), cles);
  await attendreRefus(['racine-contredite', 'racine-en-recul']);
  expect((await racines()).corps.racines[0]).toEqual(premiere);
});

test('une clé que rien n’endosse ne signe rien ; une clé endossée continue', async () => {
  const suite = { source: SOURCE, unite: 101, rang: 1000, h: 'cd'.repeat(32), quand: new Date(Date.now() + 3_600_000) };
  const intruse = ClesRacine.depuisPem(creerCleRacine());
  await publier(intruse.signer(suite), intruse);
  await attendreRefus(['racine-contredite', 'racine-en-recul', 'cle-inconnue']);
  await publier({ ...cles.signer(suite), h: 'ef'.repeat(32) }, cles);
  await attendreRefus(['racine-contredite', 'racine-en-recul', 'cle-inconnue', 'signature-invalide']);
  const neuve = ClesRacine.depuisPem(creerCleRacine() + PEM);
  await publier(neuve.signer(suite), neuve);
  await jusqua(async () => (await racines()).corps.racines.some((r) => r.cle === neuve.active.cle), { delaiMs: 15_000, quoi: 'la racine de la clé endossée' });
  expect((await p.appeler('pilotage', 'agent:personne', 'GET', '/racines/refus')).statut).toBe(403);
});
