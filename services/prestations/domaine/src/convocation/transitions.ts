import { releveDeLaCaisse, rolesPour, type Action, type CodeRole } from '@sm/kernel';
import type { TypeCommandeConvocation } from './commandes';
import { derniereLettre, type EtatConvocation } from './convocation';
import type { CodeRefusConvocation } from './refus';
import type { StatutConvocation } from './vocabulaire';

type Role = CodeRole | 'SYSTEME';

export interface TransitionConvocation {
  /** From each status where the command is open, the statuses it may lead to. Empty for the first command. */
  readonly vers: Partial<Record<StatutConvocation, readonly StatutConvocation[]>>;
  readonly actions: readonly Action[];
  readonly systeme?: true;
  /** Condition on the state beyond its status. */
  readonly quand?: (etat: EtatConvocation) => CodeRefusConvocation | null;
}

const place = (etat: EtatConvocation): CodeRefusConvocation | null => (etat.rendezVous === null ? 'rendez-vous-absent' : null);
const sansPreuve = (etat: EtatConvocation): CodeRefusConvocation | null => (derniereLettre(etat)?.preuve ? 'preuve-deja-enregistree' : null);
const prouvee = (etat: EtatConvocation): CodeRefusConvocation | null => (derniereLettre(etat)?.preuve ? null : 'preuve-envoi-absente');

/** Life cycle of a convocation, as data. None of it is open to a fund role (R.4127-95 CSP). */
export const TRANSITIONS_CONVOCATION = {
  PreparerConvocation: { vers: {}, actions: ['convocation.emettre'] },
  EmettreConvocation: { vers: { preparee: ['emise'], reportee: ['emise'] }, actions: ['convocation.emettre'], quand: place },
  EnregistrerPreuveEnvoi: { vers: { emise: ['emise'] }, actions: ['convocation.emettre'], quand: sansPreuve },
  EnregistrerPresence: { vers: { emise: ['honoree'], absence_constatee: ['honoree'] }, actions: ['rendez_vous.tenir'] },
  ConstaterAbsence: { vers: { emise: ['absence_constatee'] }, actions: ['rendez_vous.tenir'], quand: prouvee },
  ExcuserAbsence: {
    vers: { emise: ['absente_excusee'], absence_constatee: ['absente_excusee'], absente_injustifiee: ['absente_excusee'] }, actions: ['rendez_vous.tenir'],
  },
  ReporterConvocation: { vers: { preparee: ['reportee'], emise: ['reportee'], reportee: ['reportee'] }, actions: ['convocation.emettre'] },
  RetirerRendezVous: { vers: { preparee: ['reportee'], emise: ['reportee'], reportee: ['reportee'] }, actions: ['agenda.gerer'], quand: place },
  AnnulerConvocation: {
    vers: { preparee: ['annulee'], emise: ['annulee'], reportee: ['annulee'], absence_constatee: ['annulee'] }, actions: ['convocation.emettre'],
  },
  SignalerEcheanceConvocation: { vers: { absence_constatee: ['absente_injustifiee'] }, actions: [], systeme: true },
} as const satisfies Record<TypeCommandeConvocation, TransitionConvocation>;

export type EtatConvocationPour<T extends TypeCommandeConvocation> = Extract<EtatConvocation, { readonly statut: keyof (typeof TRANSITIONS_CONVOCATION)[T]['vers'] & StatutConvocation }>;

export const COMMANDES_CONVOCATION = Object.keys(TRANSITIONS_CONVOCATION) as readonly TypeCommandeConvocation[];

/** Actions of the rights table that open a command. */
export const actionsConvocation = (type: TypeCommandeConvocation): readonly Action[] => TRANSITIONS_CONVOCATION[type].actions;

const ROLES: ReadonlyMap<TypeCommandeConvocation, ReadonlySet<Role>> = new Map(
  COMMANDES_CONVOCATION.map((type) => {
    const { actions, systeme }: TransitionConvocation = TRANSITIONS_CONVOCATION[type];
    return [type, new Set<Role>([...rolesPour(actions, '*'), ...(systeme ? (['SYSTEME'] as const) : [])])];
  }),
);

/** Refusal of a command to these roles, whatever the state; a fund role closes all of them. */
export function refusDeRoleConvocation(type: TypeCommandeConvocation, roles: readonly Role[]): CodeRefusConvocation | null {
  if (releveDeLaCaisse(roles)) return 'independance-convocation';
  return roles.some((role) => ROLES.get(type)?.has(role)) ? null : 'role-interdit';
}

/** Refusal of a command in this state, whoever acts; null when the state admits it. */
export function refusDEtatConvocation(type: TypeCommandeConvocation, etat: EtatConvocation | null): CodeRefusConvocation | null {
  if (type === 'PreparerConvocation') return etat === null ? null : 'convocation-en-cours';
  if (etat === null) return 'convocation-introuvable';
  const { vers, quand }: TransitionConvocation = TRANSITIONS_CONVOCATION[type];
  return vers[etat.statut] === undefined ? 'convocation-statut' : (quand?.(etat) ?? null);
}

/** Commands that these roles may try on a convocation in this state; dates and slots are left to the decider. */
export const commandesPossiblesConvocation = (etat: EtatConvocation, roles: readonly Role[]): readonly TypeCommandeConvocation[] =>
  COMMANDES_CONVOCATION.filter((type) => refusDeRoleConvocation(type, roles) === null && refusDEtatConvocation(type, etat) === null);
