import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { TOPICS, decrireMessages } from './index';

const SERVICES = [...new Set(Object.values(TOPICS).map((t) => t.service))];
const officiel = JSON.parse(readFileSync(require.resolve('@asyncapi/specs/schemas/3.0.0.json'), 'utf8')) as object;

interface Lu {
  readonly channels: Readonly<Record<string, { readonly messages: object; readonly bindings: { readonly kafka: { readonly partitions: number; readonly topicConfiguration: object } } } & Readonly<Record<string, unknown>>>>;
  readonly operations: Readonly<Record<string, { readonly action: string }>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>>; readonly messages: object };
}

describe('Le document AsyncAPI', () => {
  const ajv = addFormats(new Ajv({ strict: false, meta: false, validateSchema: false }));
  const juger = ajv.compile(officiel);

  it.each(SERVICES)('de %s est conforme au schéma officiel', (service) => {
    const document = decrireMessages(service, '0.1.0', ['sm.organisation.unite.v1']);
    expect(juger(document) || juger.errors).toBe(true);
  });

  it('un document gâché n’est pas conforme : le schéma mord', () => {
    expect(juger({ ...decrireMessages('prestations', '0.1.0', []), channels: { x: { address: 3 } } })).toBe(false);
  });

  it('dit chaque topic, chaque type public, et la confidentialité de chaque champ', () => {
    for (const topic of Object.values(TOPICS)) {
      const { channels, components } = decrireMessages(topic.service, '0.1.0', []) as unknown as Lu;
      const canal = channels[topic.nom.replaceAll('.', '_')]!;
      expect(Object.keys(canal.messages).sort()).toEqual([...topic.types.keys()].sort());
      expect(canal).toMatchObject({ 'x-plafond': topic.plafond, 'x-compacte': topic.compacte, 'x-cle': topic.cle, bindings: { kafka: { partitions: 8, topicConfiguration: { 'cleanup.policy': [topic.compacte ? 'compact' : 'delete'] } } } });
      for (const schema of Object.values(components.schemas)) for (const champ of Object.values(schema.properties)) expect(champ['x-confidentialite']).toMatch(/^(ADMINISTRATIF|IDENTIFIANT|MEDICAL)$/);
    }
  });

  it('un service qui écoute le dit', () => {
    const { operations } = decrireMessages('pilotage', '0.1.0', ['sm.prestations.dossier.v1', 'inconnu']) as unknown as Lu;
    expect(Object.entries(operations).map(([nom, o]) => `${nom} ${o.action}`).sort()).toEqual(['emettre_sm_agregats_v1 send', 'recevoir_sm_prestations_dossier_v1 receive']);
  });
});
