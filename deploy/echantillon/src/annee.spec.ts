import { mkdtemp, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jour, jourDeSemaine, ouvre } from './calendrier';
import { Compteur, delai } from './controle';
import { generer } from './generateur';
import type { Acte, Dossier } from './histoires';
import type { Manifeste } from './manifeste';
import { personnel } from './personnel';
import { REFERENCE } from './repartition';

const agents = new Map(personnel().map((a) => [`agent:${a.matricule}`, a]));
const decalages = new Map<string, string>();

/** Offset of Paris at noon, told by the engine's own time zone data. */
function decalageDe(date: string): string {
  let d = decalages.get(date);
  if (!d) {
    const heure = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: 'numeric' }).format(new Date(`${date}T10:00:00Z`));
    d = heure.startsWith('12') ? '+02:00' : '+01:00';
    decalages.set(date, d);
  }
  return d;
}

const trouver = (d: Dossier, nom: Acte['acte']): Acte | undefined => d.histoire.find((a) => a.acte === nom);

function fautesDesActes(d: Dossier): string[] {
  const fautes: string[] = [];
  let avant = Date.parse(d.recuLe);
  for (const { le, par } of d.histoire) {
    if (Date.parse(le) < avant) fautes.push('ordre');
    avant = Date.parse(le);
    const [date, heure] = [le.slice(0, 10), le.slice(11, 16)];
    if (!ouvre(jour(date)) || heure < '08:00' || heure > '18:00') fautes.push('jour ou heure');
    if (le.slice(19) !== decalageDe(date)) fautes.push('décalage');
    const agent = par ? agents.get(par) : undefined;
    if (par && (!agent || agent.unite !== 'ELSM-931' || agent.du > date || (agent.au !== '' && agent.au < date))) fautes.push('agent');
  }
  if (d.canal === 'papier' && !ouvre(jour(d.recuLe.slice(0, 10)))) fautes.push('réception du papier');
  return fautes;
}

function fautesDeLAvis(d: Dossier): string[] {
  const avis = trouver(d, 'avis');
  const affectation = trouver(d, 'affectation');
  const medecin = agents.get(avis?.par ?? '');
  const fautes: string[] = [];
  if (d.histoire.map((a) => a.acte).filter((a) => !a.startsWith('complement') && !a.startsWith('second')).join() !== 'completude,affectation,avis,decision') fautes.push('actes');
  if (medecin?.role !== 'MC' || medecin.rpps !== avis?.rpps || !medecin.habilitations.includes('ald')) fautes.push('auteur');
  if (affectation?.a !== avis?.par || (medecin?.du ?? '') > (affectation?.le ?? '')) fautes.push('affectation');
  if ((avis?.sens === 'favorable') !== (avis?.debut !== undefined && avis.dureeAns !== undefined)) fautes.push('droits');
  if (d.medical.ald === 12 && d.nature === 'initiale') fautes.push('ALD 12 initiale');
  if ((d.medical.regime === 'liste') !== (d.medical.ald !== null)) fautes.push('régime');
  if (!d.medical.diagnostics.every((c) => /^[A-Z]\d{2}$/.test(c)) || d.medical.diagnostics.length === 0) fautes.push('diagnostic');
  if (d.medical.debutSoins > d.recuLe.slice(0, 10)) fautes.push('début des soins');
  const second = trouver(d, 'second_avis_rendu');
  if (second && second.par === avis?.par) fautes.push('second avis');
  return fautes;
}

const jours = (debut: string, fin: string): number => jour(fin.slice(0, 10)) - jour(debut.slice(0, 10));

describe("L'année 2016 entière", () => {
  let dossier = '';
  let manifeste: Manifeste;
  const compteur = new Compteur();
  const comptes = { lignes: 0, initiale: 0, prolongation: 0, pse: 0, depuisReception: 0, depuisCompletude: 0, depuisComplement: 0 };
  const fautes = new Map<string, string>();
  const parMedecin = new Map<string, number>();
  const parMois = new Array<number>(12).fill(0);
  const parJour = new Map<string, number>();
  const natures = new Map<string, { avis: string; nature: string }>();
  let suites = 0;
  let dernierAvis = '';
  let desordres = 0;
  const exemples: Dossier[] = [];

  function lire(d: Dossier): void {
    compteur.ajouter(d);
    comptes.lignes++;
    comptes[d.nature]++;
    if (d.canal === 'pse') comptes.pse++;
    const avis = trouver(d, 'avis')?.le ?? '';
    if (jours(d.recuLe, avis) < 25) comptes.depuisReception++;
    if (jours(trouver(d, 'completude')?.le ?? '', avis) < 25) comptes.depuisCompletude++;
    if (jours(trouver(d, 'complement_recu')?.le ?? d.recuLe, avis) < 25) comptes.depuisComplement++;
    for (const faute of [...fautesDesActes(d), ...fautesDeLAvis(d)]) fautes.set(faute, d.numero);
    if (avis.slice(0, 19) < dernierAvis || d.numero !== `ALD-2016-${String(comptes.lignes).padStart(6, '0')}`) desordres++;
    dernierAvis = avis.slice(0, 19);
    const par = trouver(d, 'avis')?.par ?? '';
    parMedecin.set(par, (parMedecin.get(par) ?? 0) + 1);
    const mois = Number(avis.slice(5, 7)) - 1;
    parMois[mois] = (parMois[mois] ?? 0) + 1;
    parJour.set(avis.slice(0, 10), (parJour.get(avis.slice(0, 10)) ?? 0) + 1);
    const passe = natures.get(d.nir);
    if (passe && passe.avis > d.recuLe) fautes.set('seconde demande avant la fin de la première', d.numero);
    if (passe?.nature === 'initiale' && d.nature === 'prolongation') suites++;
    natures.set(d.nir, { avis, nature: d.nature });
    if (exemples.length < 400) exemples.push(d);
  }

  beforeAll(async () => {
    dossier = await mkdtemp(join(tmpdir(), 'echantillon-'));
    manifeste = await generer({ sortie: dossier, graine: 931 });
    for await (const ligne of createInterface({ input: createReadStream(join(dossier, 'ald-2016.ndjson')) })) lire(JSON.parse(ligne) as Dossier);
  }, 120_000);

  afterAll(() => rm(dossier, { recursive: true, force: true }));

  it('compte exactement les demandes, les prolongations et les protocoles électroniques du rapport', () => {
    expect(comptes).toMatchObject({ lignes: 86_192, initiale: 48_589, prolongation: 37_603, pse: 17_483 });
    expect(compteur.ecarts(REFERENCE)).toEqual([]);
  });

  it('traite 81 193 demandes sur 86 192 en moins de 25 jours, comptés de la réception, de la complétude ou du complément', () => {
    expect([comptes.depuisReception, comptes.depuisCompletude, comptes.depuisComplement]).toEqual([81_193, 81_193, 81_193]);
    expect(manifeste.delai).toMatchObject({ numerateur: 81_193, denominateur: 86_192, pourcentage: '94,2 %' });
  });

  it.each<[string, (d: Dossier) => Dossier | null]>([
    ['une ligne perdue', () => null],
    ['une nature changée', (d) => ({ ...d, nature: d.nature === 'initiale' ? 'prolongation' : 'initiale' })],
    ['un canal changé', (d) => ({ ...d, canal: d.canal === 'pse' ? 'papier' : 'pse' })],
    ['un avis sorti de l’année', (d) => ({ ...d, histoire: d.histoire.map((a) => ({ ...a, le: a.le.replace('2016-', '2017-') })) })],
    ['une réception avancée au vingt-cinquième jour', (d) => (delai(d) < 25 ? { ...d, recuLe: '2015-11-01T09:00:00+01:00' } : { ...d, recuLe: trouver(d, 'avis')?.le ?? '' })],
  ])('un écart d’une seule unité se voit : %s', (_cas, alterer) => {
    const juste = new Compteur();
    const faux = new Compteur();
    exemples.forEach((d) => juste.ajouter(d));
    exemples.forEach((d, i) => {
      const lu = i === 200 ? alterer(d) : d;
      if (lu) faux.ajouter(lu);
    });
    expect(juste.ecarts(juste.comptes)).toEqual([]);
    expect(faux.ecarts(juste.comptes)).not.toEqual([]);
  });

  it('place chaque acte dans l’ordre, un jour ouvré, aux heures de bureau, avec le décalage de Paris, par un agent en poste', () => {
    expect([...fautes]).toEqual([]);
  });

  it.each<[string, string, (a: Acte) => Acte]>([
    ['ordre', 'decision', (a) => ({ ...a, le: '2015-07-01T10:00:00+02:00' })],
    ['jour ou heure', 'decision', (a) => ({ ...a, le: '2016-12-25T10:00:00+01:00' })],
    ['jour ou heure', 'decision', (a) => ({ ...a, le: '2016-12-28T20:00:00+01:00' })],
    ['décalage', 'decision', (a) => ({ ...a, le: '2016-12-28T10:00:00+02:00' })],
    ['agent', 'completude', (a) => ({ ...a, par: 'agent:921001' })],
    ['auteur', 'avis', (a) => ({ ...a, par: 'agent:931001' })],
  ])('une faute plantée se voit : %s (%s)', (faute, acte, alterer) => {
    const [d] = exemples;
    const faux = { ...d, histoire: d?.histoire.map((a) => (a.acte === acte ? alterer(a) : a)) } as Dossier;
    expect([...fautesDesActes(faux), ...fautesDeLAvis(faux)]).toContain(faute);
  });

  it('range les histoires dans l’ordre des avis, numéros à la suite', () => {
    expect(desordres).toBe(0);
  });

  it('suit les saisons : tous les jours ouvrés, août et les fêtes plus bas', () => {
    expect(parJour.size).toBe(253);
    expect(parMois[7]).toBeLessThan(0.65 * (parMois[5] ?? 0));
    expect(parJour.get('2016-12-28')).toBeLessThan(200);
    expect([...parJour.keys()].some((d) => [0, 6].includes(jourDeSemaine(jour(d))))).toBe(false);
  });

  it('partage inégalement la charge entre médecins-conseils', () => {
    const charges = [...parMedecin.values()];
    expect(charges.length).toBeGreaterThanOrEqual(22);
    expect(Math.max(...charges)).toBeGreaterThan(5 * Math.min(...charges));
  });

  it('montre les quatre régimes, les trois sens d’avis, des compléments, des seconds avis et des prolongations qui suivent une demande', () => {
    expect(Object.keys(compteur.parRegime).sort()).toEqual(['hors_liste', 'liste', 'non_exonerante', 'polypathologie']);
    expect(Object.keys(compteur.parSens).sort()).toEqual(['defavorable_administratif', 'defavorable_medical', 'favorable']);
    expect(compteur.complements).toBeGreaterThan(3000);
    expect(compteur.secondsAvis).toBeGreaterThan(500);
    expect(suites).toBeGreaterThan(300);
  });

  it('dit dans le manifeste ce qui est écrit', () => {
    expect(manifeste.comptes).toMatchObject(REFERENCE);
    expect(manifeste.anneeEntiere).toBe(true);
    expect(manifeste.fichiers.find((f) => f.nom === 'ald-2016.ndjson')?.lignes).toBe(comptes.lignes);
  });
});
