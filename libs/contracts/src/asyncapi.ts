import { ScalarType, getOption } from '@bufbuild/protobuf';
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { Confidentialite, Format, FormatSchema, confidentialite, format, motif } from './gen/sm/commun/v1/confidentialite_pb';
import { EnveloppeSchema } from './gen/sm/commun/v1/enveloppe_pb';
import { NOMBRE_PARTITIONS } from './partition';
import { TOPICS } from './registry';
import type { Topic } from './registry';

type Schema = Readonly<Record<string, unknown>>;

const ENTIERS_LONGS: ReadonlySet<ScalarType> = new Set([ScalarType.INT64, ScalarType.UINT64, ScalarType.SINT64, ScalarType.FIXED64, ScalarType.SFIXED64]);
const REELS: ReadonlySet<ScalarType> = new Set([ScalarType.DOUBLE, ScalarType.FLOAT]);

const nomCourt = (m: DescMessage): string => m.typeName.replace(/^sm\.(commun\.)?/, '').replace(/\.v1\./, '.');
const lien = (m: DescMessage): Schema => ({ $ref: `#/components/schemas/${nomCourt(m)}` });

function texte(champ: DescField): Schema {
  const declare = getOption(champ, format);
  if (declare === Format.UNSPECIFIED) return { type: 'string' };
  const valeur = FormatSchema.value[declare];
  return { type: 'string', ...(valeur ? { pattern: getOption(valeur, motif), 'x-format': valeur.localName } : {}) };
}

function scalaire(type: ScalarType, champ: DescField): Schema {
  if (type === ScalarType.STRING) return texte(champ);
  if (type === ScalarType.BOOL) return { type: 'boolean' };
  if (type === ScalarType.BYTES) return { type: 'string', contentEncoding: 'base64' };
  if (REELS.has(type)) return { type: 'number' };
  return { type: 'integer', ...(ENTIERS_LONGS.has(type) ? { format: 'int64' } : { format: 'int32' }) };
}

function valeurDe(champ: DescField): Schema {
  if (champ.enum) return { type: 'string', enum: champ.enum.values.filter((v) => v.number !== 0).map((v) => v.name) };
  if (champ.message) return champ.message.typeName === 'google.protobuf.Timestamp' ? { type: 'string', format: 'date-time' } : lien(champ.message);
  return champ.scalar === undefined ? {} : scalaire(champ.scalar, champ);
}

/** One field as the contract has it: its form, its number on the wire, its classification. */
function champDe(champ: DescField): Schema {
  const classe = { 'x-numero': champ.number, 'x-confidentialite': Confidentialite[getOption(champ, confidentialite)] };
  if (champ.fieldKind === 'map') return { type: 'object', additionalProperties: valeurDe(champ), ...classe };
  const valeur = valeurDe(champ);
  if (champ.fieldKind === 'list') return { type: 'array', items: valeur, ...classe };
  return '$ref' in valeur ? { allOf: [valeur], ...classe } : { ...valeur, ...classe };
}

const objet = (message: DescMessage): Schema => ({
  type: 'object',
  properties: Object.fromEntries(message.fields.map((c) => [c.jsonName, champDe(c)])),
});

function recenser(message: DescMessage, schemas: Record<string, Schema>): void {
  if (!message.typeName.startsWith('sm.') || schemas[nomCourt(message)]) return;
  schemas[nomCourt(message)] = objet(message);
  for (const champ of message.fields) if (champ.message) recenser(champ.message, schemas);
}

function messageDe(topic: Topic, type: string, message: DescMessage): Schema {
  return {
    name: type,
    title: `${type} (${topic.nom})`,
    contentType: 'application/protobuf',
    summary: `Version publique de l’événement ${type} ; les champs absents ont leur valeur nulle.`,
    payload: { allOf: [lien(EnveloppeSchema), { type: 'object', properties: { topic: { const: topic.nom }, type: { const: type }, donnees: lien(message) } }] },
    bindings: { kafka: { key: { type: 'string', description: `Champs de la clé, joints par « | » : ${topic.cle.join(', ')}.` }, bindingVersion: '0.5.0' } },
  };
}

const identifiant = (topic: string, type: string): string => `${topic.replaceAll('.', '_')}_${type}`;

function canal(topic: Topic): Schema {
  const retention = topic.compacte ? 'compacté : le dernier état de chaque clé y reste' : 'non compacté : chaque source y numérote sans trou';
  return {
    address: topic.nom,
    title: topic.nom,
    description: `Produit par ${topic.service}. Plafond ${topic.plafond}. Clé ${topic.cle.join(' | ')}. ${NOMBRE_PARTITIONS} partitions ; ${retention}.`,
    messages: Object.fromEntries([...topic.types.keys()].map((type) => [type, { $ref: `#/components/messages/${identifiant(topic.nom, type)}` }])),
    bindings: { kafka: { topic: topic.nom, partitions: NOMBRE_PARTITIONS, topicConfiguration: { 'cleanup.policy': [topic.compacte ? 'compact' : 'delete'] }, bindingVersion: '0.5.0' } },
    'x-plafond': topic.plafond,
    'x-cle': topic.cle,
    'x-compacte': topic.compacte,
    'x-partitions': NOMBRE_PARTITIONS,
  };
}

/** Channels are named by their topic with underscores: a dot would be read as a path. */
const nomCanal = (topic: Topic): string => topic.nom.replaceAll('.', '_');

const operation = (topic: Topic, action: 'send' | 'receive'): [string, Schema] => [
  `${action === 'send' ? 'emettre' : 'recevoir'}_${nomCanal(topic)}`,
  { action, title: action === 'send' ? `Émettre sur ${topic.nom}` : `Recevoir de ${topic.nom}`, channel: { $ref: `#/channels/${nomCanal(topic)}` } },
];

/**
 * The AsyncAPI 3 document of a service, read from the descriptors alone: the topics it sends, those it listens to, and each of their messages with the classification of every field.
 * @param ecoutes topics that the service listens to; an unknown one is left out
 */
export function decrireMessages(service: string, version: string, ecoutes: readonly string[]): Schema {
  const topics = Object.values(TOPICS).sort((a, b) => (a.nom < b.nom ? -1 : 1));
  const [emis, recus] = [topics.filter((t) => t.service === service), topics.filter((t) => ecoutes.includes(t.nom))];
  const siens = topics.filter((t) => emis.includes(t) || recus.includes(t));
  const schemas: Record<string, Schema> = {};
  recenser(EnveloppeSchema, schemas);
  for (const topic of siens) for (const { message } of topic.types.values()) recenser(message, schemas);
  const messages = siens.flatMap((t) => [...t.types].map(([type, champ]) => [identifiant(t.nom, type), messageDe(t, type, champ.message)]));
  return {
    asyncapi: '3.0.0',
    info: { title: `Service médical — messages de ${service}`, version, description: 'Messages protobuf dans leur enveloppe. Chaque champ porte sa confidentialité, chaque canal son plafond : rien de médical ne passe au-dessus.' },
    defaultContentType: 'application/protobuf',
    channels: Object.fromEntries(siens.map((t) => [nomCanal(t), canal(t)])),
    operations: Object.fromEntries([...emis.map((t) => operation(t, 'send')), ...recus.map((t) => operation(t, 'receive'))]),
    components: { messages: Object.fromEntries(messages), schemas },
  };
}
