import { randomBytes } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Parametre {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: Schema;
}

interface Operation {
  readonly parameters?: readonly Parametre[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface DocumentOpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** One request, right in part and wrong in part. */
export interface Attaque {
  readonly methode: string;
  readonly chemin: string;
  readonly entetes: Readonly<Record<string, string>>;
  readonly corps: string | undefined;
  readonly cle: string;
}

/** What exists or is right already, so that attacks reach past the first door. */
export interface Connus {
  readonly identifiants: readonly string[];
  /** A right body for the routes whose document says nothing of theirs. */
  readonly corps: object;
}

export interface Route {
  readonly nom: string;
  readonly attaque: Arbitrary<Attaque>;
}

const HOSTILES: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 1e308, '', ' ', 'x'.repeat(9_000), 'a\u0000b', '\ud800', '\u202e', '😀', '2016-02-30', '9999-12-31', '0000-00-00', '2016-13-01T25:00:00Z', '2999-01-01T00:00:00Z',
  "'; DROP TABLE dossier; --", '../../etc/passwd', '%00', '{{7*7}}', '<script>alert(1)</script>', [], {}, [[[[[]]]]], { __proto__: null }, { constructor: 'x' }, 'NaN', '-0', '1e3', 'null', '١٢٣',
];
const CORPS_BRUTS: readonly string[] = ['', '{', '[]', 'null', '"x"', '1', '{"a":1e999}', '{"a":1,"a":2}', '[[[[', `${'['.repeat(400)}${']'.repeat(400)}`, '{"__proto__":{"x":1}}', '\u0000', `{"x":"${'y'.repeat(60_000)}"}`];
const TYPES: readonly string[] = ['application/json', 'application/json; charset=utf-16', 'text/plain', 'application/xml', 'text/csv', 'application/x-ndjson', 'multipart/form-data; boundary=x', ''];
const LIGNES: readonly string[] = ['a;b\n1;2\n', '{"source":"X"}\n{', 'source;numero\n"x', '\ufeffsource;numero;nir\n\u0000;1;2', 'é;à\r\n', `${'x;'.repeat(5_000)}\n`, '[]\n1\nnull\n'];
const PROFONDEUR = 4;

const hostile = (): Arbitrary<unknown> => fc.constantFrom(...HOSTILES);

function motif(schema: Schema): Arbitrary<unknown> {
  try {
    return fc.stringMatching(new RegExp(schema.pattern ?? ''), { size: 'small' });
  } catch {
    return fc.string();
  }
}

const nommes: Readonly<Record<string, Arbitrary<unknown>>> = { uuid: fc.uuid(), 'date-time': fc.constant('2026-03-01T10:00:00+01:00'), date: fc.constant('2026-03-01') };

function texte(schema: Schema): Arbitrary<unknown> {
  return nommes[schema.format ?? ''] ?? (schema.pattern ? motif(schema) : fc.constantFrom('ELSM-931', '2026-03-01', 'agent:931002', '2026-03-01T10:00:00+01:00', 'texte'));
}

function nombre({ minimum = 0, maximum = 100 }: Schema): Arbitrary<unknown> {
  const min = Math.ceil(minimum);
  return fc.integer({ min, max: Math.max(min, Math.min(Math.floor(maximum), 2 ** 31 - 1)) });
}

/** Values of a schema, now and then replaced by something it does not expect, at any depth. */
function valeur(schema: Schema, document: DocumentOpenApi, profondeur = 0): Arbitrary<unknown> {
  const cible = schema.$ref ? (document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  const juste = (): Arbitrary<unknown> => {
    if (cible.enum?.length) return fc.constantFrom(...cible.enum);
    if (cible.type === 'integer' || cible.type === 'number') return nombre(cible);
    if (cible.type === 'boolean') return fc.boolean();
    if (cible.type === 'array') return profondeur > PROFONDEUR ? fc.constant([]) : fc.array(valeur(cible.items ?? {}, document, profondeur + 1), { maxLength: 3 });
    if (cible.properties) return fc.record(Object.fromEntries(Object.entries(cible.properties).map(([nom, s]) => [nom, valeur(s, document, profondeur + 1)])), { requiredKeys: [] });
    return cible.type === 'string' ? texte(cible) : hostile();
  };
  return fc.oneof({ weight: 4, arbitrary: juste() }, { weight: 1, arbitrary: hostile() });
}

/** A route that documents no field is tried with a right body, one or several fields spoiled. */
function valeurOuModele(schema: Schema | undefined, modele: object, document: DocumentOpenApi): Arbitrary<unknown> {
  if (!schema || schema.$ref || schema.properties) return valeur(schema ?? {}, document);
  const champs = Object.entries(modele).map(([nom, v]) => [nom, fc.oneof({ weight: 9, arbitrary: fc.constant(v as unknown) }, { weight: 1, arbitrary: hostile() })]);
  return fc.record(Object.fromEntries(champs) as Record<string, Arbitrary<unknown>>);
}

const enTexte = (v: unknown): string => (typeof v === 'string' ? v : (JSON.stringify(v) ?? ''));
/** What `fetch` accepts to send as a header. */
const enEntete = (v: unknown): string => enTexte(v).replace(/[^\x20-\x7e]/g, '?').trim().slice(0, 4_000);

function adresse(chemin: string, parametres: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): string {
  const remplie = chemin.replace(/\{(\w+)\}/g, (_, nom: string) => encodeURIComponent(enTexte(parametres[nom]).replaceAll('\ud800', '').slice(0, 200)) || '%20');
  const suite = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== undefined).map(([nom, v]): [string, string] => [nom, enTexte(v).slice(0, 500)]));
  return suite.size ? `${remplie}?${suite}` : remplie;
}

function attaque(methode: string, chemin: string, operation: Operation, document: DocumentOpenApi, { identifiants, corps: modele }: Connus): Arbitrary<Attaque> {
  const parametres = operation.parameters ?? [];
  const de = (lieu: Parametre['in']): Record<string, Arbitrary<unknown>> => Object.fromEntries(parametres.filter((p) => p.in === lieu).map((p) => [p.name, valeur(p.schema ?? {}, document)]));
  const cheminVrai = Object.fromEntries(Object.entries(de('path')).map(([nom, a]) => [nom, identifiants.length ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...identifiants) }, { weight: 1, arbitrary: a }) : a]));
  const contenus = operation.requestBody?.content ?? {};
  const types = Object.keys(contenus).length ? Object.keys(contenus) : ['application/json'];
  const schema = Object.values(contenus)[0]?.schema;
  const corps = schema?.format === 'binary' ? fc.constantFrom(...LIGNES) : valeurOuModele(schema, modele, document).map((v) => JSON.stringify(v) ?? 'null');
  return fc.record({
    path: fc.record(cheminVrai),
    query: fc.record(de('query'), { requiredKeys: [] }),
    corps: schema ? fc.oneof({ weight: 5, arbitrary: corps }, { weight: 1, arbitrary: fc.constantFrom(...CORPS_BRUTS) }) : fc.constant(undefined),
    type: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...types) }, { weight: 1, arbitrary: fc.constantFrom(...TYPES) }),
    version: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('"1"', '"2"', '"3"') }, { weight: 1, arbitrary: hostile().map(enEntete) }),
    cle: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: hostile().map(enEntete) }),
  }).map(({ path, query, corps, type, version, cle: forcee }) => {
    const cle = forcee ?? `essai-${randomBytes(12).toString('hex')}`;
    const lit = methode === 'get';
    const entetes = { ...(lit ? {} : { 'idempotency-key': cle, 'if-match': version }), ...(corps === undefined || lit || type === '' ? {} : { 'content-type': type }) };
    return { methode: methode.toUpperCase(), chemin: adresse(chemin, path, query), entetes, corps: lit ? undefined : corps, cle };
  });
}

/** Every route of the document, with the requests to try on it. */
export const routes = (document: DocumentOpenApi, connus: Connus): Route[] =>
  Object.entries(document.paths).flatMap(([chemin, operations]) =>
    Object.entries(operations).filter(([methode]) => methode === 'get' || methode === 'post')
      .map(([methode, operation]) => ({ nom: `${methode.toUpperCase()} ${chemin}`, attaque: attaque(methode, chemin, operation, document, connus) })));
