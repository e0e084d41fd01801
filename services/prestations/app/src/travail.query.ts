import { Inject, Injectable } from '@nestjs/common';
import { jourValide, refuser, type Acteur } from '@sm/kernel';
import { Db, MAINTENANT, ProblemeException, Tenancy, decoderCurseur, pageDe, probleme, tableauTexte, type Contexte, type Page } from '@sm/platform';
import { codesMontresComme } from '@sm/nomenclatures';
import { estCaisse, estMedical, neutre, statutCaisse, statutsDemandesParLaCaisse } from './dossier.vues';
import { FaitsReader } from './faits.reader';
import type { ListeDemandee } from './travail.dto';

/** One line of a worklist: administrative only. */
export interface LigneTravail {
  readonly id: string;
  readonly procedure: string;
  readonly version: number;
  readonly statut: string;
  readonly unite: string;
  readonly source: string;
  readonly numero: string;
  readonly nature: string;
  readonly canal: string;
  readonly regime: string | null;
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
  readonly parStatut: Readonly<Record<string, number>>;
  readonly procedures: readonly { readonly procedure: string; readonly parStatut: Readonly<Record<string, number>> }[];
  readonly mesDossiers: number;
  readonly enRetard: number;
  readonly echeances: Readonly<Record<string, number>>;
}

/** Past its level of service, no avis yet. `$1`: today. */
const RETARD = '(d.retard_le IS NOT NULL AND d.retard_le <= $1::date)';

const COLONNES = `d.id, d.procedure, d.version, d.statut, d.unite_en_charge AS "uniteEnCharge", d.source, d.numero, d.nature, d.canal, d.regime, d.caisse, d.personne, d.praticien,
  d.jour_recu::text AS "jourRecu", d.complet_le::text AS "completLe", d.jour_avis::text AS "jourAvis", d.fin_exoneration::text AS "finExoneration", ${RETARD} AS "enRetard"`;

/** Filters that name someone leave few dossiers: their own index gives them in order, whatever the scope. */
const parPersonne = ({ praticien, personne }: ListeDemandee): boolean => praticien !== undefined || personne !== undefined;

const enUnTenant = (conditions: readonly string[], n: number): string => `SELECT ${COLONNES} FROM dossier d WHERE ${conditions.join(' AND ')} ORDER BY d.jour_recu, d.id LIMIT ${n}`;

/** The first `n` of each unit in the order of an index, then the first `n` of them all: a wide scope costs its units, never its dossiers. Row level security still holds inside. */
const uniteParUnite = (conditions: readonly string[], n: number, rangUnites: number): string => `
SELECT ${COLONNES} FROM (
  SELECT l.id FROM unnest(string_to_array($${rangUnites}, ',')::int[]) AS p(unite) CROSS JOIN LATERAL (
    SELECT d.id, d.jour_recu FROM dossier d WHERE ${conditions.join(' AND ')} ORDER BY d.jour_recu, d.id LIMIT ${n}
  ) l ORDER BY l.jour_recu, l.id LIMIT ${n}
) c JOIN dossier d ON d.id = c.id ORDER BY d.jour_recu, d.id`;

/** Worklists and their figures, in SQL; row level security gives the scope. */
@Injectable()
export class TravailQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly faits: FaitsReader, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** Oldest reception first, by pages. @throws ProblemeException 403 when the caisse asks by practitioner */
  async lister(ctx: Contexte, demande: ListeDemandee): Promise<Page<LigneTravail>> {
    const portee = this.restreindre(ctx, demande);
    const conditions: string[] = [];
    const parametres: unknown[] = [this.tenancy.jour()];
    const et = (condition: string, ...valeurs: unknown[]): void => {
      conditions.push(condition.replaceAll('?', () => `$${parametres.push(valeurs.shift())}`));
    };
    if (demande.procedure) et('d.procedure = ?', demande.procedure);
    if (demande.statut && this.voitCommeCaisse(ctx)) et("d.procedure || '|' || d.statut = ANY(?::text[])", tableauTexte(statutsDemandesParLaCaisse(demande.statut)));
    else if (demande.statut?.length === 1) et('d.statut = ?', demande.statut[0]);
    else if (demande.statut) et('d.statut = ANY(?::text[])', tableauTexte(demande.statut));
    if (demande.praticien) et('d.praticien = ?', demande.praticien === 'moi' ? ctx.acteur.id : demande.praticien);
    if (demande.nature && ctx.unites.every((u) => estMedical(this.faits.roles(ctx.acteur, u)))) et('d.nature = ?', demande.nature);
    else if (demande.nature) et('d.nature = ANY(?::text[])', tableauTexte(codesMontresComme(demande.nature, this.tenancy.jour())));
    if (demande.canal) et('d.canal = ?', demande.canal);
    if (demande.personne) et('d.personne = ?::uuid', demande.personne);
    if (demande.retard) et(demande.retard === 'oui' ? RETARD : `NOT ${RETARD}`);
    if (demande.curseur) et('(d.jour_recu, d.id) > (?::date, ?::uuid)', ...this.depart(demande.curseur));
    if (!parPersonne(demande)) et('d.unite_en_charge = p.unite');
    const sql = parPersonne(demande) ? enUnTenant(conditions, demande.limite + 1) : uniteParUnite(conditions, demande.limite + 1, parametres.push(portee.unites.join(',')));
    const lignes: (Omit<LigneTravail, 'unite'> & { uniteEnCharge: number })[] = await this.db.inTransaction(portee, (tx) => tx.query(sql, parametres));
    const page = pageDe(lignes, demande.limite, (l) => ({ jour: l.jourRecu, id: l.id }));
    return { suivant: page.suivant, elements: page.elements.map(({ uniteEnCharge, ...l }) => this.ligne(ctx.acteur, uniteEnCharge, l)) };
  }

  async resume(ctx: Contexte, horizonJours: number): Promise<Resume> {
    const maintenant = this.maintenant();
    const fin = new Date(maintenant.getTime() + horizonJours * 86_400_000);
    return this.db.inTransaction(ctx, async (tx) => {
      const lus: { procedure: string; statut: string; n: number; miens: number; retard: number }[] = await tx.query(
        `SELECT d.procedure, d.statut, count(*)::int AS n, (count(*) FILTER (WHERE d.en_main AND d.praticien = $2))::int AS miens, (count(*) FILTER (WHERE ${RETARD}))::int AS retard
         FROM dossier d GROUP BY d.procedure, d.statut ORDER BY d.procedure, d.statut`, [this.tenancy.jour(), ctx.acteur.id]);
      const seCache = this.voitCommeCaisse(ctx);
      const statuts = lus.map((s) => (seCache ? { ...s, statut: statutCaisse(s.procedure, s.statut) } : s));
      const echeances: { nature: string; n: number }[] = await tx.query(
        "SELECT nature, count(*)::int AS n FROM horloge WHERE statut = 'armee' AND alerte_de IS NULL AND echoit_le > $1 AND echoit_le <= $2 AND NOT ($3 AND proprietaire = 'sm') GROUP BY nature ORDER BY nature", [maintenant, fin, seCache]);
      return {
        parStatut: parStatut(statuts),
        procedures: [...Map.groupBy(statuts, (s) => s.procedure)].map(([procedure, siens]) => ({ procedure, parStatut: parStatut(siens) })),
        mesDossiers: statuts.reduce((n, s) => n + s.miens, 0),
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
    const roles = this.faits.roles(acteur, unite);
    const ligne = { ...l, unite: this.code(unite) };
    if (estCaisse(roles)) return { ...neutre(ligne, this.tenancy.jour()), praticien: null, statut: statutCaisse(l.procedure, l.statut) };
    return estMedical(roles) ? ligne : neutre(ligne, this.tenancy.jour());
  }

  private voitCommeCaisse(ctx: Contexte): boolean {
    return ctx.unites.some((u) => this.caisse(ctx.acteur, u));
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

const parStatut = (lignes: readonly { readonly statut: string; readonly n: number }[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(lignes, (l) => l.statut)].map(([statut, siens]) => [statut, siens.reduce((n, l) => n + l.n, 0)]));
