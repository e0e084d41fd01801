import { ErreurContrat, Canal, NatureDemande, Sens, TOPICS, TypeDossier, cleDe, decoder, encoder, estTopic, typePublic } from './index';
import type { Donnees } from './index';

const TOPIC = 'sm.prestations.dossier.v1';
const demande: Donnees<typeof TOPIC, 'DemandeRecue'> = {
  dossierId: '01890000-0000-7000-8000-00000000d055', typeDossier: TypeDossier.ALD, nature: NatureDemande.INITIALE, canal: Canal.PSE,
  uniteOrigine: 9993, unite: 9993, caisse: '931', departement: '93', recuLe: '2016-01-12',
};
const code = (f: () => unknown) => {
  try {
    f();
    return null;
  } catch (e) {
    return e instanceof ErreurContrat ? e.code : e;
  }
};

describe('Les topics', () => {
  it('sont lus dans les descripteurs, avec leur service, leur plafond et leur clé', () => {
    const resume = Object.values(TOPICS).map(({ nom, service, compacte, plafond, cle }) => [nom, service, compacte, plafond, cle.join('|')]);
    expect(resume.sort()).toEqual([
      ['sm.agregats.v1', 'pilotage', true, 'AGREGATS', 'source|unite|indicateur|axe|jour'],
      ['sm.organisation.affectation.v1', 'organisation', true, 'IDENTIFIANT', 'id'],
      ['sm.organisation.empechement.v1', 'organisation', true, 'IDENTIFIANT', 'id'],
      ['sm.organisation.unite.v1', 'organisation', true, 'ADMINISTRATIF', 'id'],
      ['sm.prestations.dossier.v1', 'prestations', false, 'IDENTIFIANT', 'dossier_id'],
      ['sm.racines.v1', 'tous', true, 'ADMINISTRATIF', 'source|unite|rang'],
      ['sm.repertoire.personne.v1', 'repertoire', false, 'IDENTIFIANT', 'personne_id'],
    ]);
  });

  it('se reconnaissent par leur nom', () => {
    expect([estTopic(TOPIC), estTopic('toString'), estTopic('sm.rien.v1')]).toEqual([true, false, false]);
  });

  it('donnent la clé d’un message', () => {
    expect(cleDe(TOPIC, 'DemandeRecue', demande)).toBe(demande.dossierId);
    expect(cleDe('sm.agregats.v1', 'CompteurPublie', { source: 's', unite: 3, indicateur: 'ald.avis', axe: '*', jour: '2016-01-12' })).toBe('s|3|ald.avis|*|2016-01-12');
  });
});

describe('Un message public', () => {
  it('se relit tel qu’il a été écrit', () => {
    const lu = decoder(TOPIC, encoder(TOPIC, 'DemandeRecue', demande));
    expect(lu).toMatchObject({ type: 'DemandeRecue', donnees: { ...demande, repris: false } });
  });

  it('dit son type sans être lu en entier', () => {
    expect(typePublic(TOPIC, encoder(TOPIC, 'DemandeRecue', demande))).toBe('DemandeRecue');
    expect(typePublic(TOPIC, new Uint8Array([0xfa, 0x06, 0x00]))).toBe('inconnu');
    expect(typePublic(TOPIC, new Uint8Array())).toBe('inconnu');
  });

  it('donne à chaque type sa forme, connue du compilateur', () => {
    const lu = decoder(TOPIC, encoder(TOPIC, 'DemandeRecue', demande));
    expect(lu.type === 'DemandeRecue' ? lu.donnees.recuLe : null).toBe('2016-01-12');
  });

  it('refuse un topic ou un type qui n’existe pas', () => {
    expect(code(() => decoder('sm.rien.v1' as typeof TOPIC, new Uint8Array()))).toBe('topic-inconnu');
    expect(code(() => encoder(TOPIC, 'DossierVole' as 'DemandeRecue', demande))).toBe('type-inconnu');
  });

  it('refuse une valeur hors de son format, sans la répéter', () => {
    const mauvais = () => encoder(TOPIC, 'DemandeRecue', { ...demande, recuLe: 'diabète de type 2' });
    expect(code(mauvais)).toBe('format-refuse');
    expect(mauvais).toThrow(/^(?!.*diab)/);
    expect(code(() => encoder('sm.organisation.affectation.v1', 'AffectationPubliee', { id: demande.dossierId, habilitations: ['ald', 'texte libre'] }))).toBe('format-refuse');
  });

  it('refuse une énumération absente ou inconnue à l’écriture, mais lit celle d’une version plus récente', () => {
    expect(code(() => encoder(TOPIC, 'DemandeRecue', { ...demande, canal: undefined }))).toBe('enumeration-refusee');
    expect(code(() => encoder(TOPIC, 'DemandeRecue', { ...demande, canal: 99 as Canal }))).toBe('enumeration-refusee');
    const octets = encoder(TOPIC, 'DemandeRecue', demande);
    octets[octets.indexOf(0x20) + 1] = 42;
    expect(decoder(TOPIC, octets).donnees).toMatchObject({ canal: 42 });
  });

  it('refuse une clé absente et un nombre hors bornes', () => {
    expect(code(() => encoder(TOPIC, 'DemandeRecue', { ...demande, dossierId: '' }))).toBe('cle-absente');
    expect(code(() => encoder(TOPIC, 'DemandeRecue', { ...demande, unite: -1 }))).toBe('valeur-refusee');
    expect(code(() => encoder(TOPIC, 'DemandeRecue', { ...demande, unite: '93' as unknown as number }))).toBe('valeur-refusee');
  });

  it('reste juste après un refus : le tampon partagé est remis à zéro', () => {
    const avant = encoder(TOPIC, 'DemandeRecue', demande);
    code(() => encoder(TOPIC, 'DemandeRecue', { ...demande, recuLe: 'x' }));
    expect(encoder(TOPIC, 'DemandeRecue', demande)).toEqual(avant);
  });

  it('d’un type plus récent que le lecteur se dit inconnu', () => {
    expect(decoder(TOPIC, new Uint8Array([0xfa, 0x06, 0x00]))).toEqual({ type: 'inconnu', donnees: null });
  });

  it('illisible le dit', () => {
    expect(code(() => decoder(TOPIC, new Uint8Array([0xff])))).toBe('message-illisible');
  });

  it('garde le sens de l’avis en énumération, jamais en texte', () => {
    expect(Sens[Sens.DEFAVORABLE_MEDICAL]).toBe('DEFAVORABLE_MEDICAL');
  });
});
