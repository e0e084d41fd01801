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
  'DRSM-IDF': 'Direction régionale du service médical, Île-de-France',
  CNAM: "Caisse nationale de l'Assurance Maladie",
};

const COMPTES: readonly (readonly [matricule: string, quoi: string, ou?: string])[] = [
  ['931001', "Le rapport d'activité 2016 de l'échelon, ses délais et ses mois, et tous ses dossiers d'ALD avec leur historique. L'année est close : presque rien ne reste à traiter."],
  ['931002', "Les dossiers d'ALD de l'échelon ; le filtre «\u00a0Confiés à moi\u00a0» montre ceux que ce médecin-conseil a instruits en 2016, la plus lourde charge. Presque tous sont clos."],
  ['931022', "Les dossiers d'ALD de l'échelon ; le filtre «\u00a0Confiés à moi\u00a0» montre une charge légère, à comparer avec les collègues."],
  ['931023', "Un médecin-conseil arrivé le 1er septembre 2016 : «\u00a0Confiés à moi\u00a0» ne montre que des avis rendus depuis cette date."],
  ['931066', "Les dossiers d'ALD de l'échelon, leur statut et leurs dates, sans partie médicale. Enregistrer ou contrôler une demande passe par l'API : il n'y a pas encore d'écran."],
  ['931038', "Les dossiers d'ALD de l'échelon et leur historique, à lire ; aucun dossier n'est confié à un infirmier et l'avis reste réservé au médecin-conseil."],
  ['931033', "Pour l'accueil : l'état d'avancement d'une demande, par son statut et ses dates ; aucune donnée médicale."],
  ['931047', "L'équipe de gestion du risque : le rapport d'activité 2016 et ses chiffres, aucun dossier."],
  ['CP931001', 'La zone administrative seule : les dossiers, les conclusions et les dates ; jamais le praticien, un diagnostic ni un numéro d’ALD.', 'Caisse primaire de Seine-Saint-Denis'],
  ['921001', "Un échelon voisin : la liste des dossiers est vide et ceux de Seine-Saint-Denis restent hors d'atteinte."],
  ['921002', "Un technicien d'un échelon voisin : sa liste est vide et il ne voit rien de la Seine-Saint-Denis."],
  ['951001', "Un second échelon voisin, vide lui aussi : aucun dossier d'un autre échelon n'y paraît."],
  ['IDF001', "Une seule ligne de chiffres 2016, celle de l'Île-de-France, faite de comptes agrégés (inventés hors Seine-Saint-Denis) ; aucun dossier."],
  ['CNAM001', "Le tableau 2016 des régions, venu des seuls agrégats publiés ; les chiffres des unités autres que la Seine-Saint-Denis sont inventés. Aucun dossier, aucun nom."],
  ['CNAM003', "Le registre des lectures de dossiers médicaux : qui, quand, d'où, pourquoi, et les lectures hors dossier à revoir. Dossiers et chiffres sont refusés à l'audit."],
];

/** The accounts worth trying, each tied to a line of `agents.csv`. Throws when a number is missing there. */
export function personas(agents: readonly Agent[]): Persona[] {
  return COMPTES.map(([matricule, quoi, ou]) => {
    const a = agents.find((x) => x.matricule === matricule);
    if (!a) throw new Error(`matricule absent des agents : ${matricule}`);
    return { sub: `agent:${matricule}`, matricule, nom: `${a.prenom} ${a.nom}`, role: a.role, fonction: a.emploi, rpps: a.rpps, unite: a.unite, ou: ou ?? LIEUX[a.unite] ?? a.unite, quoi };
  });
}
