import { accepter, ajouterJours, jourLocal, jourValide, zoneDuDepartement, ZONE_PARIS } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { CommandeDe, RapportRecu } from '../commandes';
import { finArret, type Demande, type Prescription, type PremierePrescription, type RapportEmployeur } from '../dossier';
import { regleEnVigueur, terme } from '../regles';
import { signauxDePrescription, signauxDeProlongation, signauxDeRapport, unir } from '../signaux';
import { fait, instantRecu, versionsDe, type Examen, type Verdict } from './outils';

const bornee = (jour: string): boolean => jourValide(jour) && jour >= '1900-01-01' && jour <= '2199-12-31';

/** Days of one prescription: they exist, and follow the episode. */
export function prescriptionFausse({ du, au, prescritLe }: Prescription, apresLe: string | null): RefusDossier | null {
  for (const [champ, jour] of Object.entries({ du, au, prescritLe })) if (!bornee(jour)) return refuser('date-invalide', { champ });
  if (au < du || (apresLe !== null && du <= apresLe)) return refuser('prescription-incoherente', { champ: 'du' });
  return null;
}

function episodeFaux({ debut, fin, prescritLe, envoyeLe }: PremierePrescription, prolongations: readonly Prescription[]): RefusDossier | null {
  const premiere = prescriptionFausse({ du: debut, au: fin, prescritLe }, null);
  if (premiere) return premiere;
  if (envoyeLe !== null && (!bornee(envoyeLe) || envoyeLe < prescritLe)) return refuser('date-invalide', { champ: 'envoyeLe' });
  let precedente = debut;
  for (const prolongation of prolongations) {
    const faute = prescriptionFausse(prolongation, precedente);
    if (faute) return faute;
    precedente = prolongation.du;
  }
  return null;
}

/** The report of the employer's control doctor, checked; `recuLe` is the local day of its reception. */
export function lireRapport({ controleLe, conclusion, examenPratique }: RapportRecu, recu: Date, recuLe: string): { readonly accepte: true; readonly rapport: RapportEmployeur } | RefusDossier {
  const controle = new Date(controleLe);
  if (Number.isNaN(controle.getTime())) return refuser('date-invalide', { champ: 'controleLe' });
  if (controle.getTime() > recu.getTime()) return refuser('chronologie-rompue', { champ: 'controleLe' });
  return { accepte: true, rapport: { controleLe: controle.toISOString(), conclusion, examenPratique, recuLe } };
}

/** A control asked by the caisse, or by the employer's doctor, or chosen by a rule whose id and version are kept (TR-000-12). */
function origineFausse({ origine, selection, rapport }: CommandeDe<'EnregistrerDemande'>['prive']): RefusDossier | null {
  if ((origine === 'ciblage' || origine === 'age_arret') && selection === null) return refuser('selection-absente', { champ: 'selection' });
  return origine === 'employeur' && rapport === null ? refuser('rapport-absent', { champ: 'rapport' }) : null;
}

/** Opens the control of one leave episode under the rule of the day of reception. */
export function enregistrerDemande({ prive, medical }: CommandeDe<'EnregistrerDemande'>, faits: Faits): Verdict {
  const recu = instantRecu(prive.recuLe, faits, null);
  if (!recu.accepte) return recu;
  const jourRecu = jourLocal(recu.date, ZONE_PARIS);
  const regle = regleEnVigueur(jourRecu);
  if (!regle) return refuser('regle-absente', { jour: jourRecu });
  const { arret, prolongations } = prive;
  const faute = episodeFaux(arret, prolongations) ?? origineFausse(prive);
  if (faute) return faute;
  const lu = prive.rapport === null ? null : lireRapport(prive.rapport, recu.date, jourRecu);
  if (lu && !lu.accepte) return lu;
  const rapport = lu && lu.rapport;
  const { source, numero, personneId, caisse, uniteId, precedent, canal, risque, origine, selection, prescripteur } = prive;
  const demande: Demande = {
    id: faits.nouvelId, procedure: 'arret', source, numero, personneId, caisse, uniteOrigine: uniteId, recuLe: recu.iso, jourRecu, regle: regle.version, repris: faits.repris === true,
    canal, risque, origine, selection, prescripteur, precedent, ...arret,
  };
  const signaux = unir(signauxDePrescription(arret), [...prolongations.flatMap(signauxDeProlongation), ...(rapport ? signauxDeRapport(rapport, recu.date) : [])]);
  return accepter(fait(faits, 'DemandeRecue', { demande, prolongations, rapport, signaux, versions: versionsDe({ demande }, faits) }, medical, recu.iso));
}

export const identifierPersonne = ({ commande, faits }: Examen<'IdentifierPersonne'>): Verdict =>
  accepter(fait(faits, 'PersonneIdentifiee', { personneId: commande.prive.personneId, jour: faits.jour }, null));

export function recevoirRapport({ commande, faits }: Examen<'RecevoirRapportEmployeur'>): Verdict {
  const lu = lireRapport(commande.prive, faits.maintenant, faits.jour);
  return lu.accepte ? accepter(fait(faits, 'RapportEmployeurRecu', { rapport: lu.rapport, signaux: signauxDeRapport(lu.rapport, faits.maintenant) }, null)) : lu;
}

export function prolongerArret({ commande, etat, faits }: Examen<'ProlongerArret'>): Verdict {
  const { du, au, prescritLe } = commande.prive;
  const prescription = { du, au, prescritLe };
  const derniere = etat.prolongations.at(-1)?.du ?? etat.demande.debut;
  // A gap makes another episode: one dossier is the control of one.
  const faute = prescriptionFausse(prescription, derniere) ?? (du > ajouterJours(finArret(etat), 1) ? refuser('prescription-incoherente', { champ: 'du' }) : null);
  if (faute) return faute;
  if (prescritLe > faits.jour) return refuser('date-future', { champ: 'prescritLe' });
  return accepter(fait(faits, 'ArretProlonge', { prescription, signaux: signauxDeProlongation(prescription) }, null));
}

/** Within ten jours francs of the decision, payment resumes only after the avis of the service (L.323-7 CSS); later, it is another episode. */
export function recevoirNouvellePrescription({ commande, etat, faits }: Examen<'RecevoirNouvellePrescription'>): Verdict {
  const { du, au, prescritLe, prescripteur } = commande.prive;
  const prescription = { du, au, prescritLe };
  const faute = prescriptionFausse(prescription, null);
  if (faute) return faute;
  if (prescritLe > faits.jour) return refuser('date-future', { champ: 'prescritLe' });
  const { jour, limiteNouvellePrescription } = etat.decision;
  if (prescritLe < jour) return refuser('chronologie-rompue', { champ: 'prescritLe' });
  const limite = terme('avis_prealable', faits.jour, faits.departement ?? '');
  if (limite === null || limiteNouvellePrescription === null || prescritLe > limiteNouvellePrescription) return refuser('prescription-hors-delai', { limite: limiteNouvellePrescription });
  const attente = { cause: 'nouvelle_prescription', le: faits.jour, limite } as const;
  return accepter(fait(faits, 'NouvellePrescriptionRecue', { prescription, prescripteur, attente, signaux: signauxDeProlongation(prescription) }, null));
}

/** Local day of an instant at the unit in charge. */
export const jourDe = (date: Date, { departement }: Faits): string => jourLocal(date, zoneDuDepartement(departement ?? ''));

export const annuler = ({ commande, faits }: Examen<'Annuler'>): Verdict => accepter(fait(faits, 'DossierAnnule', { motif: commande.prive.motif }, null));
