import { createHash, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Db, ouvrirAvec, ouvrirFlux, scellerAvec, type Contexte, type Tx } from '@sm/platform';
import { Readable, type Transform } from 'node:stream';
import type { NaturePiece, TypePiece } from './piece-jointe.types';

export type EtatPiece = 'depot' | 'en_attente' | 'disponible' | 'infectee' | 'retiree';

/** A piece as its row says; its name stays sealed. */
export interface LignePiece {
  readonly id: string;
  readonly dossier: string;
  readonly nature: NaturePiece;
  readonly type: TypePiece;
  readonly etat: EtatPiece;
  readonly analyse: string | null;
  readonly taille: number;
  readonly titre: Buffer | null;
  readonly origine: 'service' | 'caisse';
  readonly par: string;
  readonly jour: string;
}

/** Digest and sizes of what was sealed. */
export interface Scelle {
  readonly empreinte: Buffer;
  readonly tailleScellee: number;
}

const MORCEAU = 262_144;
const COLONNES = 'id, dossier, nature, type, etat, analyse_par AS "analyse", taille::float8 AS taille, titre, origine, par, jour::text AS jour';

/** Which row the sealed bytes belong to. */
const aad = (dossier: string, piece: string): string => `${dossier}|piece|${piece}`;

export const scellerTitre = (cle: KeyObject, dossier: string, piece: string, titre: string): Buffer => scellerAvec(cle, `${aad(dossier, piece)}|titre`, titre);
export const ouvrirTitre = (cle: KeyObject, dossier: string, piece: string, titre: Buffer): string => ouvrirAvec(cle, `${aad(dossier, piece)}|titre`, titre).toString();
export const aadPiece = aad;

/** Rows of attachments and of their sealed bytes. Each write or read of bytes is a short transaction: no connection waits for a slow client. */
@Injectable()
export class PieceJointeStore {
  constructor(private readonly db: Db) {}

  async ouvrir(tx: Tx, p: Pick<LignePiece, 'id' | 'dossier' | 'nature' | 'type' | 'origine' | 'par' | 'jour'>): Promise<void> {
    await tx.query("INSERT INTO piece_jointe (id, dossier, nature, type, etat, origine, par, jour) VALUES ($1, $2, $3, $4, 'depot', $5, $6, $7)", [p.id, p.dossier, p.nature, p.type, p.origine, p.par, p.jour]);
  }

  /** Writes sealed bytes as they come, one bounded row after the other. @returns their digest, for the journal */
  async ecrire(ctx: Contexte, piece: string, scelle: AsyncIterable<Buffer>): Promise<Scelle> {
    const empreinte = createHash('sha256');
    let [rang, taille, attente, enAttente] = [0, 0, [] as Buffer[], 0];
    const verser = async (): Promise<void> => {
      const octets = Buffer.concat(attente);
      [attente, enAttente] = [[], 0];
      await this.db.inTransaction(ctx, (tx) => tx.query('INSERT INTO piece_jointe_morceau (piece, rang, octets) VALUES ($1, $2, $3)', [piece, rang++, octets]));
    };
    for await (const octets of scelle) {
      empreinte.update(octets);
      taille += octets.length;
      attente.push(octets);
      if ((enAttente += octets.length) >= MORCEAU) await verser();
    }
    if (enAttente) await verser();
    return { empreinte: empreinte.digest(), tailleScellee: taille };
  }

  /** Opens the bytes of a piece, read as fast as they are taken. Fails with `scelle-invalide` if anything was changed or is missing. */
  lire(ctx: Contexte, cle: KeyObject, dossier: string, piece: string): Transform {
    const ouvert = ouvrirFlux(cle, aad(dossier, piece));
    const scelle = Readable.from(this.morceaux(ctx, piece), { objectMode: true, highWaterMark: 1 });
    scelle.on('error', (erreur) => ouvert.destroy(erreur));
    ouvert.on('close', () => scelle.destroy());
    return scelle.pipe(ouvert);
  }

  private async *morceaux(ctx: Contexte, piece: string): AsyncGenerator<Buffer> {
    for (let rang = 0; ; rang++) {
      const [l]: [{ octets: Buffer }?] = await this.db.inTransaction(ctx, (tx) => tx.query('SELECT octets FROM piece_jointe_morceau WHERE piece = $1 AND rang = $2', [piece, rang]));
      if (!l) return;
      yield l.octets;
    }
  }

  /** Ends a deposit. False when it was swept away in the meantime. */
  async conclure(tx: Tx, piece: string, p: { readonly etat: EtatPiece; readonly analyse: string | null; readonly taille: number; readonly empreinte: Buffer }): Promise<boolean> {
    const [faits]: [unknown[]] = await tx.query("UPDATE piece_jointe SET etat = $2, analyse_par = $3, taille = $4, empreinte = $5 WHERE id = $1 AND etat = 'depot' RETURNING 1", [piece, p.etat, p.analyse, p.taille, p.empreinte]);
    return faits.length === 1;
  }

  /** Moves a piece from one state to another; false when it was no longer in the first. */
  async passer(tx: Tx, piece: string, de: EtatPiece, vers: EtatPiece, analyse: string | null): Promise<boolean> {
    const [faits]: [unknown[]] = await tx.query('UPDATE piece_jointe SET etat = $3, analyse_par = coalesce($4::text, analyse_par) WHERE id = $1 AND etat = $2 RETURNING 1', [piece, de, vers, analyse]);
    return faits.length === 1;
  }

  async intituler(tx: Tx, piece: string, titre: Buffer): Promise<void> {
    await tx.query('UPDATE piece_jointe SET titre = $2 WHERE id = $1', [piece, titre]);
  }

  /** Nothing of it remains. */
  async supprimer(tx: Tx, piece: string): Promise<void> {
    await tx.query('DELETE FROM piece_jointe WHERE id = $1', [piece]);
  }

  /** The row stays, to say what happened to it; neither its bytes nor its name do. */
  async vider(tx: Tx, piece: string): Promise<void> {
    await tx.query('DELETE FROM piece_jointe_morceau WHERE piece = $1', [piece]);
    await tx.query('UPDATE piece_jointe SET titre = NULL WHERE id = $1', [piece]);
  }

  /** Null when the piece is not of that dossier, is still being deposited, or is out of scope. */
  async trouver(tx: Tx, dossier: string, piece: string, verrou: '' | 'FOR UPDATE' = ''): Promise<LignePiece | null> {
    const [l]: [LignePiece?] = await tx.query(`SELECT ${COLONNES} FROM piece_jointe WHERE id = $1 AND dossier = $2 AND etat <> 'depot' ${verrou}`, [piece, dossier]);
    return l ?? null;
  }

  /** In the order of their deposit. @param origine null: whatever it is */
  lister(tx: Tx, dossier: string, origine: LignePiece['origine'] | null, apres: string | null, n: number): Promise<LignePiece[]> {
    return tx.query(
      `SELECT ${COLONNES} FROM piece_jointe WHERE dossier = $1 AND etat <> 'depot' AND ($2::text IS NULL OR origine = $2) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`, [dossier, origine, apres, n]);
  }
}
