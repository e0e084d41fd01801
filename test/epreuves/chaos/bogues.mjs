import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { eprouver } from './epreuve.mjs';

const exiger = createRequire(import.meta.url);
const DOSSIER = join(import.meta.dirname, '..', 'bogues');
const GUERISON_MS = 15_000;

/** Every planted bug, by name. */
export const BOGUES = readdirSync(DOSSIER).filter((f) => f.endsWith('.cjs') && f !== 'poser.cjs').sort().map((f) => exiger(join(DOSSIER, f)));

/** Flag of node that plants a bug in the processes of a platform, through a file of its own state folder. */
export function planter(bogue, etat, dossier = DOSSIER) {
  const [fichier, temoin] = [join(etat, 'bogue.cjs'), join(etat, 'bogue.temoin')];
  writeFileSync(fichier, `require(${JSON.stringify(join(DOSSIER, 'poser.cjs'))}).poser(require(${JSON.stringify(join(dossier, `${bogue.nom}.cjs`))}), ${JSON.stringify(temoin)});\n`);
  return { drapeau: `--require=${fichier}`, poses: () => (existsSync(temoin) ? new Set(readFileSync(temoin, 'utf8').trim().split('\n')) : new Set()) };
}

/** Runs the trial with a bug in the platform. @returns the checks that saw it; `faute` when it was never planted or when none of the checks meant for it did */
export async function eprouverBogue(bogue, o, dire) {
  const debut = performance.now();
  const assemblage = o.assemblage ?? (bogue.courtier ? 'kafka' : 'embarque');
  const vues = [];
  let poses = new Set();
  const noter = (nom, anomalies) => {
    if (anomalies.length) vues.push({ nom, premiere: anomalies[0] });
  };
  const surPlateforme = (plateforme) => {
    const plante = planter(bogue, plateforme.etat);
    plateforme.hote.ajoutes.push(plante.drapeau);
    return () => (poses = plante.poses());
  };
  let erreur = null;
  await eprouver({ ...o, ...bogue.conditions, assemblage, guerisonMs: GUERISON_MS, surPlateforme }, dire, noter).catch((e) => (erreur = e.message));
  const manquants = bogue.changements.filter((c) => !poses.has(c.fichier)).map((c) => c.fichier);
  const attrape = vues.find((v) => bogue.attrape.test(v.nom));
  const faute = manquants.length ? `jamais posé dans ${manquants.join(', ')}${erreur ? ` : ${erreur}` : ''}` : attrape ? null : `passe inaperçu${vues.length ? ` (vus seulement : ${vues.map((v) => v.nom).join(' ; ')})` : ''}${erreur ? ` : ${erreur}` : ''}`;
  return { bogue, assemblage, attrape, faute, secondes: (performance.now() - debut) / 1000 };
}

export function tableauDesBogues(resultats) {
  const ligne = ({ bogue, assemblage, attrape, faute, secondes }) => [bogue.nom.padEnd(30), assemblage.padEnd(9), `${secondes.toFixed(0)} s`.padStart(6), faute ?? `${attrape.nom} : ${attrape.premiere}`].join('  ');
  return [['bogue planté'.padEnd(30), 'sur'.padEnd(9), 'durée'.padStart(6), 'attrapé par'].join('  '), ...resultats.map(ligne)].join('\n');
}
