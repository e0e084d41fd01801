import { personas, type Persona } from './personas';
import { personnel, type Agent } from './personnel';
import { effectif } from './vivant-personnel';

const SERVICE_EN_MOTS = "Service du contrôle médical de Seine-Saint-Denis, SCM-931, ancien échelon";

/** What each card finds when the living portfolio is there; those who are not named keep the words of the year 2016. */
const QUOI: Readonly<Record<string, string>> = {
  931001: "Le portefeuille du jour : les dossiers d'un praticien absent à réaffecter, ce qui est en retard, ce qui échoit, ce qui attend un praticien ; les charges inégales des médecins-conseils ; et le rapport d'activité 2016.",
  931002: "La plus lourde charge : «\u00a0Confiés à moi\u00a0» montre ses dossiers en cours, dont une partie en retard, et ceux qu'il a conclus.",
  931022: "Une charge légère, à comparer avec les collègues : quelques dossiers en cours sous «\u00a0Confiés à moi\u00a0».",
  931023: "Un médecin-conseil arrivé le 1er septembre 2016 : ses dossiers du jour sous «\u00a0Confiés à moi\u00a0», et des avis rendus depuis cette date.",
  931066: "Les demandes reçues et incomplètes à contrôler, les dossiers du service, leur statut et leurs dates ; aucune partie médicale.",
  931038: "Les dossiers du service et leur historique, partie médicale comprise ; elle signe, par délégation écrite, les avis d'ALD des dossiers confiés à 931002 ; les autres restent au médecin-conseil.",
  931033: "Pour l'accueil : l'état d'avancement de chaque demande en cours, par son statut et ses dates ; aucune donnée médicale.",
  CP931001: "Les dossiers, les conclusions et les dates ; les avis rendus qui attendent une notification. Jamais le praticien, un diagnostic ni un numéro d’ALD.",
  921001: "Un service voisin et son petit portefeuille : ceux de Seine-Saint-Denis restent hors d'atteinte.",
  921002: "Un technicien d'un service voisin : ses demandes à contrôler, rien de la Seine-Saint-Denis.",
  951001: "Un second service voisin, avec ses seuls dossiers.",
};

/** Cards that open on people who came since 2016. */
const NOUVEAUX: Readonly<Record<string, string>> = {
  S931001: "Un médecin-conseil venu avec le transfert à la caisse (octobre 2025), à la charge soutenue : ses dossiers en cours sous «\u00a0Confiés à moi\u00a0».",
  S931004: "Un médecin-conseil à mi-temps : la plus petite charge du service.",
};

function carteNouvelle(a: Agent): Persona {
  return {
    sub: `agent:${a.matricule}`, matricule: a.matricule, nom: `${a.prenom} ${a.nom}`, role: a.role, fonction: a.emploi, rpps: a.rpps, unite: 'ELSM-931', ou: SERVICE_EN_MOTS, quoi: NOUVEAUX[a.matricule] ?? '',
  };
}

/** The accounts worth trying when the living portfolio is loaded: each opens on work. */
export function personasVivantes(): Persona[] {
  const anciennes = personas(personnel()).map((p) => ({
    ...p, quoi: QUOI[p.matricule] ?? p.quoi, ou: p.unite === 'ELSM-931' && p.role !== 'CAISSE' ? SERVICE_EN_MOTS : p.ou,
  }));
  const nouvelles = effectif().presents.filter((a) => NOUVEAUX[a.matricule]).map(carteNouvelle);
  const rang = anciennes.findIndex((p) => p.matricule === '931066');
  return [...anciennes.slice(0, rang), ...nouvelles, ...anciennes.slice(rang)];
}
