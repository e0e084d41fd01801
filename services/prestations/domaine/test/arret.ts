import type { CodeRole } from '@sm/kernel';
import {
  ARRET, nomenclatureAld, type ActeurDuJour, type Candidat, type CommandeArret, type ControleArret, type EvenementArret, type EtatArret, type Faits, type FaitsReprise, type Reprise,
} from '../src';

/** Invented people; RPPS with a right key. */
export const RPPS = { prescripteur: '10000123454', conseil: '10000000017', second: '10000000025', chef: '10000000033' };

const acteur = (id: string, roles: readonly CodeRole[], rpps: string | null = null): ActeurDuJour => ({ id, roles, rpps, genre: 'agent', habilitations: roles.includes('MC') ? ['arret'] : [] });

export const ACTEURS = {
  technicienne: acteur('agent:tsm', ['TSM']),
  infirmiere: acteur('agent:ism', ['ISM']),
  conseil: acteur('agent:mc', ['MC'], RPPS.conseil),
  second: acteur('agent:mc2', ['MC'], RPPS.second),
  chef: acteur('agent:mccs', ['MCCS', 'MC'], RPPS.chef),
  caisse: acteur('agent:caisse', ['CAISSE']),
  systeme: { ...acteur('systeme:horloge', []), genre: 'systeme' },
} as const satisfies Record<string, ActeurDuJour>;

const candidat = (reste: Partial<Candidat>): Candidat => ({ acteurId: ACTEURS.conseil.id, rpps: RPPS.conseil, roles: ['MC'], habilitations: ['arret'], present: true, quotite: 1, charge: 0, ...reste });
export const CANDIDATS: readonly Candidat[] = [
  candidat({}), candidat({ acteurId: ACTEURS.second.id, rpps: RPPS.second, charge: 3 }), candidat({ acteurId: ACTEURS.chef.id, rpps: RPPS.chef, roles: ['MC', 'MCCS'], charge: 9 }),
];

/** A Monday. */
export const JOUR = '2026-03-02';

export const faits = (auteur: ActeurDuJour, jour = JOUR, reste: Partial<Faits> = {}): Faits => ({
  maintenant: new Date(`${jour}T10:00:00Z`), jour, acteur: auteur, nouvelId: '01900000-0000-7000-8000-000000000001', praticiens: CANDIDATS, medecinTraitant: null, conflits: [],
  nomenclature: nomenclatureAld('2026.1'), versionOrganisation: '7', departement: '93', ...reste,
});

type Prive = Extract<CommandeArret, { type: 'EnregistrerDemande' }>['prive'];
export const PREMIERE: Prive['arret'] = {
  debut: '2026-02-16', fin: '2026-03-31', prescritLe: '2026-02-16', envoyeLe: '2026-02-17', teleconsultation: false, traitant: true, impossibilite: false, motifPresent: true, depassementMotive: false,
};
export const RAPPORT = { controleLe: '2026-02-28T09:00:00Z', conclusion: 'non_justifie', examenPratique: true } as const;

export const demande = (prive: Partial<Prive> = {}, arret: Partial<Prive['arret']> = {}): CommandeArret => ({
  type: 'EnregistrerDemande',
  prive: {
    source: 'CIBLAGE', numero: 'A-1', personneId: 'p-1', caisse: '931', uniteId: 93, precedent: null, recuLe: '2026-03-02T09:00:00+01:00', canal: 'electronique', risque: 'maladie', origine: 'caisse',
    selection: null, prescripteur: RPPS.prescripteur, prolongations: [], rapport: null, ...prive, arret: { ...PREMIERE, ...arret },
  },
  medical: { motif: 'lombalgie', diagnostics: ['M54'] },
});

type Avis = Extract<CommandeArret, { type: 'RendreAvis' }>['prive'];
export const avis = (conclusion: Avis['conclusion'], reste: Partial<Omit<Avis, 'conclusion'>> = {}, motif: string | null = 'raison'): CommandeArret => ({
  type: 'RendreAvis', prive: { conclusion, date: null, jusquAu: null, prochaineRevue: null, ...reste }, medical: { motif },
});
export const affecterA = (praticien: string | null): CommandeArret => ({ type: 'Affecter', prive: { praticien } });
export const SUR_PIECES: CommandeArret = { type: 'ControlerSurPieces', prive: { mode: 'pieces' }, medical: { texte: 'lu' } };
export const EXAMINER: CommandeArret = { type: 'Examiner', prive: {}, medical: { texte: 'examen clinique' } };
export const SUSPENDRE: CommandeArret = { type: 'DemanderSuspension', prive: {}, medical: { motif: 'raison' } };
export const convoquer = (jour: string, mode: 'sur_personne' | 'a_distance' = 'sur_personne', preuveEnvoi: string | null = null): CommandeArret => ({ type: 'Convoquer', prive: { mode, jour, preuveEnvoi } });
export const absence = (justifiee: boolean, preuveEnvoi: string | null = null): CommandeArret => ({ type: 'ConstaterAbsence', prive: { justifiee, preuveEnvoi } });
type Notifier = Extract<CommandeArret, { type: 'NotifierDecision' }>['prive'];
export const notifier = (sens: Notifier['sens'], reste: Partial<Notifier> = {}): CommandeArret => ({
  type: 'NotifierDecision', prive: { sens, versionAvis: 1, effetLe: null, recoursMentionne: true, prescripteurInforme: true, ...reste },
});

export type Pas = readonly [CommandeArret, Faits];

/** A control brought to a point by accepted commands; throws when one is refused. */
export function histoire(...pas: readonly Pas[]): { readonly dossier: ControleArret; readonly etat: EtatArret; readonly evenements: readonly EvenementArret[] } {
  const evenements: EvenementArret[] = [];
  let dossier: ControleArret | null = null;
  for (const [commande, f] of pas) {
    const decision = ARRET.decider(commande, dossier, f);
    if (!decision.accepte) throw new Error(`${commande.type}: ${decision.refus.code}`);
    for (const evenement of decision.evenements) {
      evenements.push(evenement);
      dossier = ARRET.appliquer(dossier, evenement);
    }
  }
  if (dossier === null) throw new Error('empty story');
  return { dossier, etat: dossier.etat, evenements };
}

/** Refusal code of a command after a story, or the types of its events. */
export function issue(pas: readonly Pas[], commande: CommandeArret, f: Faits): string | readonly string[] {
  const decision = ARRET.decider(commande, pas.length === 0 ? null : histoire(...pas).dossier, f);
  return decision.accepte ? decision.evenements.map(({ type }) => type) : decision.refus.code;
}

export const RECU: readonly Pas[] = [[demande(), faits(ACTEURS.technicienne)]];
export const AFFECTE: readonly Pas[] = [...RECU, [affecterA(ACTEURS.conseil.id), faits(ACTEURS.chef)]];
export const A_RENDRE: readonly Pas[] = [...AFFECTE, [SUR_PIECES, faits(ACTEURS.conseil)]];
export const CONVOQUE: readonly Pas[] = [...AFFECTE, [convoquer('2026-03-12', 'sur_personne', '2026-03-03'), faits(ACTEURS.technicienne)]];
export const EXAMINE: readonly Pas[] = [...CONVOQUE, [EXAMINER, faits(ACTEURS.conseil, '2026-03-12')]];
export const ABSENT: readonly Pas[] = [...CONVOQUE, [absence(false), faits(ACTEURS.technicienne, '2026-03-12')]];
/** Return to work on the 20th, told by the notice of the 16th. */
export const REPRISE: readonly Pas[] = [
  ...A_RENDRE, [avis('reprise', { date: '2026-03-20' }), faits(ACTEURS.conseil)], [notifier('fin_versement'), faits(ACTEURS.caisse, '2026-03-16')],
];
export const SUR_RAPPORT: readonly Pas[] = [[demande({ origine: 'employeur', rapport: RAPPORT }), faits(ACTEURS.technicienne)], [affecterA(ACTEURS.conseil.id), faits(ACTEURS.chef)]];
export const SUSPENDU_SUR_RAPPORT: readonly Pas[] = [...SUR_RAPPORT, [SUSPENDRE, faits(ACTEURS.conseil)], [notifier('suspension'), faits(ACTEURS.caisse, '2026-03-04')]];

export const ligneBrute = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'REPRISE-931', numero: 'ARR-2016-000001', unite: 'ELSM-931', caisse: '931', type: 'arret', nir: '295109912611193', prescripteur: RPPS.prescripteur, canal: 'electronique', risque: 'maladie',
  origine: 'age_arret', selection: { regle: 'age_arret', version: '2010' }, recuLe: '2016-01-12T09:14:00+01:00', arret: { debut: '2015-06-01', fin: '2015-12-31', prolongations: [{ du: '2016-01-01', au: '2016-03-31' }] },
  medical: { motif: 'lombalgie', diagnostics: ['M54'] },
  histoire: [
    { acte: 'affectation', le: '2016-01-14T10:00:00+01:00', par: 'agent:mccs', a: 'agent:mc' },
    { acte: 'convocation', le: '2016-01-15T10:00:00+01:00', par: 'agent:tsm', mode: 'sur_personne', jour: '2016-01-28', preuveEnvoi: '2016-01-16' },
    { acte: 'examen', le: '2016-01-28T10:00:00+01:00', par: 'agent:mc', rpps: RPPS.conseil, texte: 'examiné' },
    { acte: 'avis', le: '2016-01-28T11:00:00+01:00', par: 'agent:mc', rpps: RPPS.conseil, conclusion: 'reprise', date: '2016-02-08', motif: 'guéri' },
    { acte: 'decision', le: '2016-01-30T10:00:00+01:00' },
  ],
  ...reste,
});

export const faitsReprise = (reste: Partial<FaitsReprise> = {}): FaitsReprise => ({
  maintenant: new Date('2026-11-01T08:00:00Z'), dossierId: '01900000-0000-7000-8000-000000000002', importeur: 'machine:reprise', uniteId: 93, personneId: 'p-1', precedent: null, agent: () => null,
  nomenclature: nomenclatureAld('2026.1'), versionOrganisation: '7', departement: '93', ...reste,
});

/** A history checked then replayed; throws when its shape is wrong. */
export function reprendre(brute: unknown, f: FaitsReprise = faitsReprise()): Reprise<ControleArret, EvenementArret> {
  const lue = ARRET.intake.validerReprise(brute);
  if (!lue.ok) throw new Error(JSON.stringify(lue.erreurs));
  return ARRET.intake.reprendre(lue.ligne, f);
}
