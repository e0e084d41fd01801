import { base, retraits, type EvenementCompte, type Fait } from './fait';

const RECONNAISSANCE = 'reconnaissance_mp';

/** One avis a dossier, the last version. Recognition of a disease is counted apart from the other objects: the report of 2016 gives two figures (IND-002-36 and 37). */
export function faitsAtmp(e: EvenementCompte): Fait[] {
  if (e.type === 'DossierAnnule') return retraits(e, 'atmp', ['avis_atmp', 'avis_mp']);
  if (e.type !== 'AvisRendu') return [];
  const fait = e.objet === RECONNAISSANCE ? 'avis_mp' : 'avis_atmp';
  return [{ ...base(e, 'atmp'), fait, version: e.versionAvis, axe: { objet: e.objet ?? '', risque: e.risque ?? '', conclusion: e.conclusion ?? '' }, jour: e.renduLe, valeur: null }];
}
