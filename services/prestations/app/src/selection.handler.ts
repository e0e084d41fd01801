import { Inject, Injectable } from '@nestjs/common';
import { refuser, releveDeLaCaisse, type Acteur } from '@sm/kernel';
import { Commandes, MAINTENANT, ProblemeException, Tenancy, tableau, tableauTexte, uuidv7, type Contexte, type Tx } from '@sm/platform';
import { ARRET, selectionner, type AvisArret, type CommandeArret, type Faits, type Signal } from '@sm/prestations-domaine';
import { DossierEcriture, type DossierOuvert } from './dossier.ecriture';
import { FaitsReader } from './faits.reader';

interface Notice {
  readonly id: string;
  readonly unite: number;
  readonly source: string;
  readonly numero: string;
  readonly caisse: string;
  readonly personne: string;
  readonly prescripteur: string;
  readonly risque: AvisArret['risque'];
  readonly canal: AvisArret['canal'];
  readonly fin: string;
  readonly signaux: readonly Signal[];
  /** Prescriptions of its episode up to this one, oldest first; never empty. */
  readonly episode: readonly AvisArret['arret'][];
  readonly jours: number;
  /** Control already under way of the same episode. */
  readonly enCours: string | null;
}

export interface NoticeExaminee {
  readonly avis: string;
  readonly retenu: boolean;
  readonly regle: string | null;
  readonly dossier: string | null;
}

export interface Selection {
  readonly examines: number;
  readonly retenus: number;
  readonly lignes: readonly NoticeExaminee[];
}

/** Notices of the persons of the batch, gathered into episodes: a prescription that starts at the latest on the day after continues it. */
const A_EXAMINER = `
WITH lot AS (SELECT * FROM avis_arret WHERE personne IS NOT NULL AND (CASE WHEN $1::uuid IS NULL THEN sort = 'a_examiner' ELSE id = $1::uuid AND dossier IS NULL END) ORDER BY debut, id LIMIT $2 FOR UPDATE SKIP LOCKED),
siens AS (SELECT a.personne, a.debut, a.fin, a.arret, max(a.fin) OVER (PARTITION BY a.personne ORDER BY a.debut, a.fin ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS avant
  FROM avis_arret a WHERE a.personne IN (SELECT personne FROM lot)),
iles AS (SELECT *, sum((avant IS NULL OR debut > avant + 1)::int) OVER (PARTITION BY personne ORDER BY debut, fin) AS ile FROM siens)
SELECT lot.id, lot.unite, lot.source, lot.numero, lot.caisse, lot.personne, lot.prescripteur, lot.risque, lot.canal, lot.fin::text AS fin, lot.signaux,
  (SELECT jsonb_agg(e.arret ORDER BY e.debut) FROM (SELECT DISTINCT ON (i.debut) i.debut, i.arret FROM iles i WHERE i.personne = lot.personne AND i.debut <= lot.debut
    AND i.ile = (SELECT max(j.ile) FROM iles j WHERE j.personne = lot.personne AND j.debut <= lot.debut) ORDER BY i.debut, i.fin DESC) e) AS episode,
  (SELECT sum(least(i.fin, lot.fin) - greatest(i.debut, lot.fin - 364) + 1)::int FROM iles i WHERE i.personne = lot.personne AND i.debut <= lot.debut AND i.fin > lot.fin - 365) AS jours,
  (SELECT d.id FROM dossier d WHERE d.personne = lot.personne AND d.procedure = 'arret' AND d.jour_avis IS NULL AND d.statut <> 'annulee'
    AND (d.etat->'demande'->>'debut')::date <= lot.fin + 1
    AND greatest((d.etat->'demande'->>'fin')::date, (SELECT max((p->>'au')::date) FROM jsonb_array_elements(d.etat->'prolongations') p)) >= lot.debut - 1 ORDER BY d.id LIMIT 1) AS "enCours"
FROM lot ORDER BY lot.debut, lot.id`;

const NOTER = `
UPDATE avis_arret a SET sort = CASE WHEN x.d IS NULL THEN 'voie_rapide' ELSE 'retenu' END, regle = x.r, version_regle = x.v, dossier = x.d
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS x(id, r, v, d) WHERE a.id = x.id`;

/** A practitioner may choose a notice that no rule chose; that choice is a rule too, kept with its version. */
const CHOIX = { regle: 'choix_praticien', version: '2010', origine: 'ciblage' } as const;
type Regle = { readonly regle: string; readonly version: string; readonly origine: 'ciblage' | 'age_arret' };

/** Opens controls from the notices that a dated rule chooses; the others follow the fast lane, and both are traced (TR-000-12). */
@Injectable()
export class SelectionHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly ecriture: DossierEcriture,
    private readonly faits: FaitsReader,
    private readonly tenancy: Tenancy,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  /** Examines the oldest notices that were not yet. */
  async selectionner(acteur: Acteur, id: string, demande: { readonly unite?: string; readonly limite: number }): Promise<Selection> {
    const ctx = this.portee(acteur, demande.unite);
    return (await this.commandes.executer(ctx, { id, corps: { type: 'SelectionnerAvis', ...demande } }, (tx) => this.dansTransaction(tx, ctx, id, null, demande.limite))).reponse;
  }

  /** Opens the control of one notice, by the choice of a practitioner. @throws ProblemeException 404 when it is unknown, out of scope, without person or already controlled */
  async choisir(acteur: Acteur, id: string, avis: string): Promise<NoticeExaminee> {
    const ctx = this.portee(acteur, undefined);
    return (await this.commandes.executer(ctx, { id, corps: { type: 'ChoisirAvis', avis } }, async (tx) => {
      const [ligne] = (await this.dansTransaction(tx, ctx, id, avis, 1)).lignes;
      if (!ligne) throw new ProblemeException(refuser('introuvable', 'avis-introuvable').refus);
      return ligne;
    })).reponse;
  }

  private portee(acteur: Acteur, unite: string | undefined): Contexte {
    const ctx = this.tenancy.contexte(acteur, 'controle.mener', 'arret');
    const unites = unite === undefined ? ctx.unites : ctx.unites.filter((u) => u === this.tenancy.unite(unite)?.id);
    if (releveDeLaCaisse(this.tenancy.affectations(acteur.id).map((a) => a.role))) throw new ProblemeException(refuser('interdit', 'independance-praticien', { article: 'R.4127-95 CSP' }).refus);
    if (!unites.length) throw new ProblemeException(refuser('interdit', ctx.unites.length ? 'unite-hors-portee' : 'role-interdit').refus);
    return { ...ctx, unites };
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, commande: string, avis: string | null, limite: number): Promise<Selection> {
    const notices: Notice[] = await tx.query(A_EXAMINER, [avis, limite]);
    const ouverts: DossierOuvert[] = [];
    const suivis = new Map<string, string>();
    const regles: (Regle | null)[] = [];
    const lignes = notices.map((n): NoticeExaminee => {
      const regle = avis === null ? this.regle(n) : CHOIX;
      regles.push(regle);
      if (regle === null) return { avis: n.id, retenu: false, regle: null, dossier: null };
      const dossier = n.enCours ?? suivis.get(n.personne) ?? this.ouvrir(n, regle, ctx, ouverts);
      suivis.set(n.personne, dossier);
      return { avis: n.id, retenu: true, regle: regle.regle, dossier };
    });
    await this.ecriture.inscrire(tx, ctx, ouverts, commande);
    if (lignes.length) await tx.query(NOTER, [tableau(lignes.map((l) => l.avis)), tableauTexte(lignes.map((l) => l.regle)), tableauTexte(regles.map((r) => r?.version ?? null)), tableau(lignes.map((l) => l.dossier))]);
    return { examines: lignes.length, retenus: lignes.filter((l) => l.retenu).length, lignes };
  }

  private regle({ episode, fin, jours, signaux }: Notice): Regle | null {
    return selectionner({ debutEpisode: episode[0]?.debut ?? fin, fin, joursSur12Mois: jours, signaux }, this.tenancy.jour());
  }

  private ouvrir(n: Notice, { regle, version, origine }: Regle, { acteur }: Contexte, ouverts: DossierOuvert[]): string {
    const maintenant = this.maintenant();
    const faits: Faits = { ...this.faits.dIntake(acteur, n.unite), acteur: { id: 'systeme:selection', genre: 'systeme', roles: [], rpps: null, habilitations: [] }, nouvelId: uuidv7(maintenant.getTime()) };
    const { caisse, personne: personneId, canal, risque, prescripteur, episode: [arret, ...suites] } = n;
    if (!arret) throw new Error('a notice without its own prescription');
    const prolongations = suites.map(({ debut: du, fin: au, prescritLe }) => ({ du, au, prescritLe }));
    const commande: CommandeArret = {
      type: 'EnregistrerDemande', medical: { motif: null, diagnostics: [] },
      prive: {
        source: 'AVIS-ARRET', numero: n.id, personneId, caisse, uniteId: n.unite, precedent: null, recuLe: maintenant.toISOString(), canal, risque, origine, selection: { regle, version }, prescripteur,
        arret, prolongations, rapport: null,
      },
    };
    const decision = ARRET.decider(commande, null, faits);
    if (!decision.accepte) throw new ProblemeException(decision.refus);
    const [premier] = decision.evenements;
    if (!premier) throw new Error('a decision without event');
    const dossier = ARRET.appliquer(null, premier);
    ouverts.push({ dossier, evenements: decision.evenements });
    return dossier.etat.demande.id;
  }
}
