import { Consommateur, Journal, LettresMortes, Sequenceur, contexteSysteme, uuidv7, type Contexte, type EventLog, type Lot, type Message } from '@sm/platform';
import { jusqua } from './jusqua';
import { ouvrirServiceDeTest, type ServiceDeTest } from './service-de-test';

/** What a log adapter brings to the contract: a log that carries what `producteur` has numbered. */
export interface AdaptateurEssaye {
  readonly log: EventLog;
  /** Carries on what must run beside (a relay); none for the embedded log. */
  arreter(): Promise<void>;
}

const TOPIC = 'sm.prestations.dossier.v1';
const acteur = { id: 'agent:contrat', genre: 'agent', nom: 'Contrat' } as const;
const ctx: Contexte = { acteur, role: 'app', unites: [1001] };

/** The contract of the EventLog port, the same for every adapter: order, no loss, repeats, holes, poison, replay, restart. */
export function contratEventLog(nom: string, fabriquer: (producteur: ServiceDeTest) => Promise<AdaptateurEssaye>): void {
  describe(`contrat du journal d'événements : ${nom}`, () => {
    let producteur: ServiceDeTest;
    let lecteur: ServiceDeTest;
    let adaptateur: AdaptateurEssaye;
    let sequenceur: Sequenceur;
    const ouverts: Consommateur[] = [];
    const versions = new Map<string, number>();

    beforeAll(async () => {
      producteur = await ouvrirServiceDeTest('prestations');
      lecteur = await ouvrirServiceDeTest('pilotage');
      await lecteur.voir('CREATE TABLE effet (consommateur text, dossier text, version int, ordre bigserial)');
      await lecteur.voir('GRANT SELECT, INSERT ON effet TO sm_pilotage_projection; GRANT USAGE ON SEQUENCE effet_ordre_seq TO sm_pilotage_projection');
      sequenceur = new Sequenceur(producteur.db);
      sequenceur.demarrer(5, 20);
      adaptateur = await fabriquer(producteur);
    }, 60_000);

    afterEach(async () => {
      await Promise.all(ouverts.splice(0).map((c) => c.arreter()));
    });

    afterAll(async () => {
      await sequenceur.arreter();
      await adaptateur.arreter();
      await adaptateur.log.fermer();
      await lecteur.fermer();
      await producteur.fermer();
    });

    const publier = async (dossiers: readonly string[], prive: object = {}): Promise<void> => {
      const journal = new Journal();
      await producteur.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, dossiers.map((dossier) => {
        const version = (versions.get(dossier) ?? 0) + 1;
        versions.set(dossier, version);
        return { topic: TOPIC, dossier, version, unite: 1001, type: 'Essai', survenuLe: new Date('2016-02-29T12:00:00Z'), prive, public: Buffer.from([version]) };
      })));
    };

    const ecrire = async (consommateur: string, lot: Lot): Promise<void> => {
      for (const m of lot.messages) await lot.tx.query('INSERT INTO effet (consommateur, dossier, version) VALUES ($1, $2, $3)', [consommateur, m.cle, m.version]);
    };

    const consommer = (consommateur: string, traiter: (lot: Lot) => Promise<void> = (lot) => ecrire(consommateur, lot), taille = 50): Consommateur => {
      const c = new Consommateur(lecteur.db, adaptateur.log, { nom: consommateur, topic: TOPIC, compacte: false, traiter, taille });
      ouverts.push(c);
      c.demarrer();
      return c;
    };

    const effets = (consommateur: string): Promise<{ dossier: string; version: number }[]> => lecteur.voir('SELECT dossier, version FROM effet WHERE consommateur = $1 ORDER BY ordre', [consommateur]);
    const attendu = (): number => [...versions.values()].reduce((a, b) => a + b, 0);

    test('chaque événement arrive une fois, dans l’ordre de son dossier, avec ses attributs', async () => {
      const dossiers = Array.from({ length: 20 }, () => uuidv7());
      for (let i = 0; i < 5; i++) await publier(dossiers);
      let vu: Message | undefined;
      consommer('ordre', async (lot) => {
        vu ??= lot.messages[0];
        await ecrire('ordre', lot);
      });
      await jusqua(async () => (await effets('ordre')).length === 100, { delaiMs: 20_000 });
      const dernieres = new Map<string, number>();
      for (const e of await effets('ordre')) {
        expect(e.version).toBe((dernieres.get(e.dossier) ?? 0) + 1);
        dernieres.set(e.dossier, e.version);
      }
      expect(vu).toMatchObject({ topic: TOPIC, seq: 1, type: 'Essai', unite: 1001, version: 1, survenuLe: new Date('2016-02-29T12:00:00Z') });
      expect([...vu!.donnees]).toEqual([1]);
    }, 40_000);

    test('un consommateur arrêté puis relancé reprend où il en était, sans rien refaire', async () => {
      await (consommer('reprise')).arreter();
      const avant = (await effets('reprise')).length;
      await publier([uuidv7(), uuidv7()]);
      consommer('reprise');
      await jusqua(async () => (await effets('reprise')).length === attendu(), { delaiMs: 20_000 });
      const vus = (await effets('reprise')).map((e) => `${e.dossier}|${e.version}`);
      expect(new Set(vus).size).toBe(vus.length);
      expect(vus.length).toBeGreaterThan(avant);
    }, 40_000);

    test('un message qui échoue toujours est mis de côté ; les autres passent ; son rejeu l’applique et l’efface', async () => {
      const poison = uuidv7();
      await publier([uuidv7(), poison, uuidv7()]);
      let gueri = false;
      const traiter = async (lot: Lot): Promise<void> => {
        if (!gueri && lot.messages.some((m) => m.cle === poison)) throw new TypeError('panne');
        await ecrire('poison', lot);
      };
      consommer('poison', traiter);
      await jusqua(async () => (await effets('poison')).length === attendu() - 1, { delaiMs: 20_000 });
      const lettres = new LettresMortes(lecteur.db, new Map([['poison', traiter]]));
      const [lettre] = await jusqua(async () => { const l = (await lettres.lister()).filter((x) => x.consommateur === 'poison'); return l.length ? l : null; });
      expect(lettre).toMatchObject({ type: 'Essai', code: 'TypeError' });
      await expect(lettres.rejouer(lettre!.id)).rejects.toThrow('panne');
      gueri = true;
      await lettres.rejouer(lettre!.id);
      expect((await effets('poison')).filter((e) => e.dossier === poison)).toHaveLength(1);
      await expect(lettres.rejouer(lettre!.id)).rejects.toThrow('lettre-morte-introuvable');
    }, 40_000);

    test('un lot répété est ignoré ; un trou arrête la partition sans rien appliquer', async () => {
      const c = new Consommateur(lecteur.db, adaptateur.log, { nom: 'trou', topic: TOPIC, compacte: false, traiter: (lot) => ecrire('trou', lot) });
      const m = (seq: number): Message => ({ source: 'essai', topic: TOPIC, part: 3, seq, id: uuidv7(), type: 'Essai', cle: 'd', unite: 1, version: seq, survenuLe: new Date(), enregistreLe: new Date(), donnees: Buffer.alloc(0) });
      const lot = { topic: TOPIC, part: 3, messages: [m(1), m(2)] };
      await c.recevoir(lot);
      await c.recevoir(lot);
      await c.recevoir({ ...lot, messages: [m(2), m(3)] });
      expect((await effets('trou')).map((e) => e.version)).toEqual([1, 2, 3]);
      await expect(c.recevoir({ ...lot, messages: [m(5)] })).rejects.toThrow('trou dans la source : 4 attendu, 5 reçu');
      expect((await c.marques(3)).get('essai')).toBe(3);
    });

    test('deux instances du même consommateur ne font l’effet qu’une fois', async () => {
      consommer('double');
      consommer('double');
      await publier(Array.from({ length: 30 }, () => uuidv7()));
      await jusqua(async () => (await effets('double')).length >= attendu(), { delaiMs: 30_000 });
      const vus = (await effets('double')).map((e) => `${e.dossier}|${e.version}`);
      expect(new Set(vus).size).toBe(vus.length);
      expect(vus).toHaveLength(attendu());
    }, 60_000);

    test('le lecteur du journal ne peut lire ni le privé ni le médical', async () => {
      const { Pool } = await import('pg');
      const pool = new Pool({ connectionString: producteur.adresses.urlLecteur, max: 1 });
      await expect(pool.query('SELECT prive FROM journal')).rejects.toMatchObject({ code: '42501' });
      await expect(pool.query('SELECT medical FROM journal')).rejects.toMatchObject({ code: '42501' });
      await pool.end();
      expect(contexteSysteme('projection').unites).toEqual([]);
    });
  });
}
