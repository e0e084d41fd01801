import { Hasard } from './hasard';
import { rppsInvente } from './identifiants';
import { nomDeFamille, prenom } from './noms';

export interface Agent {
  readonly matricule: string;
  readonly nom: string;
  readonly prenom: string;
  readonly categorie: 'praticien' | 'administratif';
  readonly profession: string;
  readonly rpps: string;
  readonly emploi: string;
  readonly employeur: string;
  readonly unite: string;
  readonly role: string;
  readonly activite: string;
  readonly quotite: number;
  readonly du: string;
  readonly au: string;
  readonly habilitations: string;
  /** Relative share of the ALD work; 0 for those who do none. Not written to the file. */
  readonly charge: number;
}

interface Poste {
  readonly serie: string;
  readonly nombre: number;
  readonly emploi: string;
  readonly role: string;
  readonly unite?: string;
  readonly activite?: string;
  readonly employeur?: string;
  readonly profession?: string;
  readonly habilitations?: string;
  readonly du?: string;
  readonly au?: string;
  readonly charges?: readonly number[];
}

const CHARGES_MC = [1.9, 1.72, 1.6, 1.5, 1.42, 1.36, 1.3, 1.22, 1.15, 1.1, 1.04, 0.98, 0.9, 0.86, 0.8, 0.72, 0.6, 0.5, 0.4, 0.3, 0.2];
const CHARGES_TSM = [1.6, 1.5, 1.4, 1.35, 1.3, 1.25, 1.2, 1.1, 1, 1, 1, 0.95, 0.9, 0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];
const AVIS_MC = 'ald|arret|atmp|invalidite|accord_prealable';
const medecin = { profession: 'medecin', habilitations: AVIS_MC } as const;

/** Posts in the order of personnel numbers; those of Seine-Saint-Denis first, 156 of them still held on 31 December 2016. */
const POSTES: readonly Poste[] = [
  { serie: '931', nombre: 1, emploi: 'Médecin-conseil chef de service', role: 'MCCS', activite: '*', ...medecin },
  { serie: '931', nombre: 21, emploi: 'Médecin-conseil', role: 'MC', ...medecin, charges: CHARGES_MC },
  { serie: '931', nombre: 1, emploi: 'Médecin-conseil', role: 'MC', ...medecin, charges: [1.1], du: '2016-09-01' },
  { serie: '931', nombre: 3, emploi: 'Médecin-conseil', role: 'MC', activite: 'CCX', profession: 'medecin', habilitations: 'arret' },
  { serie: '931', nombre: 4, emploi: 'Chirurgien-dentiste-conseil', role: 'CDC', profession: 'chirurgien-dentiste', habilitations: 'accord_prealable' },
  { serie: '931', nombre: 2, emploi: 'Pharmacien-conseil', role: 'PHC', activite: 'CCX', profession: 'pharmacien' },
  { serie: '931', nombre: 5, emploi: "Conseiller service de l'Assurance Maladie", role: 'CSAM', activite: '*', du: '2016-03-01' },
  { serie: '931', nombre: 9, emploi: 'Infirmier du service médical', role: 'ISM', profession: 'infirmier' },
  { serie: '931', nombre: 14, emploi: "Chargé d'études de gestion du risque", role: 'UGDR', activite: '*' },
  { serie: '931', nombre: 5, emploi: 'Conseiller Assurance Maladie', role: 'CAM', activite: 'PRV', du: '2016-04-01' },
  { serie: '931', nombre: 88, emploi: 'Technicien du service médical', role: 'TSM', charges: CHARGES_TSM },
  { serie: '931', nombre: 3, emploi: 'Technicien du service médical', role: 'TSM', charges: [0.7, 0.6], du: '2016-09-01' },
  { serie: '931', nombre: 1, emploi: 'Médecin-conseil', role: 'MC', ...medecin, charges: [1.2], au: '2016-06-30' },
  { serie: '931', nombre: 3, emploi: 'Technicien du service médical', role: 'TSM', charges: [0.8, 0.5], au: '2016-08-31' },
  { serie: 'CP931', nombre: 1, emploi: 'Gestionnaire des prestations', role: 'CAISSE', employeur: 'CPAM-931' },
  { serie: '921', nombre: 1, emploi: 'Médecin-conseil', role: 'MC', unite: 'ELSM-921', ...medecin },
  { serie: '921', nombre: 1, emploi: 'Technicien du service médical', role: 'TSM', unite: 'ELSM-921' },
  { serie: '951', nombre: 1, emploi: 'Médecin-conseil', role: 'MC', unite: 'ELSM-951', ...medecin },
  { serie: '951', nombre: 1, emploi: 'Technicien du service médical', role: 'TSM', unite: 'ELSM-951' },
  { serie: 'IDF', nombre: 2, emploi: 'Direction régionale', role: 'DRSM', unite: 'DRSM-IDF', activite: '*', profession: 'medecin' },
  { serie: 'IDF', nombre: 1, emploi: "Chargé d'études de gestion du risque", role: 'UGDR', unite: 'DRSM-IDF', activite: '*' },
  { serie: 'CNAM', nombre: 2, emploi: 'Pilotage national', role: 'MCN', unite: 'CNAM', activite: '*', profession: 'medecin' },
  { serie: 'CNAM', nombre: 1, emploi: 'Auditeur', role: 'AUDIT', unite: 'CNAM', activite: '*' },
];

const QUOTITES = [1, 1, 1, 1, 1, 1, 0.9, 0.8, 0.8, 0.5];
const PRATICIENS = new Set(['medecin', 'chirurgien-dentiste', 'pharmacien']);

function agent(poste: Poste, matricule: string, rang: number, charge: number, hasard: Hasard): Agent {
  const profession = poste.profession ?? '';
  const praticien = PRATICIENS.has(profession);
  return {
    matricule, charge, profession,
    nom: nomDeFamille(hasard),
    prenom: prenom(hasard, hasard.vrai(praticien ? 0.55 : 0.8)),
    categorie: praticien ? 'praticien' : 'administratif',
    rpps: praticien ? rppsInvente(31, rang) : '',
    emploi: poste.emploi, role: poste.role,
    employeur: poste.employeur ?? 'CNAMTS',
    unite: poste.unite ?? 'ELSM-931',
    activite: poste.activite ?? 'CPR',
    quotite: charge >= 1 || poste.activite === '*' ? 1 : hasard.parmi(QUOTITES),
    du: poste.du ?? `${hasard.entier(1994, 2014)}-${hasard.parmi(['01-01', '03-01', '09-01', '10-01'])}`,
    au: poste.au ?? '',
    habilitations: poste.habilitations ?? '',
  };
}

/** The staff, the same for every seed and size, so that accounts keep their number and name. */
export function personnel(): Agent[] {
  const hasard = Hasard.de(931, 'personnel');
  const rangs = new Map<string, number>();
  const agents: Agent[] = [];
  for (const poste of POSTES) {
    for (let i = 0; i < poste.nombre; i++) {
      const rang = (rangs.get(poste.serie) ?? 0) + 1;
      rangs.set(poste.serie, rang);
      agents.push(agent(poste, `${poste.serie}${String(rang).padStart(3, '0')}`, agents.length + 1, poste.charges?.[i] ?? 0, hasard));
    }
  }
  return agents;
}

/** Those of an échelon in post on a day, the staff of the caisse apart. */
export function enPoste(agents: readonly Agent[], unite: string, jour: string): Agent[] {
  return agents.filter((a) => a.unite === unite && a.role !== 'CAISSE' && a.du <= jour && (a.au === '' || a.au >= jour));
}

const COLONNES = ['matricule', 'nom', 'prenom', 'categorie', 'profession', 'rpps', 'emploi', 'employeur', 'unite', 'role', 'activite', 'quotite', 'du', 'au', 'habilitations'] as const;

export const ENTETE_AGENTS = `source;numero;${COLONNES.join(';')}`;

/** One line of `agents.csv`: one assignment. */
export function ligneAgent(a: Agent): string {
  return `RH-931;AFF-${a.matricule};${COLONNES.map((c) => a[c]).join(';')}`;
}
