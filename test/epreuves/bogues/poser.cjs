// Preloaded into the processes under trial: changes the compiled platform as it is read. A change that no longer applies stops the process that asked for it.
const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

const DIST = join(module.path, '..', '..', '..', 'libs', 'platform', 'dist');

/** The text with each change made. @throws Error when one of them is not found exactly once */
function changer(texte, nom, changements) {
  return changements.reduce((courant, { fichier, avant, apres }) => {
    if (courant.split(avant).length !== 2) throw new Error(`le bogue ${nom} ne s'applique plus à ${fichier} : « ${avant.slice(0, 60)} » n'y est pas une fois`);
    return courant.replace(avant, () => apres);
  }, texte);
}

/** @param bogue {nom, changements: {fichier, avant, apres}[]}; @param temoin file that tells which files were really changed */
function poser({ nom, changements }, temoin) {
  const parFichier = Map.groupBy(changements, (c) => join(DIST, c.fichier));
  const compiler = Module.prototype._compile;
  Module.prototype._compile = function (texte, fichier, ...reste) {
    const siens = parFichier.get(fichier);
    if (!siens) return compiler.call(this, texte, fichier, ...reste);
    const change = changer(texte, nom, siens);
    appendFileSync(temoin, siens.map((c) => `${c.fichier}\n`).join(''));
    return compiler.call(this, change, fichier, ...reste);
  };
}

module.exports = { changer, poser };
