import { connect } from 'node:net';

const METADONNEES = 3;
const VERSION = 5;

function demande(): Buffer {
  const nom = Buffer.from('sm-sonde');
  const corps = Buffer.alloc(2 + 2 + 4 + 2 + nom.length + 4 + 1);
  let a = corps.writeInt16BE(METADONNEES, 0);
  a = corps.writeInt16BE(VERSION, a);
  a = corps.writeInt32BE(1, a);
  a = corps.writeInt16BE(nom.length, a);
  a += nom.copy(corps, a);
  // No topic asked for, and none created.
  corps.writeInt8(0, corps.writeInt32BE(0, a));
  const longueur = Buffer.alloc(4);
  longueur.writeInt32BE(corps.length);
  return Buffer.concat([longueur, corps]);
}

/** Metadata response v5: correlation, throttle, brokers, cluster id. */
function lire(reponse: Buffer): { courtiers: number; grappe: string | null } {
  let a = 12;
  const courtiers = reponse.readInt32BE(8);
  const chaine = (): string | null => {
    const n = reponse.readInt16BE(a);
    a += 2 + Math.max(0, n);
    return n < 0 ? null : reponse.toString('utf8', a - n, a);
  };
  for (let i = 0; i < courtiers; i++) {
    a += 4;
    chaine();
    a += 4;
    chaine();
  }
  return { courtiers, grappe: chaine() };
}

/**
 * Asks a loopback port, in the Kafka protocol, which cluster it belongs to.
 * @returns the cluster id once the broker takes part in it, null while it does not (or nothing answers within delaiMs)
 */
export function sonder(port: number, delaiMs = 2_000): Promise<string | null> {
  return new Promise((resolve) => {
    let recu = Buffer.alloc(0);
    const prise = connect({ port, host: '127.0.0.1' }, () => prise.write(demande()));
    const finir = (grappe: string | null): void => {
      prise.destroy();
      resolve(grappe);
    };
    prise.setTimeout(delaiMs, () => finir(null));
    prise.once('error', () => finir(null));
    prise.once('close', () => finir(null));
    prise.on('data', (octets) => {
      recu = Buffer.concat([recu, octets]);
      if (recu.length < 4 || recu.length < 4 + recu.readInt32BE(0)) return;
      try {
        const { courtiers, grappe } = lire(recu.subarray(4));
        finir(courtiers > 0 ? grappe : null);
      } catch {
        finir(null);
      }
    });
  });
}
