import { randomUUID } from 'node:crypto';
import { jusqua } from '@sm/testing';
import { Parcours, Persona, Regard, assures, aujourdhui, demande, ouvrirHote, type Hote, type Porteur, type Probleme, type Reponse } from '../outils';

/** Every act on the avis or on its author, with a body that would be right from a practitioner. */
const ACTES_DE_L_AVIS: readonly (readonly [string, object])[] = [
  ['affectation', { praticien: 'agent:931002' }], ['reaffectation', { praticien: 'agent:931022' }], ['desaffectation', { motif: 'charge' }],
  ['complement-demande', { pieces: ['compte_rendu'] }], ['complement', { pieces: ['compte_rendu'] }], ['second-avis-demande', { praticien: 'agent:931022' }],
  ['second-avis', { sens: 'favorable' }], ['avis', { sens: 'favorable', debut: '2026-01-01' }],
  ['avis-remplacement', { sens: 'favorable', debut: '2026-01-01', remplacement: 'erreur_materielle', versionRemplacee: 1 }],
  ['fin-exoneration', { motif: 'deces' }], ['annulation', { motif: 'retrait' }],
];
const MARQUES = { complement: 'MARQUEQUARTZ', second: 'MARQUEONYX', motif: 'MARQUEJASPE', soins: 'MARQUEOPALE', diagnostic: 'G35' } as const;
const CLES_INTERDITES = /"(ald|diagnostics?|soins|debutSoins|medical|notes?|texte|praticien|auteur|rpps|acteurId|secondsAvis|demandeA)"\s*:(?!null)/;

let hote: Hote;
let tsm: Persona;
let chef: Persona;
let caisse: Persona;
let prestations: Regard;
let rang = 300;

beforeAll(async () => {
  hote = await ouvrirHote();
  [tsm, chef, caisse] = [await Persona.entrer(hote, '931066'), await Persona.entrer(hote, '931001'), await Persona.entrer(hote, 'CP931001')];
  prestations = await Regard.ouvrir(hote, 'prestations');
}, 300_000);
afterAll(() => prestations?.fermer());

const neuve = (reste: object = {}): object => {
  const assure = assures(hote)[rang++];
  if (!assure) throw new Error('échantillon trop petit');
  return demande(assure, reste);
};
const empreinte = async (id: string): Promise<unknown> => [
  await prestations.voir('SELECT version, statut, etat, maj_le FROM dossier WHERE id = $1', [id]), await prestations.compter('journal WHERE dossier = $1', [id]),
];

describe('TR-000-01 : la caisse ne touche pas à l’avis', () => {
  it.each([['affectee'], ['accordee'], ['recevable']])('chaque commande de l’avis est refusée (403) sur un dossier à l’état %s, et rien ne change', async (etat) => {
    const p = await Parcours.ouvrir(tsm, neuve());
    const praticien = etat === 'recevable' ? null : await p.affecter(chef, hote);
    if (praticien && etat === 'accordee') await p.agir(praticien, 'avis', { sens: 'favorable', debut: aujourdhui() });
    expect(p.statut).toBe(etat);
    const avant = await empreinte(p.id);
    for (const [acte, corps] of ACTES_DE_L_AVIS) {
      const refus = await p.tenter(caisse, acte, corps);
      expect({ acte, statut: refus.statut, code: refus.corps.code, article: refus.texte.includes('R.4127-95') }).toEqual({ acte, statut: 403, code: 'independance-praticien', article: true });
    }
    expect(await empreinte(p.id)).toEqual(avant);
  });

  it('chaque refus laisse une trace : qui, quelle commande, quelle réponse, sous la référence donnée à la personne', async () => {
    const p = await Parcours.ouvrir(tsm, neuve());
    const refus = await p.tenter(caisse, 'avis', { sens: 'favorable', debut: aujourdhui() });
    const trace = await jusqua(() => hote.lire('tranche.log').split('\n').find((l) => l.includes(refus.corps.correlation) && l.includes('"service":"prestations"')));
    expect(JSON.parse(trace)).toMatchObject({ acteur: 'agent:CP931001', methode: 'POST', route: '/dossiers/:id/avis', status: 403 });
  });

  it('les mêmes commandes aboutissent pour qui en a le droit : ce n’est pas la requête qui est fausse', async () => {
    const p = await Parcours.ouvrir(tsm, neuve());
    await p.agir(chef, 'affectation', { praticien: 'agent:931002' });
    await p.agir(chef, 'reaffectation', { praticien: 'agent:931022' });
    const mc = await Persona.entrer(hote, '931022');
    await p.agir(mc, 'complement-demande', { pieces: ['compte_rendu'] });
    await p.agir(tsm, 'complement', { pieces: ['compte_rendu'] });
    await p.agir(mc, 'avis', { sens: 'favorable', debut: '2026-01-01' });
    await p.agir(mc, 'avis-remplacement', { sens: 'favorable', debut: '2026-02-01', remplacement: 'erreur_materielle', versionRemplacee: 1 });
  });
});

describe('TR-000-02 : rien de médical ne parvient à la caisse', () => {
  let p: Parcours;
  let praticien: Porteur;
  let marques: string[];

  beforeAll(async () => {
    p = await Parcours.ouvrir(tsm, neuve({ ald: 25, diagnostics: [MARQUES.diagnostic], pieces: [] }));
    await p.agir(tsm, 'pieces', { pieces: ['protocole'], medical: { soins: MARQUES.soins } });
    await p.agir(tsm, 'completude');
    praticien = await p.affecter(chef, hote);
    const { praticien: enCharge } = (await p.lire(chef)).corps;
    await p.agir(praticien, 'complement-demande', { pieces: ['compte_rendu'], texte: MARQUES.complement });
    await p.agir(tsm, 'complement', { pieces: ['compte_rendu'] });
    await p.agir(chef, 'second-avis-demande', { texte: MARQUES.second });
    await p.agir(await Persona.entrer(hote, enCharge?.acteurId === 'agent:931023' ? '931022' : '931023'), 'second-avis', { sens: 'defavorable_medical', motif: MARQUES.second });
    await p.agir(praticien, 'avis', { sens: 'defavorable_medical', motif: MARQUES.motif });
    marques = [...Object.values(MARQUES), enCharge?.acteurId.replace('agent:', '') ?? ''];
  }, 60_000);

  const vues = (texte: string): string[] => marques.filter((m) => texte.includes(m));

  it('le médecin-conseil lit tout : la preuve peut échouer', async () => {
    const { statut, texte } = await p.lire(praticien, '/medical');
    expect(statut).toBe(200);
    expect(vues(texte).sort()).toEqual(Object.values(MARQUES).sort());
    expect(CLES_INTERDITES.test(texte)).toBe(true);
    expect(vues((await p.lire(chef)).texte)).toEqual([marques.at(-1)]);
  });

  it('par l’API : ni diagnostic, ni numéro d’ALD, ni motif, ni praticien, dans aucune réponse, acceptée ou refusée', async () => {
    const reponses: Reponse<unknown>[] = [
      await p.lire(caisse), await p.lire(caisse, '/medical'), await p.lire(caisse, '/medical?motif=qualite'), await p.lire(caisse, '/chronologie'),
      await caisse.lire('prestations', '/dossiers?limite=100'), await caisse.lire('prestations', '/dossiers?praticien=agent:931002'), await caisse.lire('prestations', '/travail/resume'),
      await caisse.lire('prestations', '/travail/charge'), await caisse.lire('pilotage', '/rapports/ELSM-931/2026'), await caisse.lire('organisation', '/affectations'),
      await caisse.lire('organisation', '/unites/ELSM-931'),
    ];
    for (const [acte, corps] of [...ACTES_DE_L_AVIS, ['decision', { sens: 'accord', versionAvis: 1 }], ['exoneration', {}], ['recours', {}]] as const) reponses.push(await p.tenter(caisse, acte, corps));
    reponses.push(await caisse.poster('prestations', '/dossiers', { ...neuve(), diagnostics: [MARQUES.motif] }), await p.tenter(caisse, 'decision', { sens: 'refus', versionAvis: 1 }));
    for (const r of reponses) expect({ statut: r.statut, vues: vues(r.texte), cles: CLES_INTERDITES.exec(r.texte)?.[0] }).toEqual({ statut: r.statut, vues: [], cles: undefined });
    expect(reponses[0]?.corps).toMatchObject({ statut: 'refusee', avis: { sens: 'defavorable_medical' }, regime: 'liste' });
    expect(reponses[1]).toMatchObject({ statut: 403, corps: { code: 'secret-medical' } });
    expect(p.statut).toBe('refusee');
  });

  it('par le dossier papier de la plateforme : lignes en clair, événements publiés, journaux techniques', async () => {
    const clair = JSON.stringify(await prestations.voir('SELECT d.*, null AS medical, null AS cle FROM dossier d WHERE id = $1', [p.id]));
    const prive = JSON.stringify(await prestations.voir('SELECT type, prive, acteur, cle, commande FROM journal WHERE dossier = $1', [p.id]));
    const publies = (await prestations.voir<{ octets: Buffer }>('SELECT public AS octets FROM journal WHERE dossier = $1 AND public IS NOT NULL', [p.id])).map((l) => l.octets.toString('latin1')).join('\n');
    const commandes = JSON.stringify(await prestations.voir('SELECT reponse FROM commande'));
    const medicales = marques.slice(0, -1);
    for (const texte of [clair, prive, publies, commandes, hote.lire('tranche.log')]) expect(medicales.filter((m) => texte.includes(m))).toEqual([]);
    expect(publies.length).toBeGreaterThan(0);
    const scelles = await prestations.voir<{ medical: Buffer }>('SELECT medical FROM dossier WHERE id = $1', [p.id]);
    expect(scelles[0]?.medical.length).toBeGreaterThan(100);
    expect(medicales.filter((m) => scelles[0]?.medical.toString('latin1').includes(m))).toEqual([]);
  });

  it('chaque lecture médicale s’inscrit au journal, avec son motif quand on n’a pas la charge du dossier', async () => {
    expect(await p.lire<Probleme>(chef, '/medical')).toMatchObject({ statut: 422, corps: { code: 'motif-obligatoire' } });
    expect((await p.lire(chef, '/medical?motif=encadrement')).statut).toBe(200);
    const lectures = await prestations.voir<{ par: string; motif: string | null }>("SELECT acteur AS par, prive->>'motif' AS motif FROM journal WHERE dossier = $1 AND type = 'DossierMedicalLu' ORDER BY id", [p.id]);
    expect(lectures.at(-1)).toEqual({ par: 'agent:931001', motif: 'encadrement' });
    for (const matricule of ['931066', '931033', '931047']) expect((await p.lire(await Persona.entrer(hote, matricule), '/medical?motif=qualite')).statut).toBe(403);
  });
});

describe('Un autre échelon ne voit rien et ne fait rien ; le pays ne voit que des totaux', () => {
  let p: Parcours;
  beforeAll(async () => {
    p = await Parcours.ouvrir(tsm, neuve());
    await p.affecter(chef, hote);
  });

  it.each([['921001'], ['921002'], ['951001']])('%s : liste vide, dossier introuvable, commandes refusées', async (matricule) => {
    const voisin = await Persona.entrer(hote, matricule);
    expect((await voisin.lire<{ elements: unknown[] }>('prestations', '/dossiers')).corps).toEqual({ elements: [], suivant: null });
    expect((await voisin.lire<{ elements: unknown[] }>('prestations', '/dossiers?unite=ELSM-931')).corps.elements).toEqual([]);
    const avant = await empreinte(p.id);
    const inconnu = `/dossiers/${randomUUID()}`;
    for (const suite of ['', '/chronologie']) {
      const [vise, hasard] = [await p.lire<Probleme>(voisin, suite), await voisin.lire<Probleme>('prestations', inconnu + suite)];
      expect(vise).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
      expect([vise.statut, vise.corps.code, vise.corps.title]).toEqual([hasard.statut, hasard.corps.code, hasard.corps.title]);
    }
    expect([403, 404]).toContain((await p.lire(voisin, '/medical?motif=qualite')).statut);
    for (const [acte, corps] of [...ACTES_DE_L_AVIS, ['decision', { sens: 'accord', versionAvis: 1 }], ['completude', {}], ['signature', {}]] as const) {
      expect([403, 404]).toContain((await p.tenter(voisin, acte, corps)).statut);
    }
    expect((await voisin.poster('prestations', '/dossiers', neuve())).statut).toBe(403);
    expect((await voisin.lire('pilotage', '/rapports/ELSM-931/2016')).statut).toBe(403);
    expect(await empreinte(p.id)).toEqual(avant);
  });

  it.each([['CNAM001'], ['IDF001'], ['CNAM003']])('%s : aucun dossier, par aucune route', async (matricule) => {
    const pilote = await Persona.entrer(hote, matricule);
    for (const chemin of ['/dossiers', `/dossiers/${p.id}`, `/dossiers/${p.id}/medical?motif=qualite`, `/dossiers/${p.id}/chronologie`, '/travail/resume', '/travail/charge']) {
      expect({ chemin, statut: [403, 404].includes((await pilote.lire('prestations', chemin)).statut) }).toEqual({ chemin, statut: true });
    }
    for (const [acte, corps] of ACTES_DE_L_AVIS) expect((await p.tenter(pilote, acte, corps)).statut).toBe(403);
  });

  it('la base elle-même le refuse : sous le rôle qui sert les requêtes, hors de ses unités il n’y a aucune ligne', async () => {
    const lignes = async (unites: string): Promise<number> => {
      await prestations.voir('BEGIN');
      await prestations.voir('SET LOCAL ROLE sm_prestations_app');
      await prestations.voir("SELECT set_config('sm.unites', $1, true)", [unites]);
      const n = await prestations.compter('dossier');
      await prestations.voir('ROLLBACK');
      return n;
    };
    const id = async (code: string): Promise<string> => String((await chef.lire<{ unite: { id: number } }>('organisation', `/unites/${code}`)).corps.unite.id);
    expect(await lignes(await id('ELSM-931'))).toBeGreaterThanOrEqual(hote.manifeste.comptes.demandes);
    for (const code of ['ELSM-921', 'ELSM-951', 'CNAM', 'DRSM-IDF']) expect(await lignes(await id(code))).toBe(0);
    expect(await lignes('')).toBe(0);
  });
});
