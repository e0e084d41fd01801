export type Schema = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, Schema>>;

/** Invented values by the name of the field: nobody and nothing that exists. */
const INVENTES: Readonly<Record<string, unknown>> = {
  unite: 'ELSM-931', caisse: '931', departement: '93', nir: '199019399999991', rpps: '10000000017', medecin: '10000000017', prescripteur: '10000000017', medecin_travail: '10000000017',
  praticien: 'agent:931002', acteur: 'agent:931002', source: 'EXEMPLE', numero: 'EX-2026-000001', indicateur: 'IND-002-29', nature: 'initiale', finess: '930000000', habilitations: [], de: '09:00', a: '12:00',
  heure: '09:30', debutLe: '2026-03-02T09:35:00+01:00', finLe: '2026-03-02T09:55:00+01:00', arriveeLe: '2026-03-02T09:20:00+01:00', profession: 'medecin', genre: 'ald', regle: 'ald-2026', version: 1, flux: 'demandes',
  codePostal: '93000', site: 'SITE-1', salle: 'SALLE-2', tableau: '57 A', recu_le: '2026-03-02', recuLe: '2026-03-02T09:30:00+01:00', activite: 'CPR', quotite: 0.8, annee: 2016, mois: '2016-05', h: '5a'.repeat(32), signature: '5a'.repeat(64), cle: 'k0123456789abcdef', carte: '2016-01-01', code: 'E11', diagnostics: ['E11'],
};
const FORMATS: Readonly<Record<string, string>> = { uuid: '0199a1b2-0000-7000-8000-000000000001', date: '2026-03-02', 'date-time': '2026-03-02T09:30:00+01:00', uri: 'https://exemple.invalid/', binary: '' };
/** Texts tried, in this order, where a pattern is asked. */
const CANDIDATS = ['texte', '2026-03-02', 'ELSM-931', 'agent:931002', 'ald.recours', '2C12345678901', '09:30', 'E11', '931', '10000000017', 'moi', 'IND-002-29', 'SITE-1'];
const PROFONDEUR_MAX = 8;

const convient = (schema: Schema, valeur: unknown): boolean => {
  const { type, pattern, enum: choix, format, minimum, maximum } = schema as { type?: string | string[]; pattern?: string; enum?: unknown[]; format?: string; minimum?: number; maximum?: number };
  const genre = Array.isArray(valeur) ? 'array' : typeof valeur;
  if (choix) return choix.includes(valeur);
  if (type && ![type].flat().some((t) => t === genre || (t === 'integer' && genre === 'number'))) return false;
  if (format) return format === 'date' ? /^\d{4}-\d{2}-\d{2}$/.test(String(valeur)) : format === 'date-time' && /T.*\d$/.test(String(valeur));
  if (typeof valeur === 'number') return valeur >= (minimum ?? -Infinity) && valeur <= (maximum ?? Infinity);
  return !pattern || new RegExp(pattern, 'u').test(String(valeur));
};

const dateDe = (schema: Schema): unknown => (typeof schema['format'] === 'string' ? FORMATS[schema['format']] : undefined);

function objet(schema: Schema, schemas: Schemas, profondeur: number): unknown {
  const proprietes = Object.entries((schema['properties'] ?? {}) as Schemas);
  const obligatoires = new Set((schema['required'] ?? []) as string[]);
  const montrees = proprietes.filter(([nom]) => obligatoires.has(nom) || profondeur < 3);
  return Object.fromEntries(montrees.map(([nom, s]) => [nom, exempleDe(s, schemas, nom, profondeur + 1)]));
}

/**
 * An invented value that the schema accepts: the same one each time.
 * @param nom name of the field, which may have an example of its own
 */
export function exempleDe(schema: Schema, schemas: Schemas, nom = '', profondeur = 0): unknown {
  const cible = typeof schema['$ref'] === 'string' ? schemas[schema['$ref'].split('/').at(-1) ?? ''] : undefined;
  if (cible) return profondeur > PROFONDEUR_MAX ? null : exempleDe(cible, schemas, nom, profondeur + 1);
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  const choix = (schema['oneOf'] ?? schema['anyOf']) as Schema[] | undefined;
  if (choix) return exempleDe(choix.find((s) => s['type'] !== 'null') ?? {}, schemas, nom, profondeur);
  const fixe = dateDe(schema);
  const invente = INVENTES[nom];
  if (invente !== undefined && convient(schema, invente)) return invente;
  if (fixe !== undefined) return fixe;
  if (schema['enum']) return (schema['enum'] as unknown[])[0];
  return selonType(schema, schemas, nom, profondeur);
}

function selonType(schema: Schema, schemas: Schemas, nom: string, profondeur: number): unknown {
  const type = [schema['type']].flat()[0];
  if (type === 'array' && schema['prefixItems']) return (schema['prefixItems'] as Schema[]).map((s) => exempleDe(s, schemas, nom, profondeur + 1));
  if (type === 'array') return profondeur > PROFONDEUR_MAX ? [] : [exempleDe((schema['items'] ?? {}) as Schema, schemas, nom, profondeur + 1)];
  if (type === 'integer' || type === 'number') return schema['minimum'] ?? 1;
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  if (type === 'object') return objet(schema, schemas, profondeur);
  const motif = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern'], 'u') : null;
  if (motif) return CANDIDATS.find((c) => motif.test(c)) ?? 'texte';
  return /Le$/.test(nom) ? FORMATS['date-time'] : 'texte';
}
