import { ScalarType, create, toBinary } from '@bufbuild/protobuf';
import type { DescEnum, DescField, Message } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { TOPICS, decoder, encoder } from './index';
import type { Donnees, NomTopic, TypeDe } from './index';

const TOPIC = 'sm.prestations.dossier.v1';
const graine = Number(process.env['GRAINE'] ?? Date.now() % 2 ** 31);

const jour = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
const TEXTES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  dossierId: fc.uuid(),
  convocationId: fc.uuid(),
  caisse: fc.constantFrom('', '931', '971'),
  departement: fc.constantFrom('', '93', '2B', '974'),
  versionRegle: jour.map((j) => `ald-${j}`),
};

const valeurEnum = (desc: DescEnum) => fc.constantFrom(...desc.values.map((v) => v.number).filter((n) => n !== 0));

function valeur(champ: DescField): fc.Arbitrary<unknown> {
  const choix: fc.Arbitrary<unknown> = champ.enum ? valeurEnum(champ.enum) : jour;
  if (champ.proto.proto3Optional) return fc.option(choix, { nil: undefined });
  if (champ.enum) return choix;
  if (TEXTES[champ.localName]) return TEXTES[champ.localName] as fc.Arbitrary<string>;
  if (champ.scalar === ScalarType.BOOL) return fc.boolean();
  return champ.scalar === ScalarType.UINT32 ? fc.integer({ min: 0, max: 2 ** 31 }) : jour;
}

describe(`L’écriture rapide (graine ${graine})`, () => {
  const { racine, types } = TOPICS[TOPIC] ?? { racine: undefined, types: new Map<string, never>() };

  it.each([...types])('de %s donne les octets de protobuf-es et se relit', (type, champ) => {
    const donnees = fc.record(Object.fromEntries(champ.message.fields.map((c) => [c.localName, valeur(c)])));
    fc.assert(
      fc.property(donnees, (d) => {
        const octets = encoder(TOPIC as NomTopic, type as TypeDe<NomTopic>, d as Donnees<NomTopic, TypeDe<NomTopic>>);
        const message = create(champ.message, d);
        if (!racine) throw new Error('topic absent');
        expect(octets).toEqual(toBinary(racine, create(racine, { evenement: { case: champ.localName, value: message } })));
        const lu = decoder(TOPIC, octets) as { type: string; donnees: Message };
        expect(lu.type).toBe(type);
        expect(lu.donnees).toEqual(message);
      }),
      { seed: graine, numRuns: 100 },
    );
  });
});
