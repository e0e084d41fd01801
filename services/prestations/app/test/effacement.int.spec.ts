import { randomUUID } from 'node:crypto';
import { VerificateurChaine } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { ACTEURS, cleNeuve, ouvrirMonde, type Monde, type Reponse } from './monde';
import { lisiblesDans, replierJournal, dossiers } from './preuves';

const { tsm, mc, chef, caisse, national } = ACTEURS;
let m: Monde;

const effacer = (acteur: string, dossier: string, motif = 'duree_conservation', cle = cleNeuve()): Promise<Reponse> =>
  m.appeler(acteur, 'POST', `/effacements/${dossier}`, { motif }, { 'idempotency-key': cle });

const faits = (dossier: string): Promise<object[]> =>
  m.p.voir('prestations', "SELECT prive->>'par' AS par, prive->>'motif' AS motif, medical, public FROM journal WHERE dossier = $1 AND type = 'ContenuEfface'", [dossier]);

async function annule(): Promise<string> {
  const { dossier } = (await m.deposer({ pieces: ['protocole'], diagnostics: ['E11'] })).corps;
  await m.commander(chef, dossier, 'affectation', { praticien: mc });
  expect(await m.commander(tsm, dossier, 'annulation', { motif: 'retrait' })).toMatchObject({ statut: 200 });
  return dossier;
}

async function conteste(): Promise<string> {
  const { dossier } = (await m.deposer({ pieces: ['protocole'] })).corps;
  await m.commander(chef, dossier, 'affectation', { praticien: mc });
  await m.commander(mc, dossier, 'avis', { sens: 'defavorable_medical', motif: 'raison' });
  await m.commander(caisse, dossier, 'decision', { sens: 'refus', versionAvis: 1 });
  expect(await m.commander(caisse, dossier, 'recours', { recuLe: '2026-03-10T09:00:00Z' })).toMatchObject({ statut: 200, corps: { statut: 'contestee' } });
  return dossier;
}

beforeAll(async () => {
  m = await ouvrirMonde(() => new Date('2026-03-10T09:00:00Z'));
}, 60_000);
afterAll(() => m.fermer());

test('effacé, un dossier n’a plus de contenu médical nulle part, et chaque écran le dit sans erreur', async () => {
  const id = await annule();
  const [ligne] = (await dossiers(m)).filter((l) => l.id === id);
  expect((await replierJournal(m, ligne!)).replie).not.toBeNull();
  const avant = await m.version(id);
  expect(await effacer(chef, id)).toMatchObject({ statut: 200, corps: { dossier: id, efface: true } });
  expect(await faits(id)).toEqual([{ par: chef, motif: 'duree_conservation', medical: null, public: null }]);

  const [efface] = (await dossiers(m)).filter((l) => l.id === id);
  expect(efface!.cle).toHaveLength(0);
  expect(efface!.medical.equals(ligne!.medical)).toBe(true);
  await expect(replierJournal(m, efface!)).rejects.toThrow('cle-effacee');
  expect(await lisiblesDans(m, ['"diagnostics"', 'E11'])).toEqual([]);

  expect(await m.appeler(mc, 'GET', `/dossiers/${id}/medical?motif=encadrement`)).toMatchObject({ statut: 410, corps: { code: 'contenu-efface' } });
  expect(await m.commander(tsm, id, 'annulation', { motif: 'retrait' })).toMatchObject({ statut: 410, corps: { code: 'contenu-efface' } });
  expect(await m.appeler(tsm, 'GET', `/dossiers/${id}`)).toMatchObject({ statut: 200, corps: { statut: 'annulee', version: avant } });
  for (const chemin of [`/dossiers/${id}/chronologie`, '/dossiers?limite=200', '/travail/resume']) expect((await m.appeler(tsm, 'GET', chemin)).statut).toBe(200);
});

test('effacer deux fois ne change rien', async () => {
  const id = await annule();
  const cle = cleNeuve();
  const reponses = await Promise.all([effacer(chef, id, 'dossier_errone', cle), effacer(chef, id, 'dossier_errone', cle), effacer(chef, id), effacer(chef, id, 'demande_personne')]);
  expect(reponses.map((r) => r.statut)).toEqual([200, 200, 200, 200]);
  const avant = await m.p.voir('prestations', 'SELECT * FROM dossier WHERE id = $1', [id]);
  expect((await effacer(chef, id)).statut).toBe(200);
  expect(await m.p.voir('prestations', 'SELECT * FROM dossier WHERE id = $1', [id])).toEqual(avant);
  expect(await faits(id)).toHaveLength(1);
});

test('un recours ouvert ou une instruction retiennent le contenu', async () => {
  const enRecours = await conteste();
  expect(await effacer(chef, enRecours)).toMatchObject({ statut: 409, corps: { code: 'recours-ouvert' } });
  const { dossier: neuf } = (await m.deposer({ pieces: ['protocole'] })).corps;
  await m.commander(chef, neuf, 'affectation', { praticien: mc });
  expect(await effacer(chef, neuf)).toMatchObject({ statut: 409, corps: { code: 'instruction-en-cours' } });
  for (const id of [enRecours, neuf]) expect((await m.appeler(mc, 'GET', `/dossiers/${id}/medical?motif=encadrement`)).statut).toBe(200);
});

test('seuls ceux qui en ont le droit effacent, dans leur portée, avec un motif connu', async () => {
  const id = await annule();
  for (const acteur of [tsm, mc, caisse, national]) expect((await effacer(acteur, id)).statut).toBe(403);
  expect((await effacer(chef, id, 'parce_que')).statut).toBe(400);
  expect((await effacer(chef, randomUUID())).statut).toBe(404);
  expect(await faits(id)).toEqual([]);
});

test('la chaîne du journal se vérifie toujours', async () => {
  const { app } = m.p.services.get('prestations')!;
  await effacer(chef, await annule());
  await jusqua(async () => (await m.p.voir<{ n: number }>('prestations', 'SELECT ((SELECT count(*) FROM journal) - (SELECT count(*) FROM log_index))::int AS n'))[0]!.n === 0);
  expect((await app.get(VerificateurChaine).verifierTout()).ruptures).toEqual([]);
});
