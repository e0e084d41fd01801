import { texteDuJour, type Jour } from './calendrier';
import { rppsDuProfessionnel } from './professionnels';
import { SERVICE } from './vivant-personnel';

export const ENTETE_MESURES = 'source;numero;genre;matricule;unite;du;au;motif;autre;actes;genres;role;quotite;objet;reference';

type Champs = Partial<Record<'motif' | 'autre' | 'actes' | 'genres' | 'role' | 'quotite' | 'objet' | 'reference', string>>;

/** Invented measures around the day of the portfolio: two delegations, an absence with urgent work left behind, an interim to come, two conflicts of interest. */
export function lignesMesures(depart: Jour): string[] {
  let rang = 0;
  const ligne = (genre: string, matricule: string, du: number, au: number | null, c: Champs): string => [
    `MESURES-931-${texteDuJour(depart)}`, `M-${++rang}`, genre, matricule, SERVICE, texteDuJour(depart + du), au === null ? '' : texteDuJour(depart + au),
    c.motif ?? '', c.autre ?? '', c.actes ?? '', c.genres ?? '', c.role ?? '', c.quotite ?? '', c.objet ?? '', c.reference ?? '',
  ].join(';');
  return [
    ligne('delegation', '931002', 0, 180, { autre: '931038', actes: 'avis.rendre', genres: 'ald', reference: 'NS 931-14' }),
    ligne('delegation', '931001', 0, 90, { autre: '931023', actes: 'dossier.affecter', reference: 'NS 931-15' }),
    ligne('absence', '931016', -3, 11, { motif: 'conge' }),
    ligne('interim', 'S931001', 12, 26, { autre: '931001', role: 'MCCS', quotite: '0,2', reference: 'NS 931-16' }),
    ligne('conflit', '931023', 0, null, { motif: 'famille', objet: `professionnel:${rppsDuProfessionnel(12)}` }),
    ligne('conflit', 'S931001', 0, null, { motif: 'ancien_employeur', objet: 'caisse:921' }),
  ];
}
