import type { CodeRole } from '@sm/kernel';
import type { Identite } from '../session/oidc.client';

const ROLES: Partial<Record<CodeRole, string>> = {
  MC: 'médecin-conseil',
  CDC: 'chirurgien-dentiste-conseil',
  PHC: 'pharmacien-conseil',
  ISM: 'infirmier du service médical',
  TSM: 'technicien du service médical',
  CSAM: "conseiller services de l'assurance maladie",
  CAM: "conseiller de l'assurance maladie",
  MCCS: 'médecin-conseil chef de service',
  RPLCF: 'responsable de pôle lutte contre la fraude',
  DRSM: 'direction régionale du service médical',
  MCN: 'pilotage national',
  CAISSE: 'agent de la caisse',
  DPO: 'délégué à la protection des données',
  AUDIT: 'auditeur',
  ADMIN: "administrateur de l'échelon",
};

const REGIONS: readonly string[] = ['MCN', 'DRSM'] satisfies CodeRole[];

/** Year of the sample shown by the demonstration. */
export const ANNEE_EXEMPLE = 2016;

/** Role in words; an unknown code is returned as it is. */
export const libelleRole = (code: string): string => ROLES[code as CodeRole] ?? code;

export interface Lien {
  readonly href: string;
  readonly texte: string;
  readonly resume: string;
}

/** Links offered to someone. They only guide: the services decide what is shown. */
export function liensDe({ role, unite }: Pick<Identite, 'role' | 'unite'>): Lien[] {
  if (REGIONS.includes(role)) {
    const resume = `Les chiffres ${ANNEE_EXEMPLE} de chaque région et leur ensemble, à partir des seuls comptes agrégés.`;
    return [{ href: `/national?annee=${ANNEE_EXEMPLE}`, texte: 'Tableau par région', resume }];
  }
  const href = `/rapport?${new URLSearchParams({ unite, annee: String(ANNEE_EXEMPLE) })}`;
  return [{ href, texte: "Rapport d'activité", resume: `L'année ${ANNEE_EXEMPLE} de l'unité ${unite} : demandes traitées, délais, détail par mois.` }];
}
