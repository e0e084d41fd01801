import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc, { type Arbitrary } from 'fast-check';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly example?: unknown;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
}
interface Reponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly required?: boolean; readonly schema: Schema; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Reponse>>;
}
export interface Contrat {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly responses: Readonly<Record<string, Reponse>> };
}

export interface Recue {
  readonly statut: number;
  readonly type: string | null;
  readonly texte: string;
}

const nom = (ref: string): string => ref.split('/').at(-1) ?? '';

/** Says whether an answer is one that the document announces: status, media type, body. */
export class Greffier {
  private readonly ajv = addFormats(new Ajv2020({ strict: false, inlineRefs: false, code: { optimize: false } }));
  private readonly juges = new Map<Schema, ValidateFunction>();

  constructor(private readonly contrat: Contrat) {
    this.ajv.addSchema({ $id: 'd', components: contrat.components } as object);
  }

  /** Faults of an answer, in words; empty when it is as documented. A failure of the service is one even if it were documented. */
  fautes(operation: Operation, { statut, type, texte }: Recue): string[] {
    if (statut >= 500) return [`statut ${statut} : ${texte.slice(0, 300)}`];
    const dite = operation.responses[String(statut)];
    if (!dite) return [`statut ${statut} non documenté : ${texte.slice(0, 300)}`];
    const { content } = dite.$ref ? this.contrat.components.responses[nom(dite.$ref)]! : dite;
    if (!content) return texte === '' ? [] : [`${statut} : un corps que rien n’annonce`];
    const genre = (type ?? '').split(';')[0]?.trim() ?? '';
    const media = content[genre];
    if (!media) return [`${statut} : type ${type} non documenté`];
    return genre.endsWith('json') && media.schema ? this.juger(media.schema, texte).map((f) => `${statut} : ${f}`) : [];
  }

  private juger(schema: Schema, texte: string): string[] {
    const juge = this.juges.get(schema) ?? this.ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"d#/')) as object);
    this.juges.set(schema, juge);
    return juge(JSON.parse(texte)) ? [] : [`${this.ajv.errorsText(juge.errors?.slice(0, 4))} dans ${texte.slice(0, 400)}`];
  }
}

const HOSTILES: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e308, '', ' ', 'x'.repeat(9_000), 'a\u0000b', '\ud800', '\u202e', '2016-02-30', '9999-12-31', '0000-00-00', '2016-13-01T25:00:00Z', "'; DROP TABLE dossier; --", '../../etc/passwd', '%00',
  [], {}, [[[[[]]]]], { constructor: 'x' }, 'NaN', '١٢٣', 2 ** 53, -(2 ** 31), '2147483648',
];
const FORMATS: Readonly<Record<string, Arbitrary<unknown>>> = {
  uuid: fc.uuid(), date: fc.date({ min: new Date('2015-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10)),
  'date-time': fc.date({ min: new Date('2015-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }).map((d) => d.toISOString()),
};
const VRAIS = ['ELSM-931', 'ELSM-921', 'agent:931002', '931', '93', '2026-03-02', 'moi', 'E11', '10000000017', 'ald.recours'];
const MOTS = fc.constantFrom('texte', 'ELSM-931', 'ELSM-921', 'agent:931002', '931', '2026-03-02', 'é'.repeat(50), 'Ligne 1\nLigne 2');

function texte(schema: Schema): Arbitrary<unknown> {
  const forme = FORMATS[schema.format ?? ''];
  if (forme) return forme;
  if (!schema.pattern) return MOTS.map((m) => m.slice(0, schema.maxLength));
  const motif = new RegExp(schema.pattern);
  const vrais = VRAIS.filter((m) => motif.test(m));
  const tires = fc.stringMatching(motif, { size: 'small' }).map((t) => t.slice(0, schema.maxLength));
  return vrais.length ? fc.oneof(fc.constantFrom(...vrais), tires) : tires;
}

function feuille(type: string | undefined, schema: Schema): Arbitrary<unknown> {
  if (type === 'integer' || type === 'number') {
    const [min, max] = [schema.minimum ?? 0, Math.min(schema.maximum ?? 1_000, 2 ** 31 - 1)];
    return Number.isInteger(min) ? fc.integer({ min, max: Math.max(min, Math.floor(max)) }) : fc.constantFrom(min, max);
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  return type === 'string' ? texte(schema) : fc.constantFrom<unknown>('', 1, {});
}

/** Values that the schema accepts; `gate` is how many times in a hundred a value is replaced by another that nothing announces, at any depth. */
export function valeurs(schema: Schema, schemas: Readonly<Record<string, Schema>>, gate = 0, profondeur = 0): Arbitrary<unknown> {
  const cible = schema.$ref ? (schemas[nom(schema.$ref)] ?? {}) : schema;
  const sous = (s: Schema): Arbitrary<unknown> => valeurs(s, schemas, gate, profondeur + 1);
  const juste = (): Arbitrary<unknown> => {
    if ('const' in cible) return fc.constant(cible.const);
    if (cible.enum?.length) return fc.constantFrom(...cible.enum);
    const choix = cible.oneOf ?? cible.anyOf;
    if (choix?.length) return fc.oneof(...choix.map(sous));
    const type = [cible.type].flat().find((t) => t !== 'null');
    if (type === 'array') return fc.array(sous(cible.items ?? {}), { minLength: cible.minItems ?? 0, maxLength: Math.max(cible.minItems ?? 0, profondeur > 4 ? 0 : Math.min(3, cible.maxItems ?? 3)) });
    if (type !== 'object') return feuille(type, cible);
    const entrees = Object.entries(cible.properties ?? {}).map(([n, s]): [string, Arbitrary<unknown>] => [n, sous(s)]);
    return fc.record(Object.fromEntries(entrees), { requiredKeys: gate ? [] : [...(cible.required ?? [])] });
  };
  return gate ? fc.oneof({ weight: 100 - gate, arbitrary: juste() }, { weight: gate, arbitrary: fc.constantFrom(...HOSTILES) }) : juste();
}

export interface Essai {
  readonly methode: string;
  readonly chemin: string;
  readonly entetes: Readonly<Record<string, string>>;
  readonly corps: string | undefined;
}

/** Values taken from the platform, by the name of the parameter, so that requests meet what exists. */
export type Connues = (operation: Operation, parametre: string) => readonly string[];

const enTexte = (v: unknown): string => (typeof v === 'string' ? v : (JSON.stringify(v) ?? '')).replaceAll(/\p{Surrogate}/gu, '').slice(0, 600);
const enEntete = (v: unknown): string => enTexte(v).replace(/[^\x20-\x7e]/g, '?').trim();

/** Requests on one operation: right, nearly right, hostile. */
export function essais(methode: string, chemin: string, operation: Operation, contrat: Contrat, connues: Connues): Arbitrary<Essai> {
  const { schemas } = contrat.components;
  const de = (lieu: string, gate: number): Arbitrary<Record<string, unknown>> => {
    const siens = (operation.parameters ?? []).filter((p) => p.in === lieu);
    const arbitraire = (p: (typeof siens)[number]): Arbitrary<unknown> => {
      const vrais = connues(operation, p.name);
      const dits = valeurs(p.schema, schemas, gate);
      return vrais.length ? fc.oneof({ weight: 5, arbitrary: fc.constantFrom<unknown>(...vrais) }, { weight: 1, arbitrary: dits }) : dits;
    };
    return fc.record(Object.fromEntries(siens.map((p) => [p.name, arbitraire(p)])), { requiredKeys: gate ? [] : siens.filter((p) => p.required).map((p) => p.name) }) as Arbitrary<Record<string, unknown>>;
  };
  const media = operation.requestBody?.content ?? {};
  const json = media['application/json'];
  const corps = (gate: number): Arbitrary<unknown> => (json?.schema ? fc.oneof({ weight: 1, arbitrary: fc.constant(json.example) }, { weight: 3, arbitrary: valeurs(json.schema, schemas, gate) }) : fc.constant(undefined));
  const forme = (gate: number): Arbitrary<Essai> => fc.record({ path: de('path', gate), query: de('query', gate), header: de('header', gate), corps: corps(gate), cle: fc.uuid() }).map(({ path, query, header, corps: contenu, cle }) => {
    const adresse = chemin.replace(/\{(\w+)\}/g, (_, n: string) => encodeURIComponent(enTexte(path[n] ?? 'x').slice(0, 150)) || '%20');
    const suite = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== undefined).map(([n, v]): [string, string] => [n, enTexte(v)]));
    const entetes = Object.fromEntries(Object.entries(header).map(([n, v]) => [n.toLowerCase(), enEntete(v)]));
    const flux = Object.keys(media).find((t) => t !== 'application/json');
    const brut = json ? JSON.stringify(contenu) : flux ? 'source;numero\nEXEMPLE;1\n' : undefined;
    const type = json ? 'application/json' : flux;
    return { methode: methode.toUpperCase(), chemin: suite.size ? `${adresse}?${suite}` : adresse, corps: brut, entetes: { ...entetes, ...(entetes['idempotency-key'] ? { 'idempotency-key': gate ? entetes['idempotency-key'] : `fuzz-${cle}` } : {}), ...(brut === undefined || !type ? {} : { 'content-type': type }) } };
  });
  return fc.oneof({ weight: 5, arbitrary: forme(0) }, { weight: 3, arbitrary: forme(8) }, { weight: 1, arbitrary: forme(60) });
}
