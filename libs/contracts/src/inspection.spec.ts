import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { create, fromJson, getOption, toBinary } from '@bufbuild/protobuf';
import type { DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import { TOPICS, inspecter } from './index';
import { Confidentialite, confidentialite } from './gen/sm/commun/v1/confidentialite_pb';

const dossier = join(__dirname, '..', '..', '..', 'proto', 'exemples');
const noms = (topic: string) => readdirSync(join(dossier, topic)).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5));
const octets = (topic: string, nom: string) => new Uint8Array(Buffer.from(readFileSync(join(dossier, topic, `${nom}.hex`), 'utf8').trim(), 'hex'));
const json = (topic: string, nom: string) => JSON.parse(readFileSync(join(dossier, topic, `${nom}.json`), 'utf8')) as JsonObject;

/** How many values the golden JSON holds, objects and lists opened. */
const feuilles = (v: JsonValue): number => (v !== null && typeof v === 'object' ? Object.values(v).reduce((n: number, x) => n + feuilles(x), 0) : 1);
const champNomme = (m: DescMessage, nom: string) => m.fields.find((c) => c.name === nom);

describe.each(Object.values(TOPICS))('Les exemples figés de $nom', ({ nom: topic, types }) => {
  it.each(noms(topic))('%s : chaque champ est dit une fois, avec sa classe', (nom) => {
    const lu = inspecter(topic, octets(topic, nom));
    expect(lu).toMatchObject({ type: nom.split('.')[0], scelle: false, inconnus: 0 });
    expect(new Set(lu.champs.map((c) => c.chemin)).size).toBe(lu.champs.length);
    expect(lu.champs).toHaveLength(feuilles(Object.values(json(topic, nom))[0]!));
    const { message } = types.get(lu.type)!;
    for (const c of lu.champs.filter((x) => /^[a-z_]+$/.test(x.chemin))) {
      expect({ [c.chemin]: c.niveau }).toEqual({ [c.chemin]: Confidentialite[getOption(champNomme(message, c.chemin)!, confidentialite)] });
    }
  });
});

it('aucun message public n’a de champ médical : tous se lisent ouverts', () => {
  const niveaux = Object.values(TOPICS).flatMap((t) => noms(t.nom).flatMap((n) => inspecter(t.nom, octets(t.nom, n)).champs.map((c) => c.niveau)));
  expect([...new Set(niveaux)].sort()).toEqual(['ADMINISTRATIF', 'IDENTIFIANT']);
});

it('l’identifiant d’un dossier et son acteur désignent, sa date et son unité non', () => {
  const { champs } = inspecter('sm.prestations.dossier.v1', octets('sm.prestations.dossier.v1', 'AvisRendu'));
  const niveau = (chemin: string) => champs.find((c) => c.chemin === chemin)?.niveau;
  expect(champs.filter((c) => c.niveau === 'IDENTIFIANT').map((c) => c.chemin)).toEqual(['dossier_id']);
  expect(niveau('sens')).toBe('ADMINISTRATIF');
});

it('un message d’un type plus récent, ou un champ plus récent, se compte et ne se montre pas', () => {
  expect(inspecter('sm.prestations.dossier.v1', new Uint8Array([0xfa, 0x3f, 0x02, 0x08, 0x01]))).toEqual({ type: 'inconnu', scelle: false, champs: [], inconnus: 1 });
  const { racine, types } = TOPICS['sm.prestations.dossier.v1']!;
  const [[, champ]] = [...types] as [[string, NonNullable<ReturnType<typeof types.get>>]];
  const valeur = create(champ.message, {});
  valeur.$unknown = [{ no: 4000, wireType: 2, data: new Uint8Array(Buffer.from('\u0008Jean Ex.')) }];
  const lu = inspecter('sm.prestations.dossier.v1', toBinary(racine, create(racine, { evenement: { case: champ.localName, value: valeur } })));
  expect(lu).toMatchObject({ champs: [], inconnus: 1 });
});

it('des octets qui ne sont pas un message sont refusés, sans les répéter', () => {
  expect(() => inspecter('sm.prestations.dossier.v1', new Uint8Array([1, 2, 3]))).toThrow('message-illisible');
  expect(() => inspecter('sm.absent.v1', new Uint8Array())).toThrow('topic-inconnu');
  expect(fromJson(TOPICS['sm.agregats.v1']!.racine, json('sm.agregats.v1', 'CompteurPublie'))).toBeDefined();
});
