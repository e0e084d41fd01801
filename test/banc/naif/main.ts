// The baseline: what Nest and TypeORM give when written plainly. Same file, same fields, same server, same durability; no rights, no chain, no refusal, no HTTP.
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CompteursController } from './compteurs.controller';
import { Compteur, Dossier, Evenement, Personne } from './entites';
import { FileEnMemoire } from './file-en-memoire';
import { IntakeService, type Demande } from './intake.service';

const [url = '', dossier = '', maximum = '3000', limite = '120'] = process.argv.slice(2);
const ENTITES = [Personne, Dossier, Evenement, Compteur];
const file = new FileEnMemoire();

@Module({
  imports: [TypeOrmModule.forRoot({ type: 'postgres', url, entities: ENTITES, synchronize: true, logging: false }), TypeOrmModule.forFeature(ENTITES)],
  controllers: [CompteursController],
  providers: [IntakeService, { provide: FileEnMemoire, useValue: file }],
})
class NaifModule {}

const lire = (nom: string) => createInterface({ input: createReadStream(join(dossier, nom)) });

async function demandes(n: number): Promise<Demande[]> {
  const lues: Demande[] = [];
  for await (const ligne of lire('ald-2016.ndjson')) {
    lues.push(JSON.parse(ligne) as Demande);
    if (lues.length === n) break;
  }
  return lues;
}

async function identites(): Promise<Map<string, Omit<Personne, 'id'>>> {
  const lues = new Map<string, Omit<Personne, 'id'>>();
  for await (const ligne of lire('assures.csv')) {
    const [, , nir = '', nom = '', nomUsage = '', prenoms = '', naissance = '', sexe = '', rang = '1', adresse = '', codePostal = '', commune = '', caisse = '', medecin = ''] = ligne.split(';');
    if (/^\d/.test(nir)) lues.set(nir, { nir, nom, nomUsage: nomUsage || null, prenoms, naissance, sexe, rang: Number(rang), adresse, codePostal, commune, caisse, medecinTraitant: medecin || null });
  }
  return lues;
}

const inconnue = (nir: string): Omit<Personne, 'id'> =>
  ({ nir, nom: '', nomUsage: null, prenoms: '', naissance: null, sexe: '', rang: 1, adresse: '', codePostal: '', commune: '', caisse: '', medecinTraitant: null });

async function mesurer(): Promise<void> {
  const [lignes, connues] = [await demandes(Number(maximum)), await identites()];
  const app = await NestFactory.createMicroservice(NaifModule, { strategy: file, logger: ['error', 'fatal'] });
  await app.listen();
  const intake = app.get(IntakeService);
  const debut = performance.now();
  let prises = 0;
  for (const d of lignes) {
    await intake.reprendre(d, connues.get(d.nir) ?? inconnue(d.nir));
    prises++;
    if (performance.now() - debut > Number(limite) * 1000) break;
  }
  await file.vide();
  const secondes = (performance.now() - debut) / 1000;
  console.log(JSON.stringify({ demandes: prises, evenements: intake.evenements, secondes, memoireMo: process.resourceUsage().maxRSS / 1024 }));
  await app.close();
}

mesurer().catch((e: unknown) => {
  console.error(e);
  process.exit(1);
});
