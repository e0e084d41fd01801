import { accepter, ajouterJours, echeance, jourLocal, zoneDuDepartement, type Decision } from '@sm/kernel';
import type { CommandeConvocationDe, TypeCommandeConvocation } from './commandes';
import { creneauOccupe, derniereLettre, type EtatConvocation, type Lettre, type RendezVous } from './convocation';
import type { EvenementConvocation, EvenementConvocationDe, TypeEvenementConvocation } from './evenements';
import type { FaitsConvocation } from './faits';
import { refuserConvocation as refuser, type CodeRefusConvocation, type RefusConvocation } from './refus';
import { consequencesDe, delaiJustification, modePrevu, prevenanceJours, REGLE_CONVOCATION } from './regles';
import type { EtatConvocationPour } from './transitions';

export type VerdictConvocation = Decision<EvenementConvocation, CodeRefusConvocation>;

/** A command already admitted by role and status. */
export interface ExamenConvocation<T extends TypeCommandeConvocation> {
  readonly commande: CommandeConvocationDe<T>;
  readonly etat: EtatConvocationPour<T>;
  readonly faits: FaitsConvocation;
}

const fait = <T extends TypeEvenementConvocation>(faits: FaitsConvocation, type: T, prive: EvenementConvocationDe<T>['prive']): EvenementConvocation =>
  ({ type, survenuLe: faits.maintenant.toISOString(), par: faits.acteur.id, prive }) as EvenementConvocation;

/** Why the slot named by the command may not be taken for this dossier, or the appointment it gives. */
function prendre({ creneau, dossier, maintenant }: FaitsConvocation): RendezVous | RefusConvocation {
  if (!creneau) return refuser('creneau-introuvable');
  const { rendezVous, rpps } = creneau;
  if (!creneau.ouvert) return refuser('creneau-ferme');
  if (creneau.convocation !== null) return refuser('creneau-pris');
  if (new Date(rendezVous.debut).getTime() <= maintenant.getTime()) return refuser('creneau-passe');
  if (!modePrevu(rendezVous.mode, rendezVous.jour)) return refuser('mode-non-prevu', { mode: rendezVous.mode, jour: rendezVous.jour });
  if (rpps !== null && dossier.rppsEnConflit.includes(rpps)) return refuser('conflit-interets');
  return rendezVous;
}

const servable = ({ clos, personneId }: FaitsConvocation['dossier']): CodeRefusConvocation | null => (clos ? 'dossier-clos' : personneId === null ? 'personne-non-identifiee' : null);

export function preparer(faits: FaitsConvocation): VerdictConvocation {
  const { dossier } = faits;
  const { personneId } = dossier;
  const code = servable(dossier) ?? (faits.enCours ? 'convocation-en-cours' : null);
  if (code !== null || personneId === null) return refuser(code ?? 'personne-non-identifiee');
  const rendezVous = prendre(faits);
  if ('accepte' in rendezVous) return rendezVous;
  const convocation = { id: faits.nouvelId, dossierId: dossier.id, procedure: dossier.procedure, personneId, unite: dossier.unite };
  return accepter(fait(faits, 'ConvocationPreparee', { convocation, rendezVous }));
}

/** The letter names date, place and consequences of an absence, and leaves the person the time of the rule. */
export function emettre({ etat, faits }: ExamenConvocation<'EmettreConvocation'>): VerdictConvocation {
  const { rendezVous } = etat;
  const code = servable(faits.dossier);
  if (code !== null || rendezVous === null) return refuser(code ?? 'rendez-vous-absent');
  const minimum = prevenanceJours(faits.jour);
  if (ajouterJours(faits.jour, minimum) > rendezVous.jour) return refuser('delai-prevenance-insuffisant', { minimum, jour: rendezVous.jour });
  const consequences = consequencesDe(etat.convocation.procedure, faits.jour);
  return accepter(fait(faits, 'ConvocationEmise', { lettre: { jour: faits.jour, regle: REGLE_CONVOCATION, prevenanceJours: minimum, rendezVous, consequences, preuve: null } }));
}

const lettreDe = (etat: EtatConvocation): Lettre => {
  const lettre = derniereLettre(etat);
  if (!lettre) throw new Error('a convocation sent without a letter');
  return lettre;
};

export function enregistrerPreuve({ commande, etat, faits }: ExamenConvocation<'EnregistrerPreuveEnvoi'>): VerdictConvocation {
  const { jour } = commande.prive;
  if (jour > faits.jour) return refuser('date-future', { champ: 'jour' });
  if (jour < lettreDe(etat).jour) return refuser('date-invalide', { champ: 'jour' });
  return accepter(fait(faits, 'PreuveEnvoiEnregistree', { preuve: commande.prive }));
}

export function enregistrerPresence({ commande, etat, faits }: ExamenConvocation<'EnregistrerPresence'>): VerdictConvocation {
  const { arriveeLe, debutLe, finLe, mode } = commande.prive;
  const [arrivee, debut, fin] = [arriveeLe, debutLe, finLe].map((instant) => new Date(instant)) as [Date, Date, Date];
  if ([arrivee, debut, fin].some((instant) => Number.isNaN(instant.getTime()))) return refuser('date-invalide');
  if (fin.getTime() > faits.maintenant.getTime()) return refuser('date-future', { champ: 'finLe' });
  const jour = jourLocal(debut, zoneDuDepartement(faits.departement));
  if (arrivee.getTime() > debut.getTime() || debut.getTime() > fin.getTime() || jour !== etat.rendezVous.jour) return refuser('presence-incoherente');
  if (!modePrevu(mode, jour)) return refuser('mode-non-prevu', { mode, jour });
  return accepter(fait(faits, 'PersonneExaminee', { presence: { arriveeLe: arrivee.toISOString(), debutLe: debut.toISOString(), finLe: fin.toISOString(), mode, jour } }));
}

/** Opens the delay of the person: only a letter proved to be sent in time lets it run. */
export function constaterAbsence({ etat, faits }: ExamenConvocation<'ConstaterAbsence'>): VerdictConvocation {
  const { rendezVous } = etat;
  if (faits.maintenant.getTime() < new Date(rendezVous.debut).getTime()) return refuser('rendez-vous-a-venir');
  const { preuve, prevenanceJours: minimum } = lettreDe(etat);
  if (preuve === null) return refuser('preuve-envoi-absente');
  if (ajouterJours(preuve.jour, minimum) > rendezVous.jour) return refuser('delai-prevenance-insuffisant', { minimum, jour: rendezVous.jour });
  const justifierAvant = echeance(delaiJustification(faits.jour), faits.jour, { departement: faits.departement });
  if (justifierAvant === null) throw new Error('a delay without length');
  return accepter(fait(faits, 'AbsenceConstatee', { absence: { jour: rendezVous.jour, constateeLe: faits.jour, justifierAvant, presumeeLe: null } }));
}

export function excuser({ commande, etat, faits }: ExamenConvocation<'ExcuserAbsence'>): VerdictConvocation {
  const prevenue = etat.statut === 'emise' && faits.maintenant.getTime() < new Date(etat.rendezVous.debut).getTime();
  return accepter(fait(faits, 'AbsenceExcusee', { excuse: { ...commande.prive, jour: faits.jour, prevenue } }));
}

export function reporter({ commande, etat, faits }: ExamenConvocation<'ReporterConvocation'>): VerdictConvocation {
  const code = servable(faits.dossier);
  if (code !== null) return refuser(code);
  if (commande.prive.creneau === creneauOccupe(etat)) return refuser('creneau-identique');
  const rendezVous = prendre(faits);
  if ('accepte' in rendezVous) return rendezVous;
  return accepter(fait(faits, 'ConvocationReportee', { rendezVous, motif: commande.prive.motif, jour: faits.jour }));
}

export const retirer = ({ faits }: ExamenConvocation<'RetirerRendezVous'>): VerdictConvocation => accepter(fait(faits, 'RendezVousRetire', { jour: faits.jour }));

export const annulerConvocation = ({ commande, faits }: ExamenConvocation<'AnnulerConvocation'>): VerdictConvocation =>
  accepter(fait(faits, 'ConvocationAnnulee', { motif: commande.prive.motif }));

/** The delay of the person is over: a presumption, which a late justification withdraws. */
export function signalerEcheance({ etat, faits }: ExamenConvocation<'SignalerEcheanceConvocation'>): VerdictConvocation {
  if (faits.jour <= etat.absence.justifierAvant) return refuser('echeance-prematuree', { justifierAvant: etat.absence.justifierAvant });
  return accepter(fait(faits, 'AbsencePresumeeInjustifiee', { presumeeLe: faits.jour }));
}
