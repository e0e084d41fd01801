import { cloturer, controler, nomAffiche, segments, type DemandeAffectation } from './affectation';
import { validerLigneAgent } from './ligne-agent';

const RPPS = '10000000009';
const ligne = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'RH-931', numero: 'AFF-1', matricule: '931002', nom: 'Durand', prenom: 'Zoé', categorie: 'praticien', profession: 'Médecin-conseil', rpps: RPPS,
  emploi: 'Médecin-conseil', employeur: 'CNAMTS', unite: 'ELSM-931', role: 'MC', activite: 'CPR', quotite: '0,8', du: '2014-09-01', au: '', habilitations: 'ald|arret:2016-06-30', ...reste,
});
const erreurs = (reste: Record<string, unknown>) => {
  const lue = validerLigneAgent(ligne(reste));
  return 'erreurs' in lue ? lue.erreurs.map((e) => `${e.champ} ${e.code}`) : [];
};
const demande = (reste: Record<string, unknown> = {}): DemandeAffectation => {
  const lue = validerLigneAgent(ligne(reste));
  if ('erreurs' in lue) throw new Error(JSON.stringify(lue.erreurs));
  return lue.valeur;
};

describe('Lecture d’une ligne du personnel', () => {
  it('comprend une affectation de médecin-conseil', () => {
    expect(demande()).toMatchObject({
      acteur: 'agent:931002', profession: 'medecin', quotite: 0.8, au: null,
      habilitations: [{ genre: 'ald', au: null }, { genre: 'arret', au: '2016-06-30' }],
    });
    expect(nomAffiche(demande())).toBe('Zoé DURAND');
  });

  it('accepte un compte machine de reprise', () => {
    const machine = { matricule: 'machine:reprise-931', nom: '', prenom: '', categorie: '', profession: '', rpps: '', role: 'REPRISE', activite: '*', habilitations: '' };
    expect(demande(machine)).toMatchObject({ acteur: 'machine:reprise-931', role: 'REPRISE' });
    expect(erreurs({ ...machine, role: 'MC' })).toContain('role role-de-personne');
  });

  it.each([
    [{ matricule: '' }, 'matricule champ-absent'], [{ matricule: 'a b' }, 'matricule matricule-invalide'], [{ matricule: 'systeme:horloge' }, 'matricule matricule-invalide'],
    [{ role: 'CHEF' }, 'role role-inconnu'], [{ role: 'toString' }, 'role role-inconnu'], [{ role: 'ASSURE' }, 'role role-inconnu'],
    [{ rpps: '' }, 'rpps rpps-absent'], [{ rpps: '10000000004' }, 'rpps rpps-invalide'], [{ profession: 'pharmacien' }, 'profession profession-incompatible'],
    [{ quotite: '1.2' }, 'quotite quotite-hors-bornes'], [{ quotite: '0' }, 'quotite quotite-hors-bornes'], [{ quotite: 'NaN' }, 'quotite quotite-hors-bornes'],
    [{ du: '2016-02-30' }, 'du date-invalide'], [{ au: '31/12/2016' }, 'au date-invalide'], [{ au: '2014-08-31' }, 'au fin-avant-debut'],
    [{ habilitations: 'ald|ald' }, 'habilitations habilitation-repetee'], [{ habilitations: 'ALD' }, 'habilitations habilitation-invalide'], [{ habilitations: 'ald:hier' }, 'habilitations date-invalide'],
    [{ nom: 'a'.repeat(121) }, 'nom texte-trop-long'], [{ nom: 'Du\u0000rand' }, 'nom caractere-interdit'], [{ nom: ['x'] }, 'nom texte-attendu'],
    [{ activite: 'ALD' }, 'activite activite-inconnue'], [{ unite: "ELSM-931'; --" }, 'unite unite-invalide'], [{ categorie: 'cadre' }, 'categorie categorie-inconnue'],
  ])('refuse %j : %s', (reste, attendue) => {
    expect(erreurs(reste)).toContain(attendue);
  });
});

describe('Habilitations à échéance', () => {
  it("coupe l'affectation au lendemain de chaque échéance", () => {
    expect(segments(demande({ habilitations: 'ald|arret:2016-06-30|invalidite:2015-12-31' }))).toEqual([
      { du: '2014-09-01', au: '2015-12-31', habilitations: ['ald', 'arret', 'invalidite'] },
      { du: '2016-01-01', au: '2016-06-30', habilitations: ['ald', 'arret'] },
      { du: '2016-07-01', au: null, habilitations: ['ald'] },
    ]);
  });

  it("ignore l'échéance passée avant le début ou postérieure à la fin", () => {
    expect(segments(demande({ au: '2016-12-31', habilitations: 'ald:2014-08-31|arret:2017-01-31' }))).toEqual([
      { du: '2014-09-01', au: '2016-12-31', habilitations: ['arret'] },
    ]);
  });

  it('clôt en retirant ce qui aurait commencé plus tard', () => {
    expect(cloturer(segments(demande()), '2016-03-31').map(({ au, retiree }) => ({ au, retiree }))).toEqual([{ au: '2016-03-31', retiree: false }, { au: null, retiree: true }]);
  });

  it('ne voit aucune faute dans une demande lue', () => {
    expect(controler(demande())).toEqual([]);
  });
});
