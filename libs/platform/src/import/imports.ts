import { createHash } from 'node:crypto';
import { setImmediate as tourDeBoucle, setTimeout as pause } from 'node:timers/promises';
import { refuser } from '@sm/kernel';
import type { Db, Tx } from '../db/db';
import type { Contexte } from '../db/roles';
import { ProblemeException } from '../http/probleme';
import { uuidv7 } from '../journal/uuid';
import { analyserCsv, analyserNdjson, enTete, type Analysee } from './analyse';
import { enregistrements, type Enregistrement } from './enregistrements';
import type { EtatImport, FluxImport, LigneValidee, Rejet, SortLigne } from './import';

interface LigneImport {
  id: string; flux: string; statut: EtatImport['statut']; octets: number; empreinte: Buffer | null;
  lues: number; acceptees: number; inchangees: number; rejetees: number; demarre_le: Date; fini_le: Date | null;
}

/** One line on its way: where it stands in the body, the digest of all before it, and what it became. */
interface Traitee<L> {
  readonly ligne: number;
  readonly fin: number;
  readonly empreinte: Buffer;
  readonly resultat: LigneValidee<L> | { readonly vide: true };
}

/** A record, and the digest of the body up to its end. */
interface Lue {
  readonly e: Enregistrement;
  readonly h: Buffer;
}

const CHAMPS = 'id, flux, statut, octets::float8 AS octets, empreinte, lues, acceptees, inchangees, rejetees, demarre_le, fini_le';
const DONNEE = /^(22|23)/;
/** The server has undone the transaction for reasons that a second try may not meet: deadlock, lock held too long. */
const REJOUABLE = /^(40...|55P03)$/;
const ESSAIS_MAX = 4;
/** Lines understood in one go: a millisecond or two. */
const PART = 40;
const codeDe = (erreur: unknown): string => String((erreur as { code?: unknown }).code ?? '');

const enEtat = (l: LigneImport): EtatImport => ({
  import: l.id, flux: l.flux, statut: l.statut, lues: l.lues, acceptees: l.acceptees, inchangees: l.inchangees, rejetees: l.rejetees,
  demarreLe: l.demarre_le.toISOString(), finiLe: l.fini_le?.toISOString() ?? null,
});

const enchainer = (h: Buffer, octets: Buffer): Buffer => createHash('sha256').update(h).update(octets).digest();
const ORIGINE: Buffer = Buffer.alloc(32);

/** Streaming intake: constant memory, errors line by line, progress committed with the lines, resumed under the same key. */
export class Imports {
  private readonly flux = new Map<string, FluxImport<unknown>>();

  constructor(private readonly db: Db) {}

  declarer<L>(flux: FluxImport<L>): void {
    this.flux.set(flux.nom, flux as FluxImport<unknown>);
  }

  trouver(nom: string): FluxImport<unknown> {
    const flux = this.flux.get(nom);
    if (!flux) throw new ProblemeException(refuser('introuvable', 'flux-inconnu').refus);
    return flux;
  }

  async lire(ctx: Contexte, id: string): Promise<EtatImport> {
    const [ligne]: LigneImport[] = await this.db.inTransaction(ctx, (tx) => tx.query(`SELECT ${CHAMPS} FROM import WHERE id = $1`, [id]));
    if (!ligne) throw new ProblemeException(refuser('introuvable', 'import-introuvable').refus);
    return enEtat(ligne);
  }

  async rejets(ctx: Contexte, id: string, apres: readonly [number, number], limite: number): Promise<(Rejet & { rang: number })[]> {
    await this.lire(ctx, id);
    return this.db.inTransaction(ctx, (tx) =>
      tx.query('SELECT ligne, rang, champ, code FROM import_rejet WHERE import = $1 AND (ligne, rang) > ($2, $3) ORDER BY ligne, rang LIMIT $4', [id, ...apres, limite]));
  }

  /** Takes a body in. The same key resumes what a crash interrupted, answers again what is finished, refuses another body. */
  async recevoir(ctx: Contexte, nom: string, cle: string, format: 'csv' | 'ndjson', corps: AsyncIterable<Uint8Array>): Promise<EtatImport> {
    const flux = this.trouver(nom);
    if (!flux.formats.includes(format)) throw new ProblemeException(refuser('invalide', 'format-non-accepte').refus);
    const depart = await this.ouvrir(ctx, nom, cle);
    const execution = new Execution(this.db, flux, ctx, depart);
    await execution.derouler(corps, format);
    return this.lire(ctx, depart.id);
  }

  private async ouvrir(ctx: Contexte, nom: string, cle: string): Promise<LigneImport> {
    return this.db.inTransaction(ctx, async (tx) => {
      await tx.query("INSERT INTO import (id, acteur, cle, flux, statut) VALUES ($1, $2, $3, $4, 'en_cours') ON CONFLICT DO NOTHING", [uuidv7(), ctx.acteur.id, cle, nom]);
      const [ligne]: LigneImport[] = await tx.query(`SELECT ${CHAMPS} FROM import WHERE acteur = $1 AND cle = $2`, [ctx.acteur.id, cle]);
      if (ligne!.flux !== nom) throw new ProblemeException(refuser('invalide', 'commande-deja-utilisee').refus);
      return ligne!;
    });
  }
}

/** One reception of a body. */
class Execution<L> {
  private octets = 0;
  /** End of the last record read in this body. */
  private lus = 0;
  private empreinte: Buffer = ORIGINE;
  private colonnes: readonly string[] | undefined;
  private enCours: Promise<void> = Promise.resolve();
  /** True once this body is known to begin as what was already taken in under this key. */
  private reconnu: boolean;

  constructor(private readonly db: Db, private readonly flux: FluxImport<L>, private readonly ctx: Contexte, private readonly depart: LigneImport) {
    this.octets = depart.octets;
    this.reconnu = depart.octets === 0;
  }

  async derouler(corps: AsyncIterable<Uint8Array>, format: 'csv' | 'ndjson'): Promise<void> {
    try {
      await this.lire(corps, format);
    } finally {
      // Whoever learns of the failure may post again at once: nothing of this reception must still be on its way.
      await this.enCours.catch(() => undefined);
    }
    await this.terminer();
  }

  private async lire(corps: AsyncIterable<Uint8Array>, format: 'csv' | 'ndjson'): Promise<void> {
    const taille = this.flux.tailleLot ?? 500;
    let lot: Enregistrement[] = [];
    for await (const morceau of enregistrements(corps, format)) {
      for (const e of morceau) {
        if (format === 'csv' && !this.colonnes) this.colonnes = this.verifierEnTete(e);
        lot.push(e);
        if (lot.length >= taille) lot = await this.envoyer(lot, format);
      }
    }
    if (lot.length) await this.envoyer(lot, format);
    await this.enCours;
  }

  private verifierEnTete(e: Enregistrement): readonly string[] {
    const colonnes = enTete(e);
    const voulues = this.flux.colonnes ?? [];
    const admises = new Set([...voulues, ...(this.flux.facultatives ?? [])]);
    const fautive = voulues.find((c) => !colonnes.includes(c)) ?? colonnes.find((c, i) => !admises.has(c) || colonnes.indexOf(c) !== i);
    if (fautive !== undefined) throw new ProblemeException(refuser('invalide', 'colonnes-invalides', { details: { colonne: fautive.slice(0, 40) } }).refus);
    return colonnes;
  }

  /** Parses and prepares a batch while the one before it is being written. */
  private async envoyer(lot: Enregistrement[], format: 'csv' | 'ndjson'): Promise<[]> {
    const neufs = this.ecarterDejaLus(lot);
    if (!neufs.length) return [];
    const donnees = format === 'csv' ? neufs.filter((n) => n.e.ligne > 1) : neufs;
    const prete = this.preparer(await this.comprendre(donnees, format));
    prete.catch(() => undefined);
    await this.enCours;
    this.enCours = prete.then((p) => (p.length ? this.ecrire(p) : undefined));
    this.enCours.catch(() => undefined);
    return [];
  }

  /** By small parts, between which the batch being written may go on. */
  private async comprendre(donnees: readonly Lue[], format: 'csv' | 'ndjson'): Promise<Traitee<L>[]> {
    const traitees: Traitee<L>[] = [];
    for (let debut = 0; debut < donnees.length; debut += PART) {
      const part = donnees.slice(debut, debut + PART);
      const lus = part.map((n) => n.e);
      const analysees = format === 'csv' ? analyserCsv(lus, this.colonnes ?? []) : analyserNdjson(lus);
      for (const [i, a] of analysees.entries()) traitees.push({ ligne: a.ligne, fin: a.fin, empreinte: part[i]!.h, resultat: this.valider(a) });
      await tourDeBoucle();
    }
    return traitees;
  }

  /** Skips what an earlier reception committed, after checking that it is the same body. */
  private ecarterDejaLus(lot: readonly Enregistrement[]): Lue[] {
    const neufs: Lue[] = [];
    for (const e of lot) {
      this.empreinte = enchainer(this.empreinte, e.octets);
      this.lus = e.fin;
      if (e.fin === this.depart.octets) this.comparer();
      if (e.fin <= this.depart.octets) continue;
      if (!this.reconnu) this.refuserAutreCorps();
      neufs.push({ e, h: this.empreinte });
    }
    if (neufs.length && this.depart.statut === 'termine') this.refuserAutreCorps();
    return neufs;
  }

  private comparer(): void {
    if (this.depart.empreinte && !this.depart.empreinte.equals(this.empreinte)) this.refuserAutreCorps();
    this.reconnu = true;
  }

  private refuserAutreCorps(): never {
    throw new ProblemeException(refuser('invalide', 'commande-deja-utilisee').refus);
  }

  private valider(a: Analysee): Traitee<L>['resultat'] {
    return 'brut' in a ? this.flux.valider(a.brut) : 'vide' in a ? { vide: true } : { erreurs: a.erreurs };
  }

  private async preparer(traitees: Traitee<L>[]): Promise<Traitee<L>[]> {
    if (!this.flux.preparer) return traitees;
    const indices = traitees.flatMap((t, i) => ('valeur' in t.resultat ? [i] : []));
    const prepares = await this.flux.preparer(this.ctx, indices.map((i) => (traitees[i]!.resultat as { valeur: L }).valeur));
    const copie = [...traitees];
    indices.forEach((i, n) => (copie[i] = { ...traitees[i]!, resultat: prepares[n]! }));
    return copie;
  }

  /** Writes a batch; when the database refuses a value, halves it until the line at fault stands alone. */
  private async ecrire(lot: readonly Traitee<L>[]): Promise<void> {
    try {
      await this.transaction(lot, (tx, valeurs) => this.flux.appliquer(tx, this.ctx, valeurs, `import:${this.depart.id}`));
    } catch (erreur) {
      if (!DONNEE.test(codeDe(erreur))) throw erreur;
      if (lot.length === 1) await this.transaction(lot, async (_tx, valeurs) => valeurs.map(() => ({ erreurs: [{ champ: '*', code: 'ligne-inapplicable' }] })));
      else {
        await this.ecrire(lot.slice(0, lot.length >> 1));
        await this.ecrire(lot.slice(lot.length >> 1));
      }
    }
  }

  private async transaction(lot: readonly Traitee<L>[], appliquer: (tx: Tx, valeurs: readonly L[]) => Promise<SortLigne[]>): Promise<void> {
    const derniere = lot.at(-1)!;
    await this.insister(() => this.db.inTransaction(this.ctx, async (tx) => {
      const [prises]: [unknown[]] = await tx.query('UPDATE import SET octets = $3, empreinte = $4, maj_le = now() WHERE id = $1 AND octets = $2 RETURNING 1', [this.depart.id, this.octets, derniere.fin, derniere.empreinte]);
      if (!prises.length) throw new ProblemeException(refuser('conflit', 'import-en-cours-ailleurs').refus);
      const valides = lot.filter((t): t is Traitee<L> & { resultat: { valeur: L } } => 'valeur' in t.resultat);
      const sorts = valides.length ? await appliquer(tx, valides.map((t) => t.resultat.valeur)) : [];
      const parLigne = new Map<number, SortLigne>(valides.map((t, i) => [t.ligne, sorts[i]!]));
      for (const t of lot) if ('erreurs' in t.resultat) parLigne.set(t.ligne, { erreurs: t.resultat.erreurs });
      await this.compter(tx, parLigne);
    }));
    this.octets = derniere.fin;
  }

  private async insister(ecrire: () => Promise<void>): Promise<void> {
    for (let essai = 1; ; essai++) {
      try {
        return await ecrire();
      } catch (erreur) {
        if (essai === ESSAIS_MAX || !REJOUABLE.test(codeDe(erreur))) throw erreur;
        await pause(50 * essai);
      }
    }
  }

  private async compter(tx: Tx, sorts: ReadonlyMap<number, SortLigne>): Promise<void> {
    const rejets = [...sorts].flatMap(([ligne, s]) => (typeof s === 'string' ? [] : s.erreurs.map((e, rang) => ({ import: this.depart.id, ligne, rang, champ: e.champ, code: e.code, acteur: this.ctx.acteur.id }))));
    if (rejets.length) await tx.query('INSERT INTO import_rejet SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(import uuid, ligne int, rang int, champ text, code text, acteur text)', [JSON.stringify(rejets)]);
    const combien = (s: string) => [...sorts.values()].filter((v) => v === s).length;
    const [acceptees, inchangees] = [combien('acceptee'), combien('inchangee')];
    await tx.query('UPDATE import SET lues = lues + $2, acceptees = acceptees + $3, inchangees = inchangees + $4, rejetees = rejetees + $5 WHERE id = $1', [this.depart.id, sorts.size, acceptees, inchangees, sorts.size - acceptees - inchangees]);
  }

  private async terminer(): Promise<void> {
    if (!this.reconnu) this.refuserAutreCorps();
    if (this.depart.statut === 'termine') return;
    await this.db.inTransaction(this.ctx, async (tx) => {
      const [faits]: [unknown[]] = await tx.query("UPDATE import SET statut = 'termine', octets = $4, empreinte = $3, fini_le = now(), maj_le = now() WHERE id = $1 AND octets = $2 RETURNING 1", [this.depart.id, this.octets, this.empreinte, this.lus]);
      if (!faits.length) throw new ProblemeException(refuser('conflit', 'import-en-cours-ailleurs').refus);
    });
  }
}
