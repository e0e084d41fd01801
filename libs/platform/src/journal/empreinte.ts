import { hash } from 'node:crypto';

/** The columns of a journal row that its digest covers, ciphertext included; erasing a dossier's key breaks nothing. */
export interface LigneCanonique {
  readonly evenement: string;
  readonly topic: string;
  readonly part: number;
  readonly dossier: string | null;
  readonly cle: string | null;
  readonly version: number;
  readonly unite: number;
  readonly type: string;
  readonly survenuLe: Date;
  readonly enregistreLe: Date;
  readonly acteur: string;
  readonly commande: string | null;
  /** Exact text of the private JSON. */
  readonly prive: string;
  readonly medical: Uint8Array | null;
  readonly public: Uint8Array | null;
}

/** The same with its instants in milliseconds since 1970: neither a date nor a copy is made for a digest. */
export type LigneChiffree = Omit<LigneCanonique, 'survenuLe' | 'enregistreLe'> & { readonly survenu: number; readonly enregistre: number };

const taille = (v: Uint8Array | null): string => (v ? String(v.length) : '-');
const champ = (v: string | null): string => (v === null ? '-' : `${v.length}:${v}`);

let brouillon = Buffer.allocUnsafe(64 * 1024);

/** SHA-256, in hexadecimal, of a canonical form of the row: each part preceded by its length, so that no two rows share a form. */
export function empreinteHex(l: LigneChiffree): string {
  const entete = `${champ(l.evenement)}|${champ(l.topic)}|${champ(String(l.part))}|${champ(l.dossier)}|${champ(l.cle)}|${champ(String(l.version))}|${champ(String(l.unite))}|${champ(l.type)}`
    + `|${champ(String(l.survenu))}|${champ(String(l.enregistre))}|${champ(l.acteur)}|${champ(l.commande)}|${champ(l.prive)}|${taille(l.medical)}|${taille(l.public)}|`;
  const place = entete.length * 3 + (l.medical?.length ?? 0) + (l.public?.length ?? 0);
  if (place > brouillon.length) brouillon = Buffer.allocUnsafe(place * 2);
  let fin = brouillon.write(entete);
  for (const octets of [l.medical, l.public]) {
    if (!octets) continue;
    brouillon.set(octets, fin);
    fin += octets.length;
  }
  // Hexadecimal on purpose: a Buffer for each digest costs three times the digest.
  return hash('sha256', brouillon.subarray(0, fin), 'hex');
}

export const empreinteLigne = (l: LigneCanonique): Buffer => Buffer.from(empreinteHex({ ...l, survenu: l.survenuLe.getTime(), enregistre: l.enregistreLe.getTime() }), 'hex');

/** Next link of a unit's chain. */
export const maillon = (precedent: Uint8Array, empreinte: Uint8Array): Buffer => hash('sha256', Buffer.concat([precedent, empreinte]), 'buffer');

export const ORIGINE_CHAINE = Buffer.alloc(32);
