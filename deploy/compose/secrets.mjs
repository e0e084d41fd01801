// Draws, once, the secrets of the compose files into the ignored folder `secrets`. Never changes one that exists: a lost master key loses every sealed content.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dossier = process.env.SM_COMPOSE_SECRETS ?? join(dirname(fileURLToPath(import.meta.url)), 'secrets');
const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'];
const COMPTES = ['amorce', 'reprise-931', 'rapport'];

const tirer = () => randomBytes(24).toString('base64url');

/** The folder is closed; its files are readable, since a container's account is not ours. */
function garder(nom, fabriquer) {
  const fichier = join(dossier, nom);
  if (!existsSync(fichier)) writeFileSync(fichier, fabriquer(), { mode: 0o644 });
  return readFileSync(fichier, 'utf8');
}

const variables = (objet) => Object.entries(objet).map(([nom, valeur]) => `${nom}=${valeur}\n`).join('');

mkdirSync(dossier, { recursive: true, mode: 0o700 });
const admin = garder('postgres', tirer);
garder('cle-maitre', () => randomBytes(32).toString('hex'));
garder('cle-racine', () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
const bases = JSON.parse(garder('bases.json', () => JSON.stringify(Object.fromEntries(SERVICES.map((s) => [s, { connexion: tirer(), proprietaire: tirer(), lecteur: tirer() }])))));
const clients = JSON.parse(garder('clients.json', () => JSON.stringify([
  ...COMPTES.map((id) => ({ id, secret: tirer(), sub: `machine:${id}` })),
  ...SERVICES.map((s) => ({ id: `service-${s}`, secret: tirer(), sub: `service:${s}` })),
])));
const adresse = (compte, motDePasse, base) => `postgres://${compte}:${motDePasse}@postgres:5432/${base}`;
garder('admin.env', () => variables({ DATABASE_URL: adresse('postgres', admin, 'postgres') }));
for (const s of SERVICES) {
  garder(`${s}.env`, () => variables({
    SM_URL_BASE: adresse(`sm_${s}`, bases[s].connexion, `sm_${s}`),
    SM_URL_BASE_PROPRIETAIRE: adresse(`sm_${s}_proprietaire`, bases[s].proprietaire, `sm_${s}`),
    SM_CLIENT_ID: `service-${s}`,
    SM_CLIENT_SECRET: clients.find((c) => c.id === `service-${s}`).secret,
  }));
}
console.log(`Secrets dans ${dossier}.`);
