import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { encoder } from '@sm/contracts';
import { cleNir, type Affectation, type CodeRole, type Unite } from '@sm/kernel';
import { Db, Journal, Tenancy, affectationPubliee, unitePubliee, uuidv7, type Contexte, type LigneJournal } from '@sm/platform';
import { jusqua, ouvrirPlateformeDeTest, type PlateformeDeTest } from '@sm/testing';
import { definitionPrestations, type AnalysePiece } from '../src';

@Module({})
class OrganisationModule {}

/** Invented people; RPPS with a right key. */
export const RPPS = { medecin: '10000123454', conseil: '10000000017', second: '10000000025', chef: '10000000033' } as const;
export const ELSM = { id: 931, code: 'ELSM-931' } as const;
/** What the map calls `ELSM` from 2025-10-01. */
export const CODE_SUIVANT = 'SCM-931';
/** Merged into `ELSM` on 2025-10-01. */
export const ABSORBE = { id: 932, code: 'ELSM-932' } as const;
export const AUTRE = { id: 941, code: 'ELSM-941' } as const;

export const ACTEURS = {
  tsm: 'agent:TSM1', mc: 'agent:MC1', mc2: 'agent:MC2', chef: 'agent:MCCS1', ism: 'agent:ISM1', caisse: 'agent:CPAM1', csam: 'agent:CSAM1', double: 'agent:DOUBLE1', ccx: 'agent:CCX1',
  tsmAilleurs: 'agent:TSM9', mcAilleurs: 'agent:MC9', national: 'agent:MCN1', inconnu: 'agent:INCONNU1', reprise: 'machine:reprise', dpo: 'agent:DPO1', ugdr: 'agent:UGDR1', phc: 'agent:PHC1',
  employe: 'agent:MEDCPAM1', cumulAilleurs: 'agent:CUMUL1', auditeur: 'agent:AUDIT1',
} as const;

const HABILITATIONS = ['ald', 'arret', 'atmp'] as const;

const affecte = (acteurId: string, uniteId: number, role: CodeRole, reste: Partial<Affectation> = {}): Affectation => ({
  id: uuidv7(), acteurId, uniteId, role, activite: 'CPR', du: '2015-01-01', au: null, quotite: 1, habilitations: role === 'MC' ? HABILITATIONS : [], rpps: null, ...reste,
});

const AFFECTATIONS: readonly Affectation[] = [
  affecte(ACTEURS.tsm, 931, 'TSM'), affecte(ACTEURS.mc, 931, 'MC', { rpps: RPPS.conseil }), affecte(ACTEURS.mc2, 931, 'MC', { rpps: RPPS.second, quotite: 0.5 }),
  affecte(ACTEURS.chef, 931, 'MCCS', { rpps: RPPS.chef }), affecte(ACTEURS.chef, 931, 'MC', { rpps: RPPS.chef }), affecte(ACTEURS.ism, 931, 'ISM'),
  affecte(ACTEURS.caisse, 931, 'CAISSE', { activite: '*' }), affecte(ACTEURS.csam, 931, 'CSAM'),
  affecte(ACTEURS.double, 931, 'MC', { rpps: '10000000041' }), affecte(ACTEURS.double, 931, 'CAISSE'), affecte(ACTEURS.ccx, 931, 'MC', { activite: 'CCX', rpps: '10000000058' }),
  affecte(ACTEURS.tsmAilleurs, 941, 'TSM'), affecte(ACTEURS.mcAilleurs, 941, 'MC', { rpps: '10000000066' }),
  affecte(ACTEURS.employe, 931, 'MC', { au: '2025-09-30', rpps: '10000000074' }), affecte(ACTEURS.employe, 931, 'CAISSE', { activite: '*', du: '2025-10-01', rpps: '10000000074' }),
  affecte(ACTEURS.cumulAilleurs, 931, 'MC', { rpps: '10000000082' }), affecte(ACTEURS.cumulAilleurs, 941, 'CAISSE', { activite: '*' }), affecte(ACTEURS.auditeur, 1, 'AUDIT', { activite: '*' }),
  affecte(ACTEURS.national, 1, 'MCN'), affecte(ACTEURS.dpo, 1, 'DPO', { activite: '*' }), affecte(ACTEURS.ugdr, 931, 'UGDR'), affecte(ACTEURS.phc, 931, 'PHC'),
  affecte(ACTEURS.reprise, 1, 'REPRISE', { activite: '*' }),
];

const unite = (id: number, code: string, type: Unite['type'], liens: Unite['liens'] = []): Unite => ({ id, code, type, noms: [{ nom: code, du: null, au: null }], liens });
const locale = (id: number, code: string, departement: string): Unite =>
  unite(id, code, 'locale', [{ nature: 'parent', cible: 11, du: null, au: null }, { nature: 'territoire', cible: departement, du: null, au: null }]);
const UNITES: readonly Unite[] = [
  unite(1, 'CNAM', 'nationale'), unite(11, 'DRSM-IDF', 'regionale', [{ nature: 'parent', cible: 1, du: null, au: null }]),
  { ...locale(931, 'ELSM-931', '93'), codes: [{ code: 'ELSM-931', du: null, au: '2025-09-30' }, { code: CODE_SUIVANT, du: '2025-10-01', au: null }] }, locale(941, 'ELSM-941', '94'),
  { ...locale(932, 'ELSM-932', '93'), liens: [...locale(932, 'ELSM-932', '93').liens, { nature: 'fusionnee_dans', cible: 931, du: '2025-10-01', au: null }] },
];

export const PERSONNE = '01900000-0000-7000-8000-00000000000a';
export const PERSONNE_2 = '01900000-0000-7000-8000-00000000000b';
const nir = (corps: string): string => corps + cleNir(corps);
export const NIR = { connu: nir('2550814168025'), second: nir('1620799012345'), inconnu: nir('1701299054321') };

/** The directory as another service would answer. */
async function ouvrirRepertoire(): Promise<{ url: string; serveur: Server; pannes: number }> {
  const etat = { url: '', pannes: 0, serveur: createServer() };
  etat.serveur.on('request', (requete, reponse) => {
    let corps = '';
    requete.on('data', (morceau: Buffer) => (corps += morceau.toString()));
    requete.on('end', () => {
      if (requete.url !== '/resolutions' || !requete.headers.authorization?.startsWith('Bearer ') || etat.pannes > 0) return reponse.writeHead(etat.pannes-- > 0 ? 503 : 404).end();
      const { cles } = JSON.parse(corps) as { cles: { nir: string }[] };
      const connus: Record<string, string> = { [NIR.connu]: PERSONNE, [NIR.second]: PERSONNE_2 };
      return reponse.setHeader('content-type', 'application/json').end(JSON.stringify({ personnes: cles.map((c) => (connus[c.nir] ? { id: connus[c.nir] } : null)) }));
    });
  });
  await new Promise<void>((ok) => etat.serveur.listen(0, '127.0.0.1', ok));
  etat.url = `http://127.0.0.1:${(etat.serveur.address() as AddressInfo).port}`;
  return etat;
}

export interface Reponse {
  readonly statut: number;
  readonly corps: Record<string, never> & { dossier: string; version: number; statut: string; code: string; details: unknown; commandesPossibles: string[] };
  readonly entetes: Headers;
}

export interface Monde {
  readonly p: PlateformeDeTest;
  readonly repertoire: { pannes: number };
  appeler(acteur: string, methode: string, chemin: string, corps?: unknown, entetes?: Record<string, string>): Promise<Reponse>;
  /** A command under a fresh key, on the current version unless told. */
  commander(acteur: string, dossier: string, commande: string, corps?: unknown, o?: { version?: number; cle?: string }): Promise<Reponse>;
  deposer(corps?: Record<string, unknown>, acteur?: string): Promise<Reponse>;
  importer(acteur: string, flux: string, corps: string, type: string, cle?: string): Promise<Reponse>;
  version(dossier: string): Promise<number>;
  compter(): Promise<Record<string, number>>;
  fermer(): Promise<void>;
}

let rang = 0;
export const cleNeuve = (): string => `essai-${process.pid}-${++rang}`;

/** One raw request, as its file or its form would give it. */
export const demande = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'PSE', numero: `D-${++rang}`, unite: ELSM.code, caisse: '931', type: 'ald', nature: 'initiale', canal: 'papier', nir: NIR.connu, medecin: RPPS.medecin,
  recu_le: '2026-03-02T09:00:00+01:00', ald: 8, diagnostics: ['E11'], debut_soins: '2026-01-05', pieces: ['protocole'], ...reste,
});

const message = (topic: string, cle: string, unite: number, type: string, octets: Uint8Array): LigneJournal =>
  ({ topic, dossier: null, cle, version: 1, unite, type, survenuLe: new Date(), prive: {}, public: octets });

async function publierOrganisation(p: PlateformeDeTest, habilitations: readonly string[]): Promise<void> {
  const { app } = p.services.get('organisation')!;
  const ctx: Contexte = { acteur: { id: 'systeme:amorce', genre: 'systeme', nom: 'amorce' }, role: 'app', unites: UNITES.map((u) => u.id) };
  await app.get(Db).inTransaction(ctx, (tx) => app.get(Journal).ajouter(tx, ctx, [
    ...UNITES.map((u) => message('sm.organisation.unite.v1', String(u.id), u.id, 'UnitePubliee', encoder('sm.organisation.unite.v1', 'UnitePubliee', unitePubliee(u, 7)))),
    ...AFFECTATIONS.map((a) => (a.role === 'MC' ? { ...a, habilitations } : a)).map((a) => message('sm.organisation.affectation.v1', a.id, a.uniteId, 'AffectationPubliee', encoder('sm.organisation.affectation.v1', 'AffectationPubliee', affectationPubliee(a)))),
  ]));
}

/** prestations on a real database, an organisation that only publishes, a directory that only resolves. */
export async function ouvrirMonde(maintenant?: () => Date, habilitations: readonly string[] = HABILITATIONS, analyse?: AnalysePiece): Promise<Monde> {
  const repertoire = await ouvrirRepertoire();
  const p = await ouvrirPlateformeDeTest([{ nom: 'organisation', module: OrganisationModule, migrations: [] }, definitionPrestations({ urlRepertoire: () => repertoire.url, ...(analyse ? { analyse } : {}) })], maintenant);
  await publierOrganisation(p, habilitations);
  const tenancy = p.services.get('prestations')!.app.get(Tenancy);
  await jusqua(() => tenancy.arbre().length === UNITES.length && AFFECTATIONS.every((a) => tenancy.affectations(a.acteurId).length > 0));
  const appeler: Monde['appeler'] = async (acteur, methode, chemin, corps, entetes) => (await p.appeler('prestations', acteur, methode, chemin, corps, entetes)) as Reponse;
  const version = async (dossier: string): Promise<number> => (await p.voir<{ version: number }>('prestations', 'SELECT version FROM dossier WHERE id = $1', [dossier]))[0]?.version ?? 0;
  return {
    p, repertoire, appeler, version,
    commander: async (acteur, dossier, commande, corps, o = {}) =>
      appeler(acteur, 'POST', `/dossiers/${dossier}/${commande}`, corps, { 'idempotency-key': o.cle ?? cleNeuve(), 'if-match': `"${o.version ?? (await version(dossier))}"` }),
    deposer: (corps = {}, acteur = ACTEURS.tsm) => appeler(acteur, 'POST', '/dossiers', demande(corps), { 'idempotency-key': cleNeuve() }),
    importer: (acteur, flux, corps, type, cle = cleNeuve()) => appeler(acteur, 'POST', `/imports?flux=${flux}`, corps, { 'content-type': type, 'idempotency-key': cle }),
    compter: async () => {
      const comptes: Record<string, number> = {};
      for (const table of ['dossier', 'journal', 'horloge', 'commande', 'import', 'import_rejet', 'cle_unite', 'avis_arret']) {
        comptes[table] = (await p.voir<{ n: number }>('prestations', `SELECT count(*)::int AS n FROM ${table}${table === 'journal' ? " WHERE type <> 'AccesRefuse' AND acteur NOT LIKE 'systeme:%'" : ''}`))[0]!.n;
      }
      return comptes;
    },
    fermer: async () => {
      await p.fermer();
      repertoire.serveur.closeAllConnections();
      await new Promise((ok) => repertoire.serveur.close(ok));
    },
  };
}
