import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const SEUIL = 256 * 1024;

export interface Trace {
  readonly nom: string;
  readonly lignes: number;
  readonly octets: number;
  readonly sha256: string;
}

/** A text file written line by line in constant memory: when `ecrire` says true, await `vider` before going on. */
export class Fichier {
  private readonly hache = createHash('sha256');
  private attente: string[] = [];
  private taille = 0;
  private octets = 0;
  private lignes = 0;

  private constructor(readonly nom: string, private readonly poignee: FileHandle) {}

  /** Creates or replaces `nom` in `dossier`; the header is not counted as a line. */
  static async creer(dossier: string, nom: string, entete?: string): Promise<Fichier> {
    const fichier = new Fichier(nom, await open(join(dossier, nom), 'w'));
    if (entete !== undefined) fichier.attente.push(entete);
    return fichier;
  }

  /** Adds a line; true when the buffer is full. */
  ecrire(ligne: string): boolean {
    this.attente.push(ligne);
    this.lignes++;
    this.taille += ligne.length + 1;
    return this.taille >= SEUIL;
  }

  /** Hands the buffer to the disk and waits for it. */
  async vider(): Promise<void> {
    if (this.attente.length === 0) return;
    const bloc = Buffer.from(`${this.attente.join('\n')}\n`, 'utf8');
    this.attente = [];
    this.taille = 0;
    this.octets += bloc.length;
    this.hache.update(bloc);
    await this.poignee.writeFile(bloc);
  }

  /** Writes what is left, closes and returns the counts and the hash of the bytes. */
  async fermer(): Promise<Trace> {
    await this.vider();
    await this.poignee.close();
    return { nom: this.nom, lignes: this.lignes, octets: this.octets, sha256: this.hache.digest('hex') };
  }

  /** Closes after a failure, without a word. */
  async abandonner(): Promise<void> {
    await this.poignee.close().catch(() => undefined);
  }
}
