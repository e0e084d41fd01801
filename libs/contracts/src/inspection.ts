import { ScalarType, fromBinary, getOption } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage, Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { ErreurContrat } from './erreur';
import { Confidentialite, confidentialite } from './gen/sm/commun/v1/confidentialite_pb';
import { topicNomme } from './registry';

export type NiveauConfidentialite = 'ADMINISTRATIF' | 'IDENTIFIANT' | 'MEDICAL';
export type ValeurInspectee = string | number | boolean;

/** One field of a message, by its path in the contract (`liens[0].cible`), with its classification. */
export interface ChampInspecte {
  readonly chemin: string;
  readonly niveau: NiveauConfidentialite;
  readonly valeur: ValeurInspectee;
}

export interface MessageInspecte {
  /** Public type (`AvisRendu`), or `inconnu` when it is newer than this code. */
  readonly type: string;
  /** True when the message holds something medical, or something that this code cannot class: nothing of it is given. */
  readonly scelle: boolean;
  readonly champs: readonly ChampInspecte[];
  /** Fields newer than this code: counted, never shown. */
  readonly inconnus: number;
}

const NIVEAUX: Readonly<Record<number, NiveauConfidentialite>> = {
  [Confidentialite.ADMINISTRATIF]: 'ADMINISTRATIF',
  [Confidentialite.IDENTIFIANT]: 'IDENTIFIANT',
  [Confidentialite.MEDICAL]: 'MEDICAL',
};

/** A field without a class is taken at the worst; a field inside another is never below it. */
function niveauDe(champ: DescField, dessus: Confidentialite): Confidentialite {
  const propre = getOption(champ, confidentialite) || Confidentialite.MEDICAL;
  return Math.max(propre, dessus);
}

const nomEnum = (desc: DescEnum, n: number): string => desc.value[n]?.localName ?? String(n);
const tropGrand = (n: bigint): ValeurInspectee => (n > BigInt(Number.MAX_SAFE_INTEGER) || n < BigInt(Number.MIN_SAFE_INTEGER) ? String(n) : Number(n));

function scalaire(champ: DescField, valeur: unknown): ValeurInspectee {
  if (champ.enum) return nomEnum(champ.enum, valeur as number);
  if (typeof valeur === 'bigint') return tropGrand(valeur);
  if (champ.scalar === ScalarType.BYTES) return `${(valeur as Uint8Array).length} octets`;
  return valeur as ValeurInspectee;
}

interface Releve {
  readonly champs: ChampInspecte[];
  inconnus: number;
}

function relever(m: ReflectMessage, prefixe: string, dessus: Confidentialite, releve: Releve): void {
  releve.inconnus += m.message.$unknown?.length ?? 0;
  for (const champ of m.fields) {
    if (!m.isSet(champ)) continue;
    const niveau = niveauDe(champ, dessus);
    const chemin = `${prefixe}${champ.name}`;
    const poser = (ou: string, valeur: unknown, desc: DescMessage | undefined): void => {
      if (desc && desc.typeName !== 'google.protobuf.Timestamp') return relever(valeur as ReflectMessage, `${ou}.`, niveau, releve);
      const lue = desc ? timestampDate((valeur as ReflectMessage).message as Timestamp).toISOString() : scalaire(champ, valeur);
      releve.champs.push({ chemin: ou, niveau: NIVEAUX[niveau]!, valeur: lue });
    };
    if (champ.fieldKind === 'list') [...m.get(champ)].forEach((v, i) => poser(`${chemin}[${i}]`, v, champ.message));
    else if (champ.fieldKind === 'map') for (const [cle, v] of m.get(champ)) poser(`${chemin}[${String(cle)}]`, v, champ.message);
    else poser(chemin, m.get(champ), champ.message);
  }
}

/**
 * Reads one public message field by field, each with the classification its contract gives it. Fields at their zero value are absent from the bytes and from the result.
 * A message that holds a medical field is returned sealed: its type and nothing else.
 * Throws `topic-inconnu`, or `message-illisible` when the bytes are not protobuf.
 */
export function inspecter(topic: string, octets: Uint8Array): MessageInspecte {
  const { racine, types, plafond } = topicNomme(topic);
  let lu: Message & { evenement?: { value?: Message } };
  try {
    lu = fromBinary(racine, octets);
  } catch {
    throw new ErreurContrat('message-illisible', topic);
  }
  const valeur = lu.evenement?.value;
  const [type, champ] = [...types].find(([, c]) => c.message.typeName === valeur?.$typeName) ?? [];
  if (!valeur || !type || !champ) return { type: 'inconnu', scelle: false, champs: [], inconnus: lu.$unknown?.length ?? 0 };
  const releve: Releve = { champs: [], inconnus: 0 };
  relever(reflect(champ.message, valeur), '', Confidentialite.UNSPECIFIED, releve);
  const scelle = plafond === 'MEDICAL' || releve.champs.some((c) => c.niveau === 'MEDICAL');
  return { type, scelle, champs: scelle ? [] : releve.champs, inconnus: releve.inconnus };
}
