import { setImmediate as tourDeBoucle } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { jourLocal } from '@sm/kernel';
import { Ecritures, Journal, MAINTENANT, Tenancy, uuidv7, type CleUnite, type Contexte, type LigneJournal, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import { lireAssure, type LigneAssure } from './assure';
import { uniteDeLaCaisse } from './caisse';
import { Coffre } from './coffre';
import { texteBeneficiaire, texteNir, texteTraits, type Identite } from './identite';
import { faitPrive, personneEnregistree, personneModifiee } from './personne.events';
import {
  clore, ecrireIdentifiants, ecrireOrigines, insererPersonnes, lireFiches, modifierPersonnes, rapprocherEnBase,
  type Cles, type Fiche, type IdentifiantAEcrire, type OrigineAEcrire, type PersonneAEcrire, type Trouves,
} from './personne.store';
import { aOuvrir, enTours, identiteApres, rapprocher, type Connus } from './rapprochement';

/** A line with its blind keys; `empreinte` tells a line already taken in from a changed one without keeping its content. */
export interface LigneCodee extends LigneAssure {
  readonly hmacNir: Buffer | null;
  readonly hmacBeneficiaire: Buffer | null;
  readonly empreinte: Buffer;
}

interface Placee extends Cles {
  readonly ligne: LigneCodee;
  readonly rang: number;
}

interface Ouverte {
  readonly fiche: Fiche;
  readonly identite: Identite;
}

/** Few enough for PostgreSQL to write them while the next are sealed. */
const SOUS_LOT = 250;
/** Lines sealed in one go: what the server answers meanwhile is not left waiting. */
const PART = 25;

/** What a part of a round will write. */
class Tranche {
  readonly creees: PersonneAEcrire[] = [];
  readonly modifiees: PersonneAEcrire[] = [];
  readonly origines: OrigineAEcrire[] = [];
  readonly identifiants: IdentifiantAEcrire[] = [];
  readonly evenements: LigneJournal[] = [];
}

/** What the lines of a transaction share; a unit's key is asked once, since the one that creates it may still roll back. */
interface Chantier {
  readonly tx: Tx;
  readonly ctx: Contexte;
  readonly commande: string;
  readonly cles: Map<number, CleUnite>;
}

/** Takes the insured persons' file in: who is known, who is new, who has changed, written by sets. */
@Injectable()
export class AssuresHandler {
  constructor(private readonly coffre: Coffre, private readonly journal: Journal, private readonly tenancy: Tenancy, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  valider(brut: Readonly<Record<string, unknown>>): LigneValidee<LigneCodee> {
    const lue = lireAssure(brut, jourLocal(this.maintenant()));
    if (!('valeur' in lue)) return lue;
    const l = lue.valeur;
    const { ouvreurNir, naissance, rang } = l.identite;
    return {
      valeur: {
        ...l,
        hmacNir: l.nir === null ? null : this.coffre.hmac(texteNir(l.nir)),
        hmacBeneficiaire: ouvreurNir === null ? null : this.coffre.hmac(texteBeneficiaire(ouvreurNir, naissance, rang)),
        empreinte: this.coffre.hmac(`ligne|${JSON.stringify([l.nir, l.identite, l.caisse, l.medecinTraitant])}`),
      },
    };
  }

  /** Writes a batch; one answer a line, in order. */
  async appliquer(tx: Tx, ctx: Contexte, lignes: readonly LigneCodee[], commande: string): Promise<SortLigne[]> {
    const sorts: SortLigne[] = new Array<SortLigne>(lignes.length);
    const placees = this.placer(ctx, lignes, sorts);
    const cles = (p: Placee): string[] =>
      [`${p.unite}|${p.source}|${p.numero}`, p.nir, p.beneficiaire].flatMap((k) => (k === null ? [] : [typeof k === 'string' ? k : `${p.unite}|${k.toString('latin1')}`]));
    const chantier: Chantier = { tx, ctx, commande, cles: new Map() };
    for (const tour of enTours(placees, cles)) await this.tour(chantier, tour, sorts);
    return sorts;
  }

  /** Gives each line its unit: the one in charge of the fund on the day it arrives. */
  private placer(ctx: Contexte, lignes: readonly LigneCodee[], sorts: SortLigne[]): Placee[] {
    const permises = new Set(ctx.unites);
    const parCaisse = new Map<string, number | null>();
    const jour = jourLocal(this.maintenant());
    return lignes.flatMap((ligne, rang): Placee[] => {
      let unite = parCaisse.get(ligne.caisse);
      if (unite === undefined) parCaisse.set(ligne.caisse, (unite = uniteDeLaCaisse(this.tenancy.arbre(), ligne.caisse, jour)));
      if (unite !== null && permises.has(unite)) return [{ ligne, rang, unite, source: ligne.source, numero: ligne.numero, nir: ligne.hmacNir, beneficiaire: ligne.hmacBeneficiaire }];
      sorts[rang] = { erreurs: [{ champ: 'caisse', code: unite === null ? 'caisse-inconnue' : 'caisse-hors-perimetre' }] };
      return [];
    });
  }

  private async tour(c: Chantier, tour: readonly Placee[], sorts: SortLigne[]): Promise<void> {
    const connus = (await rapprocherEnBase(c.tx, tour)).map((t, i) => this.connus(t, tour[i]!.ligne));
    const ouvertes = await this.ouvrir(c, [...new Set(connus.flatMap(aOuvrir))]);
    for (const [i, p] of tour.entries()) if (!connus[i]!.identique) await this.cleUnite(c, p.unite);
    // Lines that touch somebody known may touch the same person: they are written together.
    const taille = ouvertes.size ? tour.length : SOUS_LOT;
    await Ecritures.suivre(async (ecritures) => {
      for (let debut = 0; debut < tour.length; debut += taille) {
        const t = new Tranche();
        for (const [i, p] of tour.slice(debut, debut + taille).entries()) {
          sorts[p.rang] = this.traiter(c, p, connus[debut + i]!, ouvertes, t);
          if (i % PART === PART - 1) await tourDeBoucle();
        }
        await ecritures.lancer(this.preparer(c, t));
      }
    });
  }

  private async cleUnite({ tx, cles }: Chantier, unite: number, enveloppe?: Uint8Array): Promise<CleUnite> {
    const connue = cles.get(unite);
    if (connue && !enveloppe) return connue;
    const cle = await this.coffre.cleUnite(tx, unite, enveloppe ? [enveloppe] : []);
    cles.set(unite, cle);
    return cle;
  }

  private connus(t: Trouves, l: LigneCodee): Connus {
    return { parNumero: t.par_numero, identique: t.empreinte?.equals(l.empreinte) ?? false, parNir: t.par_nir, parBeneficiaire: t.par_beneficiaire };
  }

  private async ouvrir(c: Chantier, ids: readonly string[]): Promise<Map<string, Ouverte>> {
    const ouvertes = new Map<string, Ouverte>();
    if (!ids.length) return ouvertes;
    for (const f of await lireFiches(c.tx, ids)) {
      const cle = await this.cleUnite(c, f.unite, f.cle);
      ouvertes.set(f.id, { fiche: f, identite: this.coffre.ouvrir(cle, f.id, f.version_identite, { cle: f.cle, scelle: f.identite }) });
    }
    return ouvertes;
  }

  private traiter(c: Chantier, p: Placee, connus: Connus, ouvertes: ReadonlyMap<string, Ouverte>, t: Tranche): SortLigne {
    const issue = rapprocher(p.ligne, connus, (id) => ouvertes.get(id)!.identite);
    const prive = { source: p.source, numero: p.numero };
    if (issue.genre === 'inchangee') return 'inchangee';
    if (issue.genre === 'erreur') return { erreurs: [issue.erreur] };
    if (issue.genre === 'attacher') {
      t.origines.push(this.origine(p, issue.personne));
      t.evenements.push(faitPrive(ouvertes.get(issue.personne)!.fiche, 'NumeroAttache', prive, this.maintenant()));
      return 'acceptee';
    }
    const avant = issue.genre === 'modifier' ? ouvertes.get(issue.personne)! : null;
    const personne = this.personne(c, p, avant, t);
    t.origines.push(this.origine(p, personne.id));
    t.evenements.push(avant ? personneModifiee(personne, prive, this.maintenant()) : personneEnregistree(personne, prive, this.maintenant()));
    return 'acceptee';
  }

  private origine(p: Placee, personne: string): OrigineAEcrire {
    return { unite: p.unite, source: p.source, numero: p.numero, personne, empreinte: p.ligne.empreinte };
  }

  private personne({ cles }: Chantier, p: Placee, avant: Ouverte | null, t: Tranche): PersonneAEcrire {
    const { ligne: l, unite } = p;
    const id = avant?.fiche.id ?? uuidv7(this.maintenant().getTime());
    const versionIdentite = (avant?.fiche.version_identite ?? 0) + 1;
    const identite = identiteApres(l, avant?.identite ?? null);
    const scelle = this.coffre.sceller(cles.get(unite)!, id, versionIdentite, identite);
    const traits = this.coffre.hmac(texteTraits(identite.nom, identite.naissance));
    const personne = { id, unite, version: (avant?.fiche.version ?? 0) + 1, versionIdentite, caisse: l.caisse, departement: l.departement, medecinTraitant: l.medecinTraitant, traits, ...scelle };
    (avant ? t.modifiees : t.creees).push(personne);
    this.identifiants(id, p, identite, avant !== null, t);
    return personne;
  }

  /** In use: the final NIR, else the provisional number, else the beneficiary's key. A provisional number that a final one replaces stays as history. */
  private identifiants(personne: string, p: Placee, identite: Identite, connue: boolean, t: Tranche): void {
    const commun = { personne, unite: p.unite, au: null };
    const { nir, nia } = identite;
    if (nir !== null) t.identifiants.push({ ...commun, genre: 'nir', hmac: nir === p.ligne.nir ? p.nir! : this.coffre.hmac(texteNir(nir)) });
    else if (nia !== null) t.identifiants.push({ ...commun, genre: 'nia', hmac: nia === p.ligne.nir ? p.nir! : this.coffre.hmac(texteNir(nia)) });
    else if (p.beneficiaire !== null) t.identifiants.push({ ...commun, genre: 'beneficiaire', hmac: p.beneficiaire });
    if (connue && nir !== null && nia !== null) t.identifiants.push({ ...commun, genre: 'nia', hmac: this.coffre.hmac(texteNir(nia)), au: jourLocal(this.maintenant()) });
  }

  /** Encodes what a part of a round writes; what is returned only asks the database. */
  private preparer({ tx, ctx, commande }: Chantier, t: Tranche): () => Promise<void> {
    const jour = jourLocal(this.maintenant());
    const requetes = [
      ...insererPersonnes(t.creees), ...modifierPersonnes(t.modifiees),
      ...clore(t.modifiees.map((m) => m.id), t.identifiants.filter((i) => i.au === null).map((i) => i.hmac), jour),
      ...ecrireOrigines(t.origines), ...ecrireIdentifiants(t.identifiants, jour),
    ];
    const journaliser = this.journal.preparer(ctx, t.evenements, commande);
    return async () => {
      for (const [texte, parametres] of requetes) await tx.query(texte, parametres);
      await journaliser(tx);
    };
  }
}
