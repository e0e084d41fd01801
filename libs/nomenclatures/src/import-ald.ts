import { importer, type Importation } from './csv';

/** One row of the official table `IR_ALD_V`: 1 to 30 = list, 99 = hors liste; other numbers are technical. */
export interface NumeroAld {
  readonly numero: number;
  readonly libelle: string;
  /** Text that founds the row, as written in the file; empty when there is none. */
  readonly decret: string;
  readonly usage: 'liste' | 'hors_liste' | 'technique';
}

const usage = (numero: number): NumeroAld['usage'] => {
  if (numero >= 1 && numero <= 30) return 'liste';
  return numero === 99 ? 'hors_liste' : 'technique';
};

/** Reads the official ALD file (`IR_ALD_V.csv`, text already decoded). Never throws. */
export const importerAld = (texte: string): Importation<NumeroAld> =>
  importer(texte, {
    colonnes: ['ALD_030_COD', 'ALD_030_LIB', 'ALD_DEC_DAT'],
    cle: (l) => String(l.numero),
    lire: (v) => {
      if (!/^\d{1,2}$/.test(v('ALD_030_COD'))) return { erreur: { champ: 'ALD_030_COD', code: 'numero-invalide' } };
      if (v('ALD_030_LIB') === '') return { erreur: { champ: 'ALD_030_LIB', code: 'libelle-vide' } };
      const numero = Number(v('ALD_030_COD'));
      return { lue: { numero, libelle: v('ALD_030_LIB'), decret: v('ALD_DEC_DAT'), usage: usage(numero) } };
    },
  });
