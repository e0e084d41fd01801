import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Imports, MAINTENANT, Tenancy, uuidv7, type Contexte, type FluxImport, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import type { HistoireBase, Reprise } from '@sm/prestations-domaine';
import { DossierEcriture } from './dossier.ecriture';
import { FaitsReader, NOMENCLATURE } from './faits.reader';
import { appliquerLot, uniteDeLaLigne, type LigneResolue } from './intake.commun';
import { MOTEURS, moteurDeLigne } from './procedures';
import { Repertoire } from './repertoire.client';

type Ligne = LigneResolue<HistoireBase>;

/** History taken over: one line is a dossier's whole dated life, run through the same decider, written by sets. */
@Injectable()
export class RepriseFlux implements FluxImport<Ligne>, OnModuleInit {
  readonly nom = 'reprise';
  readonly formats = ['ndjson'] as const;
  readonly action = 'reprise.deposer';
  readonly procedure = 'ald';
  readonly tailleLot = 1000;

  constructor(
    private readonly imports: Imports,
    private readonly ecriture: DossierEcriture,
    private readonly faits: FaitsReader,
    private readonly tenancy: Tenancy,
    private readonly repertoire: Repertoire,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  onModuleInit(): void {
    this.imports.declarer(this);
  }

  valider(brut: Readonly<Record<string, unknown>>): LigneValidee<Ligne> {
    const lue = moteurDeLigne(brut).intake.validerReprise(brut);
    return lue.ok ? { valeur: { ligne: lue.ligne, uniteId: 0, personne: null } } : { erreurs: lue.erreurs };
  }

  async preparer(ctx: Contexte, valeurs: readonly Ligne[]): Promise<LigneValidee<Ligne>[]> {
    const personnes = await this.repertoire.resoudre(ctx.unites, valeurs.map((v) => ({ nir: v.ligne.nir })));
    return valeurs.map((v, i) => uniteDeLaLigne(this.tenancy, ctx, v, personnes[i] ?? null));
  }

  appliquer(tx: Tx, ctx: Contexte, valeurs: readonly Ligne[], commande: string): Promise<SortLigne[]> {
    return appliquerLot(tx, ctx, valeurs, commande, this.ecriture, (v, precedent) => {
      const r = this.reprendre(ctx, v, precedent);
      return r.ok ? { dossier: r.dossier, evenements: r.evenements, etats: r.etats, anomalies: v.ligne.anomalies } : { erreurs: [{ champ: r.champ, code: r.code }] };
    });
  }

  private reprendre(ctx: Contexte, { ligne, uniteId, personne }: Ligne, precedent: string | null): Reprise {
    const maintenant = this.maintenant();
    return MOTEURS[ligne.type].intake.reprendre(ligne, {
      uniteId, personneId: personne, precedent, maintenant, dossierId: uuidv7(maintenant.getTime()), importeur: ctx.acteur.id,
      agent: (acteurId, jour) => this.faits.agent(acteurId, uniteId, jour), nomenclature: NOMENCLATURE, versionOrganisation: this.tenancy.version(),
      departement: this.faits.departement(uniteId, ligne.recu.jour),
    });
  }
}
