import { ajouterJours, enVigueur, feries, jourDeSemaine, joursEntre, zoneDuDepartement } from '@sm/kernel';
import type { CreneauDemande } from './commandes';
import type { EtatConvocation, RendezVous } from './convocation';
import { heureDe, instantLocal, minutesDe } from './heures';
import { refuserConvocation, type RefusConvocation } from './refus';
import { modePrevu } from './regles';

export const CRENEAUX_MAX = 2000;
const PERIODE_MAX_JOURS = 366;

/** A weekly pattern over a period, both ends included; days of the week 1 (Monday) to 7, times local. */
export interface Rythme extends Omit<CreneauDemande, 'jour' | 'heure'> {
  readonly du: string;
  readonly au: string;
  readonly joursSemaine: readonly number[];
  readonly plages: readonly { readonly de: string; readonly a: string }[];
  readonly absences: readonly { readonly du: string; readonly au: string }[];
}

export interface JourEcarte {
  readonly jour: string;
  readonly raison: 'ferie' | 'absence' | 'heure_inexistante' | 'passe';
}

export interface CreneauxPrevus {
  readonly accepte: true;
  readonly creneaux: readonly Omit<RendezVous, 'creneau'>[];
  readonly ecartes: readonly JourEcarte[];
}

/** A slot with its instant. Refused in the past, at an hour the local clock skips, or in a mode not yet allowed. */
export function prevoirCreneau(demande: CreneauDemande, departement: string, maintenant: Date): { readonly accepte: true; readonly creneau: Omit<RendezVous, 'creneau'> } | RefusConvocation {
  const instant = instantLocal(demande.jour, demande.heure, zoneDuDepartement(departement));
  if (instant === null) return refuserConvocation('heure-inexistante', { jour: demande.jour, heure: demande.heure });
  if (instant.getTime() <= maintenant.getTime()) return refuserConvocation('creneau-passe');
  if (!modePrevu(demande.mode, demande.jour)) return refuserConvocation('mode-non-prevu', { mode: demande.mode, jour: demande.jour });
  const { unite, praticien, lieu, mode, jour, heure, dureeMinutes } = demande;
  return { accepte: true, creneau: { unite, praticien, lieu, mode, debut: instant.toISOString(), dureeMinutes, jour, heure } };
}

function heuresDuJour({ plages, dureeMinutes }: Rythme): string[] {
  return plages.flatMap(({ de, a }) => {
    const heures: string[] = [];
    for (let minute = minutesDe(de); minute + dureeMinutes <= minutesDe(a); minute += dureeMinutes) heures.push(heureDe(minute));
    return heures;
  });
}

const ecart = (rythme: Rythme, jour: string, departement: string): JourEcarte['raison'] | null => {
  if (feries(Number(jour.slice(0, 4)), departement).some((ferie) => ferie.jour === jour)) return 'ferie';
  return rythme.absences.some((absence) => enVigueur(absence, jour)) ? 'absence' : null;
};

/** All the slots of a pattern, and the days it leaves out with their reason: nothing is skipped silently. */
export function developperRythme(rythme: Rythme, departement: string, maintenant: Date): CreneauxPrevus | RefusConvocation {
  const { du, au, joursSemaine, unite, praticien, lieu, mode, dureeMinutes } = rythme;
  const heures = heuresDuJour(rythme);
  if (au < du || heures.length === 0) return refuserConvocation('rythme-vide');
  if (joursEntre(du, au) >= PERIODE_MAX_JOURS) return refuserConvocation('rythme-trop-long', { jours: PERIODE_MAX_JOURS });
  const creneaux: Omit<RendezVous, 'creneau'>[] = [];
  const ecartes: JourEcarte[] = [];
  for (let jour = du; jour <= au; jour = ajouterJours(jour, 1)) {
    if (!joursSemaine.includes(jourDeSemaine(jour))) continue;
    const raison = ecart(rythme, jour, departement);
    if (raison) {
      ecartes.push({ jour, raison });
      continue;
    }
    for (const heure of heures) {
      const prevu = prevoirCreneau({ unite, praticien, lieu, mode, jour, heure, dureeMinutes }, departement, maintenant);
      if (prevu.accepte) creneaux.push(prevu.creneau);
      else if (prevu.refus.code === 'mode-non-prevu') return prevu;
      else if (ecartes.at(-1)?.jour !== jour) ecartes.push({ jour, raison: prevu.refus.code === 'creneau-passe' ? 'passe' : 'heure_inexistante' });
    }
  }
  if (creneaux.length === 0) return refuserConvocation('rythme-vide');
  return creneaux.length > CRENEAUX_MAX ? refuserConvocation('rythme-trop-long', { creneaux: CRENEAUX_MAX }) : { accepte: true, creneaux, ecartes };
}

/** Closing a slot that someone holds must say what becomes of the convocation; one already kept or missed is history. */
export function refusDeFermeture(ouvert: boolean, tenant: EtatConvocation | null, devenir: 'reporter' | 'liberer' | null): RefusConvocation | null {
  if (!ouvert) return refuserConvocation('creneau-ferme');
  if (tenant === null) return null;
  const deplacable = tenant.statut === 'preparee' || tenant.statut === 'emise' || tenant.statut === 'reportee';
  return deplacable && devenir !== null ? null : refuserConvocation('creneau-pris', { convocation: tenant.convocation.id, statut: tenant.statut });
}
