import { avisEnVigueur, commandesPossibles, type ActeurDuJour, type Etat, type Notification, type Statut, type TypeCommande } from '@sm/prestations-domaine';

/** What the caisse may read of an avis: its conclusion, never its author nor its reasons (R.4127-104 CSP). */
interface ConclusionCaisse {
  readonly version: number;
  readonly sens: string;
  readonly debut: string | null;
  readonly fin: string | null;
}

interface Tete {
  readonly id: string;
  readonly version: number;
  readonly unite: string;
  readonly commandesPossibles: readonly TypeCommande[];
}

export type VueCaisse = Tete & Pick<Etat['demande'], 'source' | 'numero' | 'nature' | 'canal' | 'regime' | 'caisse' | 'recuLe' | 'jourRecu'> & {
  readonly statut: Statut;
  readonly personne: string | null;
  readonly avis: ConclusionCaisse | null;
  /** With the remedy that the notice must name: without it the delay does not run (R.142-1-A III CSS). */
  readonly decision: Pick<Notification, 'sens' | 'versionAvis' | 'jour' | 'recours'> | null;
  readonly exoneration: { readonly debut: string; readonly fin: string } | null;
  readonly protocoleSigneLe: string | null;
  readonly completLe: string | null;
};
export type VueService = Tete & Etat;

/** Whoever holds a fund role in the unit sees as the caisse, whatever else they hold (processes.md §2.2). */
export const estCaisse = (roles: ActeurDuJour['roles']): boolean => roles.includes('CAISSE');

/** How an avis is being made is not the caisse's business: an admissible request stays so until there is one (processes.md §2.2). */
export const STATUTS_INSTRUCTION: readonly Statut[] = ['recevable', 'affectee', 'complement_demande', 'second_avis_demande'];
export const statutCaisse = (statut: Statut): Statut => (STATUTS_INSTRUCTION.includes(statut) ? 'recevable' : statut);

function vueCaisse(tete: Tete, etat: Etat): VueCaisse {
  const { source, numero, nature, canal, regime, caisse, recuLe, jourRecu, personneId } = etat.demande;
  const avis = avisEnVigueur(etat);
  const decision = 'decision' in etat ? etat.decision : null;
  return {
    ...tete, statut: statutCaisse(etat.statut), source, numero, nature, canal, regime, caisse, recuLe, jourRecu, personne: personneId,
    avis: avis && { version: avis.version, sens: avis.sens, debut: avis.debut, fin: avis.fin },
    decision: decision && { sens: decision.sens, versionAvis: decision.versionAvis, jour: decision.jour, recours: decision.recours },
    exoneration: 'exoneration' in etat ? { debut: etat.exoneration.debut, fin: etat.exoneration.fin } : null,
    protocoleSigneLe: 'protocoleSigneLe' in etat ? etat.protocoleSigneLe : null,
    completLe: 'completLe' in etat ? etat.completLe : null,
  };
}

/** Administrative view of a dossier for these roles; nothing medical is in the state it is made from. */
export function vueDossier(etat: Etat, version: number, unite: string, roles: ActeurDuJour['roles']): VueService | VueCaisse {
  const tete: Tete = { id: etat.demande.id, version, unite, commandesPossibles: commandesPossibles(etat, roles) };
  return estCaisse(roles) ? vueCaisse(tete, etat) : { ...etat, ...tete };
}

/** Acts whose existence the caisse may know; the others would tell it how the avis was made. */
const VISIBLES_CAISSE: ReadonlySet<string> = new Set([
  'DemandeRecue', 'DemandeJugeeRecevable', 'DemandeJugeeIncomplete', 'DemandeJugeeIrrecevable', 'PiecesRecues', 'AvisRendu', 'AvisRemplace', 'DecisionNotifiee', 'RecoursEnregistre',
  'ProtocoleSigne', 'ExonerationOuverte', 'ExonerationTerminee', 'DossierAnnule',
]);

/** Acts of a chronology that these roles may see; null = all of them. */
export const actesVisibles = (roles: ActeurDuJour['roles']): readonly string[] | null => (estCaisse(roles) ? [...VISIBLES_CAISSE] : null);
