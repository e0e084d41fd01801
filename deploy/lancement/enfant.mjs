import { spawn } from 'child_process';
import os from 'os';
import { node24 } from './preparer.mjs';

/** Runs the project's Node with these arguments: signals go to it, its exit code is ours. */
export function mener(args, options = {}) {
  const enfant = spawn(node24, args, Object.assign({ stdio: 'inherit' }, options));
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
