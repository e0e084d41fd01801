import type { Hasard } from './hasard';

const liste = (mots: string): readonly string[] => mots.split(' ');

const FEMININS = liste(
  'Adèle Agathe Aïcha Alice Amina Anaïs Angèle Anna Assia Aurore Awa Béatrice Bintou Camille Carmen Cécile Chantal Charlotte Claire Clara Daniela Denise Diane Djamila Dounia ' +
    'Élise Élodie Esther Eugénie Farida Fatima Fatou Flora Francine Gisèle Hélène Houria Inès Irène Jeanne Josiane Juliette Karima Khadija Leïla Léonie Lila Lin Louise Lucie ' +
    'Madeleine Maïmouna Malika Margot Maria Mariam Marthe Mathilde Mei Mélanie Monique Nadia Naïma Nathalie Noémie Nora Oumou Patricia Paulette Rachel Renée Rokia Rosa Sabrina ' +
    'Samira Sara Simone Sofia Solange Sonia Suzanne Sylvie Thérèse Valérie Yamina Yasmine Yvette Zohra',
);
const MASCULINS = liste(
  'Abdel Adama Adrien Ahmed Alain Albert Ali Amadou André Antoine Antonio Armand Bakary Baptiste Benoît Bernard Boris Brahim Carlos Cédric Christian Claude Clément Damien Daniel ' +
    'David Denis Driss Édouard Éric Étienne Fabien Farid Félix Fernando Franck Gaston Georges Gérard Gilles Guy Hamid Hassan Henri Hugo Ibrahima Idriss Ismaël Jacques Jean João ' +
    'Jules Karim Kévin Lamine Laurent Léon Louis Luc Mamadou Marcel Mehdi Michel Mohamed Moussa Nabil Noël Omar Oscar Ousmane Pascal Paul Pedro Philippe Pierre Rachid Raymond Rémi ' +
    'René Roger Saïd Samba Samir Sékou Serge Simon Thomas Tidiane Vincent Wei Xavier Yacine Yves Zacharie',
);
const DEBUTS = liste(
  'Arbe Astra Bala Belmi Bresti Calva Cande Chalo Corbi Cresta Dalma Delvi Dorna Esti Falco Ferna Fonti Garda Gelmi Grava Harde Isba Jorna Kerva Lamba Lesti Lorma Malvi Marne ' +
    'Melga Morva Narbi Nevre Olga Orvi Palma Pelvi Prada Quersi Ralmo Rivo Rosti Salva Serba Solvi Talmi Tarde Torba Ulme Valdi Velga Verma Vistra Zalbi',
);
const FINS = liste('bert beau bois brac cel champ clair court dac dieu dour fond gnac lande lier mare mond mont nac nel nier pont quet rac rand ric rol roux sac tel tier val veau ville viel zac');

/** A first name in ordinary use in Seine-Saint-Denis; `femme` chooses the list. */
export function prenom(hasard: Hasard, femme: boolean): string {
  return hasard.parmi(femme ? FEMININS : MASCULINS);
}

/** An invented surname built from syllables, double for one person in thirty. */
export function nomDeFamille(hasard: Hasard): string {
  const simple = (): string => hasard.parmi(DEBUTS) + hasard.parmi(FINS);
  return hasard.vrai(1 / 30) ? `${simple()}-${simple()}` : simple();
}

/** Every first name and syllable in use, for the specs. */
export const VOCABULAIRE = { feminins: FEMININS, masculins: MASCULINS, debuts: DEBUTS, fins: FINS };
