import type { KeyObject } from 'node:crypto';
import { setImmediate as tourDeBoucle } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { debutDuJour, zoneDuDepartement } from '@sm/kernel';
import { Horloges, Journal, type Contexte, type HorlogeAArmer, type LigneJournal, type Tx } from '@sm/platform';
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
}

/** A dossier as it stands before a decision; without `cle`, nothing medical may be written. */
export type DossierAvant = DossierCharge | (DossierBase & { readonly version: number });

export interface Suite {
  readonly apres: DossierBase;
  readonly evenements: readonly EvenementBase[];
}

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
    const cles = new Map<number, KeyObject>();
    for (const unite of new Set(ouverts.map((o) => o.dossier.etat.uniteEnCharge))) cles.set(unite, await this.store.cleUnite(tx, unite));
    const neufs = ouverts.map((o): DossierNeuf => {
      const { etat, medical } = o.dossier;
      return { etat, medical, version: o.evenements.length, ...this.store.nouvelleCle(cles.get(etat.uniteEnCharge)!, etat.demande.id) };
    });
    if (!neufs.length) return new Set();
    const insertion = this.store.inserer(tx, neufs);
    insertion.catch(() => undefined);
    await tourDeBoucle();
    const faites = ouverts.map((o, i) => this.lignes(o, neufs[i]!.cle));
    const inscrits = await insertion;
    const lignes: LigneJournal[] = [];
    const horloges: HorlogeAArmer[] = [];
    for (const [i, ouvert] of ouverts.entries()) {
      const { etat } = ouvert.dossier;
      if (!inscrits.has(etat.demande.id)) continue;
      for (const ligne of faites[i]!) lignes.push(ligne);
      for (const delai of moteurDe(etat).horlogesApres(etat)) horloges.push(this.horloge(etat, delai));
    }
    await this.journal.ajouter(tx, ctx, lignes, commande);
    await this.horloges.armer(tx, horloges);
    return inscrits;
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
    await this.reglerHorloges(tx, avant.etat, apres.etat);
    return true;
  }

  private async reglerHorloges(tx: Tx, avant: EtatBase, apres: EtatBase): Promise<void> {
    const moteur = moteurDe(apres);
    const { armer, desarmer } = difference(moteur.horlogesApres(avant), moteur.horlogesApres(apres));
    for (const nature of desarmer) await this.horloges.desarmer(tx, apres.demande.id, natureHorloge(moteur.procedure, nature));
    await this.horloges.armer(tx, armer.map((delai) => this.horloge(apres, delai)));
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
