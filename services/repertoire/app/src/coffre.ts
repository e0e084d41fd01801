import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Scellement, Secrets, Trousseau, ouvrirAvec, scellerAvec, type CleUnite, type Tx } from '@sm/platform';
import type { Identite } from './identite';

/** Version of the lookup key, first byte of each HMAC: a new key is a new byte, and both answer while rows are taken over. */
const VERSION = 1;
/** Name of the lookup key among the secrets of the service. */
export const SECRET_RECHERCHE = `repertoire|recherche|${VERSION}`;
/** Bytes of a stored HMAC: version, then 128 bits. */
export const TAILLE_HMAC = 17;

export interface IdentiteScellee {
  readonly cle: Buffer;
  readonly scelle: Buffer;
}

const aad = (personne: string, version: number): string => `personne|identite|${personne}|${version}`;

/** Seals identities, one data key a person, and makes the blind keys by which they are found. */
@Injectable()
export class Coffre {
  private readonly cleRecherche: KeyObject;

  constructor(private readonly scellement: Scellement, private readonly trousseau: Trousseau, secrets: Secrets) {
    this.cleRecherche = secrets.cle(SECRET_RECHERCHE);
  }

  /** Lookup key of a text of `identite.ts`. */
  hmac(texte: string): Buffer {
    const h = Buffer.allocUnsafe(TAILLE_HMAC);
    h[0] = VERSION;
    h.write(createHmac('sha256', this.cleRecherche).update(texte).digest('binary'), 1, TAILLE_HMAC - 1, 'latin1');
    return h;
  }

  /** @param enveloppes the keys about to be opened */
  cleUnite(tx: Tx, unite: number, enveloppes: readonly Uint8Array[] = []): Promise<CleUnite> {
    return this.trousseau.cleUnite(tx, unite, enveloppes);
  }

  /** Seals under a fresh data key: the one before it, with what it protected, is gone. */
  sceller(cleUnite: CleUnite, personne: string, version: number, identite: Identite): IdentiteScellee {
    const { enveloppe, cle } = this.scellement.nouvelleCleDossier(cleUnite, personne);
    return { cle: enveloppe, scelle: scellerAvec(cle, aad(personne, version), JSON.stringify(identite)) };
  }

  /** @throws Error `scelle-invalide` when bytes, row or key do not belong together. */
  ouvrir(cleUnite: CleUnite, personne: string, version: number, s: IdentiteScellee): Identite {
    const cle = this.scellement.ouvrirCleDossier(cleUnite, personne, s.cle);
    return JSON.parse(ouvrirAvec(cle, aad(personne, version), s.scelle).toString('utf8')) as Identite;
  }
}
