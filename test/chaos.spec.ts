import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Donnees } from '@sm/contracts';

const racine = join(__dirname, 'epreuves');
const charger = async <T>(fichier: string): Promise<T> => (await import(pathToFileURL(join(racine, fichier)).href)) as T;
const exiger = createRequire(__filename);

type Ligne = Readonly<Record<string, unknown>>;
type Anomalies = readonly string[];

interface Rapprochement {
  commandes(registre: readonly Ligne[], journal: readonly Ligne[]): Anomalies;
  versions(journal: readonly Ligne[]): Anomalies;
  numerotation(journal: readonly Ligne[]): Anomalies;
  diffusion(ou: string, attendus: ReadonlyMap<number, Uint8Array>, recus: readonly { seq: number; octets: Uint8Array }[], compacte?: boolean): Anomalies;
  ecarts(quoi: string, attendus: ReadonlyMap<string, unknown>, obtenus: ReadonlyMap<string, unknown>): Anomalies;
  horloges(horloges: readonly Ligne[], echeances: readonly Ligne[], passages: readonly Ligne[], maintenant: number): Anomalies;
  marques(mouvements: readonly { cle: string; avant: number; apres: number }[]): Anomalies;
  chiffresDuRegistre(registre: readonly Ligne[]): Record<string, Record<string, number>>;
}

let r: Rapprochement;
beforeAll(async () => {
  r = await charger<Rapprochement>('chaos/rapprochement.mjs');
});

const acquittee = (reste: Ligne = {}): Ligne => ({ genre: 'commande', type: 'avis', commande: 'cle-1', acteur: 'agent:1', dossier: 'd1', de: 2, version: 3, le: '2026-11-22T10:00:00Z', ...reste });
const ligne = (version: number, reste: Ligne = {}): Ligne => ({ id: version, dossier: 'd1', cle: 'd1', version, commande: 'cle-1', acteur: 'agent:1', topic: 't', part: 0, seq: version, public: Buffer.from('x'), indexee: 1, type: 'AvisRendu', ...reste });

describe('Le registre des acquittements, contre le journal', () => {
  it.each<[string, readonly Ligne[], readonly Ligne[], RegExp | null]>([
    ['est tenu quand la commande y est une fois', [acquittee()], [ligne(3)], null],
    ['dénonce une commande perdue', [acquittee()], [], /perdue/],
    ['dénonce une commande doublée', [acquittee()], [ligne(3), ligne(4)], /doublée/],
    ['dénonce une commande écrite sur une autre version', [acquittee()], [ligne(4)], /faussée/],
    ['dénonce une commande écrite sur un autre dossier', [acquittee()], [ligne(3, { dossier: 'd2' })], /égarée/],
    ['ne prend pas la clé d’un autre pour la sienne', [acquittee()], [ligne(3, { acteur: 'agent:2' })], /perdue/],
    ['dénonce une commande refusée et pourtant écrite', [acquittee({ genre: 'refusee', code: 'x' })], [ligne(3)], /refusée/],
    ['admet qu’une commande refusée ne soit nulle part', [acquittee({ genre: 'refusee', code: 'x' })], [], null],
    ['dénonce une ligne d’import perdue', [{ genre: 'import', commande: 'i', source: 'S', numeros: ['1', '2'] }], [ligne(1, { source: 'S', numero: '1' })], /perdue : ligne 2/],
    ['dénonce une ligne d’import doublée', [{ genre: 'import', commande: 'i', source: 'S', numeros: ['1'] }], [ligne(1, { source: 'S', numero: '1' }), ligne(1, { source: 'S', numero: '1' })], /doublée : ligne 1/],
  ])('%s', (_nom, registre, journal, attendu) => {
    const anomalies = r.commandes(registre, journal);
    if (attendu) expect(anomalies).toEqual([expect.stringMatching(attendu)]);
    else expect(anomalies).toEqual([]);
  });
});

describe('Le journal d’un service', () => {
  it('a des versions denses et dans l’ordre', () => {
    expect(r.versions([ligne(1), ligne(2), ligne(3)])).toEqual([]);
    expect(r.versions([ligne(1), ligne(3)])).toEqual([expect.stringContaining('version 3 au rang 2')]);
    expect(r.versions([ligne(1, { seq: 2 }), ligne(2, { seq: 1 })])).toEqual([expect.stringContaining('inversé')]);
  });

  it('est numéroté une fois, sans trou', () => {
    expect(r.numerotation([ligne(1), ligne(2), ligne(3, { public: null, seq: null })])).toEqual([]);
    expect(r.numerotation([ligne(1), ligne(2, { indexee: 0, seq: null })])).toEqual([expect.stringContaining('numérotée 0 fois')]);
    expect(r.numerotation([ligne(1), ligne(2, { indexee: 2 })])).toEqual([expect.stringContaining('numérotée 2 fois')]);
    expect(r.numerotation([ligne(1), ligne(2, { seq: 3 })])).toEqual(['t/0 : 3 trouvé, 2 attendu']);
  });
});

describe('Ce que tient le courtier', () => {
  const octets = (texte: string): Buffer => Buffer.from(texte);
  const attendus = new Map([[1, octets('a')], [2, octets('b')], [3, octets('c')]]);
  const recu = (seq: number, texte = ' abc'[seq] ?? ''): { seq: number; octets: Buffer } => ({ seq, octets: octets(texte) });

  it('peut être répété, jamais autrement', () => {
    expect(r.diffusion('t/0', attendus, [recu(1), recu(2), recu(1), recu(2), recu(3)])).toEqual([]);
    expect(r.diffusion('t/0', attendus, [recu(1), recu(2), recu(2, 'z'), recu(3)])).toEqual(['t/0 : 2 diffère du journal']);
  });

  it('n’a ni trou, ni inversion, ni fin prématurée, ni intrus', () => {
    expect(r.diffusion('t/0', attendus, [recu(1), recu(3), recu(2)])).toEqual(['t/0 : trou, 3 après 1']);
    expect(r.diffusion('t/0', attendus, [recu(1), recu(2)])).toEqual(["t/0 : s'arrête à 2, 3 attendu(s)"]);
    expect(r.diffusion('t/0', attendus, [recu(1), recu(2), recu(3), recu(4, 'd')])).toContain("t/0 : 4 n'est pas au journal");
  });

  it('peut avoir des trous quand le topic est compacté, pas sa fin', () => {
    expect(r.diffusion('t/0', attendus, [recu(1), recu(3)], true)).toEqual([]);
    expect(r.diffusion('t/0', attendus, [recu(2)], true)).toHaveLength(1);
  });
});

describe('Les horloges', () => {
  const horloge = (reste: Ligne = {}): Ligne => ({ id: 'h1', dossier: 'd1', nature: 'expiration', statut: 'echue', code: null, echoit: 1000, ...reste });
  const echeance = (reste: Ligne = {}): Ligne => ({ dossier: 'd1', nature: 'expiration', enregistre: 1500, ...reste });

  it.each<[string, readonly Ligne[], readonly Ligne[], readonly Ligne[], RegExp | null]>([
    ['tirent une fois, à leur heure', [horloge()], [echeance()], [{ id: 'h1', avant: 'armee', apres: 'echue' }], null],
    ['attendent leur heure', [horloge({ statut: 'armee', echoit: 9000 })], [], [], null],
    ['se désarment, même après un essai manqué', [horloge({ statut: 'desarmee', code: 'effet-en-erreur' })], [], [], null],
    ['ne restent pas armées une fois dues', [horloge({ statut: 'armee' })], [], [], /jamais tirée/],
    ['ne tirent pas trop tôt', [horloge()], [echeance({ enregistre: 500 })], [], /trop tôt/],
    ['ne tirent pas deux fois', [horloge()], [echeance(), echeance()], [], /tirée 1 fois, dite 2 fois/],
    ['ne tirent pas sans effet', [horloge()], [], [], /tirée 1 fois, dite 0 fois/],
    ['ne se dépensent pas pour rien', [horloge({ code: 'echeance-inconnue' })], [echeance()], [], /echeance-inconnue/],
    ['n’ont pas d’effet sans horloge', [], [echeance()], [], /sans horloge/],
    ['ne passent pas deux fois, même si la fin est la même', [horloge()], [echeance()], [{ id: 'h1', avant: 'armee', apres: 'echue' }, { id: 'h1', avant: 'echue', apres: 'echue' }], /passée de echue à echue/],
    ['ne tirent pas après avoir été désarmées', [horloge()], [echeance()], [{ id: 'h1', avant: 'desarmee', apres: 'echue' }], /passée de desarmee à echue/],
  ])('%s', (_nom, horloges, echeances, passages, attendu) => {
    const anomalies = r.horloges(horloges, echeances, passages, 2000);
    if (attendu) expect(anomalies).toEqual([expect.stringMatching(attendu)]);
    else expect(anomalies).toEqual([]);
  });
});

describe('Les effets d’un consommateur', () => {
  it('laissent ses marques aller de l’avant', () => {
    expect(r.marques([{ cle: 'c', avant: 1, apres: 4 }, { cle: 'c', avant: 4, apres: 5 }])).toEqual([]);
    expect(r.marques([{ cle: 'c', avant: 4, apres: 4 }, { cle: 'c', avant: 4, apres: 2 }])).toHaveLength(2);
  });

  it('se comparent clé par clé, des deux côtés', () => {
    expect(r.ecarts('compteur', new Map([['a', 1], ['b', 2]]), new Map([['a', 1], ['c', 2]]))).toEqual(['compteur b : 2 attendu, rien trouvé', 'compteur c : rien attendu, 2 trouvé']);
  });

  it('se replient hors de la plateforme comme la description le dit', async () => {
    const { Canal, NatureDemande, Sens, TypeDossier, encoder } = exiger('@sm/contracts') as typeof import('@sm/contracts');
    type Plis = { plierFaits(m: readonly { type: string; octets: Uint8Array }[]): Map<string, Ligne>; plierCompteurs(f: Map<string, Ligne>): Map<string, number>; texteFait(f: Ligne): string };
    const { plierFaits, plierCompteurs, texteFait } = await charger<Plis>('chaos/plis.mjs');
    const id = '01890000-0000-7000-8000-00000000d055';
    const tete = { dossierId: id, typeDossier: TypeDossier.ALD, nature: NatureDemande.INITIALE, canal: Canal.PSE, uniteOrigine: 9, unite: 9, caisse: '931', departement: '93', recuLe: '2026-01-12' };
    const avis = (versionAvis: number, sens: number): Donnees<'sm.prestations.dossier.v1', 'AvisRendu'> => ({ ...tete, completeLe: '2026-01-12', renduLe: '2026-01-20', delaiJours: 8, sens, versionAvis, versionRegle: 'ald-2016', versionOrganisation: 1 });
    const recue = { type: 'DemandeRecue', octets: encoder('sm.prestations.dossier.v1', 'DemandeRecue', tete) };
    const rendu = (v: number, sens: number): { type: string; octets: Uint8Array } => ({ type: 'AvisRendu', octets: encoder('sm.prestations.dossier.v1', 'AvisRendu', avis(v, sens)) });
    const faits = plierFaits([recue, rendu(2, Sens.FAVORABLE), rendu(1, Sens.DEFAVORABLE_ADMINISTRATIF), recue]);
    expect(texteFait(faits.get(`${id}|traitee`) ?? {})).toBe('2 9 93 931 canal=pse,nature=initiale,sens=favorable 2026-01-20 8');
    expect(Object.fromEntries(plierCompteurs(faits))).toEqual({
      '9|ald.demande|2026-01-12|caisse=931,canal=pse,departement=93,nature=initiale': 1,
      '9|ald.avis|2026-01-20|caisse=931,canal=pse,departement=93,nature=initiale,sens=favorable': 1,
      '9|ald.delai|2026-01-20|caisse=931,delai=8,departement=93,nature=initiale': 1,
    });
  });

  it('donnent au rapport les comptes du registre', () => {
    const ouverture = (dossier: string, reste: Ligne = {}): Ligne => acquittee({ type: 'ouverture', dossier, nature: 'initiale', canal: 'pse', anneeRecue: '2026', ...reste });
    const registre = [ouverture('d1'), ouverture('d2', { nature: 'prolongation', canal: 'papier', anneeRecue: '2025' }), ouverture('d3'), acquittee({ sens: 'favorable' }), acquittee({ dossier: 'd2', sens: 'defavorable_medical' }), acquittee({ type: 'annulation', dossier: 'd3' }), { genre: 'import', type: 'import', anneesRecues: ['2026', '2026'] }];
    expect(r.chiffresDuRegistre(registre)).toEqual({ 2025: { 'ALD-01': 1 }, 2026: { 'IND-002-29': 1, 'IND-002-30': 1, 'IND-002-31': 1, 'ALD-01': 3, 'ALD-02': 1, 'ALD-03': 1 } });
  });
});

describe('Le tirage', () => {
  type Tirage = { tirerDefauts(n: number, alea: () => number, o: object): readonly { genre: string; cibles: readonly string[]; gelMs: number }[] };
  type Hasard = { hasard(graine: number): () => number };
  const tirer = async (n: number, graine: number, o: object): Promise<ReturnType<Tirage['tirerDefauts']>> => (await charger<Tirage>('chaos/defauts.mjs')).tirerDefauts(n, (await charger<Hasard>('hasard.mjs')).hasard(graine), o);
  const separes = { parties: ['organisation', 'repertoire', 'prestations', 'pilotage', 'portail'], courtier: true };

  it('se rejoue par sa graine et ne vise que des parties de la plateforme', async () => {
    const fautes = await tirer(300, 42, separes);
    expect(fautes).toEqual(await tirer(300, 42, separes));
    expect(new Set(fautes.map((f) => f.genre))).toEqual(new Set(['service', 'postgres', 'courtier', 'redemarrage', 'gel', 'double']));
    expect(new Set(fautes.flatMap((f) => f.cibles))).toEqual(new Set([...separes.parties, 'postgres', 'courtier']));
    expect(fautes.every((f) => (f.genre === 'double' ? new Set(f.cibles).size === 2 : f.cibles.length === 1) && f.gelMs <= 8000)).toBe(true);
  });

  it('ne vise pas un courtier qui n’existe pas', async () => {
    expect((await tirer(200, 1, { parties: ['hote'], courtier: false })).flatMap((f) => [f.genre, ...f.cibles])).not.toContain('courtier');
  });
});

describe('Un bogue planté', () => {
  type Bogue = { nom: string; changements: readonly { fichier: string; avant: string; apres: string }[] };
  const { changer } = exiger(join(racine, 'bogues', 'poser.cjs')) as { changer(texte: string, nom: string, changements: Bogue['changements']): string };

  it('change ce qu’il doit changer, une fois', () => {
    expect(changer('a b c', 'x', [{ fichier: 'f', avant: 'b', apres: '$&!' }])).toBe('a $&! c');
  });

  it.each(['z', 'a'])('le dit quand il ne s’applique plus (%s)', (avant) => {
    expect(() => changer('a b a', 'x', [{ fichier: 'f', avant, apres: '' }])).toThrow(/ne s'applique plus/);
  });
});
