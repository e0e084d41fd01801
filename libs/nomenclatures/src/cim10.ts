import { jourValide, type Jour } from '@sm/kernel';
import { importer, type Importation } from './csv';

const FORME = /^[A-Z]\d{2}(?:\.?[\dA-Z+]{1,3})?$/;
/** Codes of the official file that stand for "unknown", "irrelevant" and "not stated". */
const TECHNIQUES = new Set(['III', 'XXX', 'ZZZ']);
const MOIS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Whether the text has the form of a CIM-10 code: capital, two digits, optional point, up to three more characters (letters and `+` in the French extensions). */
export const cim10Valide = (code: string): boolean => typeof code === 'string' && code.length <= 7 && FORME.test(code);

/** The code in capitals, without spaces around nor point; null when it has not the form of a CIM-10 code. */
export function normaliserCim10(code: string): string | null {
  if (typeof code !== 'string' || code.length > 20) return null;
  const net = code.trim().toUpperCase();
  return cim10Valide(net) ? net.replace('.', '') : null;
}

/** One row of the official table `IR_CIM_V`. `ald`: number in the list, null when the illness is attached to none. */
export interface CodeCim10 {
  readonly code: string;
  readonly libelle: string;
  readonly ald: number | null;
  readonly categorie: string;
  readonly version: string;
  readonly depuis: Jour | null;
}

/** `02JUL2017:00:00:00` to a day; null when empty, undefined when unreadable. */
function jourOfficiel(texte: string): Jour | null | undefined {
  if (texte === '') return null;
  const [, quantieme = '', mois = '', annee = ''] = /^(\d{2})([A-Z]{3})(\d{4})(?::00:00:00)?$/.exec(texte) ?? [];
  const jour = `${annee}-${String(MOIS.indexOf(mois) + 1).padStart(2, '0')}-${quantieme}`;
  return jourValide(jour) ? jour : undefined;
}

/** Reads the official CIM-10 file (`IR_CIM_V.csv`, text already decoded); the three technical codes are left aside. Never throws. */
export const importerCim10 = (texte: string): Importation<CodeCim10> =>
  importer(texte, {
    colonnes: ['CIM_COD', 'CIM_LIB', 'ALD_030_COD', 'CAT_CIM_COD', 'VER_CPT_COD', 'VER_CPT_DTE'],
    cle: (l) => l.code,
    lire: (v) => {
      const code = v('CIM_COD');
      if (TECHNIQUES.has(code)) return null;
      if (!cim10Valide(code)) return { erreur: { champ: 'CIM_COD', code: 'code-invalide' } };
      if (v('CIM_LIB') === '') return { erreur: { champ: 'CIM_LIB', code: 'libelle-vide' } };
      if (!/^\d{1,2}$/.test(v('ALD_030_COD'))) return { erreur: { champ: 'ALD_030_COD', code: 'numero-invalide' } };
      const depuis = jourOfficiel(v('VER_CPT_DTE'));
      if (depuis === undefined) return { erreur: { champ: 'VER_CPT_DTE', code: 'date-invalide' } };
      const numero = Number(v('ALD_030_COD'));
      const ald = numero >= 1 && numero <= 30 ? numero : null;
      return { lue: { code: code.replace('.', ''), libelle: v('CIM_LIB'), ald, categorie: v('CAT_CIM_COD'), version: v('VER_CPT_COD'), depuis } };
    },
  });
