// Compiles every workspace package (src -> dist) with SWC, only what changed. Type checks are tsc's business (npm test).
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const racine = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export async function compiler(journal = () => {}) {
  const { transformSync } = await import('@swc/core');
  const options = { ...JSON.parse(readFileSync(join(racine, '.swcrc'), 'utf8')), swcrc: false };
  const paquets = JSON.parse(readFileSync(join(racine, 'package.json'), 'utf8')).workspaces
    .flatMap((motif) => globSync(motif, { cwd: racine }))
    .filter((d) => existsSync(join(racine, d, 'package.json')) && existsSync(join(racine, d, 'src')));
  let compiles = 0;
  for (const paquet of paquets) {
    const src = join(racine, paquet, 'src');
    const dist = join(racine, paquet, 'dist');
    const voulus = new Set();
    for (const fichier of readdirSync(src, { recursive: true, withFileTypes: true })) {
      if (!fichier.isFile()) continue;
      const chemin = join(fichier.parentPath, fichier.name);
      const rel = relative(src, chemin);
      if (/\.spec\.ts$/.test(rel)) continue;
      const estTs = rel.endsWith('.ts') && !rel.endsWith('.d.ts');
      const cible = join(dist, estTs ? rel.replace(/\.ts$/, '.js') : rel);
      voulus.add(cible);
      if (existsSync(cible) && statSync(cible).mtimeMs >= statSync(chemin).mtimeMs) continue;
      mkdirSync(dirname(cible), { recursive: true });
      if (estTs) {
        const { code, map } = transformSync(readFileSync(chemin, 'utf8'), { ...options, filename: chemin, sourceFileName: relative(dirname(cible), chemin) });
        writeFileSync(`${cible}.map`, map);
        writeFileSync(cible, `${code}//# sourceMappingURL=${cible.split('/').pop()}.map\n`);
      } else writeFileSync(cible, readFileSync(chemin));
      compiles++;
    }
    if (!existsSync(dist)) continue;
    for (const f of readdirSync(dist, { recursive: true, withFileTypes: true })) {
      const chemin = join(f.parentPath, f.name);
      if (f.isFile() && !voulus.has(chemin.replace(/\.map$/, ''))) rmSync(chemin);
    }
  }
  journal(`${compiles} fichier(s) compilé(s)`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compiler(console.log);
