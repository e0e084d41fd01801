import { spawnSync } from 'child_process';
import path from 'path';
import { aborder, node24, preparer, racine } from './preparer.mjs';

aborder(() => {
  preparer();
  process.exitCode = spawnSync(node24, [path.join(racine, 'deploy', 'kafka', 'dist', 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
});
