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
const SEPARATEUR = 0x3b;
const PIECES_MAX = 1024;

type EtatGuillemets = 'ferme' | 'ouvert' | 'invalide';

/** Where a line leaves the quotes: a field is quoted from its first byte, and its closing quote ends it. */
function lireGuillemets(octets: Buffer, dansUnChamp: boolean): EtatGuillemets {
  let i = 0;
  for (let ouvert = dansUnChamp; ; ) {
    const guillemet = octets.indexOf(GUILLEMET, i);
    if (guillemet < 0) return ouvert ? 'ouvert' : 'ferme';
    if (!ouvert) {
      const debut = guillemet === 0 || octets[guillemet - 1] === SEPARATEUR;
      if (!debut) return 'invalide';
      ouvert = true;
      i = guillemet + 1;
    } else if (octets[guillemet + 1] === GUILLEMET) i = guillemet + 2;
    else if (guillemet + 1 === octets.length) return 'ferme';
    else if (octets[guillemet + 1] === SEPARATEUR) {
      ouvert = false;
      i = guillemet + 2;
    } else return 'invalide';
  }
}

const sansRetour = (o: Buffer): Buffer => (o.length && o[o.length - 1] === 0x0d ? o.subarray(0, -1) : o);

interface Physique {
  ligne: number;
  octets: Buffer;
  fin: number;
  trop?: boolean;
}

/** The line being received, kept in pieces so that a body delivered in crumbs costs no more than another. */
class LigneEnCours {
  private pieces: Buffer[] = [];
  private taille = 0;

  get vide(): boolean {
    return this.taille === 0;
  }

  ajouter(piece: Buffer): void {
    this.taille += piece.length;
    if (this.taille > TAILLE_MAX) this.pieces = [];
    else if (piece.length && this.pieces.push(piece) > PIECES_MAX) this.pieces = [Buffer.concat(this.pieces)];
  }

  rendre(ligne: number, fin: number): Physique {
    const trop = this.taille > TAILLE_MAX;
    const octets = trop ? Buffer.alloc(0) : sansRetour(this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces));
    this.pieces = [];
    this.taille = 0;
    return { ligne, octets, fin, ...(trop ? { trop } : {}) };
  }
}

/** Physical lines of a byte stream, in constant memory; a line over 1 MiB is reported, its content dropped. */
async function* lignesPhysiques(corps: AsyncIterable<Uint8Array>): AsyncGenerator<Physique[]> {
  const enCours = new LigneEnCours();
  let ligne = 1;
  let position = 0;
  for await (const morceau of corps) {
    const tampon = Buffer.from(morceau.buffer, morceau.byteOffset, morceau.byteLength);
    const lot: Physique[] = [];
    let debut = 0;
    for (let i = tampon.indexOf(LF); i >= 0; i = tampon.indexOf(LF, debut)) {
      enCours.ajouter(tampon.subarray(debut, i));
      debut = i + 1;
      lot.push(enCours.rendre(ligne++, position + debut));
    }
    enCours.ajouter(tampon.subarray(debut));
    position += tampon.length;
    if (lot.length) yield lot;
  }
  if (!enCours.vide) yield [enCours.rendre(ligne, position)];
}

/** Joins the physical lines that a quoted CSV field spans; an unclosed quote costs its own line and nothing after it. */
class AssembleurCsv {
  private attente: Physique[] = [];
  private taille = 0;

  ajouter(p: Physique, sortie: Enregistrement[]): void {
    if (p.trop) {
      this.vider(sortie);
      sortie.push({ ligne: p.ligne, octets: p.octets, fin: p.fin, erreur: 'enregistrement-trop-long' });
      return;
    }
    const etat = lireGuillemets(p.octets, this.attente.length > 0);
    if (!this.attente.length && etat !== 'ouvert') {
      sortie.push({ ligne: p.ligne, octets: p.octets, fin: p.fin });
      return;
    }
    this.attente.push(p);
    this.taille += p.octets.length;
    if (this.attente.length === 1) return;
    if (etat === 'ferme') {
      const [premier] = this.attente;
      const octets = Buffer.concat(this.attente.flatMap((l, i) => (i ? [Buffer.from([LF]), l.octets] : [l.octets])));
      this.oublier();
      sortie.push({ ligne: premier!.ligne, octets, fin: p.fin });
    } else if (etat === 'invalide' || this.attente.length > LIGNES_MAX || this.taille > TAILLE_MAX) this.abandonnerPremiere(sortie);
  }

  private oublier(): void {
    this.attente = [];
    this.taille = 0;
  }

  private abandonnerPremiere(sortie: Enregistrement[]): void {
    const [premier, ...suite] = this.attente;
    this.oublier();
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
