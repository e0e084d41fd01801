import { Tenancy } from '@sm/platform';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { definitionOrganisation } from '../src/organisation.module';
import { COLONNES_MESURES } from '../src/ligne-mesure';
import { rpps } from './personnel';

const AMORCE = 'machine:amorce';
const PERSONNE = '01900000-0000-7000-8000-00000000000a';
let p: PlateformeDeTest;
let cles = 0;
type Corps = { id: string; version: number; code: string; details: unknown; elements: { acteur: string }[]; personnes: number };
const cle = (): Record<string, string> => ({ 'idempotency-key': `mesure-${++cles}` });
const appeler = (sub: string, methode: string, chemin: string, corps?: unknown, entetes?: Record<string, string>) => p.appeler('organisation', sub, methode, chemin, corps, entetes) as Promise<{ statut: number; corps: Corps; entetes: Headers }>;
const poster = (sub: string, chemin: string, corps: object) => appeler(sub, 'POST', chemin, corps, cle());
const tenancy = (): Tenancy => p.services.get('organisation')!.app.get(Tenancy, { strict: false });
const nommer = async (acteur: string, role: string, reste: object = {}): Promise<void> => {
  const avant = tenancy().affectations(acteur, '2026-02-01').length;
  const { statut } = await poster(AMORCE, '/affectations', { acteur, unite: 'ELSM-931', role, activite: '*', quotite: 1, du: '2015-01-01', categorie: 'administratif', ...reste });
  expect({ acteur, statut }).toEqual({ acteur, statut: 201 });
  await jusqua(() => tenancy().affectations(acteur, '2026-02-01').length > avant);
};
const medecin = (rang: number): object => ({ categorie: 'praticien', profession: 'medecin', rpps: rpps(rang), habilitations: [{ genre: 'ald' }, { genre: 'atmp' }] });
const DELEGATION = { acteur: 'agent:MC1', unite: 'ELSM-931', du: '2026-01-01', au: '2099-12-31', reference: 'NS 2026-12', delegataire: 'agent:ISM1', actes: ['avis.rendre'], genres: ['ald'] };
const CONFLIT = { acteur: 'agent:MC1', unite: 'ELSM-931', du: '2026-01-01', lien: 'famille', objet: 'personne', reference: PERSONNE };

beforeAll(async () => {
  p = await ouvrirPlateformeDeTest([definitionOrganisation({ amorceSub: AMORCE })]);
  await jusqua(() => tenancy().affectations(AMORCE).length === 1 && tenancy().arbre().length === 165, { delaiMs: 15_000 });
  await nommer('agent:CHEF1', 'MCCS', medecin(1));
  await nommer('agent:MC1', 'MC', medecin(2));
  await nommer('agent:MC2', 'MC', medecin(3));
  await nommer('agent:ISM1', 'ISM', { profession: 'infirmier' });
  await nommer('agent:TSM1', 'TSM');
  await nommer('agent:CPAM1', 'CAISSE');
}, 90_000);
afterAll(() => p?.fermer());

describe('La délégation de signature', () => {
  it('écrite par le chef, est copiée par les services, puis close', async () => {
    const { statut, corps } = await poster('agent:CHEF1', '/delegations', DELEGATION);
    expect({ statut, version: corps.version }).toEqual({ statut: 201, version: 1 });
    await jusqua(() => tenancy().delegations('agent:ISM1').length === 1);
    expect(tenancy().delegations('agent:ISM1')[0]).toMatchObject({ id: corps.id, delegantId: 'agent:MC1', genres: ['ald'], actes: ['avis.rendre'] });
    expect((await appeler('agent:ISM1', 'GET', '/delegations')).corps.elements).toMatchObject([{ acteur: 'agent:MC1' }]);
    expect((await appeler('agent:MC2', 'GET', '/delegations')).corps.elements).toEqual([]);
    const clore = (version: number) => appeler('agent:CHEF1', 'POST', `/delegations/${corps.id}/cloture`, { au: '2026-01-31' }, { ...cle(), 'if-match': `"${version}"` });
    expect(await clore(9)).toMatchObject({ statut: 412 });
    expect(await clore(1)).toMatchObject({ statut: 200, corps: { version: 2 } });
    await jusqua(() => tenancy().delegations('agent:ISM1').length === 0);
  });

  it.each<[string, object, string, string]>([
    ['plus que le délégant ne peut', { genres: ['arret'] }, 'genres', 'genre-hors-pouvoir'],
    ['d’un acte que le délégant n’a pas', { actes: ['avis.rendre', 'dossier.affecter'] }, 'actes', 'delegant-sans-pouvoir'],
    ['d’un avis réservé au médecin-conseil', { genres: ['atmp'] }, 'genres', 'avis-reserve'],
    ['à une technicienne', { delegataire: 'agent:TSM1' }, 'genres', 'avis-reserve'],
    ['à un inconnu', { delegataire: 'agent:PERSONNE' }, 'delegataire', 'acteur-inconnu'],
    ['à soi-même', { delegataire: 'agent:MC1' }, 'delegataire', 'delegation-a-soi'],
  ])('ne prête pas %s', async (_, reste, champ, code) => {
    const { statut, corps } = await poster('agent:CHEF1', '/delegations', { ...DELEGATION, ...reste });
    expect({ statut, code: corps.code }).toEqual({ statut: 422, code: 'mesure-invalide' });
    expect(corps.details).toContainEqual({ champ, code });
  });

  it('ne se donne ni à la caisse, ni depuis la caisse', async () => {
    expect(await poster('agent:CHEF1', '/delegations', { ...DELEGATION, delegataire: 'agent:CPAM1' })).toMatchObject({ statut: 403, corps: { code: 'independance-praticien' } });
    expect(await poster('agent:CPAM1', '/delegations', DELEGATION)).toMatchObject({ statut: 403 });
    expect(await poster('agent:MC1', '/delegations', DELEGATION)).toMatchObject({ statut: 403 });
  });
});

describe('L’absence et le conflit d’intérêts', () => {
  it('se déclarent pour soi, ou par son chef', async () => {
    const absence = { acteur: 'agent:MC1', unite: 'ELSM-931', du: '2026-01-01', au: '2099-01-31', motif: 'conge' };
    expect(await poster('agent:MC2', '/absences', absence)).toMatchObject({ statut: 403, corps: { code: 'mesure-d-autrui' } });
    expect(await poster('agent:MC1', '/absences', absence)).toMatchObject({ statut: 201 });
    expect(await poster('agent:MC1', '/absences', { ...absence, motif: 'maladie' })).toMatchObject({ statut: 400 });
    await jusqua(() => tenancy().absences('agent:MC1').length === 1);
  });

  it('ne se lit que du chef et de la personne même, et ne publie jamais pourquoi', async () => {
    expect(await poster('agent:MC1', '/conflits', CONFLIT)).toMatchObject({ statut: 201 });
    await jusqua(() => tenancy().conflits('2026-02-01').length === 1);
    const lus = async (sub: string) => (await appeler(sub, 'GET', '/conflits')).corps.elements;
    expect([(await lus('agent:CHEF1')).length, (await lus('agent:MC1')).length, (await lus('agent:MC2')).length]).toEqual([1, 1, 0]);
    expect(await lus(AMORCE)).toEqual([]);
    const [copie] = await p.voir<{ donnees: object }>('organisation', "SELECT donnees FROM empechement_copie WHERE genre = 'conflit'");
    expect(JSON.stringify(copie)).not.toContain('famille');
    expect(await poster('agent:MC1', '/conflits', { ...CONFLIT, objet: 'professionnel', reference: '10000000004' })).toMatchObject({ statut: 422, corps: { details: [{ champ: 'objet', code: 'objet-invalide' }] } });
  });
});

describe('L’intérim', () => {
  const INTERIM = { acteur: 'agent:MC2', unite: 'ELSM-931', du: '2026-01-01', au: '2099-12-31', reference: 'D 14', remplace: 'agent:CHEF1', role: 'MCCS', activite: '*', quotite: 0.2 };

  it('donne le rôle de l’autre entre ses dates, sans compter une personne de plus, et se clôt', async () => {
    const { statut, corps } = await poster(AMORCE, '/interims', INTERIM);
    expect(statut).toBe(201);
    await jusqua(() => tenancy().affectations('agent:MC2').some((a) => a.role === 'MCCS'));
    expect((await appeler('agent:MC2', 'GET', '/conflits')).corps.elements).toHaveLength(1);
    expect((await appeler(AMORCE, 'GET', '/effectifs?unite=ELSM-931&jour=2026-02-01')).corps.personnes).toBe(6);
    expect(await appeler(AMORCE, 'POST', `/interims/${corps.id}/cloture`, { au: '2026-01-31' }, { ...cle(), 'if-match': '"1"' })).toMatchObject({ statut: 200 });
    await jusqua(() => !tenancy().affectations('agent:MC2').some((a) => a.role === 'MCCS'));
  });

  it.each([[{ remplace: 'agent:TSM1' }, 'remplace-sans-role'], [{ acteur: 'agent:ISM1' }, 'profession-incompatible'], [{ acteur: 'agent:CHEF1' }, 'interim-de-soi'], [{ role: 'ADMIN' }, 'role-reserve']])('refuse %j : %s', async (reste, code) => {
    const { statut, corps } = await poster(AMORCE, '/interims', { ...INTERIM, ...reste });
    expect([statut, JSON.stringify(corps.details)]).toEqual([422, expect.stringContaining(code)]);
  });
});

it('Le fichier des mesures se dépose, se redépose sans effet, et dit ses fautes', async () => {
  const lignes = ['RH;M1;absence;MC2;ELSM-931;2026-03-01;2026-03-15;formation;;;;;;;', 'RH;M2;conflit;MC2;ELSM-931;2026-01-01;;ancien_employeur;;;;;;caisse:931;', 'RH;M3;absence;MC2;ELSM-931;2026-03-01;;grippe;;;;;;;'];
  const deposer = () => appeler(AMORCE, 'POST', '/imports?flux=mesures', [COLONNES_MESURES.join(';'), ...lignes, ''].join('\n'), { 'content-type': 'text/csv', ...cle() });
  expect((await deposer()).corps).toMatchObject({ lues: 3, acceptees: 2, rejetees: 1 });
  expect((await deposer()).corps).toMatchObject({ lues: 3, acceptees: 0, inchangees: 2, rejetees: 1 });
});
