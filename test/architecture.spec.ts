import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Projet {
  readonly nom: string;
  readonly dossier: string;
  readonly types: readonly string[];
  readonly portees: readonly string[];
}
interface Espace {
  readonly projets: readonly Projet[];
  readonly erreurs: readonly string[];
}
interface Frontieres {
  lireProjets(racine: string): Espace;
  refusImport(espace: Espace, fichier: string, specifieur: string): string | null;
}

const racine = join(__dirname, '..');
let frontieres: Frontieres;
let espace: Espace;

beforeAll(async () => {
  frontieres = (await import(pathToFileURL(join(racine, 'deploy/lancement/frontieres.mjs')).href)) as Frontieres;
  espace = frontieres.lireProjets(racine);
});

const refus = (fichier: string, specifieur: string): string | null => frontieres.refusImport(espace, join(racine, fichier), specifieur);

/** What ESLint says, with the project's own configuration, of a text that would stand in that file. */
function lint(fichier: string, texte: string): string[] {
  const eslint = [join(racine, 'node_modules/eslint/bin/eslint.js'), '--stdin', '--stdin-filename', join(racine, fichier), '--format', 'json'];
  let sortie: string;
  try {
    sortie = execFileSync(process.execPath, eslint, { cwd: racine, input: texte, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (e) {
    sortie = (e as { stdout: string }).stdout;
  }
  const [resultat] = JSON.parse(sortie) as { messages: { ruleId: string | null; severity: number }[] }[];
  return (resultat?.messages ?? []).filter((m) => m.severity === 2).map((m) => m.ruleId ?? 'analyse');
}

function espaceDEssai(paquets: Record<string, string[] | null>): string {
  const dossier = mkdtempSync(join(tmpdir(), 'sm-archi-'));
  writeFileSync(join(dossier, 'package.json'), JSON.stringify({ workspaces: ['libs/*'] }));
  for (const [nom, tags] of Object.entries(paquets)) {
    mkdirSync(join(dossier, 'libs', nom, 'src'), { recursive: true });
    writeFileSync(join(dossier, 'libs', nom, 'package.json'), JSON.stringify({ name: `@sm/${nom}`, ...(tags ? { nx: { tags } } : {}) }));
  }
  return dossier;
}

test('chaque projet porte son type et sa portée', () => {
  expect(espace.erreurs).toEqual([]);
  expect(espace.projets.length).toBeGreaterThanOrEqual(15);
});

test.each([
  ['un domaine qui touche la base', 'libs/kernel/src/x.ts', 'pg'],
  ['un domaine qui touche Nest', 'services/prestations/domaine/src/x.ts', '@nestjs/common'],
  ['un domaine qui valide par décorateurs', 'services/prestations/domaine/src/x.ts', 'class-validator'],
  ['un domaine qui lit le disque', 'libs/nomenclatures/src/x.ts', 'node:fs'],
  ['un domaine qui lit le disque sous l’ancien nom', 'libs/nomenclatures/src/x.ts', 'fs/promises'],
  ['un domaine qui dépend de la plateforme', 'libs/kernel/src/x.ts', '@sm/platform'],
  ['un domaine qui importe celui d’un autre service', 'services/prestations/domaine/src/x.ts', '@sm/pilotage-domaine'],
  ['une application qui importe le domaine d’un autre service', 'services/repertoire/app/src/x.ts', '@sm/prestations-domaine'],
  ['une application qui en importe une autre', 'services/prestations/app/src/x.ts', '@sm/organisation-app'],
  ['une application qui parle à la base sans la plateforme', 'services/prestations/app/src/x.ts', 'pg'],
  ['une application qui parle à Kafka sans la plateforme', 'services/prestations/app/src/x.ts', 'kafkajs'],
  ['la plateforme qui dépend d’un service', 'libs/platform/src/x.ts', '@sm/prestations-domaine'],
  ['les contrats qui dépendent d’autre chose que de protobuf', 'libs/contracts/src/x.ts', 'rxjs'],
  ['du code livré qui se sert des outils de test', 'services/prestations/app/src/x.ts', '@sm/testing'],
  ['l’échantillon qui connaît la plateforme', 'deploy/echantillon/src/x.ts', '@sm/contracts'],
  ['un chemin relatif qui sort du projet', 'services/prestations/app/src/x.ts', '../../domaine/src/dossier'],
  ['un scénario qui contourne les services', 'test/scenarios/x.e2e.spec.ts', '@sm/prestations-app'],
  ['un projet inconnu', 'libs/platform/src/x.ts', '@sm/inconnu'],
])('est refusé : %s', (_, fichier, specifieur) => {
  expect(refus(fichier, specifieur)).not.toBeNull();
});

test.each([
  ['services/prestations/domaine/src/x.ts', '@sm/kernel'],
  ['services/prestations/app/src/x.ts', '@sm/prestations-domaine'],
  ['services/prestations/app/src/x.ts', '@nestjs/common'],
  ['services/prestations/app/test/x.int.spec.ts', '@sm/testing'],
  ['services/prestations/app/test/x.int.spec.ts', 'pg'],
  ['services/prestations/app/test/x.int.spec.ts', '../src/x'],
  ['deploy/tranche/src/main.ts', '@sm/prestations-app'],
  ['libs/contracts/src/x.ts', '@bufbuild/protobuf/wire'],
])('est permis : %s importe %s', (fichier, specifieur) => {
  expect(refus(fichier, specifieur)).toBeNull();
});

test('ESLint applique la table à toutes les façons d’importer', () => {
  const facons = [
    "import { Client } from 'pg';",
    "export { Pool } from 'pg';",
    "export type C = import('pg').Client;",
    "export const c = (): Promise<unknown> => import('pg');",
    "import d = require('pg');",
    'export const e = [Client, d];',
  ];
  expect(lint('libs/kernel/src/x.ts', facons.join('\n')).filter((regle) => regle === 'sm/frontieres')).toHaveLength(5);
});

test('le domaine ne prend ni l’heure, ni le hasard, ni l’attente', () => {
  const regles = lint('libs/kernel/src/x.ts', 'export const a = Date.now();\nexport const b = Math.random();\nexport const c = new Date();\nexport const d = (): unknown => setTimeout(() => a, 1);\n');
  expect(regles.sort()).toEqual(['no-restricted-globals', 'no-restricted-properties', 'no-restricted-properties', 'no-restricted-syntax']);
  expect(lint('libs/platform/src/x.ts', 'export const a = Date.now();\n')).toEqual([]);
});

test('any, export étoilé, règle débranchée et fichier trop long sont refusés', () => {
  const fautif = ["export * from './y';", '// eslint-disable-next-line', 'export const z: any = 1;', ...Array.from({ length: 400 }, (_, i) => `export const a${i} = 1;`)];
  expect(lint('libs/platform/src/x.ts', fautif.join('\n'))).toEqual(expect.arrayContaining(['max-lines', 'no-restricted-syntax', '@typescript-eslint/no-explicit-any']));
});

test('une étiquette oubliée, doublée ou inconnue bloque tout', () => {
  const dossier = espaceDEssai({ muet: null, double: ['scope:shared', 'type:infra', 'type:domain'], fantaisie: ['scope:shared', 'type:magie'], bon: ['scope:shared', 'type:domain'] });
  const essai = frontieres.lireProjets(dossier);
  rmSync(dossier, { recursive: true });
  expect(essai.erreurs.map((e) => e.split(' ')[0]).sort()).toEqual(['@sm/double', '@sm/fantaisie', '@sm/muet']);
  expect(frontieres.refusImport(essai, join(dossier, 'libs/bon/src/x.ts'), '@sm/bon')).not.toBeNull();
});

test('Nx voit les mêmes projets, et sait quoi vérifier de chacun', () => {
  const nx = (...args: string[]): string => execFileSync(process.execPath, [join(racine, 'node_modules/nx/dist/bin/nx.js'), ...args, '--json'], { cwd: racine, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } });
  expect((JSON.parse(nx('show', 'projects', '--withTarget', 'test')) as string[]).sort()).toEqual(espace.projets.map((p) => p.nom).sort());
}, 60_000);
