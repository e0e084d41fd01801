import { Injectable } from '@nestjs/common';
import { jourValide, refuser, type Acteur } from '@sm/kernel';
import { Db, ProblemeException, Tenancy, decoderCurseur, pageDe, probleme, tableauTexte, type Page } from '@sm/platform';
import {
  commandesPossiblesConvocation, derniereLettre, lettresDe, suiviCaisse, type EtatConvocation, type SuiviCaisse, type TexteLettre, type TypeCommandeConvocation,
} from '@sm/prestations-domaine';
import { AgendaQuery } from './agenda.query';
import { DossierConvoqueReader } from './convocation.dossier';
import type { ConvocationsDemandees } from './convocation.dto';
import { PROCEDURE_CPR, refusConvocation } from './convocation.handler';
import { ConvocationStore } from './convocation.store';
import { FaitsReader } from './faits.reader';

export type VueConvocation = EtatConvocation & { readonly id: string; readonly version: number; readonly unite: string; readonly commandesPossibles: readonly TypeCommandeConvocation[] };

/** One line of the worklist. */
export interface LigneConvocation {
  readonly id: string;
  readonly version: number;
  readonly statut: EtatConvocation['statut'];
  readonly dossier: string;
  readonly procedure: string;
  readonly personne: string;
  readonly unite: string;
  readonly praticien: string | null;
  /** Local day and time of the appointment; null when there is none. */
  readonly jour: string | null;
  readonly heure: string | null;
  readonly mode: string | null;
  readonly reports: number;
  /** Whether the last letter is proved to be sent; null before the first one. */
  readonly prouvee: boolean | null;
  readonly justifierAvant: string | null;
}

export interface Suivi {
  readonly dossier: string;
  readonly suivi: SuiviCaisse;
  /** Local day from which the absence is without reason. */
  readonly depuis: string | null;
}

interface LigneLue {
  readonly id: string;
  readonly version: number;
  readonly jour: string;
  readonly etat: EtatConvocation;
}

/** Reads convocations, in the scope of the reader: out of scope and unknown are the same answer. */
@Injectable()
export class ConvocationQuery {
  constructor(
    private readonly db: Db, private readonly tenancy: Tenancy, private readonly agenda: AgendaQuery, private readonly store: ConvocationStore, private readonly dossiers: DossierConvoqueReader,
    private readonly faits: FaitsReader,
  ) {}

  /** Earliest appointment first, by pages. */
  async lister(acteur: Acteur, demande: ConvocationsDemandees): Promise<Page<LigneConvocation>> {
    const parametres: unknown[] = [];
    const conditions: string[] = [];
    const et = (sql: string, ...valeurs: unknown[]): void => void conditions.push(sql.replaceAll('?', () => `$${parametres.push(valeurs.shift())}`));
    if (demande.statut) et('statut = ANY(?::text[])', tableauTexte(demande.statut));
    if (demande.unite) et('unite = ?', this.tenancy.unite(demande.unite)?.id ?? 0);
    if (demande.dossier) et('dossier = ?::uuid', demande.dossier);
    if (demande.praticien) et('praticien = ?', demande.praticien === 'moi' ? acteur.id : demande.praticien);
    if (demande.curseur) et('(jour, id) > (?::date, ?::uuid)', ...depart(demande.curseur));
    const sql = `SELECT id, version, jour::text AS jour, etat FROM convocation ${conditions.length ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY jour, id LIMIT ${demande.limite + 1}`;
    const lignes: LigneLue[] = await this.db.inTransaction(this.agenda.portee(acteur), (tx) => tx.query(sql, parametres));
    const page = pageDe(lignes, demande.limite, ({ jour, id }) => ({ jour, id }));
    return { suivant: page.suivant, elements: page.elements.map((l) => this.ligne(l)) };
  }

  async lire(acteur: Acteur, id: string): Promise<VueConvocation> {
    const { etat, version } = await this.charger(acteur, id);
    const { unite } = etat.convocation;
    return { ...etat, id, version, unite: this.code(unite), commandesPossibles: commandesPossiblesConvocation(etat, this.faits.roles(acteur, unite)) };
  }

  async lettres(acteur: Acteur, id: string): Promise<readonly TexteLettre[]> {
    return lettresDe((await this.charger(acteur, id)).etat);
  }

  /** For whoever may read the dossier, the caisse included: nothing of the appointment itself. */
  async suivi(acteur: Acteur, dossier: string): Promise<Suivi> {
    const ctx = this.tenancy.contexte(acteur, 'dossier.lire', PROCEDURE_CPR);
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const etat = await this.db.inTransaction(ctx, async (tx) => {
      if (!(await this.dossiers.lire(tx, dossier))) throw refusConvocation('dossier-introuvable');
      return this.store.derniere(tx, dossier);
    });
    return { dossier, suivi: suiviCaisse(etat), depuis: etat?.statut === 'absente_injustifiee' ? etat.absence.presumeeLe : null };
  }

  private async charger(acteur: Acteur, id: string): Promise<{ readonly etat: EtatConvocation; readonly version: number }> {
    const charge = await this.db.inTransaction(this.agenda.portee(acteur), (tx) => this.store.charger(tx, id));
    if (!charge) throw refusConvocation('convocation-introuvable');
    return charge;
  }

  private ligne({ id, version, etat }: LigneLue): LigneConvocation {
    const { dossierId, procedure, personneId, unite } = etat.convocation;
    const { rendezVous } = etat;
    const lettre = derniereLettre(etat);
    return {
      id, version, statut: etat.statut, dossier: dossierId, procedure, personne: personneId, unite: this.code(unite), praticien: rendezVous?.praticien ?? null,
      jour: rendezVous?.jour ?? null, heure: rendezVous?.heure ?? null, mode: rendezVous?.mode ?? null, reports: etat.reports.length,
      prouvee: lettre && lettre.preuve !== null, justifierAvant: etat.statut === 'absence_constatee' ? etat.absence.justifierAvant : null,
    };
  }

  private code(id: number): string {
    return this.tenancy.arbre().find((u) => u.id === id)?.code ?? '';
  }
}

function depart(curseur: string): [string, string] {
  const { jour, id } = decoderCurseur(curseur, { jour: 'texte', id: 'uuid' });
  if (!jourValide(jour)) throw probleme('curseur-invalide', 400);
  return [jour, id];
}
