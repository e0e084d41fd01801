import type { Acte, Dossier } from './histoires';
import type { Attendus } from './repartition';

const jourDe = (instant: string): number => Date.parse(`${instant.slice(0, 10)}T00:00:00Z`) / 86_400_000;

const acte = (d: Dossier, nom: Acte['acte']): Acte | undefined => d.histoire.find((a) => a.acte === nom);

/** Calendar days between the local day of reception and that of the avis; NaN without avis. */
export function delai(d: Dossier): number {
  return jourDe(acte(d, 'avis')?.le ?? '') - jourDe(d.recuLe);
}

/** Counts what is really written, line by line. */
export class Compteur {
  private readonly n = { demandes: 0, initiales: 0, prolongations: 0, pse: 0, moinsDe25Jours: 0 };
  private horsAnnee = 0;
  readonly parSens: Record<string, number> = {};
  readonly parRegime: Record<string, number> = {};
  complements = 0;
  secondsAvis = 0;

  ajouter(d: Dossier): void {
    const avis = acte(d, 'avis');
    this.n.demandes++;
    if (d.nature === 'initiale') this.n.initiales++;
    if (d.nature === 'prolongation') this.n.prolongations++;
    if (d.canal === 'pse') this.n.pse++;
    if (delai(d) < 25) this.n.moinsDe25Jours++;
    if (!avis?.le.startsWith('2016-')) this.horsAnnee++;
    if (acte(d, 'complement_demande')) this.complements++;
    if (acte(d, 'second_avis_demande')) this.secondsAvis++;
    const sens = avis?.sens ?? 'sans_avis';
    this.parSens[sens] = (this.parSens[sens] ?? 0) + 1;
    this.parRegime[d.medical.regime] = (this.parRegime[d.medical.regime] ?? 0) + 1;
  }

  get comptes(): Attendus {
    return { ...this.n };
  }

  /** What differs from the figures to reach, in French; empty when everything is exact. */
  ecarts(attendus: Attendus): string[] {
    const lus = this.comptes;
    const faux = (Object.keys(lus) as (keyof Attendus)[])
      .filter((cle) => lus[cle] !== attendus[cle])
      .map((cle) => `${cle} : ${lus[cle]} au lieu de ${attendus[cle]}`);
    return this.horsAnnee === 0 ? faux : [...faux, `${this.horsAnnee} avis hors de l'année 2016`];
  }
}
