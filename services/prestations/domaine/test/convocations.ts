import type { CodeRole } from '@sm/kernel';
import { appliquerConvocation, deciderConvocation, type CommandeConvocation, type CreneauLu, type EtatConvocation, type EvenementConvocation, type FaitsConvocation, type RendezVous } from '../src';

type ActeurConvocation = FaitsConvocation['acteur'];
const acteur = (id: string, roles: readonly CodeRole[]): ActeurConvocation => ({ id, genre: 'agent', roles });

/** Invented people. */
export const QUI = {
  technicienne: acteur('agent:tsm', ['TSM']),
  conseil: acteur('agent:mc', ['MC']),
  chef: acteur('agent:mccs', ['MCCS']),
  caisse: acteur('agent:caisse', ['CAISSE']),
  double: acteur('agent:double', ['MC', 'CAISSE']),
  systeme: { id: 'systeme:horloge', genre: 'systeme', roles: [] },
} as const satisfies Record<string, ActeurConvocation>;

export const rendezVous = (jour = '2026-04-02', reste: Partial<RendezVous> = {}): RendezVous => ({
  creneau: `c-${jour}`, unite: 93, praticien: 'agent:mc', lieu: { site: 'BOBIGNY', salle: 'S1' }, mode: 'sur_personne', debut: `${jour}T07:00:00.000Z`, dureeMinutes: 30, jour, heure: '09:00', ...reste,
});

export const creneau = (jour = '2026-04-02', reste: Partial<CreneauLu> = {}): CreneauLu => ({ rendezVous: rendezVous(jour), ouvert: true, convocation: null, rpps: '10000000017', ...reste });

export const faitsA = (instant: string, qui: ActeurConvocation = QUI.technicienne, reste: Partial<FaitsConvocation> = {}): FaitsConvocation => ({
  maintenant: new Date(instant), jour: instant.slice(0, 10), departement: '93', acteur: qui, nouvelId: 'v-1', enCours: false, creneau: null,
  dossier: { id: 'd-1', procedure: 'arret', unite: 93, personneId: 'p-1', clos: false, rppsEnConflit: ['10000123454'] }, ...reste,
});

export const C = {
  preparer: (jour = '2026-04-02'): CommandeConvocation => ({ type: 'PreparerConvocation', prive: { dossierId: 'd-1', creneau: `c-${jour}` } }),
  emettre: { type: 'EmettreConvocation', prive: {} },
  prouver: (jour = '2026-03-16', mode: 'recommande' | 'lettre_simple' = 'recommande'): CommandeConvocation => ({ type: 'EnregistrerPreuveEnvoi', prive: { mode, jour, numeroSuivi: '1A00112233445' } }),
  presence: (jour = '2026-04-02'): CommandeConvocation => ({
    type: 'EnregistrerPresence', prive: { arriveeLe: `${jour}T08:55:00+02:00`, debutLe: `${jour}T09:05:00+02:00`, finLe: `${jour}T09:25:00+02:00`, mode: 'sur_personne' },
  }),
  absence: { type: 'ConstaterAbsence', prive: {} },
  excuse: { type: 'ExcuserAbsence', prive: { motif: 'medical', pieces: 1 } },
  reporter: (jour: string): CommandeConvocation => ({ type: 'ReporterConvocation', prive: { creneau: `c-${jour}`, motif: 'demande_assure' } }),
  retirer: { type: 'RetirerRendezVous', prive: {} },
  annuler: { type: 'AnnulerConvocation', prive: { motif: 'sans_objet' } },
  echeance: { type: 'SignalerEcheanceConvocation', prive: { nature: 'justification' } },
} as const satisfies Record<string, CommandeConvocation | ((...a: never[]) => CommandeConvocation)>;

export type PasConvocation = readonly [CommandeConvocation, FaitsConvocation];

/** A convocation brought to a point by accepted commands; throws when one is refused. */
export function jouer(...pas: readonly PasConvocation[]): { readonly etat: EtatConvocation; readonly evenements: readonly EvenementConvocation[] } {
  const evenements: EvenementConvocation[] = [];
  let etat: EtatConvocation | null = null;
  for (const [commande, faits] of pas) {
    const decision = deciderConvocation(commande, etat, faits);
    if (!decision.accepte) throw new Error(`${commande.type}: ${decision.refus.code}`);
    for (const evenement of decision.evenements) {
      evenements.push(evenement);
      etat = appliquerConvocation(etat, evenement);
    }
  }
  if (etat === null) throw new Error('empty story');
  return { etat, evenements };
}

export const PREPAREE: readonly PasConvocation[] = [[C.preparer(), faitsA('2026-03-16T09:00:00Z', QUI.technicienne, { creneau: creneau() })]];
export const EMISE: readonly PasConvocation[] = [...PREPAREE, [C.emettre, faitsA('2026-03-16T09:10:00Z')]];
export const PROUVEE: readonly PasConvocation[] = [...EMISE, [C.prouver(), faitsA('2026-03-17T09:00:00Z')]];
export const ABSENTE: readonly PasConvocation[] = [...PROUVEE, [C.absence, faitsA('2026-04-02T10:00:00Z')]];

/** Refusal code of a command after a story, or the status it leads to. */
export function suite(pas: readonly PasConvocation[], commande: CommandeConvocation, faits: FaitsConvocation): string {
  const avant = pas.length === 0 ? null : jouer(...pas).etat;
  const decision = deciderConvocation(commande, avant, faits);
  if (!decision.accepte) return decision.refus.code;
  return decision.evenements.reduce<EtatConvocation | null>(appliquerConvocation, avant)?.statut ?? '';
}
