import type { JournalTechnique } from '@sm/platform';

/** One invented person offered at sign-in; `quoi` says what they will find. `unite` is a unit code such as `ELSM-931`, `ou` the same place in words. */
export interface Persona {
  readonly sub: string;
  readonly nom: string;
  readonly role: string;
  readonly unite: string;
  readonly ou?: string;
  readonly quoi: string;
  readonly rpps?: string;
}

/** A machine account: `id` and `secret` are presented at the token endpoint, `sub` is written in the token. */
export interface ClientMachine {
  readonly id: string;
  readonly secret: string;
  readonly sub: string;
}

export interface OptionsPortail {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly hote: string;
  /** Directory of the keys, created if missing, readable by its owner only. */
  readonly etat: string;
  readonly personas: readonly Persona[];
  readonly clients: readonly ClientMachine[];
  /** Service name -> base URL; `/api/<nom>/x` goes to `<base>/x`. */
  readonly services: Readonly<Record<string, string>>;
  /** Address seen by browsers when it is not `http://<hote>:<port>`. */
  readonly publicUrl?: string;
  readonly production?: boolean;
  /** Where the portal logs; standard output by default. */
  readonly journal?: JournalTechnique;
}

/** What the running portal knows: options plus its two addresses (`publique` for browsers, `locale` for itself). No trailing slash. */
export class ConfigPortail {
  readonly personas: readonly Persona[];
  readonly clients: readonly ClientMachine[];
  readonly services: ReadonlyMap<string, URL>;
  readonly etat: string;
  readonly publique: string;
  readonly emetteur: string;
  readonly https: boolean;

  constructor(options: OptionsPortail, readonly locale: string) {
    this.personas = options.personas;
    this.clients = options.clients;
    this.services = new Map(Object.entries(options.services).map(([nom, url]) => [nom, new URL(url)]));
    this.etat = options.etat;
    this.publique = new URL(options.publicUrl ?? locale).origin;
    this.emetteur = `${this.publique}/oidc`;
    this.https = this.publique.startsWith('https:');
  }
}

const refuser = (champ: string, regle: string): never => {
  throw new Error(`portail : ${champ} ${regle}`);
};

function estUrl(valeur: string): boolean {
  return URL.canParse(valeur) && ['http:', 'https:'].includes(new URL(valeur).protocol);
}

function verifierPersonas(personas: readonly Persona[]): void {
  if (personas.length === 0) refuser('personas', 'doit compter au moins une personne');
  personas.forEach((persona, i) => {
    if (!/^agent:[\w.-]{1,64}$/.test(persona.sub)) refuser(`personas[${i}].sub`, 'doit être de la forme agent:<matricule>');
    for (const champ of ['nom', 'role', 'unite', 'quoi'] as const) {
      if (!persona[champ]) refuser(`personas[${i}].${champ}`, 'est obligatoire');
    }
    if (persona.rpps !== undefined && !/^\d{11}$/.test(persona.rpps)) refuser(`personas[${i}].rpps`, 'doit compter 11 chiffres');
  });
  if (new Set(personas.map((p) => p.sub)).size !== personas.length) refuser('personas', 'ne doit pas répéter un sub');
}

function verifierClients(clients: readonly ClientMachine[]): void {
  clients.forEach((client, i) => {
    if (!/^[\w:.-]{1,64}$/.test(client.id) || client.id === 'portail') refuser(`clients[${i}].id`, 'doit être un identifiant simple, autre que portail');
    if (client.secret.length < 16) refuser(`clients[${i}].secret`, 'doit compter au moins 16 caractères');
    if (!/^(machine|service):[\w.-]{1,64}$/.test(client.sub)) refuser(`clients[${i}].sub`, 'doit être de la forme machine:<nom> ou service:<nom>');
  });
  if (new Set(clients.map((c) => c.id)).size !== clients.length) refuser('clients', 'ne doit pas répéter un id');
}

/** Checks the options before anything starts. Throws an error that names the field and the rule, never the value. */
export function verifierOptions(options: OptionsPortail, env: NodeJS.ProcessEnv = process.env): void {
  if (options.production === true || env['NODE_ENV'] === 'production') {
    throw new Error("portail : le fournisseur d'identité de développement refuse de démarrer en production");
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65535) refuser('port', 'doit être un entier de 0 à 65535');
  if (!options.hote) refuser('hote', 'est obligatoire');
  if (!options.etat) refuser('etat', 'est obligatoire');
  if (options.publicUrl !== undefined && !estUrl(options.publicUrl)) refuser('publicUrl', 'doit être une adresse http ou https');
  for (const [nom, url] of Object.entries(options.services)) {
    if (!/^[a-z][a-z-]{1,31}$/.test(nom)) refuser('services', 'doit nommer chaque service en minuscules');
    if (!estUrl(url)) refuser(`services.${nom}`, 'doit être une adresse http ou https');
  }
  verifierPersonas(options.personas);
  verifierClients(options.clients);
}
