import fs from 'fs';
import path from 'path';
import { mener } from './enfant.mjs';
import { Empechement, aborder, drapeaux, preparer, racine } from './preparer.mjs';

function lancerTranche() {
  const principal = path.join(racine, 'deploy', 'tranche', 'dist', 'main.js');
  if (!fs.existsSync(principal)) throw new Empechement(`${principal} manque : la compilation n'a pas produit la tranche.`);
  return mener(drapeaux.concat(principal, process.argv.slice(2)));
}

aborder(() => {
  preparer();
  return lancerTranche();
});
