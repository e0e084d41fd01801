import { ACTEURS, ELSM, cleNeuve, type Monde, type Reponse } from './monde';

export type ReponseAgenda = Omit<Reponse, 'corps'> & { readonly corps: Reponse['corps'] & { convocation: string; creneaux: string[]; elements: Record<string, unknown>[]; suivant: string | null; ecartes: unknown[]; suivi: string; depuis: string | null } };

/** What a test does with an agenda and its convocations, under a fresh key, on the current version unless told. */
export function agendaDe(m: Monde) {
  const appeler = async (acteur: string, methode: string, chemin: string, corps?: unknown, entetes?: Record<string, string>): Promise<ReponseAgenda> =>
    (await m.appeler(acteur, methode, chemin, corps, entetes)) as ReponseAgenda;
  const version = async (table: 'convocation' | 'creneau', id: string): Promise<number> => (await m.p.voir<{ version: number }>('prestations', `SELECT version FROM ${table} WHERE id = $1`, [id]))[0]?.version ?? 0;
  const slot = (jour: string, reste: Record<string, unknown> = {}) => ({ unite: ELSM.code, praticien: ACTEURS.mc, site: 'BOBIGNY', salle: 'S1', mode: 'sur_personne', dureeMinutes: 30, jour, heure: '09:00', ...reste });
  const ouvrir = (jour: string, reste: Record<string, unknown> = {}, acteur: string = ACTEURS.tsm) => appeler(acteur, 'POST', '/agenda/creneaux', slot(jour, reste), { 'idempotency-key': cleNeuve() });
  return {
    appeler, version, ouvrir,
    lire: (acteur: string, chemin: string) => appeler(acteur, 'GET', chemin),
    rythme: (corps: Record<string, unknown>, acteur: string = ACTEURS.tsm) => {
      const { jour: _, heure: __, ...lieu } = slot('2026-01-01');
      return appeler(acteur, 'POST', '/agenda/rythmes', { ...lieu, ...corps }, { 'idempotency-key': cleNeuve() });
    },
    creneau: async (jour: string, reste: Record<string, unknown> = {}): Promise<string> => {
      const r = await ouvrir(jour, reste);
      if (r.statut !== 201) throw new Error(`creneau: ${r.corps.code}`);
      return r.corps.creneaux[0]!;
    },
    preparer: (dossier: string, creneau: string, acteur: string = ACTEURS.tsm, cle = cleNeuve()) => appeler(acteur, 'POST', '/convocations', { dossier, creneau }, { 'idempotency-key': cle }),
    commander: async (acteur: string, id: string, commande: string, corps?: unknown, v?: number) =>
      appeler(acteur, 'POST', `/convocations/${id}/${commande}`, corps, { 'idempotency-key': cleNeuve(), 'if-match': `"${v ?? (await version('convocation', id))}"` }),
    fermer: async (id: string, corps: Record<string, unknown>, acteur: string = ACTEURS.tsm) =>
      appeler(acteur, 'POST', `/agenda/creneaux/${id}/fermeture`, corps, { 'idempotency-key': cleNeuve(), 'if-match': `"${await version('creneau', id)}"` }),
  };
}
