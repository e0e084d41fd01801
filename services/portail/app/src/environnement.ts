import { readFileSync } from 'node:fs';
import { ConfigHttp, EstUrl, Fragment, Variable, chargerConfig } from '@sm/platform';
import type { Environnement } from '@sm/platform';
import { IsOptional, IsString, Matches } from 'class-validator';
import type { ClientMachine, OptionsPortail, Persona } from './config';

const CHEMIN = { message: 'chemin attendu' };

/** Variables of the portal run on its own. */
export class ConfigProcessus {
  @Fragment()
  readonly http: ConfigHttp;

  @Variable('SM_PORTAIL_ETAT') @IsString(CHEMIN)
  readonly etat: string;

  @Variable('SM_PORTAIL_URL') @IsOptional() @EstUrl('https:', 'http:')
  readonly url?: string;

  @Variable('SM_PORTAIL_SERVICES') @Matches(/^[a-z-]+=[^,=]+(,[a-z-]+=[^,=]+)*$/, { message: 'liste attendue, de la forme nom=adresse,nom=adresse' })
  readonly services: string;

  @Variable('SM_PORTAIL_PERSONAS') @IsString(CHEMIN)
  readonly personas: string;

  @Variable('SM_PORTAIL_CLIENTS') @IsOptional() @IsString(CHEMIN)
  readonly clients?: string;
}

function lireListe(fichier: string, variable: string): unknown[] {
  const illisible = new Error(`portail : ${variable} doit nommer un fichier JSON qui contient une liste`);
  try {
    const lu: unknown = JSON.parse(readFileSync(fichier, 'utf8'));
    if (Array.isArray(lu)) return lu;
  } catch {
    throw illisible;
  }
  throw illisible;
}

const champ = (objet: unknown, nom: string): string => {
  const valeur: unknown = typeof objet === 'object' && objet !== null ? Reflect.get(objet, nom) : undefined;
  return typeof valeur === 'string' ? valeur : '';
};

function personas(fichier: string): Persona[] {
  return lireListe(fichier, 'SM_PORTAIL_PERSONAS').map((p) => {
    const [ou, rpps] = [champ(p, 'ou'), champ(p, 'rpps')];
    return { sub: champ(p, 'sub'), nom: champ(p, 'nom'), role: champ(p, 'role'), unite: champ(p, 'unite'), quoi: champ(p, 'quoi'), ...(ou ? { ou } : {}), ...(rpps ? { rpps } : {}) };
  });
}

const clients = (fichier: string): ClientMachine[] =>
  lireListe(fichier, 'SM_PORTAIL_CLIENTS').map((c) => ({ id: champ(c, 'id'), secret: champ(c, 'secret'), sub: champ(c, 'sub') }));

/** Options of the portal from `SM_*` variables; personas and machine accounts are JSON files. Throws with the variable and the rule, never the value. */
export function lireEnvironnement(env: Environnement): OptionsPortail {
  const config = chargerConfig(ConfigProcessus, env);
  return {
    port: config.http.port,
    hote: config.http.hote,
    etat: config.etat,
    personas: personas(config.personas),
    clients: config.clients ? clients(config.clients) : [],
    services: Object.fromEntries(config.services.split(',').map((couple) => couple.split('=', 2))),
    ...(config.url ? { publicUrl: config.url } : {}),
  };
}
