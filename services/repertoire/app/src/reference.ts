import { finessValide, normaliserNir, rppsValide } from '@sm/kernel';
import type { LigneValidee } from '@sm/platform';
import { Champs, origine } from './champs';

export const COLONNES_PROFESSIONNELS = ['source', 'numero', 'rpps', 'nom', 'prenom', 'profession', 'specialite', 'commune', 'departement', 'du', 'au'] as const;
export const COLONNES_STRUCTURES = ['source', 'numero', 'finess', 'finess_juridique', 'nom', 'categorie', 'commune', 'departement', 'du', 'au'] as const;

interface Position {
  readonly source: string;
  readonly numero: string;
  readonly commune: string | null;
  readonly departement: string;
  readonly du: string;
  readonly au: string | null;
}

/** A dated position of a professional. */
export interface LigneProfessionnel extends Position {
  readonly rpps: string;
  readonly nom: string;
  readonly prenom: string;
  readonly profession: string;
  readonly specialite: string | null;
}

/** A dated establishment; `cle_verifiee` is false in Corsica, where the rule of the FINESS key is not sure. */
export interface LigneStructure extends Position {
  readonly finess: string;
  readonly finess_juridique: string | null;
  readonly cle_verifiee: boolean;
  readonly nom: string;
  readonly categorie: string;
}

const DEPARTEMENT = /^(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[4678]|99)$/;
const ressembleNir = (s: string): boolean => normaliserNir(s) !== null;

function exigerVerifie(c: Champs, champ: string, regle: (v: string) => boolean, code: string): string {
  const v = c.exiger(champ).toUpperCase();
  if (v !== '' && !regle(v)) c.refuser(champ, code);
  return v;
}

function position(c: Champs): Position {
  const du = c.jour('du');
  if (du === null && !c.erreurs.some((e) => e.champ === 'du')) c.refuser('du', 'obligatoire');
  const au = c.jour('au');
  if (du !== null && au !== null && au < du) c.refuser('au', 'periode-inversee');
  return { ...origine(c, ressembleNir), commune: c.texte('commune'), departement: exigerVerifie(c, 'departement', (v) => DEPARTEMENT.test(v), 'departement-invalide'), du: du ?? '', au };
}

const rendre = <L>(c: Champs, valeur: L): LigneValidee<L> => (c.erreurs.length ? { erreurs: c.erreurs } : { valeur });

/** Reads one line of the professionals' file; total on hostile input. */
export function lireProfessionnel(brut: Readonly<Record<string, unknown>>): LigneValidee<LigneProfessionnel> {
  const c = new Champs(brut);
  return rendre(c, {
    ...position(c), rpps: exigerVerifie(c, 'rpps', rppsValide, 'rpps-invalide'), nom: c.exiger('nom'), prenom: c.exiger('prenom'), profession: c.exiger('profession', 60).toLowerCase(), specialite: c.texte('specialite', 80),
  });
}

/** Reads one line of the structures' file; total on hostile input. */
export function lireStructure(brut: Readonly<Record<string, unknown>>): LigneValidee<LigneStructure> {
  const c = new Champs(brut);
  const finess = exigerVerifie(c, 'finess', finessValide, 'finess-invalide');
  const juridique = c.verifie('finess_juridique', (v) => finessValide(v.toUpperCase()), 'finess-invalide');
  return rendre(c, { ...position(c), finess, finess_juridique: juridique?.toUpperCase() ?? null, cle_verifiee: !/^2[AB]/.test(finess), nom: c.exiger('nom'), categorie: c.exiger('categorie', 80) });
}
