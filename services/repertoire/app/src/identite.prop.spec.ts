import * as fc from 'fast-check';
import { lireAssure } from './assure';
import { normaliserNom, texteNir } from './identite';
import { enTours } from './rapprochement';
import { cleNir, normaliserNir } from '@sm/kernel';

const seed = Number(process.env['SM_GRAINE'] ?? 20260931);
const verifier = <T>(p: fc.IProperty<T>): void => fc.assert(p, { seed, numRuns: 300 });
const corps = fc.tuple(fc.constantFrom('1', '2', '7', '8'), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom('93', '2A', '2B', '75', '99'), fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }))
  .map(([s, a, m, d, c, o]) => `${s}${String(a).padStart(2, '0')}${String(m).padStart(2, '0')}${d}${String(c).padStart(3, '0')}${String(o).padStart(3, '0')}`);
const habiller = (texte: string, choix: readonly boolean[]): string => [...texte].map((c, i) => (choix[i % choix.length] ? ` ${c.toLowerCase()}` : c)).join('');
const choix = fc.array(fc.boolean(), { minLength: 1, maxLength: 15 });

test(`une même personne, quels que soient espaces et casse (graine ${seed})`, () => {
  verifier(fc.property(corps, choix, (c, ch) => {
    const nir = c + cleNir(c);
    expect(texteNir(normaliserNir(habiller(nir, ch))!)).toBe(texteNir(nir));
  }));
  verifier(fc.property(fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzéèçâï'), { minLength: 1, maxLength: 20 }), choix, (lettres, ch) => {
    const nom = lettres.join('');
    expect(normaliserNom(habiller(nom.toUpperCase(), ch))).toBe(normaliserNom(nom));
    expect(normaliserNom(normaliserNom(nom))).toBe(normaliserNom(nom));
  }));
});

test(`aucune ligne, même hostile, ne fait tomber la lecture ni ne se retrouve dans ses erreurs (graine ${seed})`, () => {
  const champ = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.constant({}), fc.constantFrom('295109912611193', '931', 'F'));
  verifier(fc.property(fc.dictionary(fc.constantFrom('source', 'numero', 'nir', 'nom', 'prenoms', 'naissance', 'sexe', 'rang', 'caisse', 'qualite', 'ouvreur_nir', 'medecin_traitant', 'code_postal'), champ), (brut) => {
    const r = lireAssure(brut, '2026-11-22');
    for (const e of 'erreurs' in r ? r.erreurs : []) expect(`${e.champ}${e.code}`).toMatch(/^[a-z_-]+$/);
  }));
});

test(`en tours, aucune clé ne paraît deux fois et l’ordre de celles qui se répètent est gardé (graine ${seed})`, () => {
  verifier(fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 6 }).map(String), { maxLength: 3 }), { maxLength: 30 }), (cles) => {
    const lignes = cles.map((k, i) => ({ i, k: [...new Set(k)] }));
    const tours = enTours(lignes, (l) => l.k);
    expect(tours.flat().map((l) => l.i).sort((a, b) => a - b)).toEqual(lignes.map((l) => l.i));
    for (const t of tours) expect(new Set(t.flatMap((l) => l.k)).size).toBe(t.flatMap((l) => l.k).length);
    for (const c of '0123456') {
      const ordre = tours.flat().filter((l) => l.k.includes(c)).map((l) => l.i);
      expect(ordre).toEqual([...ordre].sort((a, b) => a - b));
    }
  }));
});
