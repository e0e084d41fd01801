// The baseline: what Nest and TypeORM give when written plainly. Same file, same fields, same server, same durability; no rights, no chain, no refusal, no HTTP.
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CompteursController } from './compteurs.controller';
import { AvisArret, Compteur, Dossier, Evenement, Personne } from './entites';
import { FileEnMemoire } from './file-en-memoire';
import { IntakeService, type Demande, type Notice } from './intake.service';

const [url = '', dossier = '', maximum = '3000', limite = '120'] = process.argv.slice(2);
const ENTITES = [Personne, Dossier, Evenement, Compteur, AvisArret];
const file = new FileEnMemoire();

@Module({
  imports: [TypeOrmModule.forRoot({ type: 'postgres', url, entities: ENTITES, synchronize: true, logging: false }), TypeOrmModule.forFeature(ENTITES)],
  controllers: [CompteursController],
  providers: [IntakeService, { provide: FileEnMemoire, useValue: file }],
})
class NaifModule {}

const lire = (nom: string) => createInterface({ input: createReadStream(join(dossier, nom)) });

async function premieres<T>(nom: string, n: number): Promise<T[]> {
  const lues: T[] = [];
  for await (const ligne of lire(nom)) {
    if (lues.length === n) break;
    lues.push(JSON.parse(ligne) as T);
  }
  return lues;
}

type Suivante = Demande & { readonly prescripteur?: string; readonly objet?: string };

/** A control of a leave, or a recognition, in the shape of the same plain row. */
const enDemande = (d: Suivante): Demande => ({ ...d, medecin: d.medecin ?? d.prescripteur ?? '', nature: d.objet ?? d.type, pieces: d.pieces ?? [], medical: { regime: null } });

/** Leaves, notices, accidents and diseases, each file in the proportion it has among them: `n` lines in all. */
async function suivantes(n: number): Promise<{ demandes: Demande[]; notices: Notice[] }> {
  const [arrets, notices, atmp] = [Math.round(0.335 * n), Math.round(0.442 * n), Math.round(0.223 * n)];
  const demandes = [...(await premieres<Suivante>('arrets-2016.ndjson', arrets)), ...(await premieres<Suivante>('atmp-2016.ndjson', atmp))].map(enDemande);
  return { demandes, notices: await premieres<Notice>('avis-arrets-2016.ndjson', notices) };
}

async function identites(): Promise<Map<string, Omit<Personne, 'id'>>> {
  const lues = new Map<string, Omit<Personne, 'id'>>();
  for (const nom of ['assures.csv', 'assures-suite.csv']) for await (const ligne of lire(nom)) {
    const [, , nir = '', nom = '', nomUsage = '', prenoms = '', naissance = '', sexe = '', rang = '1', adresse = '', codePostal = '', commune = '', caisse = '', medecin = ''] = ligne.split(';');
    if (/^\d/.test(nir)) lues.set(nir, { nir, nom, nomUsage: nomUsage || null, prenoms, naissance, sexe, rang: Number(rang), adresse, codePostal, commune, caisse, medecinTraitant: medecin || null });
  }
  return lues;
}

const inconnue = (nir: string): Omit<Personne, 'id'> =>
  ({ nir, nom: '', nomUsage: null, prenoms: '', naissance: null, sexe: '', rang: 1, adresse: '', codePostal: '', commune: '', caisse: '', medecinTraitant: null });

/** Takes lines in one by one until the time is out, then waits for the counters. */
async function chronometrer<T>(intake: IntakeService, lignes: readonly T[], prendre: (ligne: T) => Promise<void>): Promise<{ lignes: number; evenements: number; secondes: number }> {
  const [debut, avant] = [performance.now(), intake.evenements];
  let prises = 0;
  for (const ligne of lignes) {
    await prendre(ligne);
    prises++;
    if (performance.now() - debut > Number(limite) * 1000) break;
  }
  await file.vide();
  return { lignes: prises, evenements: intake.evenements - avant, secondes: (performance.now() - debut) / 1000 };
}

async function mesurer(): Promise<void> {
  const n = Number(maximum);
  const [lignes, suite, connues] = [await premieres<Demande>('ald-2016.ndjson', n), await suivantes(n), await identites()];
  const app = await NestFactory.createMicroservice(NaifModule, { strategy: file, logger: ['error', 'fatal'] });
  await app.listen();
  const intake = app.get(IntakeService);
  const reprendre = (d: Demande): Promise<void> => intake.reprendre(d, connues.get(d.nir) ?? inconnue(d.nir));
  const ald = await chronometrer(intake, lignes, reprendre);
  const autres = await chronometrer(intake, [...suite.demandes, ...suite.notices], (l) => ('histoire' in l ? reprendre(l) : intake.recevoir(l)));
  console.log(JSON.stringify({ ald, suite: autres, memoireMo: process.resourceUsage().maxRSS / 1024 }));
  await app.close();
}

mesurer().catch((e: unknown) => {
  console.error(e);
  process.exit(1);
});
