import { refuser } from '@sm/kernel';
import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { ProblemeException } from '../http/probleme';
import { uuidv7 } from '../journal/uuid';
import type { TraiterLot } from './consommateur';
import type { Illisible, LotBrut, Message } from './port';

export interface LettreMorte {
  readonly id: string;
  readonly consommateur: string;
  readonly topic: string;
  readonly type: string;
  readonly code: string;
  readonly essais: number;
  readonly creeLe: Date;
}

/** The reason kept is a name or a code, never a message: a driver's sentence may quote a value. */
const motif = (e: unknown): string => String((e as { code?: unknown }).code ?? (e instanceof Error ? e.name : 'inconnue')).slice(0, 60);

/** Sets a poison message apart, in the transaction that moves the offset past it. */
export async function enterrer(tx: Tx, consommateur: string, m: Message, erreur: unknown): Promise<void> {
  const { donnees, ...entete } = m;
  await tx.query(
    `INSERT INTO lettre_morte (id, consommateur, topic, part, source, seq, message, donnees, code, essais) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT DO NOTHING`,
    [uuidv7(), consommateur, m.topic, m.part, m.source, m.seq, JSON.stringify(entete), Buffer.from(donnees), motif(erreur)]);
}

/** Sets apart a record that is no envelope: only where it stood is known. */
export async function enterrerIllisible(tx: Tx, consommateur: string, { topic, part }: LotBrut, { source, seq, donnees }: Illisible): Promise<void> {
  await tx.query(
    `INSERT INTO lettre_morte (id, consommateur, topic, part, source, seq, message, donnees, code, essais) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'message-illisible', 1) ON CONFLICT DO NOTHING`,
    [uuidv7(), consommateur, topic, part, source, seq, JSON.stringify({ type: 'illisible' }), Buffer.from(donnees)]);
}

export class LettresMortes {
  constructor(private readonly db: Db, private readonly traiteurs: ReadonlyMap<string, TraiterLot>) {}

  lister(limite = 100): Promise<LettreMorte[]> {
    return this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
      const lignes: { id: string; consommateur: string; topic: string; message: { type: string }; code: string; essais: number; cree_le: Date }[] = await tx.query(
        'SELECT id, consommateur, topic, message, code, essais, cree_le FROM lettre_morte ORDER BY cree_le, id LIMIT $1', [limite]);
      return lignes.map((l) => ({ id: l.id, consommateur: l.consommateur, topic: l.topic, type: l.message.type, code: l.code, essais: l.essais, creeLe: l.cree_le }));
    });
  }

  /** Applies a dead letter again and deletes it, in one transaction; the mark is not consulted. On failure it stays, as it was. */
  async rejouer(id: string): Promise<void> {
    const suites: (() => Promise<void>)[] = [];
    await this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
      const [[ligne]]: [{ consommateur: string; message: Message; donnees: Buffer }[]] = await tx.query('DELETE FROM lettre_morte WHERE id = $1 RETURNING consommateur, message, donnees', [id]);
      const traiter = ligne && this.traiteurs.get(ligne.consommateur);
      if (!ligne || !traiter) throw new ProblemeException(refuser('introuvable', 'lettre-morte-introuvable').refus);
      const m = ligne.message;
      if (m.type === 'illisible') throw new ProblemeException(refuser('conflit', 'lettre-morte-illisible').refus);
      const message: Message = { ...m, survenuLe: new Date(m.survenuLe), enregistreLe: new Date(m.enregistreLe), donnees: ligne.donnees };
      await traiter({ topic: m.topic, messages: [message], tx, rejeu: true, apresValidation: (suite) => void suites.push(suite) });
    });
    for (const suite of suites) await suite();
  }
}
