import { Injectable } from '@nestjs/common';
import type { Bilan, CarteFixe, LigneEdition } from '@sm/pilotage-domaine';
import { Db, type Contexte, type Tx } from '@sm/platform';

export interface EditionEnregistree {
  readonly annee: number;
  readonly numero: number;
  readonly editeLe: Date;
  readonly minimum: number;
  readonly cartes: readonly CarteFixe[];
  readonly bilan: Bilan;
  readonly sources: readonly string[];
}

const ENTETES = 'SELECT annee, numero, edite_le AS "editeLe", minimum, cartes, bilan, sources FROM edition WHERE annee = $1 ORDER BY numero';
const LIGNES = 'SELECT carte, unite, niveau, periode, famille, valeurs, tenues FROM edition_ligne WHERE annee = $1 AND numero = $2 AND ($3::text IS NULL OR carte = $3)';
const INSERER = `
INSERT INTO edition_ligne (annee, numero, carte, unite, niveau, periode, famille, valeurs, tenues)
SELECT $1, $2, l.carte, l.unite, l.niveau, l.periode, l.famille, l.valeurs, ARRAY(SELECT jsonb_array_elements_text(l.tenues))
FROM jsonb_to_recordset($3::jsonb) AS l(carte text, unite int, niveau text, periode text, famille text, valeurs jsonb, tenues jsonb)`;
const LOT = 5000;

/** Editions as they were published. Row level security leaves out the units that the reader may not see. */
@Injectable()
export class EditionStore {
  constructor(private readonly db: Db) {}

  /** Editions of a year, the oldest first. */
  entetes(tx: Tx, annee: number): Promise<EditionEnregistree[]> {
    return tx.query(ENTETES, [annee]);
  }

  lignes(tx: Tx, annee: number, numero: number, carte: string | null = null): Promise<LigneEdition[]> {
    return tx.query(LIGNES, [annee, numero, carte]);
  }

  /** The last edition of a year under a map, or null. */
  derniere(ctx: Contexte, annee: number, carte: string): Promise<{ entete: EditionEnregistree; lignes: LigneEdition[] } | null> {
    return this.db.inTransaction(ctx, async (tx) => {
      const entete = (await this.entetes(tx, annee)).at(-1);
      return entete ? { entete, lignes: await this.lignes(tx, annee, entete.numero, carte) } : null;
    });
  }

  async ajouter(tx: Tx, e: EditionEnregistree, par: string, lignes: readonly LigneEdition[]): Promise<void> {
    await tx.query('INSERT INTO edition (annee, numero, edite_le, par, minimum, cartes, bilan, sources) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8)',
      [e.annee, e.numero, e.editeLe.toISOString(), par, e.minimum, JSON.stringify(e.cartes), JSON.stringify(e.bilan), e.sources]);
    for (let i = 0; i < lignes.length; i += LOT) await tx.query(INSERER, [e.annee, e.numero, JSON.stringify(lignes.slice(i, i + LOT))]);
  }
}
