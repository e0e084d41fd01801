import { encoder } from '@sm/contracts';
import type { LigneJournal } from '@sm/platform';

export const TOPIC_PERSONNE = 'sm.repertoire.personne.v1';

/** What the journal and the public messages may say of a person: no number, no name. */
export interface Rattachement {
  readonly id: string;
  readonly unite: number;
  readonly version: number;
  readonly caisse: string;
  readonly departement: string;
}

const ligne = (p: Rattachement, type: string, survenuLe: Date, prive: object, message: Uint8Array | null): LigneJournal => ({
  topic: TOPIC_PERSONNE, dossier: p.id, version: p.version, unite: p.unite, type, survenuLe, prive, public: message,
});

const rattachement = ({ id, caisse, departement }: Rattachement) => ({ personneId: id, caisse, departement });

export const personneEnregistree = (p: Rattachement, prive: object, le: Date): LigneJournal =>
  ligne(p, 'PersonneEnregistree', le, { caisse: p.caisse, departement: p.departement, ...prive }, encoder(TOPIC_PERSONNE, 'PersonneEnregistree', rattachement(p)));

export const personneModifiee = (p: Rattachement, prive: object, le: Date): LigneJournal =>
  ligne(p, 'PersonneModifiee', le, { caisse: p.caisse, departement: p.departement, ...prive }, encoder(TOPIC_PERSONNE, 'PersonneModifiee', rattachement(p)));

/** On the survivor: from now on the absorbed id is an alias of it. */
export const personnesFusionnees = (p: Rattachement, absorbee: string, prive: object, le: Date): LigneJournal =>
  ligne(p, 'PersonnesFusionnees', le, { absorbee, ...prive }, encoder(TOPIC_PERSONNE, 'PersonnesFusionnees', { ...rattachement(p), absorbeeId: absorbee }));

/** History of one person that concerns nobody else: `PersonneAbsorbee`, `NumeroAttache`, `IdentiteLue`. */
export const faitPrive = (p: Pick<Rattachement, 'id' | 'unite' | 'version'>, type: 'PersonneAbsorbee' | 'NumeroAttache' | 'IdentiteLue', prive: object, le: Date): LigneJournal =>
  ligne({ ...p, caisse: '', departement: '' }, type, le, prive, null);
