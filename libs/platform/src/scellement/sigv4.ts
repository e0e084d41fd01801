import { createHash, createHmac } from 'node:crypto';

export interface CompteSigv4 {
  readonly acces: string;
  readonly secret: string;
  readonly region: string;
  readonly service: string;
}

export interface RequeteSigv4 {
  readonly methode: string;
  readonly url: string;
  /** In lower case, all signed; `host` and `x-amz-date` are added. */
  readonly entetes: Readonly<Record<string, string>>;
  readonly corps: string;
}

const sha = (texte: string): string => createHash('sha256').update(texte).digest('hex');
const hmac = (cle: string | Buffer, texte: string): Buffer => createHmac('sha256', cle).update(texte).digest();

/** Headers of a request signed by AWS Signature Version 4 (path without query). https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export function signerSigv4(r: RequeteSigv4, c: CompteSigv4, maintenant: Date): Record<string, string> {
  const { host, pathname } = new URL(r.url);
  const instant = maintenant.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const jour = instant.slice(0, 8);
  const entetes: Record<string, string> = { ...r.entetes, host, 'x-amz-date': instant };
  const noms = Object.keys(entetes).sort();
  const signes = noms.join(';');
  const canonique = [r.methode, pathname, '', ...noms.map((n) => `${n}:${entetes[n]!.trim()}`), '', signes, sha(r.corps)].join('\n');
  const portee = `${jour}/${c.region}/${c.service}/aws4_request`;
  const cle = [c.region, c.service, 'aws4_request'].reduce<Buffer>((k, texte) => hmac(k, texte), hmac(`AWS4${c.secret}`, jour));
  const signature = hmac(cle, ['AWS4-HMAC-SHA256', instant, portee, sha(canonique)].join('\n')).toString('hex');
  return { ...entetes, authorization: `AWS4-HMAC-SHA256 Credential=${c.acces}/${portee}, SignedHeaders=${signes}, Signature=${signature}` };
}
