import type { EtatConvocation, Lettre } from './convocation';
import { CONSEQUENCES } from './regles';

/** The letter as it was sent, without identity: name and address are joined where it is printed. */
export interface TexteLettre {
  readonly jour: string;
  readonly rang: number;
  readonly rendezVous: Pick<Lettre['rendezVous'], 'jour' | 'heure' | 'mode' | 'lieu' | 'dureeMinutes'>;
  readonly objet: string;
  readonly consequences: readonly { readonly texte: string; readonly article: string }[];
}

const OBJETS = {
  sur_personne: 'Vous êtes convoqué à un examen par un praticien-conseil du service médical.',
  a_distance: 'Vous êtes convoqué à un examen à distance par un praticien-conseil du service médical.',
  telephone: 'Un praticien-conseil du service médical vous appellera.',
} as const;

/** Texts of the letters of a convocation, oldest first, as the rule of their day made them. */
export const lettresDe = ({ lettres }: EtatConvocation): readonly TexteLettre[] =>
  lettres.map(({ jour, rendezVous, consequences }, i) => ({
    jour, rang: i + 1, objet: OBJETS[rendezVous.mode],
    rendezVous: { jour: rendezVous.jour, heure: rendezVous.heure, mode: rendezVous.mode, lieu: rendezVous.lieu, dureeMinutes: rendezVous.dureeMinutes },
    consequences: CONSEQUENCES.filter(({ code }) => consequences.includes(code)).map(({ texte, article }) => ({ texte, article })),
  }));
