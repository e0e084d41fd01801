import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { CleEnveloppee, PorteCle } from './porte';
import { hasard, ouvrirAvec, scellerAvec } from './sceau';

/** Open key of a unit: the version that wraps today, and those that still read. */
export interface CleUnite {
  readonly unite: number;
  readonly version: number;
  readonly cles: ReadonlyMap<number, KeyObject>;
}

/** A row of `cle_unite`. */
export interface LigneCleUnite {
  readonly version: number;
  readonly cle_maitre: string;
  readonly enveloppe: Buffer;
}

export interface CleDossier {
  /** Wrapped by the unit's key: what the row keeps. */
  readonly enveloppe: Buffer;
  readonly cle: KeyObject;
}

const ENTETE = 5;
const DATEE = 2;

// Version 1 was there before versions were: it keeps the text it was wrapped under.
const aadUnite = (unite: number, version: number): string => (version === 1 ? `unite|${unite}` : `unite|${unite}|${version}`);

/** First bytes of the envelopes of a unit key's version: envelopes sort by version. */
export function enteteEnveloppe(version: number): Buffer {
  const entete = Buffer.of(DATEE, 0, 0, 0, 0);
  entete.writeUInt32BE(version, 1);
  return entete;
}

/** The envelope of a dossier whose key was destroyed. */
export const CLE_EFFACEE = Buffer.alloc(0);

/** Version of the unit's key that wraps a dossier's; null when that key was destroyed. @throws Error `scelle-invalide` */
export function versionEnveloppe(enveloppe: Uint8Array): number | null {
  if (enveloppe.length === 0) return null;
  // A bare seal dates from before versions were named.
  if (enveloppe[0] === 1) return 1;
  if (enveloppe[0] !== DATEE || enveloppe.length < ENTETE) throw new Error('scelle-invalide');
  return Buffer.from(enveloppe.buffer, enveloppe.byteOffset, ENTETE).readUInt32BE(1);
}

/** Seals the medical content of dossiers: a data key per dossier, wrapped by the unit's key, itself wrapped by the key-encryption key. Each envelope names the version that wraps it. */
export class Scellement {
  constructor(readonly porte: PorteCle) {}

  creerCleUnite(unite: number, version: number): Promise<CleEnveloppee> {
    return this.porte.envelopper(aadUnite(unite, version), randomBytes(32));
  }

  /** The same key under the current version of the key-encryption key. */
  async reenvelopperCleUnite(unite: number, { version, cle_maitre, enveloppe }: LigneCleUnite): Promise<CleEnveloppee> {
    const aad = aadUnite(unite, version);
    return this.porte.envelopper(aad, await this.porte.developper(aad, { cle: cle_maitre, octets: enveloppe }));
  }

  /** @param ouvertes versions opened before, not to be asked again */
  async ouvrirCleUnite(unite: number, lignes: readonly LigneCleUnite[], ouvertes?: CleUnite): Promise<CleUnite> {
    const cles = new Map<number, KeyObject>();
    for (const { version, cle_maitre, enveloppe } of lignes) {
      cles.set(version, ouvertes?.cles.get(version) ?? createSecretKey(await this.porte.developper(aadUnite(unite, version), { cle: cle_maitre, octets: enveloppe })));
    }
    return { unite, version: Math.max(...cles.keys()), cles };
  }

  nouvelleCleDossier(cleUnite: CleUnite, dossier: string): CleDossier {
    const octets = hasard(32);
    return { enveloppe: this.enveloppeDossier(cleUnite, dossier, octets), cle: createSecretKey(octets) };
  }

  /** @throws Error `cle-effacee` when the key was destroyed, `cle-unite-inconnue` when its version was not read, `scelle-invalide` */
  ouvrirCleDossier(cleUnite: CleUnite, dossier: string, enveloppe: Uint8Array): KeyObject {
    return createSecretKey(this.octetsDossier(cleUnite, dossier, enveloppe));
  }

  /** The same dossier key under another unit's key, or a newer version of the same: rotation, transfer, merger. What it seals does not move. */
  reenvelopperCleDossier(de: CleUnite, vers: CleUnite, dossier: string, enveloppe: Uint8Array): Buffer {
    return this.enveloppeDossier(vers, dossier, this.octetsDossier(de, dossier, enveloppe));
  }

  private enveloppeDossier({ version, cles }: CleUnite, dossier: string, octets: Uint8Array): Buffer {
    return Buffer.concat([enteteEnveloppe(version), scellerAvec(cles.get(version)!, `dossier|${dossier}|${version}`, octets)]);
  }

  private octetsDossier({ cles }: CleUnite, dossier: string, enveloppe: Uint8Array): Buffer {
    const version = versionEnveloppe(enveloppe);
    if (version === null) throw new Error('cle-effacee');
    const cle = cles.get(version);
    if (!cle) throw new Error('cle-unite-inconnue');
    return enveloppe[0] === DATEE ? ouvrirAvec(cle, `dossier|${dossier}|${version}`, enveloppe.subarray(ENTETE)) : ouvrirAvec(cle, `dossier|${dossier}`, enveloppe);
  }
}
