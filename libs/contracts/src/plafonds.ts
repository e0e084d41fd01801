import { ScalarType, getOption, hasOption } from '@bufbuild/protobuf';
import type { DescField, DescFile, DescMessage } from '@bufbuild/protobuf';
import { ErreurContrat } from './erreur';
import { Confidentialite, Format, classe, classe_enum, confidentialite, derogation, format } from './gen/sm/commun/v1/confidentialite_pb';
import { fichiers, lireTopics } from './registry';
import type { NomPlafond, Topic } from './registry';

const { ADMINISTRATIF, IDENTIFIANT, MEDICAL, UNSPECIFIED } = Confidentialite;

const NIVEAU_ADMIS: Readonly<Record<NomPlafond, Confidentialite>> = {
  UNSPECIFIED,
  AGREGATS: ADMINISTRATIF,
  ADMINISTRATIF,
  CAISSE: IDENTIFIANT,
  IDENTIFIANT,
  MEDICAL,
};
const FERMES: ReadonlySet<NomPlafond> = new Set(['AGREGATS', 'CAISSE', 'IDENTIFIANT']);
const EXTERNES = new Set(['google.protobuf.Timestamp', 'google.protobuf.Duration']);

const maison = (m: DescMessage) => m.typeName.startsWith('sm.');
const tousMessages = (messages: readonly DescMessage[]): DescMessage[] => messages.flatMap((m) => [m, ...tousMessages(m.nestedMessages)]);

/** The level that the type itself imposes, whatever the field says. */
function classeDuType(champ: DescField): Confidentialite {
  if (champ.enum) return getOption(champ.enum, classe_enum);
  return champ.message && maison(champ.message) ? getOption(champ.message, classe) : UNSPECIFIED;
}

function derogationComplete(champ: DescField): boolean {
  if (!hasOption(champ, derogation)) return false;
  const { depuis, motif } = getOption(champ, derogation);
  return /^\d{4}-\d{2}-\d{2}$/.test(depuis) && motif.trim().length >= 20;
}

/** Every field of every message is classed, and never below the class of its type without a dated, reasoned exception. */
function fautesDeClassement(message: DescMessage): string[] {
  return message.fields.flatMap((champ) => {
    const niveau = getOption(champ, confidentialite);
    if (niveau === UNSPECIFIED) return [`${champ} : sans confidentialité`];
    if (niveau < classeDuType(champ) && !derogationComplete(champ)) return [`${champ} : type classé plus haut, sans dérogation datée et motivée`];
    return [];
  });
}

function fauteDeContenu(champ: DescField): string | null {
  if (champ.fieldKind === 'map') return 'dictionnaire sous un plafond fermé';
  if (champ.scalar === ScalarType.BYTES) return 'octets sous un plafond fermé';
  if (champ.scalar === ScalarType.STRING && getOption(champ, format) === Format.UNSPECIFIED) return 'texte libre sous un plafond fermé';
  if (champ.message && !maison(champ.message) && !EXTERNES.has(champ.message.typeName)) return 'type externe sous un plafond fermé';
  return null;
}

function fautesDePlafond(topic: Topic, message: DescMessage, admis: Confidentialite, chemin: readonly DescMessage[] = []): string[] {
  if (chemin.includes(message) || !maison(message)) return [];
  return message.fields.flatMap((champ) => {
    const fautes = getOption(champ, confidentialite) > admis ? [`${champ} : au-dessus du plafond ${topic.plafond} de ${topic.nom}`] : [];
    const contenu = FERMES.has(topic.plafond) ? fauteDeContenu(champ) : null;
    if (contenu) fautes.push(`${champ} : ${contenu} (${topic.nom})`);
    if (!champ.message) return fautes;
    const dessous = derogationComplete(champ) ? MEDICAL : admis;
    return [...fautes, ...fautesDePlafond(topic, champ.message, dessous, [...chemin, message])];
  });
}

function fautesDuTopic(topic: Topic): string[] {
  const fautes = fautesDePlafond(topic, topic.racine, NIVEAU_ADMIS[topic.plafond]);
  if (topic.plafond === 'UNSPECIFIED') fautes.push(`${topic.nom} : sans plafond`);
  if (!topic.service || topic.cle.length === 0) fautes.push(`${topic.nom} : sans service ou sans clé`);
  for (const [type, { message }] of topic.types) {
    for (const nom of topic.cle) {
      const champ = message.fields.find((c) => c.name === nom);
      if (!champ || champ.fieldKind !== 'scalar' || getOption(champ, confidentialite) === MEDICAL) fautes.push(`${type} : ${nom} ne peut être la clé de ${topic.nom}`);
    }
  }
  return fautes;
}

/**
 * Checks the descriptors at build and at boot: each field is classed, no topic carries, at any depth, more than its ceiling,
 * and closed ceilings hold enumerations, dates, numbers and declared formats only. Throws `plafond-depasse` with every offender.
 */
export function verifierPlafonds(descripteurs: readonly DescFile[] = fichiers): void {
  const messages = tousMessages(descripteurs.flatMap((f) => f.messages)).filter(maison);
  const fautes = [...messages.flatMap(fautesDeClassement), ...[...lireTopics(descripteurs).values()].flatMap(fautesDuTopic)];
  const extensions = descripteurs.flatMap((f) => f.extensions).filter((e) => !e.extendee.typeName.startsWith('google.protobuf.'));
  fautes.push(...extensions.map((e) => `${e} : extension hors des options`));
  if (fautes.length > 0) throw new ErreurContrat('plafond-depasse', `\n- ${fautes.join('\n- ')}`);
}
