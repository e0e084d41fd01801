import type { Agent } from './personnel';

export interface Persona {
  readonly sub: string;
  readonly matricule: string;
  readonly nom: string;
  readonly role: string;
  readonly fonction: string;
  /** Empty for those who sign no avis. */
  readonly rpps: string;
  readonly unite: string;
  readonly ou: string;
  readonly quoi: string;
}

const LIEUX: Readonly<Record<string, string>> = {
  'ELSM-931': 'Échelon local de Seine-Saint-Denis',
  'ELSM-921': 'Échelon local des Hauts-de-Seine',
  'ELSM-951': "Échelon local du Val-d'Oise",
  'H-IDF': 'Direction régionale du service médical, Île-de-France',
  CNAM: "Caisse nationale de l'Assurance Maladie",
};

const COMPTES: readonly (readonly [matricule: string, quoi: string, ou?: string])[] = [
  ['931001', "Toute l'année 2016 de l'échelon : les demandes d'ALD, la répartition entre médecins-conseils, les seconds avis et le rapport annuel."],
  ['931002', "Les dossiers d'ALD dont ce médecin-conseil a la charge, la plus lourde de l'échelon, et les avis qu'il a rendus en 2016."],
  ['931022', "Une charge légère : peu de dossiers et peu d'avis, à comparer avec les collègues."],
  ['931023', "Un médecin-conseil arrivé le 1er septembre 2016 : rien avant cette date, une charge normale ensuite."],
  ['931066', 'La réception et le contrôle de complétude des demandes, les pièces à réclamer ; aucun avis à rendre.'],
  ['931038', "Un infirmier du service médical : la préparation des dossiers, sans l'avis réservé au médecin-conseil."],
  ['931033', "Un conseiller service de l'accueil : l'état d'avancement d'une demande, aucune donnée médicale."],
  ['931047', "L'équipe de gestion du risque : le rapport annuel et ses chiffres, aucun dossier nominatif."],
  ['CP931001', 'La zone administrative seule : les conclusions à notifier et les dates, jamais un diagnostic ni un numéro d’ALD.', 'Caisse primaire de Seine-Saint-Denis'],
  ['921001', "Un échelon voisin : la liste est vide et les dossiers de Seine-Saint-Denis restent hors d'atteinte."],
  ['921002', "Un technicien d'un échelon voisin : il enregistre pour les Hauts-de-Seine et ne voit rien de la Seine-Saint-Denis."],
  ['951001', "Un second échelon voisin, vide lui aussi : aucun dossier d'un autre échelon n'y paraît."],
  ['IDF001', "Les chiffres de la région par échelon : des totaux, aucun dossier nominatif."],
  ['CNAM001', 'Le tableau national, venu des seuls agrégats publiés : aucun dossier, aucun nom.'],
  ['CNAM003', "La lecture des journaux, réservée à l'audit ; aucun dossier, rien à modifier."],
];

/** The accounts worth trying, each tied to a line of `agents.csv`. Throws when a number is missing there. */
export function personas(agents: readonly Agent[]): Persona[] {
  return COMPTES.map(([matricule, quoi, ou]) => {
    const a = agents.find((x) => x.matricule === matricule);
    if (!a) throw new Error(`matricule absent des agents : ${matricule}`);
    return { sub: `agent:${matricule}`, matricule, nom: `${a.prenom} ${a.nom}`, role: a.role, fonction: a.emploi, rpps: a.rpps, unite: a.unite, ou: ou ?? LIEUX[a.unite] ?? a.unite, quoi };
  });
}
