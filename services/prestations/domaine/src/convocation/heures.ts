import { ajouterJours, debutDuJour, jourLocal } from '@sm/kernel';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let connu = formats.get(zone);
  if (!connu) formats.set(zone, (connu = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })));
  return connu;
}

/** Local time `HH:MM` of an instant. @throws RangeError on an invalid date or zone. */
export const heureLocale = (date: Date, zone: string): string => format(zone).format(date);

export const minutesDe = (heure: string): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3, 5));
export const heureDe = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/**
 * Instant at which a local clock shows this day and time; the first of the two when the clock goes back over it, null when it jumps over it.
 * @throws RangeError on an impossible day or zone.
 */
export function instantLocal(jour: string, heure: string, zone: string): Date | null {
  const debut = debutDuJour(jour, zone).getTime();
  const duree = debutDuJour(ajouterJours(jour, 1), zone).getTime() - debut;
  const minutes = minutesDe(heure);
  // The clock of a day without change, then of a day one hour longer, one hour shorter.
  const candidats = [0, duree - 86_400_000].map((ecart) => debut + minutes * 60_000 + ecart).sort((a, b) => a - b);
  for (const ms of candidats) {
    const instant = new Date(ms);
    if (jourLocal(instant, zone) === jour && heureLocale(instant, zone) === heure) return instant;
  }
  return null;
}
