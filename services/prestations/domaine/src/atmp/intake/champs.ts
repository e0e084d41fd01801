import { cim10Valide } from '@sm/nomenclatures';
import { Erreurs, estObjet, Lecteur } from '../../moteur/lecture';
import type { PieceDeclaree } from '../commandes';
import type { DemandeMedicale, Lesion } from '../dossier';
import { PIECES, PREUVES, RISQUES, type Objet, type Risque } from '../vocabulaire';

const LESIONS_MAX = 20;
const PIECES_MAX = 20;
const TEXTE_MAX = 8000;
/** Number of a table, bis or ter, letter of the paragraph: `57 A`, `30 bis B`. */
const TABLEAU = /^(?:[1-9]\d?|1[01]\d)(?: (?:bis|ter))?(?: [A-J])?$/;
const LESION: ReadonlySet<string> = new Set(['code', 'texte']);


export function booleen(lecteur: Lecteur, champ: string, defaut: boolean): boolean;
export function booleen(lecteur: Lecteur, champ: string, defaut: null): boolean | null;
export function booleen(lecteur: Lecteur, champ: string, defaut: boolean | null): boolean | null {
  const valeur = lecteur.brut(champ);
  if (valeur === null) return defaut;
  if (typeof valeur === 'boolean') return valeur;
  lecteur.erreur(champ, 'type-invalide');
  return defaut;
}

/** A closed list read from an optional field. */
export const facultatif = <T extends string>(lecteur: Lecteur, champ: string, valeurs: readonly [T, ...T[]]): T | null => (lecteur.brut(champ) === null ? null : lecteur.choix(champ, valeurs));

/** Elements of a list of objects, each read with its own path; anything else is a recorded fault. */
function objets<T>(lecteur: Lecteur, champ: string, max: number, lire: (element: unknown, chemin: string) => T | null): readonly T[] {
  const valeur = lecteur.brut(champ);
  if (valeur === null) return [];
  if (!Array.isArray(valeur)) return lecteur.erreur(champ, 'liste-attendue') ?? [];
  if (valeur.length > max) return lecteur.erreur(champ, 'liste-trop-longue') ?? [];
  return valeur.flatMap((element: unknown, rang) => lire(element, `${champ}[${rang}]`) ?? []);
}

/** Documents held: a name, or an object that says when and on what proof. */
export function lirePieces(lecteur: Lecteur, erreurs: Erreurs, prefixe: string, recuLe: string): readonly PieceDeclaree[] {
  return objets(lecteur, 'pieces', PIECES_MAX, (element, chemin): PieceDeclaree | null => {
    const brut = typeof element === 'string' ? { piece: element } : element;
    if (!estObjet(brut)) return lecteur.erreur(chemin, 'objet-attendu');
    const sien = new Lecteur(brut, new Set(['piece', recuLe, 'preuve']), erreurs, `${prefixe}${chemin}.`);
    return { piece: sien.choix('piece', PIECES), recuLe: sien.jour(recuLe), preuve: facultatif(sien, 'preuve', PREUVES) ?? 'non_precisee' };
  });
}

function lireLesions(lecteur: Lecteur, erreurs: Erreurs, prefixe: string): readonly Lesion[] {
  return objets(lecteur, 'lesions', LESIONS_MAX, (element, chemin): Lesion | null => {
    if (!estObjet(element)) return lecteur.erreur(chemin, 'objet-attendu');
    const sien = new Lecteur(element, LESION, erreurs, `${prefixe}${chemin}.`);
    const code = sien.texte('code', 10, null);
    if (code !== null && !cim10Valide(code)) sien.erreur('code', 'valeur-hors-liste');
    return { code, texte: sien.prose('texte', TEXTE_MAX) };
  });
}

/** Medical part of a request: lesions by rank, the table of a disease. */
export function lireMedical(lecteur: Lecteur, erreurs: Erreurs, prefixe: string, objet: Objet): DemandeMedicale {
  const tableau = lecteur.texte('tableau', 12, null);
  if (tableau !== null && !TABLEAU.test(tableau)) lecteur.erreur('tableau', 'format-invalide');
  if (tableau !== null && objet !== 'maladie') lecteur.erreur('tableau', 'champ-contradictoire');
  return { lesions: lireLesions(lecteur, erreurs, prefixe), tableau, texte: lecteur.prose('texte', TEXTE_MAX) };
}

/** Risk said, or that of the case; an accident is never a disease. */
export function lireRisque(lecteur: Lecteur, objet: Objet): Risque {
  const propre: Risque = objet === 'maladie' ? 'mp' : 'at';
  const risque = facultatif(lecteur, 'risque', RISQUES) ?? propre;
  if ((objet === 'accident' || objet === 'maladie') && risque !== propre) lecteur.erreur('risque', 'champ-contradictoire');
  return risque;
}
