import { ajouterJours, type Confiance, type Jour } from '@sm/kernel';

/** `limitative`: outside the works of the list, the presumption falls; `indicative`: the works are examples. */
export type ListeTravaux = 'limitative' | 'indicative';
export type UniteMp = 'jours' | 'semaines' | 'mois' | 'ans';
export type DureeMp = readonly [valeur: number, unite: UniteMp];

/** Longest time between the end of exposure and the first medical finding, with the shortest exposure when the table asks for one. */
export interface DelaiPriseEnCharge {
  readonly delai: DureeMp;
  readonly exposition: DureeMp | null;
}

/** A lettered part of a table (`lettre` null = the table has none), with the distinct delays of its illnesses. */
export interface ParagrapheMp {
  readonly lettre: string | null;
  readonly delais: readonly DelaiPriseEnCharge[];
}

/**
 * One dated version of a table of the régime général. The number of a table tells the illness: it is MEDICAL data, never for a log, a list or a search index.
 * `paragraphes` and `liste` are null for a version whose text was not read.
 */
export interface TableauMp {
  readonly code: string;
  readonly libelle: string;
  readonly liste: ListeTravaux | null;
  readonly paragraphes: readonly ParagrapheMp[] | null;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

const UNITES: Readonly<Record<string, UniteMp>> = { j: 'jours', s: 'semaines', m: 'mois', a: 'ans' };

const duree = (texte: string): DureeMp => [Number(texte.slice(0, -1)), UNITES[texte.slice(-1)] ?? 'jours'];

/** `30j 6m/6m`: thirty days; six months after an exposure of six months at least. Paragraphs are separated by `;` and begin with their letter. */
const lireParagraphes = (texte: string): ParagrapheMp[] =>
  texte.split('; ').map((partie) => {
    const mots = partie.split(' ');
    const lettre = /^[A-H]$/.test(mots[0] ?? '') ? (mots.shift() ?? null) : null;
    return { lettre, delais: mots.map((mot) => mot.split('/')).map(([delai = '', exposition]) => ({ delai: duree(delai), exposition: exposition === undefined ? null : duree(exposition) })) };
  });

/** Number, short label, kind of list, delays, day of the text read (null: since the code of 1985), day of creation when earlier (null: before 1986). */
type Fait = readonly [code: string, libelle: string, liste: ListeTravaux, delais: string, texteDu: Jour | null, creeLe?: Jour | null];

const FAITS: readonly Fait[] = [
  ['1', 'Affections dues au plomb et à ses composés', 'indicative', 'A 3m; B 30j; C 1a 10a/10a; D 30j 1a; E 30j', '2008-10-12', null],
  ['2', 'Maladies dues au mercure et à ses composés', 'indicative', '10j 1a 30j 15j', '2003-02-13', null],
  ['3', 'Intoxication par le tétrachloréthane', 'indicative', '30j 7j 3j', null],
  ['4', 'Hémopathies dues au benzène', 'indicative', '3a/6m 3a 20a/6m', '2009-01-17', null],
  ['4 bis', 'Affections gastro-intestinales dues au benzène, au toluène, aux xylènes', 'indicative', '7j', '1987-07-28'],
  ['5', 'Affections liées au phosphore et au sesquisulfure de phosphore', 'indicative', 'A 1a; B 15j; C 90j', '2003-02-13', null],
  ['6', 'Affections dues aux rayonnements ionisants', 'indicative', '30j 1a 7j 10a 60j 5a 30a 50a', null],
  ['7', 'Tétanos', 'limitative', '30j', null],
  ['8', 'Affections causées par les ciments', 'indicative', '30j 15j', '2003-02-13', null],
  ['9', 'Affections dues aux dérivés halogénés des hydrocarbures aromatiques', 'indicative', '30j 7j 60j', null],
  ['10', 'Ulcérations et dermites dues à l’acide chromique et aux chromates', 'indicative', '30j 15j', '2003-11-28', null],
  ['10 bis', 'Affections respiratoires dues à l’acide chromique et aux chromates', 'limitative', '7j', '2003-02-13', null],
  ['10 ter', 'Affections cancéreuses dues à l’acide chromique et aux chromates', 'limitative', 'A 30a/5a; B 30a/10a', '2003-02-13', null],
  ['11', 'Intoxication par le tétrachlorure de carbone', 'indicative', '30j 7j 3j', '2003-02-13', null],
  ['12', 'Affections dues aux hydrocarbures aliphatiques halogénés', 'indicative', 'A 7j; B 30j; C 30j; D 30j; E 30j; F 7j; G 30j; H 3j', '2007-07-12', null],
  ['13', 'Intoxications par les dérivés nitrés et chloronitrés des carbures benzéniques', 'indicative', '1a 30j 15j', '2003-02-13', null],
  ['14', 'Affections dues aux dérivés nitrés du phénol', 'indicative', 'A 3j; B 7j; C 7j; D 7j; E 7j; F 90j', '1987-07-28', null],
  ['15', 'Affections dues aux amines aromatiques', 'indicative', '3j 10j 7j', '1995-11-10', null],
  ['15 bis', 'Affections allergiques dues aux amines aromatiques', 'indicative', '7j 15j', '2003-02-13', '1995-11-10'],
  ['15 ter', 'Lésions prolifératives de la vessie dues aux amines aromatiques', 'indicative', '30a/5a', '2012-08-04', '1995-11-10'],
  ['16', 'Affections cutanées ou muqueuses dues aux goudrons et huiles de houille', 'indicative', '7j', '1988-05-07', null],
  ['16 bis', 'Affections cancéreuses dues aux goudrons, huiles et brais de houille', 'limitative', 'A 20a/10a; B 30a/10a; C 30a/10a', '2009-01-17', '1988-05-07'],
  ['18', 'Charbon', 'limitative', '30j', '1988-05-07', null],
  ['19', 'Spirochétoses', 'limitative', 'A 21j; B 30j 6m 10a', '2009-10-10', null],
  ['20', 'Affections dues à l’arsenic et à ses composés minéraux', 'indicative', 'A 7j; B 7j; C 90j; D 40a', null],
  ['20 bis', 'Cancer bronchique dû aux poussières ou vapeurs arsenicales', 'limitative', '40a', '1987-07-28', null],
  ['20 ter', 'Cancer bronchique dû aux pyrites arsénifères', 'limitative', '40a/10a', '1997-05-08'],
  ['21', 'Intoxication par l’hydrogène arsénié', 'indicative', '15j 30j 3j', null],
  ['22', 'Sulfocarbonisme', 'indicative', '30j 1a', null],
  ['23', 'Nystagmus', 'limitative', '1a', null],
  ['24', 'Brucelloses', 'limitative', '2m 1a', null],
  ['25', 'Affections dues à la silice cristalline, aux silicates, au graphite, à la houille', 'indicative', 'A 6m/6m 35a/5a 15a/10a; B 35a/10a; C 35a/10a', '2003-03-30', null],
  ['26', 'Intoxication par le bromure de méthyle', 'indicative', '7j', null],
  ['27', 'Intoxication par le chlorure de méthyle', 'indicative', '7j 3j', null],
  ['28', 'Ankylostomose', 'limitative', '3m', null],
  ['29', 'Lésions dues aux milieux hyperbares', 'limitative', '20a 3m 1a', null],
  ['30', 'Affections dues aux poussières d’amiante', 'indicative', 'A 35a/2a; B 40a 35a/5a; C 35a/5a; D 40a; E 40a/5a', '2000-04-21', null],
  ['30 bis', 'Cancer broncho-pulmonaire dû aux poussières d’amiante', 'limitative', '40a/10a', '2000-04-21', '1996-05-25'],
  ['30 ter', 'Cancers du larynx et de l’ovaire dus aux poussières d’amiante', 'limitative', '35a/5a', '2023-10-16'],
  ['31', 'Maladies dues aux aminoglycosides', 'indicative', '15j', '2003-02-13', null],
  ['32', 'Affections dues au fluor et à l’acide fluorhydrique', 'indicative', 'A 5j; B 10a/8a', null],
  ['33', 'Maladies dues au béryllium', 'indicative', 'A 15j 5j; B 30j 25a', '2003-02-13', null],
  ['34', 'Affections dues aux phosphates et thiophosphates organiques, aux carbamates', 'indicative', 'A 3j; B 3j; C 3j; D 3j; E 3j', '1989-09-17', null],
  ['36', 'Affections dues aux huiles et graisses minérales ou de synthèse', 'limitative', 'A 7j 15j; B 1m; C 6m', '2003-02-13', null],
  ['36 bis', 'Affections cancéreuses dues à des dérivés du pétrole', 'limitative', '30a/10a', '2009-01-17', '1989-09-17'],
  ['37', 'Affections cutanées dues aux oxydes et sels de nickel', 'indicative', '15j', '2003-02-13', null],
  ['37 bis', 'Affections respiratoires dues aux oxydes et sels de nickel', 'indicative', '15j', '2003-02-13', null],
  ['37 ter', 'Cancers dus au grillage des mattes de nickel', 'limitative', '40a', '1987-07-28'],
  ['38', 'Maladies dues à la chlorpromazine', 'indicative', '15j 7j', '2003-02-13', null],
  ['39', 'Maladies dues au bioxyde de manganèse', 'indicative', '1a', null],
  ['40', 'Maladies dues aux bacilles tuberculeux et à des mycobactéries atypiques', 'limitative', 'A 6m 1a; B 6m; C 6m; D 30j', '2014-06-09', null],
  ['41', 'Maladies dues aux bétalactamines et aux céphalosporines', 'indicative', '15j 7j', '2003-02-13', null],
  ['42', 'Atteinte auditive due aux bruits lésionnels', 'limitative', '1a/1a', '2003-09-28', null],
  ['43', 'Affections dues à l’aldéhyde formique', 'indicative', '7j 15j', '2009-01-17', null],
  ['43 bis', 'Affections cancéreuses dues à l’aldéhyde formique', 'limitative', '40a/5a', '2009-01-17'],
  ['44', 'Affections dues aux poussières ou fumées d’oxyde de fer', 'indicative', '35a/10a', '2005-03-24', null],
  ['44 bis', 'Affections dues au travail au fond dans les mines de fer', 'limitative', '40a/10a 15a/10a', '2005-03-24', '1992-12-24'],
  ['45', 'Hépatites virales A, B, C, D et E', 'limitative', 'A 40j 60j; B 40j 180j 2a 10a 20a 30a', '1999-07-29', null],
  ['46', 'Mycoses cutanées', 'limitative', 'A 30j; B 30j; C 30j', '1988-05-07', null],
  ['47', 'Affections dues aux poussières de bois', 'limitative', 'A 15j 7j 30j 1a; B 40a/5a', '2004-02-27', null],
  ['49', 'Affections cutanées dues aux amines aliphatiques et alicycliques', 'indicative', '15j', '2003-02-13', null],
  ['49 bis', 'Affections respiratoires dues aux amines aliphatiques', 'indicative', '7j', '2003-02-13'],
  ['50', 'Affections dues à la phénylhydrazine', 'indicative', '15j 30j 7j', '2003-02-13', null],
  ['51', 'Maladies dues aux résines époxydiques', 'limitative', '15j', '2006-08-04', null],
  ['52', 'Affections dues au chlorure de vinyle monomère', 'indicative', '5a/6m 3a/6m 30a/6m', '1991-09-07', null],
  ['52 bis', 'Carcinome hépatocellulaire dû au chlorure de vinyle monomère', 'limitative', '30a/6m', '2017-05-08'],
  ['53', 'Affections dues aux rickettsies', 'limitative', 'A 21j; B 21j 10a', '1988-05-07', null],
  ['54', 'Poliomyélites', 'limitative', '30j', null],
  ['55', 'Affections dues aux amibes', 'limitative', '3m', null],
  ['56', 'Rage', 'limitative', '6m 2m', null],
  ['57', 'Affections périarticulaires dues à certains gestes et postures', 'limitative', 'A 30j 6m/6m 1a/1a; B 14j 7j 90j 90j/90j; C 7j 30j; D 90j 7j 14j; E 14j', '2017-05-08', null],
  ['58', 'Affections dues au travail à haute température', 'limitative', '3j', null],
  ['59', 'Intoxications par l’hexane', 'indicative', '30j', null],
  ['61', 'Maladies dues au cadmium', 'indicative', '5j 3j 2a 12a', null],
  ['61 bis', 'Cancer broncho-pulmonaire dû au cadmium', 'limitative', '40a/10a', '2007-12-16'],
  ['62', 'Affections dues aux isocyanates organiques', 'limitative', '3j 7j 15j 30j 3a', '2006-08-04', null],
  ['63', 'Affections dues aux enzymes', 'indicative', '15j 7j', '2003-02-13', null],
  ['64', 'Intoxication par l’oxyde de carbone', 'indicative', '30j', null],
  ['65', 'Lésions eczématiformes allergiques', 'indicative', '15j', '2003-02-13', null],
  ['66', 'Rhinite et asthmes', 'limitative', '7j 1a', '2003-02-13', null],
  ['66 bis', 'Pneumopathies d’hypersensibilité', 'limitative', '30j 15a', '2003-11-28', '2003-02-13'],
  ['67', 'Lésions de la cloison nasale dues au chlorure de potassium', 'indicative', '30j', null],
  ['68', 'Tularémie', 'limitative', '15j', '1988-05-07', null],
  ['69', 'Affections dues aux vibrations et aux chocs de machines, d’outils et d’objets', 'limitative', 'A 5a 1a; B 5a 1a; C 1a/5a', '1995-11-10', null],
  ['70', 'Affections dues au cobalt', 'indicative', '15j 7j 1a', '2000-03-09', null],
  ['70 bis', 'Affections respiratoires dues aux carbures métalliques frittés contenant du cobalt', 'limitative', '15j 30j 20a', '2000-03-09'],
  ['70 ter', 'Cancer broncho-pulmonaire dû au cobalt associé au carbure de tungstène', 'limitative', '35a/5a', '2000-03-09'],
  ['71', 'Affections oculaires dues au rayonnement thermique', 'limitative', '15a', null],
  ['71 bis', 'Affections oculaires dues au rayonnement thermique associé aux poussières', 'limitative', '15a', '1991-09-07'],
  ['72', 'Maladies dues aux dérivés nitrés des glycols et du glycérol', 'indicative', '4j', null],
  ['73', 'Maladies dues à l’antimoine', 'indicative', '5a 15j', '2003-02-13', null],
  ['74', 'Affections dues au furfural et à l’alcool furfurylique', 'indicative', '7j 15j', '2003-02-13', null],
  ['75', 'Affections dues au sélénium', 'indicative', '5j', null],
  ['76', 'Agents infectieux ou parasitaires en milieu d’hospitalisation et d’hospitalisation à domicile', 'limitative', 'A 10j; B 15j; C 15j; D 10j; E 15j 60j 30j; F 10j; G 21j; H 15j 7j 21j 10j 10s', '2015-11-07', null],
  ['77', 'Périonyxis et onyxis', 'limitative', '7j 30j', '1989-09-17', null],
  ['78', 'Affections dues au chlorure de sodium dans les mines de sel', 'indicative', '30j', null],
  ['79', 'Lésions chroniques du ménisque', 'limitative', '2a', '2017-05-08', null],
  ['80', 'Kératoconjonctivites virales', 'limitative', 'A 21j; B 21j; C 21j; D 21j; E 21j', null],
  ['81', 'Affections malignes dues au bis (chlorométhyle) éther', 'limitative', '40a', '1987-07-28'],
  ['82', 'Affections dues au méthacrylate de méthyle', 'indicative', '7j 15j 1a', '2003-02-13', '1987-07-28'],
  ['83', 'Lésions dues aux milieux hypobares', 'limitative', '6m 1a', '1987-07-28'],
  ['84', 'Affections dues aux solvants organiques liquides', 'limitative', 'A 7j 15j; B 1a/10a', '2007-03-28', '1987-07-28'],
  ['85', 'Affection due aux nitrosoguanidines et nitroso-urées', 'indicative', '30a/6m', '1987-07-28'],
  ['86', 'Pasteurelloses', 'limitative', '8j 6m', '1988-05-07'],
  ['87', 'Ornithose-psittacose', 'limitative', '21j', '1988-05-07'],
  ['88', 'Rouget du porc', 'limitative', '7j 30j 6m', '1988-05-07'],
  ['89', 'Affection due à l’halothane', 'indicative', '15j', '1989-09-17'],
  ['90', 'Affections respiratoires dues aux poussières textiles végétales', 'limitative', 'A 7j/5a; B 5a/10a', '1989-09-17'],
  ['91', 'Broncho-pneumopathie obstructive du mineur de charbon', 'limitative', '10a/10a', '2005-11-03', '1992-12-24'],
  ['92', 'Infections à Streptococcus suis', 'limitative', '25j 60j', '1995-01-18'],
  ['93', 'Lésions oculaires dues aux particules en circulation dans les puits de mine', 'limitative', '90j/2a', '1995-01-18'],
  ['94', 'Broncho-pneumopathie obstructive du mineur de fer', 'limitative', '10a/10a', '2005-11-04', '1996-05-25'],
  ['95', 'Affections allergiques dues aux protéines du latex', 'indicative', '7j 3j 15j', '1997-05-08'],
  ['96', 'Fièvres hémorragiques à hantavirus', 'limitative', '60j', '1999-02-16'],
  ['97', 'Rachis lombaire, vibrations', 'limitative', '6m/5a', '1999-02-16'],
  ['98', 'Rachis lombaire, manutention manuelle de charges lourdes', 'limitative', '6m/5a', '1999-02-16'],
  ['99', 'Hémopathies dues au 1,3-butadiène', 'limitative', '20a', '2017-05-08'],
  ['100', 'Affections respiratoires aiguës liées au SARS-CoV-2', 'limitative', '14j', '2020-09-16'],
  ['101', 'Affections cancéreuses dues au trichloréthylène', 'limitative', '40a/10a', '2021-05-23'],
  ['102', 'Cancer de la prostate dû aux pesticides', 'limitative', '40a/10a', '2022-04-21'],
];

const ANNEXE = 'annexe II du livre IV du CSS (R.461-3), texte au 2 décembre 2023';

/** Text of tableau 57 from 2012-08-04 to 2017-05-07: A, B and C as today, D and E from general knowledge. */
const TABLEAU_57_2012: TableauMp = {
  code: '57', libelle: 'Affections périarticulaires dues à certains gestes et postures', liste: 'limitative',
  paragraphes: lireParagraphes('A 30j 6m/6m 1a/1a; B 14j 7j 90j 90j/90j; C 7j 30j; D 7j 90j; E 7j'),
  du: '2012-08-04', au: '2017-05-07', source: 'annexe II du livre IV du CSS, décret 2012-937 (avant le décret 2017-812)', confiance: 'likely',
};

function versions([code, libelle, liste, delais, texteDu, creeLe]: Fait): TableauMp[] {
  const lue: TableauMp = { code, libelle, liste, paragraphes: lireParagraphes(delais), du: texteDu, au: null, source: ANNEXE, confiance: 'sure-checked' };
  if (creeLe === undefined || texteDu === null) return [lue];
  const plusConnue = code === TABLEAU_57_2012.code ? TABLEAU_57_2012 : lue;
  const avant: TableauMp = {
    code, libelle, liste: null, paragraphes: null, du: creeLe, au: ajouterJours(plusConnue.du ?? texteDu, -1), source: 'annexe II du livre IV du CSS, version antérieure non lue', confiance: 'unsure',
  };
  return plusConnue === lue ? [avant, lue] : [avant, plusConnue, lue];
}

/** The tables of the régime général, by number, each version with its dates (official history of the code). */
export const TABLEAUX_MP: readonly TableauMp[] = FAITS.flatMap(versions);
