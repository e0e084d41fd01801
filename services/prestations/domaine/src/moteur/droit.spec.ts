import { enVigueur } from '@sm/kernel';
import { DELAIS } from '@sm/nomenclatures';
import { delaisArret, reglesAtmp } from '..';
import { DELAIS_ARRET } from '../arret/regles-datees';
import { dernierJour, delaiLegalAu, seuilLegalAu, versionsDuDelai, voieDuJour } from './droit';

const VOIE = { voie: { instance: 'expertise', article: 'R.141-2 CSS' }, delai: 'arret/recours', valideDu: null, valideAu: null, article: 'L.141-1 CSS', confiance: 'sure' } as const;

describe('Le droit daté ne se lit que dans la nomenclature', () => {
  it('un délai d’arrêt a la durée, l’article et les dates de sa ligne légale', () => {
    const legaux = new Set(DELAIS.map((l) => JSON.stringify([l.valeur, l.unite, l.source, l.confiance, l.du, l.au])));
    for (const d of delaisArret()) if (d.duree) expect(legaux).toContain(JSON.stringify([d.duree.n, d.duree.unite, d.article, d.confiance, d.valideDu, d.valideAu]));
    expect(DELAIS_ARRET.filter((d) => d.duree === null).map((d) => d.nature)).toEqual(['revue', 'recours']);
  });

  it.each([
    ['pre_reprise', '2025-12-30', '3 mois'], ['pre_reprise', '2025-12-31', '30 jours'], ['examen_conjoint', '2016-06-01', '6 mois'], ['reponse_prescripteur', '2016-06-01', '15 jours'],
    ['avis_reexamen', '2016-06-01', '4 jours francs'], ['avis_prealable', '2026-06-01', '4 jours francs'], ['demande_reexamen', '2016-06-01', '10 jours francs'], ['nouvelle_prescription', '2026-06-01', '10 jours francs'],
  ])('arrêt, %s au %s : %s', (nature, jour, attendu) => {
    const trouves = delaisArret().filter((d) => d.nature === nature && (d.valideDu ?? '') <= jour && (d.valideAu ?? '9') >= jour);
    expect(trouves.map(({ duree }) => `${duree?.n} ${duree?.unite}`)).toEqual([attendu]);
  });

  it('une version de règle AT/MP couvre une seule version de chacun de ses délais, et du seuil d’incapacité', () => {
    for (const regle of reglesAtmp()) {
      const fin = regle.valideAu ?? '2099-12-31';
      for (const { duree, article } of regle.delais.filter((d) => d.duree !== null)) {
        const lignes = DELAIS.filter((l) => l.source === article && l.valeur === duree?.n && l.unite === duree?.unite);
        expect([regle.version, article, lignes.some((l) => enVigueur(l, regle.valideDu ?? '') && enVigueur(l, fin))]).toEqual([regle.version, article, true]);
      }
      expect([regle.seuilIncapacite, seuilLegalAu('mp/taux-incapacite', fin), regle.information.duree]).toEqual([25, 25, { n: 10, unite: 'jours francs' }]);
    }
  });

  it('une voie de recours a le délai légal du jour de la notification', () => {
    expect([voieDuJour(VOIE, '2021-12-31'), voieDuJour(VOIE, '2022-01-01')].map((v) => v.delaiMois)).toEqual([1, 2]);
  });

  it('un délai ou un seuil que la loi du jour n’avait pas est une faute de la règle', () => {
    expect(() => delaiLegalAu('mp/crrmp', '2016-06-01')).toThrow('mp/crrmp');
    expect(() => seuilLegalAu('arret/plafond-premiere', '2016-06-01')).toThrow('arret/plafond-premiere');
    expect(() => dernierJour('2026-03-02', { n: 48, unite: 'heures' }, '93')).toThrow();
    expect(versionsDuDelai('mp/crrmp-avis').map(({ duree }) => duree)).toEqual([{ n: 4, unite: 'mois' }, { n: 110, unite: 'jours francs' }]);
  });
});
