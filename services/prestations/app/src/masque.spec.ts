import { codeNeutre, nomRevelateur } from '@sm/nomenclatures';
import { lettresDe, type EtatConvocation } from '@sm/prestations-domaine';
import { MOTEURS } from './procedures';

const JOUR = '2026-03-10';

describe('ce que les listes, les agendas, les lettres et les compteurs nomment en clair', () => {
  test('aucune procédure, aucun statut, aucune commande, aucune échéance, aucun acte visible de la caisse ne nomme un type sensible', () => {
    const codes = Object.values(MOTEURS).flatMap((m) => [m.procedure, ...m.statuts, ...m.commandes, ...m.naturesEcheance, ...m.caisse.actes]);
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => codeNeutre(code, JOUR) !== code || nomRevelateur(code.replaceAll('_', ' ')))).toEqual([]);
  });

  test('la lettre d’une convocation ne dit que le rendez-vous : ni procédure, ni spécialité, ni praticien', () => {
    const rendezVous = { jour: '2026-03-25', heure: '09:00', mode: 'sur_personne', lieu: { site: 'BOBIGNY', salle: 'S1' }, dureeMinutes: 30, praticien: 'agent:MC1' };
    const etat = { lettres: [{ jour: '2026-03-10', rendezVous, consequences: [], preuve: null }] } as unknown as EtatConvocation;
    expect(lettresDe(etat)).toEqual([{ jour: '2026-03-10', rang: 1, objet: expect.any(String) as string, consequences: [], rendezVous: { jour: '2026-03-25', heure: '09:00', mode: 'sur_personne', lieu: rendezVous.lieu, dureeMinutes: 30 } }]);
    expect(lettresDe(etat).every(({ objet }) => !nomRevelateur(objet))).toBe(true);
  });
});
