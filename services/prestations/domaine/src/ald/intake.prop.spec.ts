import fc from 'fast-check';
import { faitsReprise, ligneBrute, RPPS } from '../../test/exemples';
import { replier, reprendre, validerDemande, validerReprise } from '..';

const GRAINE = 20_160_112;
const NOMS = ['completude', 'pieces_recues', 'irrecevabilite', 'affectation', 'desaffectation', 'complement_demande', 'complement_recu', 'second_avis_demande', 'second_avis_rendu', 'avis', 'decision', 'recours', 'signature', 'ouverture', 'fin', 'annulation'];

const bizarre = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '9'.repeat(50_000), '2016-13-45T99:99:99Z', -0, 1e308, '|'.repeat(1000)),
);
const champs = ['source', 'numero', 'unite', 'caisse', 'type', 'nature', 'canal', 'nir', 'medecin', 'recuLe', 'recu_le', 'medical', 'pieces', 'histoire', 'ald', 'hors_liste', 'diagnostics', '__proto__', 'constructor'];
const hostile = fc.dictionary(fc.constantFrom(...champs), bizarre);

const agent = fc.constantFrom('agent:a', 'agent:b', 'agent:c');
const acte = fc.record({
  acte: fc.constantFrom(...NOMS), jours: fc.nat(900), par: agent, a: agent, sens: fc.constantFrom('favorable', 'defavorable_medical', 'defavorable_administratif'),
  motif: fc.constantFrom('prolongee', 'suivi_post_ald', 'deport', 'retrait', 'hors_champ', 'texte'), dureeAns: fc.constantFrom(null, 2, 10, 40),
  remplace: fc.constantFrom(null, null, 'recours', 'erreur_materielle', 'element_nouveau'),
});
const PROPRES: Record<string, readonly string[]> = {
  pieces_recues: ['pieces'], irrecevabilite: ['motif'], affectation: ['a'], desaffectation: ['motif'], complement_demande: ['pieces'], complement_recu: ['pieces'],
  second_avis_demande: ['a'], second_avis_rendu: ['rpps', 'sens', 'motif'], avis: ['rpps', 'sens', 'motif', 'debut', 'dureeAns', 'remplace'], fin: ['motif'], annulation: ['motif'],
};
const SIGNATURES: Record<string, string> = { 'agent:a': RPPS.conseil, 'agent:b': RPPS.second, 'agent:c': RPPS.chef };

/** Histories of the right shape whose order is mostly plausible: the start of a life, then anything. */
const histoires = fc.tuple(fc.boolean(), fc.array(acte, { maxLength: 8 })).map(([amorce, suite]) => {
  const debut = amorce ? ligneBrute()['histoire'] as readonly Record<string, unknown>[] : [];
  let ms = Date.UTC(2016, 1, 1);
  return [...debut, ...suite.map((tire) => {
    ms += tire.jours * 86_400_000;
    const valeurs: Record<string, unknown> = { ...tire, pieces: ['compte_rendu'], debut: '2016-02-01', rpps: SIGNATURES[tire.par] };
    return Object.fromEntries([['acte', tire.acte], ['le', new Date(ms).toISOString()], ['par', tire.par], ...(PROPRES[tire.acte] ?? []).map((champ) => [champ, valeurs[champ]])]);
  })];
});

describe('Quoi qu’on reçoive', () => {
  it('la validation répond toujours, sans exception ni trace dans les prototypes', () => {
    fc.assert(
      fc.property(fc.oneof(bizarre, hostile, hostile.map((reste) => ligneBrute(reste))), (brut) => {
        for (const validation of [validerDemande(brut), validerReprise(brut)]) {
          if (validation.ok) continue;
          expect(validation.erreurs.length).toBeGreaterThan(0);
          for (const { champ } of validation.erreurs) expect(champ).toMatch(/^[A-Za-z_?[\]0-9.]{0,80}$/);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 800, seed: GRAINE },
    );
  });

  it('un acte hostile au milieu d’une histoire ne fait jamais lever', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bizarre, fc.dictionary(fc.constantFrom('acte', 'le', 'par', 'a', 'rpps', 'sens'), fc.oneof(bizarre, fc.constantFrom(...NOMS)))), { maxLength: 6 }), (histoire) => {
        const validation = validerReprise(ligneBrute({ histoire }));
        if (validation.ok) reprendre(validation.ligne, faitsReprise());
      }),
      { numRuns: 500, seed: GRAINE },
    );
  });
});

describe('Toute histoire bien formée', () => {
  it('est reprise ou refusée avec son champ, sans exception ; reprise, son journal rend son état', () => {
    let reprises = 0;
    fc.assert(
      fc.property(histoires, (histoire) => {
        const validation = validerReprise(ligneBrute({ histoire }));
        if (!validation.ok) return;
        const resultat = reprendre(validation.ligne, faitsReprise());
        if (!resultat.ok) {
          expect([resultat.champ, resultat.code]).toEqual([expect.stringMatching(/^histoire\[\d+\]\.[a-zA-Z]+$/), expect.any(String)]);
          return;
        }
        reprises++;
        expect(replier(resultat.evenements)).toEqual(resultat.dossier);
        expect(resultat.evenements.every(({ repris }) => repris)).toBe(true);
        for (const { echoitLe } of resultat.horloges) expect(echoitLe > '2026-11-01').toBe(true);
      }),
      { numRuns: 800, seed: GRAINE },
    );
    expect(reprises).toBeGreaterThan(100);
  });
});
