/** Closed list of what a counter may be split by, in the order of the key. Nothing here tells an illness. */
export const NOMS_AXES = ['caisse', 'canal', 'conclusion', 'delai', 'departement', 'mode', 'nature', 'objet', 'profession', 'regime', 'risque', 'sens'] as const;
export type NomAxe = (typeof NOMS_AXES)[number];
export type Axe = Readonly<Partial<Record<NomAxe, string>>>;

const CONNUS: ReadonlySet<string> = new Set(NOMS_AXES);
const VALEUR = /^[A-Za-z0-9_.+-]{1,40}$/;
const MEMOIRE_MAX = 20_000;
const admises = new Set<string>();

function admise(valeur: string): boolean {
  if (admises.has(valeur)) return true;
  if (!VALEUR.test(valeur)) return false;
  if (admises.size < MEMOIRE_MAX) admises.add(valeur);
  return true;
}

/** `canal=pse,nature=initiale`, names in order, absent or empty values left out; `*` when none is left. Throws on a value that no key may hold. */
export function ecrireAxe(valeurs: Axe, noms: readonly NomAxe[] = NOMS_AXES): string {
  let texte = '';
  for (const nom of noms) {
    const valeur = valeurs[nom];
    if (!valeur) continue;
    if (!admise(valeur)) throw new Error(`axe-refuse: ${nom}`);
    texte += `${texte ? ',' : ''}${nom}=${valeur}`;
  }
  return texte || '*';
}

const lus = new Map<string, Axe>();

/** Reads what `ecrireAxe` wrote. Throws on a name out of the list. */
export function lireAxe(texte: string): Axe {
  const connu = lus.get(texte);
  if (connu) return connu;
  const axe: Partial<Record<NomAxe, string>> = {};
  for (const couple of texte === '*' ? [] : texte.split(',')) {
    const [nom = '', valeur = ''] = couple.split('=');
    if (!CONNUS.has(nom)) throw new Error('axe-inconnu');
    axe[nom as NomAxe] = valeur;
  }
  if (lus.size >= MEMOIRE_MAX) lus.clear();
  lus.set(texte, axe);
  return axe;
}

/** Values accepted on each axis; an axis that is not named is free. */
export type Filtre = Readonly<Partial<Record<NomAxe, readonly string[]>>>;

export const retient = (filtre: Filtre, axe: Axe): boolean =>
  (Object.keys(filtre) as NomAxe[]).every((nom) => filtre[nom]?.includes(axe[nom] ?? '') ?? true);
