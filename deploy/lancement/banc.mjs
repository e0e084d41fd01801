import path from 'path';
import { pathToFileURL } from 'url';
import { mener } from './enfant.mjs';
import { aborder, preparer, racine } from './preparer.mjs';

/** Prepares the clone, then runs a script of the project on its Node 24, with the arguments and the exit code of this command. */
export function lancerScript(script) {
  aborder(() => {
    preparer();
    return mener([path.join(racine, script)].concat(process.argv.slice(2)), { cwd: racine });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] || '').href) lancerScript('test/banc/main.mjs');
