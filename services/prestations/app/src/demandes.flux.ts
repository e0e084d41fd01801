import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Horloges, Imports, Journal, Tenancy, type Contexte, type FluxImport, type LigneJournal, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import { appliquer, commandeDe, decider, horlogesApres, validerDemande, type EtatDossier, type Evenement, type Faits, type LigneDemande } from '@sm/prestations-domaine';
import { DossierHandler, lignesJournal } from './dossier.handler';
import { scellerEvenement } from './dossier.medical';
import { DossierStore, type DossierNeuf } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { dejaConnues, dernierDossier, uniteDeLaLigne, type LigneResolue } from './intake.commun';
import { Repertoire } from './repertoire.client';

type Ligne = LigneResolue<LigneDemande>;

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
    private readonly store: DossierStore,
    private readonly handler: DossierHandler,
    private readonly faits: FaitsReader,
    private readonly journal: Journal,
    private readonly horloges: Horloges,
    private readonly tenancy: Tenancy,
    private readonly repertoire: Repertoire,
  ) {}

  onModuleInit(): void {
    this.imports.declarer(this);
  }

  valider(brut: Readonly<Record<string, unknown>>): LigneValidee<Ligne> {
    const lue = validerDemande(brut);
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
      connues.add(identite);
      const faits = this.faits.dIntake(ctx.acteur, v.uniteId);
      const precedent = v.ligne.nature === 'prolongation' && v.personne ? (precedents.get(v.personne) ?? null) : null;
      const ouvert = ouvrir(v, faits, precedent);
      if ('erreurs' in ouvert) {
        sorts.push(ouvert);
        continue;
      }
      const { id } = ouvert.dossier.etat.demande;
      const { cle, enveloppe } = await this.store.nouvelleCle(tx, v.uniteId, id);
      neufs.push({ ...ouvert.dossier, version: ouvert.evenements.length, cle, enveloppe });
      lignes.push(...lignesJournal(ouvert.evenements, null, v.uniteId, this.faits.departement(v.uniteId, faits.jour), (version, medical) => scellerEvenement(cle, id, version, medical)));
      horloges.push(...horlogesApres(ouvert.dossier.etat).map((h) => this.handler.horloge(ouvert.dossier.etat, h)));
      sorts.push('acceptee');
    }
    await this.store.inserer(tx, neufs);
    await this.journal.ajouter(tx, ctx, lignes, commande);
    await this.horloges.armer(tx, horloges);
    return sorts;
  }
}

/** Registers a request, then checks its completeness as the system does. */
export function ouvrir(v: Ligne, faits: Faits, precedent: string | null): { dossier: EtatDossier; evenements: Evenement[] } | { erreurs: { champ: string; code: string }[] } {
  const evenements: Evenement[] = [];
  let dossier: EtatDossier | null = null;
  const systeme: Faits = { ...faits, acteur: { id: 'systeme:completude', genre: 'systeme', roles: [], rpps: null, habilitations: [] } };
  const commandes = [[commandeDe(v.ligne, { uniteId: v.uniteId, personneId: v.personne, precedent }), faits], [{ type: 'ControlerCompletude', prive: {} }, systeme]] as const;
  for (const [commande, f] of commandes) {
    const decision = decider(commande, dossier, f);
    if (!decision.accepte) return { erreurs: [{ champ: String(decision.refus.details?.['champ'] ?? '*'), code: decision.refus.code }] };
    for (const e of decision.evenements) {
      evenements.push(e);
      dossier = appliquer(dossier, e);
    }
  }
  return { dossier: dossier!, evenements };
}

