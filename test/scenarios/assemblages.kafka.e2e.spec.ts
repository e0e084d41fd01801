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

describe('Les trois assemblages', () => {
  const rendus = new Map<NomAssemblage, Rendus>();

  it.each(['embarque', 'kafka', 'services'] as const)('l’assemblage « %s » dit lui-même ce qu’il est, charge la même année et s’arrête proprement', async (assemblage) => {
    await avecHote({ assemblage, taille: TAILLE }, async (hote) => {
      const annonce = JSON.parse(hote.lire('plateforme.json')) as { assemblage: string; pid: number; parties: Record<string, { pid: number; port: number }> };
      expect(annonce.assemblage).toBe(assemblage);
      const pids = new Set(Object.values(annonce.parties).map((p) => p.pid));
      expect({ parties: Object.keys(annonce.parties).sort(), processus: pids.size, dansLHote: pids.has(annonce.pid) })
        .toEqual({ parties: ['organisation', 'pilotage', 'portail', 'prestations', 'repertoire'], processus: assemblage === 'services' ? 5 : 1, dansLHote: assemblage !== 'services' });
      rendus.set(assemblage, await lireTout(hote));
    });
  }, 400_000);

  it.each(['kafka', 'services'] as const)('les rapports et le tableau national de « %s » sont, octet pour octet, ceux du journal embarqué', (assemblage) => {
    const [attendu, lu] = [rendus.get('embarque'), rendus.get(assemblage)];
    expect(lu?.json.length).toBeGreaterThan(1000);
    for (const nom of ['json', 'csv', 'html', 'tableau'] as const) expect({ nom, ecart: ecart(attendu?.[nom] ?? '', lu?.[nom] ?? '') }).toEqual({ nom, ecart: null });
  });
});
