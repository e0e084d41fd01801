/**
 * Inhabitants by département: INSEE, estimations de population au 1er janvier 2014 (by sex and age, added up); Mayotte: population légale, recensement de 2012.
 * Weights of invented figures, never shown.
 */
export const POPULATIONS: Readonly<Record<string, number>> = {
  '01': 627_405, '02': 540_409, '03': 342_593, '04': 162_438, '05': 141_911, '06': 1_083_268, '07': 321_252, '08': 281_987, '09': 152_944, '10': 306_490,
  '11': 367_158, '12': 275_063, '13': 1_996_351, '14': 690_836, '15': 146_504, '16': 354_801, '17': 635_191, '18': 312_052, '19': 239_555, '21': 528_970,
  '22': 599_477, '23': 120_156, '24': 418_566, '25': 534_229, '26': 496_601, '27': 596_574, '28': 435_834, '29': 904_999, '2A': 148_022, '2B': 175_070,
  '30': 740_660, '31': 1_312_022, '32': 190_943, '33': 1_515_229, '34': 1_107_730, '35': 1_026_962, '36': 225_993, '37': 602_025, '38': 1_242_280, '39': 260_280,
  '40': 401_458, '41': 333_758, '42': 758_203, '43': 226_963, '44': 1_343_259, '45': 667_812, '46': 174_810, '47': 333_182, '48': 76_543, '49': 804_860,
  '50': 499_860, '51': 569_789, '52': 179_856, '53': 308_521, '54': 734_002, '55': 191_696, '56': 741_905, '57': 1_046_237, '58': 214_303, '59': 2_595_539,
  '60': 815_517, '61': 287_515, '62': 1_462_793, '63': 643_342, '64': 666_699, '65': 227_926, '66': 465_467, '67': 1_110_416, '68': 758_357, '69': 1_798_511,
  '70': 239_828, '71': 554_505, '72': 570_419, '73': 427_313, '74': 777_356, '75': 2_241_346, '76': 1_255_335, '77': 1_380_030, '78': 1_414_931, '79': 374_383,
  '80': 571_461, '81': 381_872, '82': 251_573, '83': 1_030_489, '84': 550_402, '85': 662_406, '86': 432_059, '87': 376_169, '88': 374_357, '89': 340_714,
  '90': 144_600, '91': 1_257_141, '92': 1_601_583, '93': 1_554_166, '94': 1_356_673, '95': 1_199_207, '971': 403_750, '972': 381_326, '973': 250_377, '974': 844_994,  '976': 212_645,
};

/** A local unit as the public API describes it on a day. */
export interface Echelon {
  readonly id: number;
  readonly code: string;
  /** Code of the region above it that day; null when it has none. */
  readonly region: string | null;
  readonly departement: string;
  readonly caisse: string;
}

/** Inhabitants of each unit, in the order given: those of its département, in equal parts when it has several. Throws on a département without a figure. */
export function habitants(echelons: readonly Echelon[]): number[] {
  const voisins = new Map<string, number>();
  for (const { departement } of echelons) voisins.set(departement, (voisins.get(departement) ?? 0) + 1);
  return echelons.map(({ departement, code }) => {
    const population = POPULATIONS[departement];
    if (population === undefined) throw new Error(`${code} : aucune population pour le département ${departement}`);
    return population / (voisins.get(departement) ?? 1);
  });
}
