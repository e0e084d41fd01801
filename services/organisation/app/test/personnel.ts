import { luhn } from '@sm/kernel';

export const ENTETE = 'source;numero;matricule;nom;prenom;categorie;profession;rpps;emploi;employeur;unite;role;activite;quotite;du;au;habilitations';

/** An invented number of the national directory, valid by its key. */
export function rpps(rang: number): string {
  const base = `10${String(rang).padStart(8, '0')}`;
  return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].map((cle) => base + cle).find(luhn) ?? base;
}

const ROLES = { medecin: 'MC', pharmacien: 'PHC', 'chirurgien-dentiste': 'CDC' } as const;

/** One line of the staff file: a practitioner in post since 2005. */
export const praticien = (rang: number, unite: string, profession: keyof typeof ROLES = 'medecin', reste: { role?: string; du?: string; au?: string; habilitations?: string; nom?: string; activite?: string; quotite?: string } = {}): string =>
  ['RH', `N-${rang}`, `P${rang}`, reste.nom ?? `NOM${rang}`, 'Camille', 'praticien', profession, rpps(rang), 'Praticien-conseil', 'CNAMTS', unite, reste.role ?? ROLES[profession],
    reste.activite ?? 'CPR', reste.quotite ?? '1', reste.du ?? '2005-01-01', reste.au ?? '', reste.habilitations ?? ''].join(';');

export const fichier = (...lignes: string[]): string => [ENTETE, ...lignes, ''].join('\n');
