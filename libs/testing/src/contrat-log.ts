import { Consommateur, LettresMortes, contexteSysteme, uuidv7, type EventLog, type Lot, type Message } from '@sm/platform';
import { EssaiDeLog, TOPIC_ESSAI } from './essai-de-log';
import { jusqua } from './jusqua';
import type { ServiceDeTest } from './service-de-test';

/** What a log adapter brings to the contract: a log that carries what `producteur` has numbered. */
export interface AdaptateurEssaye {
  readonly log: EventLog;
  /** Stops what must run beside (a relay); nothing for the embedded log. */
  arreter(): Promise<void>;
}

/** The contract of the EventLog port, the same for every adapter: order, no loss, repeats, holes, poison, replay, restart. */
export function contratEventLog(nom: string, fabriquer: (producteur: ServiceDeTest) => Promise<AdaptateurEssaye>): void {
  describe(`contrat du journal d'événements : ${nom}`, () => {
    let essai: EssaiDeLog;
    let adaptateur: AdaptateurEssaye;

    beforeAll(async () => {
      essai = await EssaiDeLog.ouvrir();
      adaptateur = await fabriquer(essai.producteur);
    }, 240_000);

    afterEach(() => essai.arreterConsommateurs());

    afterAll(async () => {
      await adaptateur.arreter();
      await adaptateur.log.fermer();
      await essai.fermer();
    });

    test('chaque événement arrive une fois, dans l’ordre de son dossier, avec ses attributs', async () => {
      const dossiers = Array.from({ length: 20 }, () => uuidv7());
      for (let i = 0; i < 5; i++) await essai.publier(dossiers);
      let vu: Message | undefined;
      essai.consommer(adaptateur.log, 'ordre', async (lot) => {
        vu ??= lot.messages[0];
        await essai.ecrire('ordre', lot);
      });
      await jusqua(async () => (await essai.effets('ordre')).length === 100, { delaiMs: 20_000 });
      const dernieres = new Map<string, number>();
      for (const e of await essai.effets('ordre')) {
        expect(e.version).toBe((dernieres.get(e.dossier) ?? 0) + 1);
        dernieres.set(e.dossier, e.version);
      }
      expect(vu).toMatchObject({ topic: TOPIC_ESSAI, seq: 1, type: 'Essai', unite: 1001, version: 1, survenuLe: new Date('2016-02-29T12:00:00Z') });
      expect([...vu!.donnees]).toEqual([1]);
    }, 40_000);

    test('un consommateur arrêté puis relancé reprend où il en était, sans rien refaire', async () => {
      await essai.consommer(adaptateur.log, 'reprise').arreter();
      const avant = (await essai.effets('reprise')).length;
      await essai.publier([uuidv7(), uuidv7()]);
      essai.consommer(adaptateur.log, 'reprise');
      await jusqua(async () => (await essai.effets('reprise')).length === essai.attendu(), { delaiMs: 20_000 });
      const vus = (await essai.effets('reprise')).map((e) => `${e.dossier}|${e.version}`);
      expect(new Set(vus).size).toBe(vus.length);
      expect(vus.length).toBeGreaterThan(avant);
    }, 40_000);

    test('un message qui échoue toujours est mis de côté ; les autres passent ; son rejeu l’applique et l’efface', async () => {
      const poison = uuidv7();
      await essai.publier([uuidv7(), poison, uuidv7()]);
      let gueri = false;
      const traiter = async (lot: Lot): Promise<void> => {
        if (!gueri && lot.messages.some((m) => m.cle === poison)) throw new TypeError('panne');
        await essai.ecrire('poison', lot);
      };
      essai.consommer(adaptateur.log, 'poison', traiter);
      await jusqua(async () => (await essai.effets('poison')).length === essai.attendu() - 1, { delaiMs: 20_000 });
      const lettres = new LettresMortes(essai.lecteur.db, new Map([['poison', traiter]]));
      const [lettre] = await jusqua(async () => { const l = (await lettres.lister()).filter((x) => x.consommateur === 'poison'); return l.length ? l : null; });
      expect(lettre).toMatchObject({ type: 'Essai', code: 'TypeError' });
      await expect(lettres.rejouer(lettre!.id)).rejects.toThrow('panne');
      gueri = true;
      await lettres.rejouer(lettre!.id);
      expect((await essai.effets('poison')).filter((e) => e.dossier === poison)).toHaveLength(1);
      await expect(lettres.rejouer(lettre!.id)).rejects.toThrow('lettre-morte-introuvable');
    }, 40_000);

    test('un lot répété est ignoré ; un trou arrête la partition sans rien appliquer', async () => {
      const c = new Consommateur(essai.lecteur.db, adaptateur.log, { nom: 'trou', topic: TOPIC_ESSAI, compacte: false, traiter: (lot) => essai.ecrire('trou', lot) });
      const m = (seq: number): Message => ({ source: 'essai', topic: TOPIC_ESSAI, part: 3, seq, id: uuidv7(), type: 'Essai', cle: 'd', unite: 1, version: seq, survenuLe: new Date(), enregistreLe: new Date(), donnees: Buffer.alloc(0) });
      const lot = { topic: TOPIC_ESSAI, part: 3, messages: [m(1), m(2)] };
      await c.recevoir(lot);
      await c.recevoir(lot);
      await c.recevoir({ ...lot, messages: [m(2), m(3)] });
      expect((await essai.effets('trou')).map((e) => e.version)).toEqual([1, 2, 3]);
      await expect(c.recevoir({ ...lot, messages: [m(5)] })).rejects.toThrow('trou dans la source : 4 attendu, 5 reçu');
      expect((await c.marques(3)).get('essai')).toBe(3);
    });

    test('deux instances du même consommateur ne font l’effet qu’une fois', async () => {
      essai.consommer(adaptateur.log, 'double');
      essai.consommer(adaptateur.log, 'double');
      await essai.publier(Array.from({ length: 30 }, () => uuidv7()));
      await jusqua(async () => (await essai.effets('double')).length >= essai.attendu(), { delaiMs: 30_000 });
      const vus = (await essai.effets('double')).map((e) => `${e.dossier}|${e.version}`);
      expect(new Set(vus).size).toBe(vus.length);
      expect(vus).toHaveLength(essai.attendu());
    }, 60_000);

    test('le lecteur du journal ne peut lire ni le privé ni le médical', async () => {
      const { Pool } = await import('pg');
      const pool = new Pool({ connectionString: essai.producteur.adresses.urlLecteur, max: 1 });
      await expect(pool.query('SELECT prive FROM journal')).rejects.toMatchObject({ code: '42501' });
      await expect(pool.query('SELECT medical FROM journal')).rejects.toMatchObject({ code: '42501' });
      await pool.end();
      expect(contexteSysteme('projection').unites).toEqual([]);
    });
  });
}
