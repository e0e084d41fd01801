import { adeliValide, cip13Valide, finessValide, luhn, rppsValide, sirenValide, siretValide } from './identifiants';
import { analyserNir, cleNir, nirValide, normaliserNir } from './nir';

describe('le NIR', () => {
  it.each([
    ['2 95 10 99 126 111 93'],
    ['2 55 08 14 168 025 38'],
    ['1 85 01 2A 004 123 89'],
    ['2 92 11 2b 033 045 61'],
    ['1 85 06 97411 123 15'],
    ['7 85 04 99 351 045 52'],
  ])('accepte %s', (nir) => {
    expect(nirValide(nir)).toBe(true);
  });

  it('ne tombe pas dans le piège de la lettre corse remplacée par zéro sans soustraction', () => {
    expect(cleNir('185012A004123')).toBe('89');
    expect(cleNir('292112B033045')).toBe('61');
    expect(cleNir('1850120004123')).not.toBe('89');
  });

  it('lit les naissances de métropole, de Corse, d’outre-mer, de l’étranger et les numéros provisoires', () => {
    expect(analyserNir('255081416802538')).toEqual({ sexe: 'F', annee: 55, mois: 8, departement: '14', commune: '168', ordre: '025', genre: 'nir', cleJuste: true });
    expect(analyserNir('1 85 01 2a 004 123 89')).toMatchObject({ sexe: 'M', departement: '2A', commune: '004' });
    expect(analyserNir('185069741112315')).toMatchObject({ departement: '974', commune: '11' });
    expect(analyserNir('295109912611193')).toMatchObject({ departement: '99', commune: '126' });
    expect(analyserNir('785049935104552')).toMatchObject({ sexe: 'M', genre: 'nia' });
    expect(analyserNir(`485049935104500`)).toMatchObject({ sexe: 'F', genre: 'attente' });
  });

  it('lit un NIR repris à clé fausse en le signalant, mais ne le valide pas', () => {
    expect(analyserNir('255081416802539')).toMatchObject({ cleJuste: false });
    expect(nirValide('255081416802539')).toBe(false);
  });

  it.each(['20', '30', '42', '50', '99'])('accepte le mois fictif %s (naissance incomplète)', (mois) => {
    expect(cleNir(`255${mois}14168025`)).toMatch(/^\d{2}$/);
  });

  it.each(['00', '13', '19', '21', '29', '43', '49'])('refuse le mois %s', (mois) => {
    expect(cleNir(`255${mois}14168025`)).toBe('');
  });

  it.each([
    '', '123', '255081416802', '25508141680253X', '555081416802538', '055081416802538', '2550800168025', '255082C16802538', '255081416800038',
    '２５５０８１４１６８０２５３８', '255081416802538\0', '2'.repeat(100_000), ' '.repeat(1_000_000), '2A5081416802538',
  ])('refuse un texte qui n’a pas la forme d’un NIR', (texte) => {
    expect(normaliserNir(texte)).toBeNull();
    expect(nirValide(texte)).toBe(false);
    expect(analyserNir(texte)).toBeNull();
  });

  it('accepte les naissances d’avant l’indépendance de la Tunisie (96)', () => {
    expect(normaliserNir('1 40 05 96 351 045 00')).toBe('140059635104500');
  });
});

describe('les identifiants des professionnels, des structures et des produits', () => {
  it('reconnaît le RPPS', () => {
    expect(rppsValide('10000123454')).toBe(true);
    expect(rppsValide('10000123455')).toBe(false);
    expect(rppsValide('1000012345')).toBe(false);
    expect(rppsValide('00000000000')).toBe(false);
  });

  it.each(['600100713', '600000194', '750712184', '130786049'])('reconnaît le FINESS %s', (finess) => {
    expect(finessValide(finess)).toBe(true);
    expect(finessValide(`${finess.slice(0, 8)}${(Number(finess[8]) + 1) % 10}`)).toBe(false);
  });

  it('ne rejette pas un FINESS ou un ADELI corse sur sa clé', () => {
    expect(finessValide('2A0000014')).toBe(true);
    expect(finessValide('2C0000014')).toBe(false);
    expect(adeliValide('2B1234567')).toBe(true);
    expect(adeliValide('9D1234567')).toBe(true);
    expect(adeliValide('2b1234567')).toBe(false);
  });

  it('reconnaît l’ADELI à sa clé', () => {
    expect([...'0123456789'].filter((cle) => adeliValide(`75112345${cle}`))).toHaveLength(1);
  });

  it('reconnaît le SIRET, La Poste comprise', () => {
    expect(sirenValide('356000000')).toBe(true);
    expect(siretValide('35600000000048')).toBe(true);
    expect(siretValide('73282932000074')).toBe(true);
    expect(siretValide('73282932000075')).toBe(false);
    expect(siretValide('35600000000002')).toBe(false);
    expect(luhn('35600000000001')).toBe(false);
    expect(siretValide('35600000000001')).toBe(true);
    expect(siretValide('00000000000000')).toBe(false);
  });

  it('reconnaît le CIP13', () => {
    expect(cip13Valide('3400935955838')).toBe(true);
    expect([...'0123456789'].filter((cle) => cip13Valide(`340093000000${cle}`))).toEqual(['7']);
    expect(cip13Valide('4006381333931')).toBe(false);
  });
});
