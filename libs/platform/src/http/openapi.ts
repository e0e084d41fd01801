import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decrireDtos } from './openapi-dto';
import { exempleDe, type Schema } from './openapi-exemple';
import { documenterParametres } from './openapi-parametres';
import { REFUS_PLATEFORME, TITRES_PLATEFORME } from './openapi-plateforme';
import { Refusals, codesDe, type OperationLue, type RefusDeRoutes } from './openapi-refus';
import { traitsDesRoutes, type TraitsRoute } from './openapi-routes';
import { PROBLEME } from './openapi-probleme';

/** What a service says of its routes, in French. */
export interface DocumentationApi {
  /** Folder of its `reponses.json`, written by `libs/platform/reponses.mjs`. */
  readonly dossier: string;
  /** One title a route, by operation: `DossierController_avis`. */
  readonly operations: Readonly<Record<string, string>>;
  /** Title of a group of routes, by controller. */
  readonly groupes: Readonly<Record<string, string>>;
  readonly refus: readonly RefusDeRoutes[];
}

export interface OptionsApi {
  readonly service: string;
  readonly version: string;
  readonly documentation?: DocumentationApi | undefined;
}

interface Reponses {
  readonly operations: Readonly<Record<string, Schema | null>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const METHODES = ['get', 'post', 'put', 'patch', 'delete'] as const;
const SCHEMAS = '#/components/schemas/';

const lireReponses = (dossier: string): Reponses => JSON.parse(readFileSync(join(dossier, 'reponses.json'), 'utf8')) as Reponses;

function reunir(lues: readonly Reponses[]): Reponses {
  return { operations: Object.assign({}, ...lues.map((r) => r.operations)), schemas: Object.assign({}, ...lues.map((r) => r.schemas)) };
}

/** What a request holds and what an answer holds never share a name: a class of both would be two schemas. */
const enReponse = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema).replaceAll(`"${SCHEMAS}`, `"${SCHEMAS}Reponse.`));

const DESCRIPTION_SUCCES: Readonly<Record<string, string>> = { 200: 'Fait', 201: 'Créé', 202: 'Reçu', 204: 'Fait, sans contenu', 304: 'Inchangé depuis la version que vous tenez' };

function contenu(schema: Schema, types: readonly string[], schemas: Readonly<Record<string, Schema>>): object {
  return Object.fromEntries(types.map((type) => [type, type === 'application/json' ? { schema, example: exempleDe(schema, schemas) } : { schema: { type: 'string' } }]));
}

function succes(operation: OperationLue, traits: TraitsRoute | undefined, rendu: Schema | null | undefined, schemas: Readonly<Record<string, Schema>>): Record<string, unknown> {
  const headers = { 'x-correlation-id': { $ref: '#/components/headers/Correlation' }, ...(traits?.etag ? { ETag: { $ref: '#/components/headers/Etag' } } : {}) };
  const statuts = Object.entries(operation.responses ?? {}).filter(([statut]) => /^[23]/.test(statut));
  return Object.fromEntries(statuts.map(([statut]) => [statut, {
    description: DESCRIPTION_SUCCES[statut] ?? 'Fait', headers, ...(rendu && statut.startsWith('2') ? { content: contenu(rendu, traits?.types ?? ['application/json'], schemas) } : {}),
  }]));
}

interface Atelier {
  readonly reponses: Reponses;
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly traits: ReadonlyMap<string, TraitsRoute>;
  readonly refusals: Refusals;
  readonly documentation: Pick<DocumentationApi, 'operations' | 'groupes' | 'refus'>;
}

function completer(operation: OperationLue, ecrit: boolean, { reponses, schemas, traits, refusals, documentation }: Atelier): void {
  const nom = operation.operationId ?? '';
  const siens = traits.get(nom);
  operation.summary = documentation.operations[nom] ?? '';
  operation.tags = [documentation.groupes[siens?.classe ?? ''] ?? 'Autres'];
  if (siens?.public) operation.security = [];
  documenterParametres(operation, siens, schemas);
  const rendu = reponses.operations[nom];
  const reussites = succes(operation, siens, rendu === undefined ? undefined : (enReponse(rendu) as Schema | null), schemas);
  const refus = [...codesDe(operation, siens, ecrit, documentation.refus)].map(([statut, codes]) => [String(statut), refusals.reference(statut, codes)]);
  operation.responses = { ...reussites, ...Object.fromEntries(refus) };
}

const EN_TETES = {
  Correlation: { description: 'Référence de la requête, à donner à l’assistance.', schema: { type: 'string', format: 'uuid' } },
  Etag: { description: 'Version de l’objet, à renvoyer dans If-Match.', schema: { type: 'string', pattern: '^"[0-9]+"$' }, example: '"7"' },
};

const fermer = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([nom, s]) => [nom, s['type'] === 'object' && s['additionalProperties'] === undefined ? { ...s, additionalProperties: false } : s]));

/** Builds the OpenAPI 3.1 document of an application: rules of the DTO, answers read from the types, closed lists of refusals, invented examples. */
export function decrireApi(app: NestFastifyApplication, options: OptionsApi): OpenAPIObject {
  decrireDtos(app);
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Service médical — ${options.service}`)
    .setDescription('Toutes les valeurs d’exemple sont inventées. Un refus porte un code stable ; son titre, en français, peut changer.')
    .setVersion(options.version)
    .addServer(`/api/${options.service}`, 'Par la porte publique')
    .addServer('/', 'Sur le port du service')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Jeton d’accès du fournisseur d’identité, pour urn:sm:api.' }, 'jeton')
    .addSecurityRequirements('jeton')
    .build();
  const document = SwaggerModule.createDocument(app, base);
  const reponses = reunir([lireReponses(__dirname), ...(options.documentation ? [lireReponses(options.documentation.dossier)] : [])]);
  const recus = fermer((document.components?.schemas ?? {}) as Record<string, Schema>);
  const rendus = Object.fromEntries(Object.entries(reponses.schemas).map(([nom, s]) => [`Reponse.${nom}`, enReponse(s) as Schema]));
  const schemas: Record<string, Schema> = { ...recus, ...rendus, Probleme: PROBLEME };
  const { operations = {}, groupes = {}, refus = [] } = options.documentation ?? {};
  const documentation = { operations: { ...TITRES_PLATEFORME.operations, ...operations }, groupes: { ...TITRES_PLATEFORME.groupes, ...groupes }, refus: [...REFUS_PLATEFORME, ...refus] };
  const refusals = new Refusals();
  const atelier = { reponses, schemas, traits: traitsDesRoutes(app), refusals, documentation };
  for (const chemin of Object.values(document.paths)) {
    for (const methode of METHODES) if (chemin[methode]) completer(chemin[methode] as OperationLue, methode !== 'get', atelier);
  }
  const tags = [...new Set(Object.values(document.paths).flatMap((c) => METHODES.flatMap((m) => (c[m]?.tags ?? []))))].sort().map((name) => ({ name }));
  return { ...document, tags, components: { ...document.components, schemas, responses: refusals.composants, headers: EN_TETES } } as OpenAPIObject;
}
