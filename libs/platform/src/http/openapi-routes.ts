import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CLE_PUBLIC } from '../auth/public.decorator';
import { CLE_REPOND } from './openapi-repond';
import { estEtag } from './version';

/** What a controller's method says of itself beyond what Swagger reads. */
export interface TraitsRoute {
  readonly classe: string;
  readonly public: boolean;
  /** Its answer bears an ETag. */
  readonly etag: boolean;
  /** Media types of its answer. */
  readonly types: readonly string[];
  /** Names of the path parameters that are UUIDs. */
  readonly uuids: readonly string[];
  /** Names of the path parameters that are positive integers. */
  readonly entiers: readonly string[];
  /** It reads a body of no declared class: an empty object, unless a schema is given. */
  readonly corpsLibre: boolean;
}

interface Argument {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

const ARGUMENTS = '__routeArguments__';
const INTERCEPTEURS = '__interceptors__';
const [CORPS, CHEMIN] = ['3', '5'];
const [UUID, ENTIER] = [/uuid/i, /^Entier/];

const nomDe = (objet: unknown): string => (typeof objet === 'function' ? objet.name : ((objet as { constructor?: { name?: string } } | null)?.constructor?.name ?? ''));

/** Path parameters that a pipe of this name reads. */
const duChemin = (arguments_: readonly [string, Argument][], pipe: RegExp): string[] =>
  arguments_.flatMap(([cle, a]) => (cle.startsWith(`${CHEMIN}:`) && typeof a.data === 'string' && (a.pipes ?? []).some((p) => pipe.test(nomDe(p))) ? [a.data] : []));

function traitsDe(classe: { readonly name: string; readonly prototype: object }, methode: string): TraitsRoute {
  const fonction: object = Reflect.get(classe.prototype, methode);
  const lire = <T>(cle: string, cible: object = fonction): T | undefined => Reflect.getMetadata(cle, cible) as T | undefined;
  const arguments_ = Object.entries((Reflect.getMetadata(ARGUMENTS, classe, methode) ?? {}) as Record<string, Argument>);
  const types: unknown[] = Reflect.getMetadata('design:paramtypes', classe.prototype, methode) ?? [];
  return {
    classe: classe.name,
    public: (lire<boolean>(CLE_PUBLIC) ?? lire<boolean>(CLE_PUBLIC, classe)) === true,
    etag: (lire<unknown[]>(INTERCEPTEURS) ?? []).some(estEtag),
    types: lire<string[]>(CLE_REPOND) ?? ['application/json'],
    uuids: duChemin(arguments_, UUID),
    entiers: duChemin(arguments_, ENTIER),
    corpsLibre: arguments_.some(([cle, a]) => cle.startsWith(`${CORPS}:`) && types[a.index] === Object),
  };
}

/** Traits of every route of an application, by the name that Swagger gives to its operation. */
export function traitsDesRoutes(app: NestFastifyApplication): ReadonlyMap<string, TraitsRoute> {
  const traits = new Map<string, TraitsRoute>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const classe = metatype as { readonly name: string; readonly prototype: object };
      for (const methode of Object.getOwnPropertyNames(classe.prototype)) {
        if (methode !== 'constructor' && typeof Reflect.get(classe.prototype, methode) === 'function') traits.set(`${classe.name}_${methode}`, traitsDe(classe, methode));
      }
    }
  }
  return traits;
}
