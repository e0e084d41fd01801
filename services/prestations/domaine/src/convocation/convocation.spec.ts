import { DROITS } from '@sm/kernel';
import { ABSENTE, C, creneau, EMISE, faitsA, jouer, PREPAREE, PROUVEE, QUI, rendezVous, suite } from '../../test/convocations';
import { commandesPossiblesConvocation, convocationDuDossier, creneauOccupe, horlogesConvocation, lettresDe, replierConvocation, suiviCaisse } from '..';

const { technicienne, conseil, caisse, double, systeme } = QUI;
const avecCreneau = (instant: string, jour = '2026-04-02', reste: Parameters<typeof creneau>[1] = {}) => faitsA(instant, technicienne, { creneau: creneau(jour, reste) });

describe('[TR-002-14] La convocation', () => {
  it('part avec sa date, son lieu et les conséquences légales d’une absence', () => {
    const [lettre] = lettresDe(jouer(...EMISE).etat);
    expect(lettre).toMatchObject({ jour: '2026-03-16', rendezVous: { jour: '2026-04-02', heure: '09:00', lieu: { site: 'BOBIGNY', salle: 'S1' } } });
    expect(lettre?.consequences.map(({ article }) => article)).toEqual(['L.315-2 CSS', 'L.323-6 et R.323-12 CSS']);
  });

  it('laisse à la personne le délai du jour de la lettre : dix jours, pas neuf', () => {
    expect(suite(PREPAREE, C.emettre, faitsA('2026-03-23T09:00:00Z'))).toBe('emise');
    expect(suite(PREPAREE, C.emettre, faitsA('2026-03-24T09:00:00Z'))).toBe('delai-prevenance-insuffisant');
  });

  it('ne prend ni un créneau pris, fermé ou passé, ni un praticien de la personne, ni un mode à venir', () => {
    expect(suite([], C.preparer(), faitsA('2026-03-16T09:00:00Z'))).toBe('creneau-introuvable');
    expect(suite([], C.preparer(), avecCreneau('2026-03-16T09:00:00Z', '2026-04-02', { convocation: 'autre' }))).toBe('creneau-pris');
    expect(suite([], C.preparer(), avecCreneau('2026-03-16T09:00:00Z', '2026-04-02', { ouvert: false }))).toBe('creneau-ferme');
    expect(suite([], C.preparer(), avecCreneau('2026-04-02T07:00:00Z'))).toBe('creneau-passe');
    expect(suite([], C.preparer(), avecCreneau('2026-03-16T09:00:00Z', '2026-04-02', { rpps: '10000123454' }))).toBe('conflit-interets');
    const distance = { rendezVous: rendezVous('2025-09-02', { mode: 'a_distance' }) } as const;
    expect(suite([], C.preparer(), avecCreneau('2025-08-01T09:00:00Z', '2025-09-02', distance))).toBe('mode-non-prevu');
  });

  it('n’appelle personne pour un dossier clos, sans personne connue, ou déjà convoqué', () => {
    const faits = avecCreneau('2026-03-16T09:00:00Z');
    expect(suite([], C.preparer(), { ...faits, dossier: { ...faits.dossier, clos: true } })).toBe('dossier-clos');
    expect(suite([], C.preparer(), { ...faits, dossier: { ...faits.dossier, personneId: null } })).toBe('personne-non-identifiee');
    expect(suite([], C.preparer(), { ...faits, enCours: true })).toBe('convocation-en-cours');
  });

  it('est honorée avec le mode, l’arrivée, le début et la fin, le jour du rendez-vous seulement', () => {
    const { etat } = jouer(...EMISE, [C.presence(), faitsA('2026-04-02T10:00:00Z', conseil)]);
    expect(convocationDuDossier(etat)).toEqual({ statut: 'honoree', mode: 'sur_personne', jour: '2026-04-02', preuveEnvoi: false });
    expect(convocationDuDossier(jouer(...PROUVEE).etat)).toMatchObject({ statut: 'emise', preuveEnvoi: true });
    expect(suite(EMISE, C.presence(), faitsA('2026-04-02T07:10:00Z', conseil))).toBe('date-future');
    expect(suite(EMISE, C.presence('2026-04-01'), faitsA('2026-04-02T10:00:00Z', conseil))).toBe('presence-incoherente');
  });
});

describe('L’absence', () => {
  it('ne se constate pas avant l’heure, ni sans preuve d’envoi, ni après un envoi tardif', () => {
    expect(suite(PROUVEE, C.absence, faitsA('2026-04-02T06:59:59Z'))).toBe('rendez-vous-a-venir');
    expect(suite(EMISE, C.absence, faitsA('2026-04-02T10:00:00Z'))).toBe('preuve-envoi-absente');
    const tardive = [...EMISE, [C.prouver('2026-03-25'), faitsA('2026-03-25T10:00:00Z')]] as const;
    expect(suite(tardive, C.absence, faitsA('2026-04-02T10:00:00Z'))).toBe('delai-prevenance-insuffisant');
    expect(suite(tardive, C.reporter('2026-04-20'), avecCreneau('2026-04-02T10:00:00Z', '2026-04-20'))).toBe('reportee');
  });

  it('ouvre un délai dont la personne est propriétaire, reporté après les jours non ouvrés', () => {
    expect(horlogesConvocation(jouer(...ABSENTE).etat)).toEqual([{ nature: 'justification', echoitLe: '2026-04-14', proprietaire: 'assure' }]);
  });

  it('n’est injustifiée qu’à l’expiration, par présomption, qu’une justification tardive retire en gardant l’histoire', () => {
    expect(suite(ABSENTE, C.echeance, faitsA('2026-04-13T12:00:00Z', systeme))).toBe('echeance-prematuree');
    const presumee = [...ABSENTE, [C.echeance, faitsA('2026-04-14T00:00:00Z', systeme)]] as const;
    expect(suiviCaisse(jouer(...presumee).etat)).toBe('absence_injustifiee');
    const { etat } = jouer(...presumee, [C.excuse, faitsA('2026-05-02T10:00:00Z')]);
    expect(etat).toMatchObject({ statut: 'absente_excusee', absence: { presumeeLe: '2026-04-14' }, excuse: { motif: 'medical', pieces: 1, prevenue: false } });
    expect(suiviCaisse(etat)).toBe('aucune');
  });

  it('annoncée avant l’heure, rend le créneau ; après, non', () => {
    expect(creneauOccupe(jouer(...PROUVEE, [C.excuse, faitsA('2026-04-01T10:00:00Z')]).etat)).toBeNull();
    expect(creneauOccupe(jouer(...PROUVEE, [C.excuse, faitsA('2026-04-02T10:00:00Z')]).etat)).toBe('c-2026-04-02');
  });
});

describe('Le report', () => {
  it('garde les rendez-vous et les lettres d’avant, et demande une lettre et une preuve nouvelles', () => {
    const reportee = [...PROUVEE, [C.reporter('2026-04-20'), avecCreneau('2026-03-30T09:00:00Z', '2026-04-20')]] as const;
    const { etat } = jouer(...reportee, [C.emettre, faitsA('2026-03-30T09:10:00Z')]);
    expect(etat).toMatchObject({ statut: 'emise', reports: [{ motif: 'demande_assure', rendezVous: { jour: '2026-04-02' } }], rendezVous: { jour: '2026-04-20' } });
    expect(etat.lettres.map(({ preuve }) => preuve !== null)).toEqual([true, false]);
    expect(suite(reportee, C.absence, faitsA('2026-04-20T12:00:00Z'))).toBe('convocation-statut');
  });

  it('par la fermeture du créneau laisse la convocation sans rendez-vous, à reprendre', () => {
    const retiree = [...PROUVEE, [C.retirer, faitsA('2026-03-30T09:00:00Z')]] as const;
    expect(jouer(...retiree).etat).toMatchObject({ statut: 'reportee', rendezVous: null });
    expect(suite(retiree, C.emettre, faitsA('2026-03-30T09:10:00Z'))).toBe('rendez-vous-absent');
    expect(suite(PROUVEE, C.reporter('2026-04-02'), avecCreneau('2026-03-30T09:00:00Z'))).toBe('creneau-identique');
  });
});

describe('[TR-000-01] L’indépendance', () => {
  it('aucune commande n’est ouverte à la caisse, ni à qui tient aussi un rôle de caisse', () => {
    for (const qui of [caisse, double]) {
      for (const pas of [PREPAREE, EMISE, PROUVEE, ABSENTE]) expect(commandesPossiblesConvocation(jouer(...pas).etat, qui.roles)).toEqual([]);
      expect(suite(PROUVEE, C.absence, faitsA('2026-04-02T10:00:00Z', qui))).toBe('independance-convocation');
    }
    expect(DROITS.filter(({ role, action }) => role === 'CAISSE' && /^(convocation|rendez_vous|agenda)\./.test(action))).toEqual([]);
  });

  it('la caisse sait seulement qu’une convocation est en cours, ou qu’une absence est injustifiée', () => {
    expect([null, jouer(...PREPAREE).etat, jouer(...EMISE).etat, jouer(...ABSENTE).etat].map(suiviCaisse)).toEqual(['aucune', 'aucune', 'convocation_en_cours', 'convocation_en_cours']);
  });

  it('le journal replié rend l’état ; un événement impossible dit un journal corrompu', () => {
    const { etat, evenements } = jouer(...ABSENTE);
    expect(replierConvocation(evenements)).toEqual(etat);
    expect(() => replierConvocation(evenements.slice(1))).toThrow();
    expect(() => replierConvocation([...evenements.slice(0, 1), ...evenements.slice(-1)])).toThrow();
  });
});
