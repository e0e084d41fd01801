import { ActeDelegue, type Donnees, type Evenement } from '@sm/contracts';
import type { Absence, ActeDelegable, Conflit, Delegation, Jour, ObjetConflit } from '@sm/kernel';

type Topic = 'sm.organisation.empechement.v1';
type Objet = Donnees<Topic, 'ConflitPublie'>['objet'];

/** What a copy keeps: of which kind, and its state; `retire` when it no longer stands. */
export type Empechement =
  | { readonly genre: 'delegation'; readonly retire: boolean; readonly donnees: Delegation }
  | { readonly genre: 'absence'; readonly retire: boolean; readonly donnees: Absence }
  | { readonly genre: 'conflit'; readonly retire: boolean; readonly donnees: Conflit };

const ACTES: readonly [ActeDelegable, ActeDelegue][] = [['avis.rendre', ActeDelegue.RENDRE_AVIS], ['dossier.affecter', ActeDelegue.AFFECTER]];
const OBJETS: readonly [ObjetConflit['genre'], NonNullable<NonNullable<Objet>['case']>][] = [['personne', 'personneId'], ['professionnel', 'rpps'], ['structure', 'finess'], ['caisse', 'caisse']];

const fin = (au: Jour | null): { au: string } | Record<string, never> => (au === null ? {} : { au });

/** One delegation, as published on `sm.organisation.empechement.v1`; its written reference stays at home. */
export const delegationPubliee = (d: Delegation, retiree = false): Donnees<Topic, 'DelegationPubliee'> => ({
  id: d.id, version: d.version, delegantId: d.delegantId, delegataireId: d.delegataireId, uniteId: d.uniteId,
  actes: ACTES.filter(([acte]) => d.actes.includes(acte)).map(([, publie]) => publie), genres: [...d.genres], du: d.du, au: d.au, retiree,
});

/** One absence: dates only, never its reason. */
export const absencePubliee = (a: Absence, retiree = false): Donnees<Topic, 'AbsencePubliee'> => ({ id: a.id, acteurId: a.acteurId, du: a.du, retiree, ...fin(a.au) });

/** One declared conflict: with whom or what, never why. */
export function conflitPublie(c: Conflit, retire = false): Donnees<Topic, 'ConflitPublie'> {
  const cas = OBJETS.find(([genre]) => genre === c.objet.genre)?.[1];
  return { id: c.id, acteurId: c.acteurId, objet: { case: cas, value: c.objet.ref } as Objet, du: c.du, retire, ...fin(c.au) };
}

function objetDe(objet: Objet): ObjetConflit | null {
  const genre = OBJETS.find(([, cas]) => cas === objet?.case)?.[0];
  return genre && objet?.value !== undefined ? { genre, ref: objet.value } : null;
}

/** State told by a message; null when it is of a kind unknown here. */
export function empechementDepuis(e: Evenement<Topic>): Empechement | null {
  switch (e.type) {
    case 'DelegationPubliee': {
      const { actes, retiree, ...d } = e.donnees;
      const connus = ACTES.filter(([, publie]) => actes.includes(publie)).map(([acte]) => acte);
      const { id, version, delegantId, delegataireId, uniteId, genres, du, au } = d;
      return { genre: 'delegation', retire: retiree, donnees: { id, version, delegantId, delegataireId, uniteId, actes: connus, genres, du, au } };
    }
    case 'AbsencePubliee': {
      const { id, acteurId, du, au, retiree } = e.donnees;
      return { genre: 'absence', retire: retiree, donnees: { id, acteurId, du, au: au ?? null } };
    }
    case 'ConflitPublie': {
      const { id, acteurId, du, au, retire } = e.donnees;
      const objet = objetDe(e.donnees.objet);
      return objet ? { genre: 'conflit', retire, donnees: { id, acteurId, objet, du, au: au ?? null } } : null;
    }
    default:
      return null;
  }
}
