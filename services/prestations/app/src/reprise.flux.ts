import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Horloges, Imports, Journal, MAINTENANT, Tenancy, uuidv7, type Contexte, type FluxImport, type LigneJournal, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import { reprendre, validerReprise, type LigneReprise, type ResultatReprise } from '@sm/prestations-domaine';
import { scellerEvenement } from './dossier.medical';
import { DossierHandler, lignesJournal } from './dossier.handler';
import { DossierStore, type DossierNeuf } from './dossier.store';
import { FaitsReader, NOMENCLATURE } from './faits.reader';
import { dejaConnues, dernierDossier, uniteDeLaLigne, type LigneResolue } from './intake.commun';
import { Repertoire } from './repertoire.client';

type Ligne = LigneResolue<LigneReprise>;

/** History taken over: one line is a dossier's whole dated life, run through the same decider, written by sets. */
@Injectable()
export class RepriseFlux implements FluxImport<Ligne>, OnModuleInit {
  readonly nom = 'reprise';
  readonly formats = ['ndjson'] as const;
  readonly action = 'reprise.deposer';
  readonly procedure = 'ald';
  readonly tailleLot = 500;

  constructor(
    private readonly imports: Imports,
    private readonly store: DossierStore,
    private readonly handler: DossierHandler,
    private readonly faits: FaitsReader,
    private readonly journal: Journal,
    private readonly horloges: Horloges,
    private readonly tenancy: Tenancy,
    private readonly repertoire: Repertoire,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  onModuleInit(): void {
    this.imports.declarer(this);
  }

  valider(brut: Readonly<Record<string, unknown>>): LigneValidee<Ligne> {
    const lue = validerReprise(brut);
    return lue.ok ? { valeur: { ligne: lue.ligne, uniteId: 0, personne: null } } : { erreurs: lue.erreurs };
  }

  async preparer(ctx: Contexte, valeurs: readonly Ligne[]): Promise<LigneValidee<Ligne>[]> {
    const personnes = await this.repertoire.resoudre(ctx.unites, valeurs.map((v) => ({ nir: v.ligne.nir })));
    return valeurs.map((v, i) => uniteDeLaLigne(this.tenancy, ctx, v, personnes[i] ?? null));
  }

  async appliquer(tx: Tx, ctx: Contexte, valeurs: readonly Ligne[], commande: string): Promise<SortLigne[]> {
    const connues = await dejaConnues(tx, valeurs);
    const precedents = await dernierDossier(tx, valeurs);
    const neufs: DossierNeuf[] = [];
    const lignes: LigneJournal[] = [];
    const horloges: ReturnType<DossierHandler['horloge']>[] = [];
    const sorts: SortLigne[] = [];
    for (const v of valeurs) {
      const identite = `${v.uniteId}|${v.ligne.source}|${v.ligne.numero}`;
      if (connues.has(identite)) {
        sorts.push('inchangee');
        continue;
      }
      const r = this.reprendre(ctx, v, v.personne ? (precedents.get(v.personne) ?? null) : null);
      if (!r.ok) {
        sorts.push({ erreurs: [{ champ: r.champ, code: r.code }] });
        continue;
      }
      connues.add(identite);
      const { id } = r.dossier.etat.demande;
      if (v.personne) precedents.set(v.personne, id);
      const { cle, enveloppe } = await this.store.nouvelleCle(tx, v.uniteId, id);
      neufs.push({ ...r.dossier, version: r.evenements.length, cle, enveloppe });
      const departement = this.faits.departement(v.uniteId, r.dossier.etat.demande.jourRecu);
      for (const l of lignesJournal(r.evenements, null, v.uniteId, departement, (version, medical) => scellerEvenement(cle, id, version, medical))) lignes.push(l);
      for (const h of r.horloges) horloges.push(this.handler.horloge(r.dossier.etat, h));
      sorts.push('acceptee');
    }
    await this.store.inserer(tx, neufs);
    await this.journal.ajouter(tx, ctx, lignes, commande);
    await this.horloges.armer(tx, horloges);
    return sorts;
  }

  private reprendre(ctx: Contexte, { ligne, uniteId, personne }: Ligne, precedent: string | null): ResultatReprise {
    const maintenant = this.maintenant();
    return reprendre(ligne, {
      uniteId, personneId: personne, precedent: ligne.nature === 'prolongation' ? precedent : null, maintenant, dossierId: uuidv7(maintenant.getTime()), importeur: ctx.acteur.id,
      agent: (acteurId, jour) => this.faits.agent(acteurId, uniteId, jour), nomenclature: NOMENCLATURE, versionOrganisation: this.tenancy.version(),
    });
  }
}
