import { spawn } from 'child_process';
import os from 'os';
import path from 'path';
import { pathToFileURL } from 'url';
import { aborder, node24, preparer, racine } from './preparer.mjs';

/** Prepares the clone, then runs a script of the project on its Node 24, with the arguments and the exit code of this command. */
export function lancerScript(script) {
  aborder(() => {
    preparer();
    const enfant = spawn(node24, [path.join(racine, script)].concat(process.argv.slice(2)), { cwd: racine, stdio: 'inherit' });
    // At a terminal, Ctrl-C already reaches the whole group.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || enfant.kill(signal));
    return new Promise((resolve, reject) => {
      enfant.once('error', reject);
      enfant.once('exit', (code, signal) => {
        process.exitCode = signal ? 128 + os.constants.signals[signal] : code;
        resolve();
      });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] || '').href) lancerScript('test/banc/main.mjs');
