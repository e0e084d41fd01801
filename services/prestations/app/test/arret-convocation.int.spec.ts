import { Horloges } from '@sm/platform';
import { jusqua } from '@sm/testing';
import { arret, arretsDe } from './arrets';
import { ACTEURS, RPPS, ouvrirMonde, type Monde } from './monde';
import { verifierRepliage } from './preuves';

let m: Monde;
let x: ReturnType<typeof arretsDe>;
const ENVOI = '2026-03-02';
const { tsm, mc, chef, caisse, reprise } = ACTEURS;
const DISCORDANTE = { statut: 409, corps: { code: 'convocation-discordante' } };
const NOTICE = { recoursMentionne: true, prescripteurInforme: true };
let maintenant = new Date(`${ENVOI}T09:00:00Z`);
const aller = (jour: string): void => void (maintenant = new Date(`${jour}T12:00:00Z`));

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant, ['ald', 'arret']);
  x = arretsDe(m);
}, 60_000);
afterAll(() => m.fermer());
beforeEach(() => aller(ENVOI));

let jours = 0;
/** A day of its own for each appointment, far enough for the notice. */
const jourNeuf = (): string => new Date(Date.UTC(2026, 2, 15 + ++jours)).toISOString().slice(0, 10);
const presence = (jour: string, mode = 'sur_personne') => ({ arriveeLe: `${jour}T08:55:00+01:00`, debutLe: `${jour}T09:05:00+01:00`, finLe: `${jour}T09:30:00+01:00`, mode });
const convoquer = (id: string, jour: string, reste: Record<string, unknown> = {}) => x.commander(tsm, id, 'convocation', { mode: 'sur_personne', jour, preuveEnvoi: ENVOI, ...reste });

/** A control whose person is called for a day, by a letter proved to be sent. */
async function convoque(jour: string): Promise<{ id: string; convocation: string }> {
  const id = await x.affecte();
  const convocation = await x.emise(id, jour, ENVOI);
  expect(await convoquer(id, jour)).toMatchObject({ statut: 200, corps: { statut: 'convoque' } });
  return { id, convocation };
}

async function sonner(nature: string): Promise<void> {
  await m.p.services.get('prestations')!.app.get(Horloges).tirer();
  await jusqua(async () => (await m.p.voir('prestations', "SELECT 1 FROM horloge WHERE nature = $1 AND statut = 'echue'", [nature])).length > 0);
}

describe('[TR-002-14] le contrôle d’un arrêt suit la convocation de son dossier', () => {
  test('honorée, elle fonde l’examen et l’avis sur personne', async () => {
    const jour = jourNeuf();
    const { id, convocation } = await convoque(jour);
    aller(jour);
    await x.tenir(convocation, 'presence', presence(jour));
    await x.passer(mc, id, 'examen', {});
    expect(await x.commander(mc, id, 'avis', { conclusion: 'stabilise', date: jour, motif: 'état stable' })).toMatchObject({ statut: 200, corps: { statut: 'orientation_invalidite' } });
    expect((await m.appeler(mc, 'GET', `/dossiers/${id}`)).corps).toMatchObject({ avis: [{ mode: 'sur_personne', conclusion: 'stabilise' }] });
  });

  test('absente, annulée, d’un autre jour ou d’un autre mode, elle ne convoque personne', async () => {
    const id = await x.affecte();
    const jour = jourNeuf();
    expect(await convoquer(id, jour)).toMatchObject(DISCORDANTE);
    const annulee = await x.emise(id, jour, ENVOI);
    expect(await convoquer(id, jourNeuf())).toMatchObject(DISCORDANTE);
    expect(await convoquer(id, jour, { mode: 'a_distance' })).toMatchObject(DISCORDANTE);
    await x.tenir(annulee, 'annulation', { motif: 'sans_objet' });
    expect(await convoquer(id, jour)).toMatchObject(DISCORDANTE);
    const aDistance = jourNeuf();
    await x.emise(id, aDistance, ENVOI, { mode: 'a_distance', salle: undefined });
    expect(await convoquer(id, aDistance)).toMatchObject(DISCORDANTE);
    expect(await convoquer(id, aDistance, { mode: 'a_distance' })).toMatchObject({ statut: 200, corps: { statut: 'convoque' } });
  });

  test('tenue sous un autre mode, ou excusée, elle ne fonde pas l’examen prévu', async () => {
    const [autre, excuse] = [jourNeuf(), jourNeuf()];
    const dossiers = [await convoque(autre), await convoque(excuse)] as const;
    aller(excuse);
    await x.tenir(dossiers[0].convocation, 'presence', presence(autre, 'telephone'));
    await x.tenir(dossiers[1].convocation, 'excuse', { motif: 'transport', pieces: 1 });
    for (const { id } of dossiers) expect(await x.commander(mc, id, 'examen', {})).toMatchObject(DISCORDANTE);
    await x.passer(tsm, dossiers[1].id, 'absence', { justifiee: true });
    expect((await m.appeler(mc, 'GET', `/dossiers/${dossiers[1].id}`)).corps).toMatchObject({ statut: 'affectee' });
  });

  test('reportée, son nouveau jour se dit au dossier avant l’examen', async () => {
    const [avant, apres] = [jourNeuf(), jourNeuf()];
    const { id, convocation } = await convoque(avant);
    await x.tenir(convocation, 'report', { creneau: await x.a.creneau(apres), motif: 'demande_assure' });
    aller(avant);
    expect(await x.commander(mc, id, 'examen', {})).toMatchObject(DISCORDANTE);
    aller(ENVOI);
    await x.tenir(convocation, 'emission');
    expect(await convoquer(id, apres)).toMatchObject({ statut: 200, corps: { statut: 'convoque' } });
    aller(apres);
    await x.passer(mc, id, 'examen', {});
  });

  test('sans preuve d’envoi, l’absence n’est pas injustifiée ; prouvée, elle l’est une fois le temps de justifier passé, et mène à la suspension', async () => {
    const jour = jourNeuf();
    const absence = (id: string, preuveEnvoi?: string) => x.commander(tsm, id, 'absence', { justifiee: false, preuveEnvoi });
    const sansPreuve = await x.affecte();
    await x.emise(sansPreuve, jour, null);
    await convoquer(sansPreuve, jour);
    const autre = jourNeuf();
    const id = await x.affecte();
    const convocation = await x.emise(id, autre, ENVOI);
    await convoquer(id, autre, { preuveEnvoi: undefined });
    aller(autre);
    expect(await absence(sansPreuve, ENVOI)).toMatchObject({ statut: 409, corps: { code: 'preuve-envoi-absente', article: 'L.315-2 IV CSS' } });
    expect(await absence(id)).toMatchObject({ statut: 409, corps: { code: 'preuve-envoi-absente' } });
    expect(await absence(id, ENVOI)).toMatchObject(DISCORDANTE);
    await x.tenir(convocation, 'absence');
    expect(await absence(id, ENVOI)).toMatchObject(DISCORDANTE);
    aller('2026-04-20');
    await sonner('convocation.justification');
    expect(await absence(id, ENVOI)).toMatchObject({ statut: 200, corps: { statut: 'absent_injustifie' } });
    await x.passer(mc, id, 'suspension', {});
    await x.passer(caisse, id, 'decision', { sens: 'suspension', versionAvis: 1, ...NOTICE });
    await x.passer(tsm, id, 'nouvelle-prescription', { du: '2026-04-20', au: '2026-05-20', prescritLe: '2026-04-20', prescripteur: RPPS.medecin });
    expect((await m.appeler(mc, 'GET', `/dossiers/${id}`)).corps).toMatchObject({ statut: 'avis_prealable_requis', attente: { cause: 'nouvelle_prescription', limite: '2026-04-27' } });
    const horloges = await m.p.voir<{ nature: string; proprietaire: string }>('prestations', "SELECT nature, proprietaire FROM horloge WHERE dossier = $1 AND statut = 'armee' ORDER BY echoit_le", [id]);
    expect(horloges).toEqual([{ nature: 'arret.avis_prealable', proprietaire: 'sm' }, { nature: 'arret.recours', proprietaire: 'assure' }]);
    aller('2026-04-28');
    await sonner('arret.avis_prealable');
    const liste = (await m.appeler(tsm, 'GET', '/dossiers?retard=oui&procedure=arret')).corps as unknown as { elements: { id: string }[] };
    expect(liste.elements.map((e) => e.id)).toEqual([id]);
  });

  test('une histoire reprise, qui n’en garde pas à part, n’est pas bloquée ; une convocation neuve y fait foi', async () => {
    const acte = (nom: string, jour: string, reste: Record<string, unknown> = {}) => ({ acte: nom, le: `2026-${jour}T10:00:00+01:00`, par: tsm, ...reste });
    const histoire = ['R-1', 'R-2'].map((numero) => JSON.stringify({
      ...arret({ source: 'REPRISE-931', numero, recuLe: '2026-02-18T09:00:00+01:00' }),
      histoire: [acte('affectation', '02-18', { par: chef, a: mc }), acte('convocation', '02-19', { mode: 'sur_personne', jour: ENVOI, preuveEnvoi: '2026-02-19' })],
    })).join('\n');
    expect(await m.importer(reprise, 'reprise', histoire, 'application/x-ndjson')).toMatchObject({ statut: 202, corps: { acceptees: 2, rejetees: 0 } });
    const [seule, reconvoquee] = (await m.p.voir<{ id: string }>('prestations', "SELECT id FROM dossier WHERE source = 'REPRISE-931' ORDER BY numero")).map((l) => l.id) as [string, string];
    await x.passer(mc, seule, 'examen', {});
    const jour = jourNeuf();
    await x.emise(reconvoquee, jour, ENVOI);
    expect(await x.commander(mc, reconvoquee, 'examen', {})).toMatchObject(DISCORDANTE);
    expect(await convoquer(reconvoquee, jour)).toMatchObject({ statut: 200 });
  });

  test('le journal replié redonne chaque dossier', async () => {
    expect(await verifierRepliage(m)).toBeGreaterThan(8);
  });
});
