import { encoder } from '@sm/contracts';
import { ajouterJours, type Affectation } from '@sm/kernel';
import { Db, Horloges, Journal, Tenancy, absencePubliee, affectationPubliee, conflitPublie, delegationPubliee, uuidv7, type Contexte, type LigneJournal } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { ACTEURS, PERSONNE, RPPS, ouvrirMonde, type Monde } from './monde';

const EMPECHEMENT = 'sm.organisation.empechement.v1';
const AVIS = { sens: 'favorable', debut: '2026-03-01' };
let m: Monde;
let aujourdhui: string;
const tenancy = (): Tenancy => m.p.services.get('prestations')!.app.get(Tenancy, { strict: false });

async function publier(topic: string, type: string, cle: string, octets: Uint8Array, version = 1): Promise<void> {
  const { app } = m.p.services.get('organisation')!;
  const ctx: Contexte = { acteur: { id: 'systeme:essai', genre: 'systeme', nom: 'essai' }, role: 'app', unites: [931] };
  const ligne: LigneJournal = { topic, dossier: null, cle, version, unite: 931, type, survenuLe: new Date(), prive: {}, public: octets };
  await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, [ligne]));
}

async function absent(acteurId: string, retiree = false, id = uuidv7(), version = 1): Promise<string> {
  await publier(EMPECHEMENT, 'AbsencePubliee', id, encoder(EMPECHEMENT, 'AbsencePubliee', absencePubliee({ id, acteurId, du: '2026-01-01', au: null }, retiree)), version);
  await jusqua(() => (tenancy().absences(acteurId).length === 0) === retiree);
  return id;
}

async function conflit(acteurId: string, genre: 'personne' | 'professionnel', ref: string, retire = false, id = uuidv7(), version = 1): Promise<string> {
  await publier(EMPECHEMENT, 'ConflitPublie', id, encoder(EMPECHEMENT, 'ConflitPublie', conflitPublie({ id, acteurId, objet: { genre, ref }, du: '2026-01-01', au: null }, retire)), version);
  await jusqua(() => (tenancy().conflits(aujourdhui, acteurId).length === 0) === retire);
  return id;
}

async function delegation(au: string, genres: string[]): Promise<string> {
  const id = uuidv7();
  const d = { id, version: 4, delegantId: ACTEURS.mc, delegataireId: ACTEURS.ism, uniteId: 931, actes: ['avis.rendre'] as const, genres, du: '2026-01-01', au };
  await publier(EMPECHEMENT, 'DelegationPubliee', id, encoder(EMPECHEMENT, 'DelegationPubliee', delegationPubliee(d)), 4);
  await jusqua(async () => (await m.p.voir('prestations', 'SELECT id FROM empechement_copie WHERE id = $1', [id])).length === 1);
  return id;
}

async function nommer(acteurId: string, reste: Partial<Affectation>): Promise<void> {
  const a: Affectation = { id: uuidv7(), acteurId, uniteId: 931, role: 'MC', activite: 'CPR', du: '2015-01-01', au: null, quotite: 1, habilitations: ['ald'], rpps: null, ...reste };
  await publier('sm.organisation.affectation.v1', 'AffectationPubliee', a.id, encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectationPubliee(a)));
  await jusqua(() => tenancy().carriere(acteurId, 931).some((c) => c.id === a.id));
}

/** Clocks due from the start have fired: none moves the version between a reading and a command. */
const depose = async (): Promise<string> => {
  const { corps: { dossier } } = await m.deposer();
  await m.p.services.get('prestations')!.app.get(Horloges).tirer();
  await jusqua(async () => (await m.p.voir('prestations', "SELECT 1 FROM horloge WHERE dossier = $1 AND statut = 'armee' AND echoit_le <= now()", [dossier])).length === 0, { quoi: 'les horloges échues' });
  return dossier;
};
const affecte = async (praticien: string): Promise<string> => {
  const dossier = await depose();
  expect(await m.commander(ACTEURS.chef, dossier, 'affectation', { praticien })).toMatchObject({ statut: 200 });
  return dossier;
};
const praticienDe = async (dossier: string) => (await m.p.voir<{ praticien: string | null }>('prestations', 'SELECT praticien FROM dossier WHERE id = $1', [dossier]))[0]?.praticien;

beforeAll(async () => {
  m = await ouvrirMonde();
  aujourdhui = tenancy().jour();
}, 60_000);
afterAll(() => m?.fermer());

describe('[TR-000-19] Le conflit d’intérêts', () => {
  it('déclaré avec la personne, interdit l’affectation et écarte du choix automatique', async () => {
    const id = await conflit(ACTEURS.mc, 'personne', PERSONNE);
    const dossier = await depose();
    expect(await m.commander(ACTEURS.chef, dossier, 'affectation', { praticien: ACTEURS.mc })).toMatchObject({ statut: 403, corps: { code: 'conflit-interets' } });
    expect(await m.commander(ACTEURS.chef, dossier, 'affectation', {})).toMatchObject({ statut: 200 });
    expect(await praticienDe(dossier)).not.toBe(ACTEURS.mc);
    await conflit(ACTEURS.mc, 'personne', PERSONNE, true, id, 2);
  });

  it('déclaré avec le médecin du protocole, interdit de signer un dossier déjà confié', async () => {
    const dossier = await affecte(ACTEURS.mc);
    const id = await conflit(ACTEURS.mc, 'professionnel', RPPS.medecin);
    expect(await m.commander(ACTEURS.mc, dossier, 'avis', AVIS)).toMatchObject({ statut: 403, corps: { code: 'conflit-interets' } });
    await conflit(ACTEURS.mc, 'professionnel', RPPS.medecin, true, id, 2);
    expect(await m.commander(ACTEURS.mc, dossier, 'avis', AVIS)).toMatchObject({ statut: 200 });
  });

  it('du médecin traitant, connu de l’ouverture, l’empêche d’être médecin-conseil de la même personne', async () => {
    const dossier = await depose();
    await m.p.services.get('prestations')!.app.get(Db).inTransaction({ acteur: { id: 'systeme:essai', genre: 'systeme', nom: 'essai' }, role: 'app', unites: [931] }, (tx) =>
      tx.query('UPDATE dossier SET medecin_traitant = $2 WHERE id = $1', [dossier, RPPS.conseil]));
    expect(await m.commander(ACTEURS.chef, dossier, 'affectation', { praticien: ACTEURS.mc })).toMatchObject({ statut: 403, corps: { code: 'conflit-interets' } });
  });

  it('par le déport, confie aussitôt le dossier à un autre, et ne le rend plus à qui s’est retiré', async () => {
    const dossier = await affecte(ACTEURS.mc);
    expect(await m.commander(ACTEURS.mc, dossier, 'desaffectation', { motif: 'deport' })).toMatchObject({ statut: 200, corps: { statut: 'affectee' } });
    const suivant = await praticienDe(dossier);
    expect(suivant).not.toBe(ACTEURS.mc);
    expect(await m.commander(ACTEURS.chef, dossier, 'reaffectation', { praticien: ACTEURS.mc })).toMatchObject({ statut: 403, corps: { code: 'conflit-interets' } });
  });
});

describe('L’absence', () => {
  it('ne laisse rien recevoir, et montre au chef les dossiers urgents à réaffecter', async () => {
    const dossier = await affecte(ACTEURS.mc2);
    const id = await absent(ACTEURS.mc2);
    const autre = await depose();
    expect(await m.commander(ACTEURS.chef, autre, 'affectation', { praticien: ACTEURS.mc2 })).toMatchObject({ statut: 409, corps: { code: 'praticien-absent' } });
    const { corps } = (await m.appeler(ACTEURS.chef, 'GET', '/travail/a-reaffecter')) as unknown as { corps: { id: string; praticien: string; raison: string; jusquAu: null }[] };
    expect(corps.find((d) => d.id === dossier)).toMatchObject({ praticien: ACTEURS.mc2, raison: 'absence', jusquAu: null });
    expect(await m.appeler(ACTEURS.caisse, 'GET', '/travail/a-reaffecter')).toMatchObject({ statut: 403, corps: { code: 'independance-praticien' } });
    await absent(ACTEURS.mc2, true, id, 2);
    expect(await m.commander(ACTEURS.chef, autre, 'affectation', { praticien: ACTEURS.mc2 })).toMatchObject({ statut: 200 });
  });
});

describe('La délégation de signature', () => {
  it('d’hier ne sert plus', async () => {
    const dossier = await affecte(ACTEURS.mc);
    await delegation(ajouterJours(aujourdhui, -1), ['ald']);
    expect(await m.commander(ACTEURS.ism, dossier, 'avis', AVIS)).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
  });

  it('laisse l’infirmière signer, et inscrit sur l’avis la délégation et sa version', async () => {
    const dossier = await affecte(ACTEURS.mc);
    const id = await delegation(ajouterJours(aujourdhui, 30), ['ald']);
    expect(await m.commander(ACTEURS.ism, dossier, 'avis', AVIS)).toMatchObject({ statut: 200 });
    const [ligne] = await m.p.voir<{ etat: { avis: object[] } }>('prestations', 'SELECT etat FROM dossier WHERE id = $1', [dossier]);
    expect(ligne?.etat.avis).toEqual([expect.objectContaining({ auteur: ACTEURS.ism, rpps: RPPS.conseil, delegation: { id, version: 4, delegant: ACTEURS.mc } })]);
    const ailleurs = await affecte(ACTEURS.mc2);
    expect(await m.commander(ACTEURS.ism, ailleurs, 'avis', AVIS)).toMatchObject({ statut: 403, corps: { code: 'praticien-non-affecte' } });
  });
});

describe('La nomination', () => {
  it('finie, fait refuser l’acte par son propre code ; l’habilitation échue, par le sien', async () => {
    await nommer('agent:PARTI1', { au: ajouterJours(aujourdhui, -1), rpps: '10000000074' });
    const dossier = await affecte(ACTEURS.mc);
    expect(await m.commander('agent:PARTI1', dossier, 'avis', AVIS)).toMatchObject({ statut: 403, corps: { code: 'nomination-terminee' } });
    await nommer('agent:ECHU1', { au: ajouterJours(aujourdhui, -1), rpps: '10000000082' });
    await nommer('agent:ECHU1', { du: aujourdhui, habilitations: [], rpps: '10000000082' });
    expect(await m.commander(ACTEURS.chef, dossier, 'reaffectation', { praticien: 'agent:ECHU1' })).toMatchObject({ statut: 403, corps: { code: 'habilitation-absente' } });
  });
});
