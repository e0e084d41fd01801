import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { cim10Valide, importerCim10, normaliserCim10 } from './cim10';
import { importerAld } from './import-ald';
import { ALDS } from './table-ald';

const donnees = process.env['SM_DONNEES'] ?? resolve(__dirname, '../../../../shared/data');
const officiel = (fichier: string): string | null => {
  const chemin = join(donnees, 'nomenclatures-sante', fichier);
  if (existsSync(chemin)) return readFileSync(chemin, 'utf8');
  process.stdout.write(`nomenclature officielle ${fichier} absente (ni SM_DONNEES, ni ../shared/data) : seul l’extrait inventé est vérifié\n`);
  return null;
};

const ALD = 'ALD_030_COD;ALD_030_LIB;ALD_DEC_DAT;TEC_COL\n0;Sans Objet;;2\n1;Maladie inventée;19 janvier 2011;0\n99;Hors liste;;0\n';
const CIM = 'CIM_COD;CIM_LIB;ALD_030_COD;CAT_CIM_COD;VER_CPT_COD;VER_CPT_DTE;CAT_TUM_COD;TEC_COL\n';

describe('l’import de la liste des ALD', () => {
  it('lit un extrait inventé', () => {
    expect(importerAld(ALD)).toEqual({
      lignes: [
        { numero: 0, libelle: 'Sans Objet', decret: '', usage: 'technique' },
        { numero: 1, libelle: 'Maladie inventée', decret: '19 janvier 2011', usage: 'liste' },
        { numero: 99, libelle: 'Hors liste', decret: '', usage: 'hors_liste' },
      ],
      erreurs: [],
    });
  });

  it('signale chaque ligne fautive par son numéro et garde les autres', () => {
    const texte = '\uFEFFALD_DEC_DAT;ALD_030_LIB;ALD_030_COD\r\n;Un;1\r\n;Deux;deux\r\n;;3\r\n;Quatre;4;5\r\n;"Cinq;5\r\n;Un bis;1\r\n\r\n;"Six ""6""; suite";6\r\n';
    const { lignes, erreurs } = importerAld(texte);
    expect(lignes.map((l) => [l.numero, l.libelle])).toEqual([[1, 'Un'], [6, 'Six "6"; suite']]);
    expect(erreurs).toEqual([
      { ligne: 3, champ: 'ALD_030_COD', code: 'numero-invalide' },
      { ligne: 4, champ: 'ALD_030_LIB', code: 'libelle-vide' },
      { ligne: 5, champ: '', code: 'colonnes' },
      { ligne: 6, champ: '', code: 'guillemet' },
      { ligne: 7, champ: 'ALD_030_COD', code: 'doublon' },
    ]);
  });

  it('dit quelles colonnes manquent', () => {
    expect(importerAld('ALD_030_COD;AUTRE\n1;x').erreurs.map((e) => [e.ligne, e.champ, e.code])).toEqual([
      [1, 'ALD_030_LIB', 'entete-manquante'], [1, 'ALD_DEC_DAT', 'entete-manquante'],
    ]);
  });

  it('lit la liste officielle sans erreur, avec les trente numéros de la table', () => {
    const texte = officiel('IR_ALD_V.csv');
    const { lignes, erreurs } = importerAld(texte ?? ALD);
    expect(erreurs).toEqual([]);
    const numeros = lignes.filter((l) => l.usage === 'liste').map((l) => l.numero);
    expect(numeros).toEqual(texte === null ? [1] : ALDS.filter((a) => a.regime === 'liste').map((a) => a.numero));
  });
});

describe('la CIM-10', () => {
  it.each(['E11', 'E11.9', 'E119', 'C510', 'M6289', 'M62890', 'E725B', 'K07A', 'Z99.81', 'F00.+0'])('reconnaît %s', (code) => {
    expect(cim10Valide(code)).toBe(true);
  });

  it.each(['', 'E', 'E1', 'e11', '11E', 'E11.', 'E11.99999', 'E11 ', 'E11\n', 'É11', 'ZZZ', 'E١١'])('refuse « %s »', (code) => {
    expect(cim10Valide(code)).toBe(false);
  });

  it('met un code en forme', () => {
    expect(normaliserCim10(' e11.9 ')).toBe('E119');
    expect(normaliserCim10('diabète')).toBeNull();
    expect(normaliserCim10('E'.repeat(1_000_000))).toBeNull();
  });

  it('lit un extrait inventé, sans les codes techniques', () => {
    const { lignes, erreurs } = importerCim10(`${CIM}A01;Fièvre inventée;8;A01;V8.0;02JUL2017:00:00:00;;0\nA02;Autre;99;A02;V8.0;;;0\nXXX;Sans Objet;0;XXX;;;0;2\n`);
    expect(erreurs).toEqual([]);
    expect(lignes).toEqual([
      { code: 'A01', libelle: 'Fièvre inventée', ald: 8, categorie: 'A01', version: 'V8.0', depuis: '2017-07-02' },
      { code: 'A02', libelle: 'Autre', ald: null, categorie: 'A02', version: 'V8.0', depuis: null },
    ]);
  });

  it('signale un code, un numéro ou une date impossible', () => {
    const { lignes, erreurs } = importerCim10(`${CIM}1A;x;8;A;V;;;0\nA01;x;huit;A;V;;;0\nA01;x;8;A;V;31FEB2017:00:00:00;;0\nA01;;8;A;V;;;0\n`);
    expect(lignes).toEqual([]);
    expect(erreurs.map((e) => [e.ligne, e.code])).toEqual([[2, 'code-invalide'], [3, 'numero-invalide'], [4, 'date-invalide'], [5, 'libelle-vide']]);
  });

  it('lit la nomenclature officielle sans erreur', () => {
    const texte = officiel('IR_CIM_V.csv');
    const { lignes, erreurs } = importerCim10(texte ?? `${CIM}A01;Fièvre inventée;8;A01;V8.0;;;0\n`);
    expect(erreurs).toEqual([]);
    expect(lignes).toHaveLength(texte === null ? 1 : 18_331);
    expect(lignes.every((l) => normaliserCim10(l.code) === l.code)).toBe(true);
  });

  it('aucun texte ne fait échouer un import ni une vérification', () => {
    const morceau = fc.constantFrom(';', '"', '\n', '\r\n', 'A01', '8', 'x', CIM, 'ALD_030_COD', '\uFEFF');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(morceau).map((m) => CIM + m.join(''))), (texte) => {
      expect(Array.isArray(importerCim10(texte).erreurs)).toBe(true);
      expect(Array.isArray(importerAld(texte).erreurs)).toBe(true);
      expect(typeof cim10Valide(texte)).toBe('boolean');
    }), { numRuns: 500 });
  });
});
