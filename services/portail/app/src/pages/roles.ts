import { PROCEDURES_CONNUES, rolesPour } from '@sm/kernel';
import type { Action, CodeRole } from '@sm/kernel';
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
  UGDR: "chargé d'études de gestion du risque",
  DRSM: 'direction régionale du service médical',
  MCN: 'pilotage national',
  CAISSE: 'agent de la caisse',
  DPO: 'délégué à la protection des données',
  AUDIT: 'auditeur',
  ADMIN: "administrateur de l'échelon",
};

/** Year of the sample shown by the demonstration. */
export const ANNEE_EXEMPLE = 2016;

/** Role in words; an unknown code is returned as it is. */
export const libelleRole = (code: string): string => ROLES[code as CodeRole] ?? code;

export interface Lien {
  readonly href: string;
  readonly texte: string;
  readonly resume: string;
}

/** Where someone is: in words with the unit code, or the code alone. */
export const lieu = ({ ou, unite }: { readonly ou?: string; readonly unite: string }): string => (ou ? `${ou} (${unite})` : unite);

/** Where the register of readings is. */
export const ACCES_CONSULTATIONS = '/consultations';

type Offre = Lien & { readonly action: Action };

const offres = (unite: string): Offre[] => [
  { action: 'dossier.lire', href: '/dossiers', texte: 'Dossiers', resume: "ALD, arrêts, accidents et maladies professionnelles de votre périmètre : où en est chaque dossier, et son historique." },
  {
    action: 'rapport.lire', href: `/rapport?${new URLSearchParams({ unite, annee: String(ANNEE_EXEMPLE) })}`, texte: "Rapport d'activité",
    resume: `L'année ${ANNEE_EXEMPLE} de l'unité ${unite} : demandes traitées, délais, détail par mois.`,
  },
  { action: 'consultation.lire', href: `${ACCES_CONSULTATIONS}?revue=attendue`, texte: 'Consultations', resume: 'Qui a ouvert un contenu médical, quand, pourquoi ; les lectures hors dossier à revoir.' },
  {
    action: 'rapport.lire_agregats', href: `/national?annee=${ANNEE_EXEMPLE}`, texte: 'Tableau par région',
    resume: `Les chiffres ${ANNEE_EXEMPLE} par région et leur ensemble, à partir des seuls comptes agrégés.`,
  },
  { action: 'organisation.gerer', href: '/contrats', texte: 'Contrats', resume: 'Ce que chaque service reçoit, répond et publie : routes, objets et messages.' },
];

/** Links offered to someone, by the rights table. They only guide: the services decide what is shown. */
export function liensDe({ role, unite }: Pick<Identite, 'role' | 'unite'>): Lien[] {
  return offres(unite).filter(({ action }) => PROCEDURES_CONNUES.some((procedure) => rolesPour([action], procedure).has(role as CodeRole)));
}
