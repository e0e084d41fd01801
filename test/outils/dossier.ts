import { randomBytes } from 'node:crypto';
import type { Hote } from './hote';
import { Faussaire } from './jetons';
import { Porteur, type Appelant, type Probleme, type Reponse } from './session';

export interface ReponseCommande {
  readonly dossier: string;
  readonly version: number;
  readonly statut: string;
  readonly commandesPossibles: readonly string[];
}

export interface DossierLu extends ReponseCommande {
  readonly id: string;
  readonly praticien?: { readonly acteurId: string };
  readonly avis: readonly { readonly version: number; readonly sens: string; readonly fin: string | null }[];
  readonly decision: { readonly sens: string; readonly recours: { readonly instance: string; readonly delaiMois: number; readonly article: string } | null } | null;
  readonly exoneration?: { readonly debut: string; readonly fin: string };
}

export interface Assure {
  readonly nir: string;
  readonly nom: string;
  readonly medecin: string;
}

export const aujourdhui = (): string => new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(new Date());

/** Invented insured persons of the sample, adults with a number and a treating doctor. */
export function assures(hote: Hote): Assure[] {
  const [entete = '', ...lignes] = hote.echantillon('assures.csv').trimEnd().split('\n');
  const rang = (nom: string): number => entete.split(';').indexOf(nom);
  const champs = lignes.map((l) => l.split(';')).filter((c) => c[rang('nir')] && c[rang('qualite')] === 'ouvreur' && c[rang('medecin_traitant')]);
  return champs.map((c) => ({ nir: c[rang('nir')] ?? '', nom: c[rang('nom')] ?? '', medecin: c[rang('medecin_traitant')] ?? '' }));
}

/** A request as it comes in today, complete unless told otherwise. */
export const demande = (assure: Assure, reste: object = {}): object => ({
  source: 'SCENARIO', numero: `SC-${randomBytes(6).toString('hex')}`, unite: 'ELSM-931', caisse: '931', type: 'ald', nature: 'initiale', canal: 'papier',
  nir: assure.nir, medecin: assure.medecin, recu_le: new Date(Date.now() - 60_000).toISOString(), ald: 8, diagnostics: ['E11'], debut_soins: '2026-01-15', pieces: ['protocole'], ...reste,
});

/** One dossier followed by its version: each act is asked on the version last seen. */
export class Parcours {
  private constructor(readonly id: string, public version: number, public statut: string) {}

  /** Registers a request. Throws with the problem when it is refused. */
  static async ouvrir(qui: Appelant, corps: object): Promise<Parcours> {
    const { statut, corps: r, texte } = await qui.poster<ReponseCommande>('prestations', '/dossiers', corps);
    if (statut !== 201) throw new Error(`demande refusée (${statut}) : ${texte}`);
    return new Parcours(r.dossier, r.version, r.statut);
  }

  /** Tries an act; the version moves only when it is accepted. */
  async tenter<T = Probleme>(qui: Appelant, acte: string, corps: object = {}, entetes: Readonly<Record<string, string>> = {}): Promise<Reponse<T>> {
    const reponse = await qui.poster<T>('prestations', `/dossiers/${this.id}/${acte}`, corps, { 'if-match': `"${this.version}"`, ...entetes });
    if (reponse.statut === 200) ({ version: this.version, statut: this.statut } = reponse.corps as unknown as ReponseCommande);
    return reponse;
  }

  /** Does an act that must be accepted. Throws with the problem otherwise. */
  async agir(qui: Appelant, acte: string, corps: object = {}): Promise<ReponseCommande> {
    const { statut, corps: reponse, texte } = await this.tenter<ReponseCommande>(qui, acte, corps);
    if (statut !== 200) throw new Error(`${acte} refusé (${statut}) : ${texte}`);
    return reponse;
  }

  lire<T = DossierLu>(qui: Appelant, suite = ''): Promise<Reponse<T>> {
    return qui.lire<T>('prestations', `/dossiers/${this.id}${suite}`);
  }

  /** Assigns by load and answers as the practitioner that the load designates. */
  async affecter(chef: Appelant, hote: Hote): Promise<Porteur> {
    await this.agir(chef, 'affectation');
    const { praticien } = (await this.lire(chef)).corps;
    if (!praticien) throw new Error('aucun praticien désigné');
    return new Porteur(hote, new Faussaire(hote).jeton(praticien.acteurId));
  }
}
