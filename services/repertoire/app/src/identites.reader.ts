import { Inject, Injectable } from '@nestjs/common';
import { unitesPour, type Acteur, type CodeRole } from '@sm/kernel';
import { Db, Journal, MAINTENANT, ProblemeException, Tenancy, tableau, type Contexte, type Tx } from '@sm/platform';
import { Coffre } from './coffre';
import { masquerNir } from './identite';
import type { IdentiteLue, IdentitesDemandees } from './identites.dto';
import { faitPrive } from './personne.events';

/** Who checks a number against the caisse's file and writes to the insured person (processes.md §2.3); the others see it masked. */
const ROLES_NIR_COMPLET: readonly CodeRole[] = ['TSM'];

interface LigneScellee {
  readonly demande: string;
  readonly id: string;
  readonly unite: number;
  readonly version: number;
  readonly identite: Buffer;
  readonly cle: Buffer;
  readonly versionIdentite: number;
}

const LIRE = `
WITH RECURSIVE lien AS (
  SELECT id AS demande, id, fusionnee_dans FROM personne WHERE id = ANY($1::uuid[])
  UNION ALL
  SELECT lien.demande, p.id, p.fusionnee_dans FROM lien JOIN personne p ON p.id = lien.fusionnee_dans
)
SELECT lien.demande, p.id, p.unite, p.version, p.identite, p.cle, p.version_identite AS "versionIdentite"
FROM lien JOIN personne p ON p.id = lien.id WHERE lien.fusionnee_dans IS NULL ORDER BY lien.demande`;

/** The only door to names and numbers: by right and unit, each reading journalled with its motive, without a word of what was read. */
@Injectable()
export class IdentitesReader {
  constructor(private readonly db: Db, private readonly journal: Journal, private readonly tenancy: Tenancy, private readonly coffre: Coffre, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** @throws ProblemeException `interdit` when no assignment of the day gives `identite.lire` anywhere. */
  async lire(acteur: Acteur, { personnes, motif }: IdentitesDemandees): Promise<IdentiteLue[]> {
    const ctx = this.tenancy.contexte(acteur, 'identite.lire', '*');
    if (!ctx.unites.length) throw new ProblemeException({ code: 'interdit', categorie: 'interdit' });
    const completes = this.unitesNirComplet(acteur);
    return this.db.inTransaction(ctx, async (tx) => {
      const lignes: LigneScellee[] = await tx.query(LIRE, [tableau([...new Set(personnes.map((p) => p.toLowerCase()))])]);
      await this.tracer(tx, ctx, lignes, motif, completes);
      const lues: IdentiteLue[] = [];
      for (const l of lignes) lues.push(await this.ouvrir(tx, l, completes.has(l.unite)));
      return lues;
    });
  }

  private unitesNirComplet(acteur: Acteur): ReadonlySet<number> {
    const affectations = this.tenancy.affectations(acteur.id).filter((a) => ROLES_NIR_COMPLET.includes(a.role));
    return new Set(unitesPour(affectations, 'identite.lire', '*', this.tenancy.arbre(), this.tenancy.jour()));
  }

  private async tracer(tx: Tx, ctx: Contexte, lignes: readonly LigneScellee[], motif: string, completes: ReadonlySet<number>): Promise<void> {
    const le = this.maintenant();
    await this.journal.ajouter(tx, ctx, lignes.map((l) => faitPrive(l, 'IdentiteLue', { motif, demande: l.demande, nirComplet: completes.has(l.unite) }, le)));
  }

  private async ouvrir(tx: Tx, l: LigneScellee, complet: boolean): Promise<IdentiteLue> {
    const i = this.coffre.ouvrir(await this.coffre.cleUnite(tx, l.unite, [l.cle]), l.id, l.versionIdentite, { cle: l.cle, scelle: l.identite });
    const numero = i.nir ?? i.nia;
    return {
      id: l.demande, titulaire: l.id, nom: i.nom, nomUsage: i.nomUsage, prenoms: i.prenoms, naissance: i.naissance, sexe: i.sexe, rang: i.rang, qualite: i.qualite,
      nir: numero === null || complet ? numero : masquerNir(numero), nirComplet: complet && numero !== null, provisoire: i.nir === null && i.nia !== null,
      adresse: i.adresse, codePostal: i.codePostal, commune: i.commune,
    };
  }
}
