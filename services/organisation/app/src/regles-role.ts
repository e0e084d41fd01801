import type { CodeRole } from '@sm/kernel';

export type Profession = string;

interface RegleRole {
  /** Professions that may hold the role; empty = any. */
  readonly professions: readonly Profession[];
  /** A number in the national directory of health professionals is required: these roles sign avis. */
  readonly rpps: boolean;
  /** Only an administrator of the national unit may give it. */
  readonly reserve: boolean;
}

const libre: RegleRole = { professions: [], rpps: false, reserve: false };
const reserve: RegleRole = { ...libre, reserve: true };
const praticien = (profession: Profession): RegleRole => ({ professions: [profession], rpps: true, reserve: false });

/** What an assignment to each role asks for (processes.md §2.3; former R.315-5 CSS for what the national level keeps). */
export const REGLES_ROLE: Readonly<Record<CodeRole, RegleRole>> = {
  MC: praticien('medecin'), MCCS: praticien('medecin'), CDC: praticien('chirurgien-dentiste'), PHC: praticien('pharmacien'),
  ISM: { ...libre, professions: ['infirmier'] },
  TSM: libre, CSAM: libre, CAM: libre, UGDR: libre, RPLCF: libre, DRSM: libre, CAISSE: libre, PART: libre,
  MCN: reserve, DPO: reserve, AUDIT: reserve, ADMIN: reserve, REPRISE: reserve, SOURCE: reserve,
  ASSURE: reserve, PS: reserve,
};

export const estRole = (texte: string): texte is CodeRole => Object.hasOwn(REGLES_ROLE, texte);

/** Roles of the staff: an insured person or an outside professional is never assigned to a unit. */
export const ROLES_AFFECTABLES: readonly CodeRole[] = (Object.keys(REGLES_ROLE) as CodeRole[]).filter((r) => r !== 'ASSURE' && r !== 'PS');

export const ACTIVITES = ['*', 'CPR', 'CCX', 'RPS', 'OSS', 'PRV'] as const;
