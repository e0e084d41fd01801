import { getOption } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import { ErreurContrat } from './erreur';
import { Format, FormatSchema, format, motif } from './gen/sm/commun/v1/confidentialite_pb';

type Valeurs = Readonly<Record<string, unknown>>;
type Controle = (message: Valeurs) => void;

const motifs = new Map(FormatSchema.values.filter((v) => v.number !== Format.UNSPECIFIED).map((v) => [v.number, new RegExp(getOption(v, motif))]));

const HORS_CONTROLE = (): void => undefined;
const controles = new WeakMap<DescMessage, Controle>();

function controleTexte(champ: DescField): (valeur: unknown) => void {
  const attendu = motifs.get(getOption(champ, format));
  if (!attendu) return HORS_CONTROLE;
  return (valeur) => {
    if (typeof valeur !== 'string' || !attendu.test(valeur)) throw new ErreurContrat('format-refuse', champ.toString());
  };
}

function controleEnum(champ: DescField, desc: DescEnum): (valeur: unknown) => void {
  const connues = new Set(desc.values.map((v) => v.number).filter((n) => n !== 0));
  return (valeur) => {
    if (!connues.has(valeur as number)) throw new ErreurContrat('enumeration-refusee', champ.toString());
  };
}

/** Check of one value of a field: its declared format, its enumeration, or its nested message. */
export function controleValeur(champ: DescField): (valeur: unknown) => void {
  if (champ.enum) return controleEnum(champ, champ.enum);
  const { message } = champ;
  if (message) return (valeur) => controleMessage(message)(valeur as Valeurs);
  return controleTexte(champ);
}

function controleChamp(champ: DescField): Controle {
  const controler = controleValeur(champ);
  if (controler === HORS_CONTROLE) return HORS_CONTROLE;
  const nom = champ.localName;
  if (champ.fieldKind === 'list') return (m) => (m[nom] as readonly unknown[]).forEach(controler);
  if (champ.oneof) {
    const choix = champ.oneof.localName;
    return (m) => {
      const { case: cas, value } = m[choix] as { case?: string; value?: unknown };
      if (cas === nom) controler(value);
    };
  }
  return (m) => {
    const valeur = m[nom];
    if (valeur !== undefined && valeur !== '') controler(valeur);
  };
}

/**
 * Compiled check of what a producer writes: declared formats and known enumeration values, nested messages included.
 * Empty strings are absent values and pass; UNSPECIFIED does not. Throws `format-refuse` or `enumeration-refusee`.
 */
export function controleMessage(desc: DescMessage): Controle {
  const connu = controles.get(desc);
  if (connu) return connu;
  const champs = desc.typeName.startsWith('google.') ? [] : desc.fields.map(controleChamp).filter((c) => c !== HORS_CONTROLE);
  const controler: Controle = (message) => {
    for (const c of champs) c(message);
  };
  controles.set(desc, controler);
  return controler;
}
