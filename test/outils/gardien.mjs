// Runs the host of the stories and stops it when the test process that asked for it is gone, however it went, or says so (file `hote.arret`).
import { spawn } from 'node:child_process';
import { existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';

const [tuteur, etat, ...commande] = process.argv.slice(2);
const sortie = openSync(join(etat, 'hote.sortie'), 'a');
const hote = spawn(process.execPath, commande, { stdio: ['ignore', sortie, sortie] });

function present(pid) {
  try {
    return process.kill(pid, 0);
  } catch (e) {
    return e.code === 'EPERM';
  }
}

const veille = setInterval(() => {
  if (!present(Number(tuteur)) || existsSync(join(etat, 'hote.arret'))) hote.kill('SIGTERM');
}, 500);

hote.on('exit', (code) => {
  clearInterval(veille);
  if (present(Number(tuteur))) writeFileSync(join(etat, 'hote.fin'), String(code));
  else rmSync(etat, { recursive: true, force: true });
});
