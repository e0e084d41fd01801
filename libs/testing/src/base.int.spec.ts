import { Client } from 'pg';
import { baseDeTest, jusqua } from './index';

test('chaque fichier de test reçoit une base à lui, puis la rend', async () => {
  const base = await baseDeTest('Banc d’essai');
  const client = new Client({ connectionString: base.url });
  await client.connect();
  client.on('error', () => undefined);
  expect((await client.query<{ nom: string }>('SELECT current_database() AS nom')).rows[0]?.nom).toBe(base.nom);
  await base.supprimer();
  await expect(client.query('SELECT 1')).rejects.toThrow();
});

test('attendre rend la première valeur utile, et dit ce qui n’est pas venu', async () => {
  let tours = 0;
  expect(await jusqua(() => (++tours > 2 ? tours : null))).toBe(3);
  await expect(jusqua(() => false, { delaiMs: 30, quoi: 'la marée' })).rejects.toThrow('la marée ne s\'est pas vérifiée en 30 ms');
});
