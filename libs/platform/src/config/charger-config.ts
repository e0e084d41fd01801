import { validateSync } from 'class-validator';
import { fragmentsDe, variablesDe } from './variables';
import type { ClasseConfig, VariableDeclaree } from './variables';

/** One broken rule: the variable and the rule, never the value (it may be a secret). */
export interface ErreurVariable {
  readonly variable: string;
  readonly regle: string;
}

/** Thrown before Nest starts, with every broken rule at once. */
export class ErreurConfiguration extends Error {
  override readonly name = 'ErreurConfiguration';

  constructor(readonly erreurs: readonly ErreurVariable[]) {
    super(`Configuration refusée :\n${erreurs.map(({ variable, regle }) => `  - ${variable} : ${regle}`).join('\n')}`);
  }
}

export type Environnement = Readonly<Record<string, string | undefined>>;

const VRAI = new Set(['oui', 'true', '1']);
const FAUX = new Set(['non', 'false', '0']);

/** A text that is not of the declared type is kept as it is: the rule of the property then refuses it. */
function convertir(texte: string, type: VariableDeclaree['type']): unknown {
  if (type === 'entier') return /^-?\d{1,15}$/.test(texte) ? Number(texte) : texte;
  if (type === 'booleen') return VRAI.has(texte) ? true : FAUX.has(texte) ? false : texte;
  return texte;
}

function remplir<T extends object>(classe: ClasseConfig<T>, env: Environnement, erreurs: ErreurVariable[]): T {
  const instance = new classe();
  const variables = variablesDe(classe);
  for (const { propriete, nom, type } of variables) {
    const texte = env[nom];
    if (texte !== undefined && texte !== '') Reflect.set(instance, propriete, convertir(texte, type));
  }
  // Fragments first: a rule may ask whether one was given.
  for (const fragment of fragmentsDe(classe)) {
    if (fragment.facultatif && !nomsConnus(fragment.classe).some((nom) => env[nom])) continue;
    Reflect.set(instance, fragment.propriete, remplir(fragment.classe, env, erreurs));
  }
  if (variables.length > 0) {
    for (const erreur of validateSync(instance, { forbidUnknownValues: false })) {
      const variable = variables.find((v) => v.propriete === erreur.property)?.nom ?? erreur.property;
      for (const regle of Object.values(erreur.constraints ?? {})) erreurs.push({ variable, regle });
    }
  }
  return instance;
}

function nomsConnus(classe: ClasseConfig): string[] {
  return [...variablesDe(classe).map((v) => v.nom), ...fragmentsDe(classe).flatMap((f) => nomsConnus(f.classe))];
}

function distance(a: string, b: string): number {
  let ligne = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const suivante = [i];
    for (let j = 1; j <= b.length; j++) {
      const cout = a[i - 1] === b[j - 1] ? 0 : 1;
      suivante.push(Math.min((ligne[j] ?? 0) + 1, (suivante[j - 1] ?? 0) + 1, (ligne[j - 1] ?? 0) + cout));
    }
    ligne = suivante;
  }
  return ligne[b.length] ?? 0;
}

function inconnues(classe: ClasseConfig, env: Environnement): ErreurVariable[] {
  const connus = nomsConnus(classe);
  return Object.keys(env)
    .filter((nom) => nom.startsWith('SM_') && !connus.includes(nom))
    .map((nom) => {
      const proche = connus.map((c) => ({ c, d: distance(nom, c) })).sort((x, y) => x.d - y.d)[0];
      const conseil = proche && proche.d <= 3 ? ` (vouliez-vous dire ${proche.c} ?)` : '';
      return { variable: nom.slice(0, 60), regle: `variable inconnue${conseil}` };
    });
}

/**
 * Builds the configuration of a service from a plain environment, before Nest starts. An empty variable counts as absent.
 * @throws ErreurConfiguration with all broken rules and all unknown `SM_*` variables; it never quotes a value.
 */
export function chargerConfig<T extends object>(classe: ClasseConfig<T>, env: Environnement): T {
  const erreurs: ErreurVariable[] = [];
  const config = remplir(classe, env, erreurs);
  erreurs.push(...inconnues(classe, env));
  if (erreurs.length > 0) throw new ErreurConfiguration(erreurs);
  return config;
}
