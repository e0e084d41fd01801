import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REFERENCE_ARRETS, attendusArretsPour } from './attendus';
import { jour, ouvre } from './calendrier';
import { CompteurArrets } from './controle-arrets';
import type { Controle } from './controles';
import { generer } from './generateur';
import type { Manifeste } from './manifeste';
import type { Notice } from './notices';
import { personnel } from './personnel';
import type { Reconnaissance } from './reconnaissances';

interface Acte {
  readonly acte: string;
  readonly le: string;
  readonly par?: string;
  readonly [champ: string]: unknown;
}
interface Histoire {
  readonly numero: string;
  readonly recuLe: string;
  readonly histoire: readonly Acte[];
}

const agents = new Map(personnel().map((a) => [`agent:${a.matricule}`, a]));
/** What may happen outside the hours of the office: what the caisse or the insured person sends. */
const LIBRES = new Set(['prolongation', 'recours']);
const jourDe = (instant: string): number => jour(instant.slice(0, 10));
const trouver = (d: Histoire, acte: string): Acte | undefined => d.histoire.findLast((a) => a.acte === acte);

function fautesDe(d: Histoire): string[] {
  const fautes: string[] = [];
  let avant = Date.parse(d.recuLe);
  for (const { acte, le, par } of d.histoire) {
    if (Date.parse(le) < avant) fautes.push('ordre');
    avant = Date.parse(le);
    const agent = par ? agents.get(par) : undefined;
    if (!LIBRES.has(acte) && (!ouvre(jourDe(le)) || le.slice(11, 16) < '08:00' || le.slice(11, 16) > '18:00')) fautes.push('jour ou heure');
    if (par && (!agent || agent.unite !== 'ELSM-931' || agent.du > le || (agent.au !== '' && agent.au < le.slice(0, 10)))) fautes.push('agent');
  }
  const [avis, affectation] = [trouver(d, 'avis'), trouver(d, 'affectation')];
  const medecin = agents.get(avis?.par ?? '');
  if (medecin?.role !== 'MC' || medecin.rpps !== avis?.['rpps'] || affectation?.['a'] !== avis?.par) fautes.push('auteur');
  return fautes;
}

function fautesDuControle(d: Controle): string[] {
  const fautes = fautesDe(d);
  const avis = trouver(d, 'avis');
  const convocations = d.histoire.filter((a) => a.acte === 'convocation');
  if (convocations.some((c) => jour(String(c['jour'])) - jourDe(c.le) < 10)) fautes.push('convocation trop courte');
  const examen = trouver(d, 'examen');
  if (examen && (convocations.at(-1)?.['jour'] !== examen.le.slice(0, 10) || examen.par !== avis?.par)) fautes.push('examen');
  if (['stabilise', 'pdp'].includes(String(avis?.['conclusion'])) && !examen) fautes.push('examen absent');
  if (d.arret.debut > d.arret.fin || d.arret.debut >= d.recuLe.slice(0, 10)) fautes.push('arrêt');
  return fautes;
}

/** Days allowed by the rules of 2016 before silence recognises: 30 days then 2 months, or 3 months then 3 months (R.441-10 and R.441-14 CSS, former). */
function fautesDuDelai(d: Reconnaissance): string[] {
  const [premier, second] = d.objet === 'maladie' ? [89, 89] : [30, 59];
  const [prolongation, decision] = [trouver(d, 'prolongation'), trouver(d, 'decision')];
  const depart = jourDe(d.recuLe);
  const limite = prolongation ? jourDe(prolongation.le) + second : depart + premier;
  const fautes = !decision || jourDe(decision.le) > limite ? ['décision tardive'] : [];
  if (prolongation && jourDe(prolongation.le) > depart + premier) fautes.push('prolongation tardive');
  if (d.objet === 'maladie' && !trouver(d, 'concertation')) fautes.push('concertation');
  return fautes;
}

describe("Les arrêts, accidents et maladies de l'année 2016", () => {
  let dossier = '';
  let manifeste: Manifeste;
  const compteur = new CompteurArrets();
  const fautes = new Map<string, string>();
  const parMedecin = new Map<string, number>();
  const controles: Controle[] = [];
  const notices: Notice[] = [];
  const reconnaissances: Reconnaissance[] = [];
  const deAld = new Set<string>();
  const nirs = { controles: new Set<string>(), reconnaissances: new Set<string>() };

  const noter = (d: Histoire, siennes: readonly string[]): void => siennes.forEach((f) => fautes.set(f, d.numero));
  const lire = async <T>(nom: string, prendre: (ligne: T) => void): Promise<void> => {
    for await (const ligne of createInterface({ input: createReadStream(join(dossier, nom)) })) prendre(JSON.parse(ligne) as T);
  };

  beforeAll(async () => {
    dossier = await mkdtemp(join(tmpdir(), 'echantillon-'));
    manifeste = await generer({ sortie: dossier, graine: 931 });
    await lire<{ nir: string }>('ald-2016.ndjson', (d) => deAld.add(d.nir));
    await lire<Controle>('arrets-2016.ndjson', (d) => {
      compteur.controle(d);
      noter(d, fautesDuControle(d));
      nirs.controles.add(d.nir);
      const par = trouver(d, 'avis')?.par ?? '';
      parMedecin.set(par, (parMedecin.get(par) ?? 0) + 1);
      if (controles.length < 400) controles.push(d);
    });
    await lire<Notice>('avis-arrets-2016.ndjson', (n) => {
      compteur.notice(n);
      if (notices.length < 2_000) notices.push(n);
    });
    await lire<Reconnaissance>('atmp-2016.ndjson', (d) => {
      compteur.reconnaissance(d);
      noter(d, [...fautesDe(d), ...fautesDuDelai(d)]);
      nirs.reconnaissances.add(d.nir);
      if (reconnaissances.length < 400) reconnaissances.push(d);
    });
  }, 120_000);

  afterAll(() => rm(dossier, { recursive: true, force: true }));

  it('compte exactement les cinq chiffres du rapport, doublons écartés', () => {
    expect(compteur.comptes).toEqual({ avisArret: 29_929, surPersonne: 8_118, notices: 38_969, doublons: 431, atmp: 17_521, reconnaissancesMp: 2_336 });
    expect(compteur.ecarts(REFERENCE_ARRETS)).toEqual([]);
    expect(manifeste.comptes).toMatchObject(REFERENCE_ARRETS);
    const lignes = Object.fromEntries(manifeste.fichiers.map((f) => [f.nom, f.lignes]));
    expect(lignes).toMatchObject({ 'arrets-2016.ndjson': 29_929, 'avis-arrets-2016.ndjson': 38_969 + 431, 'atmp-2016.ndjson': 17_521 + 2_336 });
  });

  it('partage les avis d’arrêt en risques qui font le total, avec 12 % de reprises', () => {
    expect(compteur.parRisque).toEqual({ maladie: 23_345, at: 5_387, mp: 1_197 });
    expect(Object.values(compteur.parMode).reduce((a, b) => a + b, 0)).toBe(29_929);
    expect(((100 * (compteur.parConclusion['reprise'] ?? 0)) / 29_929).toFixed(1)).toBe('12.0');
  });

  it.each<[string, (c: CompteurArrets) => void]>([
    ['un avis perdu', (c) => controles.slice(1).forEach((d) => c.controle(d))],
    ['un avis sorti de l’année', (c) => controles.forEach((d, i) => c.controle(i ? d : { ...d, histoire: d.histoire.map((a) => ({ ...a, le: a.le.replace('2016-', '2017-') })) }))],
    ['un examen devenu contrôle sur pièces', (c) => {
      const rang = controles.findIndex((d) => trouver(d, 'examen'));
      controles.forEach((d, i) => c.controle(i === rang ? { ...d, histoire: d.histoire.map((a) => (a.acte === 'examen' ? { ...a, acte: 'controle', mode: 'pieces' } : a)) } : d));
    }],
    ['un avis d’arrêt pris deux fois', (c) => [...notices, { ...notices[0], numero: 'AAT-2016-999999' } as Notice].forEach((n) => c.notice(n))],
    ['un avis d’arrêt venu sur papier', (c) => notices.forEach((n, i) => c.notice(i ? n : { ...n, canal: 'papier' as 'electronique' }))],
    ['une maladie devenue accident', (c) => {
      const rang = reconnaissances.findIndex((d) => d.objet === 'maladie');
      reconnaissances.forEach((d, i) => c.reconnaissance(i === rang ? { ...d, objet: 'accident' } : d));
    }],
  ])('un écart d’une seule unité se voit : %s', (_cas, compter) => {
    const [juste, faux] = [new CompteurArrets(), new CompteurArrets()];
    compter(faux);
    const { avisArret, notices: lues, atmp } = faux.comptes;
    if (avisArret + faux.absences > 0) controles.forEach((d) => juste.controle(d));
    if (lues > 0) notices.forEach((n) => juste.notice(n));
    if (atmp > 0) reconnaissances.forEach((d) => juste.reconnaissance(d));
    expect(juste.ecarts(juste.comptes)).toEqual([]);
    expect(faux.ecarts(juste.comptes)).not.toEqual([]);
  });

  it('place chaque acte dans l’ordre, un jour ouvré, par un agent en poste ; convocations et délais de 2016 tenus', () => {
    expect([...fautes]).toEqual([]);
  });

  it.each<[string, string, (a: Acte) => Acte]>([
    ['ordre', 'decision', (a) => ({ ...a, le: '2015-07-01T10:00:00+02:00' })], ['jour ou heure', 'decision', (a) => ({ ...a, le: '2016-12-25T10:00:00+01:00' })], ['auteur', 'avis', (a) => ({ ...a, par: 'agent:931001' })],
  ])('une faute plantée se voit : %s (%s)', (faute, acte, alterer) => {
    const d = controles.find((x) => trouver(x, 'decision'));
    expect(fautesDe({ ...d, histoire: d?.histoire.map((a) => (a.acte === acte ? alterer(a) : a)) } as Histoire)).toContain(faute);
  });

  it('met les mêmes personnes dans plusieurs procédures et en ajoute d’autres', () => {
    const communs = (a: Set<string>, b: Set<string>): number => [...a].filter((nir) => b.has(nir)).length;
    expect(communs(nirs.controles, deAld)).toBeGreaterThan(5_000);
    expect(communs(nirs.reconnaissances, deAld)).toBeGreaterThan(3_000);
    expect(communs(nirs.controles, nirs.reconnaissances)).toBeGreaterThan(2_000);
    expect(nirs.controles.size - communs(nirs.controles, deAld)).toBeGreaterThan(5_000);
  });

  it('montre des absences, des seconds tours, des comités, des risques et des objets divers, et des charges inégales', () => {
    expect([compteur.absences > 500, compteur.secondsTours > 50, compteur.comites > 300]).toEqual([true, true, true]);
    expect(Object.keys(compteur.parObjet).sort()).toEqual(['accident', 'maladie', 'nouvelle_lesion', 'rechute']);
    expect(Object.keys(compteur.parRisqueAtmp).sort()).toEqual(['at', 'mp']);
    expect(Math.max(...parMedecin.values())).toBeGreaterThan(5 * Math.min(...parMedecin.values()));
  });

  it('garde les proportions dans un échantillon réduit', () => {
    expect(attendusArretsPour(1_500)).toEqual({ avisArret: 521, surPersonne: 141, notices: 678, doublons: 8, atmp: 305, reconnaissancesMp: 41 });
    expect(attendusArretsPour(1)).toEqual({ avisArret: 0, surPersonne: 0, notices: 0, doublons: 0, atmp: 0, reconnaissancesMp: 0 });
  });
});
