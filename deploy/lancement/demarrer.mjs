import { spawn } from 'child_process';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { Empechement, aborder, drapeaux, node24, preparer, racine } from './preparer.mjs';

function lancerTranche() {
  const principal = path.join(racine, 'deploy', 'tranche', 'dist', 'main.js');
  if (!fs.existsSync(principal)) throw new Empechement(`${principal} manque : la compilation n'a pas produit la tranche.`);
  const enfant = spawn(node24, drapeaux.concat(principal, process.argv.slice(2)), { stdio: 'inherit' });
  // At a terminal, Ctrl-C already reaches the whole group: sent twice it would read as "stop at once".
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || enfant.kill(signal));
  return new Promise((resolve, reject) => {
    enfant.once('error', reject);
    enfant.once('exit', (code, signal) => {
      process.exitCode = signal ? 128 + os.constants.signals[signal] : code;
      resolve();
    });
  });
}

aborder(() => {
  preparer();
  return lancerTranche();
});
