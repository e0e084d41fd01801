import type { PlateformeDeTest } from '@sm/testing';
import { fichier, importer, ligne, nir, ouvrirRepertoire, rejets, resoudre } from './atelier';

let p: PlateformeDeTest;
beforeAll(async () => {
  p = await ouvrirRepertoire();
}, 60_000);
afterAll(() => p.fermer());

const A = nir('1850193900123');
const ENFANT = { ouvreur_nir: A, naissance: '2010-05-06', qualite: 'enfant', sexe: 'F', prenoms: 'Lin' };

test('un assuré enregistré se retrouve par son NIR, son ayant droit par l’ouvreur, la naissance et le rang ; un inconnu n’est personne', async () => {
  expect(await importer(p, fichier(ligne({ numero: 'A1', nir: A, medecin_traitant: '10000123454' }), ligne({ numero: 'A2', ...ENFANT })))).toMatchObject({ lues: 2, acceptees: 2, rejetees: 0 });
  const [adulte, enfant, jumeau, inconnu, faux] = await resoudre(p, [
    { nir: `${A.slice(0, 5)} ${A.slice(5)}` }, { nir: A, naissance: '2010-05-06', rang: 1 }, { nir: A, naissance: '2010-05-06', rang: 2 }, { nir: nir('2850193900123') }, { nir: 'x' },
  ]);
  expect(adulte).toMatchObject({ unite: 931, caisse: '931', departement: '93', medecinTraitant: '10000123454' });
  expect(enfant!.id).not.toBe(adulte!.id);
  expect([jumeau, inconnu, faux]).toEqual([null, null, null]);
  expect(await rejets(p, await importer(p, fichier(ligne({ numero: 'A9', nir: `${A.slice(0, 13)}00` }))))).toEqual(['2 nir nir-cle']);
});
