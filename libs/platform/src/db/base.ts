import { Client } from 'pg';
import { ROLES_BASE, nomRole } from './roles';

export interface MotsDePasse {
  readonly connexion: string;
  readonly proprietaire: string;
  readonly lecteur: string;
}

export interface AdressesBase {
  readonly url: string;
  readonly urlProprietaire: string;
  /** Reads the public columns of the numbered log and nothing else. */
  readonly urlLecteur: string;
}

const litteral = (texte: string) => `'${texte.replaceAll("'", "''")}'`;
const nom = (identifiant: string) => `"${identifiant.replaceAll('"', '""')}"`;

async function creerRole(client: Client, role: string, options: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  await client.query(`${rowCount ? 'alter' : 'create'} role ${nom(role)} ${options}`);
}

function adresse(urlAdmin: string, base: string, role: string, motDePasse: string): string {
  const url = new URL(urlAdmin);
  url.pathname = `/${base}`;
  url.username = role;
  url.password = encodeURIComponent(motDePasse);
  return url.toString();
}

/**
 * Creates (once) the database and the roles of a service, with an administrator's address.
 * The login role inherits nothing: outside `db.inTransaction` it can read no table.
 */
export async function preparerBase(urlAdmin: string, service: string, base: string, mdp: MotsDePasse): Promise<AdressesBase> {
  const client = new Client({ connectionString: urlAdmin });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('sm-roles'))");
    for (const role of ROLES_BASE) await creerRole(client, nomRole(service, role), 'nologin nosuperuser nobypassrls noinherit');
    const proprietaire = nomRole(service, 'proprietaire');
    const connexion = nomRole(service, 'connexion');
    const lecteur = nomRole(service, 'lecteur');
    await creerRole(client, proprietaire, `login nosuperuser nobypassrls password ${litteral(mdp.proprietaire)}`);
    await creerRole(client, connexion, `login nosuperuser nobypassrls noinherit password ${litteral(mdp.connexion)}`);
    await creerRole(client, lecteur, `login nosuperuser nobypassrls noinherit password ${litteral(mdp.lecteur)}`);
    for (const role of ROLES_BASE) await client.query(`grant ${nom(nomRole(service, role))} to ${nom(connexion)}`);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [base]);
    if (!rowCount) await client.query(`create database ${nom(base)} owner ${nom(proprietaire)}`);
    await client.query(`revoke all on database ${nom(base)} from public`);
    for (const role of [connexion, lecteur]) await client.query(`grant connect on database ${nom(base)} to ${nom(role)}`);
    return {
      url: adresse(urlAdmin, base, connexion, mdp.connexion),
      urlProprietaire: adresse(urlAdmin, base, proprietaire, mdp.proprietaire),
      urlLecteur: adresse(urlAdmin, base, lecteur, mdp.lecteur),
    };
  } finally {
    await client.end();
  }
}
