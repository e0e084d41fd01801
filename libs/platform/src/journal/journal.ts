import { partition } from '@sm/contracts';
import { empaqueter, empaqueterTextes, tableau, tableauTexte } from '../db/tableaux';
import type { Contexte } from '../db/roles';
import type { Tx } from '../db/db';
import { empreinteHex } from './empreinte';
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

const INSERER = `
INSERT INTO journal (evenement, topic, part, dossier, cle, version, unite, type, survenu_le, enregistre_le, acteur, commande, prive, medical, public, empreinte)
SELECT e, t, p, d, c, v, u, ty, s, $10::timestamptz, $11, $12, convert_from(substring($13::bytea FROM jd FOR jt), 'UTF8')::json,
  CASE WHEN mt IS NULL THEN NULL ELSE substring($14::bytea FROM md FOR mt) END,
  CASE WHEN pt IS NULL THEN NULL ELSE substring($17::bytea FROM pd FOR pt) END,
  substring($20::bytea FROM (n::int - 1) * 32 + 1 FOR 32)
FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::uuid[], $5::text[], $6::int[], $7::int[], $8::text[], $9::timestamptz[],
  $21::int[], $22::int[], $15::int[], $16::int[], $18::int[], $19::int[]) WITH ORDINALITY
  AS x(e, t, p, d, c, v, u, ty, s, jd, jt, md, mt, pd, pt, n)`;

export class Journal {
  constructor(private readonly maintenant: () => Date = () => new Date()) {}

  /** Appends events in the caller's transaction, in order; returns their ids, born here. To be called after the row's own version check. */
  async ajouter(tx: Tx, ctx: Contexte, lignes: readonly LigneJournal[], commande: string | null = null): Promise<string[]> {
    if (!lignes.length) return [];
    const enregistreLe = this.maintenant();
    const ms = enregistreLe.getTime();
    const completes = lignes.map((l) => {
      const cle = l.cle ?? l.dossier ?? '';
      return {
        evenement: uuidv7(ms), topic: l.topic, part: partition(cle), dossier: l.dossier, cle: l.cle ?? null, version: l.version, unite: l.unite, type: l.type,
        survenuLe: l.survenuLe, enregistreLe, acteur: ctx.acteur.id, commande, prive: JSON.stringify(l.prive), medical: l.medical ?? null, public: l.public ?? null,
      };
    });
    const prive = empaqueterTextes(completes.map((l) => l.prive));
    const medical = empaqueter(completes.map((l) => l.medical));
    const publics = empaqueter(completes.map((l) => l.public));
    await tx.query(INSERER, [
      tableau(completes.map((l) => l.evenement)), tableauTexte(completes.map((l) => l.topic)), tableau(completes.map((l) => l.part)),
      tableau(completes.map((l) => l.dossier)), tableauTexte(completes.map((l) => l.cle)), tableau(completes.map((l) => l.version)),
      tableau(completes.map((l) => l.unite)), tableauTexte(completes.map((l) => l.type)), tableauTexte(completes.map((l) => l.survenuLe.toISOString())),
      enregistreLe.toISOString(), ctx.acteur.id, commande, prive.blob,
      medical.blob, medical.debuts, medical.tailles, publics.blob, publics.debuts, publics.tailles,
      Buffer.from(completes.map(empreinteHex).join(''), 'hex'), prive.debuts, prive.tailles,
    ]);
    return completes.map((l) => l.evenement);
  }
}
