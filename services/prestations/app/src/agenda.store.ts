import { Injectable } from '@nestjs/common';
import { uuidv7, type Tx } from '@sm/platform';
import type { CreneauLu, MotifFermeture, RendezVous } from '@sm/prestations-domaine';
import { CreneauEntity } from './agenda.entity';
import { FaitsReader } from './faits.reader';

/** In order of time, so that two openings wait for one another instead of locking each other out. */
const OUVRIR = `
INSERT INTO creneau (id, unite, praticien, site, salle, mode, debut, duree_minutes, fin, jour, heure)
SELECT id, unite, praticien, site, salle, mode, debut, duree, debut + make_interval(mins => duree), jour, heure
FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, unite int, praticien text, site text, salle text, mode text, debut timestamptz, duree int, jour date, heure text)
ORDER BY debut
ON CONFLICT DO NOTHING RETURNING id`;

export const rendezVousDe = (c: CreneauEntity): RendezVous => ({
  creneau: c.id, unite: c.unite, praticien: c.praticien, lieu: { site: c.site, salle: c.salle }, mode: c.mode, debut: c.debut.toISOString(), dureeMinutes: c.dureeMinutes, jour: c.jour, heure: c.heure,
});

/** Rows of slots. */
@Injectable()
export class AgendaStore {
  constructor(private readonly faits: FaitsReader) {}

  /** Writes all the slots or, when one overlaps another of the practitioner or of the room, fewer than asked: the caller then rolls back. */
  async ouvrir(tx: Tx, creneaux: readonly Omit<RendezVous, 'creneau'>[], maintenantMs: number): Promise<string[]> {
    const lignes = creneaux.map((c) => ({
      id: uuidv7(maintenantMs), unite: c.unite, praticien: c.praticien, site: c.lieu.site, salle: c.lieu.salle, mode: c.mode, debut: c.debut, duree: c.dureeMinutes, jour: c.jour, heure: c.heure,
    }));
    const ecrits: { id: string }[] = await tx.query(OUVRIR, [JSON.stringify(lignes)]);
    const faits = new Set(ecrits.map(({ id }) => id));
    return lignes.filter(({ id }) => faits.has(id)).map(({ id }) => id);
  }

  /** The slot, kept for this transaction; null out of scope. Whoever wants it too waits, then sees what became of it. */
  verrouiller(tx: Tx, id: string): Promise<CreneauEntity | null> {
    return tx.getRepository(CreneauEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** A slot as a convocation would take it, locked. */
  async lire(tx: Tx, id: string): Promise<CreneauLu | null> {
    const creneau = await this.verrouiller(tx, id);
    if (!creneau) return null;
    const [tenant]: [{ id: string }?] = await tx.query('SELECT id FROM convocation WHERE creneau = $1', [id]);
    const { rpps } = this.faits.acteurDuJour({ id: creneau.praticien, genre: 'agent', nom: '' }, creneau.unite, creneau.jour);
    return { rendezVous: rendezVousDe(creneau), ouvert: creneau.statut === 'ouvert', convocation: tenant?.id ?? null, rpps };
  }

  async fermer(tx: Tx, id: string, version: number, motifFermeture: MotifFermeture): Promise<boolean> {
    const { affected } = await tx.getRepository(CreneauEntity).update({ id, version }, { statut: 'ferme', motifFermeture, version: version + 1 });
    return affected === 1;
  }
}
