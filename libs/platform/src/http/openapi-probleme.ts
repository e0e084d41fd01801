/** Schema of every refusal. */
export const PROBLEME = {
  type: 'object',
  description: 'RFC 9457. `code` est stable ; `title` est en français et peut changer.',
  required: ['type', 'title', 'status', 'code', 'correlation'],
  properties: {
    type: { type: 'string', pattern: '^urn:sm:probleme:[a-z][a-z0-9-]*$', examples: ['urn:sm:probleme:version-perimee'] },
    title: { type: 'string', description: 'Titre en français.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    detail: { type: 'string' },
    article: { type: 'string', description: 'Article qui fonde le refus.' },
    correlation: { type: 'string', format: 'uuid' },
    details: {
      description: 'Précisions du refus, ou champs refusés ; jamais une valeur reçue.',
      oneOf: [
        { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } },
        { type: 'array', items: { type: 'object', required: ['champ', 'code'], additionalProperties: false, properties: { champ: { type: 'string' }, code: { type: 'string' } } } },
      ],
    },
  },
  additionalProperties: false,
} as const;
