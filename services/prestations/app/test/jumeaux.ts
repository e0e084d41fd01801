import { decoder } from '@sm/contracts';
import { agendaDe } from './agenda';
import { arret } from './arrets';
import { ACTEURS, NIR, RPPS, cleNeuve, demande, ouvrirMonde, type Monde, type Reponse } from './monde';

const { tsm, mc, mc2, chef, ism, caisse } = ACTEURS;

/** Medical contents of one world; the other world has the same dossiers with other contents. */
export interface Contenus {
  readonly dixAns: { readonly ald: number; readonly diagnostics: readonly string[] };
  readonly cinqAns: { readonly ald: number; readonly diagnostics: readonly string[] };
  readonly horsListe: string;
  readonly arret: string;
  readonly lesion: string;
  readonly tableau: string;
  readonly texte: string;
}

/** A world whose clock only moves with its acts, so that two of them live the same days. */
export interface Jumeau {
  readonly m: Monde;
  readonly dossiers: readonly string[];
  readonly convocation: string;
  /** A text with every identifier replaced by the order in which it first came, opened cursors included. */
  normaliser(texte: string): string;
  fermer(): Promise<void>;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const CURSEUR = /"suivant":"([A-Za-z0-9_-]+)"/g;

function normaliseur(): (texte: string) => string {
  const rangs = new Map<string, string>();
  const rang = (id: string): string => rangs.get(id) ?? rangs.set(id, `id-${String(rangs.size).padStart(33, '0')}`).get(id) ?? '';
  return (texte) => texte.replace(CURSEUR, (_, c: string) => `"suivant":${Buffer.from(c, 'base64url').toString()}`).replace(UUID, rang);
}

async function vivre(m: Monde, c: Contenus, avancer: () => void): Promise<{ dossiers: string[]; convocation: string }> {
  const reussir = async (nom: string, reponse: Promise<Reponse>): Promise<Reponse> => {
    const r = await reponse;
    if (r.statut >= 300) throw new Error(`${nom}: ${r.statut} ${JSON.stringify(r.corps)}`);
    avancer();
    return r;
  };
  const ouvrir = async (corps: Record<string, unknown>): Promise<string> => (await reussir('ouverture', m.appeler(tsm, 'POST', '/dossiers', corps, { 'idempotency-key': cleNeuve() }))).corps.dossier;
  const acte = async (porte: string, qui: string, id: string, nom: string, corps?: unknown): Promise<void> =>
    void (await reussir(nom, m.appeler(qui, 'POST', `/${porte}/${id}/${nom}`, corps, { 'idempotency-key': cleNeuve(), 'if-match': `"${await m.version(id)}"` })));
  const recu = (jour: number): string => `2026-02-${String(jour).padStart(2, '0')}T09:00:00+01:00`;

  const ald = async (rang: number, medical: Record<string, unknown>): Promise<string> => {
    const id = await ouvrir(demande({ numero: `ALD-${rang}`, recu_le: recu(rang), pieces: [], ...medical }));
    await acte('dossiers', tsm, id, 'pieces', { pieces: ['protocole'], medical: { soins: c.texte } });
    await acte('dossiers', tsm, id, 'completude');
    await acte('dossiers', chef, id, 'affectation', { praticien: mc });
    await acte('dossiers', mc, id, 'complement-demande', { texte: c.texte });
    await acte('dossiers', ism, id, 'complement', { texte: c.texte });
    return id;
  };
  const conclure = async (id: string): Promise<string> => {
    await acte('dossiers', mc, id, 'avis', { sens: 'favorable', debut: '2026-03-01', motif: c.texte });
    await acte('dossiers', caisse, id, 'decision', { sens: 'accord', versionAvis: 1 });
    await acte('dossiers', caisse, id, 'exoneration');
    return id;
  };
  const dossiers = [await conclure(await ald(1, c.dixAns)), await conclure(await ald(2, c.cinqAns)), await ald(3, { ald: 31, diagnostics: [c.horsListe] })];

  const incomplet = await ouvrir(demande({ numero: 'ALD-4', recu_le: recu(4), pieces: [], ...c.dixAns }));
  const controle = await ouvrir(arret({ numero: 'ARR-5', recuLe: recu(25), medical: { motif: c.texte, diagnostics: [c.arret] } }));
  await acte('arrets', chef, controle, 'affectation', { praticien: mc });
  const accident = { source: 'CPAM', unite: 'ELSM-931', caisse: '931', type: 'atmp', canal: 'electronique', nir: NIR.connu, medecin: RPPS.medecin };
  const at = await ouvrir({ ...accident, numero: 'AT-6', objet: 'accident', recu_le: recu(6), pieces: ['declaration', { piece: 'certificat', recu_le: '2026-02-08', preuve: 'recommande' }], lesions: [{ code: c.lesion, texte: c.texte }] });
  await acte('atmp', chef, at, 'affectation', { praticien: mc });
  await acte('atmp', chef, at, 'second-avis-demande', { praticien: mc2 });
  await acte('atmp', mc2, at, 'second-avis', { sens: 'favorable', motif: c.texte });
  await acte('atmp', mc, at, 'avis', { conclusions: ['imputable'], motif: c.texte });
  await acte('atmp', caisse, at, 'decision', { sens: 'prise_en_charge', versionAvis: 1 });
  const mp = await ouvrir({ ...accident, numero: 'MP-7', objet: 'maladie', recu_le: recu(7), pieces: ['declaration', 'certificat', 'examens'], examens_requis: true, tableau: c.tableau, lesions: [{ code: c.lesion, texte: c.texte }] });

  const a = agendaDe(m);
  const creneau = await a.creneau('2026-03-25');
  const convocation = (await reussir('convocation', a.preparer(controle, creneau) as Promise<Reponse>)).corps as unknown as { convocation: string };
  await reussir('emission', a.commander(tsm, convocation.convocation, 'emission') as Promise<Reponse>);
  await reussir('lecture', m.appeler(mc2, 'GET', `/dossiers/${dossiers[0]}/medical?motif=second_avis`));
  return { dossiers: [...dossiers, incomplet, controle, at, mp], convocation: convocation.convocation };
}

/** Opens a world and lives the same days as its twin. */
export async function ouvrirJumeau(contenus: Contenus): Promise<Jumeau> {
  let ms = Date.parse('2026-03-10T09:00:00Z');
  const m = await ouvrirMonde(() => new Date(ms));
  return { m, ...(await vivre(m, contenus, () => void (ms += 60_000))), normaliser: normaliseur(), fermer: () => m.fermer() };
}

/** What the other services are told, in order. */
export async function messagesPublies({ m, normaliser }: Jumeau): Promise<string[]> {
  const lignes = await m.p.voir<{ topic: string; public: Buffer }>('prestations', "SELECT topic, public FROM journal WHERE public IS NOT NULL AND topic LIKE 'sm.prestations.%' ORDER BY id");
  return lignes.map((l) => normaliser(JSON.stringify(decoder('sm.prestations.dossier.v1', l.public))));
}
