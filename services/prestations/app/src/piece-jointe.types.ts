import { probleme, ProblemeException } from '@sm/platform';
import { refuser } from '@sm/kernel';

/** What an attachment is, in words that say nothing of an illness. */
export const NATURES_PIECE = ['certificat', 'compte_rendu', 'imagerie', 'biologie', 'ordonnance', 'courrier', 'formulaire', 'autre'] as const;
export type NaturePiece = (typeof NATURES_PIECE)[number];

export const MOTIFS_RETRAIT = ['autre_dossier', 'doublon', 'illisible', 'demande_deposant'] as const;
export type MotifRetrait = (typeof MOTIFS_RETRAIT)[number];

export const TYPES_PIECE = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff', 'text/plain'] as const;
export type TypePiece = (typeof TYPES_PIECE)[number];

/** A type of content that is taken, while it is. */
export interface TypeAdmis {
  readonly type: TypePiece;
  readonly extension: string;
  /** In bytes, that one included. */
  readonly tailleMax: number;
  readonly valideDu: string;
  readonly valideAu: string | null;
  readonly source: string;
  readonly confiance: 'sure' | 'likely' | 'a_confirmer';
}

const MIO = 1_048_576;
const CHOIX = { valideDu: '2016-01-01', valideAu: null, source: 'choix de la plateforme : aucun texte ne fixe ces formats', confiance: 'a_confirmer' } as const;

export const TYPES_ADMIS: readonly TypeAdmis[] = [
  { ...CHOIX, type: 'application/pdf', extension: 'pdf', tailleMax: 200 * MIO },
  { ...CHOIX, type: 'image/tiff', extension: 'tif', tailleMax: 200 * MIO },
  { ...CHOIX, type: 'image/jpeg', extension: 'jpg', tailleMax: 50 * MIO },
  { ...CHOIX, type: 'image/png', extension: 'png', tailleMax: 50 * MIO },
  { ...CHOIX, type: 'text/plain', extension: 'txt', tailleMax: 5 * MIO },
];

/** @throws ProblemeException 415 when that type is not taken on that day */
export function typeAdmis(type: string, jour: string): TypeAdmis {
  const admis = TYPES_ADMIS.find((t) => t.type === type && t.valideDu <= jour && (t.valideAu === null || jour <= t.valideAu));
  if (!admis) throw probleme('type-contenu-refuse', 415);
  return admis;
}

const DEBUTS: readonly { readonly type: TypePiece; readonly octets: Buffer }[] = [
  { type: 'application/pdf', octets: Buffer.from('%PDF-') },
  { type: 'image/jpeg', octets: Buffer.of(0xff, 0xd8, 0xff) },
  { type: 'image/png', octets: Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { type: 'image/tiff', octets: Buffer.of(0x49, 0x49, 0x2a, 0x00) },
  { type: 'image/tiff', octets: Buffer.of(0x4d, 0x4d, 0x00, 0x2a) },
];
/** What the end of a whole file holds: its absence means that the file was cut before it was sent. A TIFF has no such mark. */
const FINS: Readonly<Partial<Record<TypePiece, Buffer>>> = {
  'application/pdf': Buffer.from('%%EOF'),
  'image/jpeg': Buffer.of(0xff, 0xd9),
  'image/png': Buffer.from('IEND\xaeB`\x82', 'latin1'),
};
const DEBUT = 8;
const FIN = 4096;
/** C0 controls but tab, line feed, form feed and carriage return; none is in a text. */
const COMMANDES = new Set([...Array(32).keys(), 127].filter((n) => ![9, 10, 12, 13].includes(n)));

const refus = (code: string): ProblemeException => new ProblemeException(refuser('invalide', code).refus);

/** Reads the bytes as they pass and says what they are not: only their beginning and their end are kept. */
export class ControleContenu {
  taille = 0;
  private debut = Buffer.alloc(0);
  private fin = Buffer.alloc(0);
  private readonly texte: InstanceType<typeof TextDecoder> | null;

  constructor(private readonly admis: TypeAdmis) {
    this.texte = admis.type === 'text/plain' ? new TextDecoder('utf-8', { fatal: true }) : null;
  }

  /** @throws ProblemeException 413 over the maximum, 422 `piece-discordante` as soon as the bytes are of another type */
  lire(octets: Buffer): void {
    this.taille += octets.length;
    if (this.taille > this.admis.tailleMax) throw probleme('corps-trop-volumineux', 413);
    if (this.debut.length < DEBUT) {
      this.debut = Buffer.concat([this.debut, octets.subarray(0, DEBUT - this.debut.length)]);
      if (this.debut.length === DEBUT) this.verifierDebut();
    }
    this.fin = octets.length >= FIN ? Buffer.from(octets.subarray(-FIN)) : Buffer.concat([this.fin, octets]).subarray(-FIN);
    if (this.texte) this.lireTexte(octets, true);
  }

  /** @throws ProblemeException 400 `corps-vide`, 422 `piece-discordante`, `piece-tronquee` */
  conclure(): void {
    if (this.taille === 0) throw probleme('corps-vide', 400);
    if (this.debut.length < DEBUT) this.verifierDebut();
    if (this.texte) this.lireTexte(Buffer.alloc(0), false);
    const fin = FINS[this.admis.type];
    if (fin && !this.fin.includes(fin)) throw refus('piece-tronquee');
  }

  private verifierDebut(): void {
    const reconnu = DEBUTS.find(({ octets }) => this.debut.subarray(0, octets.length).equals(octets))?.type ?? 'text/plain';
    if (reconnu !== this.admis.type) throw refus('piece-discordante');
  }

  private lireTexte(octets: Buffer, stream: boolean): void {
    if (octets.some((o) => COMMANDES.has(o))) throw refus('piece-discordante');
    try {
      this.texte!.decode(octets, { stream });
    } catch {
      throw refus('piece-discordante');
    }
  }
}
