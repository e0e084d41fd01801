import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ajouterMois, jour, jourDeSemaine, ouvre, texteDuJour } from './calendrier';
import { cleNir } from './identifiants';
import { personnel } from './personnel';
import { TRANCHES, type Acte } from './vivant-chantier';
import { genererVivant } from './vivant';
import { FICHIERS_VIVANTS, type ManifesteVivant } from './vivant-manifeste';
import { personasVivantes } from './vivant-personas';
import { effectif } from './vivant-personnel';

const STATUTS: Readonly<Record<string, readonly string[]>> = {
  ald: [
    'accordee', 'affectee', 'annulee', 'complement_demande', 'contestee', 'exoneration_active', 'incomplete', 'irrecevable', 'recevable', 'recue', 'refusee', 'renouvellement_attendu',
    'second_avis_demande', 'suivi_post_ald', 'terminee',
  ],
};
const JOURS: readonly (readonly [quoi: string, jour: string])[] = [
  ['un mardi ordinaire', '2026-11-24'], ['un dimanche', '2026-11-22'], ['un 29 février', '2028-02-29'], ['un 31 décembre', '2026-12-31'], ['un 1er janvier', '2027-01-01'],
  ['un lundi après le passage à l’heure d’été', '2026-03-30'], ['un lundi après le passage à l’heure d’hiver', '2026-10-26'], ['un lundi de Pentecôte', '2026-05-25'],
];
const ECHELLE = 0.15;

interface Lue {
  readonly type: string;
  readonly unite: string;
  readonly numero: string;
  readonly canal: string;
  readonly nir: string;
  readonly medecin?: string;
  readonly prescripteur?: string;
  readonly recuLe: string;
  readonly histoire: readonly Acte[];
}

let racine = '';
const lignesDe = async (dossier: string, fichier: string): Promise<string[]> => (await readFile(join(dossier, fichier), 'utf8')).trimEnd().split('\n');
const lueDe = async (dossier: string): Promise<Lue[]> => (await lignesDe(dossier, FICHIERS_VIVANTS.reprise)).map((l) => JSON.parse(l) as Lue);

async function empreintes(dossier: string): Promise<Record<string, string>> {
  const noms = (await readdir(dossier)).sort();
  return Object.fromEntries(await Promise.all(noms.map(async (n) => [n, createHash('sha256').update(await readFile(join(dossier, n))).digest('hex')] as const)));
}

const decalageDe = (date: string): string => (new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: 'numeric' }).format(new Date(`${date}T10:00:00Z`)).startsWith('12') ? '+02:00' : '+01:00');

const { presents, anciens } = effectif();
const affectations = [...presents, ...anciens, ...personnel().filter((a) => a.unite !== 'ELSM-931' || a.role === 'CAISSE')];
const enPoste = (sub: string, date: string): boolean => affectations.some((a) => `agent:${a.matricule}` === sub && a.du <= date && (a.au === '' || a.au >= date));

function fautes(l: Lue, depart: string): string[] {
  const trouvees: string[] = [];
  let avant = Date.parse(l.recuLe);
  if (l.recuLe.slice(0, 10) >= depart) trouvees.push('réception le jour du départ ou après');
  if (l.recuLe.startsWith('2016') || l.recuLe < '2016') trouvees.push('réception en 2016');
  if (l.canal === 'papier' && !ouvre(jour(l.recuLe.slice(0, 10)))) trouvees.push('papier reçu un jour fermé');
  for (const { acte, le, par, rpps } of l.histoire) {
    const [date, heure] = [le.slice(0, 10), le.slice(11, 16)];
    if (Date.parse(le) < avant) trouvees.push(`ordre : ${acte}`);
    avant = Date.parse(le);
    if (date >= depart) trouvees.push(`futur : ${acte}`);
    if (date.startsWith('2016')) trouvees.push(`acte en 2016 : ${acte}`);
    if (texteDuJour(jour(date)) !== date || !ouvre(jour(date)) || heure < '08:00' || heure > '18:00') trouvees.push(`jour ou heure : ${acte} ${le}`);
    if (le.slice(19) !== decalageDe(date)) trouvees.push(`décalage : ${acte}`);
    if (par && !enPoste(par, date)) trouvees.push(`absent : ${acte}`);
    if (rpps !== undefined && (rpps === l.medecin || rpps === l.prescripteur)) trouvees.push(`conflit : ${acte}`);
  }
  return trouvees;
}

beforeAll(async () => {
  racine = await mkdtemp(join(tmpdir(), 'vivant-'));
});
afterAll(() => rm(racine, { recursive: true, force: true }));

describe.each(JOURS)('Le portefeuille au départ de %s (%s)', (_quoi, depart) => {
  let manifeste: ManifesteVivant;
  let dossiers: Lue[];
  let sortie = '';

  beforeAll(async () => {
    sortie = join(racine, depart);
    manifeste = await genererVivant({ sortie, graine: 931, jour: depart, echelle: ECHELLE });
    dossiers = await lueDe(sortie);
  }, 60_000);

  it('montre chaque statut de chaque procédure', () => {
    expect(Object.fromEntries(Object.entries(manifeste.statuts).map(([p, s]) => [p, Object.keys(s ?? {})]))).toEqual(STATUTS);
  });

  it('n’a aucun acte dans le futur, en 2016, un jour fermé, hors des heures ou par quelqu’un qui n’était pas en poste', () => {
    expect([...new Set(dossiers.flatMap((l) => fautes(l, depart)))]).toEqual([]);
  });

  it('a des échéances dépassées, du jour, proches et lointaines', () => {
    for (const tranches of Object.values(manifeste.echeances)) expect(TRANCHES.filter((t) => tranches[t] === 0)).toEqual([]);
  });

  it('compte ce qu’il écrit', async () => {
    const siens = dossiers.filter((l) => l.unite === 'ELSM-931').length + (await lignesDe(sortie, FICHIERS_VIVANTS.demandes)).length;
    const statuts = Object.values(manifeste.statuts).flatMap((s) => Object.values(s ?? {})).reduce((a, b) => a + b, 0);
    expect([manifeste.dossiers, statuts]).toEqual([siens, siens]);
    for (const { nom, sha256 } of manifeste.fichiers) expect((await empreintes(sortie))[nom]).toBe(sha256);
  });

  it('donne à chacun un NIR inventé, juste, unique, né dans une commune qui n’existe pas', async () => {
    const nirs = (await lignesDe(sortie, FICHIERS_VIVANTS.assures)).slice(1).map((l) => l.split(';')[2] ?? '');
    expect(nirs.filter((n) => !/^[12]\d{4}\d{2}99[0-8]\d{5}$/.test(n) || cleNir(n.slice(0, 13)) !== n.slice(13))).toEqual([]);
    expect(new Set(nirs).size).toBe(nirs.length);
    expect(dossiers.filter((l) => !nirs.includes(l.nir))).toEqual([]);
  });
});

describe('Le portefeuille entier', () => {
  const depart = '2026-11-24';
  let manifeste: ManifesteVivant;

  beforeAll(async () => {
    manifeste = await genererVivant({ sortie: join(racine, 'entier'), graine: 931, jour: depart });
  }, 60_000);

  it('a les mêmes octets le même jour, d’autres le lendemain ou pour une autre graine', async () => {
    await genererVivant({ sortie: join(racine, 'encore'), graine: 931, jour: depart });
    await genererVivant({ sortie: join(racine, 'demain'), graine: 931, jour: '2026-11-25' });
    await genererVivant({ sortie: join(racine, 'autre'), graine: 7, jour: depart });
    const [a, b, c, d] = await Promise.all(['entier', 'encore', 'demain', 'autre'].map((n) => empreintes(join(racine, n))));
    expect(a).toEqual(b);
    for (const autre of [c, d]) {
      expect(autre?.[FICHIERS_VIVANTS.reprise]).not.toBe(a?.[FICHIERS_VIVANTS.reprise]);
      expect(autre?.[FICHIERS_VIVANTS.agents]).toBe(a?.[FICHIERS_VIVANTS.agents]);
    }
  });

  it('partage inégalement la charge, chaque médecin-conseil du service en ayant une', () => {
    const charges = presents.filter((a) => a.role === 'MC' && a.charge > 0).map((a) => manifeste.praticiens[`agent:${a.matricule}`] ?? 0);
    expect(Math.min(...charges)).toBeGreaterThan(5);
    expect(Math.max(...charges)).toBeGreaterThan(5 * Math.min(...charges));
  });

  it('ouvre chaque carte sur du travail : quelqu’un en poste, dans une unité qui a des dossiers, et des dossiers à soi pour un médecin-conseil', () => {
    const unites = new Set(['ELSM-931', ...Object.keys(manifeste.voisins)]);
    for (const p of personasVivantes()) {
      expect([p.matricule, enPoste(p.sub, depart)]).toEqual([p.matricule, true]);
      if (p.role === 'MC' && p.unite === 'ELSM-931') expect([p.matricule, (manifeste.praticiens[p.sub] ?? 0) > 0]).toEqual([p.matricule, true]);
      if (['MC', 'MCCS', 'TSM', 'ISM', 'CSAM', 'CAISSE'].includes(p.role)) expect(unites).toContain(p.unite);
    }
    expect(new Set(personasVivantes().map((p) => p.sub)).size).toBe(personasVivantes().length);
  });

  it('refuse un jour où le service n’existait pas, un jour impossible ou une échelle hors bornes', async () => {
    await expect(genererVivant({ sortie: join(racine, 'x'), graine: 1, jour: '2025-09-30' })).rejects.toThrow("SCM-931 n'existe que");
    await expect(genererVivant({ sortie: join(racine, 'x'), graine: 1, jour: '2027-02-29' })).rejects.toThrow('jour attendu');
    await expect(genererVivant({ sortie: join(racine, 'x'), graine: 1, jour: depart, echelle: 0 })).rejects.toThrow('échelle');
  });
});

describe('Le personnel du service', () => {
  it('reprend une partie de celui de 2016, clos la veille du transfert, et ceux qui sont venus depuis', () => {
    expect(presents.filter((a) => a.role === 'MC').length).toBeGreaterThanOrEqual(10);
    for (const role of ['MCCS', 'MC', 'TSM', 'ISM', 'CSAM', 'CAISSE']) expect(presents.some((a) => a.role === role)).toBe(true);
    expect(anciens.every((a) => a.au > '2016-12-31' && a.au <= '2025-09-30')).toBe(true);
    const doubles = presents.filter((a) => anciens.some((b) => b.matricule === a.matricule && b.au >= a.du));
    expect(doubles).toEqual([]);
  });
});

test('un mois de plus garde le jour, ou prend le dernier du mois', () => {
  expect(texteDuJour(ajouterMois(jour('2028-02-29'), -12))).toBe('2027-02-28');
  expect(texteDuJour(ajouterMois(jour('2026-12-31'), 2))).toBe('2027-02-28');
  expect(jourDeSemaine(jour('2026-03-30'))).toBe(1);
});
