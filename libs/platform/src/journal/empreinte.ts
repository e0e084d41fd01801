import { createHash } from 'node:crypto';

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

const taille = (v: Uint8Array | null): string => (v ? String(v.length) : '-');

/** SHA-256 of a canonical form of the row: each part preceded by its length, so that no two rows share a form. */
export function empreinteLigne(l: LigneCanonique): Buffer {
  const entete = [l.evenement, l.topic, l.part, l.dossier, l.cle, l.version, l.unite, l.type, l.survenuLe.getTime(), l.enregistreLe.getTime(), l.acteur, l.commande, l.prive]
    .map((v) => (v === null ? '-' : `${String(v).length}:${v}`))
    .join('|');
  const hachage = createHash('sha256').update(`${entete}|${taille(l.medical)}|${taille(l.public)}|`);
  if (l.medical) hachage.update(l.medical);
  if (l.public) hachage.update(l.public);
  return hachage.digest();
}

/** Next link of a unit's chain. */
export const maillon = (precedent: Uint8Array, empreinte: Uint8Array): Buffer => createHash('sha256').update(precedent).update(empreinte).digest();

export const ORIGINE_CHAINE = Buffer.alloc(32);
