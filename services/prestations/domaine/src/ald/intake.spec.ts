import { ligneBrute, RPPS } from '../../test/exemples';
import { commandeDe, validerDemande, validerReprise } from '..';

const csv = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'PSE-931', numero: '1', unite: 'ELSM-931', caisse: '931', type: 'ald', nature: 'initiale', canal: 'pse', nir: '2 95 10 99 126 111 93', medecin: RPPS.medecin,
  recu_le: '2026-03-02T09:00:00+01:00', ald: '8', hors_liste: '', diagnostics: 'E11|E78.0', debut_soins: '2026-01-05', pieces: 'protocole', ...reste,
});
const fautes = (brut: unknown, valider: typeof validerDemande | typeof validerReprise = validerDemande): readonly string[] => {
  const validation = valider(brut);
  return validation.ok ? [] : validation.erreurs.map(({ champ, code }) => `${champ}:${code}`);
};
const histoire = (...actes: readonly unknown[]): readonly string[] => fautes(ligneBrute({ histoire: actes }), validerReprise);
const le = '2016-01-13T10:00:00+01:00';

describe('Une ligne de demande', () => {
  it('devient une commande, le médical à part', () => {
    const validation = validerDemande(csv());
    if (!validation.ok) throw new Error('refused');
    expect(commandeDe(validation.ligne, { uniteId: 93, personneId: 'p', precedent: null })).toEqual({
      type: 'EnregistrerDemande',
      prive: {
        source: 'PSE-931', numero: '1', nature: 'initiale', canal: 'pse', regime: 'liste', cadre: 'traitant', personneId: 'p', medecin: RPPS.medecin, caisse: '931',
        uniteId: 93, precedent: null, recuLe: '2026-03-02T08:00:00.000Z', pieces: ['protocole'],
      },
      medical: { ald: 8, diagnostics: ['E11', 'E78.0'], debutSoins: '2026-01-05', soins: null },
    });
    expect(validation.ligne).toMatchObject({ nir: '295109912611193', unite: 'ELSM-931', recu: { jour: '2026-03-02' } });
  });

  it('déduit le régime du numéro ou de la case hors liste', () => {
    const regime = (reste: Record<string, unknown>) => { const v = validerDemande(csv(reste)); return v.ok ? v.ligne.regime : v.erreurs; };
    expect(regime({ ald: '31' })).toBe('hors_liste');
    expect(regime({ ald: 32 })).toBe('polypathologie');
    expect(regime({ ald: '', hors_liste: 'oui' })).toBe('hors_liste');
    expect(regime({ ald: null, hors_liste: true })).toBe('hors_liste');
    expect(regime({ ald: '', hors_liste: 'non' })).toBeNull();
    expect(fautes(csv({ hors_liste: 'oui' }))).toEqual(['hors_liste:champ-contradictoire']);
    expect(fautes(csv({ hors_liste: 'peut-être' }))).toEqual(['hors_liste:valeur-hors-liste']);
  });

  it('accepte un jour local ou un instant à fuseau explicite, et rien d’autre', () => {
    expect(validerDemande(csv({ recu_le: '2026-07-01' }))).toMatchObject({ ligne: { recu: { iso: '2026-06-30T22:00:00.000Z', jour: '2026-07-01' } } });
    expect(validerDemande(csv({ recu_le: '2024-02-29T23:30:00Z' }))).toMatchObject({ ligne: { recu: { jour: '2024-03-01' } } });
    for (const faux of ['2026-02-29', '2026-02-29T10:00:00Z', '2026-03-02T24:00:00Z', '2026-03-02T10:60:00Z', '02/03/2026', '2026-03-02T10:00:00+25:00', '0001-01-01', '9999-12-31']) {
      expect(fautes(csv({ recu_le: faux }))).toEqual(['recu_le:date-invalide']);
    }
    expect(fautes(csv({ recu_le: '2026-03-02T10:00:00' }))).toEqual(['recu_le:zone-absente']);
  });

  it('refuse les clés fausses, les formats et les tailles, en nommant le champ sans la valeur', () => {
    expect(fautes(csv({ nir: '295109912611194' }))).toEqual(['nir:nir-invalide']);
    expect(fautes(csv({ medecin: '10000123455' }))).toEqual(['medecin:rpps-invalide']);
    expect(fautes(csv({ ald: '33', diagnostics: 'diabète', caisse: '9', unite: 'elsm 931', numero: 'x'.repeat(65) }))).toEqual([
      'ald:nombre-invalide', 'numero:texte-trop-long', 'unite:format-invalide', 'caisse:format-invalide', 'diagnostics:valeur-hors-liste',
    ]);
    expect(fautes(csv({ numero: 'a\u0000b', source: '\ud800' }))).toEqual(['source:caractere-interdit', 'numero:caractere-interdit']);
    expect(fautes(csv({ numero: 12, nature: 'autre', pieces: ['bulletin'] }))).toEqual(['numero:type-invalide', 'nature:valeur-hors-liste', 'pieces:valeur-hors-liste']);
    expect(fautes({})).toContain('nir:champ-obligatoire');
  });

  it('refuse un champ inconnu, sans répéter un nom qui ne serait pas un mot', () => {
    expect(fautes(csv({ commentaire: 'x', '2-95-10': 1 }))).toEqual(['commentaire:champ-inconnu', '?:champ-inconnu']);
    expect(fautes(JSON.parse(`{"__proto__":{"source":"x"},"constructor":1}`))).toEqual(expect.arrayContaining(['__proto__:champ-inconnu', 'constructor:champ-inconnu', 'source:champ-obligatoire']));
    expect(({} as Record<string, unknown>)['source']).toBeUndefined();
  });
});

describe('Une ligne de reprise', () => {
  it('est lue avec tous ses actes', () => {
    const validation = validerReprise(ligneBrute());
    expect(validation).toMatchObject({ ok: true, ligne: { regime: 'liste', medical: { ald: 8 }, recu: { jour: '2016-01-12' } } });
    expect(validation.ok && validation.ligne.histoire.map(({ acte }) => acte)).toEqual(['completude', 'affectation', 'avis', 'decision']);
  });

  it('garde et signale un RPPS d’époque à clé fausse', () => {
    expect(validerReprise(ligneBrute({ medecin: '10000123455' }))).toMatchObject({ ok: true, ligne: { medecin: '10000123455', anomalies: ['medecin'] } });
  });

  it('nomme l’acte et le champ en faute', () => {
    expect(histoire(null, { le }, { acte: 'inconnu', le }, { acte: 'completude', le: 'hier' })).toEqual([
      'histoire[0]:objet-attendu', 'histoire[1].acte:champ-obligatoire', 'histoire[2].acte:valeur-hors-liste', 'histoire[3].le:date-invalide',
    ]);
    expect(histoire({ acte: 'affectation', le, par: 'moi' })).toEqual(['histoire[0].par:format-invalide', 'histoire[0].a:champ-obligatoire']);
    expect(histoire({ acte: 'avis', le, sens: 'oui', dureeAns: 1.5, debut: '2016-02-30', secret: 1 })).toEqual([
      'histoire[0].secret:champ-inconnu', 'histoire[0].par:champ-obligatoire', 'histoire[0].sens:valeur-hors-liste', 'histoire[0].debut:date-invalide', 'histoire[0].dureeAns:nombre-invalide',
    ]);
    expect(histoire({ acte: '__proto__', le }, { acte: 'toString', le })).toEqual(['histoire[0].acte:valeur-hors-liste', 'histoire[1].acte:valeur-hors-liste']);
    expect(fautes(ligneBrute({ histoire: {} }), validerReprise)).toEqual(['histoire:liste-attendue']);
    expect(fautes(ligneBrute({ histoire: new Array(201).fill({}), medical: [] }), validerReprise)).toEqual(['medical:objet-attendu', 'histoire:liste-trop-longue']);
  });

  it('n’énumère pas plus de vingt fautes', () => {
    expect(histoire(...new Array(150).fill(1))).toHaveLength(20);
  });
});
