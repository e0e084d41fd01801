import { Bornes, Elimination } from './attaquant';
import { hasardDe, inconnuesDe, lectureDe, systemeAuHasard } from './arbres-au-hasard';
import { masquer, sansCertificat, type Options } from '../src/diffusion/masquage';
import { estPetit, exigencesDe, type RegleZero } from '../src/diffusion/parametres';
import { aUnSens, estMontree, valeursDe, type Systeme } from '../src/diffusion/systeme';

const ARBRES = 1000;

interface Butin {
  cachees: number;
  retrouvees: number;
  serrees: number;
}

/** What an attacker finds: hidden figures known exactly, small ones (shown or not) known within less than the threshold. */
function attaquer(s: Systeme, zeros: RegleZero, options: Options = {}): Butin {
  const exigences = exigencesDe({ minimum: 11, zeros });
  const masquage = masquer(s, exigences, options);
  if (options.secondaire !== false) expect([masquage.insolubles, sansCertificat(s, exigences, masquage)]).toEqual([[], []]);
  const valeurs = valeursDe(s);
  const elimination = new Elimination(lectureDe(s, masquage.masquees));
  const bornes = new Bornes(s.quantites.length, elimination);
  const butin = { cachees: 0, retrouvees: 0, serrees: 0 };
  valeurs.forEach((valeur, c) => {
    const [zone, noeud] = [s.zones[Math.floor(c / s.noeuds.length)]!, s.noeuds[c % s.noeuds.length]!];
    const petite = estPetit(valeur, exigences) && aUnSens(s, zone, noeud);
    if (estMontree(s, c) ? !masquage.masquees[c] : !petite) return;
    const inconnues = inconnuesDe(s, Math.floor(c / s.noeuds.length), c % s.noeuds.length);
    const deduite = elimination.deduire(inconnues.map((i) => [i, 1] as const));
    const [moins, plus] = petite ? bornes.de(inconnues) : [0, Infinity];
    expect(deduite === null || deduite === valeur).toBe(true);
    expect(moins <= valeur + 1e-6 && plus >= valeur - 1e-6).toBe(true);
    butin.cachees++;
    if (deduite !== null) butin.retrouvees++;
    else if (plus - moins < exigences.largeur - 1e-6) butin.serrees++;
  });
  return butin;
}

function campagne(graine: number, arbres: number, options: Options = {}): Butin & { cellules: number } {
  const total = { cachees: 0, retrouvees: 0, serrees: 0, cellules: 0 };
  for (let i = 0; i < arbres; i++) {
    const h = hasardDe(graine + i);
    const s = systemeAuHasard(h);
    const b = attaquer(s, h(4) ? 'publies' : 'masques', options);
    total.cellules += s.zones.length * s.noeuds.length;
    for (const nom of ['cachees', 'retrouvees', 'serrees'] as const) total[nom] += b[nom];
  }
  return total;
}

const graine = Number(process.env['SM_GRAINE'] ?? Math.floor(Math.random() * 1_000_000_000));

test('un attaquant qui soustrait entre niveaux, périodes, catégories et périmètres ne retrouve rien, sur mille arbres au hasard', () => {
  const debut = performance.now();
  const butin = campagne(graine, ARBRES);
  console.info(`graine ${graine} : ${ARBRES} arbres, ${JSON.stringify(butin)}, ${Math.round(performance.now() - debut)} ms`);
  expect(butin).toMatchObject({ retrouvees: 0, serrees: 0 });
  expect(butin.cachees).toBeGreaterThan(ARBRES);
}, 240_000);

test('sans masquage secondaire, le même attaquant retrouve des nombres cachés : l’épreuve mord', () => {
  const butin = campagne(graine, ARBRES / 10, { secondaire: false });
  console.info(`graine ${graine}, sans secondaire : ${JSON.stringify(butin)}`);
  expect(butin.retrouvees).toBeGreaterThan(100);
  expect(butin.serrees).toBeGreaterThan(100);
}, 120_000);
