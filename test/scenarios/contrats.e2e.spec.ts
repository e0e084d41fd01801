import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { Porteur, ouvrirHote, type Hote } from '../outils';

const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'] as const;
/** What answers without being a contract: the documents themselves and what only the operator reaches. */
const HORS_CONTRAT = ['GET /asyncapi.json', 'GET /docs', 'GET /metrics', 'GET /openapi.json', 'GET /sante/pret', 'GET /sante/vie'];

interface Media {
  readonly schema?: object;
  readonly example?: unknown;
}
interface Reponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description: string; readonly schema: object; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Reponse>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly responses: Readonly<Record<string, Reponse>> };
  readonly 'x-hors-contrat': readonly string[];
}

let hote: Hote;
const documents = new Map<string, Document>();
const messages = new Map<string, { readonly operations: Readonly<Record<string, unknown>> }>();
beforeAll(async () => {
  hote = await ouvrirHote();
  for (const service of SERVICES) {
    documents.set(service, (await new Porteur(hote, null).lire<Document>(service, '/openapi.json')).corps);
    messages.set(service, (await new Porteur(hote, null).lire<{ operations: Record<string, unknown> }>(service, '/asyncapi.json')).corps);
  }
}, 300_000);

const operations = ({ paths }: Document): [string, Operation][] => Object.entries(paths).flatMap(([chemin, item]) => Object.entries(item).map(([m, o]): [string, Operation] => [`${m.toUpperCase()} ${chemin}`, o]));

/** What an operation leaves unsaid; empty when its contract is whole. */
function manques(document: Document, nom: string, o: Operation): string[] {
  const reponses = Object.entries(o.responses).map(([statut, r]) => [statut, r.$ref ? document.components.responses[r.$ref.split('/').at(-1) ?? ''] : r] as const);
  const sansSchema = reponses.filter(([statut, r]) => !['204', '304'].includes(statut) && !Object.values(r?.content ?? {}).some((m) => m.schema && Object.keys(m.schema).length > 0));
  return [
    ...(/^[A-ZÀ-Ý]/.test(o.summary) ? [] : [`${nom} : sans titre`]),
    ...(o.tags.every((t) => t !== 'Autres') && o.tags.length ? [] : [`${nom} : sans groupe`]),
    ...(o.parameters ?? []).filter((p) => !p.description).map((p) => `${nom} : ${p.name} sans description`),
    ...(nom.startsWith('POST') && !o.requestBody && !/rejouer|separation|verification|rotation|editions/.test(nom) ? [`${nom} : sans corps`] : []),
    ...Object.values(o.requestBody?.content ?? {}).filter((m) => !m.schema).map(() => `${nom} : corps sans schéma`),
    ...sansSchema.map(([statut]) => `${nom} : ${statut} sans schéma`),
    ...(reponses.some(([s]) => s.startsWith('2')) && reponses.some(([s]) => s.startsWith('4')) ? [] : [`${nom} : ni réussite ni refus`]),
  ];
}

describe('Chaque service publie ses contrats', () => {
  it.each(SERVICES)('%s : un document OpenAPI 3.1 conforme au schéma officiel', async (service) => {
    const resultat = await new Validator().validate(structuredClone(documents.get(service)) as unknown as Record<string, unknown>);
    expect(resultat).toMatchObject({ valid: true });
  });

  it('un document gâché n’est pas conforme : le contrôle mord', async () => {
    const gache = { ...structuredClone(documents.get('pilotage')), paths: { '/x': { get: { responses: 3 } } } };
    expect((await new Validator().validate(gache)).valid).toBe(false);
  });

  it.each(SERVICES)('%s : aucune route, aucune réponse, aucun titre ne manque', (service) => {
    const document = documents.get(service)!;
    expect(operations(document).length).toBeGreaterThan(10);
    expect(operations(document).flatMap(([nom, o]) => manques(document, nom, o))).toEqual([]);
    expect(document['x-hors-contrat']).toEqual(HORS_CONTRAT);
  });

  it('une route sans titre, sans refus ou sans schéma serait vue', () => {
    const document = documents.get('pilotage')!;
    const [nom, juste] = operations(document)[0]!;
    const gatees = [{ ...juste, summary: '' }, { ...juste, tags: ['Autres'] }, { ...juste, responses: { 200: { description: 'x' } } }, { ...juste, responses: { ...juste.responses, 418: { description: 'x' } } }];
    expect(gatees.map((o) => manques(document, nom, o as unknown as Operation).length > 0)).toEqual([true, true, true, true]);
  });

  it.each(SERVICES)('%s : chaque exemple inventé obéit à son schéma', (service) => {
    const document = documents.get(service)!;
    const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } }));
    ajv.addSchema({ $id: 'd', components: document.components } as object);
    const juger = (ou: string, schema: object | undefined, exemple: unknown): string[] => {
      if (!schema) return [`${ou} : sans schéma`];
      const valide = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"d#/')) as object);
      return valide(exemple) ? [] : [`${ou} : ${ajv.errorsText(valide.errors)}`];
    };
    const fautes = operations(document).flatMap(([nom, o]) => [
      ...(o.parameters ?? []).flatMap((p) => juger(`${nom} ${p.name}`, p.schema, p.example)),
      ...Object.values(o.requestBody?.content ?? {}).filter((m) => 'example' in m).flatMap((m) => juger(`${nom} corps`, m.schema, m.example)),
      ...Object.entries(o.responses).flatMap(([statut, r]) => Object.entries(r.content ?? {}).filter(([, m]) => 'example' in m).flatMap(([, m]) => juger(`${nom} ${statut}`, m.schema, m.example))),
    ]);
    const refus = Object.entries(document.components.responses).flatMap(([nom, r]) => Object.values(r.content ?? {}).flatMap((m) => juger(nom, m.schema, m.example)));
    expect([...fautes, ...refus]).toEqual([]);
  });

  it.each(SERVICES)('%s : un document AsyncAPI 3 conforme, avec ce qu’il écoute', (service) => {
    const officiel = JSON.parse(readFileSync(require.resolve('@asyncapi/specs/schemas/3.0.0.json'), 'utf8')) as object;
    const corps = messages.get(service)!;
    const juger = addFormats(new Ajv({ strict: false, meta: false, validateSchema: false })).compile(officiel);
    expect(juger(corps) || juger.errors).toBe(true);
    expect(Object.keys(corps.operations)).toContain('recevoir_sm_organisation_unite_v1');
  });
});
