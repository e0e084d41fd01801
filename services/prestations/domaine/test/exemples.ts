import type { CodeRole } from '@sm/kernel';
import {
  appliquer, decider, nomenclatureAld,
  type ActeurDuJour, type Candidat, type Commande, type CommandeDe, type DemandeMedicale, type EtatDossier, type Evenement, type Faits, type FaitsReprise,
} from '../src';

/** Invented people; RPPS with a right key. */
export const RPPS = { medecin: '10000123454', conseil: '10000000017', second: '10000000025', chef: '10000000033' };

const acteur = (id: string, roles: readonly CodeRole[], rpps: string | null = null): ActeurDuJour => ({
  id, roles, rpps, genre: 'agent', habilitations: roles.includes('MC') ? ['ald'] : [],
});

export const ACTEURS = {
  technicienne: acteur('agent:tsm', ['TSM']),
  conseil: acteur('agent:mc', ['MC'], RPPS.conseil),
  second: acteur('agent:mc2', ['MC'], RPPS.second),
  chef: acteur('agent:mccs', ['MCCS', 'MC'], RPPS.chef),
  caisse: acteur('agent:caisse', ['CAISSE']),
  systeme: { ...acteur('systeme:horloge', []), genre: 'systeme' },
} as const satisfies Record<string, ActeurDuJour>;

export const candidat = (reste: Partial<Candidat> = {}): Candidat => ({
  acteurId: ACTEURS.conseil.id, rpps: RPPS.conseil, roles: ['MC'], habilitations: ['ald'], present: true, quotite: 1, charge: 0, ...reste,
});

export const CANDIDATS: readonly Candidat[] = [
  candidat(),
  candidat({ acteurId: ACTEURS.second.id, rpps: RPPS.second, charge: 3 }),
  candidat({ acteurId: ACTEURS.chef.id, rpps: RPPS.chef, roles: ['MC', 'MCCS'], charge: 9 }),
];

export const faits = (auteur: ActeurDuJour, jour = '2026-03-10', reste: Partial<Faits> = {}): Faits => ({
  maintenant: new Date(`${jour}T10:00:00Z`), jour, acteur: auteur, nouvelId: '01900000-0000-7000-8000-000000000001', praticiens: CANDIDATS,
  medecinTraitant: null, conflits: [], nomenclature: nomenclatureAld('2026.1'), versionOrganisation: '7', ...reste,
});

export const MEDICAL: DemandeMedicale = { ald: 8, diagnostics: ['E11'], debutSoins: '2026-01-05', soins: 'suivi' };

export const demande = (prive: Partial<CommandeDe<'EnregistrerDemande'>['prive']> = {}, medical: Partial<DemandeMedicale> = {}): Commande => ({
  type: 'EnregistrerDemande',
  prive: {
    source: 'PSE', numero: 'D-1', nature: 'initiale', canal: 'papier', regime: 'liste', cadre: 'traitant', personneId: 'p-1', medecin: RPPS.medecin, caisse: '931',
    uniteId: 93, precedent: null, recuLe: '2026-03-02T09:00:00+01:00', pieces: ['protocole'], ...prive,
  },
  medical: { ...MEDICAL, ...medical },
});

export const AVIS = {
  favorable: { type: 'RendreAvis', prive: { sens: 'favorable', debut: '2026-03-01', dureeAns: null }, medical: { motif: null } },
  defavorable: { type: 'RendreAvis', prive: { sens: 'defavorable_medical', debut: null, dureeAns: null }, medical: { motif: 'critères non réunis' } },
} as const satisfies Record<string, Commande>;

export const COMPLETUDE: Commande = { type: 'ControlerCompletude', prive: {} };
export const affecterA = (praticien: string | null): Commande => ({ type: 'Affecter', prive: { praticien } });
export const notifier = (sens: 'accord' | 'refus', versionAvis = 1): Commande => ({ type: 'NotifierDecision', prive: { sens, versionAvis } });
export const OUVERTURE: Commande = { type: 'OuvrirExoneration', prive: {} };
export const echeance = (nature: CommandeDe<'SignalerEcheance'>['prive']['nature']): Commande => ({ type: 'SignalerEcheance', prive: { nature } });

export type Pas = readonly [Commande, Faits];

/** A dossier brought to a point by accepted commands; throws when one is refused, so that a story never goes on from nowhere. */
export function histoire(...pas: readonly Pas[]): { readonly dossier: EtatDossier; readonly evenements: readonly Evenement[] } {
  const evenements: Evenement[] = [];
  let dossier: EtatDossier | null = null;
  for (const [commande, f] of pas) {
    const decision = decider(commande, dossier, f);
    if (!decision.accepte) throw new Error(`${commande.type}: ${decision.refus.code}`);
    for (const evenement of decision.evenements) {
      evenements.push(evenement);
      dossier = appliquer(dossier, evenement);
    }
  }
  if (dossier === null) throw new Error('empty story');
  return { dossier, evenements };
}

const { technicienne, chef, conseil, caisse } = ACTEURS;
export const RECUE: readonly Pas[] = [[demande(), faits(technicienne)]];
export const RECEVABLE: readonly Pas[] = [...RECUE, [COMPLETUDE, faits(technicienne)]];
export const AFFECTEE: readonly Pas[] = [...RECEVABLE, [affecterA(conseil.id), faits(chef)]];
export const ACCORDEE: readonly Pas[] = [...AFFECTEE, [AVIS.favorable, faits(conseil)]];
export const REFUSEE: readonly Pas[] = [...AFFECTEE, [AVIS.defavorable, faits(conseil)]];
export const ACCORD_NOTIFIE: readonly Pas[] = [...ACCORDEE, [notifier('accord'), faits(caisse)]];
export const REFUS_NOTIFIE: readonly Pas[] = [...REFUSEE, [notifier('refus'), faits(caisse)]];
export const EXONEREE: readonly Pas[] = [...ACCORD_NOTIFIE, [OUVERTURE, faits(caisse)]];

/** Refusal code of a command after a story, or the types of its events. */
export function issue(pas: readonly Pas[], commande: Commande, f: Faits): string | readonly string[] {
  const decision = decider(commande, pas.length === 0 ? null : histoire(...pas).dossier, f);
  return decision.accepte ? decision.evenements.map(({ type }) => type) : decision.refus.code;
}

export const faitsReprise = (reste: Partial<FaitsReprise> = {}): FaitsReprise => ({
  maintenant: new Date('2026-11-01T08:00:00Z'), dossierId: '01900000-0000-7000-8000-000000000002', importeur: 'machine:reprise', uniteId: 93, personneId: 'p-1',
  precedent: null, agent: () => null, nomenclature: nomenclatureAld('2026.1'), versionOrganisation: '7', ...reste,
});

/** Raw line of a history, as it would be parsed from its file. */
export const ligneBrute = (reste: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'REPRISE-931', numero: 'ALD-2016-000001', unite: 'ELSM-931', caisse: '931', type: 'ald', nature: 'initiale', canal: 'papier',
  nir: '295109912611193', medecin: RPPS.medecin, recuLe: '2016-01-12T09:14:00+01:00',
  medical: { regime: 'liste', ald: 8, diagnostics: ['E11'], debutSoins: '2015-11-02', soins: 'suivi' }, pieces: ['protocole'],
  histoire: [
    { acte: 'completude', le: '2016-01-13T10:00:00+01:00', par: 'agent:tsm' },
    { acte: 'affectation', le: '2016-01-14T10:00:00+01:00', par: 'agent:mccs', a: 'agent:mc' },
    { acte: 'avis', le: '2016-01-20T10:00:00+01:00', par: 'agent:mc', rpps: RPPS.conseil, sens: 'favorable', motif: 'confirmé', debut: '2016-01-12', dureeAns: 10 },
    { acte: 'decision', le: '2016-01-25T10:00:00+01:00' },
  ],
  ...reste,
});
