import { spawnSync } from 'child_process';
import fs from 'fs';
import path from 'path';

const NAVIGATEURS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function surLeChemin(noms) {
  const dossiers = (process.env.PATH || '').split(path.delimiter).filter(Boolean);
  return noms.flatMap((nom) => dossiers.map((d) => path.join(d, nom))).find((f) => fs.existsSync(f)) || null;
}

/** Path of a Chromium, or null: SM_CHROMIUM, the PATH, the usual place of macOS. */
export function chromium() {
  return [process.env.SM_CHROMIUM, surLeChemin(NAVIGATEURS), MAC].find((f) => f && fs.existsSync(f)) || null;
}

function java() {
  const trouve = surLeChemin(['java']);
  if (!trouve) return 'Java est absent';
  const version = /version "(\d+)/.exec(spawnSync(trouve, ['-version'], { encoding: 'utf8' }).stderr || '');
  return version && Number(version[1]) >= 17 ? null : `Java ${version ? version[1] : 'inconnu'} : il faut au moins 17`;
}

/** What some tests need from the machine; `motif` names the test files, `projet` the whole Jest project, left out without it. */
export function moyens() {
  const sansJava = java();
  return [
    { nom: 'chromium', projet: 'navigateur', motif: /\.nav\.spec\.ts$/, present: Boolean(chromium()), raison: 'Chromium est absent (SM_CHROMIUM peut le désigner)' },
    { nom: 'kafka', motif: /kafka[^/]*\.(int|e2e)\.spec\.ts$/, present: !sansJava, raison: sansJava || '' },
  ];
}
