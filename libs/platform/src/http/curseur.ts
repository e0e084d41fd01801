import { probleme } from './probleme';
import { texteSur } from './json';

type FormeCurseur = 'texte' | 'entier' | 'instant' | 'uuid';
export type ModeleCurseur = Readonly<Record<string, FormeCurseur>>;

/** What a model decodes to. */
export type ValeursCurseur<M extends ModeleCurseur> = { [C in keyof M]: M[C] extends 'entier' ? number : string };

const LONGUEUR_MAX = 1024;

const CONTROLES: Readonly<Record<FormeCurseur, (valeur: unknown) => boolean>> = {
  texte: (v) => typeof v === 'string' && v.length <= 200 && texteSur(v),
  entier: (v) => Number.isSafeInteger(v),
  instant: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(v) && !Number.isNaN(Date.parse(v)),
  uuid: (v) => typeof v === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(v),
};

/** Where the next page starts, opaque to its caller. It rides in URLs: put ids, instants and ranks in it, nothing that names a person. */
export const encoderCurseur = (valeurs: Readonly<Record<string, string | number>>): string =>
  Buffer.from(JSON.stringify(valeurs), 'utf8').toString('base64url');

function lireObjet(texte: string): Record<string, unknown> | null {
  if (texte.length > LONGUEUR_MAX || !/^[A-Za-z0-9_-]+$/.test(texte)) return null;
  try {
    const valeur: unknown = JSON.parse(Buffer.from(texte, 'base64url').toString('utf8'));
    return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur) ? (valeur as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * Reads a cursor against its model: exactly these keys, each of its form. A forged one can only start elsewhere in the caller's own scope.
 * @throws ProblemeException 400 `curseur-invalide`.
 */
export function decoderCurseur<M extends ModeleCurseur>(texte: string, modele: M): ValeursCurseur<M> {
  const objet = lireObjet(texte);
  const cles = Object.keys(modele);
  const conforme =
    objet !== null &&
    Object.keys(objet).length === cles.length &&
    cles.every((cle) => Object.hasOwn(objet, cle) && CONTROLES[modele[cle] ?? 'texte'](objet[cle]));
  if (!conforme) throw probleme('curseur-invalide', 400);
  return objet as ValeursCurseur<M>;
}
