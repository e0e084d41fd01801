import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasard } from '../hasard.mjs';
import { Assauts } from './assauts.mjs';
import { Charge } from './charge.mjs';
import { Client } from './client.mjs';
import { rapprocher } from './controle.mjs';
import { tirerDefauts } from './defauts.mjs';
import { guerir } from './guerison.mjs';
import { Jetons } from './jetons.mjs';
import { Plateforme, SERVICES } from './plateforme.mjs';
import { resumer } from './rapprochement.mjs';
import { Registre, lireRegistre } from './registre.mjs';
import { poserTemoins } from './temoin.mjs';

const REPONSE_MS = 90_000;
/** Longer than the time that a group gives its dead members. */
const GUERISON_MS = 180_000;

/** Adults of the sample with a number and a treating doctor. */
function assuresDe(fichier) {
  const [entete, ...suite] = readFileSync(fichier, 'utf8').trimEnd().split('\n').map((l) => l.split(';'));
  const colonne = (nom) => entete.indexOf(nom);
  return suite.filter((c) => c[colonne('nir')] && c[colonne('qualite')] === 'ouvreur' && c[colonne('medecin_traitant')]).map((c) => ({ nir: c[colonne('nir')], medecin: c[colonne('medecin_traitant')] }));
}

/** Slows the commits of a base down while the faults go on. @returns how to stop it: answers how many were held back */
function ralentirSansCesse(plateforme, alea, service = 'prestations') {
  let fini = false;
  const boucle = (async () => {
    for (let n = 0; ; await pause(5)) {
      if (fini) return n;
      if (await plateforme.ralentir(service, 40 + Math.floor(alea() * 120)).catch(() => false)) n++;
    }
  })();
  return () => {
    fini = true;
    return boucle;
  };
}

/**
 * One trial: the platform started, loaded, broken, healed and reconciled.
 * @param o.assemblage, o.kills, o.graine, o.taille, o.debit (commands/s), o.clients, o.defauts (options of `tirerDefauts`), o.lenteurs (slow commits), o.dureeMs (least length of the load), o.guerisonMs, o.surPlateforme (called before the start; what it returns is called before the end)
 * @param dire writes a line; noter keeps a verdict (name, anomalies)
 */
export async function eprouver(o, dire, noter) {
  const plateforme = new Plateforme(o);
  const relire = o.surPlateforme?.(plateforme);
  try {
    await plateforme.demarrer();
    dire(`plateforme prête (${o.assemblage}) : ${plateforme.url}`);
    for (const s of SERVICES) await poserTemoins(plateforme.etat, s);
    return await menerEpreuve(plateforme, o, dire, noter);
  } finally {
    relire?.();
    await plateforme.jeter();
  }
}

async function menerEpreuve(plateforme, o, dire, noter) {
  const registre = new Registre(join(plateforme.etat, 'registre.ndjson'));
  const jetons = new Jetons(plateforme.etat, plateforme.url);
  const { url } = plateforme;
  const charge = new Charge({ url, jetons, registre, graine: o.graine, clients: o.clients, debit: o.debit, assures: assuresDe(join(plateforme.hote.fichiers, 'assures.csv')) });
  const alea = hasard(o.graine);
  const assauts = new Assauts(plateforme, charge, dire);
  const defauts = tirerDefauts(o.kills, alea, { parties: plateforme.parties, courtier: plateforme.courtier !== null, ...o.defauts });
  const debut = performance.now();
  charge.demarrer();
  const cesser = o.lenteurs ? ralentirSansCesse(plateforme, alea) : null;
  await pause(1500);
  await assauts.tous(defauts);
  await pause(Math.max(1000, (o.dureeMs ?? 0) - (performance.now() - debut)));
  const lenteurs = await cesser?.();
  const refus = await charge.finir(REPONSE_MS);
  registre.fermer();
  const secondes = (performance.now() - debut) / 1000;
  noter(`${assauts.faits.length} fautes, la plateforme revient de chacune`, assauts.faits.length === o.kills ? assauts.anomalies : [...assauts.anomalies, `${o.kills} voulues`]);
  noter(`${charge.acquittees} commandes acquittées (${(charge.acquittees / secondes).toFixed(0)}/s, ${charge.essais} envois, ${charge.doublons} répétées exprès)`, resumer(charge.acquittees ? refus : ['aucune', ...refus]));
  const gueri = await guerir(new Client(url, jetons, () => true), plateforme.etat, o.guerisonMs ?? GUERISON_MS);
  noter(`la plateforme guérit${gueri.ms === undefined ? '' : ` en ${(gueri.ms / 1000).toFixed(1)} s`}`, gueri.reste ? [gueri.reste] : []);
  const bilan = await rapprocher({ etat: plateforme.etat, courtiers: plateforme.courtier?.courtiers, ledger: lireRegistre(registre.fichier), lireRapport: (annee) => plateforme.hote.rapport(annee), noter });
  if (o.arretPropre) noter('la plateforme s’arrête proprement', (await plateforme.arreter()) ? [] : ['il a fallu la forcer']);
  return { ...bilan, assauts, acquittees: charge.acquittees, secondes, lenteurs, guerisonMs: gueri.ms };
}
