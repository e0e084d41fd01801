import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { Db, JournalTechnique, type Contexte } from '@sm/platform';
import { DossierStore } from './dossier.store';
import { PieceJointeAcces } from './piece-jointe.acces';
import { AnalysePiece, type Verdict } from './piece-jointe.analyse';
import { PieceJointeStore, type EtatPiece } from './piece-jointe.store';

const PERIODE_MS = 30_000;

interface Attente {
  readonly ctx: Contexte;
  readonly dossier: string;
}

/**
 * Scans again the pieces that no scanner could look at. System actors hold no key: it is done in the name of whoever deposited the piece while this process lives,
 * and of whoever asks to read it afterwards.
 */
@Injectable()
export class PieceJointeReanalyse implements OnApplicationShutdown {
  private readonly attentes = new Map<string, Attente>();
  private minuterie: NodeJS.Timeout | undefined;
  private tour: Promise<void> | undefined;
  private arrete = false;

  constructor(
    private readonly db: Db,
    private readonly store: PieceJointeStore,
    private readonly dossiers: DossierStore,
    private readonly acces: PieceJointeAcces,
    private readonly analyse: AnalysePiece,
    private readonly journal: JournalTechnique,
  ) {}

  /** Tries again later, until there is a verdict. */
  remettre(ctx: Contexte, dossier: string, piece: string): void {
    this.attentes.set(piece, { ctx, dossier });
    this.programmer();
  }

  /** Tries all that wait in this process, now. */
  async retenter(): Promise<void> {
    for (const [piece, { ctx, dossier }] of [...this.attentes]) {
      if (this.arrete) return;
      const etat = await this.analyser(ctx, dossier, piece).catch((erreur: unknown) => {
        this.journal.erreur('piece-non-analysee', erreur);
        return null;
      });
      if (etat !== 'en_attente') this.attentes.delete(piece);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.arrete = true;
    clearTimeout(this.minuterie);
    await this.tour;
  }

  /** Scans a waiting piece once. @returns its state, null when it waits no more for that dossier */
  async analyser(ctx: Contexte, dossier: string, piece: string): Promise<EtatPiece | null> {
    const cle = await this.db.inTransaction(ctx, async (tx) => {
      const enAttente = (await this.store.trouver(tx, dossier, piece))?.etat === 'en_attente';
      return enAttente ? ((await this.dossiers.charger(tx, dossier))?.cle ?? null) : null;
    });
    if (!cle) return null;
    const verdict = await this.scanner(ctx, cle, dossier, piece);
    return verdict === 'indisponible' ? 'en_attente' : this.conclure(ctx, dossier, piece, verdict);
  }

  private async scanner(ctx: Contexte, cle: KeyObject, dossier: string, piece: string): Promise<Verdict> {
    const analyse = this.analyse.ouvrir();
    try {
      for await (const octets of this.store.lire(ctx, cle, dossier, piece)) await analyse.ecrire(octets as Buffer);
      return await analyse.conclure();
    } catch (erreur) {
      analyse.abandonner();
      throw erreur;
    }
  }

  private conclure(ctx: Contexte, id: string, piece: string, verdict: 'saine' | 'infectee'): Promise<EtatPiece> {
    const etat = verdict === 'saine' ? 'disponible' : 'infectee';
    return this.db.inTransaction(ctx, async (tx) => {
      // Another reader, or a withdrawal, may have come first.
      if (!(await this.store.passer(tx, piece, 'en_attente', etat, this.analyse.nom))) return (await this.store.trouver(tx, id, piece))?.etat ?? 'retiree';
      if (etat === 'infectee') await this.store.vider(tx, piece);
      const dossier = await this.acces.vu(tx, ctx.acteur, id);
      await this.acces.noter(tx, ctx, dossier, 'PieceJointeAnalysee', { piece, etat, analyse: this.analyse.nom });
      return etat;
    });
  }

  private programmer(): void {
    if (this.arrete || this.minuterie) return;
    this.minuterie = setTimeout(() => {
      this.tour = this.retenter().finally(() => {
        this.minuterie = undefined;
        if (this.attentes.size) this.programmer();
      });
    }, PERIODE_MS);
    this.minuterie.unref();
  }
}
