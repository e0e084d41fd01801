import fc from 'fast-check';
import { faitsReprise, ligneBrute, reprendre, RPPS } from '../../test/arret';
import { ARRET, replierAvec, selectionner, validerAvisArret } from '..';

const [affectation, convocation, examen, avis, decision] = ligneBrute()['histoire'] as Record<string, unknown>[];
const fautes = (brut: unknown, valider: (b: unknown) => { readonly ok: true } | { readonly ok: false; readonly erreurs: readonly { readonly champ: string; readonly code: string }[] } = ARRET.intake.validerReprise): readonly string[] => {
  const v = valider(brut);
  return v.ok ? [] : v.erreurs.map(({ champ, code }) => `${champ}:${code}`);
};
const avecActes = (...histoire: unknown[]) => ligneBrute({ histoire });
const champ = (brute: unknown): string => {
  const r = reprendre(brute);
  return r.ok ? 'reprise' : `${r.champ}:${r.code}`;
};

describe('Une histoire reprise', () => {
  it('se rejoue aux dates des actes, sans signature, avec la règle et le recours de son jour', () => {
    const r = reprendre(ligneBrute());
    if (!r.ok) throw new Error(`${r.champ} ${r.code}`);
    expect(r.dossier.etat).toMatchObject({
      statut: 'reprise_notifiee', demande: { regle: 'arret-2010', repris: true, selection: { regle: 'age_arret', version: '2010' } },
      avis: [{ mode: 'sur_personne', conclusion: 'reprise', signe: false, rpps: RPPS.conseil, auteur: 'agent:mc' }], decision: { sens: 'fin_versement', effetLe: '2016-02-08', recours: { instance: 'expertise' } },
    });
    expect(r.evenements.map(({ type }) => type)).toEqual(['DemandeRecue', 'PraticienAffecte', 'AssureConvoque', 'AssureExamine', 'AvisRendu', 'DecisionNotifiee', 'LienSouleve', 'EcheancesConstatees']);
    expect(r.horloges).toEqual([]);
    expect(replierAvec(ARRET, r.evenements)).toEqual(r.dossier);
  });

  it('n’arme que les échéances encore devant', () => {
    const r = reprendre(ligneBrute(), faitsReprise({ maintenant: new Date('2016-02-01T08:00:00Z') }));
    expect(r.ok && r.horloges.map(({ nature, echoitLe }) => `${nature} ${echoitLe}`)).toEqual(['nouvelle_prescription 2016-02-11', 'recours 2016-03-01']);
  });

  it('suit chaque vie : pièces, prescripteur, absence, rapport, réexamen, nouvelle prescription, recours', () => {
    const le = (jour: string, reste: Record<string, unknown>) => ({ le: `2016-02-${jour}T10:00:00+01:00`, ...reste });
    const conclure = (jour: string, reste: Record<string, unknown>) => le(jour, { acte: 'avis', par: 'agent:mc', rpps: RPPS.conseil, ...reste });
    const rapport = { rapport: { controleLe: '2016-01-11T10:00:00+01:00', conclusion: 'non_justifie', examenPratique: true }, origine: 'employeur', selection: null };
    const vies: readonly (readonly [string, Record<string, unknown>])[] = [
      ['justifie', avecActes(affectation, le('01', { acte: 'controle', par: 'agent:ism', mode: 'telephone' }), conclure('02', { conclusion: 'justifie', jusquAu: '2016-02-28' }), le('03', { acte: 'prolongation', du: '2016-04-01', au: '2016-04-30' }))],
      ['non_controlable', avecActes(affectation, le('01', { acte: 'contact_prescripteur', par: 'agent:mc' }), le('02', { acte: 'reponse_prescripteur' }), conclure('03', { conclusion: 'non_controlable' }))],
      ['suspendue', avecActes(affectation, convocation, le('01', { acte: 'absence', justifiee: false }), conclure('02', { conclusion: 'absence' }), le('03', { acte: 'decision' }))],
      ['contestee', avecActes(affectation, convocation, examen, avis, decision, le('10', { acte: 'recours' }))],
      ['avis_prealable_requis', avecActes(affectation, convocation, examen, avis, decision, le('05', { acte: 'nouvelle_prescription', du: '2016-02-08', au: '2016-02-28', prescritLe: '2016-02-04', prescripteur: RPPS.prescripteur }))],
      ['reexamen_demande', ligneBrute({ ...rapport, histoire: [affectation, conclure('01', { conclusion: 'rapport_employeur', motif: 'm' }), le('02', { acte: 'decision' }), le('03', { acte: 'reexamen' })] })],
      ['annulee', avecActes(affectation, le('01', { acte: 'annulation', motif: 'deces' }))],
      ['recevable', avecActes()],
    ];
    for (const [statut, brute] of vies) {
      const r = reprendre(brute);
      expect(r.ok ? r.dossier.etat.statut : `${r.champ} ${r.code}`).toBe(statut);
    }
  });

  it('refusée, dit l’acte et le champ', () => {
    expect(champ(avecActes(avis))).toBe('histoire[0].acte:statut-incompatible');
    expect(champ(avecActes(affectation, convocation, { ...examen, le: '2016-01-27T10:00:00+01:00' }))).toBe('histoire[2].le:rendez-vous-a-venir');
    expect(champ(avecActes(affectation, convocation, examen, { ...avis, date: '2016-01-27' }))).toBe('histoire[3].date:effet-anterieur-notification');
    expect(champ(avecActes(affectation, convocation, examen, avis, { ...decision, sens: 'maintien' }))).toBe('histoire[4].sens:decision-contraire-avis');
    expect(champ(avecActes(affectation, { ...convocation, mode: 'a_distance' }))).toBe('histoire[1].mode:mode-non-prevu');
    expect(champ(avecActes(convocation, affectation))).toBe('histoire[0].acte:statut-incompatible');
    expect(champ(ligneBrute({ origine: 'ciblage', selection: null }))).toBe('selection:selection-absente');
  });
});

describe('Une ligne', () => {
  it('est lue sans jamais lever, ses fautes sont nommées', () => {
    expect(fautes(ligneBrute({ canal: 'fax', risque: 'x', origine: '', arret: { debut: '2016-02-30' }, selection: { regle: 'A B' }, rapport: 1, medical: { ald: 8 } }))).toEqual([
      'canal:valeur-hors-liste', 'risque:valeur-hors-liste', 'origine:champ-obligatoire', 'selection.regle:format-invalide', 'selection.version:champ-obligatoire', 'rapport:objet-attendu',
      'medical.ald:champ-inconnu', 'arret.debut:date-invalide', 'arret.fin:champ-obligatoire',
    ]);
    expect(fautes(avecActes(null, { acte: 'toString' }, { acte: 'absence', le: '2016-01-13T10:00:00+01:00' }, { acte: 'avis', le: 'x', secret: 1 }))).toEqual([
      'histoire[0]:objet-attendu', 'histoire[1].acte:valeur-hors-liste', 'histoire[2].justifiee:champ-obligatoire', 'histoire[3].secret:champ-inconnu', 'histoire[3].le:date-invalide',
      'histoire[3].par:champ-obligatoire', 'histoire[3].conclusion:champ-obligatoire',
    ]);
    expect(fautes(ligneBrute({ arret: { debut: '2016-01-01', fin: '2016-01-31', prolongations: [1, { du: 'x' }] } }))).toEqual([
      'arret.prolongations[0]:objet-attendu', 'arret.prolongations[1].du:date-invalide', 'arret.prolongations[1].au:champ-obligatoire',
    ]);
    const { histoire: _histoire, ...demande } = ligneBrute();
    expect(fautes(demande, ARRET.intake.validerDemande)).toEqual([]);
    expect(fautes(ligneBrute(), ARRET.intake.validerDemande)).toEqual(['histoire:champ-inconnu']);
  });

  it('hostile, est refusée sans exception', () => {
    const bizarre = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '9'.repeat(50_000), '2016-13-45T99:99:99Z', -0, 1e308));
    const champs = fc.constantFrom('source', 'nir', 'prescripteur', 'recuLe', 'arret', 'rapport', 'selection', 'medical', 'histoire', 'risque', '__proto__', 'debut', 'recu_le', 'motif_present');
    fc.assert(fc.property(fc.oneof(bizarre, fc.dictionary(champs, bizarre), fc.dictionary(champs, bizarre).map((reste) => ligneBrute(reste)), fc.array(bizarre, { maxLength: 5 }).map((h) => avecActes(...h))), (brut) => {
      for (const valider of [ARRET.intake.validerDemande, ARRET.intake.validerReprise, validerAvisArret]) {
        const v = valider(brut);
        if (!v.ok) expect(v.erreurs.length).toBeGreaterThan(0);
      }
      const v = ARRET.intake.validerReprise(brut);
      if (v.ok) ARRET.intake.reprendre(v.ligne, faitsReprise());
    }), { numRuns: 600, seed: 931 });
  });
});

describe('Un avis d’arrêt', () => {
  const brut = (reste: Record<string, unknown> = {}) => ({
    source: 'AAT', numero: 'N-1', unite: 'ELSM-931', caisse: '931', nir: '295109912611193', prescripteur: RPPS.prescripteur, risque: 'maladie', nature: 'initiale', canal: 'electronique', debut: '2016-03-14',
    fin: '2016-03-20', prescrit_le: '2016-03-14', envoye_le: '', recu_le: '2016-03-14T09:00:00+01:00', teleconsultation: 'non', traitant: '', motif_present: '', depassement_motive: '', ...reste,
  });
  const lu = (reste: Record<string, unknown>) => {
    const v = validerAvisArret(brut(reste));
    return v.ok ? v.ligne : v.erreurs.map((e) => `${e.champ}:${e.code}`);
  };

  it('est tardif au-delà de deux jours, et dit depuis quand une récidive compterait', () => {
    expect(lu({ envoye_le: '2016-03-16' })).toMatchObject({ tardif: false, recidiveDepuis: null, arret: { motifPresent: true } });
    expect(lu({ envoye_le: '2016-03-17' })).toMatchObject({ tardif: true, recidiveDepuis: '2014-03-14', signaux: ['envoi_tardif'] });
    expect(lu({})).toMatchObject({ tardif: false });
  });

  it('ne porte rien de médical, et ses dates se suivent', () => {
    expect(lu({ motif: 'lombalgie' })).toEqual(['motif:champ-inconnu']);
    expect(lu({ fin: '2016-03-13' })).toEqual(['fin:champ-contradictoire']);
    expect(lu({ envoye_le: '2016-03-13' })).toEqual(['envoye_le:champ-contradictoire']);
    expect(lu({ nature: 'prolongation', debut: '2026-10-01', prescrit_le: '2026-10-01', fin: '2026-12-01' })).toMatchObject({ signaux: ['prolongation_longue'] });
  });

  it('est choisi par une règle datée, ou suit la voie rapide', () => {
    const notice = { debutEpisode: '2026-03-01', fin: '2026-08-31', joursSur12Mois: 10, signaux: [] } as const;
    expect(selectionner(notice, '2026-08-01')).toBeNull();
    expect(selectionner({ ...notice, fin: '2026-09-01' }, '2026-08-01')).toMatchObject({ regle: 'age_arret', version: '2010' });
    expect(selectionner({ ...notice, joursSur12Mois: 181 }, '2026-08-01')).toMatchObject({ regle: 'duree_cumulee' });
    expect(selectionner({ ...notice, signaux: ['prolongation_longue'] }, '2026-08-31')).toBeNull();
    expect(selectionner({ ...notice, signaux: ['prolongation_longue'] }, '2026-09-01')).toMatchObject({ regle: 'plafond_sans_motif', origine: 'ciblage' });
  });
});
