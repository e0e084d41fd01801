import { cleLuhn, cleNir, nirInvente, rppsInvente, type CorpsNir } from './identifiants';

describe('Les identifiants inventés', () => {
  it('portent la clé de NIR des exemples connus, Corse comprise', () => {
    const exemples = { '2951099126111': '93', '2550814168025': '38', '185012A004123': '89', '292112B033045': '61', '1850697411123': '15', '7850499351045': '52' };
    for (const [corps, cle] of Object.entries(exemples)) expect(cleNir(corps)).toBe(cle);
  });

  it('portent une clé de Luhn juste', () => {
    expect(cleLuhn('1000012345')).toBe(4);
    for (const rang of [0, 1, 981, 99_999]) expect(cleLuhn(rppsInvente(41, rang).slice(0, 10))).toBe(Number(rppsInvente(41, rang)[10]));
  });

  it.each([
    ['seine-saint-denis', '93', 'connu'], ['corse', '2A', 'connu'], ['outre-mer', '971', 'connu'],
    ['etranger', '', 'connu'], ['etranger', '', 'inconnu'], ['etranger', '', 'incomplet'], ['etranger', '', 'hors-plage'],
  ] as const)('ne se répètent jamais : naissance %s %s, mois %s', (lieu, departement, mois) => {
    const corps = (rang: number): CorpsNir => ({ sexe: 2, annee: 1960, mois, lieu, departement, rang });
    const nirs = new Set<string>();
    for (let rang = 0; rang < 89_910; rang++) nirs.add(nirInvente(corps(rang)));
    expect(nirs.size).toBe(89_910);
  });
});
