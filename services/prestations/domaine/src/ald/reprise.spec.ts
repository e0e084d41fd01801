import { ACTEURS, faitsReprise, ligneBrute, RPPS } from '../../test/exemples';
import { reprendre, validerReprise, type ActeurDuJour, type FaitsReprise, type ResultatReprise } from '..';

type Acte = Record<string, unknown>;
const [completude, affectation, avis, decision] = ligneBrute()['histoire'] as [Acte, Acte, Acte, Acte];

function reprise(histoire: readonly Acte[] = [completude, affectation, avis, decision], reste: Acte = {}, faits: Partial<FaitsReprise> = {}): ResultatReprise {
  const validation = validerReprise(ligneBrute({ histoire, ...reste }));
  if (!validation.ok) throw new Error(JSON.stringify(validation.erreurs));
  return reprendre(validation.ligne, faitsReprise(faits));
}

const refus = (resultat: ResultatReprise): string => (resultat.ok ? 'acceptee' : `${resultat.champ}:${resultat.code}`);
const connus = (...agents: readonly ActeurDuJour[]): Partial<FaitsReprise> => ({ agent: (id) => agents.find((un) => un.id === id) ?? null });

describe('Une histoire reprise', () => {
  it('porte la date de chaque acte, le RPPS de son auteur, et n’est pas signée', () => {
    const resultat = reprise();
    if (!resultat.ok) throw new Error(refus(resultat));
    expect(resultat.evenements.map(({ type, survenuLe, par, repris }) => [type, survenuLe.slice(0, 10), par, repris])).toEqual([
      ['DemandeRecue', '2016-01-12', 'machine:reprise', true],
      ['DemandeJugeeRecevable', '2016-01-13', 'agent:tsm', true],
      ['PraticienAffecte', '2016-01-14', 'agent:mccs', true],
      ['AvisRendu', '2016-01-20', 'agent:mc', true],
      ['DecisionNotifiee', '2016-01-25', 'machine:reprise', true],
      ['ExonerationOuverte', '2016-01-25', 'machine:reprise', true],
      ['EcheancesConstatees', '2026-11-01', 'systeme:horloge', true],
    ]);
    expect(resultat.evenements.at(-1)?.prive).toEqual({
      echeances: [
        { nature: 'renouvellement_6_mois', echoitLe: '2025-07-12' }, { nature: 'renouvellement_3_mois', echoitLe: '2025-10-12' }, { nature: 'expiration', echoitLe: '2026-01-12' },
      ],
    });
    expect(resultat.dossier.etat).toMatchObject({ statut: 'terminee', demande: { repris: true, regle: 'ald-2016' }, avis: [{ rpps: RPPS.conseil, signe: false }] });
  });

  it('garde une durée d’époque hors de la table, et le dit', () => {
    const resultat = reprise();
    expect(resultat.ok && resultat.evenements.find(({ type }) => type === 'AvisRendu')).toMatchObject({ prive: { dureeHorsTable: true, avis: { fin: '2026-01-12' } } });
  });

  it('n’arme que les horloges encore à venir et constate les autres', () => {
    const resultat = reprise(undefined, {}, { maintenant: new Date('2025-08-01T08:00:00Z') });
    expect(resultat).toMatchObject({ ok: true, dossier: { etat: { statut: 'renouvellement_attendu', echeances: ['renouvellement_6_mois'] } } });
    expect(resultat.ok && resultat.horloges.map(({ nature, echoitLe }) => `${nature} ${echoitLe}`)).toEqual(['renouvellement_3_mois 2025-10-12', 'expiration 2026-01-12']);
  });

  it('nomme en 2016 la voie de recours de 2016', () => {
    const resultat = reprise([completude, affectation, { ...avis, sens: 'defavorable_medical', debut: null, dureeAns: null }, decision]);
    expect(resultat).toMatchObject({ ok: true, dossier: { etat: { statut: 'refusee', decision: { recours: { instance: 'expertise', delaiMois: 1 } } } } });
  });

  it('respecte l’ouverture quand l’histoire la date elle-même', () => {
    const resultat = reprise([completude, affectation, avis, decision, { acte: 'ouverture', le: '2016-02-01T10:00:00+01:00' }]);
    expect(resultat.ok && resultat.evenements.find(({ type }) => type === 'ExonerationOuverte')?.survenuLe).toBe('2016-02-01T09:00:00.000Z');
  });

  it('est refusée en entier à la première faute, avec son champ et son code', () => {
    expect(refus(reprise([completude, affectation, { ...avis, le: '2016-01-13T11:00:00+01:00' }]))).toBe('histoire[2].le:chronologie-rompue');
    expect(refus(reprise([completude, { ...affectation, le: '2027-01-13T11:00:00+01:00' }]))).toBe('histoire[1].le:date-future');
    expect(refus(reprise([completude, avis]))).toBe('histoire[1].acte:statut-incompatible');
    expect(refus(reprise([completude, affectation, { ...avis, par: 'agent:autre' }]))).toBe('histoire[2].par:praticien-non-affecte');
    expect(refus(reprise([completude, affectation, { ...avis, rpps: null }]))).toBe('histoire[2].rpps:rpps-absent');
    expect(refus(reprise([completude, affectation, avis, { ...decision, sens: 'refus' }]))).toBe('histoire[3].sens:decision-contraire-avis');
    expect(refus(reprise([completude, affectation, { ...avis, dureeAns: 40 }]))).toBe('histoire[2].dureeAns:duree-hors-regle');
    expect(refus(reprise([], { recuLe: '1980-01-12T09:14:00+01:00' }))).toBe('recuLe:regle-absente');
    expect(refus(reprise([], { recuLe: '2027-01-12T09:14:00+01:00' }))).toBe('recuLe:date-future');
    expect(refus(reprise([completude, affectation], {}, { personneId: null }))).toBe('histoire[1].acte:statut-incompatible');
    expect(refus(reprise([completude, { ...affectation, a: 'agent:mt' }, { ...avis, par: 'agent:mt', rpps: RPPS.medecin }]))).toBe('histoire[1].a:conflit-interets');
  });

  it('juge l’auteur d’un avis sur ses droits du jour quand l’organisation le connaît', () => {
    const { conseil, caisse, technicienne } = ACTEURS;
    expect(refus(reprise(undefined, {}, connus(conseil)))).toBe('acceptee');
    expect(refus(reprise(undefined, {}, connus({ ...conseil, habilitations: [] })))).toBe('histoire[1].a:habilitation-absente');
    expect(refus(reprise(undefined, {}, connus({ ...conseil, rpps: RPPS.second })))).toBe('histoire[2].rpps:rpps-discordant');
    expect(refus(reprise(undefined, {}, connus({ ...technicienne, id: 'agent:mc' })))).toBe('histoire[1].a:habilitation-absente');
    expect(refus(reprise([completude, { ...affectation, par: 'agent:caisse' }], {}, connus(caisse)))).toBe('histoire[1].par:independance-praticien');
  });
});
