import { Canal, ConclusionArret, ConclusionAtmp, ModeControle, ObjetAtmp, Risque, TypeDossier } from '@sm/contracts';
import { comparer, recalculer, type Compteur, type Rapport, type Tableau } from '@sm/pilotage-domaine';
import type { LigneJournal } from '@sm/platform';
import { Reconstruction } from '../src';
import { evenementDe } from '../src/dossier.traduction';
import { ELSM_751, annulation, avis, dossier, monter, recue, type Montage } from './montage';
import { avisArret, avisAtmp, notice, reconnue } from './montage-arrets';

let m: Montage;
const publiees: LigneJournal[] = [];

async function publier(lignes: readonly LigneJournal[]): Promise<void> {
  publiees.push(...lignes);
  await m.publier(lignes);
  await m.apaiser();
}

const lire = (table: 'compteur' | 'agregat'): Promise<Compteur[]> => m.voir<Compteur>('pilotage', `SELECT unite, indicateur, axe, jour::text AS jour, valeur::int AS valeur FROM ${table} WHERE valeur <> 0`);
const attendus = (): Compteur[] => recalculer(publiees.flatMap((l) => evenementDe({ type: l.type, donnees: l.public! }) ?? []));
const rapport = async (sub: string): Promise<Map<string, number | null>> => {
  const { corps }: { corps: Rapport } = await m.appeler('pilotage', sub, 'GET', '/rapports/ELSM-931/2016');
  return new Map(corps.sections.flatMap((s) => s.chiffres).map((c) => [c.id, c.valeur]));
};
const lus = (chiffres: Map<string, number | null>, ...ids: string[]) => ids.map((id) => chiffres.get(id));

beforeAll(async () => {
  m = await monter();
}, 90_000);
afterAll(() => m?.fermer());

test('les avis sur les arrêts et les avis d’arrêt reçus arrivent au rapport, par risque et par mode ; l’ALD n’en bouge pas', async () => {
  const controles = Array.from({ length: 30 }, (_, i) => dossier({ recuLe: `2016-0${1 + (i % 9)}-1${i % 10}` }));
  const [ald] = [dossier()];
  await publier([
    recue(ald), avis(ald, 10),
    ...controles.map((d, i) => avisArret(d, 12, [Risque.MALADIE, Risque.AT, Risque.MP][i % 3]!, i < 8 ? ModeControle.SUR_PERSONNE : ModeControle.PIECES, i < 5 ? ConclusionArret.REPRISE : ConclusionArret.JUSTIFIE)),
    ...Array.from({ length: 12 }, (_, i) => notice(dossier(), Risque.MALADIE, i < 9 ? Canal.ELECTRONIQUE : Canal.PAPIER)),
  ]);
  const r = await rapport('agent:chef-931');
  expect(lus(r, 'IND-002-33', 'IND-002-34', 'IND-002-35', 'IND-002-29')).toEqual([30, 8, 9, 1]);
  expect(lus(r, 'ARR-01', 'ARR-02', 'ARR-03', 'ARR-04', 'ARR-05', 'ARR-11')).toEqual([10, 10, 10, 26.7, 22, 5]);
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
});

test('un second tour remplace l’avis du premier, une annulation le retire, une répétition ne change rien', async () => {
  const [second, annule] = [dossier(), dossier()];
  const nouvelle = notice(dossier(), Risque.AT);
  const avant = await rapport('agent:chef-931');
  await publier([
    avisArret(second, 10, Risque.MALADIE, ModeControle.PIECES, ConclusionArret.REPRISE), avisArret(second, 25, Risque.MALADIE, ModeControle.SUR_PERSONNE, ConclusionArret.JUSTIFIE, 2),
    avisArret(second, 10, Risque.MALADIE, ModeControle.PIECES, ConclusionArret.REPRISE), avisArret(annule, 5, Risque.AT, ModeControle.PIECES), annulation(annule, '2016-05-01', TypeDossier.ARRET), nouvelle, nouvelle,
  ]);
  const apres = await rapport('agent:chef-931');
  const ecart = (id: string) => apres.get(id)! - avant.get(id)!;
  expect(['IND-002-33', 'IND-002-34', 'IND-002-35', 'ARR-11'].map(ecart)).toEqual([1, 1, 1, 0]);
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
});

test('la région et la nation lisent les mêmes chiffres dans les seuls agrégats ; une autre unité compte à part', async () => {
  await publier([avisArret(dossier({ unite: ELSM_751, caisse: '751', departement: '75' }), 3, Risque.MP, ModeControle.PIECES)]);
  const local = await rapport('agent:chef-931');
  const { corps }: { corps: Tableau } = await m.appeler('pilotage', 'agent:nation', 'GET', '/agregats?annee=2016&niveau=locale&perimetre=epoque');
  const valeurs = (code: string) => corps.lignes.find((l) => l.unite.code === code)!.valeurs;
  for (const id of ['IND-002-33', 'IND-002-34', 'IND-002-35', 'IND-002-36', 'IND-002-37']) expect(valeurs('ELSM-931')[id]).toBe(local.get(id));
  expect(valeurs('ELSM-751')['IND-002-33']).toBe(1);
  expect(comparer(attendus(), await lire('agregat'))).toEqual([]);
});

test('les avis AT/MP arrivent au rapport, la reconnaissance des maladies à part ; remplacés, annulés ou répétés, ils comptent une fois', async () => {
  const { IMPUTABILITE, NOUVELLE_LESION, RECHUTE, RECONNAISSANCE_MP } = ObjetAtmp;
  const objets = [IMPUTABILITE, IMPUTABILITE, NOUVELLE_LESION, RECHUTE, RECONNAISSANCE_MP];
  const avant = await rapport('agent:chef-931');
  const cas = Array.from({ length: 20 }, (_, i) => [dossier({ recuLe: `2016-0${1 + (i % 9)}-1${i % 10}` }), objets[i % 5]!] as const);
  const conclusion = (objet: ObjetAtmp) => (objet === RECONNAISSANCE_MP ? ConclusionAtmp.MALADIE_DESIGNEE : ConclusionAtmp.IMPUTABLE);
  const [[remplace], [annule], [maladieAnnulee]] = [cas[0]!, cas[1]!, cas[4]!];
  await publier([
    ...cas.map(([d, objet]) => avisAtmp(d, 14, objet, conclusion(objet))), ...cas.slice(0, 6).map(([d, objet]) => avisAtmp(d, 14, objet, conclusion(objet))), reconnue(dossier()),
    avisAtmp(remplace, 30, IMPUTABILITE, ConclusionAtmp.NON_IMPUTABLE, 2), annulation(annule, '2016-06-01', TypeDossier.ATMP), annulation(maladieAnnulee, '2016-06-01', TypeDossier.ATMP),
  ]);
  const apres = await rapport('agent:chef-931');
  const ecart = (id: string) => apres.get(id)! - (avant.get(id) ?? 0);
  expect(['IND-002-36', 'IND-002-37', 'ATMP-01', 'ATMP-02', 'ATMP-03', 'ATMP-04', 'ATMP-05', 'IND-002-33'].map(ecart)).toEqual([15, 3, 7, 4, 4, 14, 3, 0]);
  expect(comparer(attendus(), await lire('compteur'))).toEqual([]);
});

test('reconstruite depuis le début du journal, arrêts et AT/MP compris, la projection rend les mêmes comptes', async () => {
  const [avant, agregats] = [await lire('compteur'), await lire('agregat')];
  expect(new Set(avant.map((c) => c.indicateur.split('.')[0]))).toEqual(new Set(['ald', 'arret', 'atmp', 'mp']));
  const bilan = await m.services.get('pilotage')!.app.get(Reconstruction).reconstruire();
  await m.apaiser();
  expect(bilan.ecarts).toBe(0);
  expect(comparer(avant, await lire('compteur'))).toEqual([]);
  expect(comparer(agregats, await lire('agregat'))).toEqual([]);
});
