import { jouer, EMISE, PREPAREE } from '../../test/convocations';
import { developperRythme, heureLocale, prevoirCreneau, refusDeFermeture, type Rythme } from '..';
import { instantLocal } from './heures';

const HIER = new Date('2026-01-01T00:00:00Z');
const rythme = (reste: Partial<Rythme> = {}): Rythme => ({
  unite: 93, praticien: 'agent:mc', lieu: { site: 'BOBIGNY', salle: 'S1' }, mode: 'sur_personne', dureeMinutes: 30,
  du: '2026-03-23', au: '2026-04-05', joursSemaine: [1], plages: [{ de: '09:00', a: '10:10' }], absences: [], ...reste,
});
const developper = (r: Rythme, departement = '93') => {
  const prevus = developperRythme(r, departement, HIER);
  if (!prevus.accepte) throw new Error(prevus.refus.code);
  return prevus;
};

describe('Un agenda à la semaine', () => {
  it('garde l’heure locale au passage à l’heure d’été', () => {
    expect(developper(rythme()).creneaux.map(({ debut, heure }) => [debut, heure])).toEqual([
      ['2026-03-23T08:00:00.000Z', '09:00'], ['2026-03-23T08:30:00.000Z', '09:30'], ['2026-03-30T07:00:00.000Z', '09:00'], ['2026-03-30T07:30:00.000Z', '09:30'],
    ]);
  });

  it.each([['93', ['2026-04-06']], ['67', ['2026-04-03', '2026-04-06']], ['976', ['2026-04-06', '2026-04-27']]])('laisse les jours fériés du département %s', (departement, attendus) => {
    const { creneaux, ecartes } = developper(rythme({ du: '2026-04-01', au: '2026-04-30', joursSemaine: [1, 2, 3, 4, 5] }), departement);
    expect(ecartes).toEqual(attendus.map((jour) => ({ jour, raison: 'ferie' })));
    expect(creneaux.some(({ jour }) => attendus.includes(jour))).toBe(false);
  });

  it('laisse les absences du praticien et le dit', () => {
    const { creneaux, ecartes } = developper(rythme({ absences: [{ du: '2026-03-28', au: '2026-03-30' }] }));
    expect([ecartes, new Set(creneaux.map(({ jour }) => jour))]).toEqual([[{ jour: '2026-03-30', raison: 'absence' }], new Set(['2026-03-23'])]);
  });

  it('refuse un rythme vide ou trop long', () => {
    const code = (r: Rythme) => {
      const prevus = developperRythme(r, '93', HIER);
      return prevus.accepte ? prevus.creneaux.length : prevus.refus.code;
    };
    expect(code(rythme({ au: '2026-03-22' }))).toBe('rythme-vide');
    expect(code(rythme({ plages: [{ de: '09:00', a: '09:20' }] }))).toBe('rythme-vide');
    expect(code(rythme({ au: '2027-03-24' }))).toBe('rythme-trop-long');
    expect(code(rythme({ du: '2025-12-01', au: '2025-12-31' }))).toBe('rythme-vide');
    expect(code(rythme({ au: '2027-03-23', joursSemaine: [1, 2, 3, 4, 5], dureeMinutes: 10, plages: [{ de: '08:00', a: '20:00' }] }))).toBe('rythme-trop-long');
  });
});

describe('L’heure locale', () => {
  it.each([
    ['974', 'Indian/Reunion', '2026-07-01T05:00:00.000Z'], ['971', 'America/Guadeloupe', '2026-07-01T13:00:00.000Z'], ['975', 'America/Miquelon', '2026-07-01T11:00:00.000Z'],
    ['988', 'Pacific/Noumea', '2026-06-30T22:00:00.000Z'], ['93', 'Europe/Paris', '2026-07-01T07:00:00.000Z'],
  ])('est celle du département %s', (departement, zone, attendu) => {
    const prevu = prevoirCreneau({ unite: 1, praticien: 'agent:mc', lieu: { site: 'X', salle: null }, mode: 'telephone', jour: '2026-07-01', heure: '09:00', dureeMinutes: 20 }, departement, HIER);
    expect(prevu).toMatchObject({ accepte: true, creneau: { debut: attendu, jour: '2026-07-01', heure: '09:00' } });
    expect(heureLocale(new Date(attendu), zone)).toBe('09:00');
  });

  it('sautée au printemps n’existe pas, répétée à l’automne est la première', () => {
    const essai = (jour: string, heure: string) => instantLocal(jour, heure, 'Europe/Paris')?.toISOString() ?? null;
    expect([essai('2026-03-29', '01:59'), essai('2026-03-29', '02:30'), essai('2026-03-29', '03:00')]).toEqual(['2026-03-29T00:59:00.000Z', null, '2026-03-29T01:00:00.000Z']);
    expect([essai('2026-10-25', '02:30'), essai('2026-10-25', '09:00'), essai('2026-10-25', '23:59')]).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T08:00:00.000Z', '2026-10-25T22:59:00.000Z']);
    const nuit = { unite: 1, praticien: 'agent:mc', lieu: { site: 'X', salle: null }, mode: 'telephone', jour: '2026-03-29', heure: '02:30', dureeMinutes: 20 } as const;
    expect(prevoirCreneau(nuit, '93', HIER)).toMatchObject({ accepte: false, refus: { code: 'heure-inexistante' } });
  });
});

describe('Fermer un créneau', () => {
  it('pris, demande ce que devient la convocation, et ne touche pas à celle qui a eu lieu', () => {
    const emise = jouer(...EMISE).etat;
    expect(refusDeFermeture(true, null, null)).toBeNull();
    expect(refusDeFermeture(false, null, null)?.refus.code).toBe('creneau-ferme');
    expect(refusDeFermeture(true, emise, null)?.refus).toMatchObject({ code: 'creneau-pris', details: { convocation: 'v-1' } });
    expect(refusDeFermeture(true, emise, 'liberer')).toBeNull();
    expect(refusDeFermeture(true, jouer(...PREPAREE).etat, 'reporter')).toBeNull();
    expect(refusDeFermeture(true, { ...emise, statut: 'honoree' } as never, 'liberer')?.refus.code).toBe('creneau-pris');
  });
});
