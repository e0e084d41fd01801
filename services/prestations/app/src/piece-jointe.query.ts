import type { KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { Db, ProblemeException, Tenancy, decoderCurseur, pageDe, type Contexte, type Page, type PageDemandee, type Tx } from '@sm/platform';
import { ConsultationJournal, type Provenance } from './consultation.journal';
import { DossierStore } from './dossier.store';
import { PieceJointeAcces, introuvable, secret, type DossierVu } from './piece-jointe.acces';
import { PieceJointeReanalyse } from './piece-jointe.reanalyse';
import { PieceJointeStore, ouvrirTitre, type EtatPiece, type LignePiece } from './piece-jointe.store';
import { TYPES_ADMIS, type NaturePiece, type TypePiece } from './piece-jointe.types';
import { moteurDe } from './procedures';
import type { MotifLecture } from './travail.dto';

/** One piece as a list shows it. `titre` may tell an illness: null for whoever may not read the record. */
export interface VuePiece {
  readonly piece: string;
  readonly nature: NaturePiece;
  readonly type: TypePiece;
  readonly taille: number;
  readonly jour: string;
  /** Null for the caisse, which sees the pieces it sent and no author. */
  readonly par: string | null;
  readonly origine: 'service' | 'caisse';
  readonly etat: EtatPiece;
  /** Who looked at it: `clamd`, `aucune` in development, null while nobody did. */
  readonly analyse: string | null;
  readonly titre: string | null;
}

/** Why somebody reads, and from where. */
export interface Raisons {
  readonly motif: MotifLecture | null;
  readonly provenance: Provenance;
}

/** A piece on its way to its reader. The name of the file says nothing of it. */
export interface PieceOuverte {
  readonly flux: Readable;
  readonly type: TypePiece;
  readonly taille: number;
  readonly fichier: string;
}

const conflit = (code: string, statut?: number): ProblemeException => new ProblemeException(refuser('conflit', code).refus, statut);

/** Lists and reads attachments, in the scope of the reader and through their dossier. */
@Injectable()
export class PieceJointeQuery {
  constructor(
    private readonly db: Db, private readonly tenancy: Tenancy, private readonly acces: PieceJointeAcces, private readonly dossiers: DossierStore,
    private readonly store: PieceJointeStore, private readonly reanalyse: PieceJointeReanalyse, private readonly registre: ConsultationJournal,
  ) {}

  /** Administrative, for whoever sees the dossier; names only for who may read it and says why, and that reading is written in the register. */
  lister(acteur: Acteur, id: string, { motif, provenance }: Raisons, page: PageDemandee): Promise<Page<VuePiece>> {
    const ctx = this.acces.contexte(acteur, 'dossier.lire');
    const apres = page.curseur ? decoderCurseur(page.curseur, { id: 'uuid' }).id : null;
    return this.db.inTransaction(ctx, async (tx) => {
      const dossier = await this.acces.dossier(tx, acteur, 'dossier.lire', id);
      const lues = await this.store.lister(tx, id, dossier.caisse ? 'caisse' : null, apres, page.limite + 1);
      const { elements, suivant } = pageDe(lues, page.limite, (l) => ({ id: l.id }));
      const titres = await this.titres(tx, ctx, dossier, { motif, provenance }, elements);
      return { suivant, elements: elements.map((l) => vue(l, dossier.caisse, titres.get(l.id) ?? null)) };
    });
  }

  private async titres(tx: Tx, ctx: Contexte, dossier: DossierVu, { motif, provenance }: Raisons, lignes: readonly LignePiece[]): Promise<ReadonlyMap<string, string>> {
    const intitulees = lignes.filter((l) => l.titre !== null);
    const { demande, uniteEnCharge: uniteId } = dossier.etat;
    const permis = !dossier.caisse && this.tenancy.peut(ctx.acteur, 'piece.lire', { procedure: demande.procedure, uniteId }) && (motif !== null || this.enCharge(dossier, ctx.acteur));
    if (!permis || !intitulees.length) return new Map();
    const cle = await this.cle(tx, dossier.id).catch((erreur: unknown) => {
      if (erreur instanceof ProblemeException && erreur.refus.code === 'contenu-efface') return null;
      throw erreur;
    });
    if (!cle) return new Map();
    await this.inscrire(tx, ctx, dossier, null, { motif, provenance });
    return new Map(intitulees.map((l) => [l.id, ouvrirTitre(cle, dossier.id, l.id, l.titre!)]));
  }

  /**
   * Opens a piece. The reading, or its refusal, is written in the register before the first byte; `motif` is required of whoever is not in charge.
   * @throws ProblemeException 403 `secret-medical`, 404, 409 `piece-en-attente`, 410 `contenu-efface`, `piece-retiree`, 422 `motif-obligatoire`
   */
  async lire(acteur: Acteur, dossier: string, piece: string, raisons: Raisons): Promise<PieceOuverte> {
    try {
      return await this.delivrer(acteur, dossier, piece, raisons);
    } catch (e) {
      if (e instanceof ProblemeException) await this.registre.refuser(acteur, { dossier, partie: 'piece', objet: piece, motif: raisons.motif }, e.refus.code, raisons.provenance);
      throw e;
    }
  }

  private async delivrer(acteur: Acteur, dossier: string, piece: string, raisons: Raisons): Promise<PieceOuverte> {
    const ctx = this.acces.contexte(acteur, 'piece.lire', secret);
    const essayer = (): Promise<{ ligne: LignePiece; cle: KeyObject } | null> => this.db.inTransaction(ctx, (tx) => this.ouvrir(tx, ctx, { dossier, piece }, raisons));
    let ouverte = await essayer();
    if (!ouverte) {
      await this.reanalyse.analyser(ctx, dossier, piece);
      ouverte = await essayer();
    }
    if (!ouverte) throw conflit('piece-en-attente');
    const { ligne, cle } = ouverte;
    const { extension } = TYPES_ADMIS.find((t) => t.type === ligne.type)!;
    return { flux: this.store.lire(ctx, cle, dossier, piece), type: ligne.type, taille: ligne.taille, fichier: `piece-${piece}.${extension}` };
  }

  /** Null while the piece waits for its scan. */
  private async ouvrir(tx: Tx, ctx: Contexte, { dossier: id, piece }: { dossier: string; piece: string }, raisons: Raisons): Promise<{ ligne: LignePiece; cle: KeyObject } | null> {
    const dossier = await this.acces.dossier(tx, ctx.acteur, 'piece.lire', id);
    if (dossier.caisse) throw secret();
    if (raisons.motif === null && !this.enCharge(dossier, ctx.acteur)) throw new ProblemeException(refuser('invalide', 'motif-obligatoire').refus);
    const ligne = await this.store.trouver(tx, id, piece);
    if (!ligne) throw introuvable('piece-introuvable');
    if (ligne.etat === 'retiree' || ligne.etat === 'infectee') throw conflit('piece-retiree', 410);
    const cle = await this.cle(tx, id);
    if (ligne.etat === 'en_attente') return null;
    await this.inscrire(tx, ctx, dossier, piece, raisons);
    return { ligne, cle };
  }

  /** @param objet the piece, null for the names of all of them */
  private inscrire(tx: Tx, ctx: Contexte, dossier: DossierVu, objet: string | null, { motif, provenance }: Raisons): Promise<void> {
    const lecture = { dossier: dossier.id, version: dossier.version, unite: dossier.etat.uniteEnCharge, partie: 'piece', objet, motif, horsDossier: !this.enCharge(dossier, ctx.acteur) } as const;
    return this.registre.inscrire(tx, ctx, lecture, provenance);
  }

  private async cle(tx: Tx, dossier: string): Promise<KeyObject> {
    const charge = await this.dossiers.charger(tx, dossier);
    if (!charge) throw introuvable('dossier-introuvable');
    return charge.cle;
  }

  private enCharge({ etat }: DossierVu, acteur: Acteur): boolean {
    return moteurDe(etat).resumer(etat).praticien === acteur.id;
  }
}

const vue = ({ id, nature, type, taille, jour, par, origine, etat, analyse }: LignePiece, caisse: boolean, titre: string | null): VuePiece => ({
  piece: id, nature, type, taille, jour, par: caisse ? null : par, origine, etat, analyse, titre,
});
