import { randomBytes } from 'node:crypto';
import { Controller, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { encoder } from '@sm/contracts';
import { jusqua, ouvrirIdentiteDeTest, ouvrirServiceDeTest, type IdentiteDeTest, type ServiceDeTest } from '@sm/testing';
import {
  Db, Journal, LogEmbarque, SurLot, Travaux, affectationPubliee, cleDepuisHex, creerJournalTechnique, demarrerService, unitePubliee, uuidv7,
  type Contexte, type EtatService, type EventLog, type Lot, type ServiceDemarre,
} from '../index';

const SUJETS = { unite: 'sm.organisation.unite.v1', affectation: 'sm.organisation.affectation.v1', personne: 'sm.repertoire.personne.v1' } as const;
const ctx: Contexte = { acteur: { id: 'systeme:essai', genre: 'systeme', nom: '' }, role: 'app', unites: [7] };
let enAttente = 0;
let inits = 0;
let panne: Error | null = null;
let vus = 0;

@Injectable()
class FileEssai implements OnModuleInit {
  constructor(private readonly travaux: Travaux) {}

  onModuleInit(): void {
    inits++;
    this.travaux.declarer('file', async () => enAttente);
  }
}

@Controller()
class EssaiConsumer {
  @SurLot(SUJETS.affectation)
  async appliquer(lot: Lot): Promise<void> {
    if (panne) throw panne;
    vus += lot.messages.length;
  }
}

@Module({ controllers: [EssaiConsumer], providers: [FileEssai] })
class EssaiModule {}

let s: ServiceDeTest;
let identite: IdentiteDeTest;
let log: LogEmbarque;
let coupe = false;
let service: ServiceDemarre;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('organisation');
  identite = await ouvrirIdentiteDeTest();
  log = new LogEmbarque({ sources: { organisation: s.adresses.urlLecteur }, serviceDuTopic: () => 'organisation', tranche: 'essai', activeMs: 10, reposMs: 50 });
  const coupable: EventLog = { abonner: (d) => log.abonner(d), fins: (t) => (coupe ? Promise.reject(new Error('courtier absent')) : log.fins(t)), source: (t) => log.source(t), fermer: () => log.fermer() };
  service = await demarrerService({ nom: 'organisation', module: EssaiModule, migrations: [] }, {
    port: 0, hote: '127.0.0.1', url: s.adresses.url, urlProprietaire: s.adresses.urlProprietaire, log: coupable, cleMaitre: cleDepuisHex(randomBytes(32).toString('hex')),
    journal: creerJournalTechnique({ service: 'essai', niveau: 'silent' }), identite: identite.identite,
  });
  await ecrire(SUJETS.unite, '7', 'UnitePubliee', unitePubliee({ id: 7, code: 'CNAM', type: 'nationale', noms: [{ nom: 'CNAM', du: null, au: null }], liens: [] }, 1));
  await affecter('machine:essai', 'ADMIN');
  await jusqua(async () => (await lire()).corps.aJour, { delaiMs: 15_000 });
}, 60_000);
afterAll(async () => {
  await service.arreter();
  await log.fermer();
  await identite.fermer();
  await s.fermer();
});

async function ecrire(topic: (typeof SUJETS)[keyof typeof SUJETS], cle: string, type: string, donnees: object): Promise<void> {
  const app = service.app;
  await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, [{ topic, dossier: null, cle, version: 1, unite: 7, type, survenuLe: new Date(), prive: {}, public: encoder(topic, type as never, donnees as never) }]));
}

async function affecter(acteurId: string, role: 'ADMIN' | 'MC'): Promise<void> {
  const id = uuidv7();
  await ecrire(SUJETS.affectation, id, 'AffectationPubliee', affectationPubliee({ id, acteurId, uniteId: 7, role, activite: '*', du: '2016-01-01', au: null, quotite: 1, habilitations: [], rpps: null }));
}

async function lire(sub = 'machine:essai'): Promise<{ statut: number; corps: EtatService }> {
  const reponse = await fetch(`${service.url}/exploitation/etat`, { headers: { authorization: `Bearer ${await identite.jeton(sub)}` } });
  return { statut: reponse.status, corps: (await reponse.json()) as EtatService };
}

test('l’état dit ce qui est fait : rien n’attend nulle part', async () => {
  const { statut, corps } = await lire();
  expect(statut).toBe(200);
  expect(corps).toMatchObject({ service: 'organisation', aJour: true, joignable: true, numerotation: { enAttente: false }, relais: null, lettresMortes: 0, chaine: { rompue: false }, travaux: { file: 0, copies: 0 } });
  expect(corps.consommateurs.map((c) => [c.topic, c.retard, c.bloquees])).toEqual(expect.arrayContaining([[SUJETS.affectation, 0, {}], [SUJETS.unite, 0, {}]]));
});

test('qui n’administre rien ne le lit pas', async () => {
  expect((await lire('agent:A')).statut).toBe(403);
  expect((await fetch(`${service.url}/exploitation/etat`)).status).toBe(401);
});

test('ce qu’un module déclare en attente se voit, et le service n’est plus à jour', async () => {
  enAttente = 3;
  expect((await lire()).corps).toMatchObject({ aJour: false, travaux: { file: 3 } });
  enAttente = 0;
  await jusqua(async () => (await lire()).corps.aJour, { delaiMs: 10_000, quoi: 'le retour à jour' });
});

test('un journal injoignable n’est pas une erreur : il est dit injoignable, et rien n’est dit à jour', async () => {
  coupe = true;
  const { statut, corps } = await lire();
  coupe = false;
  expect(statut).toBe(200);
  expect(corps).toMatchObject({ aJour: false, joignable: false });
  expect(corps.consommateurs.every((c) => c.retard === null)).toBe(true);
});

test('dès qu’un événement est validé, l’état n’est plus à jour jusqu’à ce que les copies en mémoire l’aient', async () => {
  for (let i = 0; i < 20; i++) {
    const acteur = `machine:essai-${i}`;
    await affecter(acteur, 'ADMIN');
    await jusqua(async () => (await lire()).corps.aJour, { delaiMs: 10_000, pasMs: 1 });
    expect((await lire(acteur)).statut).toBe(200);
  }
}, 30_000);

test('une panne passagère d’un consommateur garde son nom jusqu’à la plateforme : rien n’est mis de côté', async () => {
  panne = Object.assign(new Error('arrêt du serveur'), { code: '57P01' });
  await affecter('agent:B', 'MC');
  const essai = await jusqua(async () => (await lire()).corps.consommateurs.find((c) => Object.values(c.bloquees).length > 0), { delaiMs: 10_000 });
  expect(essai.retard).toBe(1);
  panne = null;
  const avant = vus;
  await jusqua(async () => (await lire()).corps.aJour, { delaiMs: 10_000 });
  expect((await lire()).corps.lettresMortes).toBe(0);
  expect(vus).toBe(avant + 1);
}, 30_000);

test('les modules ne sont initialisés qu’une fois', () => expect(inits).toBe(1));
