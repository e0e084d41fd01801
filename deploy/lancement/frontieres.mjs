// The boundary table (house §6), read by ESLint and by the architecture test. Tags live in each package.json under nx.tags.
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';

const COURANTS = ['@nestjs/*', 'typeorm', 'pg', 'kafkajs', 'rxjs', 'class-*'];

/** For each type: the types it may depend on, and the outside packages it may not import (`node:*` = the built-in modules). */
export const TABLE = {
  domain: { vers: ['domain'], sauf: [...COURANTS, 'node:*'] },
  contract: { vers: ['contract'], seulement: ['@bufbuild/protobuf'] },
  infra: { vers: ['infra', 'contract', 'domain'] },
  app: { vers: ['domain', 'infra', 'contract'], sauf: ['kafkajs', 'pg'] },
  host: { vers: ['app', 'infra', 'outil'] },
  testing: { vers: ['domain', 'contract', 'infra', 'testing'] },
  e2e: { vers: ['testing', 'contract'] },
  outil: { vers: [] },
};

const genreDe = (nom, etiquettes) => etiquettes.filter((e) => e.startsWith(`${nom}:`)).map((e) => e.slice(nom.length + 1));

/** Every workspace package with its folder and tags; `erreurs` names those whose tags are missing, doubled or unknown. */
export function lireProjets(racine) {
  const motifs = JSON.parse(readFileSync(join(racine, 'package.json'), 'utf8')).workspaces;
  const projets = motifs.flatMap((motif) => globSync(`${motif}/package.json`, { cwd: racine })).map((fichier) => {
    const paquet = JSON.parse(readFileSync(join(racine, fichier), 'utf8'));
    const etiquettes = paquet.nx?.tags ?? [];
    return { nom: paquet.name, dossier: resolve(racine, dirname(fichier)), types: genreDe('type', etiquettes), portees: genreDe('scope', etiquettes) };
  });
  const erreurs = projets.flatMap((p) => {
    if (p.types.length !== 1 || p.portees.length !== 1) return [`${p.nom} doit porter une étiquette type: et une étiquette scope:, et une seule de chaque`];
    return TABLE[p.types[0]] ? [] : [`${p.nom} porte l'étiquette inconnue type:${p.types[0]}`];
  });
  return { projets, erreurs };
}

const dans = (dossier, fichier) => fichier.startsWith(dossier + sep);
const correspond = (motif, nom) => (motif.endsWith('*') ? nom.startsWith(motif.slice(0, -1)) : nom === motif);
const paquetDe = (specifieur) => specifieur.split('/').slice(0, specifieur.startsWith('@') ? 2 : 1).join('/');

function refusExterne(source, specifieur) {
  const { sauf = [], seulement } = TABLE[source.types[0]];
  const natif = specifieur.startsWith('node:') || builtinModules.includes(specifieur);
  const nom = natif ? `node:${specifieur.replace(/^node:/, '')}` : paquetDe(specifieur);
  const interdit = seulement ? !seulement.includes(nom) : sauf.some((motif) => correspond(motif, nom));
  return interdit ? `type:${source.types[0]} n'importe pas ${nom}` : null;
}

function refusInterne(source, cible, estTest) {
  if (source === cible) return null;
  const [de, vers] = [source.types[0], cible.types[0]];
  if (vers === 'testing') return estTest || de === 'testing' || de === 'e2e' ? null : `seuls les tests importent ${cible.nom}`;
  if (!TABLE[de].vers.includes(vers)) return `type:${de} ne dépend pas de type:${vers} (${cible.nom})`;
  const portee = cible.portees[0];
  if (portee !== 'shared' && portee !== source.portees[0] && de !== 'host') return `scope:${source.portees[0]} ne dépend pas de scope:${portee} (${cible.nom})`;
  return null;
}

/**
 * Why this file may not import that specifier, or null when it may. Fails closed: a file or an @sm package that no project holds is refused.
 * A spec file may use the built-in modules and the test tools, never another project than its own could.
 */
export function refusImport({ projets, erreurs }, fichier, specifieur) {
  const source = projets.find((p) => dans(p.dossier, fichier));
  if (!source) return `${fichier} n'appartient à aucun projet`;
  if (erreurs.length > 0) return erreurs[0];
  const estTest = /\.spec\.ts$/.test(fichier) || dans(join(source.dossier, 'test'), fichier);
  if (specifieur.startsWith('.')) {
    const vise = resolve(dirname(fichier), specifieur);
    return vise === source.dossier || dans(source.dossier, vise) ? null : `un chemin relatif ne sort pas du projet (${relative(source.dossier, vise)})`;
  }
  if (!specifieur.startsWith('@sm/')) return estTest ? null : refusExterne(source, specifieur);
  const cible = projets.find((p) => p.nom === paquetDe(specifieur));
  return cible ? refusInterne(source, cible, estTest) : `${specifieur} n'est pas un projet`;
}

/** The ESLint rule `sm/frontieres`. */
export function regleFrontieres(racine) {
  const espace = lireProjets(racine);
  const verifier = (contexte, noeud) => {
    if (typeof noeud?.value !== 'string') return;
    const refus = refusImport(espace, contexte.filename, noeud.value);
    if (refus) contexte.report({ node: noeud, message: refus });
  };
  return {
    meta: { type: 'problem', schema: [] },
    create: (contexte) => ({
      ImportDeclaration: (n) => verifier(contexte, n.source),
      ExportNamedDeclaration: (n) => verifier(contexte, n.source),
      ExportAllDeclaration: (n) => verifier(contexte, n.source),
      ImportExpression: (n) => verifier(contexte, n.source),
      TSImportType: (n) => verifier(contexte, n.argument?.literal ?? n.source),
      TSExternalModuleReference: (n) => verifier(contexte, n.expression),
      'CallExpression[callee.name="require"]': (n) => verifier(contexte, n.arguments[0]),
    }),
  };
}
