import { INDICATEURS } from '../rapport';
import type { Indicateur, LigneLue } from '../indicateurs';
import type { Niveau } from '../tableau';
import { famillesDe, type Famille } from './familles';
import { masquer, sansCertificat, type Masquage } from './masquage';
import { SEUILS_DIFFUSION, exigencesDe, seuilDiffusion, type SeuilDiffusion } from './parametres';
import { historique, type Passe } from './revision';
import { estMontree, valeursDe, type Systeme } from './systeme';
import { clePlace, construireGrille, systemeDe, type DemandeTreillis, type Grille, type Place } from './treillis';

/** What an edition prints of one family on one row: null = hidden. */
export interface LigneEdition extends Place {
  readonly famille: string;
  readonly valeurs: Readonly<Record<string, number | null>>;
  /** Figures repeated from a former edition, because their correction would tell a small number. */
  readonly tenues: readonly string[];
}

export interface Decompte {
  readonly cellules: number;
  readonly masquees: number;
}

/** How much is hidden, and why: to be said with the edition. */
export interface Bilan extends Decompte {
  /** Distinct figures: two maps that read the same atoms print one. */
  readonly distinctes: number;
  readonly primaires: number;
  readonly secondaires: number;
  /** Figures kept from the former edition. */
  readonly tenues: number;
  readonly parPeriode: Readonly<Record<'annee' | 'mois', Decompte>>;
  readonly parNiveau: Readonly<Record<Niveau, Decompte>>;
  /** Families wholly repeated from the former edition: no correction of theirs could be shown safely. */
  readonly reprises: readonly string[];
}

export interface Edition {
  readonly lignes: readonly LigneEdition[];
  readonly bilan: Bilan;
}

export interface DemandeEdition extends DemandeTreillis {
  readonly lues: readonly LigneLue[];
  /** Former editions of the year, the oldest first. */
  readonly anterieures?: readonly (readonly LigneEdition[])[];
  readonly seuils?: readonly SeuilDiffusion[];
  readonly indicateurs?: readonly Indicateur[];
}

interface Feuillet {
  readonly lignes: LigneEdition[];
  readonly masquage: Masquage;
  readonly distinctes: number;
  readonly reprise: boolean;
}

function imprimer(famille: Famille, grille: Grille, s: Systeme, { masquees }: Masquage, passe: Passe): LigneEdition[] {
  const valeurs = valeursDe(s);
  const n = famille.noeuds.length;
  return grille.places.map(({ zone, ...place }) => {
    const montres = famille.noeuds.flatMap((noeud, i) => (estMontree(s, zone * n + i) ? [[i, noeud.code] as const] : []));
    const tenue = (code: string): number | null => passe.derniere(place, code);
    const tenues = montres.filter(([i, code]) => masquees[zone * n + i] && tenue(code) !== null).map(([, code]) => code);
    return { ...place, famille: famille.code, tenues, valeurs: Object.fromEntries(montres.map(([i, code]) => [code, masquees[zone * n + i] ? tenue(code) : valeurs[zone * n + i]!])) };
  });
}

function composer(famille: Famille, grille: Grille, d: DemandeEdition): Feuillet {
  const s = systemeDe(famille, grille, d.lues);
  const exigences = exigencesDe(seuilDiffusion(famille.compte, `${d.annee}-12-31`, d.seuils ?? SEUILS_DIFFUSION));
  const passe = historique(famille, grille, s, d.anterieures ?? [], exigences);
  const masquage = masquer(s, exigences, passe);
  const manquants = masquage.insolubles.length + sansCertificat(s, exigences, masquage, passe.publiques, passe.sensibles).length;
  const reprise = manquants > 0;
  if (reprise && !passe.revision) throw new Error('edition-non-protegee');
  const distinctes = masquage.masquees.reduce((t, _, c) => t + (estMontree(s, c) ? 1 : 0), 0);
  return { lignes: reprise ? passe.repeter() : imprimer(famille, grille, s, masquage, passe), masquage, distinctes, reprise };
}

function compter(lignes: readonly LigneEdition[]): Decompte {
  const valeurs = lignes.flatMap((l) => Object.values(l.valeurs));
  return { cellules: valeurs.length, masquees: valeurs.filter((v) => v === null).length };
}

function bilanDe(feuillets: ReadonlyMap<string, Feuillet>): Bilan {
  const tous = [...feuillets.values()];
  const lignes = tous.flatMap((f) => f.lignes);
  const somme = (lire: (f: Feuillet) => number): number => tous.reduce((t, f) => t + lire(f), 0);
  const niveau = (n: Niveau): Decompte => compter(lignes.filter((l) => l.niveau === n));
  return {
    ...compter(lignes), distinctes: somme((f) => f.distinctes), primaires: somme((f) => f.masquage.primaires), secondaires: somme((f) => f.masquage.secondaires),
    tenues: lignes.reduce((t, l) => t + l.tenues.length, 0),
    parPeriode: { annee: compter(lignes.filter((l) => l.periode.length === 4)), mois: compter(lignes.filter((l) => l.periode.length > 4)) },
    parNiveau: { nationale: niveau('nationale'), regionale: niveau('regionale'), locale: niveau('locale') },
    reprises: [...feuillets].filter(([, f]) => f.reprise).map(([code]) => code),
  };
}

/** Families of an edition, one after the other, so that the caller may breathe in between; the last value is the edition. */
export function* composerPasAPas(d: DemandeEdition): Generator<string, Edition> {
  const [feuillets, grilles] = [new Map<string, Feuillet>(), new Map<string, Grille>()];
  for (const famille of famillesDe(d.indicateurs ?? INDICATEURS)) {
    const unites = [...new Set(d.lues.filter((l) => famille.mesures.includes(l.indicateur)).map((l) => l.unite))].sort((a, b) => a - b);
    if (!unites.length) continue;
    const cle = `${famille.stock}|${unites.join()}`;
    const grille = grilles.get(cle) ?? construireGrille(d, unites, !famille.stock);
    grilles.set(cle, grille);
    feuillets.set(famille.code, composer(famille, grille, d));
    yield famille.code;
  }
  return { lignes: [...feuillets.values()].flatMap((f) => f.lignes), bilan: bilanDe(feuillets) };
}

/**
 * The whole edition of a year, from the counters read between the ruptures of the tree. Throws `edition-non-protegee` when a small number would be left without its certificate.
 * A family that no counter feeds has no row: it says nothing, rather than zero.
 */
export function composerEdition(d: DemandeEdition): Edition {
  const pas = composerPasAPas(d);
  for (;;) {
    const { done, value } = pas.next();
    if (done) return value;
  }
}

/** Rows of an edition by family and place. */
export const rangerLignes = (lignes: readonly LigneEdition[]): Map<string, LigneEdition> => new Map(lignes.map((l) => [`${l.famille}|${clePlace(l)}`, l]));
