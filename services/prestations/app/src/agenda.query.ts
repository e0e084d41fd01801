import { Inject, Injectable } from '@nestjs/common';
import { ajouterJours, joursEntre, refuser, type Acteur } from '@sm/kernel';
import { Db, MAINTENANT, ProblemeException, Tenancy, decoderCurseur, pageDe, probleme, type Contexte, type Page } from '@sm/platform';
import { prevenanceJours, type ModeRendezVous, type StatutConvocation } from '@sm/prestations-domaine';
import type { AgendaDemande, LibresDemandes } from './agenda.dto';
import { PROCEDURE_CPR } from './convocation.handler';
import { estCaisse } from './dossier.vues';
import { FaitsReader } from './faits.reader';

const JOURS_MAX = 62;

/** A slot and who holds it. `jour` and `heure` are local to the unit. */
export interface LigneAgenda {
  readonly id: string;
  readonly version: number;
  readonly unite: string;
  readonly praticien: string;
  readonly site: string;
  readonly salle: string | null;
  readonly mode: ModeRendezVous;
  readonly debut: string;
  readonly dureeMinutes: number;
  readonly jour: string;
  readonly heure: string;
  readonly statut: 'ouvert' | 'ferme';
  readonly motifFermeture: string | null;
  readonly convocation: { readonly id: string; readonly dossier: string; readonly personne: string; readonly statut: StatutConvocation } | null;
}

interface LigneLue extends Omit<LigneAgenda, 'unite' | 'debut' | 'convocation'> {
  readonly uniteId: number;
  readonly debut: Date;
  readonly convocation: string | null;
  readonly dossier: string;
  readonly personne: string;
  readonly statutConvocation: StatutConvocation;
}

const COLONNES = `c.id, c.version, c.unite AS "uniteId", c.praticien, c.site, c.salle, c.mode, c.debut, c.duree_minutes AS "dureeMinutes", c.jour::text AS jour, c.heure, c.statut,
  c.motif_fermeture AS "motifFermeture", v.id AS convocation, v.dossier, v.personne, v.statut AS "statutConvocation"`;

/** The agenda, in SQL; row level security gives the scope. Units where the reader holds a fund role are left out. */
@Injectable()
export class AgendaQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly faits: FaitsReader, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** @throws ProblemeException 403 `interdit` when the scope is empty */
  portee(acteur: Acteur): Contexte {
    const ctx = this.tenancy.contexte(acteur, 'agenda.lire', PROCEDURE_CPR);
    const lisibles = ctx.unites.filter((u) => !estCaisse(this.faits.roles(acteur, u)));
    if (!lisibles.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    return { ...ctx, unites: lisibles };
  }

  lire(acteur: Acteur, demande: AgendaDemande): Promise<Page<LigneAgenda>> {
    return this.chercher(acteur, demande, demande.du, demande.au, []);
  }

  /** Open slots that nobody holds, from now on. */
  libres(acteur: Acteur, demande: LibresDemandes): Promise<Page<LigneAgenda>> {
    const aujourdhui = this.tenancy.jour();
    const du = demande.du ?? ajouterJours(aujourdhui, prevenanceJours(aujourdhui));
    return this.chercher(acteur, demande, du, demande.au ?? ajouterJours(du, JOURS_MAX - 1), ["c.statut = 'ouvert' AND v.id IS NULL AND c.debut > ?", this.maintenant()]);
  }

  private async chercher(acteur: Acteur, demande: LibresDemandes, du: string, au: string, [condition, ...valeurs]: readonly [string, ...unknown[]] | readonly []): Promise<Page<LigneAgenda>> {
    if (au < du || joursEntre(du, au) >= JOURS_MAX) throw probleme('periode-trop-longue', 400);
    const parametres: unknown[] = [du, au];
    const conditions = ['c.jour BETWEEN $1::date AND $2::date'];
    const et = (sql: string, ...siennes: unknown[]): void => void conditions.push(sql.replaceAll('?', () => `$${parametres.push(siennes.shift())}`));
    if (condition) et(condition, ...valeurs);
    // By its column: in a narrower scope, a slot held for a dossier of an absorbed unit would look free.
    if (demande.unite) et('c.unite = ?', this.tenancy.unite(demande.unite)?.id ?? 0);
    if (demande.praticien) et('c.praticien = ?', demande.praticien === 'moi' ? acteur.id : demande.praticien);
    if (demande.mode) et('c.mode = ?', demande.mode);
    if (demande.curseur) {
      const { debut, id } = decoderCurseur(demande.curseur, { debut: 'instant', id: 'uuid' });
      et('(c.debut, c.id) > (?::timestamptz, ?::uuid)', debut, id);
    }
    const sql = `SELECT ${COLONNES} FROM creneau c LEFT JOIN convocation v ON v.creneau = c.id WHERE ${conditions.join(' AND ')} ORDER BY c.debut, c.id LIMIT ${demande.limite + 1}`;
    const lignes: LigneLue[] = await this.db.inTransaction(this.portee(acteur), (tx) => tx.query(sql, parametres));
    const page = pageDe(lignes, demande.limite, (l) => ({ debut: l.debut.toISOString(), id: l.id }));
    return { suivant: page.suivant, elements: page.elements.map((l) => this.ligne(l)) };
  }

  private ligne({ uniteId, debut, convocation, dossier, personne, statutConvocation, ...l }: LigneLue): LigneAgenda {
    const unite = this.tenancy.arbre().find((u) => u.id === uniteId)?.code ?? '';
    return { ...l, unite, debut: debut.toISOString(), convocation: convocation === null ? null : { id: convocation, dossier, personne, statut: statutConvocation } };
  }
}
