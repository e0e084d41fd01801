import { jusqua } from '@sm/testing';
import { Persona, avecHote, type Hote, type NomAssemblage } from '../outils';
import type { TableauLu } from '../outils/rapport';

const TAILLE = 300;

interface Rendus {
  readonly json: string;
  readonly csv: string;
  readonly html: string;
  readonly tableau: string;
}

/** The instant of the last event, and the day it gives (« arrêté le »), say when the platform ran: nothing else may differ. */
const sansDate = (texte: string): string =>
  texte.replace(/"dernierEvenement":"[^"]+"/, '"dernierEvenement":"…"').replaceAll(/"arreteLe":"[0-9-]{10}"/g, '"arreteLe":"…"').replace(/Arrêté le [^.<]+\./, 'Arrêté le ….');

/** Where two texts part, in words; null when they are the same. */
function ecart(a: string, b: string): string | null {
  if (a === b) return null;
  const i = [...a].findIndex((c, n) => c !== b[n]);
  return `« ${a.slice(Math.max(0, i - 40), i + 60)} » / « ${b.slice(Math.max(0, i - 40), i + 60)} »`;
}

/** Everything a reader gets of the year. */
async function lireTout(hote: Hote): Promise<Rendus> {
  const chef = await Persona.entrer(hote, '931001');
  const rapport = async (format: string): Promise<string> => {
    const { statut, texte } = await chef.lire('pilotage', `/rapports/ELSM-931/2016?format=${format}`);
    expect({ format, statut }).toEqual({ format, statut: 200 });
    return sansDate(texte);
  };
  const tableau = await (await Persona.entrer(hote, 'CNAM001')).lire<TableauLu>('pilotage', '/agregats?annee=2016&niveau=nationale');
  expect(tableau.corps.lignes.length).toBeGreaterThan(0);
  return { json: await rapport('json'), csv: await rapport('csv'), html: await rapport('html'), tableau: sansDate(tableau.texte) };
}

interface Annonce {
  readonly assemblage: string;
  readonly pid: number;
  readonly parties: Readonly<Record<string, { readonly pid: number; readonly port: number }>>;
}

const annonceDe = (hote: Hote): Annonce => JSON.parse(hote.lire('plateforme.json')) as Annonce;
const pidsDe = (a: Annonce): number[] => Object.values(a.parties).map((p) => p.pid);

function vivant(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Each service killed comes back by itself on its port and serves again; the supervisor killed leaves no process behind, and its next start finds everything. */
async function tuer(hote: Hote, relancer: () => Promise<Hote>): Promise<void> {
  const avant = annonceDe(hote);
  for (const { pid } of Object.values(avant.parties)) process.kill(pid, 'SIGKILL');
  const apres = await jusqua(() => (pidsDe(annonceDe(hote)).every((pid) => !pidsDe(avant).includes(pid)) ? annonceDe(hote) : null), { delaiMs: 120_000, quoi: 'la relance des services' });
  expect(Object.values(apres.parties).map((p) => p.port)).toEqual(Object.values(avant.parties).map((p) => p.port));
  expect(await jusqua(() => lireTout(hote), { delaiMs: 60_000 })).toEqual(rendus.get('services'));
  process.kill(apres.pid, 'SIGKILL');
  await jusqua(() => !pidsDe(apres).some(vivant), { delaiMs: 40_000, quoi: 'la fin des services orphelins' });
  expect(await lireTout(await relancer())).toEqual(rendus.get('services'));
}

const rendus = new Map<NomAssemblage, Rendus>();

describe('Les trois assemblages', () => {
  it.each(['embarque', 'kafka', 'services'] as const)('l’assemblage « %s » dit lui-même ce qu’il est, charge la même année et s’arrête proprement', async (assemblage) => {
    await avecHote({ assemblage, taille: TAILLE }, async (hote, relancer) => {
      const annonce = annonceDe(hote);
      expect(annonce.assemblage).toBe(assemblage);
      const pids = new Set(Object.values(annonce.parties).map((p) => p.pid));
      expect({ parties: Object.keys(annonce.parties).sort(), processus: pids.size, dansLHote: pids.has(annonce.pid) })
        .toEqual({ parties: ['organisation', 'pilotage', 'portail', 'prestations', 'repertoire'], processus: assemblage === 'services' ? 5 : 1, dansLHote: assemblage !== 'services' });
      rendus.set(assemblage, await lireTout(hote));
      if (assemblage === 'services') await tuer(hote, relancer);
    });
  }, 400_000);

  it.each(['kafka', 'services'] as const)('les rapports et le tableau national de « %s » sont, octet pour octet, ceux du journal embarqué', (assemblage) => {
    const [attendu, lu] = [rendus.get('embarque'), rendus.get(assemblage)];
    expect(lu?.json.length).toBeGreaterThan(1000);
    for (const nom of ['json', 'csv', 'html', 'tableau'] as const) expect({ nom, ecart: ecart(attendu?.[nom] ?? '', lu?.[nom] ?? '') }).toEqual({ nom, ecart: null });
  });
});
