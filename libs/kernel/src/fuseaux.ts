import { jourDuNumero, numeroDuJour, type Jour } from './temps';

export const ZONE_PARIS = 'Europe/Paris';

const ZONES_OUTRE_MER: Readonly<Record<string, string>> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '978': 'America/Marigot',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea',
};

const JOUR_MS = 86_400_000;
const JOURS_GARDES = 40_000;

interface Fuseau {
  readonly format: Intl.DateTimeFormat;
  /** Offset in ms by UTC day; NaN when the offset changes within that day. */
  readonly decalages: Map<number, number>;
}

const fuseaux = new Map<string, Fuseau>();

function fuseau(zone: string): Fuseau {
  const connu = fuseaux.get(zone);
  if (connu) return connu;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const cree: Fuseau = { format, decalages: new Map<number, number>() };
  fuseaux.set(zone, cree);
  return cree;
}

function decalageExact({ format }: Fuseau, ms: number): number {
  const [, signe, heures = '0', minutes = '0', secondes = '0'] = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(ms)) ?? [];
  const total = (Number(heures) * 3600 + Number(minutes) * 60 + Number(secondes)) * 1000;
  return signe === '-' ? -total : total;
}

function decalage(f: Fuseau, ms: number): number {
  const numero = Math.floor(ms / JOUR_MS);
  let connu = f.decalages.get(numero);
  if (connu === undefined) {
    const debut = decalageExact(f, numero * JOUR_MS);
    connu = debut === decalageExact(f, (numero + 1) * JOUR_MS - 1) ? debut : NaN;
    if (f.decalages.size >= JOURS_GARDES) f.decalages.clear();
    f.decalages.set(numero, connu);
  }
  return Number.isNaN(connu) ? decalageExact(f, ms) : connu;
}

/** IANA zone of a département; `Europe/Paris` for every other text. */
export const zoneDuDepartement = (departement: string): string =>
  Object.hasOwn(ZONES_OUTRE_MER, departement) ? (ZONES_OUTRE_MER[departement] ?? ZONE_PARIS) : ZONE_PARIS;

/** Local day of an instant, independent of the machine's zone. @throws RangeError on an invalid date or an unknown zone. */
export function jourLocal(date: Date, zone: string = ZONE_PARIS): Jour {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new RangeError('instant impossible');
  return jourDuNumero(Math.floor((ms + decalage(fuseau(zone), ms)) / JOUR_MS));
}

/** First instant of a local day (after the gap when midnight is skipped). @throws RangeError on an impossible day or an unknown zone. */
export function debutDuJour(jour: Jour, zone: string = ZONE_PARIS): Date {
  const f = fuseau(zone);
  const minuitUtc = numeroDuJour(jour) * JOUR_MS;
  const candidats = [decalage(f, minuitUtc - JOUR_MS), decalage(f, minuitUtc + JOUR_MS)]
    .map((d) => new Date(minuitUtc - d))
    .filter((d) => jourLocal(d, zone) === jour)
    .sort((a, b) => a.getTime() - b.getTime());
  const [premier] = candidats;
  if (!premier) throw new RangeError('jour impossible');
  return premier;
}

