import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The test string of EICAR, never whole in a file. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export interface ClamdDeTest {
  readonly port: number;
  /** Bytes of the streams scanned whole. */
  readonly lus: number[];
  /** `muet` never answers, `limite` answers as beyond StreamMaxLength, `rompt` cuts at the first bytes. */
  humeur: 'normal' | 'muet' | 'limite' | 'rompt';
  fermer(): Promise<void>;
}

/** A session of clamd as clamd(8) tells it: `zINSTREAM\0`, chunks led by 4 bytes of length, a length of zero. Anything else is refused as unknown. */
function servir(prise: Socket, etat: ClamdDeTest): void {
  let [tampon, contenu, commande] = [Buffer.alloc(0), Buffer.alloc(0), false];
  prise.on('error', () => undefined);
  prise.on('data', (lu: Buffer) => {
    if (etat.humeur === 'rompt') return void prise.destroy();
    tampon = Buffer.concat([tampon, lu]);
    if (!commande) {
      if (tampon.length < 10) return;
      if (tampon.subarray(0, 10).toString('latin1') !== 'zINSTREAM\0') return void prise.end('UNKNOWN COMMAND\0');
      [commande, tampon] = [true, tampon.subarray(10)];
    }
    while (tampon.length >= 4) {
      const n = tampon.readUInt32BE(0);
      if (n > 0 && tampon.length < 4 + n) return;
      if (n === 0) return conclure(prise, contenu, etat);
      contenu = Buffer.concat([contenu, tampon.subarray(4, 4 + n)]);
      tampon = tampon.subarray(4 + n);
    }
  });
}

function conclure(prise: Socket, contenu: Buffer, etat: ClamdDeTest): void {
  if (etat.humeur === 'muet') return;
  if (etat.humeur === 'limite') return void prise.end('INSTREAM size limit exceeded. ERROR\0');
  etat.lus.push(contenu.length);
  prise.end(contenu.includes(EICAR) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
}

/** A local server that speaks INSTREAM. @param ou a port, 0 for a free one, or the path of a Unix socket */
export async function ouvrirClamd(ou: number | string = 0): Promise<ClamdDeTest> {
  const prises = new Set<Socket>();
  const serveur: Server = createServer((prise) => {
    prises.add(prise);
    servir(prise, etat);
  });
  const etat: ClamdDeTest = {
    get port() {
      return (serveur.address() as AddressInfo).port;
    },
    lus: [], humeur: 'normal',
    fermer: () => {
      prises.forEach((p) => p.destroy());
      return new Promise((ok) => serveur.close(() => ok()));
    },
  };
  await new Promise<void>((ok) => (typeof ou === 'string' ? serveur.listen(ou, ok) : serveur.listen(ou, '127.0.0.1', ok)));
  return etat;
}
