import { avertissementDe } from './depot';
import { quantile } from './distribution';
import { SECTIONS_NATIONALES } from './donnees/national';
import { SECTIONS_RAPPORT } from './donnees/rapport-annuel';
import { chiffreDe, distributionDe, type Chiffre, type Indicateur, type LigneLue } from './indicateurs';
import type { Perimetre } from './perimetre';

export interface ChiffreRapport extends Chiffre {
  readonly id: string;
  readonly libelle: string;
  readonly unite: string;
  readonly source: 'calcule' | 'non_calcule';
}

export interface Fraicheur {
  /** Instant at which the last event applied was recorded; null when none was. */
  readonly dernierEvenement: string | null;
  /** Messages that wait. */
  readonly retard: number;
  /** Messages that could not be applied and count nowhere until they are replayed. */
  readonly misDeCote: number;
}

export interface Rapport {
  readonly unite: { readonly code: string; readonly nom: string; readonly region: string | null };
  readonly annee: number;
  readonly edition: 'interne';
  readonly perimetre: Perimetre;
  /** Where the figures were read: the counters of the unit, or what the levels below published. */
  readonly origine: 'compteurs' | 'agregats';
  readonly arreteLe: string | null;
  readonly fraicheur: Fraicheur;
  /** Sources of the counters read; null on the unit's own. */
  readonly sources: readonly string[] | null;
  /** Said when some of the figures are invented. */
  readonly avertissement: string | null;
  /** Units whose counters the map cannot divide between this unit and others: they are in no figure here. */
  readonly nonVentilees: readonly string[];
  readonly sections: readonly { readonly rubrique: string; readonly titre: string; readonly chiffres: readonly ChiffreRapport[] }[];
  readonly delais: {
    readonly mediane: number | null;
    readonly p90: number | null;
    readonly moins25: { readonly numerateur: number; readonly denominateur: number; readonly pourcentage: number | null };
    readonly histogramme: readonly { readonly jours: number; readonly n: number }[];
  };
  readonly parMois: readonly { readonly mois: string; readonly initiales: number; readonly prolongations: number; readonly pse: number }[];
}

export type EnTeteRapport = Pick<Rapport, 'unite' | 'annee' | 'perimetre' | 'origine' | 'arreteLe' | 'fraicheur' | 'sources'> & { readonly nonVentilees?: readonly string[] };

const SECTIONS = [...SECTIONS_RAPPORT, ...SECTIONS_NATIONALES];
const TOUS = new Map(SECTIONS.flatMap((s) => s.indicateurs).map((i) => [i.id, i]));
export const INDICATEURS: readonly Indicateur[] = [...TOUS.values()];

/** Definition of an indicator; null when there is none of that id. */
export const indicateur = (id: string): Indicateur | null => TOUS.get(id) ?? null;

/** Figures of the table of units: those the platform computes. */
export const INDICATEURS_AGREGES: readonly Indicateur[] = INDICATEURS.filter((i) => i.calcul !== null && i.id.startsWith('IND-'));

function chiffrer(i: Indicateur, lignes: readonly LigneLue[]): ChiffreRapport {
  const chiffre = chiffreDe(i, lignes);
  const dit = i.calcul && (chiffre.valeur !== null || i.calcul.genre === 'part_sous_seuil');
  return { id: i.id, libelle: i.libelle, unite: i.unite, ...(dit ? chiffre : { valeur: null }), source: dit ? 'calcule' : 'non_calcule' };
}

function valeurDe(id: string, lignes: readonly LigneLue[]): number {
  const definition = indicateur(id);
  return (definition && chiffreDe(definition, lignes).valeur) ?? 0;
}

function delais(lignes: readonly LigneLue[]): Rapport['delais'] {
  const distribution = distributionDe(lignes);
  const definition = indicateur('IND-002-32');
  const { numerateur = 0, denominateur = 0, valeur } = definition ? chiffreDe(definition, lignes) : { valeur: null };
  const histogramme = [...distribution].filter(([, n]) => n !== 0).sort(([a], [b]) => a - b).map(([jours, n]) => ({ jours, n }));
  return { mediane: quantile(distribution, 50), p90: quantile(distribution, 90), moins25: { numerateur, denominateur, pourcentage: valeur }, histogramme };
}

function parMois(annee: number, lignes: readonly LigneLue[]): Rapport['parMois'] {
  return Array.from({ length: 12 }, (_, i) => {
    const mois = `${annee}-${String(i + 1).padStart(2, '0')}`;
    const vues = lignes.filter((l) => l.periode.startsWith(mois));
    return { mois, initiales: valeurDe('IND-002-29', vues), prolongations: valeurDe('IND-002-30', vues), pse: valeurDe('IND-002-31', vues) };
  });
}

/** The yearly report, from counters read month by month. A figure that is not computed is said so and bears no number. */
export const construireRapport = (enTete: EnTeteRapport, lignes: readonly LigneLue[]): Rapport => ({
  ...enTete,
  edition: 'interne',
  nonVentilees: enTete.nonVentilees ?? [],
  avertissement: avertissementDe(enTete.sources ?? []),
  sections: SECTIONS.map((s) => ({ rubrique: s.rubrique, titre: s.titre, chiffres: s.indicateurs.map((i) => chiffrer(i, lignes)) })),
  delais: delais(lignes),
  parMois: parMois(enTete.annee, lignes),
});
