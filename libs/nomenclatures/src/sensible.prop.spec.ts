import fc from 'fast-check';
import { ALDS, DUREES_ALD } from './table-ald';
import { codeNeutre, codesMontresComme, famillesSensibles, nomRevelateur } from './sensible';
import { SENSIBLES } from './table-sensible';

const JOUR = '2026-03-10';
const contenu = (reste: object) => ({ ald: null, diagnostics: [], tableau: null, ...reste });

describe('les types de dossiers sensibles', () => {
  test.each([
    [{ ald: 7 }, ['vih']], [{ ald: 23 }, ['psychiatrie']], [{ ald: 8 }, []], [{ diagnostics: ['B20'] }, ['vih']], [{ diagnostics: ['B24'] }, ['vih']], [{ diagnostics: ['B25'] }, []],
    [{ diagnostics: ['Z21'] }, ['vih']], [{ diagnostics: ['F19.9'] }, ['addiction']], [{ diagnostics: ['f20'] }, ['psychiatrie']], [{ diagnostics: ['F99'] }, ['psychiatrie']], [{ diagnostics: ['F00'] }, []],
    [{ diagnostics: ['G30', 'F11.2'] }, ['addiction']], [{ tableau: '45 B' }, ['infection_sanguine']], [{ tableau: '57 A' }, []], [{ ald: 23, diagnostics: ['F10'] }, ['psychiatrie', 'addiction']],
    [{ diagnostics: ['Z71.4'] }, ['addiction']], [{ diagnostics: ['Z71.9'] }, []],
  ])('%j', (codes, attendu) => expect(famillesSensibles(contenu(codes), JOUR)).toEqual(attendu));

  test('un contenu quelconque ne fait jamais échouer la décision', () => {
    fc.assert(fc.property(fc.option(fc.integer()), fc.array(fc.string()), fc.option(fc.string()), (ald, diagnostics, tableau) => void famillesSensibles({ ald, diagnostics, tableau }, JOUR)));
  });

  test('toute subdivision d’un code sensible l’est aussi', () => {
    const cim = SENSIBLES.filter((l) => l.nomenclature === 'cim10');
    fc.assert(fc.property(fc.constantFrom(...cim), fc.integer({ min: 0, max: 9 }), fc.boolean(), (l, n, fin) => {
      expect(famillesSensibles(contenu({ diagnostics: [`${fin ? l.a : l.de}${n}`] }), JOUR)).toContain(l.famille);
    }));
  });

  test('chaque entrée dit pourquoi et d’où', () => {
    for (const l of SENSIBLES) expect([l.raison, l.source, l.confiance].every((t) => t.length > 3)).toBe(true);
    for (const l of SENSIBLES) expect(l.de <= l.a && (l.nomenclature === 'cim10' || l.de === l.a) && (l.neutre !== null) === (l.nomenclature === 'code')).toBe(true);
  });

  test('la durée d’une exonération ne nomme pas une affection sensible : au moins cinq affections ordinaires ont la même', () => {
    const sensibles = new Set(SENSIBLES.filter((l) => l.nomenclature === 'ald').map((l) => Number(l.de)));
    const liste = new Set(ALDS.filter((a) => a.regime === 'liste').map((a) => a.numero));
    for (const d of DUREES_ALD.filter((x) => sensibles.has(x.numero) && x.cas === null)) {
      const pareilles = DUREES_ALD.filter((x) => x.cas === null && liste.has(x.numero) && !sensibles.has(x.numero) && x.nature === d.nature && x.du === d.du && x.annees === d.annees);
      expect({ ...d, pareilles: pareilles.length >= 5 }).toEqual({ ...d, pareilles: true });
    }
  });
});

describe('ce que voit un rôle non médical', () => {
  test('un code qui dit tout est remplacé par un code ordinaire, et ne se cherche pas', () => {
    expect(['tso', 'attentat', 'accident_en_serie', 'accident', 'initiale'].map((c) => codeNeutre(c, JOUR))).toEqual(['controle', 'accident', 'accident', 'accident', 'initiale']);
    expect(codesMontresComme('attentat', JOUR)).toEqual([]);
    expect(codesMontresComme('accident', JOUR)).toEqual(['accident', 'accident_en_serie', 'attentat']);
    expect(codesMontresComme('initiale', JOUR)).toEqual(['initiale']);
  });

  test('un libellé qui nomme un type sensible est reconnu, un mot ordinaire ne l’est pas', () => {
    for (const revelateur of ['TSO-2016-001', 'SALLE_PSY', 'CSAPA', 'Psychiatrie adulte', 'suivi VIH', 'ADDICTOLOGIE-2', 'fichier attentats', 'MÉTHADONE']) expect([revelateur, nomRevelateur(revelateur)]).toEqual([revelateur, true]);
    for (const ordinaire of ['SITE-A', 'PSE', 'REPRISE-931', 'TSOLA', 'SALLE-12', 'PSYLLIUM', 'D-2016-000123', 'ELSM-931']) expect([ordinaire, nomRevelateur(ordinaire)]).toEqual([ordinaire, false]);
  });
});
