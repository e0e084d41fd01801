import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Imports, MAINTENANT, Tenancy, uuidv7, type Contexte, type FluxImport, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import type { LigneBase } from '@sm/prestations-domaine';
import { DossierEcriture } from './dossier.ecriture';
import { FaitsReader } from './faits.reader';
import { appliquerLot, uniteDeLaLigne, type LigneResolue } from './intake.commun';
import { ouvrir } from './ouverture';
import { moteurDeLigne } from './procedures';
import { Repertoire } from './repertoire.client';

type Ligne = LigneResolue<LigneBase>;

/** New requests, in CSV or NDJSON: registered, checked for completeness at once, never lost when a person is still unknown. */
@Injectable()
export class DemandesFlux implements FluxImport<Ligne>, OnModuleInit {
  readonly nom = 'demandes';
  readonly formats = ['csv', 'ndjson'] as const;
  readonly colonnes = ['source', 'numero', 'unite', 'caisse', 'type', 'nature', 'canal', 'nir', 'medecin', 'recu_le', 'ald', 'hors_liste', 'diagnostics', 'debut_soins', 'pieces'];
  readonly action = 'demande.enregistrer';
  readonly procedure = 'ald';
  readonly tailleLot = 200;

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
    const lue = moteurDeLigne(brut).intake.validerDemande(brut);
    return lue.ok ? { valeur: { ligne: lue.ligne, uniteId: 0, personne: null } } : { erreurs: lue.erreurs };
  }

  async preparer(ctx: Contexte, valeurs: readonly Ligne[]): Promise<LigneValidee<Ligne>[]> {
    const personnes = await this.repertoire.resoudre(ctx.unites, valeurs.map((v) => ({ nir: v.ligne.nir })));
    return valeurs.map((v, i) => uniteDeLaLigne(this.tenancy, ctx, v, personnes[i] ?? null));
  }

  appliquer(tx: Tx, ctx: Contexte, valeurs: readonly Ligne[], commande: string): Promise<SortLigne[]> {
    const parUnite = new Map([...new Set(valeurs.map((v) => v.uniteId))].map((unite) => [unite, this.faits.dIntake(ctx.acteur, unite)]));
    return appliquerLot(tx, ctx, valeurs, commande, this.ecriture, (v, precedent) => {
      const ouvert = ouvrir(v, { ...parUnite.get(v.uniteId)!, nouvelId: uuidv7(this.maintenant().getTime()) }, precedent);
      return 'refus' in ouvert ? { erreurs: [{ champ: String(ouvert.refus.details?.['champ'] ?? '*'), code: ouvert.refus.code }] } : ouvert;
    });
  }
}
