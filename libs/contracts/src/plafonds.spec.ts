import { clone, create, createFileRegistry, setExtension } from '@bufbuild/protobuf';
import type { DescFile } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label, FieldDescriptorProto_Type, FieldDescriptorProtoSchema, FieldOptionsSchema, FileDescriptorProtoSchema, FileDescriptorSetSchema,
  file_google_protobuf_descriptor, file_google_protobuf_timestamp,
} from '@bufbuild/protobuf/wkt';
import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { Confidentialite, DerogationSchema, Format, Plafond, TopicSchema, confidentialite, derogation, format, topic } from './gen/sm/commun/v1/confidentialite_pb';
import { ErreurContrat, verifierPlafonds } from './index';
import { fichiers, topicNomme } from './registry';

const { STRING, MESSAGE, BYTES, ENUM } = FieldDescriptorProto_Type;

interface Plante {
  type: FieldDescriptorProto_Type;
  typeName?: string;
  niveau?: Confidentialite;
  format?: Format;
  derogation?: { depuis: string; motif: string };
}

function champ({ type, typeName = '', ...options }: Plante): FieldDescriptorProto {
  const o = create(FieldOptionsSchema);
  if (options.niveau) setExtension(o, confidentialite, options.niveau);
  if (options.format) setExtension(o, format, options.format);
  if (options.derogation) setExtension(o, derogation, create(DerogationSchema, options.derogation));
  return create(FieldDescriptorProtoSchema, { name: 'plante', jsonName: 'plante', number: 90, label: FieldDescriptorProto_Label.OPTIONAL, type, typeName, options: o });
}

/** The published descriptors, with one message changed. */
function descripteurs(nom: string, changer: (message: DescriptorProto) => void): DescFile[] {
  const copies: FileDescriptorProto[] = fichiers.map((f) => clone(FileDescriptorProtoSchema, f.proto));
  const message = copies.flatMap((f) => f.messageType).find((m) => m.name === nom);
  if (!message) throw new Error(`message absent : ${nom}`);
  changer(message);
  const externes = [file_google_protobuf_descriptor, file_google_protobuf_timestamp].map((f) => f.proto);
  const registre = createFileRegistry(create(FileDescriptorSetSchema, { file: [...externes, ...ordonner(copies)] }));
  return [...registre.files];
}

function ordonner(protos: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const poses = new Map<string, FileDescriptorProto>();
  const poser = (p: FileDescriptorProto): void => {
    for (const d of p.dependency) protos.filter((q) => q.name === d).forEach(poser);
    poses.set(p.name, p);
  };
  protos.forEach(poser);
  return [...poses.values()];
}

const planter = (nom: string, plante: Plante) => () => verifierPlafonds(descripteurs(nom, (m) => m.field.push(champ(plante))));

function changerPlafond(nom: string, racine: string, plafond: Plafond, plante: Plante) {
  const files = descripteurs(nom, (m) => m.field.push(champ(plante)));
  const message = files.flatMap((f) => f.messages).find((m) => m.typeName === racine);
  const { service, compacte, cle } = topicNomme('sm.repertoire.personne.v1');
  if (message?.proto.options) setExtension(message.proto.options, topic, create(TopicSchema, { nom: 'sm.repertoire.personne.v1', service, compacte, cle: [...cle], plafond }));
  return () => verifierPlafonds(files);
}

describe('Le plafond de confidentialité des topics', () => {
  it('est respecté par les contrats publiés', () => {
    expect(() => verifierPlafonds()).not.toThrow();
  });

  it('accepte un champ identifiant de format déclaré', () => {
    expect(planter('DemandeRecue', { type: STRING, niveau: Confidentialite.IDENTIFIANT, format: Format.UUID })).not.toThrow();
  });

  it('refuse un champ médical sur un topic de plafond IDENTIFIANT', () => {
    expect(planter('AvisRendu', { type: STRING, niveau: Confidentialite.MEDICAL, format: Format.CIM10 })).toThrow(/AvisRendu\.plante : au-dessus du plafond IDENTIFIANT/);
  });

  it('refuse un champ sans confidentialité, même hors de tout topic', () => {
    expect(planter('Enveloppe', { type: STRING })).toThrow(/Enveloppe\.plante : sans confidentialité/);
  });

  it('refuse un type médical déclaré plus bas sans dérogation datée et motivée', () => {
    const ald: Plante = { type: MESSAGE, typeName: '.sm.commun.v1.NumeroAld', niveau: Confidentialite.IDENTIFIANT };
    expect(planter('DemandeRecue', ald)).toThrow(/sans dérogation/);
    expect(planter('DemandeRecue', ald)).toThrow(/NumeroAld\.numero : au-dessus du plafond/);
    expect(planter('DemandeRecue', { ...ald, derogation: { depuis: '', motif: 'Motif bien assez long pour convaincre' } })).toThrow(/sans dérogation/);
    expect(planter('DemandeRecue', { ...ald, derogation: { depuis: '2026-01-01', motif: 'Motif bien assez long pour convaincre' } })).not.toThrow();
  });

  it('refuse une énumération médicale déclarée plus bas sans dérogation', () => {
    expect(planter('DecisionNotifiee', { type: ENUM, typeName: '.sm.prestations.v1.Regime', niveau: Confidentialite.ADMINISTRATIF })).toThrow(/sans dérogation/);
  });

  it('voit un champ médical à toute profondeur', () => {
    const profond = () =>
      verifierPlafonds(descripteurs('NomUnite', (m) => m.field.push(champ({ type: STRING, niveau: Confidentialite.IDENTIFIANT, format: Format.RPPS }))));
    expect(profond).toThrow(/NomUnite\.plante : au-dessus du plafond ADMINISTRATIF de sm\.organisation\.unite\.v1/);
  });

  it('refuse le texte libre et les octets sous le plafond CAISSE', () => {
    const libre: Plante = { type: STRING, niveau: Confidentialite.ADMINISTRATIF };
    const racine = 'sm.repertoire.v1.EvenementPersonne';
    expect(changerPlafond('PersonneModifiee', racine, Plafond.CAISSE, libre)).toThrow(/PersonneModifiee\.plante : texte libre sous un plafond fermé/);
    expect(changerPlafond('PersonneModifiee', racine, Plafond.CAISSE, { ...libre, type: BYTES })).toThrow(/octets sous un plafond fermé/);
    expect(changerPlafond('PersonneModifiee', racine, Plafond.CAISSE, { ...libre, format: Format.JOUR })).not.toThrow();
    expect(changerPlafond('PersonneModifiee', racine, Plafond.MEDICAL, libre)).not.toThrow();
    expect(changerPlafond('PersonneModifiee', racine, Plafond.UNSPECIFIED, libre)).toThrow(/sans plafond/);
  });

  it('ne laisse passer dans les agrégats que de l’administratif', () => {
    expect(planter('CompteurPublie', { type: STRING, niveau: Confidentialite.IDENTIFIANT, format: Format.UUID })).toThrow(/plafond AGREGATS de sm\.agregats\.v1/);
    expect(planter('CompteurPublie', { type: STRING, niveau: Confidentialite.ADMINISTRATIF })).toThrow(/texte libre/);
  });

  it('refuse un topic dont un événement n’a pas la clé', () => {
    const sansCle = () => verifierPlafonds(descripteurs('DossierAnnule', (m) => m.field.splice(0, 1)));
    expect(sansCle).toThrow(/DossierAnnule : dossier_id ne peut être la clé/);
  });

  it('nomme tous les fautifs d’un coup, par une erreur de contrat', () => {
    const deux = () => verifierPlafonds(descripteurs('LienSouleve', (m) => m.field.push(champ({ type: STRING, niveau: Confidentialite.MEDICAL }))));
    expect(deux).toThrow(ErreurContrat);
    expect(deux).toThrow(/au-dessus du plafond[^]*texte libre/);
  });
});
