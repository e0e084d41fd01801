import { nirValide, normaliserNir, rppsValide } from '@sm/kernel';
import type { LigneValidee } from '@sm/platform';
import { Champs, origine } from './champs';
import { departementDe, type Identite } from './identite';

export const COLONNES_ASSURES = [
  'source', 'numero', 'nir', 'nom', 'nom_usage', 'prenoms', 'naissance', 'sexe', 'rang', 'adresse', 'code_postal', 'commune', 'caisse', 'medecin_traitant', 'ouvreur_nir', 'qualite',
] as const;

/** One line of the insured persons' file, understood. `nir` is as given, final or provisional. */
export interface LigneAssure {
  readonly source: string;
  readonly numero: string;
  readonly nir: string | null;
  readonly identite: Omit<Identite, 'nir' | 'nia'>;
  readonly caisse: string;
  readonly departement: string;
  readonly medecinTraitant: string | null;
}

function lireNir(c: Champs, champ: string): string | null {
  const lu = c.texte(champ, 40);
  if (lu === null) return null;
  const nir = normaliserNir(lu);
  if (nir === null) c.refuser(champ, 'nir-forme');
  else if (!nirValide(nir)) c.refuser(champ, 'nir-cle');
  return nir;
}

function lireNaissance(c: Champs, aujourdhui: string): string {
  const avant = c.erreurs.length;
  const jour = c.jour('naissance');
  if (jour === null && c.erreurs.length === avant) c.refuser('naissance', 'obligatoire');
  if (jour !== null && jour > aujourdhui) c.refuser('naissance', 'date-future');
  return jour ?? '';
}

function lireRang(c: Champs): number {
  const lu = c.verifie('rang', (v) => /^[1-9]\d?$/.test(v), 'rang-invalide');
  return lu === null ? 1 : Number(lu);
}

/** Reads one line; total on hostile input, names the fields at fault and never their values. */
export function lireAssure(brut: Readonly<Record<string, unknown>>, aujourdhui: string): LigneValidee<LigneAssure> {
  const c = new Champs(brut);
  const ref = origine(c, (s) => normaliserNir(s) !== null);
  const [nir, ouvreurNir] = [lireNir(c, 'nir'), lireNir(c, 'ouvreur_nir')];
  const qualite = c.parmi('qualite', ['ouvreur', 'conjoint', 'enfant']);
  const caisse = c.verifie('caisse', (v) => /^\d{3}$/.test(v), 'caisse-invalide');
  if (caisse === null && !c.erreurs.some((e) => e.champ === 'caisse')) c.refuser('caisse', 'obligatoire');
  const codePostal = c.texte('code_postal', 12);
  const identite = {
    nom: c.exiger('nom'), nomUsage: c.texte('nom_usage'), prenoms: c.exiger('prenoms'), naissance: lireNaissance(c, aujourdhui), sexe: c.parmi('sexe', ['M', 'F']), rang: lireRang(c),
    adresse: c.texte('adresse', 240), codePostal, commune: c.texte('commune'), qualite, ouvreurNir,
  };
  const medecinTraitant = c.verifie('medecin_traitant', rppsValide, 'rpps-invalide');
  if (nir === null && ouvreurNir === null && !c.erreurs.some((e) => e.champ === 'nir' || e.champ === 'ouvreur_nir')) c.refuser('nir', 'nir-requis');
  if (c.erreurs.length) return { erreurs: c.erreurs };
  return { valeur: { ...ref, nir, identite, caisse: caisse!, departement: departementDe(codePostal, caisse!), medecinTraitant } };
}
