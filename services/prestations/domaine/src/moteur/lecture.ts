import { debutDuJour, jourLocal, jourValide, nirValide, normaliserNir, rppsValide } from '@sm/kernel';

export type CodeErreur =
  | 'objet-attendu' | 'liste-attendue' | 'champ-inconnu' | 'champ-obligatoire' | 'type-invalide' | 'texte-trop-long' | 'caractere-interdit' | 'valeur-hors-liste'
  | 'format-invalide' | 'nir-invalide' | 'rpps-invalide' | 'date-invalide' | 'zone-absente' | 'nombre-invalide' | 'liste-trop-longue' | 'champ-contradictoire';

/** One fault of a record: the path of a field and a code, never the value. */
export interface ErreurChamp {
  readonly champ: string;
  readonly code: CodeErreur;
}

export type Validation<T> = { readonly ok: true; readonly ligne: T } | { readonly ok: false; readonly erreurs: readonly ErreurChamp[] };

export interface Instant {
  /** ISO UTC. */
  readonly iso: string;
  readonly ms: number;
  /** Local day in Paris. */
  readonly jour: string;
}

/** Placeholder read after a recorded error: the record is refused, it is never used. */
const NUL: Instant = { iso: '', ms: 0, jour: '' };
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;
const NOM_SUR = /^[A-Za-z_]{1,40}$/;
const CONTROLE = /[\p{Cc}\p{Cs}]/u;
const CONTROLE_HORS_LIGNES = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const ENTIER = /^\d{1,4}$/;
const MAX_ERREURS = 20;
const ANNEES = { min: '1900-01-01', max: '2199-12-31' };

export const estObjet = (valeur: unknown): valeur is Readonly<Record<string, unknown>> => typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);

const jourBorne = (jour: string): boolean => jourValide(jour) && jour >= ANNEES.min && jour <= ANNEES.max;

export class Erreurs {
  readonly liste: ErreurChamp[] = [];

  ajouter(champ: string, code: CodeErreur): void {
    if (this.liste.length < MAX_ERREURS) this.liste.push({ champ, code });
  }
}

/** Reads the fields of one untrusted object: records faults, never throws, never reads an inherited property. */
export class Lecteur {
  constructor(
    private readonly source: Readonly<Record<string, unknown>>,
    admis: ReadonlySet<string>,
    private readonly erreurs: Erreurs,
    private readonly prefixe = '',
  ) {
    for (const cle of Object.keys(source)) {
      if (admis.has(cle)) continue;
      this.erreur(NOM_SUR.test(cle) ? cle : '?', 'champ-inconnu');
    }
  }

  brut(champ: string): unknown {
    const valeur = Object.hasOwn(this.source, champ) ? this.source[champ] : null;
    return valeur === undefined || valeur === '' ? null : valeur;
  }

  erreur(champ: string, code: CodeErreur): null {
    this.erreurs.ajouter(this.prefixe + champ, code);
    return null;
  }

  /** A text, trimmed; `interdits` null when a shape is checked afterwards. */
  texte(champ: string, max: number, interdits: RegExp | null = CONTROLE): string | null {
    const valeur = this.brut(champ);
    if (valeur === null) return null;
    if (typeof valeur !== 'string') return this.erreur(champ, 'type-invalide');
    if (valeur.length > max) return this.erreur(champ, 'texte-trop-long');
    if (interdits !== null && interdits.test(valeur)) return this.erreur(champ, 'caractere-interdit');
    return valeur.trim() || null;
  }

  /** A text of several lines. */
  prose(champ: string, max: number): string | null {
    return this.texte(champ, max, CONTROLE_HORS_LIGNES);
  }

  requis(champ: string, max: number, interdits: RegExp | null = CONTROLE): string {
    const avant = this.erreurs.liste.length;
    const valeur = this.texte(champ, max, interdits);
    if (valeur === null && this.erreurs.liste.length === avant) this.erreur(champ, 'champ-obligatoire');
    return valeur ?? '';
  }

  forme(champ: string, max: number, forme: RegExp): string {
    const valeur = this.requis(champ, max, null);
    if (valeur !== '' && !forme.test(valeur)) this.erreur(champ, 'format-invalide');
    return valeur;
  }

  choix<T extends string>(champ: string, valeurs: readonly [T, ...T[]]): T {
    const valeur = this.requis(champ, 40, null);
    const trouvee = valeurs.find((candidate) => candidate === valeur);
    if (trouvee === undefined && valeur !== '') this.erreur(champ, 'valeur-hors-liste');
    return trouvee ?? valeurs[0];
  }

  entier(champ: string, min: number, max: number): number | null {
    const valeur = this.brut(champ);
    if (valeur === null) return null;
    const nombre = typeof valeur === 'string' && ENTIER.test(valeur) ? Number(valeur) : valeur;
    if (typeof nombre !== 'number' || !Number.isInteger(nombre) || nombre < min || nombre > max) return this.erreur(champ, 'nombre-invalide');
    return nombre;
  }

  jour(champ: string): string | null {
    const valeur = this.texte(champ, 10, null);
    return valeur === null || jourBorne(valeur) ? valeur : this.erreur(champ, 'date-invalide');
  }

  /** Instant with an explicit zone; `jourAdmis` also accepts a Paris day, read as its first instant. */
  instant(champ: string, jourAdmis = false): Instant {
    const valeur = this.requis(champ, 40, null);
    if (valeur === '') return NUL;
    if (jourAdmis && jourBorne(valeur)) {
      const debut = debutDuJour(valeur);
      return { iso: debut.toISOString(), ms: debut.getTime(), jour: valeur };
    }
    const [, jour, , zone] = INSTANT.exec(valeur) ?? [];
    if (jour === undefined || !jourBorne(jour)) return this.erreur(champ, 'date-invalide') ?? NUL;
    if (zone === undefined) return this.erreur(champ, 'zone-absente') ?? NUL;
    const date = new Date(valeur);
    const iso = date.toISOString();
    // Paris runs zero to two hours ahead of UTC: before 22:00 UTC both have the same day.
    return { iso, ms: date.getTime(), jour: date.getUTCHours() < 22 ? iso.slice(0, 10) : jourLocal(date) };
  }

  /** A list, or a text cut at `|`; duplicates removed. */
  liste(champ: string, max: number, admis: (element: string) => boolean): readonly string[] {
    const valeur = this.brut(champ);
    if (valeur === null) return [];
    const elements: unknown = typeof valeur === 'string' && valeur.length <= max * 32 ? valeur.split('|') : valeur;
    if (!Array.isArray(elements)) return this.erreur(champ, 'liste-attendue') ?? [];
    if (elements.length > max) return this.erreur(champ, 'liste-trop-longue') ?? [];
    const lus = elements.map((element: unknown) => (typeof element === 'string' ? element.trim() : ''));
    if (!lus.every(admis)) return this.erreur(champ, 'valeur-hors-liste') ?? [];
    return [...new Set(lus)];
  }

  nir(champ: string): string {
    const valeur = this.requis(champ, 30, null);
    const nir = valeur === '' ? '' : normaliserNir(valeur);
    if (nir === null || (nir !== '' && !nirValide(nir))) this.erreur(champ, 'nir-invalide');
    return nir ?? '';
  }

  /** RPPS with its key; in a history, a wrong key is told by `cleFausse` and kept (processes.md §2.4). */
  rpps(champ: string, cleFausse?: (champ: string) => void): string {
    const valeur = this.forme(champ, 11, /^\d{11}$/);
    if (valeur.length !== 11 || rppsValide(valeur)) return valeur;
    if (cleFausse) cleFausse(this.prefixe + champ);
    else this.erreur(champ, 'rpps-invalide');
    return valeur;
  }
}

const ACTES_MAX = 200;

/** Acts of a history, in their order; one that cannot be read leaves its faults. */
export function lireHistoire<A>(brut: unknown, erreurs: Erreurs, lireActe: (element: unknown, rang: number) => A | null): readonly A[] {
  if (!Array.isArray(brut) || brut.length > ACTES_MAX) {
    erreurs.ajouter('histoire', brut === null ? 'champ-obligatoire' : Array.isArray(brut) ? 'liste-trop-longue' : 'liste-attendue');
    return [];
  }
  return Array.from(brut as unknown[]).flatMap((element, rang) => lireActe(element, rang) ?? []);
}
