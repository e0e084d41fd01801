import { Client } from 'pg';
import type { Hote } from './hote';

/** Looks into a service's database as superuser, past every policy: to look, never to prepare. */
export class Regard {
  private constructor(private readonly client: Client) {}

  static async ouvrir(hote: Hote, service: string): Promise<Regard> {
    const client = new Client({ host: '127.0.0.1', port: Number(hote.lire('postgres.port')), user: 'postgres', password: hote.lire('postgres.secret').trim(), database: `sm_${service}` });
    client.on('error', () => undefined);
    await client.connect();
    return new Regard(client);
  }

  async voir<T extends object>(sql: string, parametres: readonly unknown[] = []): Promise<T[]> {
    return (await this.client.query<T>(sql, [...parametres])).rows;
  }

  async compter(sql: string, parametres: readonly unknown[] = []): Promise<number> {
    const [ligne] = await this.voir<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, parametres);
    return Number(ligne?.n);
  }

  fermer(): Promise<void> {
    return this.client.end();
  }
}
