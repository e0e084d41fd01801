import type { CategorieRefus } from '@sm/kernel';
import type { TraitsRoute } from './openapi-routes';
import { STATUTS } from './probleme';
import { titreDe } from './titres';

/** Refusals of some routes: their codes, each with its category or its status. */
export interface RefusDeRoutes {
  /** Operations concerned, by name: `DossierController_avis`. */
  readonly sur: RegExp;
  readonly codes: Readonly<Record<string, CategorieRefus | number>>;
}

export interface OperationLue {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Record<string, unknown>; example?: unknown }[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Record<string, unknown>; example?: unknown }> };
  responses?: Record<string, unknown>;
}

type Codes = Map<number, Set<string>>;

const poser = (codes: Codes, statut: number, ...noms: readonly string[]): void => {
  const connus = codes.get(statut) ?? new Set();
  codes.set(statut, connus);
  for (const nom of noms) connus.add(nom);
};

/** Every route, whatever it does: its address, its headers, its service. */
function communs(codes: Codes): void {
  poser(codes, 400, 'requete-malformee', 'texte-invalide', 'en-tete-duplique');
  poser(codes, 404, 'route-introuvable');
  poser(codes, 414, 'adresse-trop-longue');
  poser(codes, 431, 'en-tetes-trop-longs');
  poser(codes, 503, 'dependance-indisponible', 'service-en-arret', 'service-indisponible');
}

function duCorps(codes: Codes, types: readonly string[]): void {
  poser(codes, 413, 'corps-trop-volumineux');
  poser(codes, 415, 'type-contenu-refuse');
  if (types.includes('application/json')) poser(codes, 400, 'requete-invalide', 'json-malforme', 'json-trop-profond', 'json-cle-interdite', 'json-nombre-hors-bornes', 'corps-vide');
}

/** Codes that a route may answer, by status: what its parameters and its door imply, then what its service adds. */
export function codesDe(operation: OperationLue, traits: TraitsRoute | undefined, ecrit: boolean, propres: readonly RefusDeRoutes[]): ReadonlyMap<number, readonly string[]> {
  const codes: Codes = new Map();
  const parametres = operation.parameters ?? [];
  const enTete = (nom: string): boolean => parametres.some((p) => p.in === 'header' && p.name.toLowerCase() === nom);
  communs(codes);
  if (!traits?.public) {
    poser(codes, 401, 'jeton-absent', 'jeton-invalide', 'jeton-expire', 'session-terminee');
    poser(codes, 403, 'interdit', ...(ecrit ? ['origine-refusee'] : []));
    poser(codes, 503, 'identite-indisponible');
  }
  if (parametres.some((p) => p.in === 'query' || p.in === 'path')) poser(codes, 400, 'requete-invalide');
  if (traits?.uuids.length) poser(codes, 400, 'identifiant-invalide');
  if (parametres.some((p) => p.name === 'curseur')) poser(codes, 400, 'curseur-invalide');
  if (enTete('idempotency-key')) {
    poser(codes, 400, 'cle-idempotence-requise', 'cle-idempotence-invalide');
    poser(codes, 422, 'commande-deja-utilisee');
  }
  if (enTete('if-match')) {
    poser(codes, 400, 'version-invalide');
    poser(codes, 412, 'version-perimee');
    poser(codes, 428, 'version-requise');
  }
  // A method that carries a body gets its body read even where none is expected.
  if (ecrit) duCorps(codes, operation.requestBody ? Object.keys(operation.requestBody.content ?? {}) : ['application/json']);
  for (const { sur, codes: siens } of propres) {
    if (!sur.test(operation.operationId ?? '')) continue;
    for (const [code, cas] of Object.entries(siens)) poser(codes, typeof cas === 'number' ? cas : STATUTS[cas], code);
  }
  return new Map([...codes].sort(([a], [b]) => a - b).map(([statut, noms]) => [statut, [...noms].sort()]));
}

const NOMS: Readonly<Record<number, string>> = {
  400: 'Requête mal formée', 401: 'Jeton absent ou refusé', 403: 'Action interdite', 404: 'Objet introuvable', 409: 'Conflit avec l’état de l’objet', 410: 'Contenu effacé', 412: 'Version périmée', 413: 'Corps trop volumineux',
  414: 'Adresse trop longue', 415: 'Type de contenu refusé', 422: 'Demande impossible à satisfaire', 428: 'Version requise', 431: 'En-têtes trop longs', 503: 'Service indisponible',
};

/** A refusal of a status: the problem of RFC 9457, its status and its codes closed; an invented example. */
export function reponseRefus(statut: number, codes: readonly string[]): object {
  const [premier = 'requete-refusee'] = codes;
  return {
    description: `${NOMS[statut] ?? 'Refus'} : ${codes.map((c) => `\`${c}\``).join(', ')}.`,
    headers: { 'x-correlation-id': { $ref: '#/components/headers/Correlation' } },
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Probleme' }, { type: 'object', properties: { status: { const: statut }, code: { enum: codes }, type: { enum: codes.map((c) => `urn:sm:probleme:${c}`) } } }] },
        example: { type: `urn:sm:probleme:${premier}`, title: titreDe(premier), status: statut, code: premier, correlation: '0199a1b2-0000-7000-8000-00000000c0de' },
      },
    },
  };
}

/** Answers of refusal, kept once each under a name of their own. */
export class Refusals {
  readonly composants: Record<string, object> = {};
  private readonly noms = new Map<string, string>();

  /** Reference of the answer of this status and these codes. */
  reference(statut: number, codes: readonly string[]): { readonly $ref: string } {
    const cle = `${statut} ${codes.join(' ')}`;
    const nom = this.noms.get(cle) ?? `Refus${statut}${[...this.noms.keys()].some((c) => c.startsWith(`${statut} `)) ? `Cas${[...this.noms.keys()].filter((c) => c.startsWith(`${statut} `)).length + 1}` : ''}`;
    this.noms.set(cle, nom);
    this.composants[nom] ??= reponseRefus(statut, codes);
    return { $ref: `#/components/responses/${nom}` };
  }
}
