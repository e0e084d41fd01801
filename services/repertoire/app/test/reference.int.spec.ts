import type { PlateformeDeTest } from '@sm/testing';
import { importer, ouvrirRepertoire, rejets } from './atelier';

let p: PlateformeDeTest;
beforeAll(async () => {
  p = await ouvrirRepertoire();
}, 60_000);
afterAll(() => p.fermer());

const PROS = `source;numero;rpps;nom;prenom;profession;specialite;commune;departement;du;au
ANNUAIRE;P1;10000123454;Modelier;Ada;medecin;cardiologie;Bondy;93;2010-01-01;2015-12-31
ANNUAIRE;P2;10000123454;Modelier;Ada;medecin;cardiologie;Pantin;93;2016-01-01;
AUTRE;X9;10000123454;Modelier;Ada;medecin;cardiologie;Pantin;93;2016-01-01;
ANNUAIRE;P3;19941000010;Gabarier;Lin;medecin;médecine générale;Paris;75;2010-01-01;
ANNUAIRE;P4;10000123455;Faux;Lin;medecin;;Paris;75;2010-01-01;
`;
const STRUCTURES = `source;numero;finess;finess_juridique;nom;categorie;commune;departement;du;au
FINESS;S1;600100713;600000194;Centre de l’Exemple;CH;Beauvais;60;2010-01-01;
FINESS;S2;2A0000018;;Clinique de la Fable;MCO;Ajaccio;2A;2010-01-01;
`;
const lire = async <T>(chemin: string, sub = 'agent:inconnu'): Promise<{ statut: number; corps: T }> => p.appeler('repertoire', sub, 'GET', chemin);
interface Page { readonly elements: { rpps: string; numero: string }[]; readonly suivant: string | null }

test('les positions datées d’un professionnel sont gardées, la même ligne ne change rien, une autre la remplace', async () => {
  const b = await importer(p, PROS, 'professionnels');
  expect(b).toMatchObject({ lues: 5, acceptees: 4, rejetees: 1 });
  expect(await rejets(p, b)).toEqual(['6 rpps rpps-invalide']);
  expect(await importer(p, PROS.replace('Bondy', 'Drancy'), 'professionnels')).toMatchObject({ acceptees: 1, inchangees: 3 });
  expect(await lire('/professionnels/10000123454')).toMatchObject({ statut: 200, corps: { rpps: '10000123454', positions: [{ numero: 'P2', au: null }, { numero: 'X9' }, { numero: 'P1', commune: 'Drancy', au: '2015-12-31' }] } });
  expect((await lire('/professionnels/19941000028')).statut).toBe(404);
  expect((await lire('/professionnels/123')).statut).toBe(400);
});

test('la liste se filtre par département, spécialité et jour, page après page', async () => {
  const premiere = (await lire<Page>('/professionnels?departement=93&specialite=cardiologie&limite=1&jour=2016-06-01')).corps;
  expect(premiere.elements.map((e) => e.numero)).toEqual(['P2']);
  const seconde = (await lire<Page>(`/professionnels?departement=93&specialite=cardiologie&limite=1&jour=2016-06-01&curseur=${premiere.suivant}`)).corps;
  expect(seconde).toMatchObject({ elements: [{ numero: 'X9' }], suivant: null });
  expect((await lire<Page>('/professionnels?departement=93&jour=2012-01-01')).corps.elements.map((e) => e.numero)).toEqual(['P1']);
  expect((await lire('/professionnels?jour=2016-02-30')).statut).toBe(400);
});

test('l’offre d’un département à un jour donne chaque chiffre avec ses sources, une personne n’y comptant qu’une fois', async () => {
  expect((await importer(p, STRUCTURES, 'structures'))).toMatchObject({ acceptees: 2 });
  expect((await lire('/offre?departement=93&jour=2016-06-01')).corps).toEqual({
    departement: '93', jour: '2016-06-01',
    lignes: [{ genre: 'professionnel', famille: 'medecin', specialite: 'cardiologie', effectif: 1, sources: [{ source: 'ANNUAIRE', effectif: 1, majLe: expect.any(String) }, { source: 'AUTRE', effectif: 1, majLe: expect.any(String) }] }],
  });
  expect((await lire('/offre?departement=2A')).corps).toMatchObject({ lignes: [{ genre: 'structure', famille: 'MCO', effectif: 1, sources: [{ source: 'FINESS' }] }] });
  expect((await lire('/offre')).statut).toBe(400);
});

test('une structure de Corse est prise telle quelle et dite non vérifiée', async () => {
  expect(await lire('/structures/2a0000018')).toMatchObject({ statut: 200, corps: { finess: '2A0000018', cleVerifiee: false } });
  expect(await lire('/structures/600100713')).toMatchObject({ corps: { finessJuridique: '600000194', cleVerifiee: true } });
  expect((await lire('/structures/130786049')).statut).toBe(404);
});

test('un fichier de référence ne se dépose pas sans droit', async () => {
  const r = await p.appeler('repertoire', 'agent:tsm931', 'POST', '/imports?flux=professionnels', PROS, { 'content-type': 'text/csv', 'idempotency-key': 'import-interdit' });
  expect(r).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
});
