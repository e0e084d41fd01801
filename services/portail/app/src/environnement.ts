import { readFileSync } from 'node:fs';
import type { ClientMachine, OptionsPortail, Persona } from './config';

function exiger(env: NodeJS.ProcessEnv, nom: string): string {
  const valeur = env[nom];
  if (!valeur) throw new Error(`portail : la variable ${nom} est obligatoire`);
  return valeur;
}

function lireListe(env: NodeJS.ProcessEnv, nom: string): unknown[] {
  try {
    const lu: unknown = JSON.parse(readFileSync(exiger(env, nom), 'utf8'));
    if (Array.isArray(lu)) return lu;
  } catch (erreur) {
    if (erreur instanceof Error && erreur.message.startsWith('portail')) throw erreur;
  }
  throw new Error(`portail : la variable ${nom} doit nommer un fichier JSON qui contient une liste`);
}

const champ = (objet: unknown, nom: string): string => {
  const valeur: unknown = typeof objet === 'object' && objet !== null ? Reflect.get(objet, nom) : undefined;
  return typeof valeur === 'string' ? valeur : '';
};

function personas(env: NodeJS.ProcessEnv): Persona[] {
  return lireListe(env, 'PORTAIL_PERSONAS').map((p) => {
    const rpps = champ(p, 'rpps');
    return { sub: champ(p, 'sub'), nom: champ(p, 'nom'), role: champ(p, 'role'), unite: champ(p, 'unite'), quoi: champ(p, 'quoi'), ...(rpps ? { rpps } : {}) };
  });
}

function clients(env: NodeJS.ProcessEnv): ClientMachine[] {
  if (!env['PORTAIL_CLIENTS']) return [];
  return lireListe(env, 'PORTAIL_CLIENTS').map((c) => ({ id: champ(c, 'id'), secret: champ(c, 'secret'), sub: champ(c, 'sub') }));
}

function services(env: NodeJS.ProcessEnv): Record<string, string> {
  const couples = exiger(env, 'PORTAIL_SERVICES').split(',').map((couple) => couple.trim().split('=', 2));
  return Object.fromEntries(couples.map(([nom = '', url = '']) => [nom, url]));
}

/** Options of the portal run on its own: `PORTAIL_PORT`, `_HOTE`, `_ETAT`, `_URL` (public), `_SERVICES` (`nom=url,…`), `_PERSONAS` and `_CLIENTS` (JSON files). */
export function lireEnvironnement(env: NodeJS.ProcessEnv): OptionsPortail {
  const publicUrl = env['PORTAIL_URL'];
  return {
    port: Number(env['PORTAIL_PORT'] ?? 3000),
    hote: env['PORTAIL_HOTE'] ?? '127.0.0.1',
    etat: exiger(env, 'PORTAIL_ETAT'),
    personas: personas(env),
    clients: clients(env),
    services: services(env),
    ...(publicUrl ? { publicUrl } : {}),
  };
}
