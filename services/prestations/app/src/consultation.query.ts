import { Inject, Injectable } from '@nestjs/common';
import { ajouterJours, ajouterMois, debutDuJour, jourLocal, refuser, type Acteur, type Action } from '@sm/kernel';
import { conserveDepuis, CONSERVATIONS } from '@sm/nomenclatures';
import { Db, Journal, MAINTENANT, ProblemeException, Tenancy, decoderCurseur, pageDe, type Contexte, type Page, type PageDemandee, type Tx } from '@sm/platform';
import type { ConsultationsDemandees, ResultatRevue } from './consultation.dto';
import { ENTREES_DU_REGISTRE, LECTURE, LECTURE_REFUSEE, type Partie, type Provenance } from './consultation.journal';
import { TOPIC } from './publication';

export interface Revue {
  readonly par: string;
  readonly le: string;
  readonly resultat: ResultatRevue;
}

/** One reading of a medical record, or its refusal: who, for whom, when, from where, what, why, result (processes.md §2.8). */
export interface Consultation {
  readonly id: string;
  readonly le: string;
  readonly acteur: string;
  readonly roles: readonly string[];
  readonly unite: string;
  /** Practitioners whose written delegation the reader held. */
  readonly pour: readonly string[];
  readonly dossier: string | null;
  readonly version: number | null;
  readonly partie: Partie;
  readonly objet: string | null;
  readonly motif: string | null;
  readonly horsDossier: boolean;
  readonly resultat: 'lu' | 'refuse';
  /** Code of the refusal. */
  readonly code: string | null;
  readonly adresse: string | null;
  readonly terminal: Provenance['terminal'];
  readonly conserveeJusquAu: string;
  readonly revue: Revue | null;
}

/** What a person is told of who read their record: a quality and a reason, not the agent (CJUE C-579/21). */
export interface LectureCommuniquee {
  readonly le: string;
  readonly roles: readonly string[];
  readonly unite: string;
  readonly dossier: string;
  readonly partie: Partie;
  readonly motif: string | null;
}

interface LigneLue extends Omit<Consultation, 'le' | 'unite' | 'conserveeJusquAu' | 'revue'> {
  readonly rang: number;
  readonly instant: Date;
  readonly uniteId: number;
  readonly revuePar: string | null;
  readonly revueLe: Date | null;
  readonly revueResultat: ResultatRevue | null;
}

const TYPES = ENTREES_DU_REGISTRE.map((t) => `'${t}'`).join(', ');

/** A reading written before its entries were complete says what it knows. */
const COLONNES = `j.id::float8 AS rang, j.evenement AS id, j.enregistre_le AS instant, j.unite AS "uniteId", j.acteur, coalesce(j.prive->'roles', '[]') AS roles, coalesce(j.prive->'pour', '[]') AS pour,
  coalesce(j.dossier::text, j.prive->>'dossier') AS dossier, CASE WHEN j.dossier IS NULL THEN NULL ELSE j.version END AS version, coalesce(j.prive->>'partie', 'dossier') AS partie, j.prive->>'objet' AS objet,
  j.prive->>'motif' AS motif, coalesce((j.prive->>'horsDossier')::boolean, j.prive->>'motif' IS NOT NULL) AS "horsDossier", CASE j.type WHEN '${LECTURE}' THEN 'lu' ELSE 'refuse' END AS resultat, j.prive->>'code' AS code,
  j.prive->>'adresse' AS adresse, coalesce(j.prive->>'terminal', 'inconnu') AS terminal, r.par AS "revuePar", r.le AS "revueLe", r.resultat AS "revueResultat"`;
const SOURCE = `journal j LEFT JOIN consultation_revue r ON r.consultation = j.evenement WHERE j.type IN (${TYPES}) AND j.enregistre_le >= $1`;
const ATTENDUE = `j.type = '${LECTURE}' AND coalesce((j.prive->>'horsDossier')::boolean, j.prive->>'motif' IS NOT NULL) AND (r.resultat IS NULL OR r.resultat = 'explication_demandee')`;

/** Register of the readings of medical records, for the auditor and the data protection officer. Reading it leaves a trace too. */
@Injectable()
export class ConsultationQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly journal: Journal, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** @throws ProblemeException 403 `interdit` when the action is given nowhere */
  portee(acteur: Acteur, action: Action): Contexte {
    const ctx = this.tenancy.contexte(acteur, action, '*');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    return ctx;
  }

  /** Latest first, by pages; what is past its conservation is not there. */
  async lister(acteur: Acteur, d: ConsultationsDemandees): Promise<Page<Consultation>> {
    const ctx = this.portee(acteur, 'consultation.lire');
    const conditions: string[] = [];
    const parametres: unknown[] = [this.depuis()];
    const et = (sql: string, ...valeurs: unknown[]): void => void conditions.push(` AND ${sql.replaceAll('?', () => `$${parametres.push(valeurs.shift())}`)}`);
    if (d.dossier) et("(j.dossier = ?::uuid OR (j.dossier IS NULL AND j.prive->>'dossier' = ?))", d.dossier.toLowerCase(), d.dossier.toLowerCase());
    if (d.acteur) et('j.acteur = ?', d.acteur);
    if (d.unite) et('j.unite = ?', this.tenancy.unite(d.unite)?.id ?? 0);
    if (d.du) et('j.enregistre_le >= ?', debutDuJour(d.du, 'Europe/Paris'));
    if (d.au) et('j.enregistre_le < ?', debutDuJour(ajouterJours(d.au, 1), 'Europe/Paris'));
    if (d.resultat) et('j.type = ?', d.resultat === 'lu' ? LECTURE : LECTURE_REFUSEE);
    if (d.revue) et(d.revue === 'attendue' ? ATTENDUE : 'r.resultat IS NOT NULL');
    if (d.curseur) et('j.id < ?', decoderCurseur(d.curseur, { rang: 'entier' }).rang);
    const sql = `SELECT ${COLONNES} FROM ${SOURCE}${conditions.join('')} ORDER BY j.id DESC LIMIT ${d.limite + 1}`;
    const lues = await this.db.inTransaction(ctx, async (tx) => {
      await this.tracer(tx, ctx, { dossier: d.dossier ?? null, acteur: d.acteur ?? null, personne: null });
      return tx.query<LigneLue[]>(sql, parametres);
    });
    const { elements, suivant } = pageDe(lues, d.limite, (l) => ({ rang: l.rang }));
    return { suivant, elements: elements.map((l) => this.consultation(l)) };
  }

  /** Readings of all the dossiers of a person, for the answer to their request of access (articles 15 RGPD, L.1111-7 CSP). */
  async communiquer(acteur: Acteur, personne: string, { limite, curseur }: PageDemandee): Promise<Page<LectureCommuniquee>> {
    const ctx = this.portee(acteur, 'consultation.communiquer');
    const avant = curseur ? decoderCurseur(curseur, { rang: 'entier' }).rang : null;
    const sql = `SELECT ${COLONNES} FROM ${SOURCE} AND j.type = '${LECTURE}' AND j.dossier IN (SELECT id FROM dossier WHERE personne = $2::uuid) AND ($3::float8 IS NULL OR j.id < $3::float8) ORDER BY j.id DESC LIMIT ${limite + 1}`;
    const lues = await this.db.inTransaction(ctx, async (tx) => {
      await this.tracer(tx, ctx, { dossier: null, acteur: null, personne: personne.toLowerCase() });
      return tx.query<LigneLue[]>(sql, [this.depuis(), personne, avant]);
    });
    const page = pageDe(lues, limite, (l) => ({ rang: l.rang }));
    return {
      suivant: page.suivant,
      elements: page.elements.map((l) => ({ le: l.instant.toISOString(), roles: l.roles, unite: this.code(l.uniteId), dossier: l.dossier ?? '', partie: l.partie, motif: l.motif })),
    };
  }

  /** Who looked at the register, and by what. */
  private async tracer(tx: Tx, ctx: Contexte, criteres: Readonly<Record<'dossier' | 'acteur' | 'personne', string | null>>): Promise<void> {
    const unite = this.tenancy.affectations(ctx.acteur.id)[0]?.uniteId ?? ctx.unites[0] ?? 0;
    const prive = { type: 'RegistreConsulte', par: ctx.acteur.id, repris: false, criteres };
    await this.journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier: null, cle: ctx.acteur.id, version: 1, unite, type: 'RegistreConsulte', survenuLe: this.maintenant(), prive }]);
  }

  private depuis(): Date {
    return debutDuJour(conserveDepuis('lecture_medicale', this.tenancy.jour()), 'Europe/Paris');
  }

  private consultation({ rang: _rang, instant, uniteId, revuePar, revueLe, revueResultat, ...l }: LigneLue): Consultation {
    const revue = revuePar !== null && revueLe !== null && revueResultat !== null ? { par: revuePar, le: revueLe.toISOString(), resultat: revueResultat } : null;
    return { ...l, le: instant.toISOString(), unite: this.code(uniteId), conserveeJusquAu: ajouterMois(jourLocal(instant), CONSERVATIONS[0]?.mois ?? 0), revue };
  }

  private code(id: number): string {
    return this.tenancy.arbre().find((u) => u.id === id)?.code ?? '';
  }
}
