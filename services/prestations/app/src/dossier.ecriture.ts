import type { KeyObject } from 'node:crypto';
import { setImmediate as tourDeBoucle } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { debutDuJour, zoneDuDepartement } from '@sm/kernel';
import { Horloges, Journal, type CleUnite, type Contexte, type HorlogeAArmer, type LigneJournal, type Tx } from '@sm/platform';
import { difference, type CodeProcedure, type DossierBase, type EtatBase, type EvenementBase, type HorlogeBase as Delai } from '@sm/prestations-domaine';
import { etatsApres, lignesJournal, type Sceller } from './dossier.events';
import { scellerEvenement } from './dossier.medical';
import { DossierStore, type DossierCharge, type DossierNeuf } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { moteurDe } from './procedures';

/** A dossier that does not exist yet, with the events that made it. */
export interface DossierOuvert {
  readonly dossier: DossierBase;
  readonly evenements: readonly EvenementBase[];
  /** State after each event, when the decision kept them. */
  readonly etats?: readonly EtatBase[];
  /** Fields kept with a wrong key, in a history taken over (processes.md §2.4). */
  readonly anomalies?: readonly string[];
  /** RPPS of the treating doctor of the person, as the directory gave it at the opening. */
  readonly medecinTraitant?: string | null;
}

/** A dossier as it stands before a decision; without `cle`, nothing medical may be written. */
export type DossierAvant = DossierCharge | (DossierBase & { readonly version: number });

export interface Suite {
  readonly apres: DossierBase;
  readonly evenements: readonly EvenementBase[];
}

/** A decision that writes nothing medical, and the local day of its act. */
export interface SuiteAdministrative extends Suite {
  readonly avant: DossierBase & { readonly version: number };
  readonly jour: string;
}

/** A new dossier with its events and its clocks, as they will be written. */
interface Pret {
  readonly neuf: DossierNeuf;
  readonly lignes: readonly LigneJournal[];
  readonly horloges: readonly HorlogeAArmer[];
}

/** Dossiers prepared in one go: about a millisecond. */
const PART = 10;

/** Clocks of this service are named after their procedure. */
export const natureHorloge = (procedure: CodeProcedure, nature: string): string => `${procedure}.${nature}`;

const sansCle: Sceller = (_version, medical) => {
  if (medical !== null) throw new Error('medical fact without a key');
  return null;
};

/** Row, journal and clocks of a decision, in the transaction of its command. */
@Injectable()
export class DossierEcriture {
  constructor(private readonly store: DossierStore, private readonly journal: Journal, private readonly horloges: Horloges, private readonly faits: FaitsReader) {}

  /** Writes new dossiers by sets. One whose identity was taken meanwhile is left out whole; answers the ids written. */
  async inscrire(tx: Tx, ctx: Contexte, ouverts: readonly DossierOuvert[], commande: string): Promise<ReadonlySet<string>> {
    return (await this.preparer(ctx, ouverts, commande, await this.cles(tx, ouverts.map((o) => o.dossier.etat.uniteEnCharge))))(tx);
  }

  /** Keys of units, to be asked once a transaction. */
  async cles(tx: Tx, unites: readonly number[]): Promise<Map<number, CleUnite>> {
    const cles = new Map<number, CleUnite>();
    for (const unite of new Set(unites)) cles.set(unite, await this.store.cleUnite(tx, unite));
    return cles;
  }

  /**
   * Computes, by small parts, all that new dossiers write; what is returned only asks the database, so that the server never waits for a seal.
   * @param cles those of the units in charge
   */
  async preparer(ctx: Contexte, ouverts: readonly DossierOuvert[], commande: string, cles: ReadonlyMap<number, CleUnite>): Promise<(tx: Tx) => Promise<ReadonlySet<string>>> {
    if (!ouverts.length) return async () => new Set();
    const prets: Pret[] = [];
    for (const ouvert of ouverts) {
      prets.push(this.preparerUn(ouvert, cles));
      if (prets.length % PART === 0) await tourDeBoucle();
    }
    const inserer = this.store.preparer(prets.map((p) => p.neuf));
    await tourDeBoucle();
    const suite = (retenus: readonly Pret[]) => ({ journaliser: this.journal.preparer(ctx, retenus.flatMap((p) => p.lignes), commande), horloges: retenus.flatMap((p) => p.horloges) });
    const attendue = suite(prets);
    return async (tx) => {
      const inscrits = await inserer(tx);
      const { journaliser, horloges } = inscrits.size === prets.length ? attendue : suite(prets.filter((p) => inscrits.has(p.neuf.etat.demande.id)));
      await journaliser(tx);
      await this.horloges.armer(tx, horloges);
      return inscrits;
    };
  }

  private preparerUn(ouvert: DossierOuvert, cles: ReadonlyMap<number, CleUnite>): Pret {
    const { etat, medical } = ouvert.dossier;
    const neuf: DossierNeuf = { etat, medical, version: ouvert.evenements.length, medecinTraitant: ouvert.medecinTraitant ?? null, ...this.store.nouvelleCle(cles.get(etat.uniteEnCharge)!, etat.demande.id) };
    return { neuf, lignes: this.lignes(ouvert, neuf.cle), horloges: moteurDe(etat).horlogesApres(etat).map((delai) => this.horloge(etat, delai)) };
  }

  private lignes({ dossier, evenements, etats = etatsApres(evenements, null), anomalies }: DossierOuvert, cle: KeyObject): LigneJournal[] {
    const { id, uniteOrigine, jourRecu } = dossier.etat.demande;
    const lignes = lignesJournal(evenements, etats, 0, this.faits.departement(uniteOrigine, jourRecu), (version, medical) => scellerEvenement(cle, id, version, medical));
    const [premiere, ...suite] = lignes;
    return premiere && anomalies?.length ? [{ ...premiere, prive: { ...premiere.prive, anomalies } }, ...suite] : lignes;
  }

  /** Writes a decision over the version it was taken on; false when another command came first. `jour`: local day of the act. */
  async modifier(tx: Tx, ctx: Contexte, avant: DossierAvant, { apres, evenements }: Suite, jour: string, commande: string | null = null): Promise<boolean> {
    const { id } = apres.etat.demande;
    if (!(await this.store.modifier(tx, id, avant.version, { etat: apres.etat, version: avant.version + evenements.length }))) return false;
    const cle = 'cle' in avant ? avant.cle : null;
    if ('cle' in avant && apres.medical !== avant.medical) await this.store.modifierMedical(tx, id, avant, apres.medical);
    const sceller: Sceller = cle ? (version, medical) => scellerEvenement(cle, id, version, medical) : sansCle;
    await this.journal.ajouter(tx, ctx, lignesJournal(evenements, etatsApres(evenements, avant), avant.version, this.faits.departement(apres.etat.uniteEnCharge, jour), sceller), commande);
    await this.reglerHorloges(tx, [[avant.etat, apres.etat]]);
    return true;
  }

  /** Same, for many dossiers by sets, none of which writes anything medical. */
  async modifierTous(tx: Tx, ctx: Contexte, suites: readonly SuiteAdministrative[]): Promise<boolean> {
    if (!suites.length) return true;
    const changements = suites.map(({ avant, apres, evenements }) => ({ avant: avant.version, etat: apres.etat, version: avant.version + evenements.length }));
    if (!(await this.store.modifierTous(tx, changements))) return false;
    await this.journal.ajouter(tx, ctx, suites.flatMap(({ avant, apres, evenements, jour }) =>
      lignesJournal(evenements, etatsApres(evenements, avant), avant.version, this.faits.departement(apres.etat.uniteEnCharge, jour), sansCle)));
    await this.reglerHorloges(tx, suites.map(({ avant, apres }) => [avant.etat, apres.etat]));
    return true;
  }

  private async reglerHorloges(tx: Tx, changements: readonly (readonly [avant: EtatBase, apres: EtatBase])[]): Promise<void> {
    const differences = changements.map(([avant, apres]) => ({ apres, moteur: moteurDe(apres), ...difference(moteurDe(apres).horlogesApres(avant), moteurDe(apres).horlogesApres(apres)) }));
    await this.horloges.desarmerTous(tx, differences.flatMap(({ apres, moteur, desarmer }) => desarmer.map((nature) => ({ dossier: apres.demande.id, nature: natureHorloge(moteur.procedure, nature) }))));
    await this.horloges.armer(tx, differences.flatMap(({ apres, armer }) => armer.map((delai) => this.horloge(apres, delai))));
  }

  /** A clock falls due at the first instant of its local day, at the unit in charge. */
  private horloge(etat: EtatBase, { nature, departLe, echoitLe, proprietaire, article, effet }: Delai): HorlogeAArmer {
    const zone = zoneDuDepartement(this.faits.departement(etat.uniteEnCharge, echoitLe));
    return {
      dossier: etat.demande.id, unite: etat.uniteEnCharge, nature: natureHorloge(etat.demande.procedure, nature), proprietaire, departLe: departLe ?? null, echoitLe: debutDuJour(echoitLe, zone), zone,
      article, regle: etat.demande.regle, effet, donnees: { nature },
    };
  }
}
