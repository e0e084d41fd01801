import { ajouterJours, enVigueur } from '@sm/kernel';
import { plafondPrescription, plagesPresence, prescripteurArret, voieContestationMedicale } from './arret';
import { seuil, SEUILS } from './seuils';

describe('les seuils datés', () => {
  it('n’en donne jamais deux le même jour sous le même code, et succède sans trou', () => {
    for (const s of SEUILS) {
      for (const jour of [s.du, s.au, '1990-01-01', '2030-01-01']) {
        if (jour !== null) expect(SEUILS.filter((l) => l.code === s.code && enVigueur(l, jour)).length).toBeLessThanOrEqual(1);
      }
      if (s.au !== null) expect(seuil(s.code, ajouterJours(s.au, 1))).not.toBeNull();
      expect([s.source, s.intitule, s.jourDe]).not.toContain('');
    }
  });

  it.each([
    ['arret/teleconsultation', '2023-12-31', null], ['arret/teleconsultation', '2024-01-01', 3], ['arret/recidive-envoi', '2016-06-01', 24],
    ['arret/ij-nombre', '2016-06-01', 360], ['arret/carence', '2016-06-01', 3], ['arret/longue-duree', '2016-06-01', 6],
    ['mp/taux-incapacite', '2002-04-20', 66.66], ['mp/taux-incapacite', '2016-06-01', 25], ['mp/quorum-conditions', '2016-06-09', 3], ['mp/quorum-conditions', '2016-06-10', 2],
    ['atmp/ij-duree', '2026-12-31', null], ['atmp/ij-duree', '2027-01-01', 3],
  ] as const)('%s au %s : %s', (code, jour, attendu) => {
    expect(seuil(code, jour)?.valeur).toBe(attendu);
  });

  it('marque incertain ce que seul un décret non lu fixe', () => {
    expect(SEUILS.filter((s) => s.confiance === 'unsure').map((s) => s.code)).toEqual(['arret/plafond-premiere', 'arret/plafond-prolongation', 'arret/duree-cumulee', 'atmp/ij-duree']);
  });

  it('ne connaît pas de seuil un jour impossible', () => {
    expect(seuil('arret/carence', '2024-02-30')).toBeNull();
  });
});

describe('l’arrêt de travail et ses plafonds', () => {
  it('ne plafonne aucune prescription avant le 1er septembre 2026', () => {
    expect([plafondPrescription('premiere', '2026-08-31'), plafondPrescription('prolongation', '2016-06-01'), plafondPrescription('premiere', 'hier')]).toEqual([null, null, null]);
  });

  it('propose ensuite un mois puis deux mois, que le prescripteur dépasse par écrit', () => {
    expect(plafondPrescription('premiere', '2026-09-01')).toMatchObject({ mois: 1, derogationMotivee: true, confiance: 'unsure' });
    expect(plafondPrescription('prolongation', '2026-09-01')).toMatchObject({ mois: 2, confiance: 'unsure' });
  });

  it('veut l’assuré chez lui de neuf à onze et de quatorze à seize heures', () => {
    expect(plagesPresence('2016-06-01')).toEqual([{ de: 9, a: 11 }, { de: 14, a: 16 }]);
    expect(plagesPresence('2007-09-13')).toEqual([]);
  });

  it('nomme le chirurgien-dentiste parmi les prescripteurs depuis la LFSS 2026', () => {
    expect([prescripteurArret('chirurgien-dentiste', '2025-12-30')?.confiance, prescripteurArret('chirurgien-dentiste', '2025-12-31')?.confiance]).toEqual(['likely', 'sure-checked']);
    expect([prescripteurArret('medecin', '2016-06-01')?.profession, prescripteurArret('infirmier', '2026-06-01'), prescripteurArret('medecin', 'hier')]).toEqual(['medecin', null, null]);
  });

  it('se conteste par expertise, puis devant la commission médicale le 1er janvier 2022', () => {
    expect([voieContestationMedicale('2016-06-01')?.voie, voieContestationMedicale('2021-12-31')?.delai, voieContestationMedicale('2022-01-01')?.delai]).toEqual(['expertise', 'expertise/demande', 'cmra/recours']);
    expect(voieContestationMedicale('hier')).toBeNull();
  });
});
