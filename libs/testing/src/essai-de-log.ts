import { Consommateur, Journal, Sequenceur, uuidv7, type Contexte, type EventLog, type Lot } from '@sm/platform';
import { ouvrirServiceDeTest, type ServiceDeTest } from './service-de-test';

export const TOPIC_ESSAI = 'sm.prestations.dossier.v1';
const acteur = { id: 'agent:contrat', genre: 'agent', nom: 'Contrat' } as const;
const ctx: Contexte = { acteur, role: 'app', unites: [1001] };

/** A service that writes and numbers events, another that notes what each of its consumers applied: what any log is tried with. */
export class EssaiDeLog {
  private readonly ouverts: Consommateur[] = [];
  private readonly versions = new Map<string, number>();

  private constructor(readonly producteur: ServiceDeTest, readonly lecteur: ServiceDeTest, private readonly sequenceur: Sequenceur) {}

  static async ouvrir(): Promise<EssaiDeLog> {
    const producteur = await ouvrirServiceDeTest('prestations');
    const lecteur = await ouvrirServiceDeTest('pilotage');
    await lecteur.voir('CREATE TABLE effet (consommateur text, dossier text, version int, ordre bigserial)');
    await lecteur.voir('GRANT SELECT, INSERT ON effet TO sm_pilotage_projection; GRANT USAGE ON SEQUENCE effet_ordre_seq TO sm_pilotage_projection');
    const sequenceur = new Sequenceur(producteur.db);
    sequenceur.demarrer(5, 20);
    return new EssaiDeLog(producteur, lecteur, sequenceur);
  }

  /** One event for each of these dossiers, its next version, in one transaction. */
  async publier(dossiers: readonly string[]): Promise<void> {
    const journal = new Journal();
    await this.producteur.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, dossiers.map((dossier) => {
      const version = (this.versions.get(dossier) ?? 0) + 1;
      this.versions.set(dossier, version);
      return { topic: TOPIC_ESSAI, dossier, version, unite: 1001, type: 'Essai', survenuLe: new Date('2016-02-29T12:00:00Z'), prive: {}, public: Buffer.from([version]) };
    })));
  }

  publierNeufs(nombre: number): Promise<void> {
    return this.publier(Array.from({ length: nombre }, () => uuidv7()));
  }

  async ecrire(consommateur: string, lot: Lot): Promise<void> {
    for (const m of lot.messages) await lot.tx.query('INSERT INTO effet (consommateur, dossier, version) VALUES ($1, $2, $3)', [consommateur, m.cle, m.version]);
  }

  consommer(log: EventLog, nom: string, traiter: (lot: Lot) => Promise<void> = (lot) => this.ecrire(nom, lot), taille = 50, surErreur: (e: unknown) => void = () => undefined): Consommateur {
    const c = new Consommateur(this.lecteur.db, log, { nom, topic: TOPIC_ESSAI, compacte: false, traiter, taille, surErreur });
    this.ouverts.push(c);
    c.demarrer();
    return c;
  }

  effets(consommateur: string): Promise<{ dossier: string; version: number }[]> {
    return this.lecteur.voir('SELECT dossier, version FROM effet WHERE consommateur = $1 ORDER BY ordre', [consommateur]);
  }

  /** How many events were published in all. */
  attendu(): number {
    return [...this.versions.values()].reduce((a, b) => a + b, 0);
  }

  async arreterConsommateurs(): Promise<void> {
    await Promise.all(this.ouverts.splice(0).map((c) => c.arreter()));
  }

  /** From now on, nothing of the producer turns any more. */
  cesserDeNumeroter(): Promise<void> {
    return this.sequenceur.arreter();
  }

  async fermer(): Promise<void> {
    await this.arreterConsommateurs();
    await this.cesserDeNumeroter();
    await this.lecteur.fermer();
    await this.producteur.fermer();
  }
}
