import { createHash, type KeyObject } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { Commandes, Db, ProblemeException, essence, probleme, scellerFlux, uuidv7, versionEnveloppe, type Contexte, type FluxRecu, type Tx } from '@sm/platform';
import { DossierStore } from './dossier.store';
import { PieceJointeAcces, introuvable, type DossierVu } from './piece-jointe.acces';
import { AnalysePiece, type Verdict } from './piece-jointe.analyse';
import { PieceJointeReanalyse } from './piece-jointe.reanalyse';
import { PieceJointeStore, aadPiece, scellerTitre, type EtatPiece, type LignePiece, type Scelle } from './piece-jointe.store';
import { ControleContenu, typeAdmis, type MotifRetrait, type NaturePiece, type TypeAdmis } from './piece-jointe.types';

export interface ReponsePiece {
  readonly piece: string;
  readonly dossier: string;
  readonly etat: EtatPiece;
  readonly analyse: string | null;
}

export interface DemandeDepot {
  /** `Idempotency-Key` of the request. */
  readonly id: string;
  readonly dossier: string;
  readonly nature: NaturePiece;
  readonly flux: FluxRecu;
}

interface DemandeActe {
  readonly id: string;
  readonly dossier: string;
  readonly piece: string;
}

interface Depot {
  readonly piece: string;
  readonly dossier: DossierVu;
  readonly cle: KeyObject;
  readonly admis: TypeAdmis;
}

interface Recu extends Scelle {
  readonly taille: number;
  /** Digest of the clear bytes: what the idempotency key is bound to, kept under a keyed digest only. */
  readonly clair: string;
  readonly verdict: Verdict;
}

const ETATS: Readonly<Record<Verdict, EtatPiece>> = { saine: 'disponible', indisponible: 'en_attente', infectee: 'infectee' };
const infectee = (): ProblemeException => new ProblemeException(refuser('invalide', 'piece-infectee').refus);

/** Receives, names and withdraws attachments. */
@Injectable()
export class PieceJointeHandler {
  constructor(
    private readonly db: Db,
    private readonly commandes: Commandes,
    private readonly acces: PieceJointeAcces,
    private readonly dossiers: DossierStore,
    private readonly store: PieceJointeStore,
    private readonly analyse: AnalysePiece,
    private readonly reanalyse: PieceJointeReanalyse,
  ) {}

  /**
   * Reads, checks, scans and seals a body as it comes. Until the last transaction the piece does not exist for anybody; whatever stops before leaves nothing.
   * @throws ProblemeException 400 `corps-vide`, 404, 410 `contenu-efface`, 413, 415, 422 `piece-discordante`, `piece-tronquee`, `piece-infectee`, `commande-deja-utilisee`
   */
  async deposer(acteur: Acteur, demande: DemandeDepot): Promise<ReponsePiece> {
    const ctx = this.acces.contexte(acteur, 'piece.joindre');
    const depot = await this.db.inTransaction(ctx, (tx) => this.ouvrir(tx, ctx, demande));
    try {
      const reponse = await this.finir(ctx, demande, depot, await this.recevoir(ctx, depot, demande.flux));
      if (reponse.piece !== depot.piece) await this.abandonner(ctx, depot.piece);
      if (reponse.etat === 'infectee') throw infectee();
      if (reponse.etat === 'en_attente' && reponse.piece === depot.piece) this.reanalyse.remettre(ctx, demande.dossier, depot.piece);
      return reponse;
    } catch (erreur) {
      await this.abandonner(ctx, depot.piece);
      throw erreur;
    }
  }

  private async ouvrir(tx: Tx, ctx: Contexte, { dossier: id, nature, flux }: DemandeDepot): Promise<Depot> {
    const dossier = await this.acces.dossier(tx, ctx.acteur, 'piece.joindre', id);
    const jour = this.acces.jour(ctx, dossier);
    const admis = typeAdmis(essence(flux.type), jour);
    const charge = await this.dossiers.charger(tx, id);
    if (!charge) throw introuvable('dossier-introuvable');
    const piece = uuidv7();
    await this.store.ouvrir(tx, { id: piece, dossier: id, nature, type: admis.type, origine: dossier.caisse ? 'caisse' : 'service', par: ctx.acteur.id, jour });
    return { piece, dossier, cle: charge.cle, admis };
  }

  private async recevoir(ctx: Contexte, { piece, dossier, cle, admis }: Depot, { octets }: FluxRecu): Promise<Recu> {
    const [controle, empreinte, analyse] = [new ControleContenu(admis), createHash('sha256'), this.analyse.ouvrir()];
    const lire = async function* (): AsyncGenerator<Buffer> {
      for await (const recus of octets) {
        const lu = Buffer.from(recus.buffer, recus.byteOffset, recus.byteLength);
        controle.lire(lu);
        empreinte.update(lu);
        await analyse.ecrire(lu);
        yield lu;
      }
      controle.conclure();
    };
    try {
      let scelle: Scelle | undefined;
      await pipeline(lire, scellerFlux(cle, aadPiece(dossier.id, piece)), async (flux: AsyncIterable<Buffer>) => {
        scelle = await this.store.ecrire(ctx, piece, flux);
      });
      return { ...scelle!, taille: controle.taille, clair: empreinte.digest('hex'), verdict: await analyse.conclure() };
    } catch (erreur) {
      analyse.abandonner();
      throw erreur;
    }
  }

  /** The answer of the first time when the key already served this very body. */
  private async finir(ctx: Contexte, { id, nature }: DemandeDepot, depot: Depot, recu: Recu): Promise<ReponsePiece> {
    const { dossier, admis } = depot;
    const corps = { type: 'JoindrePiece', dossier: dossier.id, nature, contenu: admis.type, empreinte: recu.clair };
    const faite = await this.commandes.executer(ctx, { id, corps }, (tx) => this.enregistrer(tx, ctx, id, depot, nature, recu));
    return faite.reponse;
  }

  private async enregistrer(tx: Tx, ctx: Contexte, commande: string, { piece, dossier: ouvert, admis }: Depot, nature: NaturePiece, recu: Recu): Promise<ReponsePiece> {
    // Held until the end: an erasure comes wholly before or wholly after.
    const [l]: [{ cle: Buffer }?] = await tx.query('SELECT cle FROM dossier WHERE id = $1 FOR SHARE', [ouvert.id]);
    const dossier = await this.acces.dossier(tx, ctx.acteur, 'piece.joindre', ouvert.id);
    if (!l || versionEnveloppe(l.cle) === null) throw new ProblemeException(refuser('conflit', 'contenu-efface').refus, 410);
    const etat = ETATS[recu.verdict];
    const analyse = recu.verdict === 'indisponible' ? null : this.analyse.nom;
    const faits = { piece, nature, contenu: admis.type, taille: recu.taille, tailleScellee: recu.tailleScellee, empreinte: recu.empreinte.toString('hex'), etat, analyse };
    if (etat === 'infectee') await this.store.supprimer(tx, piece);
    else if (!(await this.store.conclure(tx, piece, { ...recu, etat, analyse }))) throw probleme('depot-expire', 408);
    await this.acces.noter(tx, ctx, dossier, etat === 'infectee' ? 'PieceJointeRefusee' : 'PieceJointeDeposee', faits, commande);
    return { piece, dossier: dossier.id, etat, analyse };
  }

  /** What cannot be removed now will be swept. */
  private async abandonner(ctx: Contexte, piece: string): Promise<void> {
    await this.db.inTransaction(ctx, (tx) => tx.query("DELETE FROM piece_jointe WHERE id = $1 AND etat = 'depot'", [piece])).catch(() => undefined);
  }

  /** Gives a piece its name, sealed as its content is: it may tell an illness, so that it comes in a body and goes in a body. */
  intituler(acteur: Acteur, demande: DemandeActe, titre: string): Promise<ReponsePiece> {
    return this.agir(acteur, demande, { type: 'IntitulerPiece', titre }, async (tx, ctx, dossier, piece) => {
      const charge = await this.dossiers.charger(tx, dossier.id);
      if (!charge) throw introuvable('dossier-introuvable');
      await this.store.intituler(tx, piece.id, scellerTitre(charge.cle, dossier.id, piece.id, titre));
      await this.acces.noter(tx, ctx, dossier, 'PieceJointeIntitulee', { piece: piece.id }, demande.id);
      return piece;
    });
  }

  /** A withdrawn piece is read no more; its sealed bytes stay until the dossier is erased. */
  retirer(acteur: Acteur, demande: DemandeActe, motif: MotifRetrait): Promise<ReponsePiece> {
    return this.agir(acteur, demande, { type: 'RetirerPiece', motif }, async (tx, ctx, dossier, piece) => {
      await this.store.passer(tx, piece.id, piece.etat, 'retiree', null);
      await this.acces.noter(tx, ctx, dossier, 'PieceJointeRetiree', { piece: piece.id, motif }, demande.id);
      return { ...piece, etat: 'retiree' };
    });
  }

  private async agir(acteur: Acteur, demande: DemandeActe, corps: object, faire: (tx: Tx, ctx: Contexte, dossier: DossierVu, piece: LignePiece) => Promise<LignePiece>): Promise<ReponsePiece> {
    const ctx = this.acces.contexte(acteur, 'piece.joindre');
    const { reponse } = await this.commandes.executer(ctx, { id: demande.id, corps: { ...corps, dossier: demande.dossier, piece: demande.piece } }, async (tx): Promise<ReponsePiece> => {
      const dossier = await this.acces.dossier(tx, acteur, 'piece.joindre', demande.dossier);
      const piece = await this.store.trouver(tx, demande.dossier, demande.piece, 'FOR UPDATE');
      if (!piece || (dossier.caisse && piece.origine !== 'caisse')) throw introuvable('piece-introuvable');
      if (piece.etat === 'retiree' || piece.etat === 'infectee') throw new ProblemeException(refuser('conflit', 'piece-retiree').refus);
      const { id, etat, analyse } = await faire(tx, ctx, dossier, piece);
      return { piece: id, dossier: dossier.id, etat, analyse };
    });
    return reponse;
  }
}
