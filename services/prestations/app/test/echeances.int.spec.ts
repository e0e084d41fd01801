import { debutDuJour } from '@sm/kernel';
import { Db, Horloges, contexteSysteme, uuidv7, type HorlogeAArmer } from '@sm/platform';
import { ACTEURS, AUTRE, ELSM, ouvrirMonde, type Monde } from './monde';

const { tsm, chef, caisse, tsmAilleurs, double } = ACTEURS;
const maintenant = new Date('2026-03-10T09:00:00Z');
let m: Monde;

interface Ligne {
  readonly dossier: string;
  readonly nature: string;
  readonly jour: string;
  readonly joursRestants: number;
  readonly proprietaire: string;
  readonly genre: string;
  readonly tacite: string | null;
  readonly pause: { readonly motif: string } | null;
  readonly alertes: readonly { readonly nom: string; readonly etat: string }[];
  readonly unite: string;
}
interface Liste {
  readonly elements: readonly Ligne[];
  readonly suivant: string | null;
}
const lister = async (qui: string, requete: string): Promise<Liste> => (await m.appeler(qui, 'GET', `/travail/echeances?${requete}`)).corps as unknown as Liste;
const prevoir = async (qui: string, requete: string): Promise<Record<string, unknown>> => (await m.appeler(qui, 'GET', `/travail/echeances/resume?${requete}`)).corps;

const armer = async (...horloges: readonly (Partial<HorlogeAArmer> & { readonly jour: string })[]): Promise<string[]> => {
  const { app } = m.p.services.get('prestations')!;
  const armees = horloges.map(({ jour, ...h }) => ({
    dossier: uuidv7(), unite: ELSM.id, nature: 'atmp.decision_at', proprietaire: 'caisse', effet: 'reconnaissance', article: 'R.441-8 CSS', echoitLe: debutDuJour(jour, h.zone ?? 'Europe/Paris'), donnees: {}, ...h,
  }));
  await app.get(Db).inTransaction({ ...contexteSysteme('horloge', [ELSM.id, AUTRE.id]), role: 'app' }, (tx) => app.get(Horloges).armer(tx, armees));
  return armees.map((h) => h.dossier);
};

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
  await m.deposer();
  await armer({ jour: '2026-03-12' }, { jour: '2026-03-12', proprietaire: 'commission', effet: 'rejet', nature: 'atmp.commission' }, { jour: '2026-04-09', unite: AUTRE.id }, { jour: '2026-04-10' });
});
afterAll(() => m.fermer());

test('le registre dit ce qui court, à qui c’est, ce que l’échéance produit et les jours qui restent', async () => {
  const { elements } = await lister(tsm, 'horizon=30');
  expect(elements.map((e) => [e.nature, e.proprietaire, e.genre, e.tacite, e.jour, e.joursRestants, e.unite])).toEqual([
    ['atmp.decision_at', 'caisse', 'presomption', 'reconnaissance', '2026-03-12', 2, 'ELSM-931'], ['atmp.commission', 'commission', 'presomption', 'rejet', '2026-03-12', 2, 'ELSM-931'],
    ['ald.niveau_service', 'sm', 'acte', null, '2026-03-27', 17, 'ELSM-931'],
  ]);
  expect((await lister(tsm, 'horizon=31')).elements).toHaveLength(4);
  expect((await lister(tsm, 'horizon=2&genre=presomption&proprietaire=commission')).elements.map((e) => e.tacite)).toEqual(['rejet']);
  expect((await lister(tsm, 'horizon=400&nature=ald.niveau_service')).elements).toHaveLength(1);
  expect(JSON.stringify(elements)).not.toMatch(/E11|diagnostic|praticien|nir/);
});

test('la prévision compte par jour, par propriétaire et par effet, et dit ce qui devient tacite', async () => {
  expect(await prevoir(tsm, 'horizon=30')).toEqual({
    jusquau: '2026-04-09', total: 3, suspendues: 0, parJour: [{ jour: '2026-03-12', n: 2, tacites: 2 }, { jour: '2026-03-27', n: 1, tacites: 0 }],
    parProprietaire: { caisse: 1, commission: 1, sm: 1 }, parEffet: { reconnaissance: 1, rejet: 1, aucun: 1 },
    tacites: [
      { jour: '2026-03-12', proprietaire: 'caisse', genre: 'presomption', effet: 'reconnaissance', n: 1 }, { jour: '2026-03-12', proprietaire: 'commission', genre: 'presomption', effet: 'rejet', n: 1 },
    ],
  });
});

test('la caisse ne voit pas les horloges du service médical, et un autre échelon ne voit que les siennes', async () => {
  for (const qui of [caisse, double]) {
    expect((await lister(qui, 'horizon=400')).elements.map((e) => e.proprietaire)).not.toContain('sm');
    expect((await lister(qui, 'horizon=400&proprietaire=sm')).elements).toEqual([]);
    expect((await prevoir(qui, 'horizon=400'))['parProprietaire']).toEqual({ caisse: 2, commission: 1 });
  }
  expect((await lister(tsmAilleurs, 'horizon=400')).elements.map((e) => e.jour)).toEqual(['2026-04-09']);
  expect((await lister(tsm, `horizon=400&unite=${AUTRE.code}`)).elements).toEqual([]);
  expect((await prevoir(tsm, `horizon=400&unite=${AUTRE.code}`))['total']).toBe(0);
  expect((await m.appeler(ACTEURS.inconnu, 'GET', '/travail/echeances')).statut).toBe(403);
});

test('une pause et des alertes se lisent sur la ligne ; la suite se lit par pages', async () => {
  const [dossier] = await armer({ jour: '2026-05-20', alertes: [{ nom: 'mois', le: debutDuJour('2026-03-01', 'Europe/Paris') }, { nom: 'semaine', le: debutDuJour('2026-05-13', 'Europe/Paris') }] }, { jour: '2026-05-21', zone: 'Pacific/Noumea' });
  const { app } = m.p.services.get('prestations')!;
  await app.get(Db).inTransaction({ ...contexteSysteme('horloge', [ELSM.id]), role: 'app' }, (tx) => app.get(Horloges).suspendre(tx, dossier!, 'atmp.decision_at', { motif: 'piece_manquante', jusquau: '2026-03-20' }));
  const { elements } = await lister(chef, 'horizon=100');
  expect(elements.find((e) => e.dossier === dossier)).toMatchObject({
    jour: '2026-05-30', joursRestants: 81, pause: { motif: 'piece_manquante', du: '2026-03-10', jusquau: '2026-03-20' }, alertes: [{ nom: 'mois', etat: 'manquee' }, { nom: 'semaine', jour: '2026-05-23', etat: 'suspendue' }],
  });
  expect(elements.find((e) => e.jour === '2026-05-21')).toMatchObject({ joursRestants: 72 });
  expect(await prevoir(chef, 'horizon=100')).toMatchObject({ total: 6, suspendues: 1 });
  const lues: Ligne[] = [];
  for (let curseur: string | null = ''; curseur !== null; ) {
    const page: Liste = await lister(chef, `horizon=100&limite=2${curseur ? `&curseur=${curseur}` : ''}`);
    lues.push(...page.elements);
    curseur = page.suivant;
  }
  expect(lues).toEqual(elements);
});

test.each(['horizon=401', 'horizon=-1', 'horizon=x', 'nature=DROP', 'genre=autre', 'proprietaire=%27', 'unite=!', 'curseur=zz', 'surplus=1'])('une demande hostile est refusée : %s', async (requete) => {
  expect((await m.appeler(tsm, 'GET', `/travail/echeances?${requete}`)).statut).toBe(400);
});
