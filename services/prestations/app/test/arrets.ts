import { agendaDe } from './agenda';
import { ACTEURS, NIR, RPPS, cleNeuve, type Monde, type Reponse } from './monde';

export const MARQUEURS = ['XARRETMOTIFX', 'XARRETAVISX', 'XARRETEXAMENX', 'XARRETPRESCRIPTEURX', 'XARRETSECONDX'] as const;
let rang = 0;

/** One raw request for the control of a sick leave. */
export const arret = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'CONTROLE', numero: `C-${++rang}`, unite: 'ELSM-931', caisse: '931', type: 'arret', nir: NIR.connu, prescripteur: RPPS.medecin, canal: 'electronique', risque: 'maladie', origine: 'caisse',
  recuLe: '2026-03-02T08:00:00+01:00', arret: { debut: '2026-02-16', fin: '2026-03-31', prescritLe: '2026-02-16' }, medical: { motif: MARQUEURS[0], diagnostics: ['M54'] }, ...reste,
});

/** What a test does with controls of sick leaves and their convocations, under a fresh key, on the current version unless told. */
export function arretsDe(m: Monde) {
  const a = agendaDe(m);
  const ouvrir = (corps: Record<string, unknown> = {}, qui: string = ACTEURS.tsm): Promise<Reponse> => m.appeler(qui, 'POST', '/dossiers', arret(corps), { 'idempotency-key': cleNeuve() });
  const commander = async (qui: string, id: string, acte: string, corps?: unknown, version?: number, cle = cleNeuve()): Promise<Reponse> =>
    m.appeler(qui, 'POST', `/arrets/${id}/${acte}`, corps, { 'idempotency-key': cle, 'if-match': `"${version ?? (await m.version(id))}"` });
  const reussir = async (acte: string, reponse: Promise<Reponse>): Promise<Reponse> => {
    const r = await reponse;
    if (r.statut !== 200 && r.statut !== 201) throw new Error(`${acte}: ${r.statut} ${r.corps.code}`);
    return r;
  };
  const passer = async (qui: string, id: string, acte: string, corps?: unknown): Promise<void> => void (await reussir(acte, commander(qui, id, acte, corps)));
  /** An act on a convocation that must succeed. */
  const tenir = async (convocation: string, acte: string, corps: unknown = {}): Promise<void> => void (await reussir(acte, a.commander(ACTEURS.tsm, convocation, acte, corps)));
  return {
    a, ouvrir, commander, passer, tenir,
    affecte: async (): Promise<string> => {
      const { dossier } = (await ouvrir()).corps;
      await passer(ACTEURS.chef, dossier, 'affectation', { praticien: ACTEURS.mc });
      return dossier;
    },
    /** A convocation of the dossier, sent; proved when the day of its dispatch is given. */
    emise: async (dossier: string, jour: string, envoyeeLe: string | null, slot: Record<string, unknown> = {}): Promise<string> => {
      const { corps } = await reussir('preparation', a.preparer(dossier, await a.creneau(jour, slot)));
      const { convocation } = corps as unknown as { convocation: string };
      await tenir(convocation, 'emission');
      if (envoyeeLe !== null) await tenir(convocation, 'preuve-envoi', { mode: 'recommande', jour: envoyeeLe, numeroSuivi: '1A00112233445' });
      return convocation;
    },
  };
}
