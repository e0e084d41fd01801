import { ajouterMois, enVigueur, joursEntre, type Confiance, type Jour } from '@sm/kernel';
import { ALDS, DUREES_ALD, type Ald, type LigneDureeAld, type NatureDemande } from './table-ald';

const PAR_NUMERO: ReadonlyMap<number, Ald> = new Map(ALDS.map((a) => [a.numero, a]));

/** Length of an exonération, with what founds it. */
export interface DureeExoneration {
  readonly annees: number;
  readonly source: string;
  readonly confiance: Confiance;
}

/** The entry of the list of ALD bearing this number (31 = hors liste, 32 = polypathologie); null when there is none. */
export const ald = (numero: number): Ald | null => PAR_NUMERO.get(numero) ?? null;

/** Whether a request of this nature may be granted under this number on that day: ALD 12 is closed to new requests since 2011-06-27, renewals are kept. */
export const aldOuverte = (numero: number, jour: Jour, nature: NatureDemande): boolean =>
  PAR_NUMERO.get(numero)?.ouvertures.some((o) => o.nature === nature && enVigueur(o, jour)) ?? false;

/** Years of exonération for a right opened or renewed on that day; null when the ALD is unknown or closed to that request. Never throws. */
export function dureeExoneration(
  numero: number,
  jour: Jour,
  { nature, cas = null }: { readonly nature: NatureDemande; readonly cas?: LigneDureeAld['cas'] },
): DureeExoneration | null {
  if (!aldOuverte(numero, jour, nature)) return null;
  const trouvee = DUREES_ALD.find((d) => d.numero === numero && d.nature === nature && d.cas === cas && enVigueur(d, jour));
  return trouvee ? { annees: trouvee.annees, source: trouvee.source, confiance: trouvee.confiance } : null;
}

interface Parametre<V> {
  readonly valeur: V;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

/** Months before the end of an exonération at which renewal is called for. */
export const ALERTES_FIN_ALD: readonly Parametre<readonly number[]>[] = [
  { valeur: [6, 3], du: null, au: null, source: 'organisation du service médical (renouvellement)', confiance: 'likely' },
];

/** Service level: an avis is in time when given in fewer calendar days than this. Not a legal delay, silence has no effect. */
export const NIVEAUX_SERVICE_ALD: readonly Parametre<number>[] = [
  { valeur: 25, du: null, au: null, source: 'objectif interne, avis en moins de 25 jours calendaires', confiance: 'likely' },
];

const valeur = <V>(parametres: readonly Parametre<V>[], jour: Jour): V | null => parametres.find((p) => enVigueur(p, jour))?.valeur ?? null;

/** Days on which renewal is called for, earliest first, for an exonération ending on `fin`. @throws RangeError on an impossible day. */
export const alertesFinAld = (fin: Jour): Jour[] => (valeur(ALERTES_FIN_ALD, fin) ?? []).map((mois) => ajouterMois(fin, -mois)).sort();

/** Number of calendar days below which an avis meets the service level of that day; null when none is set. */
export const niveauServiceAld = (jour: Jour): number | null => valeur(NIVEAUX_SERVICE_ALD, jour);

/** Whether an avis of `avis` on a complete request of `depart` meets the service level of that start (null when none is set). @throws RangeError on an impossible day. */
export function dansNiveauServiceAld(depart: Jour, avis: Jour): boolean | null {
  const ecoules = joursEntre(depart, avis);
  const seuil = niveauServiceAld(depart);
  return seuil === null ? null : ecoules < seuil;
}
