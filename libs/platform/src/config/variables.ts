import 'reflect-metadata';

const CLE_VARIABLES = Symbol('sm:variables');
const CLE_FRAGMENTS = Symbol('sm:fragments');

export type ClasseConfig<T extends object = object> = new () => T;

/** One property fed by one environment variable; its declared type (String, Number, Boolean) rules the conversion. */
export interface VariableDeclaree {
  readonly propriete: string;
  readonly nom: string;
  readonly type: 'texte' | 'entier' | 'booleen';
}

interface FragmentDeclare {
  readonly propriete: string;
  readonly facultatif: boolean;
}

const typeDe = (classe: unknown): VariableDeclaree['type'] =>
  classe === Number ? 'entier' : classe === Boolean ? 'booleen' : 'texte';

/** Property decorator: the property takes its value from this environment variable (`SM_…`), else keeps its initial value. */
export function Variable(nom: `SM_${string}`): PropertyDecorator {
  return (cible, propriete) => {
    const connues: VariableDeclaree[] = Reflect.getMetadata(CLE_VARIABLES, cible) ?? [];
    const type = typeDe(Reflect.getMetadata('design:type', cible, propriete));
    Reflect.defineMetadata(CLE_VARIABLES, [...connues, { propriete: String(propriete), nom, type }], cible);
  };
}

/**
 * Property decorator: the property holds a fragment, a class whose own properties carry `@Variable`.
 * An optional one stays undefined as long as none of its variables is given; with the first one, all its rules hold.
 */
export function Fragment({ facultatif = false }: { facultatif?: boolean } = {}): PropertyDecorator {
  return (cible, propriete) => {
    const connus: FragmentDeclare[] = Reflect.getMetadata(CLE_FRAGMENTS, cible) ?? [];
    Reflect.defineMetadata(CLE_FRAGMENTS, [...connus, { propriete: String(propriete), facultatif }], cible);
  };
}

export const variablesDe = (classe: ClasseConfig): readonly VariableDeclaree[] =>
  Reflect.getMetadata(CLE_VARIABLES, classe.prototype) ?? [];

/** The fragments of a configuration class, by property. */
export function fragmentsDe(classe: ClasseConfig): readonly (FragmentDeclare & { readonly classe: ClasseConfig })[] {
  const fragments: FragmentDeclare[] = Reflect.getMetadata(CLE_FRAGMENTS, classe.prototype) ?? [];
  return fragments.map(({ propriete, facultatif }) => ({
    propriete,
    facultatif,
    classe: Reflect.getMetadata('design:type', classe.prototype, propriete) as ClasseConfig,
  }));
}
