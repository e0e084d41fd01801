import { setTimeout as pause } from 'node:timers/promises';
import { ArretDemande, Hote } from './hote';

test('tout ce qui a été ouvert est fermé une fois, en ordre inverse, même si une fermeture échoue', async () => {
  const erreurs: unknown[] = [];
  const faits: string[] = [];
  const hote = new Hote((e) => void erreurs.push(e));
  for (const nom of ['verrou', 'base', 'services']) {
    await hote.ouvrir(() => nom, (n) => {
      faits.push(n);
      if (n === 'services') throw new Error('panne');
    });
  }
  await Promise.all([hote.arreter(), hote.arreter()]);
  await hote.arreter();
  expect(faits).toEqual(['services', 'base', 'verrou']);
  expect(erreurs).toHaveLength(1);
});

test('un arrêt demandé pendant une étape attend qu’elle s’achève, la referme et n’en commence pas d’autre', async () => {
  const faits: string[] = [];
  const hote = new Hote(() => undefined);
  const etape = hote.ouvrir(async () => {
    await pause(40);
    faits.push('ouverte');
  }, () => void faits.push('fermée'));
  await pause(5);
  const arret = hote.arreter();
  await expect(etape).rejects.toBeInstanceOf(ArretDemande);
  await arret;
  expect(faits).toEqual(['ouverte', 'fermée']);
  expect(hote.enArret).toBe(true);
  await expect(hote.ouvrir(() => faits.push('trop tard'), () => undefined)).rejects.toBeInstanceOf(ArretDemande);
  expect(faits).toEqual(['ouverte', 'fermée']);
});
