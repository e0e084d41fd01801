import { jusqua } from '@sm/testing';
import { Faussaire, Persona, Porteur, Regard, ouvrirHote, type Hote, type Probleme } from '../outils';

interface Unite {
  readonly id: number;
  readonly code: string;
  readonly nom: string;
  readonly caisses: readonly string[];
  readonly parent: number | null;
  readonly successeur: number;
  readonly enVigueur: boolean;
}

let hote: Hote;
let lecteur: Persona;
beforeAll(async () => {
  hote = await ouvrirHote();
  lecteur = await Persona.entrer(hote, '931001');
}, 300_000);

const unites = async (jour: string, type: string): Promise<readonly Unite[]> => (await lecteur.lire<{ unites: Unite[] }>('organisation', `/unites?jour=${jour}&type=${type}`)).corps.unites;
const unite = async (code: string, jour: string): Promise<Unite> => (await lecteur.lire<{ unite: Unite }>('organisation', `/unites/${code}?jour=${jour}`)).corps.unite;

describe('TR-000-05 : l’organisation est une donnée datée', () => {
  it.each([['2008-06-30', 17, 133], ['2016-12-31', 17, 107], ['2021-12-31', 16, 107]])('au %s : %i régions et %i échelons', async (jour, regions, echelons) => {
    expect([(await unites(jour, 'regionale')).length, (await unites(jour, 'locale')).length]).toEqual([regions, echelons]);
  });

  it('chaque échelon a un parent en vigueur et au moins une caisse, à chaque date', async () => {
    for (const jour of ['2008-06-30', '2016-12-31', '2021-12-31']) {
      const regions = new Set((await unites(jour, 'regionale')).map((u) => u.id));
      for (const u of await unites(jour, 'locale')) expect({ jour, code: u.code, parent: regions.has(u.parent ?? 0), caisses: u.caisses.length > 0 }).toEqual({ jour, code: u.code, parent: true, caisses: true });
    }
  });

  it('depuis le 2025-10-01, le service est dans la caisse ; la veille encore, il ne l’était pas, et c’est la même unité', async () => {
    const [veille, jour] = [await unite('ELSM-931', '2025-09-30'), await unite('ELSM-931', '2025-10-01')];
    expect(jour.id).toBe(veille.id);
    expect(veille.nom).toBe('ELSM Seine-Saint-Denis');
    expect(jour.nom).toBe('Service du contrôle médical - CPAM Seine-Saint-Denis');
    expect(jour.caisses).toEqual(['931']);
    const [avant, apres] = [await unites('2025-09-30', 'locale'), await unites('2025-10-01', 'locale')];
    expect(avant.some((u) => /Service du contrôle médical/.test(u.nom))).toBe(false);
    expect(apres.every((u) => !/^ELSM/.test(u.nom))).toBe(true);
  });

  it('une région fusionnée n’est plus en vigueur, et dit qui lui succède', async () => {
    expect(await unite('H-ALM', '2016-12-31')).toMatchObject({ enVigueur: true });
    expect(await unite('H-ALM', '2021-12-31')).toMatchObject({ enVigueur: false });
  });

  it('les droits suivent les dates : hier rien, aujourd’hui tout, après la clôture plus rien', async () => {
    const [admin, sub] = [await Porteur.machine(hote, 'amorce'), `agent:ESSAI${Date.now()}`];
    const personne = new Porteur(hote, new Faussaire(hote).jeton(sub));
    const statut = async (): Promise<number> => (await personne.lire('pilotage', '/rapports/ELSM-931/2016')).statut;
    expect(await statut()).toBe(403);
    const ouverte = await admin.poster<{ id: string; version: number }>('organisation', '/affectations', {
      acteur: sub, nom: 'Essai', prenom: 'Ada', categorie: 'administratif', unite: 'ELSM-931', role: 'UGDR', activite: '*', quotite: 1, du: '2020-01-01',
    });
    expect(ouverte.statut).toBe(201);
    await jusqua(async () => (await statut()) === 200, { delaiMs: 10_000, quoi: 'le droit ouvert' });
    const close = await admin.poster('organisation', `/affectations/${ouverte.corps.id}/cloture`, { au: '2020-12-31' }, { 'if-match': `"${ouverte.corps.version}"` });
    expect(close.statut).toBe(200);
    await jusqua(async () => (await statut()) === 403, { delaiMs: 10_000, quoi: 'le droit clos' });
  }, 30_000);

  it('TR-000-04 : personne de l’échelon ne change ni l’arbre, ni les droits, ni une règle nationale', async () => {
    const corps = { acteur: 'agent:931001', unite: 'CNAM', role: 'ADMIN', activite: '*', quotite: 1, du: '2020-01-01', categorie: 'administratif' };
    for (const matricule of ['931001', '931066', 'CP931001', 'IDF001', 'CNAM001']) {
      const agent = await Persona.entrer(hote, matricule);
      expect(await agent.poster<Probleme>('organisation', '/affectations', corps)).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
      expect((await agent.poster('organisation', '/unites', {})).statut).toBe(404);
    }
  });

  it('chaque avis repris garde la version de l’organisation, de la règle et de la nomenclature de son jour', async () => {
    const base = await Regard.ouvrir(hote, 'prestations');
    const [total, muets] = [await base.compter("journal WHERE type = 'AvisRendu'"), await base.compter("journal WHERE type = 'AvisRendu' AND (prive->'prive'->'versions'->>'organisation' IS NULL OR prive->'prive'->'versions'->>'regle' IS NULL OR prive->'prive'->'versions'->>'nomenclature' IS NULL)")];
    await base.fermer();
    expect(total).toBeGreaterThanOrEqual(hote.manifeste.comptes.demandes);
    expect(muets).toBe(0);
  });
});

describe('Être prêt, c’est avancer', () => {
  interface Pret {
    readonly etat: string;
    readonly parties: readonly { readonly nom: string; readonly etat: string; readonly dernierProgres: string | null }[];
  }
  /** On the service's own port, as what watches it asks: the public door does not show it. */
  const pret = async (service: string): Promise<{ statut: number; corps: Pret }> => {
    const { services } = JSON.parse(hote.lire('plateforme.json')) as { services: Record<string, string> };
    const reponse = await fetch(`${services[service]}/sante/pret`);
    return { statut: reponse.status, corps: (await reponse.json()) as Pret };
  };

  it('la porte publique ne dit rien de la santé des services', async () => {
    expect((await lecteur.lire<Probleme>('prestations', '/sante/pret')).statut).toBe(404);
  });

  it.each([['organisation'], ['repertoire'], ['prestations'], ['pilotage']])('%s est prêt, et ce qui tourne vient de progresser', async (service) => {
    const { statut, corps } = await pret(service);
    expect({ service, statut, etat: corps.etat }).toEqual({ service, statut: 200, etat: 'ok' });
    expect(corps.parties.map((p) => p.nom)).toEqual(expect.arrayContaining(['base', 'consommateurs', 'horloges', 'sequenceur']));
    expect(corps.parties.filter((p) => p.etat !== 'ok')).toEqual([]);
    const avant = corps.parties.find((p) => p.nom === 'sequenceur')?.dernierProgres ?? '';
    await jusqua(async () => ((await pret(service)).corps.parties.find((p) => p.nom === 'sequenceur')?.dernierProgres ?? '') > avant, { delaiMs: 10_000, quoi: 'le progrès du séquenceur' });
  }, 20_000);
});
