import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromJson, toJson } from '@bufbuild/protobuf';
import type { JsonValue, Message } from '@bufbuild/protobuf';
import { EnveloppeSchema } from './gen/sm/commun/v1/enveloppe_pb';
import { TOPICS, decoder, decoderEnveloppe, encoder, encoderEnveloppe } from './index';
import type { Donnees, NomTopic, TypeDe } from './index';

const dossier = join(__dirname, '..', '..', '..', 'proto', 'exemples');
const lire = (topic: string, nom: string) => ({
  json: JSON.parse(readFileSync(join(dossier, topic, `${nom}.json`), 'utf8')) as JsonValue,
  hex: readFileSync(join(dossier, topic, `${nom}.hex`), 'utf8').trim(),
});
const noms = (topic: string) => readdirSync(join(dossier, topic)).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5));
const hexa = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const octets = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
type Quelconque = Donnees<NomTopic, TypeDe<NomTopic>>;

describe.each(Object.values(TOPICS))('Les exemples figés de $nom', ({ nom: topic, racine, types }) => {
  it('couvrent chaque événement public', () => {
    expect([...new Set(noms(topic).map((n) => n.split('.')[0]))].sort()).toEqual([...types.keys()].sort());
  });

  it.each(noms(topic))('%s : le producteur émet exactement les octets figés', (nom) => {
    const { json, hex } = lire(topic, nom);
    const { evenement } = fromJson(racine, json) as Message & { evenement: { value: Message } };
    const { $typeName, ...donnees } = evenement.value;
    expect($typeName.split('.').at(-1)).toBe(nom.split('.')[0]);
    expect(hexa(encoder(topic as NomTopic, nom.split('.')[0] as TypeDe<NomTopic>, donnees as Quelconque))).toBe(hex);
  });

  it.each(noms(topic))('%s : les octets figés se lisent toujours', (nom) => {
    const { json, hex } = lire(topic, nom);
    const lu = decoder(topic as NomTopic, octets(hex));
    expect(lu.type).toBe(nom.split('.')[0]);
    const champ = [...types.values()].find((c) => c.message.name === lu.type);
    expect(lu.donnees && champ && { [champ.jsonName]: toJson(champ.message, lu.donnees) }).toEqual(json);
  });
});

describe('L’enveloppe', () => {
  const { json, hex } = lire('enveloppe', 'Enveloppe');

  it('se lit depuis ses octets figés et s’écrit à l’identique', () => {
    const enveloppe = decoderEnveloppe(octets(hex));
    expect(enveloppe).toMatchObject({ type: 'DossierAnnule', seq: 1234567, rang: 98765, enregistreLe: new Date('2026-11-22T07:00:00.125Z') });
    expect(hexa(encoderEnveloppe(enveloppe))).toBe(hex);
    expect(toJson(EnveloppeSchema, fromJson(EnveloppeSchema, json))).toEqual(json);
  });

  it('refuse une source ou une clé hors format, sans les répéter', () => {
    const enveloppe = decoderEnveloppe(octets(hex));
    expect(() => encoderEnveloppe({ ...enveloppe, cle: 'Jean Exemple' })).toThrow(/^format-refuse : (?!.*Jean)/);
    expect(() => encoderEnveloppe({ ...enveloppe, seq: Number.NaN })).toThrow('valeur-refusee');
    expect(() => encoderEnveloppe({ ...enveloppe, survenuLe: new Date(Number.NaN) })).toThrow('valeur-refusee');
    expect(() => decoderEnveloppe(new Uint8Array([1, 2, 3]))).toThrow('message-illisible');
    expect(() => decoderEnveloppe(new Uint8Array())).toThrow('message-illisible');
  });
});
