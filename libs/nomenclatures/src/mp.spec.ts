import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ajouterJours, enVigueur } from '@sm/kernel';
import fc from 'fast-check';
import { delaiPriseEnCharge, normaliserTableauMp, tableauMp, tableauMpValide, voieMp } from './mp';
import { TABLEAUX_MP, type DureeMp } from './table-mp';

const codes = [...new Set(TABLEAUX_MP.map((t) => t.code))];

describe('les tableaux de maladies professionnelles', () => {
  it('sont cent vingt, chacun avec une seule version par jour et sans trou', () => {
    expect(codes).toHaveLength(120);
    for (const t of TABLEAUX_MP) {
      for (const jour of [t.du, t.au, '2016-06-01', '2024-01-01']) {
        if (jour !== null) expect(TABLEAUX_MP.filter((v) => v.code === t.code && enVigueur(v, jour)).length).toBeLessThanOrEqual(1);
      }
      if (t.au !== null) expect(tableauMp(t.code, ajouterJours(t.au, 1))).not.toBeNull();
      expect(t.paragraphes === null).toBe(t.confiance === 'unsure');
    }
  });

  it.each([
    ['30 ter', '2023-10-15', '2023-10-16'], ['52 bis', '2017-05-07', '2017-05-08'], ['99', '2017-05-07', '2017-05-08'], ['100', '2020-09-15', '2020-09-16'], ['101', '2021-05-22', '2021-05-23'], ['102', '2022-04-20', '2022-04-21'],
  ])('le tableau %s n’existe pas le %s et existe le %s', (code, avant, apres) => {
    expect([tableauMpValide(code, avant), tableauMpValide(code, apres)]).toEqual([false, true]);
  });

  it.each(['57', '57 A', '57 E', '16 bis', '16 bis B', '30 ter', '98', '1 A'])('reconnaît %s', (reference) => {
    expect(tableauMpValide(reference, '2024-01-01')).toBe(true);
    expect(normaliserTableauMp(reference)).toBe(reference);
  });

  it.each(['', '57A', '57 a', '57 F', '98 A', '57 bis', '0', '057', '17', '103', 'A 57', '57 A ', '57\n', '__proto__'])('refuse « %s »', (reference) => {
    expect(tableauMpValide(reference, '2024-01-01')).toBe(false);
  });

  it.each([[' 57a ', '57 A'], ['n° 16BIS b', '16 bis B'], ['057', '57'], ['30Ter', '30 ter'], ['toto', null], ['9'.repeat(100_000), null]])('met « %s » en forme', (texte, attendu) => {
    expect(normaliserTableauMp(texte)).toBe(attendu);
  });

  it('donne les délais du paragraphe nommé, avec la durée d’exposition', () => {
    expect(tableauMp('57 A', '2024-01-01')?.delais).toEqual([
      { delai: [30, 'jours'], exposition: null }, { delai: [6, 'mois'], exposition: [6, 'mois'] }, { delai: [1, 'ans'], exposition: [1, 'ans'] },
    ]);
    expect(tableauMp('57 D', '2016-06-01')).toMatchObject({ delais: [{ delai: [7, 'jours'] }, { delai: [90, 'jours'] }], tableau: { confiance: 'likely' } });
    expect(tableauMp('57 A', '2012-01-01')).toMatchObject({ delais: null, tableau: { liste: null, confiance: 'unsure' } });
  });

  it('donne un délai de prise en charge quand la référence n’en a qu’un', () => {
    expect(delaiPriseEnCharge('30 bis', '2016-06-01')).toEqual({ delai: [40, 'ans'], exposition: [10, 'ans'] });
    expect(delaiPriseEnCharge('98', '2016-06-01')).toEqual({ delai: [6, 'mois'], exposition: [5, 'ans'] });
    expect(delaiPriseEnCharge('57 E', '2024-01-01')?.delai).toEqual([14, 'jours']);
    expect([delaiPriseEnCharge('57', '2024-01-01'), delaiPriseEnCharge('57 A', '2012-01-01'), delaiPriseEnCharge('103', '2024-01-01')]).toEqual([null, null, null]);
  });

  it('dit si la liste des travaux est limitative ou indicative', () => {
    expect([tableauMp('57', '2024-01-01')?.tableau.liste, tableauMp('8', '2024-01-01')?.tableau.liste]).toEqual(['limitative', 'indicative']);
  });

  it('aucun texte ne fait échouer une recherche', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...codes)), fc.string(), (texte, jour) => {
      expect(typeof tableauMpValide(texte, jour)).toBe('boolean');
      const forme = normaliserTableauMp(texte);
      expect(forme === null ? null : normaliserTableauMp(forme)).toBe(forme);
    }));
  });
});

describe('les voies de reconnaissance', () => {
  it('passent d’un alinéa à l’autre le 1er juillet 2018', () => {
    expect([voieMp('conditions-manquantes', '2018-06-30')?.alinea, voieMp('conditions-manquantes', '2018-07-01')?.alinea]).toEqual([3, 6]);
    expect([voieMp('hors-tableau', '2016-06-01')?.alinea, voieMp('hors-tableau', '2024-01-01')?.alinea]).toEqual([4, 7]);
    expect(voieMp('hors-tableau', '1992-01-01')).toBeNull();
  });

  it('remplacent le comité par le médecin-conseil quand seul le délai manque, sans doute le 1er janvier 2027', () => {
    expect(voieMp('delai-seul', '2026-12-31')).toMatchObject({ avis: 'comite', alinea: 6 });
    expect(voieMp('delai-seul', '2027-01-01')).toMatchObject({ avis: 'medecin-conseil', confiance: 'likely' });
    expect(voieMp('conditions-manquantes', '2027-01-01')?.avis).toBe('comite');
  });
});

const MOTS: Readonly<Record<string, string>> = { jours: 'jours', semaines: 'semaines', mois: 'mois', ans: 'ans?' };
const ecrit = ([n, unite]: DureeMp): RegExp => new RegExp(`\\b(${n}${n === 30 ? '|trente' : ''})\\s+${MOTS[unite]}`, 'i');

describe('la table comparée aux textes officiels', () => {
  const dossier = join(process.env['SM_DONNEES'] ?? resolve(__dirname, '../../../../shared/data'), 'droit-controle-medical/07-tableaux-maladies-professionnelles');
  const officiels = existsSync(dossier) ? readdirSync(dossier) : [];
  if (officiels.length === 0) process.stdout.write('tableaux officiels absents (ni SM_DONNEES, ni ../shared/data) : la table n’est pas comparée\n');

  it('nomme les mêmes tableaux, la même sorte de liste et des délais qui y sont écrits', () => {
    const lus = officiels.map((f) => ({ f, code: f.replace('tableau-n-', '').replace('.md', '').replace('-', ' ') }));
    expect(lus.map((l) => l.code).sort()).toEqual(officiels.length === 0 ? [] : [...codes].sort());
    for (const { f, code } of lus) {
      const texte = readFileSync(join(dossier, f), 'utf8').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
      const reference = tableauMp(code, '2023-12-02');
      expect([code, /LISTE\s*LIMITATIVE/i.test(texte)]).toEqual([code, reference?.tableau.liste === 'limitative']);
      for (const { delai } of reference?.delais ?? []) expect([code, delai, ecrit(delai).test(texte)]).toEqual([code, delai, true]);
    }
  });
});
