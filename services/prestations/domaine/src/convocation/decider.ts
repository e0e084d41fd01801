import type { CommandeConvocation, TypeCommandeConvocation } from './commandes';
import type { EtatConvocation } from './convocation';
import * as decisions from './decisions';
import type { ExamenConvocation, VerdictConvocation } from './decisions';
import type { FaitsConvocation } from './faits';
import { refuserConvocation } from './refus';
import { refusDEtatConvocation, refusDeRoleConvocation } from './transitions';

type Decisions = { readonly [T in Exclude<TypeCommandeConvocation, 'PreparerConvocation'>]: (examen: ExamenConvocation<T>) => VerdictConvocation };

const DECISIONS: Decisions = {
  EmettreConvocation: decisions.emettre,
  EnregistrerPreuveEnvoi: decisions.enregistrerPreuve,
  EnregistrerPresence: decisions.enregistrerPresence,
  ConstaterAbsence: decisions.constaterAbsence,
  ExcuserAbsence: decisions.excuser,
  ReporterConvocation: decisions.reporter,
  RetirerRendezVous: decisions.retirer,
  AnnulerConvocation: decisions.annulerConvocation,
  SignalerEcheanceConvocation: decisions.signalerEcheance,
};

/** Roles of an actor; a system actor is `SYSTEME` and nothing else. */
export const rolesConvocation = ({ genre, roles }: FaitsConvocation['acteur']): readonly (FaitsConvocation['acteur']['roles'][number] | 'SYSTEME')[] =>
  genre === 'systeme' ? ['SYSTEME'] : roles;

/** Decides a command on a convocation (null: not prepared yet): events or a refusal. Rights first, then status, then the rules. */
export function deciderConvocation(commande: CommandeConvocation, etat: EtatConvocation | null, faits: FaitsConvocation): VerdictConvocation {
  const { type } = commande;
  const code = refusDeRoleConvocation(type, rolesConvocation(faits.acteur)) ?? refusDEtatConvocation(type, etat);
  if (code) return refuserConvocation(code, etat && code === 'convocation-statut' ? { commande: type, statut: etat.statut } : { commande: type });
  if (type === 'PreparerConvocation') return decisions.preparer(faits);
  const decision = DECISIONS[type] as (examen: unknown) => VerdictConvocation;
  return decision({ commande, etat, faits });
}
