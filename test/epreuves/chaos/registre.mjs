import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** The ledger: what the platform acknowledged, one line each, on the disk before its client asks anything else. */
export class Registre {
  lignes = 0;

  constructor(fichier) {
    this.fichier = fichier;
    this.fd = openSync(fichier, 'a', 0o600);
  }

  noter(ligne) {
    writeSync(this.fd, `${JSON.stringify({ ...ligne, le: new Date().toISOString() })}\n`);
    fsyncSync(this.fd);
    this.lignes++;
  }

  fermer() {
    closeSync(this.fd);
  }
}

/** Lines of a ledger. Throws on one that cannot be read: a ledger is whole or worth nothing. */
export const lireRegistre = (fichier) => readFileSync(fichier, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
