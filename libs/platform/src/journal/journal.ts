import { partition } from '@sm/contracts';
import { Blob, tableau, tableauEntiers, tableauInstants, tableauTexte } from '../db/tableaux';
import type { Contexte } from '../db/roles';
import type { Tx } from '../db/db';
import { empreinteHex } from './empreinte';
import { marquerJournal } from './signal';
import { uuidv7 } from './uuid';

/** One event: history, audit and outbox at once. `prive` holds nothing medical; `medical` is sealed; `public` is the encoded message, or null. */
export interface LigneJournal {
  readonly topic: string;
  readonly dossier: string | null;
  /** Key of a compacted topic; by default the dossier's id. */
  readonly cle?: string;
  readonly version: number;
  readonly unite: number;
  readonly type: string;
  readonly survenuLe: Date;
  readonly prive: object;
  readonly medical?: Uint8Array | null;
  readonly public?: Uint8Array | null;
}

/** Integers of a row in `LotJournal.entiers`, in this order: topic, part, dossier, version, unite, type, then place and length of private, medical and public bytes and of the key. */
const PAS = 14;

/**
 * The rows come as arrays reached by rank: cheaper than `unnest`, which copies each column twice.
 * Texts that repeat (topic, type, dossier) travel once and are designated by their rank; rank 0 is out of bounds, so null.
 */
const INSERER = `
INSERT INTO journal (evenement, topic, part, dossier, cle, version, unite, type, survenu_le, enregistre_le, acteur, commande, prive, medical, public, empreinte)
SELECT ($2::uuid[])[o / ${PAS} + 1], ($3::text[])[($1::int[])[o + 1]], ($1::int[])[o + 2], ($4::uuid[])[($1::int[])[o + 3]],
  convert_from(substring($8::bytea FROM ($1::int[])[o + 13] FOR nullif(($1::int[])[o + 14], -1)), 'UTF8'),
  ($1::int[])[o + 4], ($1::int[])[o + 5], ($5::text[])[($1::int[])[o + 6]], ($6::timestamptz[])[o / ${PAS} + 1], $9::timestamptz, $10, $11,
  convert_from(substring($8::bytea FROM ($1::int[])[o + 7] FOR ($1::int[])[o + 8]), 'UTF8')::json,
  substring($8::bytea FROM ($1::int[])[o + 9] FOR nullif(($1::int[])[o + 10], -1)), substring($8::bytea FROM ($1::int[])[o + 11] FOR nullif(($1::int[])[o + 12], -1)),
  substring($7::bytea FROM o / ${PAS} * 32 + 1 FOR 32)
FROM generate_series(0, $12::int, ${PAS}) AS o`;

/** Distinct values of a column, each with its rank from 1; the value met last is found without a search. */
class Distinctes {
  readonly valeurs: string[] = [];
  private readonly rangs = new Map<string, number>();
  private derniere = '';
  private dernierRang = 0;

  rang(valeur: string | null): number {
    if (valeur === null) return 0;
    if (valeur === this.derniere && this.dernierRang) return this.dernierRang;
    let rang = this.rangs.get(valeur);
    if (rang === undefined) this.rangs.set(valeur, (rang = this.valeurs.push(valeur)));
    this.derniere = valeur;
    return (this.dernierRang = rang);
  }
}

/** Rows on their way to one statement. */
class LotJournal {
  readonly evenements: string[] = [];
  private readonly entiers: number[] = [];
  private readonly instants: number[] = [];
  private readonly topics = new Distinctes();
  private readonly dossiers = new Distinctes();
  private readonly types = new Distinctes();
  private readonly empreintes: Blob;
  private readonly contenus: Blob;
  private clePrecedente = '';
  private part = partition('');

  constructor(n: number, private readonly enregistreLe: Date, private readonly acteur: string, private readonly commande: string | null) {
    this.empreintes = new Blob(n * 32);
    this.contenus = new Blob(n * 1024);
  }

  private partDe(cle: string): number {
    if (cle !== this.clePrecedente) this.part = partition((this.clePrecedente = cle));
    return this.part;
  }

  ajouter(l: LigneJournal): void {
    const { enregistreLe, acteur, commande, contenus: c } = this;
    const { topic, dossier, version, unite, type, survenuLe, cle = null, medical = null, public: publie = null } = l;
    const evenement = uuidv7(enregistreLe.getTime());
    const part = this.partDe(cle ?? dossier ?? '');
    const prive = JSON.stringify(l.prive);
    this.evenements.push(evenement);
    this.instants.push(survenuLe.getTime());
    // Each place is read before its bytes are added: arguments are evaluated in order.
    this.entiers.push(this.topics.rang(topic), part, this.dossiers.rang(dossier), version, unite, this.types.rang(type), c.suite, c.texte(prive), c.suite, c.octets(medical), c.suite, c.octets(publie), c.suite, c.texte(cle));
    this.empreintes.texte(empreinteHex({ evenement, topic, part, dossier, cle, version, unite, type, survenu: survenuLe.getTime(), enregistre: enregistreLe.getTime(), acteur, commande, prive, medical, public: publie }), 'hex');
  }

  parametres(): unknown[] {
    return [
      tableauEntiers(this.entiers), tableau(this.evenements), tableauTexte(this.topics.valeurs), tableau(this.dossiers.valeurs), tableauTexte(this.types.valeurs), tableauInstants(this.instants),
      this.empreintes.lire(), this.contenus.lire(), this.enregistreLe.toISOString(), this.acteur, this.commande, this.entiers.length - 1,
    ];
  }
}

/** Writes events made ready, in the caller's transaction; answers their ids. */
export type EcrireJournal = (tx: Tx) => Promise<string[]>;

export class Journal {
  constructor(private readonly maintenant: () => Date = () => new Date()) {}

  /** Appends events in the caller's transaction, in order; returns their ids, born here. To be called after the row's own version check. */
  ajouter(tx: Tx, ctx: Contexte, lignes: readonly LigneJournal[], commande: string | null = null): Promise<string[]> {
    return this.preparer(ctx, lignes, commande)(tx);
  }

  /** Same in two steps: events are encoded, numbered and digested now, while the transaction still writes something else; what is returned only asks the database. */
  preparer(ctx: Contexte, lignes: readonly LigneJournal[], commande: string | null = null): EcrireJournal {
    if (!lignes.length) return async () => [];
    const lot = new LotJournal(lignes.length, this.maintenant(), ctx.acteur.id, commande);
    for (const l of lignes) lot.ajouter(l);
    const parametres = lot.parametres();
    return async (tx) => {
      marquerJournal(tx.queryRunner!);
      await tx.query(INSERER, parametres);
      return lot.evenements;
    };
  }
}
