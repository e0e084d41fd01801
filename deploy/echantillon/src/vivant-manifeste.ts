import { texteDuJour, type Jour } from './calendrier';
import type { Trace } from './fichiers';
import { TRANCHES, trancheDe, type Ligne, type Procedure, type Tranche } from './vivant-chantier';

export const FICHIERS_VIVANTS = { agents: 'agents-scm.csv', assures: 'assures-scm.csv', reprise: 'portefeuille.ndjson', demandes: 'demandes-du-jour.ndjson', mesures: 'mesures-scm.csv', manifeste: 'portefeuille.json' } as const;

type Comptes = Readonly<Record<string, number>>;

export interface ManifesteVivant {
  readonly titre: string;
  readonly avertissement: string;
  readonly graine: number;
  /** Day of the start on which every date rests. */
  readonly jour: string;
  readonly unite: string;
  readonly dossiers: number;
  /** Dossiers of the service by procedure and status. */
  readonly statuts: Readonly<Partial<Record<Procedure, Comptes>>>;
  /** Where the nearest clock of each dossier stands. */
  readonly echeances: Readonly<Partial<Record<Procedure, Readonly<Record<Tranche, number>>>>>;
  /** Dossiers in hand or decided, by practitioner. */
  readonly praticiens: Comptes;
  readonly voisins: Comptes;
  readonly fichiers: readonly Trace[];
}

const trier = (comptes: Record<string, number>): Comptes => Object.fromEntries(Object.entries(comptes).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Counts what is really written. */
export class CompteurVivant {
  private readonly statuts: Partial<Record<Procedure, Record<string, number>>> = {};
  private readonly tranches: Partial<Record<Procedure, Record<Tranche, number>>> = {};
  private readonly praticiens: Record<string, number> = {};
  private readonly voisins: Record<string, number> = {};
  private total = 0;

  constructor(private readonly unite: string, private readonly depart: Jour) {}

  ajouter({ procedure, statut, echeance, praticien, contenu }: Ligne): void {
    const unite = String(contenu['unite']);
    if (unite !== this.unite) {
      this.voisins[unite] = (this.voisins[unite] ?? 0) + 1;
      return;
    }
    this.total++;
    const siens = (this.statuts[procedure] ??= {});
    siens[statut] = (siens[statut] ?? 0) + 1;
    if (praticien) this.praticiens[praticien] = (this.praticiens[praticien] ?? 0) + 1;
    if (echeance !== null) (this.tranches[procedure] ??= Object.fromEntries(TRANCHES.map((t) => [t, 0])) as Record<Tranche, number>)[trancheDe(echeance, this.depart)]++;
  }

  manifeste(graine: number, fichiers: readonly Trace[]): ManifesteVivant {
    return {
      titre: `Portefeuille vivant du service du contrôle médical de Seine-Saint-Denis au ${texteDuJour(this.depart)}`,
      avertissement: 'Toutes les personnes de ces fichiers sont inventées : assurés, professionnels et agents. Aucune donnée réelle n’a été lue.',
      graine, jour: texteDuJour(this.depart), unite: this.unite, dossiers: this.total,
      statuts: Object.fromEntries(Object.entries(this.statuts).map(([p, s]) => [p, trier(s)])), echeances: this.tranches, praticiens: trier(this.praticiens), voisins: trier(this.voisins), fichiers,
    };
  }
}
