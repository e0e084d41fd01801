import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { TypeUnite } from '@sm/kernel';
import type { Confiance, Fonde, LignesOrganisation } from './arbre';

export interface LigneCaisse extends Fonde {
  readonly code: string;
  readonly type: string;
  readonly nom: string;
  readonly departement: string;
  readonly reprisePar: string | null;
}

type Ligne = Readonly<Record<string, string>>;

const ouNul = (valeur: string | undefined): string | null => (valeur === undefined || valeur === '' ? null : valeur);

function champ(ligne: Ligne, nom: string): string {
  const valeur = ouNul(ligne[nom]);
  if (valeur === null) throw new Error(`champ ${nom} absent des données de référence`);
  return valeur;
}

function parmi<T extends string>(ligne: Ligne, nom: string, admises: readonly T[]): T {
  const valeur = champ(ligne, nom);
  const admise = admises.find((a) => a === valeur);
  if (admise === undefined) throw new Error(`champ ${nom} hors liste dans les données de référence`);
  return admise;
}

const CONFIANCES: readonly Confiance[] = ['sure', 'probable', 'incertaine'];
const TYPES: readonly TypeUnite[] = ['nationale', 'regionale', 'locale', 'specialisee', 'mixte', 'task_force'];

const entier = (ligne: Ligne, nom: string): number => Number.parseInt(champ(ligne, nom), 10);

const fonde = (l: Ligne): Fonde => ({
  du: ouNul(l['valide_du']), au: ouNul(l['valide_au']), confiance: parmi(l, 'confiance', CONFIANCES), source: champ(l, 'source'),
});

function lire(fichier: string): Ligne[] {
  return parse(readFileSync(join(__dirname, 'donnees', fichier), 'utf8'), { delimiter: ';', columns: true }) as Ligne[];
}

/** The national tree as committed with this release (organisation.csv, unites.csv, successions.csv). */
export function lireLignesOrganisation(): LignesOrganisation {
  return {
    rattachements: lire('organisation.csv').map((l) => ({
      uniteId: entier(l, 'unite_id'), code: champ(l, 'unite_code'), nom: champ(l, 'unite_nom'), regionId: entier(l, 'region_id'),
      departement: champ(l, 'departement'), caisse: champ(l, 'caisse'), ...fonde(l),
    })),
    unites: lire('unites.csv').map((l) => ({
      uniteId: entier(l, 'unite_id'), codeStable: champ(l, 'code_stable'), code: champ(l, 'unite_code'), type: parmi(l, 'type', TYPES), nom: champ(l, 'unite_nom'),
      parentId: ouNul(l['parent_id']) === null ? null : entier(l, 'parent_id'), caisse: ouNul(l['caisse']), ...fonde(l),
    })),
    successions: lire('successions.csv').map((l) => ({
      uniteId: entier(l, 'unite_id'), nature: parmi(l, 'nature', ['fusionnee_dans', 'scindee_de']), cible: entier(l, 'cible'), ...fonde(l),
    })),
  };
}

/** The caisses, one line a (code, period). */
export function lireCaisses(): LigneCaisse[] {
  return lire('caisses.csv').map((l) => ({
    code: champ(l, 'caisse'), type: champ(l, 'type'), nom: champ(l, 'nom'), departement: champ(l, 'departement'), reprisePar: ouNul(l['reprise_par']), ...fonde(l),
  }));
}
