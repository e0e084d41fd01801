import { Module } from '@nestjs/common';
import { cleNir, type Affectation, type CodeRole, type Unite } from '@sm/kernel';
import { encoder } from '@sm/contracts';
import { Db, Journal, affectationPubliee, unitePubliee, uuidv7, type Contexte, type LigneJournal } from '@sm/platform';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { definitionRepertoire } from '../src/index';

@Module({})
class OrganisationDEssai {}

const lien = (nature: Unite['liens'][number]['nature'], cible: number | string, du: string | null = null, au: string | null = null) => ({ nature, cible, du, au });
const locale = (id: number, code: string, liens: Unite['liens']): Unite => ({ id, code, type: 'locale', noms: [{ nom: code, du: null, au: null }], liens: [lien('parent', 2), ...liens] });

/** National, region, two local units of today, and a third one whose fund was taken over by the first. */
export const ARBRE: readonly Unite[] = [
  { id: 1, code: 'CNAM', type: 'nationale', noms: [{ nom: 'CNAM', du: null, au: null }], liens: [] },
  { id: 2, code: 'H-IDF', type: 'regionale', noms: [{ nom: 'Île-de-France', du: null, au: null }], liens: [lien('parent', 1)] },
  locale(931, 'ELSM-931', [lien('caisse', '931')]),
  locale(921, 'ELSM-921', [lien('caisse', '921')]),
  locale(939, 'ELSM-939', [lien('caisse', '939', null, '2009-12-31'), lien('fusionnee_dans', 931, '2010-01-01')]),
  { id: 201, code: 'ELSM-751', type: 'locale', noms: [{ nom: 'Paris', du: null, au: null }], liens: [lien('caisse', '751')] },
];

const affectation = (acteurId: string, uniteId: number, role: CodeRole): Affectation => ({ id: uuidv7(), acteurId, uniteId, role, activite: '*', du: '2016-01-01', au: null, quotite: 1, habilitations: [], rpps: null });
const AFFECTATIONS = [
  affectation('machine:reprise', 2, 'REPRISE'), affectation('agent:tsm931', 931, 'TSM'), affectation('agent:mc931', 931, 'MC'), affectation('agent:csam931', 931, 'CSAM'),
  affectation('agent:tsm921', 921, 'TSM'), affectation('agent:caisse', 931, 'CAISSE'), affectation('agent:drsm', 2, 'DRSM'),
];

async function publier(p: PlateformeDeTest): Promise<void> {
  const app = p.services.get('organisation')!.app;
  const ctx: Contexte = { acteur: { id: 'systeme:amorce', genre: 'systeme', nom: 'amorce' }, role: 'app', unites: [1] };
  const commun = { dossier: null, version: 1, unite: 1, survenuLe: new Date(), prive: {} };
  const lignes: LigneJournal[] = [
    ...ARBRE.map((u) => ({ ...commun, topic: 'sm.organisation.unite.v1', cle: String(u.id), type: 'UnitePubliee', public: encoder('sm.organisation.unite.v1', 'UnitePubliee', unitePubliee(u, 1)) })),
    ...AFFECTATIONS.map((a) => ({ ...commun, topic: 'sm.organisation.affectation.v1', cle: a.id, type: 'AffectationPubliee', public: encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectationPubliee(a)) })),
  ];
  await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, lignes));
  await jusqua(async () => (await p.voir<{ n: number }>('repertoire', 'SELECT (SELECT count(*) FROM unite_copie)::int * 100 + (SELECT count(*) FROM affectation_copie)::int AS n'))[0]!.n === ARBRE.length * 100 + AFFECTATIONS.length, { delaiMs: 20_000 });
}

export async function ouvrirRepertoire(): Promise<PlateformeDeTest> {
  const p = await ouvrirPlateformeDeTest([{ nom: 'organisation', module: OrganisationDEssai, migrations: [] }, definitionRepertoire]);
  await publier(p);
  return p;
}

/** A NIR of right key from its 13 first characters. */
export const nir = (corps: string): string => corps + cleNir(corps);

export const ENTETE = 'source;numero;nir;nom;nom_usage;prenoms;naissance;sexe;rang;adresse;code_postal;commune;caisse;medecin_traitant;ouvreur_nir;qualite';
const DEFAUT = { source: 'ESSAI', numero: '', nir: '', nom: 'Modelier', nom_usage: '', prenoms: 'Ada', naissance: '1985-01-12', sexe: 'M', rang: '1', adresse: '3 rue des Essais', code_postal: '93200', commune: 'Saint-Denis', caisse: '931', medecin_traitant: '', ouvreur_nir: '', qualite: 'ouvreur' };
export const ligne = (champs: Partial<typeof DEFAUT>): string => Object.values({ ...DEFAUT, ...champs }).join(';');
export const fichier = (...lignes: string[]): string => [ENTETE, ...lignes, ''].join('\n');

export interface BilanImport { readonly import: string; readonly lues: number; readonly acceptees: number; readonly inchangees: number; readonly rejetees: number }
let imports = 0;
export async function importer(p: PlateformeDeTest, corps: string, flux = 'assures', type = 'text/csv'): Promise<BilanImport> {
  const r = await p.appeler('repertoire', 'machine:reprise', 'POST', `/imports?flux=${flux}`, corps, { 'content-type': type, 'idempotency-key': `import-${++imports}-essai` });
  if (r.statut !== 202) throw new Error(JSON.stringify(r));
  return r.corps;
}
export async function rejets(p: PlateformeDeTest, bilan: BilanImport): Promise<string[]> {
  const r = await p.appeler('repertoire', 'machine:reprise', 'GET', `/imports/${bilan.import}/rejets`);
  return (r.corps as { elements: { ligne: number; champ: string; code: string }[] }).elements.map((e) => `${e.ligne} ${e.champ} ${e.code}`);
}
export interface Resolue { readonly id: string; readonly unite: number; readonly caisse: string; readonly departement: string; readonly medecinTraitant: string | null }
export async function resoudre(p: PlateformeDeTest, cles: object[], unites = [931]): Promise<(Resolue | null)[]> {
  const r = await p.appeler('repertoire', 'service:prestations', 'POST', '/resolutions', { unites, cles });
  if (r.statut !== 200) throw new Error(JSON.stringify(r));
  return (r.corps as { personnes: (Resolue | null)[] }).personnes;
}
