import { getOption, hasOption } from '@bufbuild/protobuf';
import type { DescField, DescFile, DescMessage } from '@bufbuild/protobuf';
import { ErreurContrat } from './erreur';
import { Plafond, topic as optionTopic } from './gen/sm/commun/v1/confidentialite_pb';
import { fichiers } from './gen/registre';
import type { Racines } from './gen/registre';

export type NomTopic = keyof Racines;
export type NomPlafond = keyof typeof Plafond;

export interface Topic {
  readonly nom: string;
  readonly service: string;
  readonly compacte: boolean;
  readonly plafond: NomPlafond;
  /** Fields that make the key, in order, joined by `|`. */
  readonly cle: readonly string[];
  readonly racine: DescMessage;
  /** The oneof's fields by public type (`AvisRendu`). */
  readonly types: ReadonlyMap<string, DescField & { message: DescMessage }>;
}

const estMessage = (champ: DescField): champ is DescField & { message: DescMessage } => champ.fieldKind === 'message';

function lireTopic(racine: DescMessage): Topic {
  const { nom, service, compacte, plafond, cle } = getOption(racine, optionTopic);
  const [oneof] = racine.oneofs;
  const seul = racine.oneofs.length === 1 && oneof?.fields.length === racine.fields.length;
  if (!seul || !oneof.fields.every(estMessage)) throw new ErreurContrat('topic-inconnu', `${racine.typeName} n’est pas un oneof de messages`);
  const types = new Map(oneof.fields.filter(estMessage).map((champ) => [champ.message.name, champ]));
  return { nom, service, compacte, plafond: Plafond[plafond] as NomPlafond, cle, racine, types };
}

/** The topics that these descriptors declare by the option `(sm.commun.v1.topic)`. Throws when two share a name. */
export function lireTopics(descripteurs: readonly DescFile[]): ReadonlyMap<string, Topic> {
  const topics = new Map<string, Topic>();
  for (const message of descripteurs.flatMap((f) => f.messages).filter((m) => hasOption(m, optionTopic))) {
    const topic = lireTopic(message);
    if (topics.has(topic.nom)) throw new ErreurContrat('topic-inconnu', `${topic.nom} est déclaré deux fois`);
    topics.set(topic.nom, topic);
  }
  return topics;
}

const publies = lireTopics(fichiers);

/** Every public topic by name, read from the descriptors: there is no other list. */
export const TOPICS: Readonly<Record<string, Topic>> = Object.freeze(Object.fromEntries(publies));

/** True when this name is a published topic: narrows a name that came from configuration or from a table. */
export const estTopic = (nom: string): nom is NomTopic => publies.has(nom);

/** Descriptor of a topic; throws `topic-inconnu`. */
export function topicNomme(nom: string): Topic {
  const topic = publies.get(nom);
  if (!topic) throw new ErreurContrat('topic-inconnu', nom);
  return topic;
}

export { fichiers };
export type { Racines };
