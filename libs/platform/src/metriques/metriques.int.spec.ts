import { Controller, Get, Module, Param } from '@nestjs/common';
import { encoder } from '@sm/contracts';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { Db, Journal, Public, Sante, StrategieLog, Tenancy, VerificateurChaine, affectationPubliee, unitePubliee, uuidv7, type Contexte, type LigneJournal } from '../index';
import { Metriques } from './metriques';
import { SOURCES, type SuiviRelais } from './sources';

const NIR = '185057800608436';

@Public()
@Controller('assures')
class EssaiController {
  @Get(':nir/dossiers/:id')
  lire(@Param('nir') nir: string): { longueur: number } {
    return { longueur: nir.length };
  }
}

@Module({ controllers: [EssaiController] })
class EssaiModule {}

const CONSOMMATEUR = 'OrganisationConsumer.appliquerUnites';
const TOPIC = 'sm.organisation.unite.v1';
let p: PlateformeDeTest;
let nomConsommateur = CONSOMMATEUR;

const app = () => p.services.get('organisation')!.app;
const ctx: Contexte = { acteur: { id: 'systeme:amorce', genre: 'systeme', nom: 'amorce' }, role: 'app', unites: [7] };
const unite = (version: number, donnees?: Uint8Array): LigneJournal => ({
  topic: TOPIC, dossier: null, cle: '7', version, unite: 7, type: 'UnitePubliee', survenuLe: new Date(), prive: {},
  public: donnees ?? encoder(TOPIC, 'UnitePubliee', unitePubliee({ id: 7, code: 'CNAM', type: 'nationale', noms: [], liens: [] }, version)),
});
const ecrire = (lignes: LigneJournal[]) => app().get(Db).inTransaction(ctx, (tx) => app().get(Journal).ajouter(tx, ctx, lignes));

async function page(): Promise<string> {
  const r = await fetch(`${p.services.get('organisation')!.url}/metrics`);
  expect(r.status).toBe(200);
  expect(r.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return r.text();
}

/** Value of the first series of that name whose labels hold all these. */
async function valeur(nom: string, ...etiquettes: string[]): Promise<number | null> {
  const ligne = (await page()).split('\n').find((l) => l.startsWith(`${nom}{`) && etiquettes.every((e) => l.includes(e)));
  return ligne ? Number(ligne.slice(ligne.lastIndexOf(' ') + 1)) : null;
}

beforeAll(async () => {
  p = await ouvrirPlateformeDeTest([{ nom: 'organisation', module: EssaiModule, migrations: [] }]);
  const affectation = uuidv7();
  await ecrire([unite(1), {
    topic: 'sm.organisation.affectation.v1', dossier: null, cle: affectation, version: 1, unite: 7, type: 'AffectationPubliee', survenuLe: new Date(), prive: {},
    public: encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectationPubliee({ id: affectation, acteurId: 'agent:chef', uniteId: 7, role: 'ADMIN', activite: '*', du: '2016-01-01', au: null, quotite: 1, habilitations: [], rpps: null })),
  }]);
  await jusqua(() => app().get(Tenancy).unitesDeLaTranche().length === 1);
  nomConsommateur = app().get(StrategieLog).consommateurs.find((c) => c.options.topic === TOPIC)!.options.nom;
}, 60_000);
afterAll(() => p.fermer());

test('la page se lit sans jeton, dit le retard, le progrès, la base, la chaîne et le processus, et rien du relais quand il n’y en a pas', async () => {
  const texte = await page();
  for (const nom of ['sm_consommateur_retard_messages', 'sm_consommateur_progres_age_secondes', 'sm_partie_prete', 'sm_progres_age_secondes', 'sm_journal_lignes', 'sm_chaine_lignes_verifiees', 'sm_base_connexions', 'sm_base_attentes', 'nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']) {
    expect(texte).toMatch(new RegExp(`^${nom}({.*})? [0-9.e+-]+$`, 'm'));
  }
  expect(texte).not.toMatch(/^sm_relais_/m);
  expect(texte).not.toMatch(/^sm_metriques_source_en_echec.* 1$/m);
  expect((texte.match(/^# TYPE process_cpu_seconds_total/gm) ?? []).length).toBe(1);
  expect(await valeur('sm_journal_lignes')).toBe(2);
  expect(await valeur('sm_base_attentes')).toBe(0);
});

test('des événements qui attendent se voient dans le retard, puis n’y sont plus', async () => {
  const consommateurs = app().get(StrategieLog).consommateurs.filter((c) => c.options.topic === TOPIC);
  for (const c of consommateurs) await c.arreter();
  await ecrire([unite(2), unite(3), unite(4)]);
  await jusqua(async () => (await valeur('sm_consommateur_retard_messages', `topic="${TOPIC}"`)) === 3);
  expect(await valeur('sm_journal_lignes')).toBe(5);
  for (const c of consommateurs) c.demarrer();
  await jusqua(async () => (await valeur('sm_consommateur_retard_messages', `topic="${TOPIC}"`)) === 0);
}, 30_000);

test('une ligne que le séquenceur n’a pas encore vue se voit par son âge', async () => {
  const tient = app().get(Db).source.createQueryRunner();
  await tient.query("SELECT pg_advisory_lock(hashtext('sm-sequenceur'))");
  await ecrire([unite(5)]);
  await jusqua(async () => ((await valeur('sm_sequenceur_non_numerote_age_secondes')) ?? 0) > 0.2);
  await tient.query("SELECT pg_advisory_unlock(hashtext('sm-sequenceur'))");
  await tient.release();
  await jusqua(async () => (await valeur('sm_sequenceur_non_numerote_age_secondes')) === 0);
}, 30_000);

test('un message mis de côté se compte chez son consommateur, et un consommateur d’autrefois sous « autre »', async () => {
  expect(await valeur('sm_lettres_mortes', `consommateur="${nomConsommateur}"`)).toBe(0);
  await ecrire([unite(6, Buffer.from([255, 255, 255]))]);
  await jusqua(async () => (await valeur('sm_lettres_mortes', `consommateur="${nomConsommateur}"`)) === 1);
  await p.voir('organisation', `INSERT INTO lettre_morte SELECT gen_random_uuid(), '${NIR}', topic, part, source, seq, message, donnees, code, essais, cree_le FROM lettre_morte LIMIT 1`);
  expect(await valeur('sm_lettres_mortes', 'consommateur="autre"')).toBe(1);
});

test('une partition arrêtée se voit avec son motif', async () => {
  const [c] = app().get(StrategieLog).consommateurs.filter((x) => x.options.topic === TOPIC);
  await c!.arreter();
  c!.bloquees.set(3, 'trou-dans-la-source').set(4, `assuré ${NIR}`);
  expect(await valeur('sm_consommateur_partitions_bloquees', `topic="${TOPIC}"`, 'motif="trou-dans-la-source"')).toBe(1);
  expect(await valeur('sm_consommateur_partitions_bloquees', `topic="${TOPIC}"`, 'motif="autre"')).toBe(1);
  c!.bloquees.clear();
  c!.demarrer();
});

test('une chaîne rompue se voit, rend le service non prêt, et l’exploitant en lit la place ; un autre agent, non', async () => {
  const v = app().get(VerificateurChaine);
  await v.passer();
  expect(await valeur('sm_chaine_lignes_a_verifier')).toBe(0);
  await p.voir('organisation', "UPDATE journal SET type = 'Autre' WHERE id = (SELECT journal_id FROM log_index WHERE unite = 7 AND rang = 2)");
  expect((await p.appeler('organisation', 'agent:passant', 'POST', '/exploitation/chaine/verification')).statut).toBe(403);
  expect((await p.appeler('organisation', 'agent:chef', 'POST', '/exploitation/chaine/verification')).statut).toBe(202);
  await jusqua(() => v.etat().rompue);
  expect(await valeur('sm_chaine_rompue')).toBe(1);
  expect(await valeur('sm_partie_prete', 'partie="chaine"')).toBe(0);
  const pret = await fetch(`${p.services.get('organisation')!.url}/sante/pret`);
  expect(pret.status).toBe(503);
  expect(await pret.json()).toMatchObject({ details: { chaine: 'rompue' } });
  expect(await p.appeler('organisation', 'agent:chef', 'GET', '/exploitation/chaine')).toMatchObject({ statut: 200, corps: { rompue: true, ruptures: [{ unite: 7, rang: 2, genre: 'contenu-modifie' }] } });
});

test('le relais, quand il y en a un, dit ce qui attend ; une source muette est laissée de côté et dite', async () => {
  const relais: SuiviRelais = { retard: async () => ({ enAttente: 12, plusAncien: new Date(Date.now() - 60_000) }), dernierProgres: new Date() };
  const metriques = (r: SuiviRelais) => new Metriques(app().get(Db), app().get(StrategieLog), app().get(Sante), { httpAdapter: null } as never, r);
  const texte = await metriques(relais).page();
  expect(texte).toMatch(/^sm_relais_en_attente_messages{service="organisation"} 12$/m);
  expect(texte).toMatch(/^sm_relais_non_publie_age_secondes{service="organisation"} 60/m);
  const muet = metriques({ ...relais, retard: () => new Promise<never>(() => undefined) });
  const debut = Date.now();
  const avec = await muet.page();
  expect(Date.now() - debut).toBeLessThan(5000);
  expect(avec).toMatch(/^sm_metriques_source_en_echec{source="relais",service="organisation"} 1$/m);
  expect(avec).not.toMatch(/^sm_relais_en_attente_messages{/m);
  expect(avec).toMatch(/^sm_journal_lignes{service="organisation"} \d+$/m);
});

test('aucune étiquette ne porte un identifiant, un NIR ou un texte libre', async () => {
  const id = uuidv7();
  await fetch(`${p.services.get('organisation')!.url}/assures/${NIR}/dossiers/${id}?q=Jean+Exemple`);
  await fetch(`${p.services.get('organisation')!.url}/absent/${NIR}/${id}`);
  await jusqua(async () => ((await valeur('sm_http_requete_secondes_count', 'route="/assures/:nir/dossiers/:id"')) ?? 0) === 1);
  const texte = await page();
  expect(texte).toContain('route="inconnue"');
  const etiquettes = [...texte.matchAll(/([a-zA-Z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, nom, valeurLue]) => [nom!, valeurLue!] as const);
  const permis: Record<string, RegExp> = {
    service: /^[a-z]+$/, consommateur: /^([A-Z][A-Za-z]+\.[A-Za-z]+|autre)$/, topic: /^sm(\.[a-z]+){1,3}\.v\d+$/, motif: /^(trou-dans-la-source|erreur|autre)$/, partie: /^[a-z][a-z-]{0,30}$/, usage: /^(occupee|libre)$/,
    source: new RegExp(`^(${Object.keys(SOURCES).join('|')})$`), methode: /^[A-Z]{3,7}$/, route: /^(inconnue|(\/(:?[a-z][A-Za-z-]*|\*))+(\.json)?)$/, statut: /^[1-5]\d\d$/, le: /^(\+Inf|[0-9.]+)$/,
    type: /^[A-Za-z]{1,40}$/, space: /^[a-z_]{1,30}$/, kind: /^[a-z]{1,20}$/, version: /^v[0-9.]+$/, major: /^\d+$/, minor: /^\d+$/, patch: /^\d+$/,
  };
  for (const [nom, lue] of etiquettes) expect({ [nom]: permis[nom]?.test(lue) ? 'permis' : lue }).toEqual({ [nom]: 'permis' });
  for (const secret of [NIR, id, 'Jean', '7800608']) expect(texte).not.toContain(secret);
  expect(etiquettes.length).toBeGreaterThan(50);
});
