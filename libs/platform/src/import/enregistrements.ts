/** One record of an intake body: its first physical line, its bytes, and where it ends in the body. */
export interface Enregistrement {
  readonly ligne: number;
  readonly octets: Buffer;
  readonly fin: number;
  readonly erreur?: 'enregistrement-trop-long' | 'guillemet-non-ferme';
}

const TAILLE_MAX = 1 << 20;
const LIGNES_MAX = 64;
const LF = 0x0a;
const GUILLEMET = 0x22;

function guillemetsImpairs(octets: Buffer): boolean {
  let impair = false;
  for (let i = octets.indexOf(GUILLEMET); i >= 0; i = octets.indexOf(GUILLEMET, i + 1)) impair = !impair;
  return impair;
}

const sansRetour = (o: Buffer): Buffer => (o.length && o[o.length - 1] === 0x0d ? o.subarray(0, -1) : o);

interface Physique {
  ligne: number;
  octets: Buffer;
  fin: number;
  trop?: boolean;
}

/** Physical lines of a byte stream, in constant memory; a line over 1 MiB is reported, its content dropped. */
async function* lignesPhysiques(corps: AsyncIterable<Uint8Array>): AsyncGenerator<Physique[]> {
  let reste: Buffer = Buffer.alloc(0);
  let ligne = 1;
  let fin = 0;
  let trop = false;
  for await (const morceau of corps) {
    const tampon: Buffer = reste.length ? Buffer.concat([reste, morceau]) : Buffer.from(morceau.buffer, morceau.byteOffset, morceau.byteLength);
    const lot: Physique[] = [];
    let debut = 0;
    for (let i = tampon.indexOf(LF); i >= 0; i = tampon.indexOf(LF, debut)) {
      fin += i + 1 - debut;
      const long = trop || i - debut > TAILLE_MAX;
      lot.push({ ligne: ligne++, octets: long ? Buffer.alloc(0) : sansRetour(tampon.subarray(debut, i)), fin, ...(long ? { trop: true } : {}) });
      trop = false;
      debut = i + 1;
    }
    reste = tampon.subarray(debut);
    if (reste.length > TAILLE_MAX) {
      trop = true;
      fin += reste.length;
      reste = Buffer.alloc(0);
    }
    if (lot.length) yield lot;
  }
  if (reste.length || trop) yield [{ ligne, octets: trop ? Buffer.alloc(0) : sansRetour(reste), fin: fin + reste.length, ...(trop ? { trop: true } : {}) }];
}

/** Joins the physical lines that a quoted CSV field spans; an unclosed quote costs its own line and nothing after it. */
class AssembleurCsv {
  private attente: Physique[] = [];

  ajouter(p: Physique, sortie: Enregistrement[]): void {
    if (p.trop) {
      this.vider(sortie);
      sortie.push({ ligne: p.ligne, octets: p.octets, fin: p.fin, erreur: 'enregistrement-trop-long' });
      return;
    }
    if (!this.attente.length && !guillemetsImpairs(p.octets)) {
      sortie.push({ ligne: p.ligne, octets: p.octets, fin: p.fin });
      return;
    }
    this.attente.push(p);
    if (this.attente.length === 1) return;
    if (guillemetsImpairs(p.octets)) {
      const [premier] = this.attente;
      const octets = Buffer.concat(this.attente.flatMap((l, i) => (i ? [Buffer.from([LF]), l.octets] : [l.octets])));
      this.attente = [];
      sortie.push({ ligne: premier!.ligne, octets, fin: p.fin });
    } else if (this.attente.length > LIGNES_MAX) this.abandonnerPremiere(sortie);
  }

  private abandonnerPremiere(sortie: Enregistrement[]): void {
    const [premier, ...suite] = this.attente;
    this.attente = [];
    sortie.push({ ligne: premier!.ligne, octets: premier!.octets, fin: premier!.fin, erreur: 'guillemet-non-ferme' });
    for (const p of suite) this.ajouter(p, sortie);
  }

  vider(sortie: Enregistrement[]): void {
    while (this.attente.length) this.abandonnerPremiere(sortie);
  }
}

/** Records of a CSV or NDJSON body, chunk by chunk. */
export async function* enregistrements(corps: AsyncIterable<Uint8Array>, format: 'csv' | 'ndjson'): AsyncGenerator<Enregistrement[]> {
  const assembleur = new AssembleurCsv();
  for await (const lignes of lignesPhysiques(corps)) {
    const sortie: Enregistrement[] = [];
    for (const p of lignes) {
      if (format === 'csv') assembleur.ajouter(p, sortie);
      else sortie.push({ ligne: p.ligne, octets: p.octets, fin: p.fin, ...(p.trop ? { erreur: 'enregistrement-trop-long' as const } : {}) });
    }
    if (sortie.length) yield sortie;
  }
  const sortie: Enregistrement[] = [];
  assembleur.vider(sortie);
  if (sortie.length) yield sortie;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** Text of a record: UTF-8, or Windows-1252 where the bytes are not UTF-8. A byte order mark is dropped. */
export function texte(octets: Buffer): string {
  try {
    return utf8.decode(octets);
  } catch {
    return windows1252.decode(octets);
  }
}
