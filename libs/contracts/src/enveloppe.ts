import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { controleMessage } from './controle';
import { ErreurContrat } from './erreur';
import { EnveloppeSchema } from './gen/sm/commun/v1/enveloppe_pb';

/** What surrounds a public message on the wire. `seq` and `rang` stay under 2^53. */
export interface Enveloppe {
  readonly id: string;
  readonly source: string;
  readonly topic: string;
  readonly part: number;
  readonly seq: number;
  readonly cle: string;
  readonly type: string;
  readonly unite: number;
  readonly version: number;
  readonly survenuLe: Date;
  readonly enregistreLe: Date;
  readonly rang: number;
  readonly h: Uint8Array;
  readonly donnees: Uint8Array;
}

const controler = controleMessage(EnveloppeSchema);

const message = (e: Enveloppe) =>
  ({
    $typeName: EnveloppeSchema.typeName,
    id: e.id, source: e.source, topic: e.topic, part: e.part, seq: BigInt(e.seq), cle: e.cle, type: e.type, unite: e.unite, version: e.version,
    survenuLe: timestampFromDate(e.survenuLe), enregistreLe: timestampFromDate(e.enregistreLe), rang: BigInt(e.rang), h: e.h, donnees: e.donnees,
  }) as const;

/** Bytes of an envelope. Throws `format-refuse` or `valeur-refusee`. */
export function encoderEnveloppe(e: Enveloppe): Uint8Array {
  try {
    const m = message(e);
    controler(m);
    return toBinary(EnveloppeSchema, m);
  } catch (erreur) {
    throw erreur instanceof ErreurContrat ? erreur : new ErreurContrat('valeur-refusee', EnveloppeSchema.typeName);
  }
}

/** A counter above 2^53 is no sequence of ours. */
function entier(n: bigint): number {
  if (n > BigInt(Number.MAX_SAFE_INTEGER)) throw new ErreurContrat('message-illisible', EnveloppeSchema.typeName);
  return Number(n);
}

function lire(octets: Uint8Array) {
  try {
    return fromBinary(EnveloppeSchema, octets);
  } catch {
    throw new ErreurContrat('message-illisible', EnveloppeSchema.typeName);
  }
}

/** Reads an envelope; the payload stays in bytes. Throws `message-illisible`, also when a date is missing. */
export function decoderEnveloppe(octets: Uint8Array): Enveloppe {
  const { $typeName, $unknown, seq, rang, survenuLe, enregistreLe, ...reste } = lire(octets);
  if (!survenuLe || !enregistreLe) throw new ErreurContrat('message-illisible', `${$typeName} sans date`);
  return { ...reste, seq: entier(seq), rang: entier(rang), survenuLe: timestampDate(survenuLe), enregistreLe: timestampDate(enregistreLe) };
}
