import { accepter, jourValide } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { note } from '../../moteur/outils';
import { horsAffectation, praticienApte } from '../../moteur/praticien';
import { refuser, type RefusDossier } from '../../moteur/refus';
import type { Etat, RendezVous } from '../dossier';
import { modeAdmis } from '../regles';
import { exigenceDe, fait, type Examen, type Verdict } from './outils';

type Instruit = Extract<Etat, { readonly praticien: unknown }>;

/** A nurse of the service prepares for whoever has the dossier (processes.md §2.3). */
const horsPreparation = (etat: Instruit, faits: Faits): RefusDossier | null => (faits.acteur.roles.includes('ISM') ? null : horsAffectation(etat.praticien, faits));

export function controlerSurPieces({ commande, etat, medical, faits }: Examen<'ControlerSurPieces'>): Verdict {
  const refus = horsPreparation(etat, faits);
  if (refus) return refus;
  const { mode } = commande.prive;
  if (!modeAdmis(mode, faits.jour)) return refuser('mode-non-prevu', { champ: 'mode' });
  return accepter(fait(faits, 'ControleSurPiecesFait', { mode, jour: faits.jour }, note(medical, 'controle', commande.medical.texte)));
}

export function contacterPrescripteur({ commande, etat, medical, faits }: Examen<'ContacterPrescripteur'>): Verdict {
  const refus = horsAffectation(etat.praticien, faits);
  return refus ?? accepter(fait(faits, 'PrescripteurContacte', { jour: faits.jour }, note(medical, 'prescripteur', commande.medical.texte)));
}

export const recevoirReponse = ({ commande, medical, faits }: Examen<'RecevoirReponsePrescripteur'>): Verdict =>
  accepter(fait(faits, 'ReponsePrescripteurRecue', { jour: faits.jour }, note(medical, 'prescripteur', commande.medical.texte)));

/** What the convocation itself says must agree with what the dossier is told; a history keeps no convocation apart. */
function discordante({ convocation }: Faits, attendu: Pick<RendezVous, 'mode' | 'jour'>, ...statuts: readonly string[]): RefusDossier | null {
  if (convocation === undefined) return null;
  const concorde = convocation !== null && convocation.mode === attendu.mode && convocation.jour === attendu.jour && statuts.includes(convocation.statut);
  return concorde ? null : refuser('convocation-discordante');
}

export function convoquer({ commande, faits }: Examen<'Convoquer'>): Verdict {
  const { mode, jour, preuveEnvoi } = commande.prive;
  for (const [champ, date] of Object.entries({ jour, preuveEnvoi })) if (date !== null && !jourValide(date)) return refuser('date-invalide', { champ });
  if (!modeAdmis(mode, faits.jour)) return refuser('mode-non-prevu', { champ: 'mode' });
  if (jour < faits.jour || (preuveEnvoi !== null && preuveEnvoi > jour)) return refuser('chronologie-rompue', { champ: 'jour' });
  return discordante(faits, { mode, jour }, 'preparee', 'emise', 'reportee') ?? accepter(fait(faits, 'AssureConvoque', { rendezVous: { mode, jour, preuveEnvoi } }, null));
}

/** An examination is an act of the practitioner who will give the avis, or of the head of service. */
export function examiner({ commande, etat, medical, faits }: Examen<'Examiner'>): Verdict {
  const { mode, jour } = etat.rendezVous;
  const refus = horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  const apte = praticienApte(exigenceDe(etat), faits);
  if (!apte.accepte) return apte;
  if (faits.jour < jour) return refuser('rendez-vous-a-venir', { jour });
  return discordante(faits, { mode, jour }, 'emise', 'honoree') ?? accepter(fait(faits, 'AssureExamine', { mode, jour: faits.jour }, note(medical, 'examen', commande.medical.texte)));
}

/** Nobody is absent without reason unless the dispatch of the letter is proved (L.315-2 IV CSS), nor before the time to justify it is over. */
export function constaterAbsence({ commande, etat, faits }: Examen<'ConstaterAbsence'>): Verdict {
  const { justifiee } = commande.prive;
  const { mode, jour } = etat.rendezVous;
  if (faits.jour < jour && !justifiee) return refuser('rendez-vous-a-venir', { jour });
  const dite = commande.prive.preuveEnvoi ?? etat.rendezVous.preuveEnvoi;
  if (dite !== null && (!jourValide(dite) || dite > jour)) return refuser('date-invalide', { champ: 'preuveEnvoi' });
  if (justifiee) return accepter(fait(faits, 'AbsenceConstatee', { justifiee, jour: faits.jour, preuveEnvoi: dite }, null));
  if (dite === null || faits.convocation?.preuveEnvoi === false) return refuser('preuve-envoi-absente', { champ: 'preuveEnvoi' });
  return discordante(faits, { mode, jour }, 'absente_injustifiee') ?? accepter(fait(faits, 'AbsenceConstatee', { justifiee, jour: faits.jour, preuveEnvoi: dite }, null));
}
