import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executer, surLeChemin } from './java';
import type { Magasins } from './reglages';

/** What a client needs to reach the TLS listeners: PEM files and the account of the SASL one. */
export interface Securite {
  readonly ac: string;
  readonly certificat: string;
  readonly cle: string;
  readonly motDePasse: string;
  readonly magasins: Magasins;
}

const VALIDITE_JOURS = '3650';
const CLE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

async function signer(openssl: string, dossier: string, nom: string, extensions: string): Promise<void> {
  const ici = (fichier: string): string => join(dossier, fichier);
  writeFileSync(ici(`${nom}.ext`), extensions);
  await executer(openssl, ['req', ...CLE, '-keyout', ici(`${nom}.cle`), '-out', ici(`${nom}.csr`), '-subj', `/CN=${nom}`], 30_000);
  await executer(openssl, ['x509', '-req', '-in', ici(`${nom}.csr`), '-CA', ici('ac.pem'), '-CAkey', ici('ac.cle'), '-CAcreateserial', '-days', VALIDITE_JOURS, '-extfile', ici(`${nom}.ext`), '-out', ici(`${nom}.pem`)], 30_000);
}

const lireSecurite = (dossier: string): Securite => ({
  ac: join(dossier, 'ac.pem'),
  certificat: join(dossier, 'client.pem'),
  cle: join(dossier, 'client.cle'),
  motDePasse: readFileSync(join(dossier, 'mot-de-passe'), 'utf8'),
  magasins: { cle: join(dossier, 'courtier.magasin.pem'), confiance: join(dossier, 'ac.pem') },
});

/**
 * Makes, once, an authority of its own, the certificates of the broker and of one client, and a password. For tests on loopback.
 * @throws Error when openssl is absent
 */
export async function creerSecurite(dossier: string): Promise<Securite> {
  if (existsSync(dossier)) return lireSecurite(dossier);
  const openssl = surLeChemin('openssl');
  if (!openssl) throw new Error('openssl est absent : il faut lui pour un courtier sécurisé.');
  const ebauche = `${dossier}.ebauche`;
  rmSync(ebauche, { recursive: true, force: true });
  mkdirSync(ebauche, { recursive: true, mode: 0o700 });
  const ac = [join(ebauche, 'ac.cle'), join(ebauche, 'ac.pem')] as const;
  await executer(openssl, ['req', '-x509', ...CLE, '-keyout', ac[0], '-out', ac[1], '-days', VALIDITE_JOURS, '-subj', '/CN=Autorite d essai'], 30_000);
  await signer(openssl, ebauche, 'courtier', 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  await signer(openssl, ebauche, 'client', 'extendedKeyUsage=clientAuth\n');
  const magasin = join(ebauche, 'courtier.magasin.pem');
  writeFileSync(magasin, readFileSync(join(ebauche, 'courtier.cle'), 'utf8') + readFileSync(join(ebauche, 'courtier.pem'), 'utf8'));
  writeFileSync(join(ebauche, 'mot-de-passe'), randomBytes(18).toString('base64url'));
  for (const secret of ['courtier.magasin.pem', 'courtier.cle', 'client.cle', 'ac.cle', 'mot-de-passe']) chmodSync(join(ebauche, secret), 0o600);
  renameSync(ebauche, dossier);
  return lireSecurite(dossier);
}
