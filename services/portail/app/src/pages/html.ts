const ECHAPPEMENTS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** A piece of HTML that is safe to send; only `html` makes one. */
export class Fragment {
  constructor(readonly texte: string) {}
}

export type Valeur = Fragment | string | number | null | undefined | false | readonly Valeur[];

/** Escapes a text for an element's content or a quoted attribute. */
export const echapper = (texte: string): string => texte.replace(/[&<>"'`]/g, (c) => ECHAPPEMENTS[c] ?? c);

function rendre(valeur: Valeur): string {
  if (valeur === null || valeur === undefined || valeur === false) return '';
  if (valeur instanceof Fragment) return valeur.texte;
  return typeof valeur === 'object' ? valeur.map(rendre).join('') : echapper(String(valeur));
}

/** The only way to write HTML: whatever is interpolated is escaped, unless `html` made it. Attributes must be quoted. */
export function html(morceaux: TemplateStringsArray, ...valeurs: readonly Valeur[]): Fragment {
  return new Fragment(morceaux.reduce((texte, morceau, i) => texte + rendre(valeurs[i - 1]) + morceau));
}
