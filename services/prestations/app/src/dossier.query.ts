import { Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { Db, ProblemeException, Tenancy, decoderCurseur, pageDe, tableauTexte, type Contexte, type Page, type PageDemandee, type Tx } from '@sm/platform';
import type { ActeurDuJour, EtatBase, MedicalBase } from '@sm/prestations-domaine';
import { LIBELLES_SENSIBLES, famillesSensibles, type FamilleSensible } from '@sm/nomenclatures';
import { ConsultationJournal, ENTREES_DU_REGISTRE, type LectureDemandee, type Provenance } from './consultation.journal';
import { DossierStore } from './dossier.store';
import { actesVisibles, estCaisse, vueDossier, type VueCaisse, type VueService } from './dossier.vues';
import { FaitsReader } from './faits.reader';
import { moteurDe } from './procedures';

export interface VueMedicale {
  readonly dossier: string;
  readonly version: number;
  readonly demande: MedicalBase['demande'];
  readonly notes: MedicalBase['notes'];
  /** Sensitive kinds it belongs to today; what no list, letter or counter tells. */
  readonly sensible: readonly { readonly famille: FamilleSensible; readonly libelle: string }[];
}

export interface ActeDate {
  readonly type: string;
  readonly version: number;
  readonly survenuLe: string;
  readonly enregistreLe: string;
  readonly par: string | null;
  readonly repris: boolean;
}

interface LigneJournalLue extends Omit<ActeDate, 'survenuLe' | 'enregistreLe'> {
  readonly id: number;
  readonly survenu: Date;
  readonly enregistre: Date;
}

const CHRONOLOGIE = `
SELECT id::float8 AS id, prive->>'type' AS type, version, survenu_le AS survenu, enregistre_le AS enregistre, prive->>'par' AS par, coalesce((prive->>'repris')::boolean, false) AS repris
FROM journal WHERE dossier = $1 AND id > $2 AND type NOT IN (${ENTREES_DU_REGISTRE.map((t) => `'${t}'`).join(', ')}) AND ($3::text[] IS NULL OR prive->>'type' = ANY($3::text[]))
ORDER BY id LIMIT $4`;

const introuvable = (): ProblemeException => new ProblemeException(refuser('introuvable', 'dossier-introuvable').refus);
const secret = (): ProblemeException => new ProblemeException(refuser('interdit', 'secret-medical', { article: 'R.4127-104 CSP' }).refus);

/** Reads one dossier, in the scope of the reader: out of scope and unknown are the same answer. */
@Injectable()
export class DossierQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly store: DossierStore, private readonly faits: FaitsReader, private readonly registre: ConsultationJournal) {}

  /** Scope of an actor for reading dossiers. @throws ProblemeException 403 `interdit` when it is empty */
  portee(acteur: Acteur): Contexte {
    const ctx = this.tenancy.contexte(acteur, 'dossier.lire', 'ald');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    return ctx;
  }

  async lire(acteur: Acteur, id: string): Promise<VueService | VueCaisse> {
    const { etat, version } = await this.db.inTransaction(this.portee(acteur), (tx) => this.charger(tx, id));
    return vueDossier(etat, version, this.codeUnite(etat.uniteEnCharge), this.faits.roles(acteur, etat.uniteEnCharge), this.tenancy.jour());
  }

  /** Acts of a dossier in order, by pages; the caisse sees neither their authors nor those that made the avis. */
  async chronologie(acteur: Acteur, id: string, page: PageDemandee): Promise<Page<ActeDate>> {
    const apres = page.curseur ? decoderCurseur(page.curseur, { id: 'entier' }).id : 0;
    const { lignes, roles } = await this.db.inTransaction(this.portee(acteur), async (tx) => {
      const { etat } = await this.charger(tx, id);
      const siens = this.faits.roles(acteur, etat.uniteEnCharge);
      const seuls = actesVisibles(etat, siens);
      return { roles: siens, lignes: (await tx.query(CHRONOLOGIE, [id, apres, seuls && tableauTexte(seuls), page.limite + 1])) as LigneJournalLue[] };
    });
    const { elements, suivant } = pageDe(lignes, page.limite, (l) => ({ id: l.id }));
    return { suivant, elements: elements.map((l) => acteDate(l, roles)) };
  }

  /** The medical part, for those who may read it; the reading, or its refusal, is written in the journal before anything is answered (processes.md §2.1, §2.8). */
  async medical(acteur: Acteur, demande: Omit<LectureDemandee, 'partie' | 'objet'>, provenance: Provenance): Promise<VueMedicale> {
    const lecture: LectureDemandee = { ...demande, partie: 'dossier', objet: null };
    try {
      return await this.ouvrir(acteur, lecture, provenance);
    } catch (e) {
      if (e instanceof ProblemeException) await this.registre.refuser(acteur, lecture, e.refus.code, provenance);
      throw e;
    }
  }

  private ouvrir(acteur: Acteur, lecture: LectureDemandee, provenance: Provenance): Promise<VueMedicale> {
    const ctx = this.tenancy.contexte(acteur, 'dossier.lire_medical', 'ald');
    if (!ctx.unites.length) throw secret();
    const { dossier: id, motif } = lecture;
    return this.db.inTransaction(ctx, async (tx) => {
      const { etat, version } = await this.charger(tx, id);
      const { uniteEnCharge: unite } = etat;
      if (estCaisse(this.faits.roles(acteur, unite))) throw secret();
      const moteur = moteurDe(etat);
      const assigne = moteur.resumer(etat).praticien === acteur.id;
      if (!assigne && motif === null) throw new ProblemeException(refuser('invalide', 'motif-obligatoire').refus);
      await this.registre.inscrire(tx, ctx, { ...lecture, version, unite, horsDossier: !assigne }, provenance);
      const charge = await this.store.charger(tx, id);
      if (!charge) throw introuvable();
      const familles = famillesSensibles(moteur.codes(charge.medical), this.tenancy.jour());
      return {
        dossier: id, version: charge.version, demande: charge.medical.demande, notes: charge.medical.notes,
        sensible: familles.map((famille) => ({ famille, libelle: LIBELLES_SENSIBLES[famille] })),
      };
    });
  }

  private async charger(tx: Tx, id: string): Promise<{ etat: EtatBase; version: number }> {
    const charge = await this.store.chargerAdministratif(tx, id);
    if (!charge) throw introuvable();
    return charge;
  }

  private codeUnite(id: number): string {
    return this.tenancy.arbre().find((u) => u.id === id)?.code ?? '';
  }
}

const acteDate = ({ type, version, survenu, enregistre, par, repris }: LigneJournalLue, roles: ActeurDuJour['roles']): ActeDate => ({
  type, version, survenuLe: survenu.toISOString(), enregistreLe: enregistre.toISOString(), par: estCaisse(roles) ? null : par, repris,
});
