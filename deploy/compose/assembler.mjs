// Lays out what one image runs: the compiled packages that the service reaches by its @sm dependencies, its entry and its health check.
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const racine = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const lire = (fichier) => JSON.parse(readFileSync(join(racine, fichier), 'utf8'));

const SANTE = `fetch(\`http://127.0.0.1:\${process.env.SM_PORT}/sante/vie\`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1));\n`;

/** Folder of each workspace package, by name. */
function paquets() {
  const manifestes = lire('package.json').workspaces.flatMap((motif) => globSync(`${motif}/package.json`, { cwd: racine }));
  return new Map(manifestes.map((fichier) => [lire(fichier).name, { dossier: dirname(fichier), besoins: Object.keys(lire(fichier).dependencies ?? {}) }]));
}

/** Folders of the packages that one package reaches, itself first. @throws Error when SERVICE names nothing that runs */
export function atteints(service) {
  const connus = paquets();
  const depart = [`@sm/${service}-app`, `@sm/${service}`].find((nom) => connus.has(nom));
  if (!depart || !existsSync(join(racine, connus.get(depart).dossier, 'src/main.ts'))) throw new Error(`SERVICE : « ${service} » n'est pas un service`);
  const vus = new Set([depart]);
  for (const nom of vus) for (const besoin of connus.get(nom).besoins) vus.add(besoin);
  return [...vus].map((nom) => connus.get(nom).dossier);
}

function assembler(service, cible) {
  const dossiers = atteints(service);
  for (const dossier of dossiers) {
    mkdirSync(join(cible, dossier), { recursive: true });
    for (const part of ['package.json', 'dist']) cpSync(join(racine, dossier, part), join(cible, dossier, part), { recursive: true });
  }
  writeFileSync(join(cible, 'principal.cjs'), `require('./${dossiers[0]}/dist/main.js');\n`);
  writeFileSync(join(cible, 'sante.cjs'), SANTE);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) assembler(process.argv[2] ?? '', process.argv[3] ?? '/image');
