import { decoder } from '@sm/contracts';
import { Db, contexteSysteme } from '@sm/platform';
import { replierConvocation, type EtatConvocation, type EvenementConvocation } from '@sm/prestations-domaine';
import { jusqua } from '@sm/testing';
import { ConvocationStore } from '../src/convocation.store';
import { agendaDe } from './agenda';
import { ACTEURS, AUTRE, ELSM, PERSONNE, RPPS, cleNeuve, ouvrirMonde, type Monde } from './monde';
import { verifierRepliage } from './preuves';

let m: Monde;
let a: ReturnType<typeof agendaDe>;
let maintenant = new Date('2026-03-10T09:00:00Z');
const { tsm, mc, mc2, chef, caisse } = ACTEURS;
const DEPART = new Date('2026-03-10T09:00:00Z');

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
  a = agendaDe(m);
}, 60_000);
afterAll(() => m.fermer());
beforeEach(() => {
  maintenant = DEPART;
});

const dossier = async (corps: Record<string, unknown> = {}): Promise<string> => (await m.deposer(corps)).corps.dossier;
let jours = 0;
/** A day of its own for each test, from the end of March on. */
const jourNeuf = (): string => new Date(Date.UTC(2026, 2, 23 + ++jours)).toISOString().slice(0, 10);

async function emise(jour: string, corps: Record<string, unknown> = {}): Promise<{ id: string; dossierId: string; creneau: string }> {
  const [dossierId, creneau] = [await dossier(corps), await a.creneau(jour)];
  const r = await a.preparer(dossierId, creneau);
  expect(r).toMatchObject({ statut: 201, corps: { statut: 'preparee', version: 1, dossier: dossierId } });
  expect(r.entetes.get('etag')).toBe('"1"');
  expect(await a.commander(tsm, r.corps.convocation, 'emission')).toMatchObject({ statut: 200, corps: { statut: 'emise', version: 2 } });
  return { id: r.corps.convocation, dossierId, creneau };
}

async function prouvee(jour: string): Promise<{ id: string; dossierId: string; creneau: string }> {
  const v = await emise(jour);
  expect(await a.commander(tsm, v.id, 'preuve-envoi', { mode: 'recommande', jour: '2026-03-10', numeroSuivi: '1A00112233445' })).toMatchObject({ statut: 200, corps: { statut: 'emise' } });
  return v;
}

const publics = async (dossierId: string, type: string) =>
  (await m.p.voir<{ public: Buffer; cle: string; version: number }>('prestations', 'SELECT public, cle, version FROM journal WHERE cle = $1 AND type = $2 AND public IS NOT NULL ORDER BY id', [dossierId, type]))
    .map((l) => ({ ...l, message: decoder('sm.prestations.dossier.v1', l.public) }));

describe('[TR-002-14] convocation, rendez-vous, présence', () => {
  test('de la lettre à l’examen : le jour et le mode sont publiés, le contenu reste au dossier', async () => {
    const jour = jourNeuf();
    const { id, dossierId } = await prouvee(jour);
    const lettres = (await a.lire(tsm, `/convocations/${id}/lettres`)).corps as unknown as { consequences: { article: string }[]; rendezVous: unknown }[];
    expect(lettres).toMatchObject([{ jour: '2026-03-10', rendezVous: { jour, heure: '09:00', lieu: { site: 'BOBIGNY', salle: 'S1' } } }]);
    expect(lettres[0]!.consequences.map((c) => c.article)).toContain('L.324-1 CSS');
    maintenant = new Date(`${jour}T12:00:00Z`);
    const presence = { arriveeLe: `${jour}T08:55:00+01:00`, debutLe: `${jour}T09:05:00+01:00`, finLe: `${jour}T09:30:00+01:00`, mode: 'sur_personne' };
    expect(await a.commander(mc, id, 'presence', presence)).toMatchObject({ statut: 200, corps: { statut: 'honoree', commandesPossibles: [] } });
    const [emission] = await publics(dossierId, 'ConvocationEmise');
    expect(emission).toMatchObject({ cle: dossierId, message: { donnees: { dossierId, convocationId: id, emiseLe: '2026-03-10', rendezVousLe: jour, mode: 1, reports: 0, unite: ELSM.id, departement: '93' } } });
    expect((await publics(dossierId, 'ExamenRealise'))[0]).toMatchObject({ message: { donnees: { realiseLe: jour, mode: 1 } } });
    const { app } = m.p.services.get('prestations')!;
    const examen = await app.get(Db).inTransaction(contexteSysteme('horloge', [ELSM.id]), (tx) => app.get(ConvocationStore).dernierExamen(tx, dossierId));
    expect(examen).toEqual({ statut: 'honoree', mode: 'sur_personne', jour, preuveEnvoi: true });
  });

  test('les refus : délai trop court, dossier d’ailleurs ou déjà convoqué, praticien de la personne, version périmée', async () => {
    const tot = await a.preparer(await dossier(), await a.creneau('2026-03-19', { heure: '15:00' }));
    expect(await a.commander(tsm, tot.corps.convocation, 'emission')).toMatchObject({ statut: 409, corps: { code: 'delai-prevenance-insuffisant', details: { minimum: 10 } } });
    const { id, dossierId } = await emise(jourNeuf());
    expect(await a.preparer(dossierId, await a.creneau(jourNeuf()))).toMatchObject({ statut: 409, corps: { code: 'convocation-en-cours' } });
    expect(await a.preparer(await dossier({ medecin: RPPS.conseil }), await a.creneau(jourNeuf()))).toMatchObject({ statut: 403, corps: { code: 'conflit-interets' } });
    expect(await a.preparer(cleUuid(), await a.creneau(jourNeuf()))).toMatchObject({ statut: 404, corps: { code: 'dossier-introuvable' } });
    expect(await a.preparer(await dossier(), cleUuid())).toMatchObject({ statut: 404, corps: { code: 'creneau-introuvable' } });
    expect(await a.preparer(dossierId, await a.creneau(jourNeuf()), ACTEURS.tsmAilleurs)).toMatchObject({ statut: 404 });
    expect(await a.commander(tsm, id, 'annulation', { motif: 'sans_objet' }, 1)).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
    expect(await a.commander(tsm, id, 'excuse', { motif: 'transport', texte: 'lombalgie' })).toMatchObject({ statut: 400, corps: { code: 'requete-invalide', details: [{ champ: 'texte', code: 'whitelist-validation' }] } });
    const annule = await dossier();
    expect(await m.commander(tsm, annule, 'annulation', { motif: 'retrait' })).toMatchObject({ statut: 200 });
    expect(await a.preparer(annule, await a.creneau(jourNeuf()))).toMatchObject({ statut: 409, corps: { code: 'dossier-clos' } });
  });

  test('deux prises concurrentes du même créneau : une gagne, les autres apprennent qu’il est pris', async () => {
    const creneau = await a.creneau(jourNeuf());
    const dossiers = await Promise.all([1, 2, 3, 4, 5].map(() => dossier()));
    const reponses = await Promise.all(dossiers.map((d) => a.preparer(d, creneau)));
    expect(reponses.map((r) => r.statut).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(reponses.filter((r) => r.statut === 409).map((r) => r.corps.code)).toEqual(['creneau-pris', 'creneau-pris', 'creneau-pris', 'creneau-pris']);
  });

  test('deux convocations concurrentes du même dossier : une seule ; une clé rejouée rend la même', async () => {
    const d = await dossier();
    const creneaux = [await a.creneau(jourNeuf()), await a.creneau(jourNeuf())];
    const reponses = await Promise.all(creneaux.map((c) => a.preparer(d, c)));
    expect(reponses.map((r) => [r.statut, r.corps.code ?? ''].join(' ')).sort()).toEqual(['201 ', '409 convocation-en-cours']);
    const [autre, creneau, cle] = [await dossier(), await a.creneau(jourNeuf()), cleNeuve()];
    const [un, deux] = [await a.preparer(autre, creneau, tsm, cle), await a.preparer(autre, creneau, tsm, cle)];
    expect(deux.corps).toEqual(un.corps);
  });
});

const cleUuid = (): string => `01900000-0000-7000-8000-${String(++jours).padStart(12, '0')}`;

describe('l’absence', () => {
  test('sans preuve d’envoi n’est jamais injustifiée ; avec elle, l’échéance la présume, une justification tardive la retire', async () => {
    const jour = jourNeuf();
    const sans = await emise(jour);
    const avec = await prouvee(jourNeuf());
    maintenant = new Date('2026-05-05T12:00:00Z');
    expect(await a.commander(tsm, sans.id, 'absence')).toMatchObject({ statut: 409, corps: { code: 'preuve-envoi-absente', article: 'L.323-6 CSS' } });
    expect(await a.commander(tsm, avec.id, 'absence')).toMatchObject({ statut: 200, corps: { statut: 'absence_constatee' } });
    const horloges = () => m.p.voir<{ nature: string; proprietaire: string; echoit_le: Date; statut: string }>('prestations', 'SELECT nature, proprietaire, echoit_le, statut FROM horloge WHERE dossier = $1', [avec.id]);
    expect(await horloges()).toMatchObject([{ nature: 'convocation.justification', proprietaire: 'assure', statut: 'armee', echoit_le: new Date('2026-05-15T22:00:00Z') }]);
    expect((await a.lire(caisse, `/convocations/suivi/${avec.dossierId}`)).corps).toEqual({ dossier: avec.dossierId, suivi: 'convocation_en_cours', depuis: null });
    maintenant = new Date('2026-06-20T12:00:00Z');
    await jusqua(async () => (await horloges())[0]?.statut === 'echue');
    expect((await a.lire(caisse, `/convocations/suivi/${avec.dossierId}`)).corps).toEqual({ dossier: avec.dossierId, suivi: 'absence_injustifiee', depuis: '2026-05-16' });
    expect(await a.commander(tsm, avec.id, 'excuse', { motif: 'medical', pieces: 2 })).toMatchObject({ statut: 200, corps: { statut: 'absente_excusee' } });
    expect((await a.lire(tsm, `/convocations/${avec.id}`)).corps).toMatchObject({ absence: { presumeeLe: '2026-05-16' }, excuse: { pieces: 2, prevenue: false }, convocation: { personneId: PERSONNE } });
    const absences = await publics(avec.dossierId, 'AbsenceConstatee');
    expect(absences.map((l) => [l.version, l.message.type === 'AbsenceConstatee' && l.message.donnees.issue])).toEqual([[4, 1], [5, 3], [6, 2]]);
    expect((await m.p.voir<{ survenu_le: Date }>('prestations', "SELECT survenu_le FROM journal WHERE dossier = $1 AND prive->>'type' = 'AbsencePresumeeInjustifiee'", [avec.id]))[0]!.survenu_le).toEqual(new Date('2026-05-15T22:00:00Z'));
  });

  test('justifiée à temps, désarme son horloge', async () => {
    const { id } = await prouvee(jourNeuf());
    maintenant = new Date('2026-07-01T12:00:00Z');
    expect(await a.commander(tsm, id, 'absence')).toMatchObject({ statut: 200 });
    expect(await a.commander(mc, id, 'excuse', { motif: 'transport' })).toMatchObject({ statut: 200, corps: { statut: 'absente_excusee' } });
    expect(await m.p.voir('prestations', "SELECT statut FROM horloge WHERE dossier = $1", [id])).toEqual([{ statut: 'desarmee' }]);
  });
});

describe('l’agenda', () => {
  test('refuse qu’un praticien ou une salle soit prise deux fois, même à la fois', async () => {
    const jour = jourNeuf();
    await a.creneau(jour);
    expect(await a.ouvrir(jour, { heure: '09:15', salle: 'S2' })).toMatchObject({ statut: 409, corps: { code: 'creneau-chevauchant' } });
    expect(await a.ouvrir(jour, { heure: '09:29', praticien: mc2 })).toMatchObject({ statut: 409, corps: { code: 'creneau-chevauchant' } });
    expect((await a.ouvrir(jour, { heure: '09:30' })).statut).toBe(201);
    expect((await a.ouvrir(jour, { praticien: mc2, salle: 'S2' })).statut).toBe(201);
    const reponses = await Promise.all(['10:00', '10:10', '10:20'].map((heure) => a.ouvrir(jour, { heure })));
    expect(reponses.map((r) => r.statut).sort()).toEqual([201, 409, 409]);
    const [ouvert] = await m.p.voir<{ n: number }>('prestations', "SELECT count(*)::int AS n FROM creneau x JOIN creneau y ON x.id < y.id AND x.statut = 'ouvert' AND y.statut = 'ouvert' AND x.praticien = y.praticien AND tstzrange(x.debut, x.fin) && tstzrange(y.debut, y.fin)");
    expect(ouvert!.n).toBe(0);
  });

  test('s’ouvre à la semaine, sans les jours fériés ni les absences, en entier ou pas du tout', async () => {
    const semaine = { praticien: mc2, salle: 'S9', du: '2026-05-04', au: '2026-05-17', joursSemaine: [1, 2, 3, 4, 5], plages: [{ de: '09:00', a: '12:00' }], absences: [{ du: '2026-05-12', au: '2026-05-13' }] };
    const r = await a.rythme(semaine);
    expect(r).toMatchObject({ statut: 201, corps: { ecartes: [{ jour: '2026-05-08', raison: 'ferie' }, { jour: '2026-05-12', raison: 'absence' }, { jour: '2026-05-13', raison: 'absence' }, { jour: '2026-05-14', raison: 'ferie' }] } });
    expect(r.corps.creneaux).toHaveLength(6 * 6);
    const avant = await m.p.voir<{ n: number }>('prestations', 'SELECT count(*)::int AS n FROM creneau');
    expect(await a.rythme({ ...semaine, du: '2026-05-11', au: '2026-05-31' })).toMatchObject({ statut: 409, corps: { code: 'creneau-chevauchant', details: { chevauchants: 12 } } });
    expect(await m.p.voir('prestations', 'SELECT count(*)::int AS n FROM creneau')).toEqual(avant);
    expect(await a.rythme({ ...semaine, praticien: ACTEURS.mcAilleurs })).toMatchObject({ statut: 422, corps: { code: 'praticien-inconnu' } });
    expect(await a.rythme({ ...semaine, praticien: ACTEURS.double })).toMatchObject({ statut: 422, corps: { code: 'praticien-inconnu' } });
    expect(await a.rythme({ ...semaine, unite: AUTRE.code })).toMatchObject({ statut: 403, corps: { code: 'unite-hors-portee' } });
    expect(await a.rythme(semaine, mc)).toMatchObject({ statut: 403, corps: { code: 'role-interdit' } });
  });

  test('fermer un créneau pris dit ce que devient la convocation, jamais en silence', async () => {
    const v = await prouvee(jourNeuf());
    const vers = await a.creneau(jourNeuf());
    expect(await a.fermer(v.creneau, { motif: 'absence_praticien' })).toMatchObject({ statut: 409, corps: { code: 'creneau-pris', details: { convocation: v.id } } });
    expect(await a.fermer(v.creneau, { motif: 'absence_praticien', devenir: 'reporter' })).toMatchObject({ statut: 400 });
    expect(await a.fermer(v.creneau, { motif: 'absence_praticien', devenir: 'reporter', versCreneau: vers })).toMatchObject({ statut: 200, corps: { version: 2, convocation: { id: v.id, statut: 'reportee' } } });
    expect((await a.lire(tsm, `/convocations/${v.id}`)).corps).toMatchObject({ statut: 'reportee', rendezVous: { creneau: vers }, reports: [{ motif: 'creneau_ferme', rendezVous: { creneau: v.creneau } }] });
    expect(await a.fermer(vers, { motif: 'salle_indisponible', devenir: 'liberer' }, chef)).toMatchObject({ statut: 200, corps: { convocation: { statut: 'reportee' } } });
    expect(await a.commander(tsm, v.id, 'emission')).toMatchObject({ statut: 409, corps: { code: 'rendez-vous-absent' } });
    const enfin = await a.creneau(jourNeuf());
    expect(await a.commander(tsm, v.id, 'report', { creneau: enfin, motif: 'service' })).toMatchObject({ statut: 200, corps: { statut: 'reportee' } });
    expect(await a.commander(tsm, v.id, 'emission')).toMatchObject({ statut: 200, corps: { statut: 'emise' } });
    expect((await publics(v.dossierId, 'ConvocationEmise')).at(-1)).toMatchObject({ message: { donnees: { reports: 3 } } });
    expect(await a.preparer(await dossier(), v.creneau)).toMatchObject({ statut: 409, corps: { code: 'creneau-ferme' } });
    expect((await a.ouvrir((await m.p.voir<{ j: string }>('prestations', 'SELECT jour::text AS j FROM creneau WHERE id = $1', [v.creneau]))[0]!.j)).statut).toBe(201);
  });

  test('se lit par jour et par pages, avec qui tient chaque créneau ; les libres se cherchent', async () => {
    const jour = '2026-06-15';
    const pris = await a.creneau(jour, { praticien: mc2, salle: 'S7' });
    const libre = await a.creneau(jour, { praticien: mc2, salle: 'S7', heure: '11:00' });
    const convoque = await a.preparer(await dossier(), pris);
    const chemin = `/agenda?unite=${ELSM.code}&praticien=${mc2}&du=${jour}&au=${jour}`;
    const premiere = await a.lire(tsm, `${chemin}&limite=1`);
    expect(premiere.corps.elements).toMatchObject([{ id: pris, heure: '09:00', debut: '2026-06-15T07:00:00.000Z', convocation: { id: convoque.corps.convocation, statut: 'preparee', personne: PERSONNE } }]);
    const seconde = await a.lire(mc2, `/agenda?praticien=moi&du=${jour}&au=${jour}&limite=1&curseur=${premiere.corps.suivant}`);
    expect(seconde.corps).toMatchObject({ suivant: null, elements: [{ id: libre, convocation: null }] });
    expect((await a.lire(tsm, `/agenda/libres?praticien=${mc2}&du=${jour}&au=${jour}`)).corps.elements.map((e) => e['id'])).toEqual([libre]);
    expect(await a.commander(tsm, convoque.corps.convocation, 'annulation', { motif: 'controle_sur_pieces' })).toMatchObject({ statut: 200 });
    expect((await a.lire(tsm, `/agenda/libres?praticien=${mc2}&du=${jour}&au=${jour}`)).corps.elements.map((e) => e['id'])).toEqual([pris, libre]);
    expect(await a.lire(tsm, '/agenda?du=2026-01-01&au=2026-03-04')).toMatchObject({ statut: 400, corps: { code: 'periode-trop-longue' } });
    expect((await a.lire(tsm, '/agenda/libres')).statut).toBe(200);
    const liste = await a.lire(tsm, `/convocations?statut=annulee&statut=emise&limite=1`);
    expect(liste.corps.elements).toHaveLength(1);
    expect((await a.lire(tsm, `/convocations?statut=annulee&statut=emise&limite=200&curseur=${liste.corps.suivant}`)).corps.elements.length).toBeGreaterThan(0);
  });
});

describe('[TR-000-01] la caisse', () => {
  test('ne convoque, ne tient, n’ouvre ni ne lit l’agenda ; qui tient les deux rôles non plus', async () => {
    const { id, dossierId } = await emise(jourNeuf());
    const creneau = await a.creneau(jourNeuf());
    for (const qui of [caisse, ACTEURS.double]) {
      expect(await a.preparer(dossierId, creneau, qui)).toMatchObject({ statut: 403, corps: { code: 'independance-convocation' } });
      expect(await a.commander(qui, id, 'annulation', { motif: 'sans_objet' })).toMatchObject({ statut: 403, corps: { code: 'independance-convocation', article: 'R.4127-95 CSP' } });
      expect((await a.ouvrir(jourNeuf(), {}, qui)).statut).toBe(403);
      for (const chemin of ['/agenda?du=2026-03-10&au=2026-04-10', '/agenda/libres', '/convocations', `/convocations/${id}`, `/convocations/${id}/lettres`]) expect((await a.lire(qui, chemin)).statut).toBe(403);
      expect((await a.lire(qui, `/convocations/suivi/${dossierId}`)).corps).toEqual({ dossier: dossierId, suivi: 'convocation_en_cours', depuis: null });
    }
    expect((await a.lire(ACTEURS.tsmAilleurs, `/convocations/${id}`)).statut).toBe(404);
    expect((await a.lire(ACTEURS.inconnu, `/convocations/suivi/${dossierId}`)).statut).toBe(403);
  });
});

test('le journal de chaque convocation, replié, rend sa ligne ; celui des dossiers n’en est pas troublé', async () => {
  const lignes = await m.p.voir<{ id: string; version: number; etat: EtatConvocation }>('prestations', 'SELECT id, version, etat FROM convocation');
  expect(lignes.length).toBeGreaterThan(8);
  for (const { id, version, etat } of lignes) {
    const faits = await m.p.voir<{ version: number; survenu_le: Date; prive: { type: string; par: string; prive: unknown } }>('prestations', 'SELECT version, survenu_le, prive FROM journal WHERE dossier = $1 ORDER BY id', [id]);
    expect(faits.map((f) => f.version)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
    expect(replierConvocation(faits.map((f) => ({ type: f.prive.type, par: f.prive.par, prive: f.prive.prive, survenuLe: f.survenu_le.toISOString() }) as EvenementConvocation))).toEqual(etat);
  }
  expect(await verifierRepliage(m)).toBeGreaterThan(8);
});
