import { base, retraits, type EvenementCompte, type Fait } from './fait';

/** One avis a control, the last version; one notice received once. Counting each by its risk makes the totals divisible (IND-002-33 to 35). */
export function faitsArret(e: EvenementCompte): Fait[] {
  switch (e.type) {
    case 'AvisRendu':
      return [{ ...base(e, 'arret'), fait: 'avis_arret', version: e.versionAvis, axe: { risque: e.risque ?? '', mode: e.mode ?? '', conclusion: e.conclusion ?? '' }, jour: e.renduLe, valeur: null }];
    case 'AvisArretRecu':
      return [{ ...base(e, 'arret'), fait: 'notice_arret', version: 1, axe: { risque: e.risque, canal: e.canal, nature: e.nature }, jour: e.recuLe, valeur: null }];
    case 'DossierAnnule':
      return retraits(e, 'arret', ['avis_arret']);
    case 'DemandeRecue':
      return [];
  }
}
