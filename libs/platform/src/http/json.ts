import { isUtf8 } from 'node:buffer';
import { probleme } from './probleme';

const PROFONDEUR_MAX = 32;
export const CLES_INTERDITES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Text that PostgreSQL stores: no NUL, no lone surrogate. */
export const texteSur = (texte: string): boolean => !/[\0\p{Surrogate}]/u.test(texte);

function controlerFeuille(valeur: unknown): void {
  if (typeof valeur === 'string' && !texteSur(valeur)) throw probleme('texte-invalide', 400);
  if (typeof valeur !== 'number') return;
  const horsBornes = !Number.isFinite(valeur) || (Number.isInteger(valeur) && !Number.isSafeInteger(valeur));
  if (horsBornes) throw probleme('json-nombre-hors-bornes', 400);
}

function controlerCle(cle: string): void {
  if (CLES_INTERDITES.has(cle)) throw probleme('json-cle-interdite', 400);
  controlerFeuille(cle);
}

/** Walks the value without recursion: its depth is the sender's choice. */
function controler(racine: unknown): void {
  const pile: { valeur: unknown; profondeur: number }[] = [{ valeur: racine, profondeur: 0 }];
  for (let noeud = pile.pop(); noeud !== undefined; noeud = pile.pop()) {
    const { valeur, profondeur } = noeud;
    if (typeof valeur !== 'object' || valeur === null) {
      controlerFeuille(valeur);
      continue;
    }
    if (profondeur >= PROFONDEUR_MAX) throw probleme('json-trop-profond', 400);
    if (!Array.isArray(valeur)) Object.keys(valeur).forEach(controlerCle);
    for (const enfant of Object.values(valeur)) pile.push({ valeur: enfant, profondeur: profondeur + 1 });
  }
}

/**
 * Parses a JSON body that may be hostile: UTF-8, depth (32), prototype keys, NUL and lone surrogates, numbers that a double cannot hold.
 * @throws ProblemeException 400 with the code of what is wrong; nothing of the body is quoted.
 */
export function analyserJson(octets: Buffer): unknown {
  if (octets.length === 0) throw probleme('corps-vide', 400);
  if (!isUtf8(octets)) throw probleme('texte-invalide', 400);
  let valeur: unknown;
  try {
    valeur = JSON.parse(octets.toString('utf8'));
  } catch {
    throw probleme('json-malforme', 400);
  }
  controler(valeur);
  return valeur;
}
