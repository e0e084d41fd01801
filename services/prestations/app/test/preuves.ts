import type { KeyObject } from 'node:crypto';
import { Scellement, type LigneCleUnite } from '@sm/platform';
import { replierAvec, type DossierBase, type EvenementBase } from '@sm/prestations-domaine';
import { ouvrirDossier, ouvrirEvenement } from '../src/dossier.medical';
import { moteurDe } from '../src/procedures';
import type { Monde } from './monde';

interface LigneDossier {
  id: string;
  etat: DossierBase['etat'];
  version: number;
  medical: Buffer;
  version_medicale: number;
  cle: Buffer;
  unite_en_charge: number;
}

interface LigneJournal {
  dossier: string;
  version: number;
  survenu_le: Date;
  prive: { type: string; par: string; repris: boolean; prive: unknown };
  medical: Buffer | null;
}

async function cleDe(m: Monde, l: LigneDossier): Promise<KeyObject> {
  const scellement = m.p.services.get('prestations')!.app.get(Scellement);
  const lignes = await m.p.voir<LigneCleUnite>('prestations', 'SELECT version, cle_maitre, enveloppe FROM cle_unite WHERE unite = $1', [l.unite_en_charge]);
  return scellement.ouvrirCleDossier(await scellement.ouvrirCleUnite(l.unite_en_charge, lignes), l.id, l.cle);
}

/** A dossier rebuilt from its journal alone, and as its row says: the two must be the same. */
export async function replierJournal(m: Monde, l: LigneDossier): Promise<{ replie: DossierBase | null; ligne: DossierBase; versions: number[] }> {
  const cle = await cleDe(m, l);
  const lignes = await m.p.voir<LigneJournal>('prestations', "SELECT dossier, version, survenu_le, prive, medical FROM journal WHERE dossier = $1 AND prive->>'type' <> 'DossierMedicalLu' ORDER BY id", [l.id]);
  const evenements = lignes.map(({ prive, survenu_le, medical, version }) =>
    ({ type: prive.type, par: prive.par, repris: prive.repris, prive: prive.prive, survenuLe: survenu_le.toISOString(), medical: medical && ouvrirEvenement(cle, l.id, version, medical) }) as EvenementBase);
  return { replie: replierAvec(moteurDe(l.etat), evenements), ligne: { etat: l.etat, medical: ouvrirDossier(cle, l.id, l.version_medicale, l.medical) }, versions: lignes.map((x) => x.version) };
}

export const dossiers = (m: Monde): Promise<LigneDossier[]> =>
  m.p.voir<LigneDossier>('prestations', 'SELECT id, etat, version, medical, version_medicale, cle, unite_en_charge FROM dossier ORDER BY id');

/** Every dossier of the base: folded, it equals its row; its versions follow one another without a hole. Answers how many were looked at. */
export async function verifierRepliage(m: Monde): Promise<number> {
  const tous = await dossiers(m);
  for (const l of tous) {
    const { replie, ligne, versions } = await replierJournal(m, l);
    expect(replie).toEqual(ligne);
    expect(versions).toEqual(Array.from({ length: l.version }, (_, i) => i + 1));
  }
  return tous.length;
}

/** Forms under which a text would be readable in a base: as is, in hexadecimal, in base64 at each alignment. */
export function formes(texte: string): string[] {
  const octets = Buffer.from(texte);
  const base64 = [0, 1, 2].map((d) => {
    const t = Buffer.concat([Buffer.alloc(d, 0x2a), octets]).toString('base64').replace(/=+$/, '');
    return t.slice(d === 0 ? 0 : d === 1 ? 2 : 3, -2);
  });
  return [texte, octets.toString('hex'), ...base64];
}

/** Tables where one of the texts can be read, in any column, under any of its forms. */
export async function lisiblesDans(m: Monde, textes: readonly string[]): Promise<string[]> {
  const motifs = textes.flatMap(formes).map((f) => `%${f.replace(/[\\%_]/g, '\\$&')}%`);
  const tables = await m.p.voir<{ t: string }>('prestations', "SELECT tablename AS t FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  const trouvees: string[] = [];
  for (const { t } of tables) {
    const [r] = await m.p.voir<{ n: number }>('prestations', `SELECT count(*)::int AS n FROM "${t}" x WHERE x::text LIKE ANY($1::text[])`, [motifs]);
    if (r!.n > 0) trouvees.push(t);
  }
  return trouvees;
}
