import { Canal, NatureDemande, TypeDossier, encoder } from '@sm/contracts';
import type { LigneJournal } from '@sm/platform';
import type { CodeProcedure, DossierBase, EtatBase, EvenementBase } from '@sm/prestations-domaine';
import { publierAld } from './ald.events';
import { publierArret } from './arret.events';
import { publierAtmp } from './atmp.events';
import { MOTEURS } from './procedures';
import { TOPIC, type Message, type Tete } from './publication';

/** What a procedure publishes of its events; method signature, so that each keeps its closed types inside. */
interface Publication {
  readonly type: TypeDossier;
  publier(e: EvenementBase, etat: EtatBase, tete: Tete): Message | null;
}

const PUBLICATIONS: Readonly<Record<CodeProcedure, Publication>> = {
  ald: { type: TypeDossier.ALD, publier: publierAld },
  arret: { type: TypeDossier.ARRET, publier: publierArret },
  atmp: { type: TypeDossier.ATMP, publier: publierAtmp },
};

/** What every public message about a dossier repeats; its procedure alone knows nature and channel. */
export const tete = ({ demande, uniteEnCharge }: EtatBase, departement: string): Tete => ({
  dossierId: demande.id,
  typeDossier: PUBLICATIONS[demande.procedure].type,
  nature: NatureDemande.UNSPECIFIED,
  canal: Canal.UNSPECIFIED,
  uniteOrigine: demande.uniteOrigine,
  unite: uniteEnCharge,
  caisse: demande.caisse,
  departement,
  recuLe: demande.jourRecu,
  repris: demande.repris,
});

/** Type and bytes of what an event tells the other services; the event's own type and null when it tells them nothing. */
export function messagePublic(e: EvenementBase, etat: EtatBase, departement: string): { readonly type: string; readonly octets: Uint8Array | null } {
  const message = PUBLICATIONS[etat.demande.procedure].publier(e, etat, tete(etat, departement));
  return message ? { type: message.type, octets: encoder(TOPIC, message.type, message.donnees as never) } : { type: e.type, octets: null };
}

/** How the medical part of the event of a version is sealed; null stays null. */
export type Sceller = (version: number, medical: EvenementBase['medical']) => Uint8Array | null;

/** Administrative state after each event. */
export function etatsApres(evenements: readonly EvenementBase[], avant: DossierBase | null): EtatBase[] {
  let dossier = avant;
  const [premier] = evenements;
  const procedure = avant?.etat.demande.procedure ?? (premier?.prive as { demande?: { procedure?: CodeProcedure } } | undefined)?.demande?.procedure;
  if (!procedure) throw new Error('first event without its request');
  return evenements.map((e) => (dossier = MOTEURS[procedure].appliquer(dossier, e)).etat);
}

/** Journal rows of events, in order, each with the message it makes public; `etats` are the states they lead to. */
export function lignesJournal(evenements: readonly EvenementBase[], etats: readonly EtatBase[], versionAvant: number, departement: string, sceller: Sceller): LigneJournal[] {
  return evenements.map((e, i) => {
    const etat = etats[i]!;
    const version = versionAvant + i + 1;
    const message = messagePublic(e, etat, departement);
    return {
      topic: TOPIC, dossier: etat.demande.id, version, unite: etat.uniteEnCharge, type: message.type, survenuLe: new Date(e.survenuLe),
      prive: { type: e.type, par: e.par, repris: e.repris, prive: e.prive }, medical: sceller(version, e.medical), public: message.octets,
    };
  });
}
