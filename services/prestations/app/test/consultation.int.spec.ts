import { ACTEURS, PERSONNE, cleNeuve, ouvrirMonde, type Monde, type Reponse } from './monde';

let m: Monde;
let dossier = '';
const maintenant = new Date('2026-03-10T09:00:00Z');
const { tsm, mc, mc2, chef, caisse, csam, auditeur, dpo, mcAilleurs, national, ugdr } = ACTEURS;

interface Ligne {
  readonly id: string; readonly acteur: string; readonly dossier: string | null; readonly resultat: string; readonly code: string | null; readonly horsDossier: boolean; readonly motif: string | null;
  readonly revue: { readonly par: string; readonly resultat: string } | null;
}
const registre = async (filtre = '', qui: string = auditeur): Promise<Ligne[]> => ((await m.appeler(qui, 'GET', `/consultations?limite=200${filtre}`)).corps as unknown as { elements: Ligne[] }).elements;
const revoir = (qui: string, id: string, resultat: string, cle = cleNeuve()): Promise<Reponse> => m.appeler(qui, 'POST', `/consultations/${id}/revue`, { resultat }, { 'idempotency-key': cle });
const lire = (qui: string, motif = '', id = dossier): Promise<Reponse> => m.appeler(qui, 'GET', `/dossiers/${id}/medical${motif && `?motif=${motif}`}`, undefined, { 'user-agent': 'Mozilla/5.0 essai', 'x-forwarded-for': '192.0.2.7' });

beforeAll(async () => {
  m = await ouvrirMonde(() => maintenant);
  dossier = (await m.deposer()).corps.dossier;
  await m.commander(chef, dossier, 'affectation', { praticien: mc });
  await lire(mc);
  await lire(mc2, 'second_avis');
  await lire(mc2);
  for (const qui of [tsm, caisse, csam]) await lire(qui, 'qualite');
  await lire(mcAilleurs, 'qualite');
}, 60_000);
afterAll(() => m.fermer());

describe('[IAM] registre des lectures de dossiers médicaux', () => {
  test('chaque lecture et chaque refus dit qui, en quelle qualité, quand, d’où, quoi, pourquoi et avec quel résultat, sans rien de médical', async () => {
    const lignes = await registre();
    expect(lignes.map((l) => [l.acteur, l.resultat, l.code, l.motif, l.horsDossier])).toEqual([
      [mcAilleurs, 'refuse', 'dossier-introuvable', 'qualite', true], [csam, 'refuse', 'secret-medical', 'qualite', true], [caisse, 'refuse', 'secret-medical', 'qualite', true], [tsm, 'refuse', 'secret-medical', 'qualite', true],
      [mc2, 'refuse', 'motif-obligatoire', null, true], [mc2, 'lu', null, 'second_avis', true], [mc, 'lu', null, null, false],
    ]);
    expect(lignes.at(-1)).toMatchObject({ roles: ['MC'], pour: [], unite: 'ELSM-931', dossier, partie: 'dossier', objet: null, adresse: '192.0.2.7', terminal: 'navigateur', revue: null });
    expect(lignes.every((l) => l.dossier === dossier)).toBe(true);
    expect(JSON.stringify(lignes)).not.toMatch(/E11|diagnostic|"ald"/);
    const [chaine] = await m.p.voir<{ n: number }>('prestations', "SELECT count(*)::int AS n FROM journal j JOIN log_index i ON i.journal_id = j.id WHERE j.type = 'DossierMedicalLu'");
    expect(chaine?.n).toBe(2);
  });

  test('filtres, pages et table', async () => {
    expect((await registre(`&acteur=${mc2}`)).map((l) => l.resultat)).toEqual(['refuse', 'lu']);
    expect((await registre('&resultat=lu')).length).toBe(2);
    expect((await registre('&unite=ELSM-941')).map((l) => l.acteur)).toEqual([mcAilleurs]);
    expect(await registre('&au=2020-01-01')).toEqual([]);
    expect(await registre(`&dossier=${PERSONNE}`)).toEqual([]);
    const page = (await m.appeler(auditeur, 'GET', '/consultations?limite=3')).corps as unknown as { elements: Ligne[]; suivant: string };
    const suite = (await m.appeler(auditeur, 'GET', `/consultations?limite=200&curseur=${page.suivant}`)).corps as unknown as { elements: Ligne[]; suivant: null };
    expect([...page.elements, ...suite.elements].map((l) => l.id)).toEqual((await registre()).map((l) => l.id));
    const table = await m.appeler(auditeur, 'GET', '/consultations/csv?resultat=lu&limite=1');
    expect(table.entetes.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(table.entetes.get('x-curseur-suivant')).toMatch(/^[\w-]+$/);
    const [entete, ligne, fin] = String(table.corps).split('\r\n');
    expect([entete?.split(';').slice(0, 3), ligne?.split(';')[2], fin]).toEqual([['id', 'le', 'acteur'], mc2, '']);
  });

  test('nul autre que l’audit et le délégué à la protection des données ne le lit, et sa lecture laisse une trace', async () => {
    for (const qui of [tsm, mc, chef, caisse, csam, national, ugdr]) {
      for (const chemin of ['/consultations', '/consultations/csv', `/consultations/personnes/${PERSONNE}`]) expect(await m.appeler(qui, 'GET', chemin)).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
    }
    expect((await m.appeler(auditeur, 'GET', `/consultations/personnes/${PERSONNE}`)).statut).toBe(403);
    await registre(`&dossier=${dossier}`, dpo);
    const traces = await m.p.voir<{ acteur: string; criteres: { dossier: string } }>('prestations', "SELECT acteur, prive->'criteres' AS criteres FROM journal WHERE type = 'RegistreConsulte' ORDER BY id DESC LIMIT 1");
    expect(traces).toMatchObject([{ acteur: dpo, criteres: { dossier } }]);
    const actes = (await m.appeler(tsm, 'GET', `/dossiers/${dossier}/chronologie?limite=200`)).corps as unknown as { elements: { type: string }[] };
    expect(actes.elements.map((a) => a.type)).not.toContain('DossierMedicalLu');
  });

  test('une lecture hors dossier attend sa revue, qui se conclut une fois ; une question peut être suivie d’une conclusion', async () => {
    const [attendue, ...reste] = await registre('&revue=attendue');
    expect([attendue?.acteur, reste.length]).toEqual([mc2, 0]);
    const id = attendue?.id ?? '';
    expect((await revoir(mc, id, 'justifiee')).statut).toBe(403);
    expect(await revoir(auditeur, PERSONNE, 'justifiee')).toMatchObject({ statut: 404, corps: { code: 'consultation-introuvable' } });
    const cle = cleNeuve();
    expect(await revoir(auditeur, id, 'explication_demandee', cle)).toMatchObject({ statut: 200, corps: { consultation: id, par: auditeur, resultat: 'explication_demandee' } });
    expect((await revoir(auditeur, id, 'explication_demandee', cle)).statut).toBe(200);
    expect((await registre('&revue=attendue')).map((l) => l.revue?.resultat)).toEqual(['explication_demandee']);
    expect((await revoir(dpo, id, 'justifiee')).statut).toBe(200);
    expect(await revoir(auditeur, id, 'injustifiee')).toMatchObject({ statut: 409, corps: { code: 'consultation-deja-revue' } });
    expect(await registre('&revue=attendue')).toEqual([]);
    expect((await registre('&revue=faite')).map((l) => [l.id, l.revue?.par, l.revue?.resultat])).toEqual([[id, dpo, 'justifiee']]);
    expect((await m.p.voir<{ r: string }>('prestations', "SELECT prive->>'resultat' AS r FROM journal WHERE type = 'ConsultationRevue' ORDER BY id")).map((l) => l.r)).toEqual(['explication_demandee', 'justifiee']);
  });

  test('la personne apprend qui a lu par la qualité et le motif, jamais par le nom de l’agent', async () => {
    const { elements } = (await m.appeler(dpo, 'GET', `/consultations/personnes/${PERSONNE}`)).corps as unknown as { elements: object[] };
    expect(elements).toMatchObject([{ roles: ['MC'], unite: 'ELSM-931', dossier, partie: 'dossier', motif: 'second_avis' }, { roles: ['MC'], motif: null }]);
    expect(JSON.stringify(elements)).not.toMatch(/agent:|192\.0/);
  });
});
