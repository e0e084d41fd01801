import { CARTES_FIXES, composerEdition, type CarteFixe, famillesDe, INDICATEURS } from '../src';
import { construireGrille, systemeDe } from '../src/diffusion/treillis';
import { masquer } from '../src/diffusion/masquage';
import { annee, pays } from './volumes';
const CARTES: readonly CarteFixe[] = [{ code: 'epoque', jour: null }, { code: 'courant', jour: '2026-01-01' }, ...CARTES_FIXES.map((jour) => ({ code: `constant:${jour}`, jour }))];
test('x', () => {
  const N = Number(process.env['NN']);
  let t = performance.now(); const tic = (m: string) => { process.stderr.write(`${m} ${Math.round(performance.now() - t)}\n`); t = performance.now(); };
  const lues = annee(2016, N, 300); const arbre = pays(N, Math.min(17, Math.ceil(N / 4)));
  tic('donnees ' + lues.length);
  for (const f of famillesDe(INDICATEURS)) {
    const g = construireGrille({ annee: 2016, arbre, cartes: CARTES }, arbre.filter((u) => u.type === 'locale').map((u) => u.id), !f.stock);
    tic(`${f.code} grille zones ${g.zones.length} places ${g.places.length} noeuds ${f.noeuds.length} `);
    const s = systemeDe(f, g, lues); tic('systeme');
    const m = masquer(s, { minimum: 11, zeros: 'publies', largeur: 11 });
    tic(`masquer prim ${m.primaires} sec ${m.secondaires} insol ${m.insolubles.length} / ${g.zones.length * f.noeuds.length} certs ${m.certificats.size}`);
  }
}, 500000);
