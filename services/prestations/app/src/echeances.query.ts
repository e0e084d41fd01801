import { Inject, Injectable } from '@nestjs/common';
import { ajouterJours, debutDuJour } from '@sm/kernel';
import { Db, MAINTENANT, Tenancy, decoderCurseur, pageDe, tableau, type Contexte, type Page } from '@sm/platform';
import { estCaisse } from './dossier.vues';
import type { EcheancesDemandees, PrevisionDemandee } from './echeances.dto';
import { FaitsReader } from './faits.reader';

/** One clock that runs: administrative only. */
export interface LigneEcheance {
  readonly id: string;
  readonly dossier: string;
  readonly unite: string;
  readonly nature: string;
  readonly proprietaire: string;
  /** `acte`: expiry is the act of the service; `presomption`: the owner's late message confirms or withdraws it. */
  readonly genre: 'acte' | 'presomption';
  readonly effet: string | null;
  /** What the silence of the owner gives at expiry; null when it gives nothing by itself. */
  readonly tacite: string | null;
  readonly article: string | null;
  readonly departLe: string | null;
  /** Local day at whose start it falls due; for a paused clock, if its pause goes to its end. */
  readonly jour: string;
  /** Negative when it should have fired. */
  readonly joursRestants: number;
  readonly pause: { readonly motif: string; readonly du: string; readonly jusquau: string } | null;
  readonly alertes: readonly { readonly nom: string; readonly jour: string; readonly etat: 'a_venir' | 'dite' | 'manquee' | 'suspendue' | 'en_echec' }[];
}

interface Groupe {
  readonly jour: string;
  readonly proprietaire: string;
  readonly genre: 'acte' | 'presomption';
  readonly effet: string | null;
  readonly n: number;
  readonly suspendues: number;
}

export interface Prevision {
  /** Last local day of the horizon. */
  readonly jusquau: string;
  readonly total: number;
  readonly suspendues: number;
  readonly parJour: readonly { readonly jour: string; readonly n: number; readonly tacites: number }[];
  readonly parProprietaire: Readonly<Record<string, number>>;
  readonly parEffet: Readonly<Record<string, number>>;
  /** What becomes tacit, by day, if nobody acts. */
  readonly tacites: readonly Omit<Groupe, 'suspendues'>[];
}

/** Effects that are no meaning of a silence: they call or close work, and take nothing from anyone by themselves. */
const SANS_SILENCE: ReadonlySet<string> = new Set(['aucun', 'tache', 'fin_exoneration']);
const SANS_EFFET = 'aucun';

const JOUR = '(h.echoit_le AT TIME ZONE h.zone)::date';
/** `$1`: now; `$2`: days; `$3`: an instant after the last day, whatever the zone, by which the index is read; `$4`: units where the reader is the caisse, which may not know the service's own clocks. */
const EN_COURS = `h.statut IN ('armee', 'suspendue') AND h.alerte_de IS NULL AND h.echoit_le < $3 AND ${JOUR} <= ($1::timestamptz AT TIME ZONE h.zone)::date + $2::int
  AND NOT (h.proprietaire = 'sm' AND h.unite = ANY($4::int[]))`;

const LISTER = `
SELECT h.id, coalesce((h.donnees->>'dossier')::uuid, h.dossier) AS dossier, h.unite, h.nature, h.proprietaire, h.genre, h.effet, h.article, h.depart_le::text AS "departLe", ${JOUR}::text AS jour,
  ${JOUR} - ($1::timestamptz AT TIME ZONE h.zone)::date AS "joursRestants", to_char(h.echoit_le AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS instant,
  CASE h.statut WHEN 'suspendue' THEN jsonb_build_object('motif', h.pauses->-1->'motif', 'du', h.pauses->-1->'du', 'jusquau', h.pauses->-1->'jusquau') END AS pause,
  coalesce((SELECT jsonb_agg(jsonb_build_object('nom', a.alerte, 'jour', (a.echoit_le AT TIME ZONE a.zone)::date,
    'etat', CASE a.statut WHEN 'armee' THEN 'a_venir' WHEN 'echue' THEN 'dite' ELSE a.statut END) ORDER BY a.echoit_le)
    FROM horloge a WHERE a.dossier = h.dossier AND a.alerte_de = h.id AND a.statut <> 'desarmee'), '[]') AS alertes
FROM horloge h WHERE ${EN_COURS}
  AND ($5::text IS NULL OR h.nature = $5) AND ($6::text IS NULL OR h.proprietaire = $6) AND ($7::text IS NULL OR h.genre = $7) AND ($8::timestamptz IS NULL OR (h.echoit_le, h.id) > ($8::timestamptz, $9::uuid))
ORDER BY h.echoit_le, h.id LIMIT $10`;

const PREVOIR = `
SELECT ${JOUR}::text AS jour, h.proprietaire, h.genre, h.effet, count(*)::int AS n, (count(*) FILTER (WHERE h.statut = 'suspendue'))::int AS suspendues
FROM horloge h WHERE ${EN_COURS} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

type LigneLue = Omit<LigneEcheance, 'unite' | 'tacite'> & { readonly unite: number; readonly instant: string };

const tacite = (effet: string | null): string | null => (effet === null || SANS_SILENCE.has(effet) ? null : effet);

/** Reads the clocks themselves, in the scope of the reader; row level security gives it. */
@Injectable()
export class EcheancesQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly faits: FaitsReader, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** Oldest expiry first, by pages; what is late comes first. */
  async lister(ctx: Contexte, demande: EcheancesDemandees): Promise<Page<LigneEcheance>> {
    const portee = this.restreindre(ctx, demande.unite);
    const { nature, proprietaire, genre, limite, horizon } = demande;
    const depart = demande.curseur ? decoderCurseur(demande.curseur, { instant: 'instant', id: 'uuid' }) : null;
    const parametres = [...this.bornes(portee, horizon), nature ?? null, proprietaire ?? null, genre ?? null, depart?.instant ?? null, depart?.id ?? null, limite + 1];
    const lues: LigneLue[] = await this.db.inTransaction(portee, (tx) => tx.query(LISTER, parametres));
    const page = pageDe(lues, limite, (l) => ({ instant: l.instant, id: l.id }));
    return { suivant: page.suivant, elements: page.elements.map(({ instant: _instant, unite, ...l }) => ({ ...l, unite: this.code(unite), tacite: tacite(l.effet) })) };
  }

  /** Counts by day, owner and effect, and what becomes tacit until the end of the horizon. */
  async prevoir(ctx: Contexte, { horizon, unite }: PrevisionDemandee): Promise<Prevision> {
    const portee = this.restreindre(ctx, unite);
    const groupes: Groupe[] = await this.db.inTransaction(portee, (tx) => tx.query(PREVOIR, this.bornes(portee, horizon)));
    const deTacites = groupes.filter((g) => tacite(g.effet) !== null);
    const parJour = [...Map.groupBy(groupes, (g) => g.jour)].map(([jour, siens]) => ({ jour, n: somme(siens), tacites: somme(siens.filter((g) => tacite(g.effet) !== null)) }));
    return {
      jusquau: ajouterJours(this.tenancy.jour(), horizon), total: somme(groupes), suspendues: groupes.reduce((n, g) => n + g.suspendues, 0), parJour,
      parProprietaire: compter(groupes, (g) => g.proprietaire), parEffet: compter(groupes, (g) => g.effet ?? SANS_EFFET), tacites: deTacites.map(({ suspendues: _suspendues, ...g }) => g),
    };
  }

  private bornes(ctx: Contexte, horizon: number): unknown[] {
    const caisse = ctx.unites.filter((u) => estCaisse(this.faits.roles(ctx.acteur, u)));
    return [this.maintenant(), horizon, debutDuJour(ajouterJours(this.tenancy.jour(), horizon + 3), 'Europe/Paris'), tableau(caisse)];
  }

  /** One unit of the scope, or all of it. */
  private restreindre(ctx: Contexte, code: string | undefined): Contexte {
    if (code === undefined) return ctx;
    const id = this.tenancy.unite(code)?.id;
    return { ...ctx, unites: ctx.unites.filter((u) => u === id) };
  }

  private code(unite: number): string {
    return this.tenancy.arbre().find((u) => u.id === unite)?.code ?? '';
  }
}

const somme = (groupes: readonly Groupe[]): number => groupes.reduce((n, g) => n + g.n, 0);
const compter = (groupes: readonly Groupe[], cle: (g: Groupe) => string): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(groupes, cle)].map(([nom, siens]) => [nom, somme(siens)]));
