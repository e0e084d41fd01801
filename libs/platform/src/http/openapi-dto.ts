import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { getMetadataStorage } from 'class-validator';

type Classe = new () => object;
type Schema = Record<string, unknown>;
type Regle = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const CLE_SWAGGER = 'swagger/apiModelProperties';

/** What each validation rule says in JSON Schema; rules that are not here only show in the errors. */
const SCHEMAS: Readonly<Record<string, (...contraintes: unknown[]) => Schema>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isDateString: () => ({ type: 'string', format: 'date-time' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({}),
  min: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  minLength: (minLength) => ({ minLength }),
  maxLength: (maxLength) => ({ maxLength }),
  isLength: (minLength, maxLength) => ({ minLength, maxLength }),
  matches: (motif) => (motif instanceof RegExp ? { type: 'string', pattern: motif.source } : {}),
  isIn: (valeurs) => ({ enum: valeurs }),
  isEnum: (_objet, valeurs) => ({ enum: valeurs }),
};

/** A rule of our own brings its schema as its constraint. */
const schemaPropre = (contraintes: readonly unknown[]): Schema => {
  const [premiere] = contraintes;
  return typeof premiere === 'object' && premiere !== null && 'schema' in premiere ? (premiere.schema as Schema) : {};
};

const TABLEAU: Readonly<Record<string, (borne: unknown) => Schema>> = {
  arrayMinSize: (minItems) => ({ minItems }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
};

const estClasse = (valeur: unknown): valeur is Classe => typeof valeur === 'function';

function typeImbrique(classe: Classe, propriete: string): Classe | undefined {
  const type: unknown = defaultMetadataStorage.findTypeMetadata(classe, propriete)?.typeFunction?.();
  return estClasse(type) ? type : undefined;
}

interface Propriete {
  readonly regles: readonly Regle[];
  readonly natif: unknown;
  readonly imbrique: Classe | undefined;
  readonly defaut: unknown;
}

function schemaDe({ regles, natif, imbrique, defaut }: Propriete): ApiPropertyOptions {
  const element: Schema = {};
  const tableau: Schema = {};
  for (const regle of regles) {
    const nom = regle.name ?? regle.type;
    const contraintes: unknown[] = regle.constraints ?? [];
    Object.assign(element, SCHEMAS[nom]?.(...contraintes), schemaPropre(contraintes));
    Object.assign(tableau, TABLEAU[nom]?.(contraintes[0]));
  }
  const required = defaut === undefined && !regles.some((regle) => regle.type === 'conditionalValidation');
  if (defaut !== undefined) element['default'] = defaut;
  const isArray = natif === Array || regles.some((regle) => regle.each);
  const type = imbrique ? { type: () => imbrique } : element['type'] === undefined && element['enum'] === undefined ? { type: natif === Array ? Object : natif } : {};
  if (isArray && !imbrique) return { required, type: 'array', items: element, ...tableau } as ApiPropertyOptions;
  return { required, ...(isArray ? { isArray: true, ...tableau } : {}), ...element, ...type } as ApiPropertyOptions;
}

function decrireDto(classe: Classe, vus: Set<Classe>): void {
  if (vus.has(classe) || classe === Object) return;
  vus.add(classe);
  const regles = getMetadataStorage().getTargetValidationMetadatas(classe, '', true, false);
  if (regles.length === 0) return;
  const defauts = new classe();
  for (const [propriete, siennes] of Object.entries(getMetadataStorage().groupByPropertyName(regles))) {
    const imbrique = typeImbrique(classe, propriete);
    if (imbrique) decrireDto(imbrique, vus);
    if (Reflect.hasMetadata(CLE_SWAGGER, classe.prototype, propriete)) continue;
    const natif: unknown = Reflect.getMetadata('design:type', classe.prototype, propriete);
    ApiProperty(schemaDe({ regles: siennes, natif, imbrique, defaut: Reflect.get(defauts, propriete) }))(classe.prototype, propriete);
  }
}

/** Gives Swagger the validation rules of every DTO a controller takes, so that they are written once, as decorators of class-validator. */
export function decrireDtos(app: NestFastifyApplication): void {
  const vus = new Set<Classe>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (!estClasse(metatype)) continue;
      for (const methode of Object.getOwnPropertyNames(metatype.prototype)) {
        const types: unknown[] = Reflect.getMetadata('design:paramtypes', metatype.prototype, methode) ?? [];
        for (const type of types) if (estClasse(type)) decrireDto(type, vus);
      }
    }
  }
}
