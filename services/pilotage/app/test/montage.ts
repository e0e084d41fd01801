import { Module } from '@nestjs/common';
import { Canal, MotifAnnulation, NatureDemande, Regime, Sens, TypeDossier, encoder, type Donnees } from '@sm/contracts';
import { ajouterJours, joursEntre, type Affectation, type CodeRole, type Unite } from '@sm/kernel';
import { Db, Journal, affectationPubliee, unitePubliee, uuidv7, type Contexte, type LigneJournal } from '@sm/platform';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { definitionPilotage } from '../src';

@Module({})
class ProducteurModule {}

const producteur = (nom: string) => ({ nom, module: ProducteurModule, migrations: [] });

const unite = (id: number, code: string, type: Unite['type'], parent: number | null, caisse: string | null = null, liens: Unite['liens'] = []): Unite => ({
  id, code, type, noms: [{ nom: `Unité ${code}`, du: null, au: null }],
  liens: [
    ...(parent === null ? [] : [{ nature: 'parent' as const, cible: parent, du: null, au: null }]),
    ...(caisse === null ? [] : [{ nature: 'caisse' as const, cible: caisse, du: null, au: null }]),
    ...liens,
  ],
});

export const IDF = 10;
export const CENTRE = 11;
export const ELSM_931 = 101;
export const ELSM_751 = 102;
export const ELSM_281 = 103;

/** Two regions; the échelon of Eure-et-Loir passes from one to the other on 1 July 2016. */
export const ARBRE: readonly Unite[] = [
  unite(1, 'CNAM', 'nationale', null),
  unite(IDF, 'DRSM-IDF', 'regionale', 1),
  unite(CENTRE, 'DRSM-CVL', 'regionale', 1),
  unite(ELSM_931, 'ELSM-931', 'locale', IDF, '931'),
  unite(ELSM_751, 'ELSM-751', 'locale', IDF, '751'),
  unite(ELSM_281, 'ELSM-281', 'locale', null, '281', [
    { nature: 'parent', cible: CENTRE, du: null, au: '2016-06-30' }, { nature: 'parent', cible: IDF, du: '2016-07-01', au: null },
  ]),
];

const affectation = (acteurId: string, uniteId: number, role: CodeRole): Affectation =>
  ({ id: uuidv7(), acteurId, uniteId, role, activite: '*', du: '2010-01-01', au: null, quotite: 1, habilitations: [], rpps: null });

export const AFFECTATIONS = [
  affectation('agent:chef-931', ELSM_931, 'MCCS'), affectation('agent:chef-751', ELSM_751, 'MCCS'), affectation('machine:rapport', ELSM_931, 'UGDR'),
  affectation('agent:medecin-931', ELSM_931, 'MC'), affectation('agent:region', IDF, 'DRSM'), affectation('agent:centre', CENTRE, 'DRSM'), affectation('agent:nation', 1, 'MCN'),
  affectation('machine:tranche-75', ELSM_751, 'SOURCE'), affectation('machine:demonstration', 1, 'SOURCE'), affectation('agent:curieux', 1, 'SOURCE'),
  affectation('agent:caisse-931', ELSM_931, 'CAISSE'), affectation('agent:ars', IDF, 'PART'),
];

type Avis = Donnees<'sm.prestations.dossier.v1', 'AvisRendu'>;
export interface Dossier {
  readonly id: string;
  readonly unite: number;
  readonly caisse: string;
  readonly departement: string;
  readonly nature: NatureDemande;
  readonly canal: Canal;
  readonly recuLe: string;
}

export const dossier = (d: Partial<Dossier> = {}): Dossier =>
  ({ id: uuidv7(), unite: ELSM_931, caisse: '931', departement: '93', nature: NatureDemande.INITIALE, canal: Canal.PSE, recuLe: '2016-01-12', ...d });

export const commun = (d: Dossier) => ({
  dossierId: d.id, typeDossier: TypeDossier.ALD, nature: d.nature, canal: d.canal, uniteOrigine: d.unite, unite: d.unite, caisse: d.caisse, departement: d.departement, recuLe: d.recuLe, repris: false,
});

export const ligne = (d: Dossier, type: string, version: number, jour: string, octets: Uint8Array): LigneJournal =>
  ({ topic: 'sm.prestations.dossier.v1', dossier: d.id, version, unite: d.unite, type, survenuLe: new Date(`${jour}T10:00:00Z`), prive: {}, public: octets });

export const recue = (d: Dossier): LigneJournal => ligne(d, 'DemandeRecue', 1, d.recuLe, encoder('sm.prestations.dossier.v1', 'DemandeRecue', commun(d)));
export const complete = (d: Dossier): LigneJournal => ligne(d, 'DemandeComplete', 2, d.recuLe, encoder('sm.prestations.dossier.v1', 'DemandeComplete', { ...commun(d), completeLe: d.recuLe }));

/** An avis given `delai` days after the reception. */
export function avis(d: Dossier, delai: number, reste: Partial<Pick<Avis, 'sens' | 'versionAvis'>> = {}): LigneJournal {
  const renduLe = ajouterJours(d.recuLe, delai);
  const versionAvis = reste.versionAvis ?? 1;
  const octets = encoder('sm.prestations.dossier.v1', 'AvisRendu', {
    ...commun(d), completeLe: d.recuLe, renduLe, delaiJours: joursEntre(d.recuLe, renduLe), sens: reste.sens ?? Sens.FAVORABLE, regime: Regime.LISTE,
    versionAvis, versionRegle: 'ald-2016', versionOrganisation: 1,
  });
  return ligne(d, 'AvisRendu', 2 + versionAvis, renduLe, octets);
}

export const annulation = (d: Dossier, jour: string, typeDossier = TypeDossier.ALD): LigneJournal =>
  ligne(d, 'DossierAnnule', 9, jour, encoder('sm.prestations.dossier.v1', 'DossierAnnule', { ...commun(d), typeDossier, annuleLe: jour, motif: MotifAnnulation.DOUBLON }));

export interface Montage extends PlateformeDeTest {
  /** Writes journal rows as `prestations` would; the log carries them from there. */
  publier(lignes: readonly LigneJournal[]): Promise<void>;
  /** Waits until everything published was projected, published again and received. */
  apaiser(): Promise<void>;
}

async function amorcer(p: PlateformeDeTest): Promise<void> {
  const app = p.services.get('organisation')!.app;
  const ctx: Contexte = { acteur: { id: 'systeme:amorce', genre: 'systeme', nom: '' }, role: 'app', unites: ARBRE.map((u) => u.id) };
  const le = new Date();
  const lignes: LigneJournal[] = [
    ...ARBRE.map((u) => ({ topic: 'sm.organisation.unite.v1', dossier: null, cle: String(u.id), version: 1, unite: u.id, type: 'UnitePubliee', survenuLe: le, prive: {}, public: encoder('sm.organisation.unite.v1', 'UnitePubliee', unitePubliee(u, 1)) })),
    ...AFFECTATIONS.map((a) => ({ topic: 'sm.organisation.affectation.v1', dossier: null, cle: a.id, version: 1, unite: a.uniteId, type: 'AffectationPubliee', survenuLe: le, prive: {}, public: encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectationPubliee(a)) })),
  ];
  await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, lignes));
  await jusqua(async () => {
    const [n] = await p.voir<{ u: number; a: number }>('pilotage', 'SELECT (SELECT count(*)::int FROM unite_copie) AS u, (SELECT count(*)::int FROM affectation_copie) AS a');
    return n!.u === ARBRE.length && n!.a === AFFECTATIONS.length;
  }, { delaiMs: 15_000, quoi: 'la copie de l’organisation' });
}

async function calme(p: PlateformeDeTest): Promise<boolean> {
  const [produits] = await p.voir<{ n: number; seq: number }>('prestations', "SELECT (SELECT count(*)::int FROM journal) AS n, coalesce((SELECT sum(seq)::int FROM position_log), 0) AS seq");
  const [etat] = await p.voir<{ lus: number; sales: number; journal: number; numerotes: number; boucle: number }>('pilotage', `SELECT
    coalesce((SELECT sum(seq)::int FROM consommation WHERE topic = 'sm.prestations.dossier.v1'), 0) AS lus, (SELECT count(*)::int FROM compteur WHERE sale) AS sales,
    (SELECT count(*)::int FROM journal) AS journal, coalesce((SELECT sum(seq)::int FROM position_log), 0) AS numerotes,
    coalesce((SELECT sum(seq)::int FROM consommation WHERE topic = 'sm.agregats.v1'), 0) AS boucle`);
  return produits!.n === produits!.seq && etat!.lus === produits!.seq && etat!.sales === 0 && etat!.journal === etat!.numerotes && etat!.boucle === etat!.numerotes;
}

export async function monter(): Promise<Montage> {
  const p = await ouvrirPlateformeDeTest([producteur('organisation'), producteur('prestations'), definitionPilotage]);
  await amorcer(p);
  const app = p.services.get('prestations')!.app;
  const ctx: Contexte = { acteur: { id: 'systeme:essai', genre: 'systeme', nom: '' }, role: 'app', unites: ARBRE.map((u) => u.id) };
  return {
    ...p,
    publier: async (lignes) => {
      for (let i = 0; i < lignes.length; i += 2000) {
        await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, lignes.slice(i, i + 2000)));
      }
    },
    apaiser: async () => void (await jusqua(() => calme(p), { delaiMs: 60_000, pasMs: 100, quoi: 'le calme' })),
  };
}
