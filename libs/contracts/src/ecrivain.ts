import { ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { controleValeur } from './controle';
import { ErreurContrat } from './erreur';

type Valeurs = Readonly<Record<string, unknown>>;
type Ecriture = (w: BinaryWriter, message: Valeurs) => void;
type Genre = 'string' | 'number' | 'boolean';

interface Scalaire {
  readonly genre: Genre;
  readonly zero: unknown;
  readonly fil: WireType;
  readonly ecrire: (w: BinaryWriter, valeur: never) => unknown;
}

const SCALAIRES = new Map<ScalarType, Scalaire>([
  [ScalarType.STRING, { genre: 'string', zero: '', fil: WireType.LengthDelimited, ecrire: (w, v: string) => w.string(v) }],
  [ScalarType.UINT32, { genre: 'number', zero: 0, fil: WireType.Varint, ecrire: (w, v: number) => w.uint32(v) }],
  [ScalarType.INT32, { genre: 'number', zero: 0, fil: WireType.Varint, ecrire: (w, v: number) => w.int32(v) }],
  [ScalarType.BOOL, { genre: 'boolean', zero: false, fil: WireType.Varint, ecrire: (w, v: boolean) => w.bool(v) }],
  [ScalarType.DOUBLE, { genre: 'number', zero: 0, fil: WireType.Bit64, ecrire: (w, v: number) => w.double(v) }],
]);
const ENUMERATION: Scalaire = { genre: 'number', zero: undefined, fil: WireType.Varint, ecrire: (w, v: number) => w.int32(v) };

function scalaire(champ: DescField): Scalaire | undefined {
  if (champ.oneof) return undefined;
  if (champ.fieldKind === 'enum') return ENUMERATION;
  return champ.fieldKind === 'scalar' ? SCALAIRES.get(champ.scalar) : undefined;
}

function ecritureChamp(champ: DescField, { genre, zero, fil, ecrire }: Scalaire): Ecriture {
  const nom = champ.localName;
  const entete = ((champ.number << 3) | fil) >>> 0;
  const controler = controleValeur(champ);
  const optionnel = champ.proto.proto3Optional;
  const enumeration = champ.fieldKind === 'enum';
  const ecrireValeur = ecrire as (w: BinaryWriter, valeur: unknown) => unknown;
  return (w, message) => {
    const valeur = message[nom];
    if (valeur === undefined ? optionnel || !enumeration : !optionnel && valeur === zero) return;
    if (typeof valeur !== genre) throw new ErreurContrat(enumeration ? 'enumeration-refusee' : 'valeur-refusee', champ.toString());
    controler(valeur);
    ecrireValeur(w.uint32(entete), valeur);
  };
}

/**
 * Compiled writer of a message made of plain scalars and enumerations: checks and writes in one pass, without building the message.
 * Null when the message has another shape (lists, nested messages, choices). One buffer serves every call, hence no await within.
 */
export function ecrivainPlat(racine: DescField, message: DescMessage): ((donnees: Valeurs) => Uint8Array) | null {
  const champs = [...message.fields].sort((a, b) => a.number - b.number);
  const ecritures = champs.flatMap((champ) => {
    const genre = scalaire(champ);
    return genre ? [ecritureChamp(champ, genre)] : [];
  });
  if (ecritures.length !== champs.length) return null;
  const w = new BinaryWriter();
  return (donnees) => {
    try {
      w.tag(racine.number, WireType.LengthDelimited).fork();
      for (const ecrire of ecritures) ecrire(w, donnees);
      return w.join().finish();
    } catch (erreur) {
      w.finish();
      throw erreur;
    }
  };
}
