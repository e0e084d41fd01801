import { Inject, Injectable } from '@nestjs/common';
import { jourValide, refuser, type Acteur } from '@sm/kernel';
import { Db, MAINTENANT, ProblemeException, Tenancy, decoderCurseur, pageDe, probleme, tableauTexte, type Contexte, type Page } from '@sm/platform';
import { regles, type Canal, type Nature, type Regime, type Statut } from '@sm/prestations-domaine';
import { STATUTS_INSTRUCTION, estCaisse, statutCaisse } from './dossier.vues';
import { FaitsReader } from './faits.reader';
import type { ListeDemandee } from './travail.dto';

/** One line of a worklist: administrative only. */
export interface LigneTravail {
  readonly id: string;
  readonly version: number;
  readonly statut: Statut;
  readonly unite: string;
  readonly source: string;
  readonly numero: string;
  readonly nature: Nature;
  readonly canal: Canal;
  readonly regime: Regime | null;
  readonly caisse: string;
  readonly personne: string | null;
  /** Null for the caisse (processes.md §2.2). */
  readonly praticien: string | null;
  readonly jourRecu: string;
  readonly completLe: string | null;
  readonly jourAvis: string | null;
  readonly finExoneration: string | null;
  readonly enRetard: boolean;
}

export interface Resume {
  readonly parStatut: Readonly<Partial<Record<Statut, number>>>;
  readonly mesDossiers: number;
  readonly enRetard: number;
  readonly echeances: Readonly<Record<string, number>>;
}

const EN_COURS = "d.statut IN ('recevable', 'affectee', 'complement_demande', 'second_avis_demande')";
/** Service level of the rule the request came under; from that day on, the avis is late. `$1`: levels, `$2`: today. */
const RETARD = `(${EN_COURS} AND d.jour_avis IS NULL AND d.complet_le IS NOT NULL AND EXISTS (
  SELECT 1 FROM jsonb_to_recordset($1::jsonb) AS r(du date, au date, jours int)
  WHERE (r.du IS NULL OR d.jour_recu >= r.du) AND (r.au IS NULL OR d.jour_recu <= r.au) AND d.complet_le + r.jours <= $2::date))`;

const COLONNES = `d.id, d.version, d.statut, d.unite_en_charge AS "uniteEnCharge", d.source, d.numero, d.nature, d.canal, d.regime, d.caisse, d.personne, d.praticien,
  d.jour_recu::text AS "jourRecu", d.complet_le::text AS "completLe", d.jour_avis::text AS "jourAvis", d.fin_exoneration::text AS "finExoneration", ${RETARD} AS "enRetard"`;

const NIVEAUX = JSON.stringify(regles().flatMap(({ valideDu, valideAu, delais }) =>
  delais.flatMap(({ nature, duree }) => (nature === 'niveau_service' && duree?.unite === 'jours' ? [{ du: valideDu, au: valideAu, jours: duree.n }] : []))));

/** Worklists and their figures, in SQL; row level security gives the scope. */
@Injectable()
export class TravailQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly faits: FaitsReader, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** Oldest reception first, by pages. @throws ProblemeException 403 when the caisse asks by practitioner */
  async lister(ctx: Contexte, demande: ListeDemandee): Promise<Page<LigneTravail>> {
    const portee = this.restreindre(ctx, demande);
    const conditions: string[] = [];
    const parametres: unknown[] = [NIVEAUX, this.tenancy.jour()];
    const et = (condition: string, ...valeurs: unknown[]): void => {
      conditions.push(condition.replaceAll('?', () => `$${parametres.push(valeurs.shift())}`));
    };
    if (demande.statut) et('d.statut = ANY(?::text[])', tableauTexte(this.statuts(ctx, demande.statut)));
    if (demande.praticien) et('d.praticien = ?', demande.praticien === 'moi' ? ctx.acteur.id : demande.praticien);
    if (demande.nature) et('d.nature = ?', demande.nature);
    if (demande.canal) et('d.canal = ?', demande.canal);
    if (demande.personne) et('d.personne = ?::uuid', demande.personne);
    if (demande.retard) et(demande.retard === 'oui' ? RETARD : `NOT ${RETARD}`);
    if (demande.curseur) et('(d.jour_recu, d.id) > (?::date, ?::uuid)', ...this.depart(demande.curseur));
    const sql = `SELECT ${COLONNES} FROM dossier d ${conditions.length ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY d.jour_recu, d.id LIMIT ${demande.limite + 1}`;
    const lignes: (Omit<LigneTravail, 'unite'> & { uniteEnCharge: number })[] = await this.db.inTransaction(portee, (tx) => tx.query(sql, parametres));
    const page = pageDe(lignes, demande.limite, (l) => ({ jour: l.jourRecu, id: l.id }));
    return { suivant: page.suivant, elements: page.elements.map(({ uniteEnCharge, ...l }) => this.ligne(ctx.acteur, uniteEnCharge, l)) };
  }

  async resume(ctx: Contexte, horizonJours: number): Promise<Resume> {
    const maintenant = this.maintenant();
    const fin = new Date(maintenant.getTime() + horizonJours * 86_400_000);
    return this.db.inTransaction(ctx, async (tx) => {
      const statuts: { statut: Statut; n: number; miens: number; retard: number }[] = await tx.query(
        `SELECT d.statut, count(*)::int AS n, (count(*) FILTER (WHERE d.praticien = $3))::int AS miens, (count(*) FILTER (WHERE ${RETARD}))::int AS retard FROM dossier d GROUP BY d.statut`,
        [NIVEAUX, this.tenancy.jour(), ctx.acteur.id]);
      const seCache = this.voitCommeCaisse(ctx);
      const parStatut = Map.groupBy(statuts, (s) => (seCache ? statutCaisse(s.statut) : s.statut));
      const echeances: { nature: string; n: number }[] = await tx.query(
        "SELECT substring(nature FROM 5) AS nature, count(*)::int AS n FROM horloge WHERE statut = 'armee' AND nature LIKE 'ald.%' AND echoit_le > $1 AND echoit_le <= $2 GROUP BY nature ORDER BY nature", [maintenant, fin]);
      return {
        parStatut: Object.fromEntries([...parStatut].map(([statut, lignes]) => [statut, lignes.reduce((n, s) => n + s.n, 0)])),
        mesDossiers: statuts.reduce((n, s) => n + (EN_CHARGE.has(s.statut) ? s.miens : 0), 0),
        enRetard: statuts.reduce((n, s) => n + s.retard, 0),
        echeances: Object.fromEntries(echeances.map((e) => [e.nature, e.n])),
      };
    });
  }

  /** One unit of the scope, or all of it; the caisse may not search by practitioner, nor learn by the filter what the line hides. */
  private restreindre(ctx: Contexte, { unite, praticien }: ListeDemandee): Contexte {
    const id = unite === undefined ? undefined : this.tenancy.unite(unite)?.id;
    const unites = unite === undefined ? ctx.unites : ctx.unites.filter((u) => u === id);
    if (praticien !== undefined && unites.some((u) => this.caisse(ctx.acteur, u))) throw new ProblemeException(refuser('interdit', 'independance-praticien', { article: 'R.4127-95 CSP' }).refus);
    return { ...ctx, unites };
  }

  private ligne(acteur: Acteur, unite: number, l: Omit<LigneTravail, 'unite'>): LigneTravail {
    const ligne = { ...l, unite: this.code(unite) };
    return this.caisse(acteur, unite) ? { ...ligne, praticien: null, statut: statutCaisse(l.statut) } : ligne;
  }

  private voitCommeCaisse(ctx: Contexte): boolean {
    return ctx.unites.some((u) => this.caisse(ctx.acteur, u));
  }

  /** For the caisse, the statuses of an instruction are one: asked for one of the others, it finds nothing. */
  private statuts(ctx: Contexte, demandes: readonly Statut[]): Statut[] {
    if (!this.voitCommeCaisse(ctx)) return [...demandes];
    return demandes.flatMap((s) => (s === 'recevable' ? STATUTS_INSTRUCTION : statutCaisse(s) === s ? [s] : []));
  }

  private depart(curseur: string): [string, string] {
    const { jour, id } = decoderCurseur(curseur, { jour: 'texte', id: 'uuid' });
    if (!jourValide(jour)) throw probleme('curseur-invalide', 400);
    return [jour, id];
  }

  private caisse(acteur: Acteur, unite: number): boolean {
    return estCaisse(this.faits.roles(acteur, unite));
  }

  private code(unite: number): string {
    return this.tenancy.arbre().find((u) => u.id === unite)?.code ?? '';
  }
}

/** Where a dossier waits for its practitioner. */
const EN_CHARGE: ReadonlySet<Statut> = new Set<Statut>(['affectee', 'complement_demande', 'second_avis_demande']);
