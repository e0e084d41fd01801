import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { DescField, DescMessage, Message, MessageInitShape } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import { controleMessage } from './controle';
import { ecrivainPlat } from './ecrivain';
import { ErreurContrat } from './erreur';
import { TOPICS, topicNomme } from './registry';
import type { NomTopic, Racines, Topic } from './registry';

type MessageDe<C> = C extends { value: infer V } ? V : never;
type Union<T extends NomTopic> = MessageDe<Racines[T]['evenement']>;
type NomCourt<M> = M extends { $typeName: `sm.${string}.v1.${infer N}` } ? N : never;

/** Public types of a topic (`AvisRendu`). */
export type TypeDe<T extends NomTopic> = NomCourt<Union<T>>;
/** The message of a public type. */
export type MessageNomme<T extends NomTopic, N extends TypeDe<T>> = Extract<Union<T>, { $typeName: `sm.${string}.v1.${N}` }>;
/** What a producer gives for a public type: plain values, no `create()` needed. */
export type Donnees<T extends NomTopic, N extends TypeDe<T>> = MessageInitShape<GenMessage<MessageNomme<T, N> & Message>>;
/** A decoded message; `inconnu` is a type newer than this code: count it and skip it. */
export type Evenement<T extends NomTopic> =
  | { [N in TypeDe<T>]: { readonly type: N; readonly donnees: MessageNomme<T, N> } }[TypeDe<T>]
  | { readonly type: 'inconnu'; readonly donnees: null };

type Valeurs = Record<string, unknown>;
interface Compile {
  readonly ecrire: (donnees: Valeurs) => Uint8Array;
  readonly cle: readonly string[];
}

/** The general way, for messages with lists, choices or nested messages. */
function ecrivainCompose(topic: Topic, champ: DescField & { message: DescMessage }): Compile['ecrire'] {
  const controler = controleMessage(champ.message);
  return (donnees) => {
    const value = create(champ.message, donnees);
    controler(value as Message & Valeurs);
    return toBinary(topic.racine, create(topic.racine, { evenement: { case: champ.localName, value } }));
  };
}

function compiler(topic: Topic): ReadonlyMap<string, Compile> {
  return new Map(
    [...topic.types].map(([type, champ]) => {
      const cle = topic.cle.map((nom) => champ.message.fields.find((c) => c.name === nom)?.localName ?? nom);
      return [type, { ecrire: ecrivainPlat(champ, champ.message) ?? ecrivainCompose(topic, champ), cle }];
    }),
  );
}

const compiles = new Map(Object.values(TOPICS).map((t) => [t.nom, compiler(t)]));
const nomDuType = new Map(Object.values(TOPICS).flatMap((t) => [...t.types].map(([type, champ]) => [champ.message.typeName, type])));

function compile(topic: string, type: string): Compile {
  const trouve = compiles.get(topic)?.get(type);
  if (!trouve) throw new ErreurContrat('type-inconnu', `${topicNomme(topic).nom} ${type}`);
  return trouve;
}

/**
 * Bytes of one public message. `donnees` holds plain values; absent fields take their zero value.
 * Throws `topic-inconnu`, `type-inconnu`, `cle-absente`, `format-refuse`, `enumeration-refusee` or `valeur-refusee`.
 */
export function encoder<T extends NomTopic, N extends TypeDe<T>>(topic: T, type: N, donnees: Donnees<T, N>): Uint8Array {
  const { ecrire, cle } = compile(topic, type);
  for (const nom of cle) if (!(donnees as Valeurs)[nom]) throw new ErreurContrat('cle-absente', `${type}.${nom}`);
  try {
    return ecrire(donnees as Valeurs);
  } catch (erreur) {
    throw erreur instanceof ErreurContrat ? erreur : new ErreurContrat('valeur-refusee', `${topic} ${type}`);
  }
}

/** Key of a message on its topic: its key fields joined by `|`. Throws `type-inconnu`. */
export function cleDe<T extends NomTopic, N extends TypeDe<T>>(topic: T, type: N, donnees: Donnees<T, N>): string {
  return compile(topic, type)
    .cle.map((nom) => String((donnees as Valeurs)[nom] ?? ''))
    .join('|');
}

/**
 * Reads one public message. Unknown fields are kept aside and unknown enumeration values pass as numbers (open on reading).
 * Throws `topic-inconnu`, or `message-illisible` when the bytes are not protobuf.
 */
export function decoder<T extends NomTopic>(topic: T, octets: Uint8Array): Evenement<T> {
  let racine: Message & { evenement?: { value?: Message } };
  try {
    racine = fromBinary(topicNomme(topic).racine, octets);
  } catch (erreur) {
    throw erreur instanceof ErreurContrat ? erreur : new ErreurContrat('message-illisible', topic);
  }
  const donnees = racine.evenement?.value;
  const type = donnees ? nomDuType.get(donnees.$typeName) : undefined;
  return (type ? { type, donnees } : { type: 'inconnu', donnees: null }) as Evenement<T>;
}

/** Public type of these bytes from their first tag alone, without reading the message; `inconnu` when newer. Throws `topic-inconnu`. */
export function typePublic(topic: string, octets: Uint8Array): string {
  const { types } = topicNomme(topic);
  const lu = octets.length === 0 ? 0 : new BinaryReader(octets).tag()[0];
  for (const [type, champ] of types) if (champ.number === lu) return type;
  return 'inconnu';
}
