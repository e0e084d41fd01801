import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Journal, MAINTENANT, uuidv7, versionPerimee, type Contexte, type Tx } from '@sm/platform';
import { In } from 'typeorm';
import { nomAffiche, segments, type DemandeAffectation } from './affectation';
import { AffectationEntity } from './affectation.entity';
import { affectationChangee } from './affectation.events';

/** A request whose unit has been found in the tree. */
export interface DemandeResolue extends DemandeAffectation {
  readonly uniteId: number;
}

export const cleDemande = (d: { readonly source: string; readonly numero: string }): string => JSON.stringify([d.source, d.numero]);

/** Digest of what a request says: the same line twice changes nothing. */
export const empreinteDemande = (d: DemandeResolue): Buffer =>
  createHash('sha256').update(JSON.stringify([
    d.acteur, d.nom, d.prenom, d.categorie, d.profession, d.rpps, d.emploi, d.employeur, d.uniteId, d.role, d.activite, d.quotite, d.du, d.au,
    d.habilitations.map((h) => [h.genre, h.au]),
  ])).digest();

/** Version of a request: the highest of its rows. */
export const versionDesLignes = (lignes: readonly AffectationEntity[]): number => lignes.reduce((max, l) => Math.max(max, l.version), 0);

/** Rows of a request: its stretches, then those of an earlier state that are no more, marked `retiree`. */
function lignesDe(d: DemandeResolue, anciennes: readonly AffectationEntity[]): AffectationEntity[] {
  const demande = anciennes[0]?.demande ?? uuidv7();
  const commun = {
    demande, source: d.source, numero: d.numero, empreinte: empreinteDemande(d), acteur: d.acteur, nomAffiche: nomAffiche(d), unite: d.uniteId,
    role: d.role, activite: d.activite, quotite: d.quotite, rpps: d.rpps, categorie: d.categorie, profession: d.profession, emploi: d.emploi,
    employeur: d.employeur, version: versionDesLignes(anciennes) + 1,
  };
  const voulues = segments(d).map((s, rang) => ({
    ...commun, id: anciennes.find((a) => a.rang === rang)?.id ?? (rang === 0 ? demande : uuidv7()), rang, du: s.du, au: s.au, habilitations: [...s.habilitations], retiree: false,
  }));
  const enTrop = anciennes.filter((a) => a.rang >= voulues.length).map((a) => ({ ...a, empreinte: commun.empreinte, version: commun.version, retiree: true }));
  return [...voulues, ...enTrop];
}

const VERROU = { order: { demande: 'ASC', rang: 'ASC' }, lock: { mode: 'pessimistic_write' } } as const;

/** Assignments in the database, published with every change. */
@Injectable()
export class AffectationStore {
  constructor(private readonly journal: Journal, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** Rows already known of these requests, locked. */
  connues(tx: Tx, demandes: readonly DemandeResolue[]): Promise<AffectationEntity[]> {
    const [sources, numeros] = [[...new Set(demandes.map((d) => d.source))], [...new Set(demandes.map((d) => d.numero))]];
    return tx.getRepository(AffectationEntity).find({ where: { source: In(sources), numero: In(numeros) }, ...VERROU });
  }

  /** Writes requests that are new or corrected; `anciennes` are the rows that each replaces. */
  async ecrire(tx: Tx, ctx: Contexte, demandes: readonly { demande: DemandeResolue; anciennes: readonly AffectationEntity[] }[], commande: string): Promise<AffectationEntity[]> {
    const lignes = demandes.flatMap(({ demande, anciennes }) => lignesDe(demande, anciennes));
    await this.enregistrer(tx, ctx, lignes, commande);
    return lignes;
  }

  /** Rows of one request, locked; empty when it is unknown or out of scope. */
  trouver(tx: Tx, demande: string): Promise<AffectationEntity[]> {
    return tx.getRepository(AffectationEntity).find({ where: { demande }, ...VERROU });
  }

  /** Replaces locked rows that its caller read at `attendue`. @throws ProblemeException 412 `version-perimee`. */
  async remplacer(tx: Tx, ctx: Contexte, lignes: readonly AffectationEntity[], attendue: number, commande: string): Promise<void> {
    if (versionDesLignes(lignes) !== attendue) throw versionPerimee();
    await this.enregistrer(tx, ctx, lignes.map((l) => ({ ...l, version: attendue + 1 })), commande);
  }

  private async enregistrer(tx: Tx, ctx: Contexte, lignes: readonly AffectationEntity[], commande: string): Promise<void> {
    const survenuLe = this.maintenant();
    await tx.getRepository(AffectationEntity).upsert([...lignes], ['id']);
    await this.journal.ajouter(tx, ctx, lignes.map((l) => affectationChangee(l, survenuLe)), commande);
  }
}
