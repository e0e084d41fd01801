import { jour, texteDuJour, type Jour } from './calendrier';
import { Hasard } from './hasard';
import { rppsInvente } from './identifiants';
import { nomDeFamille, prenom } from './noms';
import { ligneAgent, personnel, type Agent } from './personnel';

/** The service of the caisse that took over the échelon (décret 2025-599): same perimeter, hence the same unit. */
export const SERVICE = 'SCM-931';
export const REPRIS_LE = '2025-10-01';
const VEILLE_REPRISE = '2025-09-30';

/** Who was at the échelon in 2016 and still works there, beside those drawn: practitioners with their share of today's work, and whoever has a card. */
const RESTES: Readonly<Record<string, number>> = {
  931001: 0, 931002: 2.1, 931005: 1.6, 931009: 1.3, 931012: 1.05, 931016: 0.7, 931022: 0.35, 931023: 1.2, 931033: 0, 931038: 0, 931047: 0, 931066: 1.4, 931070: 1.1, 931081: 0.8,
};
const PART_RESTES = 0.5;

type Arrivee = Pick<Agent, 'emploi' | 'role' | 'profession' | 'activite' | 'habilitations' | 'quotite' | 'charge'>;
const AVIS = 'ald|arret|at_mp|invalidite|accord_prealable';
const medecin = (charge: number, quotite = 1): Arrivee => ({ emploi: 'Médecin-conseil', role: 'MC', profession: 'medecin', activite: 'CPR', habilitations: AVIS, quotite, charge });
const technicien = (charge: number): Arrivee => ({ emploi: 'Technicien du service médical', role: 'TSM', profession: '', activite: 'CPR', habilitations: '', quotite: 1, charge });

/** Those who came with the transfer, in the order of their numbers. */
const ARRIVEES: readonly Arrivee[] = [
  medecin(1.75), medecin(0.9), medecin(0.55, 0.6), medecin(0.25, 0.5), technicien(1.3), technicien(0.9), technicien(0.6),
  { emploi: 'Infirmier du service médical', role: 'ISM', profession: 'infirmier', activite: 'CPR', habilitations: '', quotite: 1, charge: 0 },
  { emploi: "Conseiller service de l'Assurance Maladie", role: 'CSAM', profession: '', activite: '*', habilitations: '', quotite: 1, charge: 0 },
  { emploi: 'Gestionnaire des prestations', role: 'CAISSE', profession: '', activite: 'CPR', habilitations: '', quotite: 1, charge: 0 },
];

function arrivants(h: Hasard): Agent[] {
  return ARRIVEES.map((a, i) => {
    const praticien = a.profession === 'medecin';
    return {
      ...a, matricule: `S931${String(i + 1).padStart(3, '0')}`, nom: nomDeFamille(h), prenom: prenom(h, h.vrai(0.6)), categorie: praticien ? 'praticien' : 'administratif',
      rpps: praticien ? rppsInvente(32, i + 1) : '', employeur: 'CPAM-931', unite: SERVICE, du: REPRIS_LE, au: '',
    };
  });
}

/** An assignment of the staff as it stands after the transfer; `avant` is what the file of 2016 says of the person, closed. */
export interface Effectif {
  /** In post at the service today. */
  readonly presents: readonly Agent[];
  /** Former assignments with the day on which they end. */
  readonly anciens: readonly Agent[];
}

function depart(h: Hasard): string {
  return texteDuJour(h.entier(jour('2017-03-31'), jour(VEILLE_REPRISE)));
}

/** The staff of the service: part of those of 2016, under their numbers, and those who came since. The same on every day and for every seed. */
export function effectif(): Effectif {
  const h = Hasard.de(931, 'personnel-vivant');
  const [presents, anciens]: [Agent[], Agent[]] = [[], []];
  for (const a of personnel()) {
    if (a.unite !== 'ELSM-931' || a.role === 'CAISSE' || a.au !== '') continue;
    const nomme = RESTES[a.matricule] !== undefined;
    const reste = nomme || (a.role !== 'MC' && h.vrai(PART_RESTES));
    anciens.push({ ...a, au: reste ? VEILLE_REPRISE : depart(h) });
    if (reste) presents.push({ ...a, unite: SERVICE, employeur: 'CPAM-931', du: REPRIS_LE, charge: RESTES[a.matricule] ?? 0 });
  }
  return { presents: [...presents, ...arrivants(h)], anciens };
}

/** Lines of the file: former assignments as they were named in 2016, now with their end, then those of today. */
export function lignesEffectif({ presents, anciens }: Effectif): string[] {
  return [...anciens.map(ligneAgent), ...presents.map((a) => `RH-SCM-931;${ligneAgent(a).slice(ligneAgent(a).indexOf(';') + 1)}`)];
}

export interface Intervenant {
  readonly sub: string;
  readonly rpps: string;
  readonly charge: number;
  readonly du: Jour;
}

/** Those who share a work by unequal loads, each from the day on which they came. */
export class Tableau {
  readonly tous: readonly Intervenant[];

  constructor(agents: readonly Agent[], anciennete: ReadonlyMap<string, string>) {
    this.tous = agents.filter((a) => a.charge > 0).map((a) => ({ sub: `agent:${a.matricule}`, rpps: a.rpps, charge: a.charge, du: jour(anciennete.get(a.matricule) ?? a.du) }));
  }

  /** Somebody in post on day `j`, other than `exclus`. Throws when there is nobody. */
  tirer(j: Jour, h: Hasard, exclus: readonly string[] = []): Intervenant {
    const presents = this.tous.filter((a) => a.du <= j && !exclus.includes(a.sub));
    if (presents.length === 0) throw new Error(`personne en poste le ${texteDuJour(j)}`);
    return h.pondere(presents, presents.map((a) => a.charge));
  }
}

export interface Service {
  readonly unite: string;
  readonly caisse: string;
  readonly medecins: Tableau;
  readonly techniciens: Tableau;
  /** Head of service, who assigns; null where the unit has none. */
  readonly chef: string | null;
}

/** Who works on the dossiers of the service: the stable code of its unit names it in the files. */
export function service931({ presents, anciens }: Effectif): Service {
  const depuis = new Map(anciens.map((a) => [a.matricule, a.du]));
  const roles = (role: string): readonly Agent[] => presents.filter((a) => a.role === role);
  const chef = roles('MCCS')[0];
  if (!chef) throw new Error('aucun médecin chef de service');
  return { unite: 'ELSM-931', caisse: '931', medecins: new Tableau(roles('MC'), depuis), techniciens: new Tableau(roles('TSM'), depuis), chef: `agent:${chef.matricule}` };
}

/** A neighbouring service, with the one practitioner and the one technician of the sample. */
export function serviceVoisin(caisse: string): Service {
  const siens = personnel().filter((a) => a.unite === `ELSM-${caisse}`).map((a) => ({ ...a, charge: 1 }));
  const role = (r: string): Tableau => new Tableau(siens.filter((a) => a.role === r), new Map());
  return { unite: `ELSM-${caisse}`, caisse, medecins: role('MC'), techniciens: role('TSM'), chef: null };
}
