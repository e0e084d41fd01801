import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Db, Tx } from '../db/db';
import type { Contexte } from '../db/roles';
import type { PorteCle } from './porte';

interface LigneSecret {
  readonly nom: string;
  readonly version: number;
  readonly cle_maitre: string;
  readonly enveloppe: Buffer;
}

/** The platform itself, when it looks after its keys. */
export const contexteCles = (unites: readonly number[] = []): Contexte => ({ acteur: { id: 'systeme:cles', genre: 'systeme', nom: 'cles' }, role: 'app', unites });

const aadSecret = (nom: string, version: number): string => `secret|${nom}|${version}`;
const lire = (tx: Tx, noms: readonly string[]): Promise<LigneSecret[]> => tx.query('SELECT nom, version, cle_maitre, enveloppe FROM secret WHERE nom = ANY($1::text[]) AND version = 1', [noms]);

/** Keys of index of a service (blind index, digests of commands): drawn once, kept wrapped in its base, so that a new key-encryption key changes none of them. */
export class Secrets {
  private readonly cles = new Map<string, KeyObject>();

  /** Reads the secrets, drawing those that are missing. To be called once, before anything asks for one. */
  async ouvrir(db: Db, porte: PorteCle, noms: readonly string[]): Promise<this> {
    await db.inTransaction(contexteCles(), async (tx) => {
      const connus = new Set((await lire(tx, noms)).map((l) => l.nom));
      for (const nom of noms) if (!connus.has(nom)) await this.tirer(tx, porte, nom);
      for (const l of await lire(tx, noms)) this.cles.set(l.nom, createSecretKey(await porte.developper(aadSecret(l.nom, l.version), { cle: l.cle_maitre, octets: l.enveloppe })));
    });
    return this;
  }

  /** @throws Error for a name that the service did not declare */
  cle(nom: string): KeyObject {
    const cle = this.cles.get(nom);
    if (!cle) throw new Error(`secret-non-declare: ${nom}`);
    return cle;
  }

  /** A base from before this table has an index made with a key drawn from the key-encryption key: the same is kept. */
  private async tirer(tx: Tx, porte: PorteCle, nom: string): Promise<void> {
    const valeur = (await porte.heritage?.(nom)) ?? randomBytes(32);
    const { cle, octets } = await porte.envelopper(aadSecret(nom, 1), valeur);
    await tx.query('INSERT INTO secret (nom, version, cle_maitre, enveloppe) VALUES ($1, 1, $2, $3) ON CONFLICT DO NOTHING', [nom, cle, octets]);
  }
}

/** Re-wraps under the current version of the key-encryption key what another still wraps, in the caller's transaction. Answers how many. */
export async function reenvelopperSecrets(tx: Tx, porte: PorteCle): Promise<number> {
  const courante = await porte.courante();
  const lignes: LigneSecret[] = await tx.query('SELECT nom, version, cle_maitre, enveloppe FROM secret WHERE cle_maitre <> $1 ORDER BY nom, version FOR UPDATE', [courante]);
  for (const { nom, version, cle_maitre, enveloppe } of lignes) {
    const aad = aadSecret(nom, version);
    const neuve = await porte.envelopper(aad, await porte.developper(aad, { cle: cle_maitre, octets: enveloppe }));
    await tx.query('UPDATE secret SET cle_maitre = $3, enveloppe = $4 WHERE nom = $1 AND version = $2', [nom, version, neuve.cle, neuve.octets]);
  }
  return lignes.length;
}
