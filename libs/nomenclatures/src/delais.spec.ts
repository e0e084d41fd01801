import { ajouterJours, echeance, echeanceHeures, enVigueur, joursEntre } from '@sm/kernel';
import { codeDelaiConnu, delai, delaiDe, DELAIS, delaisDe, type CodeDelai } from './delais';

const BASCULES = [...new Set(DELAIS.flatMap((d) => [d.du, d.au]).filter((j) => j !== null))].flatMap((j) => [ajouterJours(j, -1), j, ajouterJours(j, 1)]);
const resume = (code: CodeDelai, jour: string): string => {
  const d = delaiDe(code, jour);
  return d === null ? 'aucun' : `${d.valeur ?? 'sans durée'} ${d.unite} ${d.depart} ${d.effet} (${d.proprietaire})`;
};

describe('la table des délais légaux', () => {
  it('ne donne jamais deux délais le même jour sous le même code', () => {
    for (const code of new Set(DELAIS.map((d) => d.code))) {
      for (const jour of ['1990-01-01', '2030-01-01', ...BASCULES]) {
        expect(DELAIS.filter((d) => d.code === code && enVigueur(d, jour)).length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('succède sans trou : une ligne close est suivie le lendemain, ou l’étape a disparu avec sa réforme', () => {
    const disparues = ['at/investigation', 'expertise/demande', 'mp/investigation', 'rechute/investigation'];
    for (const d of DELAIS.filter((l) => l.au !== null && !disparues.includes(l.code))) expect([d.code, delaiDe(d.code, ajouterJours(d.au ?? '', 1))]).not.toEqual([d.code, null]);
  });

  it('nomme à chaque ligne un code stable, une source, un propriétaire, un effet et un départ', () => {
    expect(DELAIS.length).toBeGreaterThanOrEqual(90);
    for (const d of DELAIS) {
      expect(d.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(`${d.typeDossier}/${d.etape}`).toBe(d.code);
      expect(d.depart).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([d.source, d.intitule, d.proprietaire, d.effet]).not.toContain('');
      expect(delai(d.typeDossier, d.etape, d.du ?? d.au ?? '2016-06-01')).toBe(delaiDe(d.code, d.du ?? d.au ?? '2016-06-01'));
    }
  });

  it('ne connaît ni code inconnu ni jour impossible', () => {
    expect(delai('constructor', '__proto__', 'hier')).toBeNull();
    expect(delaiDe('at/decision', '2024-02-30')).toBeNull();
    expect([codeDelaiConnu('at/decision'), codeDelaiConnu('at/'), codeDelaiConnu('constructor')]).toEqual([true, false, false]);
    expect(delaisDe('__proto__')).toEqual([]);
  });

  it('dit ce que vaut le silence, jamais la même chose d’une procédure à l’autre', () => {
    const effets = (['accord-prealable/reponse', 'at/decision', 'mp/crrmp', 'cmra/decision', 'analyse-activite/suites', 'ald/avis', 'arret/reexamen'] as const).map((c) => delaiDe(c, '2024-01-01')?.effet);
    expect(effets).toEqual(['acceptation', 'reconnaissance', 'reconnaissance', 'rejet', 'renonciation', 'avis-favorable', 'sans-effet']);
  });
});

describe('l’accident du travail et la maladie professionnelle selon l’année', () => {
  it.each([
    ['at/decision', '30 jours dossier-complet reconnaissance (caisse)', '30 jours francs dossier-complet reconnaissance (caisse)'],
    ['at/investigation', '2 mois notification-delai-complementaire reconnaissance (caisse)', '90 jours francs dossier-complet reconnaissance (caisse)'],
    ['at/reserves', 'sans durée jours declaration sans-effet (employeur)', '10 jours francs declaration droit-perdu (employeur)'],
    ['at/consultation', 'aucun', '10 jours francs ouverture-dossier etape-close (parties)'],
    ['at/information', '10 jours francs decision irregularite (caisse)', '10 jours francs ouverture-dossier irregularite (caisse)'],
    ['rechute/decision', '30 jours reception-certificat reconnaissance (caisse)', '60 jours francs reception-certificat-ou-reconnaissance reconnaissance (caisse)'],
    ['rechute/investigation', '2 mois notification-delai-complementaire reconnaissance (caisse)', 'aucun'],
    ['mp/decision', '3 mois dossier-complet-avec-examens reconnaissance (caisse)', '120 jours francs dossier-complet-avec-examens reconnaissance (caisse)'],
    ['mp/investigation', '3 mois notification-delai-complementaire reconnaissance (caisse)', 'aucun'],
    ['mp/crrmp', 'aucun', '120 jours francs saisine-comite reconnaissance (caisse)'],
  ] as const)('%s : « %s » jusqu’au 30 novembre 2019, puis « %s »', (code, avant, apres) => {
    expect([resume(code, '2019-11-30'), resume(code, '2019-12-01')]).toEqual([avant, apres]);
    expect(resume(code, '2016-06-10')).toBe(avant);
  });

  it('fait partir le délai d’une maladie des examens du tableau depuis le 10 juin 2016 seulement', () => {
    expect([delaiDe('mp/decision', '2016-06-09')?.depart, delaiDe('mp/decision', '2016-06-10')?.depart]).toEqual(['declaration-et-certificat', 'dossier-complet-avec-examens']);
  });

  it('compte un dossier de 2016 sur les règles de 2016 : trente jours, puis deux mois de l’annonce', () => {
    const recu = '2016-03-14';
    const annonce = '2016-04-12';
    const [premier, second] = [delaiDe('at/decision', recu), delaiDe('at/investigation', annonce)];
    expect(premier && echeance(premier, recu, { departement: '93' })).toBe('2016-04-13');
    expect(second && echeance(second, annonce, { departement: '93' })).toBe('2016-06-13');
    const information = delaiDe('at/information', '2016-06-13');
    expect(information && echeance(information, '2016-06-13', { departement: '93' })).toBe('2016-06-02');
  });

  it('compte un dossier de 2024 en jours francs, la décision après l’ouverture et la consultation', () => {
    const depart = '2024-02-01';
    const fin = (code: CodeDelai): string => {
      const d = delaiDe(code, depart);
      return (d && echeance(d, depart, { departement: '93' })) ?? '';
    };
    expect([fin('at/decision'), fin('at/ouverture-dossier'), fin('at/investigation')]).toEqual(['2024-03-04', '2024-04-12', '2024-05-02']);
    expect([fin('mp/ouverture-dossier'), fin('mp/decision')]).toEqual(['2024-05-13', '2024-06-03']);
    expect(joursEntre(fin('mp/crrmp-complements'), fin('mp/crrmp-observations'))).toBeGreaterThanOrEqual(9);
    expect(fin('mp/crrmp-avis') < fin('mp/crrmp')).toBe(true);
  });

  it('laisse à l’employeur quarante-huit heures, dimanches et fériés non compris, en 2016 comme en 2024', () => {
    for (const jour of ['2016-05-20', '2024-05-17']) {
      const d = delaiDe('at/declaration-employeur', jour);
      expect(d).toMatchObject({ valeur: 48, unite: 'heures', horsChomes: true, proprietaire: 'employeur' });
    }
    expect(echeanceHeures(new Date('2024-05-17T10:00:00+02:00'), 48, { departement: '93', horsChomes: true }).toISOString()).toBe('2024-05-21T08:00:00.000Z');
  });
});

describe('l’arrêt de travail selon l’année', () => {
  it('laisse dix jours francs à l’assuré et quatre au service médical', () => {
    expect(resume('arret/reexamen-demande', '2016-06-01')).toBe('10 jours francs notification-suspension droit-perdu (assure)');
    expect(resume('arret/reexamen', '2016-06-01')).toBe('4 jours francs reception-demande-reexamen sans-effet (sm)');
    expect(resume('arret/nouvelle-prescription', '2016-06-01')).toBe('4 jours francs reception-avis-arret sans-effet (sm)');
    expect(resume('arret/fenetre-nouvelle-prescription', '2010-08-26')).toBe('aucun');
  });

  it('ouvre l’examen de pré-reprise après trois mois, puis trente jours le 31 décembre 2025', () => {
    expect([resume('arret/pre-reprise', '2025-12-30'), resume('arret/pre-reprise', '2025-12-31')]).toEqual(['3 mois debut-arret sans-effet (sm)', '30 jours debut-arret sans-effet (sm)']);
  });

  it('se conteste par expertise jusqu’au 31 décembre 2021, puis devant la commission médicale', () => {
    expect([delaiDe('arret/recours', '2021-12-31')?.valeur, delaiDe('arret/recours', '2022-01-01')?.valeur]).toEqual([1, 2]);
    expect(delaiDe('expertise/demande', '2022-01-01')).toBeNull();
    expect([delaiDe('cmra/recours', '2018-12-31'), delaiDe('cmra/recours', '2019-01-01')?.valeur]).toEqual([null, 2]);
  });
});

describe('les autres procédures', () => {
  it('ne donne aucun délai à l’avis d’ALD avant le 15 octobre 2016, puis deux semaines que l’observation suspend', () => {
    expect(delaiDe('ald/avis', '2016-10-14')?.valeur).toBeNull();
    expect(delaiDe('ald/avis', '2016-10-15')).toMatchObject({ valeur: 14, effet: 'avis-favorable', pauses: [{ motif: 'observation-medicale', maximum: { valeur: 2, unite: 'mois' } }] });
  });

  it('n’admet de pause que là où un texte la permet', () => {
    expect(DELAIS.filter((d) => d.pauses.length > 0).map((d) => d.code)).toEqual(['ald/avis', 'ald/decision']);
  });

  it('compte à rebours les convocations et les informations préalables', () => {
    expect([...new Set(DELAIS.filter((d) => d.aRebours).map((d) => d.code))].sort()).toEqual(['arret/convocation', 'at/information', 'cmra/convocation', 'mp/information']);
  });
});
