import fs from 'fs';
import path from 'path';
import { mener } from './enfant.mjs';
import { Empechement, aborder, drapeaux, preparer, racine } from './preparer.mjs';

const SANS = ['--sans-portefeuille', '--sans-activite'];

/** The demonstration has its living portfolio and its simulated caisse, unless told otherwise; the caisse speaks of people of the portfolio. */
function demonstration(demande) {
  const sans = (...noms) => noms.some((n) => demande.includes(n));
  const vide = sans('--sans-echantillon', '--sans-portefeuille');
  return demande.filter((a) => !SANS.includes(a)).concat(vide ? [] : ['--portefeuille'], vide || sans('--sans-activite') ? [] : ['--activite']);
}

function lancerTranche() {
  const principal = path.join(racine, 'deploy', 'tranche', 'dist', 'main.js');
  if (!fs.existsSync(principal)) throw new Empechement(`${principal} manque : la compilation n'a pas produit la tranche.`);
  return mener(drapeaux.concat(principal, demonstration(process.argv.slice(2))));
}

aborder(() => {
  preparer();
  return lancerTranche();
});
