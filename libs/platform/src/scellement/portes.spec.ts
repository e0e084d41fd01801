import { createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ajouterVersion, cleDepuisFichier, cleDepuisHex, ecrireTrousseauMaitre, identiteTrousseau, lireTrousseauMaitre } from './fichier';
import { PorteKms } from './kms';
import { PorteMultiple, type PorteCle } from './porte';
import { ouvrirAvec, scellerAvec } from './sceau';
import { signerSigv4 } from './sigv4';
import { PorteVault, type OptionsVault } from './vault';

interface Recue {
  readonly chemin: string;
  readonly entetes: IncomingHttpHeaders;
  readonly corps: Record<string, string>;
}

type Repondre = (r: Recue) => { readonly statut: number; readonly corps?: object };

let serveur: Server;
let url: string;
let recues: Recue[];
let repondre: Repondre;

beforeAll(async () => {
  serveur = createServer((requete, reponse) => {
    let texte = '';
    requete.on('data', (morceau: Buffer) => (texte += morceau.toString()));
    requete.on('end', () => {
      const recue = { chemin: `${requete.method} ${requete.url}`, entetes: requete.headers, corps: texte ? (JSON.parse(texte) as Record<string, string>) : {} };
      recues.push(recue);
      const { statut, corps = {} } = repondre(recue);
      reponse.writeHead(statut, { 'content-type': 'application/json' }).end(JSON.stringify(corps));
    });
  });
  await new Promise<void>((ok) => serveur.listen(0, '127.0.0.1', ok));
  url = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
});
beforeEach(() => (recues = []));
afterAll(() => new Promise((ok) => serveur.close(ok)));

const CLAIR = Buffer.alloc(32, 9);
const PATIENCE = { essais: 3, pauseMs: 1, delaiMs: 500 };
const b64 = (texte: string): string => Buffer.from(texte).toString('base64');
const depuis = (texte: string | undefined): string => Buffer.from(texte ?? '', 'base64').toString('latin1');

/** The documented transit API, over a key of its own: what it answers depends on what it receives. */
function transit(versions = 1): Repondre {
  const cle = createSecretKey(Buffer.alloc(32, 3));
  const lie = (c: Record<string, string>): string => `${depuis(c['associated_data'])}|${c['context'] ?? ''}`;
  return ({ chemin, corps, entetes }) => {
    if (chemin === 'POST /v1/auth/approle/login') return corps['role_id'] === 'r' && corps['secret_id'] === 's' ? { statut: 200, corps: { auth: { client_token: 'jeton-neuf', lease_duration: 60 } } } : { statut: 400 };
    if (!['jeton', 'jeton-neuf'].includes(String(entetes['x-vault-token']))) return { statut: 403 };
    if (chemin === 'GET /v1/transit/keys/sm') return { statut: 200, corps: { data: { latest_version: versions } } };
    if (chemin === 'POST /v1/transit/encrypt/sm') return { statut: 200, corps: { data: { ciphertext: `vault:v${versions}:${scellerAvec(cle, lie(corps), Buffer.from(corps['plaintext']!, 'base64')).toString('base64')}` } } };
    try {
      return { statut: 200, corps: { data: { plaintext: ouvrirAvec(cle, lie(corps), Buffer.from(corps['ciphertext']!.split(':')[2]!, 'base64')).toString('base64') } } };
    } catch {
      return { statut: 400, corps: { errors: ['cipher: message authentication failed'] } };
    }
  };
}
const vault = (reste: Partial<OptionsVault> = {}): PorteVault => new PorteVault({ url, montage: 'transit', cle: 'sm', jeton: 'jeton', patience: PATIENCE, ...reste });

/** What every port must do. */
async function tenirParole(porte: PorteCle): Promise<void> {
  const enveloppe = await porte.envelopper('unite|1', CLAIR);
  expect(enveloppe.cle).toBe(await porte.courante());
  expect(enveloppe.octets.includes(CLAIR)).toBe(false);
  expect(await porte.developper('unite|1', enveloppe)).toEqual(CLAIR);
  await expect(porte.developper('unite|2', enveloppe)).rejects.toThrow('scelle-invalide');
  await expect(porte.developper('unite|1', { ...enveloppe, cle: 'ailleurs:1' })).rejects.toThrow('cle-maitre-inconnue');
}

describe('Vault transit', () => {
  test('enveloppe et développe, liés à leur usage, par les appels documentés', async () => {
    repondre = transit();
    await tenirParole(vault({ espace: 'sm/dev' }));
    const chiffrement = recues.find((r) => r.chemin.includes('encrypt'))!;
    expect(chiffrement.corps).toEqual({ plaintext: CLAIR.toString('base64'), associated_data: b64('unite|1') });
    expect(chiffrement.entetes).toMatchObject({ 'x-vault-token': 'jeton', 'x-vault-namespace': 'sm/dev', 'content-type': 'application/json' });
    await tenirParole(vault({ derivee: true }));
    expect(recues.at(-1)!.corps).toMatchObject({ context: b64('unite|2'), associated_data: b64('unite|2') });
  });

  test('nomme la version qui enveloppe, et rouvre les anciennes', async () => {
    repondre = transit(1);
    const ancienne = await vault().envelopper('a', CLAIR);
    repondre = transit(4);
    expect([ancienne.cle, await vault().courante(), (await vault().envelopper('a', CLAIR)).cle]).toEqual(['vault/sm:1', 'vault/sm:4', 'vault/sm:4']);
    expect(await vault().developper('a', ancienne)).toEqual(CLAIR);
  });

  test('par AppRole, se connecte, et se reconnecte quand le jeton expire', async () => {
    repondre = transit();
    const porte = vault({ jeton: undefined, role: { id: 'r', secret: 's' } });
    await tenirParole(porte);
    const regle = repondre;
    let expire = true;
    repondre = (r) => (expire && !r.chemin.includes('login') ? ((expire = false), { statut: 403 }) : regle(r));
    await porte.courante();
    expect(recues.filter((r) => r.chemin.includes('login'))).toHaveLength(2);
  });

  test('réessaie une panne passagère, pas un refus ; l’erreur ne porte ni clé ni jeton', async () => {
    const regle = transit();
    let pannes = 2;
    repondre = (r) => (pannes-- > 0 ? { statut: 503 } : regle(r));
    await tenirParole(vault());
    for (const [statut, dit, appels] of [[503, 'porte-cle-indisponible', 3], [429, 'porte-cle-indisponible', 3], [404, 'porte-cle-refus-404', 1], [403, 'porte-cle-refus-403', 1]] as const) {
      repondre = () => ({ statut, corps: { errors: [CLAIR.toString('base64')] } });
      recues = [];
      const erreur = await vault().envelopper('unite|1', CLAIR).then(() => new Error('rien'), (e: unknown) => e as Error);
      expect(erreur.message).toBe(dit);
      expect(recues).toHaveLength(appels);
      expect(`${erreur.stack}${JSON.stringify(erreur)}${String(erreur.cause)}`).not.toMatch(new RegExp(`${CLAIR.toString('base64')}|jeton`));
    }
    await expect(vault({ url: 'http://127.0.0.1:9' }).courante()).rejects.toThrow('porte-cle-indisponible');
  });
});

describe('un gestionnaire de clés à la manière d’AWS KMS', () => {
  const cle = createSecretKey(Buffer.alloc(32, 4));
  const SECRET = 'secret-du-compte';
  const signature = (r: Recue): string => {
    const instant = String(r.entetes['x-amz-date']);
    const corps = JSON.stringify(r.corps);
    const requete = { methode: 'POST', url: `${url}/`, entetes: { 'content-type': String(r.entetes['content-type']), 'x-amz-target': String(r.entetes['x-amz-target']) }, corps };
    const date = new Date(instant.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    return signerSigv4(requete, { acces: 'AKID', secret: SECRET, region: 'eu-west-3', service: 'kms' }, date)['authorization']!;
  };
  const kms = (reste: object = {}): PorteKms => new PorteKms({ url: `${url}/`, cle: 'arn:aws:kms:eu-west-3:1:key/a', region: 'eu-west-3', acces: 'AKID', secret: SECRET, patience: PATIENCE, ...reste });
  const simule: Repondre = (r) => {
    if (r.entetes.authorization !== signature(r)) return { statut: 403 };
    const aad = JSON.stringify(r.corps['EncryptionContext']);
    if (r.entetes['x-amz-target'] === 'TrentService.Encrypt') return { statut: 200, corps: { KeyId: r.corps['KeyId'], CiphertextBlob: scellerAvec(cle, aad + r.corps['KeyId'], Buffer.from(r.corps['Plaintext']!, 'base64')).toString('base64') } };
    try {
      return { statut: 200, corps: { Plaintext: ouvrirAvec(cle, aad + r.corps['KeyId'], Buffer.from(r.corps['CiphertextBlob']!, 'base64')).toString('base64') } };
    } catch {
      return { statut: 400, corps: { __type: 'InvalidCiphertextException' } };
    }
  };

  test('enveloppe et développe, liés à leur usage, par des requêtes signées', async () => {
    repondre = simule;
    await tenirParole(kms());
    expect(recues[0]!.corps).toEqual({ KeyId: 'arn:aws:kms:eu-west-3:1:key/a', Plaintext: CLAIR.toString('base64'), EncryptionContext: { sm: 'unite|1' } });
    await expect(kms({ secret: 'autre' }).envelopper('a', CLAIR)).rejects.toThrow('porte-cle-refus-403');
  });

  test('change de clé et rouvre ce que la précédente enveloppe', async () => {
    repondre = simule;
    const ancienne = await kms().envelopper('a', CLAIR);
    expect(await kms({ cle: 'b' }).developper('a', ancienne)).toEqual(CLAIR);
  });

  test('signe comme le jeu d’essai publié par AWS (get-vanilla)', () => {
    const { authorization } = signerSigv4({ methode: 'GET', url: 'https://example.amazonaws.com/', entetes: {}, corps: '' }, { acces: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'us-east-1', service: 'service' }, new Date('2015-08-30T12:36:00Z'));
    expect(authorization).toBe('AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31');
  });
});

describe('le fichier', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'sm-cles-'));
  const fichier = join(dossier, 'cle-maitre');
  const hex = randomBytes(32).toString('hex');
  afterAll(() => rmSync(dossier, { recursive: true }));

  test('une clé seule est la version 1 ; une version ajoutée enveloppe sans redémarrage, et l’ancienne lit encore', async () => {
    writeFileSync(fichier, `${hex}\n`, { mode: 0o600 });
    const porte = cleDepuisFichier(fichier);
    await tenirParole(porte);
    const ancienne = await porte.envelopper('a', CLAIR);
    const neuf = ajouterVersion(lireTrousseauMaitre(hex));
    ecrireTrousseauMaitre(fichier, neuf);
    expect(statSync(fichier).mode & 0o777).toBe(0o600);
    expect([ancienne.cle, await porte.courante()]).toEqual(['fichier:1', 'fichier:2']);
    await tenirParole(porte);
    expect(await porte.developper('a', ancienne)).toEqual(CLAIR);
    expect(identiteTrousseau(neuf)).not.toBe(identiteTrousseau(lireTrousseauMaitre(hex)));
  });

  test('lisible par d’autres comptes, il est refusé', () => {
    chmodSync(fichier, 0o640);
    expect(() => cleDepuisFichier(fichier)).toThrow('fichier-trop-ouvert');
    expect(() => cleDepuisFichier(fichier, { modeLibre: true })).not.toThrow();
  });

  test.each(['', 'zz', '{}', '{"courante":2,"versions":{"1":"' + hex + '"}}', '{"courante":1,"versions":{"1":"court"}}', '[]', 'null', '{"courante":"toString","versions":{}}'])('un contenu qui n’est pas un trousseau est refusé sans être cité', (texte) => {
    expect(() => lireTrousseauMaitre(texte)).toThrow(/^la clé maître doit/);
  });

  test('la clé d’index d’une base ancienne reste celle que la clé maître donnait', async () => {
    const attendue = Buffer.from(hkdfSync('sha256', Buffer.from(hex, 'hex'), Buffer.alloc(0), 'sm|repertoire|recherche|1', 32));
    expect(await cleDepuisHex(hex).heritage!('repertoire|recherche|1')).toEqual(attendue);
  });

  test('de deux portes, la première enveloppe et chacune rouvre les siennes', async () => {
    repondre = transit();
    const locale = cleDepuisHex(hex);
    const ancienne = await locale.envelopper('a', CLAIR);
    const deux = new PorteMultiple([vault(), locale]);
    await tenirParole(deux);
    expect(await deux.developper('a', ancienne)).toEqual(CLAIR);
    expect(await deux.heritage('x')).toEqual(await locale.heritage!('x'));
  });
});
