import fc from 'fast-check';
import { faitsReprise, RPPS } from '../../test/exemples';
import { ATMP, type FaitsReprise } from '..';
import { replier } from './appliquer';
import { validerDemande, validerReprise } from './intake';
import { reprendre, type ResultatReprise } from './reprise';

type Acte = Record<string, unknown>;
const acte = (nom: string, le: string, reste: Acte = {}): Acte => ({ acte: nom, le: `${le}T10:00:00+01:00`, par: 'agent:tsm', ...reste });
const COMPLETUDE = acte('completude', '2016-01-12');
const AFFECTATION = acte('affectation', '2016-01-13', { par: 'agent:mccs', a: 'agent:mc' });
const AVIS = acte('avis', '2016-01-20', { par: 'agent:mc', rpps: RPPS.conseil, conclusions: ['imputable'], motif: 'confirmé' });
const DECISION = acte('decision', '2016-01-25', { par: undefined });

const brute = (reste: Acte = {}): Acte => ({
  source: 'REPRISE-931', numero: 'ATMP-2016-000001', unite: 'ELSM-931', caisse: '931', type: 'atmp', objet: 'accident', canal: 'papier', nir: '295109912611193', medecin: RPPS.medecin,
  recuLe: '2016-01-11T09:14:00+01:00', pieces: ['declaration', 'certificat'], medical: { lesions: [{ code: 'S61.0', texte: 'plaie' }] }, histoire: [COMPLETUDE, AFFECTATION, AVIS, DECISION], ...reste,
});

function reprise(reste: Acte = {}, faits: Partial<FaitsReprise> = {}): ResultatReprise {
  const validation = validerReprise(JSON.parse(JSON.stringify(brute(reste))));
  if (!validation.ok) throw new Error(JSON.stringify(validation.erreurs));
  return reprendre(validation.ligne, faitsReprise({ departement: '93', ...faits }));
}

const refus = (r: ResultatReprise): string => (r.ok ? r.dossier.etat.statut : `${r.champ}:${r.code}`);
const erreurs = (reste: Acte): readonly string[] => {
  const v = validerReprise(brute(reste));
  return v.ok ? [] : v.erreurs.map(({ champ, code }) => `${champ}:${code}`);
};

describe('Une histoire de reconnaissance reprise', () => {
  it('porte la date de chaque acte et le RPPS de son auteur, n’est pas signée, et son journal rend son état', () => {
    const r = reprise();
    if (!r.ok) throw new Error(refus(r));
    expect(r.evenements.map(({ type, survenuLe, par }) => `${type} ${survenuLe.slice(0, 10)} ${par}`)).toEqual([
      'DemandeRecue 2016-01-11 machine:reprise', 'DeclarationComplete 2016-01-12 agent:tsm', 'DeclarationJugeeRecevable 2016-01-12 agent:tsm', 'PraticienAffecte 2016-01-13 agent:mccs',
      'AvisRendu 2016-01-20 agent:mc', 'DecisionNotifiee 2016-01-25 machine:reprise', 'LienSouleve 2016-01-25 machine:reprise', 'EcheancesConstatees 2026-11-01 systeme:horloge',
    ]);
    expect(r.dossier.etat).toMatchObject({ statut: 'prise_en_charge', demande: { regle: 'atmp-2010', repris: true, risque: 'at', lesions: 1 }, avis: [{ rpps: RPPS.conseil, signe: false }], echeances: ['recours'] });
    expect(replier(r.evenements)).toEqual(r.dossier);
    expect(JSON.stringify([r.dossier.etat, r.evenements.map(({ prive }) => prive)])).not.toMatch(/S61|plaie|confirmé/);
  });

  it('voit passer les silences à leur jour : sans décision, ou après l’échéance', () => {
    const muette = reprise({ histoire: [COMPLETUDE, AFFECTATION, AVIS] });
    expect(muette).toMatchObject({ ok: true, dossier: { etat: { statut: 'prise_en_charge_implicite', instruction: { presomption: { dernierJour: '2016-02-10' } } } } });
    expect(refus(reprise({ histoire: [COMPLETUDE, AFFECTATION, AVIS, acte('decision', '2016-02-12', { sens: 'refus', motif: 'administratif' })] }))).toBe('prise_en_charge_implicite');
    expect(refus(reprise({ histoire: [COMPLETUDE, AFFECTATION, { ...AVIS, le: '2016-02-15T10:00:00+01:00' }] }))).toBe('histoire[2].acte:statut-incompatible');
    const longue = [COMPLETUDE, AFFECTATION, acte('prolongation', '2016-02-08'), { ...AVIS, le: '2016-02-15T10:00:00+01:00' }, acte('consultation', '2016-03-01'), acte('decision', '2016-03-20')];
    expect(reprise({ histoire: longue })).toMatchObject({ ok: true, dossier: { etat: { statut: 'prise_en_charge', instruction: { decision: { irregularites: [] } } } } });
  });

  it('est refusée en entier à la première faute, avec son champ et son code', () => {
    const avec = (...suite: readonly Acte[]): string => refus(reprise({ histoire: [COMPLETUDE, AFFECTATION, ...suite] }));
    expect(avec({ ...AVIS, par: 'agent:autre' })).toBe('histoire[2].par:praticien-non-affecte');
    expect(avec({ ...AVIS, conclusions: ['imputable', 'partiel'] })).toBe('histoire[2].conclusions:lesion-inconnue');
    expect(avec({ ...AVIS, conclusions: ['non_imputable'], motif: null })).toBe('histoire[2].motif:motif-obligatoire');
    expect(avec(AVIS, { ...DECISION, sens: 'refus', motif: 'medical' })).toBe('histoire[3].sens:decision-contraire-avis');
    expect(avec(acte('investigation', '2016-01-20'))).toBe('histoire[2].acte:etape-non-prevue');
    expect(refus(reprise({ recuLe: '2009-01-11T09:14:00+01:00', histoire: [] }))).toBe('recuLe:regle-absente');
    expect(refus(reprise({ medecin: RPPS.conseil }))).toBe('histoire[1].a:conflit-interets');
    expect(refus(reprise({}, { personneId: null }))).toBe('histoire[1].acte:statut-incompatible');
  });

  it('reprend une maladie jusqu’au comité, une rechute rattachée, un avis remplacé', () => {
    const conditions = { ...AVIS, conclusions: undefined, designee: false, seuilIncapacite: true, premiereConstatation: '2015-03-01' };
    const maladie = { objet: 'maladie', medical: { lesions: [], tableau: '57 A' } };
    const histoire = [
      COMPLETUDE, AFFECTATION, conditions, acte('concertation', '2016-02-01'), acte('prolongation', '2016-04-01'), acte('saisine_comite', '2016-04-04'), acte('avis_comite', '2016-06-15', { sens: 'defavorable' }),
      acte('decision', '2016-06-20'), acte('recours', '2016-07-10'),
    ];
    expect(reprise({ ...maladie, histoire })).toMatchObject({ ok: true, dossier: { etat: { statut: 'contestee', instruction: { decision: { motif: 'comite', voie: 'lien_essentiel' } } } } });
    expect(reprise({ objet: 'rechute', risque: 'mp', pieces: ['certificat'] }, { precedent: 'd-0' })).toMatchObject({ ok: true, dossier: { etat: { statut: 'prise_en_charge', demande: { risque: 'mp', precedent: 'd-0' } } } });
    const remplace = [COMPLETUDE, AFFECTATION, AVIS, { ...AVIS, le: '2016-01-21T10:00:00+01:00', conclusions: ['partiel'], remplace: 'erreur_materielle' }, DECISION];
    expect(reprise({ histoire: remplace })).toMatchObject({ ok: true, dossier: { etat: { avis: [{ version: 1 }, { version: 2, remplacement: 'erreur_materielle' }], instruction: { decision: { versionAvis: 2 } } } } });
  });

  it('dit chaque champ en faute, sans sa valeur', () => {
    expect(erreurs({ objet: 'autre', medecin: '12', pieces: ['passeport'], medical: { lesions: [{ code: 'ZZZ', x: 1 }], tableau: '57 A' }, surplus: 1 })).toEqual(expect.arrayContaining([
      'objet:valeur-hors-liste', 'medecin:format-invalide', 'pieces[0].piece:valeur-hors-liste', 'medical.lesions[0].x:champ-inconnu', 'medical.tableau:champ-contradictoire', 'surplus:champ-inconnu',
    ]));
    expect(erreurs({ risque: 'mp' })).toEqual(['risque:champ-contradictoire']);
    expect(erreurs({ examensRequis: true, initialEnInstruction: 'oui' })).toEqual(['examensRequis:champ-contradictoire', 'initialEnInstruction:type-invalide']);
    expect(erreurs({ histoire: [acte('avis', '2016-01-20', { conclusions: ['tout'] }), acte('decision', '2016-01-21', { lesions: [0] }), acte('vol', '2016-01-21'), 3] })).toEqual([
      'histoire[0].conclusions:valeur-hors-liste', 'histoire[1].lesions:nombre-invalide', 'histoire[2].acte:valeur-hors-liste', 'histoire[3]:objet-attendu',
    ]);
    const cle = validerReprise(brute({ medecin: '10000123455' }));
    expect(cle.ok && cle.ligne.anomalies).toEqual(['medecin']);
    expect(validerDemande({ ...brute(), recu_le: '2026-03-02' }).ok).toBe(false);
  });
});

describe('Quoi qu’on reçoive', () => {
  const bizarre = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '9'.repeat(50_000), '2016-13-45T99:99:99Z', -0, 1e308, '|'.repeat(1000)));
  const champs = [...Object.keys(brute()), 'recu_le', 'lesions', 'tableau', 'deces', 'dateFait', '__proto__', 'constructor'];
  const hostile = fc.dictionary(fc.constantFrom(...champs), bizarre);
  const noms = ['completude', 'pieces_recues', 'affectation', 'avis', 'reserves', 'investigation', 'consultation', 'concertation', 'saisine_comite', 'avis_comite', 'decision', 'confirmation', 'recours', 'annulation'];
  const actes = fc.array(fc.oneof(bizarre, fc.record({ acte: fc.constantFrom(...noms), le: fc.constantFrom('2016-01-20T10:00:00+01:00', '2016-03-20T10:00:00+01:00', 'x') }), fc.dictionary(fc.constantFrom('acte', 'le', 'par', 'a', 'sens', 'lesions'), bizarre)), { maxLength: 6 });

  it('la validation répond, la reprise aussi, sans exception ni trace dans les prototypes', () => {
    fc.assert(fc.property(fc.oneof(bizarre, hostile, hostile.map((reste) => brute(reste)), actes.map((histoire) => brute({ histoire }))), (valeur) => {
      validerDemande(valeur);
      const lue = validerReprise(valeur);
      if (lue.ok) reprendre(lue.ligne, faitsReprise());
      else for (const { champ } of lue.erreurs) expect(champ).toMatch(/^[A-Za-z_?[\]0-9.]{0,80}$/);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }), { numRuns: 800, seed: 20_160_111 });
  });

  it('la caisse ne voit ni auteur, ni lésion', () => {
    const r = reprise();
    expect(r.ok && JSON.stringify(ATMP.caisse.voir(r.dossier.etat))).not.toMatch(/agent:|10000000017|S61|plaie|praticien|medecin/);
    expect(r.ok && ATMP.caisse.voir(r.dossier.etat)).toMatchObject({ avis: { conclusion: 'imputable', lesions: ['imputable'] } });
  });
});
