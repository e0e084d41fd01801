import 'reflect-metadata';
import { Body, Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';

const COLONNES = ['id', 'unite', 'version', 'statut', 'etat', 'medical'] as const;

interface Ligne { readonly id: string; readonly unite: number; readonly version: number; readonly statut: string; readonly etat: object; readonly medical: string | null }

@Controller('lignes')
class LigneController {
  constructor(@Inject(Pool) private readonly pool: Pool) {}

  @Post()
  async inserer(@Body() l: Ligne): Promise<{ id: string }> {
    await this.pool.query(`INSERT INTO ligne (${COLONNES.join(', ')}) VALUES ($1, $2, $3, $4, $5, $6)`, [l.id, l.unite, l.version, l.statut, l.etat, l.medical && Buffer.from(l.medical, 'base64')]);
    return { id: l.id };
  }
}

/** What nobody would put into service: no identity, no right, no journal, one insert a request. */
async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.argv[2]! });
  await pool.query('CREATE TABLE ligne (id uuid PRIMARY KEY, unite int NOT NULL, version int NOT NULL, statut text NOT NULL, etat jsonb NOT NULL, medical bytea)');
  @Module({ controllers: [LigneController], providers: [{ provide: Pool, useValue: pool }] })
  class NuModule {}
  const app = await NestFactory.create<NestFastifyApplication>(NuModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`${await app.getUrl()}\n`);
}

void main();
