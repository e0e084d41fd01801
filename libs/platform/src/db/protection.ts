import { nomRole, type RoleBase } from './roles';

const UNITES = "ANY((SELECT string_to_array(NULLIF(current_setting('sm.unites', true), ''), ',')::int[])::int[])";
const DOSSIERS = "ANY((SELECT string_to_array(NULLIF(current_setting('sm.dossiers', true), ''), ',')::uuid[])::uuid[])";

type Droits = string;

export interface Protection {
  /** Column that holds the unit in charge; rows of other units do not exist for `app` and `horloge`. */
  readonly unite?: string;
  /** Column that holds the dossier's id, for the role `octroi` (dated grants on single dossiers). */
  readonly dossier?: string;
  /** Column that holds the actor's id: each sees its own rows only. */
  readonly acteur?: string;
  /** Rows live in those of another table: a row exists for a role when its parent does. */
  readonly parent?: { readonly table: string; readonly id: string; readonly colonne: string };
  /** National reference or technical table: the roles listed in `droits` see every row. */
  readonly libre?: boolean;
  /** What each role may do, as in GRANT (`select, insert`). A role that is not named gets nothing. */
  readonly droits: Partial<Record<RoleBase, Droits>>;
}

function condition(role: RoleBase, table: string, p: Protection): string {
  if (p.parent) return `EXISTS (SELECT 1 FROM ${p.parent.table} parent WHERE parent.${p.parent.id} = ${table}.${p.parent.colonne})`;
  if (role === 'journal' || role === 'projection' || p.libre) return 'true';
  if (p.acteur) return `${p.acteur} = (SELECT current_setting('sm.acteur', true))`;
  if (role === 'octroi') return p.dossier ? `${p.dossier} = ${DOSSIERS}` : 'false';
  return p.unite ? `${p.unite} = ${UNITES}` : 'false';
}

/** SQL that encloses a table: row level security forced on everyone, owner included, and one policy a role. Never an OR in a policy. */
export function proteger(service: string, table: string, p: Protection): string[] {
  const sql = [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`, `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`];
  for (const [role, droits] of Object.entries(p.droits) as [RoleBase, Droits][]) {
    const nom = nomRole(service, role);
    const c = condition(role, table, p);
    sql.push(`GRANT ${droits} ON ${table} TO ${nom}`, `CREATE POLICY ${table}_${role} ON ${table} TO ${nom} USING (${c}) WITH CHECK (${c})`);
  }
  return sql;
}
