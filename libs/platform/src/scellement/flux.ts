import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

const ALGO = 'aes-256-gcm';
const VERSION = 2;
const SEL = 16;
const PREFIXE = 7;
const ENTETE = 1 + SEL + PREFIXE;
const TAG = 16;
/** Clear bytes a segment; only the last one may hold fewer. */
export const TAILLE_SEGMENT = 65_536;

/** Cuts what comes by any pieces into pieces of one size; a full one leaves only once something follows it, so that the last is known as such. */
class Decoupe {
  private readonly tampon: Buffer;
  private plein = 0;

  constructor(taille: number) {
    this.tampon = Buffer.allocUnsafe(taille);
  }

  ajouter(octets: Buffer, complet: (piece: Buffer) => void): void {
    for (let lu = 0; lu < octets.length; ) {
      if (this.plein === this.tampon.length) {
        complet(this.tampon);
        this.plein = 0;
      }
      const pris = octets.copy(this.tampon, this.plein, lu);
      lu += pris;
      this.plein += pris;
    }
  }

  reste(): Buffer {
    return this.tampon.subarray(0, this.plein);
  }
}

/** Key, nonces and AAD of one stream: the key is drawn from the dossier's by a salt of its own, so that no pair of streams shares a nonce. */
class Suite {
  private readonly cle: KeyObject;
  private readonly aad: Buffer;
  private rang = 0;

  constructor(cle: KeyObject, aad: string, private readonly entete: Buffer) {
    this.cle = createSecretKey(Buffer.from(hkdfSync('sha256', cle, entete.subarray(1, 1 + SEL), 'sm|flux', 32)));
    this.aad = Buffer.concat([entete, Buffer.from(aad)]);
  }

  sceller(clair: Buffer, dernier: boolean): Buffer {
    const c = createCipheriv(ALGO, this.cle, this.nonce(dernier), { authTagLength: TAG }).setAAD(this.aad);
    return Buffer.concat([c.update(clair), c.final(), c.getAuthTag()]);
  }

  ouvrir(segment: Buffer, dernier: boolean): Buffer {
    const fin = segment.length - TAG;
    const d = createDecipheriv(ALGO, this.cle, this.nonce(dernier), { authTagLength: TAG }).setAAD(this.aad).setAuthTag(segment.subarray(fin));
    return Buffer.concat([d.update(segment.subarray(0, fin)), d.final()]);
  }

  private nonce(dernier: boolean): Buffer {
    if (this.rang > 0xffffffff) throw new Error('flux-trop-long');
    const nonce = Buffer.alloc(12);
    this.entete.copy(nonce, 0, 1 + SEL);
    nonce.writeUInt32BE(this.rang++, PREFIXE);
    nonce[11] = dernier ? 1 : 0;
    return nonce;
  }
}

/** Runs a step of a Transform; what it throws becomes the stream's error. */
function etape(suite: TransformCallback, faire: () => void, code?: string): void {
  try {
    faire();
  } catch (erreur) {
    suite(code === undefined ? (erreur as Error) : new Error(code));
    return;
  }
  suite();
}

/** Size of the sealed form of that many clear bytes. */
export const tailleScellee = (clair: number): number => ENTETE + clair + TAG * Math.max(1, Math.ceil(clair / TAILLE_SEGMENT));

/**
 * Seals a stream in constant memory: version (1) | salt (16) | nonce prefix (7), then segments of ciphertext and tag.
 * STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): nonce = prefix | counter | last flag.
 * @param aad says to which row the bytes belong; nothing medical
 */
export function scellerFlux(cle: KeyObject, aad: string): Transform {
  const entete = Buffer.concat([Buffer.of(VERSION), randomBytes(SEL + PREFIXE)]);
  const suite = new Suite(cle, aad, entete);
  const decoupe = new Decoupe(TAILLE_SEGMENT);
  return new Transform({
    construct(pret) {
      this.push(entete);
      pret();
    },
    transform(octets: Buffer, _, fait) {
      etape(fait, () => decoupe.ajouter(octets, (piece) => this.push(suite.sceller(piece, false))));
    },
    flush(fait) {
      etape(fait, () => this.push(suite.sceller(decoupe.reste(), true)));
    },
  });
}

/**
 * Opens what `scellerFlux` sealed, in constant memory. Each segment leaves once authenticated: what came out before an error is a true beginning, never the whole.
 * The stream fails with `scelle-invalide` on any change, truncation, addition, reorder, other key or other AAD.
 */
export function ouvrirFlux(cle: KeyObject, aad: string): Transform {
  const entete = new Decoupe(ENTETE);
  const decoupe = new Decoupe(TAILLE_SEGMENT + TAG);
  let suite: Suite | undefined;
  const lire = (octets: Buffer): Buffer => {
    if (suite) return octets;
    const pris = octets.subarray(0, ENTETE - entete.reste().length);
    entete.ajouter(pris, () => undefined);
    const lu = entete.reste();
    if (lu[0] !== undefined && lu[0] !== VERSION) throw new Error('version');
    if (lu.length === ENTETE) suite = new Suite(cle, aad, Buffer.from(lu));
    return octets.subarray(pris.length);
  };
  return new Transform({
    transform(octets: Buffer, _, fait) {
      etape(fait, () => decoupe.ajouter(lire(octets), (piece) => this.push(suite!.ouvrir(piece, false))), 'scelle-invalide');
    },
    flush(fait) {
      etape(fait, () => this.push(suite!.ouvrir(decoupe.reste(), true)), 'scelle-invalide');
    },
  });
}
