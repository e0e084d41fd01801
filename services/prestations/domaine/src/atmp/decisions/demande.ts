import { accepter, jourLocal, jourValide, zoneDuDepartement } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { refuser } from '../../moteur/refus';
import { appliquerEtat } from '../appliquer';
import type { CommandeDe, PieceDeclaree } from '../commandes';
import type { Demande, Etat, PieceRecue } from '../dossier';
import type { Evenement } from '../evenements';
import { regleEnVigueur } from '../regles';
import type { Manque } from '../vocabulaire';
import { fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

const datees = (pieces: readonly PieceDeclaree[], jour: string): readonly PieceRecue[] => pieces.map((piece) => ({ ...piece, recuLe: piece.recuLe ?? jour }));

const jourRefuse = (pieces: readonly PieceRecue[], jour: string): boolean => pieces.some(({ recuLe }) => !jourValide(recuLe) || recuLe < '1900-01-01' || recuLe > jour);

/** Opens a dossier under the rule of the day of reception. */
export function enregistrerDemande({ prive, medical }: CommandeDe<'EnregistrerDemande'>, faits: Faits): Verdict {
  const { recuLe, uniteId, pieces: declarees, declareLe, ...dit } = prive;
  const recu = new Date(recuLe);
  if (Number.isNaN(recu.getTime())) return refuser('date-invalide', { champ: 'recuLe' });
  if (recu.getTime() > faits.maintenant.getTime()) return refuser('date-future', { champ: 'recuLe' });
  const departement = faits.departement ?? '';
  const jourRecu = jourLocal(recu, zoneDuDepartement(departement));
  const regle = regleEnVigueur(jourRecu);
  if (!regle) return refuser('regle-absente', { jour: jourRecu });
  const jour = jourLocal(faits.maintenant, zoneDuDepartement(departement));
  if (dit.dateFait !== null && dit.dateFait > jourRecu) return refuser('date-future', { champ: 'dateFait' });
  if (declareLe !== null && declareLe > jour) return refuser('date-future', { champ: 'declareLe' });
  const pieces = datees(declarees, jourRecu);
  if (jourRefuse(pieces, jour)) return refuser('date-invalide', { champ: 'pieces' });
  const survenuLe = recu.toISOString();
  const demande: Demande = {
    ...dit, id: faits.nouvelId, procedure: 'atmp', uniteOrigine: uniteId, declareLe: declareLe ?? jourRecu, lesions: medical.lesions.length, departement,
    recuLe: survenuLe, jourRecu, regle: regle.version, repris: faits.repris === true,
  };
  return accepter(fait(faits, 'DemandeRecue', { demande, pieces }, medical, survenuLe));
}

/** Documents of the caisse's clock: those missing, and those held with their dates. */
function pieces(etat: Etat): { readonly manques: readonly Manque[]; readonly tenues: readonly PieceRecue[] } {
  const { demande } = etat;
  const manques: Manque[] = [];
  const tenues: PieceRecue[] = [];
  for (const exigee of regleDe(etat).pieces) {
    if (!exigee.objets.includes(demande.objet) || (exigee.si && !demande[exigee.si])) continue;
    const [premiere] = etat.pieces.filter(({ piece }) => piece === exigee.piece).sort((a, b) => (a.recuLe < b.recuLe ? -1 : 1));
    if (premiere) tenues.push(premiere);
    else manques.push(exigee.manque);
  }
  return { manques, tenues };
}

/** The caisse's clock starts on the day the last required document is held; what the service médical misses besides does not hold it back. */
function juger(etat: Etat, faits: Faits): readonly Evenement[] {
  const { manques, tenues } = pieces(etat);
  const { demande, instruction } = etat;
  const versions = versionsDe(etat, faits);
  const completLe = instruction.completLe ?? (manques.length > 0 ? null : tenues.reduce((jour, { recuLe }) => (recuLe > jour ? recuLe : jour), ''));
  const evenements: Evenement[] = [];
  if (instruction.completLe === null && completLe !== null) evenements.push(fait(faits, 'DeclarationComplete', { completLe, preuves: tenues, versions }));
  const autres: Manque[] = [...(demande.objet !== 'maladie' && demande.lesions === 0 ? (['lesion'] as const) : []), ...(demande.personneId === null ? (['identite'] as const) : [])];
  const tous = [...(completLe === null ? manques : []), ...autres];
  if (tous.length > 0 || completLe === null) return [...evenements, fait(faits, 'DeclarationJugeeIncomplete', { manques: tous })];
  const initial: readonly Evenement[] = demande.precedent === null ? [] : [fait(faits, 'LienSouleve', { procedure: 'rechute', dossierLie: demande.precedent })];
  return [...evenements, fait(faits, 'DeclarationJugeeRecevable', { completLe, versions }), ...initial];
}

const verdict = ([premier, ...suite]: readonly Evenement[]): Verdict => (premier ? accepter(premier, ...suite) : refuser('piece-absente'));

export const controlerCompletude = ({ etat, faits }: Examen<'ControlerCompletude'>): Verdict => verdict(juger(etat, faits));

/** Checked again at once: the caisse's clock may not wait for somebody to look. */
export function recevoirPieces({ commande: { prive, medical }, etat, faits }: Examen<'RecevoirPieces'>): Verdict {
  const { personneId, examensRequis } = prive;
  if (prive.pieces.length === 0 && personneId === null && examensRequis === null && medical === null) return refuser('piece-absente');
  const recues = datees(prive.pieces, faits.jour);
  if (jourRefuse(recues, faits.jour)) return refuser('date-invalide', { champ: 'pieces' });
  const recu = fait(faits, 'PiecesRecues', { pieces: recues, personneId, examensRequis, lesions: medical ? medical.lesions.length : null }, medical);
  return accepter(recu, ...juger(appliquerEtat(etat, recu as Exclude<Evenement, { type: 'DemandeRecue' }>), faits));
}

export const declarerIrrecevable = ({ commande, faits }: Examen<'DeclarerIrrecevable'>): Verdict => accepter(fait(faits, 'DeclarationJugeeIrrecevable', { motif: commande.prive.motif }));

export const annuler = ({ commande, faits }: Examen<'Annuler'>): Verdict => accepter(fait(faits, 'DossierAnnule', { motif: commande.prive.motif }));
