import { ajouterJours } from '@sm/kernel';
import fc from 'fast-check';
import { ACTEURS, CANDIDATS, demande, faits, RPPS } from '../../test/arret';
import { tirage, UNE_HEURE } from '../../test/tirage';
import {
  ARRET, CONCLUSIONS_EMPLOYEUR, CONCLUSIONS_ORDINAIRES, CYCLE_ARRET, difference, MODES_EXAMEN, MODES_SUR_PIECES, MOTIFS_REMPLACEMENT_ARRET, NATURES_ECHEANCE_ARRET, replierAvec, rolesDe,
  SENS_DECISION_ARRET, STATUTS_ARRET, type ActeurDuJour, type CodeRefus, type CommandeArret, type ControleArret, type EtatArret, type EvenementArret, type Faits, type TypeCommandeArret,
} from '..';
import { avisEnVigueur } from './dossier';
import { sensAttendu } from './decisions/suites';
import { TRANSITIONS, type Transition } from './transitions';

const TIRAGE = tirage(process, 'arret', 20_260_302);
const CANARI = 'CANARI-MEDICAL';
const AUTRE_PRESCRIPTEUR = '10000000041';
const INTRUS: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:intrus', roles: ['MC', 'CAISSE'] };
const LIE: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:lie', rpps: RPPS.prescripteur };
const SANS_RPPS: ActeurDuJour = { ...ACTEURS.second, id: 'agent:sans', rpps: null };
const PRESCRIPTEUR: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:autre', rpps: AUTRE_PRESCRIPTEUR };
const TOUS: readonly ActeurDuJour[] = [...Object.values(ACTEURS), INTRUS, LIE, SANS_RPPS, PRESCRIPTEUR];
const PRATICIENS = [...CANDIDATS, ...[LIE, SANS_RPPS].map(({ id, rpps }) => ({ ...(CANDIDATS[0] as (typeof CANDIDATS)[number]), acteurId: id, rpps }))];

/** Refusals that the table of possible commands announces. */
const ANNONCES: ReadonlySet<CodeRefus> = new Set<CodeRefus>(['role-interdit', 'independance-praticien', 'statut-incompatible', 'dossier-introuvable', 'dossier-existant', 'decision-deja-notifiee', 'decision-absente']);

const { commandes: COMMANDES, commandesPossibles } = CYCLE_ARRET;
const pas = fc.record({
  guide: fc.integer({ min: 0, max: 9 }), choix: fc.nat(10_000), acteur: fc.nat(TOUS.length - 1), jours: fc.nat(25), version: fc.integer({ min: 0, max: 3 }), texte: fc.constantFrom(null, CANARI),
  conclusion: fc.constantFrom(...CONCLUSIONS_ORDINAIRES), decision: fc.constantFrom(...SENS_DECISION_ARRET), remplacement: fc.constantFrom(...MOTIFS_REMPLACEMENT_ARRET), ecart: fc.integer({ min: -3, max: 20 }),
  echeance: fc.constantFrom(...NATURES_ECHEANCE_ARRET), mode: fc.constantFrom(...MODES_SUR_PIECES), examen: fc.constantFrom(...MODES_EXAMEN), rapport: fc.constantFrom(...CONCLUSIONS_EMPLOYEUR),
  praticien: fc.constantFrom(null, ...PRATICIENS.map(({ acteurId }) => acteurId), 'agent:inconnu'), oui: fc.boolean(), non: fc.boolean(),
});
type Tirage = typeof pas extends fc.Arbitrary<infer T> ? T : never;

const rapportDe = (t: Tirage, jour: string) => ({ controleLe: `${ajouterJours(jour, -1)}T08:00:00Z`, conclusion: t.rapport, examenPratique: t.oui });

function ouverture(t: Tirage, jour: string): CommandeArret {
  const debut = ajouterJours(jour, -40);
  const arret = { debut, fin: ajouterJours(debut, 20 + (t.choix % 300)), prescritLe: debut, envoyeLe: t.oui ? ajouterJours(debut, 5) : null };
  return demande({ personneId: t.non ? null : 'p', origine: t.oui ? 'employeur' : 'caisse', rapport: t.oui ? rapportDe(t, jour) : null, recuLe: `${jour}T08:00:00Z` }, arret);
}

function commande(type: TypeCommandeArret, t: Tirage, jour: string, etat: EtatArret | null): CommandeArret {
  const plus = ajouterJours(jour, t.ecart);
  const contenu = { conclusion: t.conclusion, date: t.non ? null : plus, jusquAu: plus, prochaineRevue: t.oui ? plus : null };
  const suite = etat === null ? jour : ajouterJours([...etat.prolongations.map(({ au }) => au), etat.demande.fin].sort().at(-1) ?? jour, 1);
  switch (type) {
    case 'EnregistrerDemande': return ouverture(t, jour);
    case 'IdentifierPersonne': return { type, prive: { personneId: 'p' } };
    case 'Affecter': case 'Reaffecter': return { type, prive: { praticien: t.praticien } };
    case 'Desaffecter': return { type, prive: { motif: 'deport' } };
    case 'ControlerSurPieces': return { type, prive: { mode: t.mode }, medical: { texte: t.texte } };
    case 'ContacterPrescripteur': case 'RecevoirReponsePrescripteur': case 'Examiner': return { type, prive: {}, medical: { texte: t.texte } };
    case 'RecevoirRapportEmployeur': return { type, prive: rapportDe(t, jour) };
    case 'Convoquer': return { type, prive: { mode: t.examen, jour: plus, preuveEnvoi: t.oui ? jour : null } };
    case 'ConstaterAbsence': return { type, prive: { justifiee: t.choix % 3 === 0, preuveEnvoi: null } };
    case 'DemanderSecondAvis': return { type, prive: { praticien: t.praticien }, medical: { texte: t.texte } };
    case 'RendreSecondAvis': return { type, prive: { conclusion: t.conclusion }, medical: { motif: t.texte } };
    case 'RendreAvis': return { type, prive: contenu, medical: { motif: t.texte } };
    case 'RemplacerAvis': return { type, prive: { ...contenu, remplacement: t.remplacement, versionRemplacee: t.version }, medical: { motif: t.texte } };
    case 'DemanderSuspension': return { type, prive: {}, medical: { motif: t.texte } };
    case 'NotifierDecision': return { type, prive: { sens: t.decision, versionAvis: t.version, effetLe: t.oui || t.choix % 2 === 0 ? null : plus, recoursMentionne: t.guide !== 3, prescripteurInforme: t.guide !== 4 } };
    case 'ProlongerArret': return { type, prive: { du: suite, au: ajouterJours(suite, t.jours), prescritLe: jour } };
    case 'RecevoirNouvellePrescription': return { type, prive: { du: jour, au: ajouterJours(jour, t.jours), prescritLe: jour, prescripteur: AUTRE_PRESCRIPTEUR } };
    case 'DemanderReexamen': case 'EnregistrerRecours': return { type, prive: { recuLe: `${jour}T10:00:00Z` } };
    case 'SignalerEcheance': return { type, prive: { nature: t.echeance } };
    case 'Annuler': return { type, prive: { motif: 'retrait' } };
    case 'ConstaterEcheances': return { type, prive: {} };
  }
}

/** Draws made to fit the dossier, so that deep states are met. */
function ajuster(t: Tirage, dossier: ControleArret | null): Tirage {
  const avis = dossier && avisEnVigueur(dossier.etat);
  const attendu = (avis && sensAttendu(avis)) ?? t.decision;
  return {
    ...t, texte: CANARI, ecart: Math.abs(t.ecart) + 1, version: avis?.version ?? 0, decision: attendu, non: t.choix % 11 === 0, remplacement: dossier?.etat.statut === 'contestee' ? 'recours' : t.remplacement,
    praticien: t.choix % 3 === 0 ? t.praticien : null,
  };
}

const RARES: ReadonlySet<TypeCommandeArret> = new Set<TypeCommandeArret>(['Annuler', 'Desaffecter', 'RemplacerAvis', 'SignalerEcheance', 'ConstaterEcheances', 'EnregistrerRecours']);
const rare = (type: TypeCommandeArret, t: Tirage): boolean => RARES.has(type) && t.choix % 13 !== 0;
/** Commands that lead to the second round of control, rarely open for long. */
const SUITES: ReadonlySet<TypeCommandeArret> = new Set<TypeCommandeArret>(['DemanderSuspension', 'NotifierDecision', 'DemanderReexamen', 'RecevoirNouvellePrescription']);

/** One step in ten tries anything; the others follow the table, most of them with draws that fit. */
function tirer(brut: Tirage, dossier: ControleArret | null, jour: string): readonly [CommandeArret, ActeurDuJour, string] {
  const t = brut.guide > 2 ? ajuster(brut, dossier) : brut;
  const libre: ActeurDuJour = TOUS[t.acteur] ?? ACTEURS.conseil;
  const ouverts = (t.guide > 2 ? Object.values(ACTEURS) : TOUS)
    .flatMap((acteur: ActeurDuJour) => commandesPossibles(dossier?.etat ?? null, rolesDe(acteur)).map((type) => [type, acteur] as const))
    .filter(([type]) => !rare(type, t));
  const suites = t.oui ? ouverts.filter(([type]) => SUITES.has(type)) : [];
  const couples = suites.length > 0 ? suites : ouverts;
  const [type, acteur] = t.guide > 0 && couples.length > 0 ? (couples[t.choix % couples.length] ?? ['Annuler', libre]) : [COMMANDES[t.choix % COMMANDES.length] ?? 'Annuler', libre];
  const [horloge] = dossier && type === 'SignalerEcheance' && t.guide > 1 ? ARRET.horlogesApres(dossier.etat) : [];
  if (horloge) return [{ type: 'SignalerEcheance', prive: { nature: horloge.nature } }, acteur, horloge.echoitLe > jour ? horloge.echoitLe : jour];
  const rendezVous = dossier?.etat.statut === 'convoque' && t.guide > 2 ? dossier.etat.rendezVous.jour : jour;
  const quand = rendezVous > jour ? rendezVous : jour;
  return [commande(type, t, quand, dossier?.etat ?? null), acteur, quand];
}

function verifierEtat({ etat }: ControleArret): void {
  const avis = avisEnVigueur(etat);
  expect(etat.demande.personneId === null).toBe(etat.statut === 'incomplete' || (etat.statut === 'annulee' && etat.demande.personneId === null));
  if (!('praticien' in etat)) return;
  expect(etat.praticien.acteurId).not.toBe(LIE.id);
  expect(etat.avis.map(({ version }) => version)).toEqual(etat.avis.map((_, rang) => rang + 1));
  for (const { auteur, rpps, conclusion, mode, date, jour } of etat.avis) {
    expect([RPPS.conseil, RPPS.second, RPPS.chef]).toContain(rpps);
    expect(['agent:mc', 'agent:mc2', 'agent:mccs']).toContain(auteur);
    if (conclusion === 'reprise') expect((date ?? '') >= jour).toBe(true);
    if (conclusion === 'stabilise' || conclusion === 'pdp') expect(['sur_personne', 'a_distance']).toContain(mode);
  }
  verifierDecision(etat, avis);
}

function verifierDecision(etat: Extract<EtatArret, { readonly praticien: unknown }>, avis: ReturnType<typeof avisEnVigueur>): void {
  if (etat.decision) {
    expect([etat.decision.sens, etat.decision.versionAvis]).toEqual([avis && sensAttendu(avis), avis?.version]);
    const informeLe = avis && ['sur_personne', 'a_distance'].includes(avis.mode) ? avis.jour : etat.decision.jour;
    if (etat.decision.sens !== 'maintien') expect(etat.decision.effetLe >= informeLe).toBe(true);
  }
  if (['suspendue', 'reprise_notifiee', 'reexamen_demande', 'avis_prealable_requis', 'contestee'].includes(etat.statut)) expect(etat.decision).not.toBeNull();
  if (etat.statut === 'absent_injustifie') expect(etat.rendezVous?.preuveEnvoi).toMatch(/^\d{4}-/);
  if (!etat.attente) return;
  const du = etat.attente.cause === 'reexamen' ? 'avis_reexamen' : 'avis_prealable';
  expect([...ARRET.horlogesApres(etat), ...etat.echeances].map(({ nature }) => nature)).toContain(du);
}

function verifierTable(c: CommandeArret, f: Faits, avant: ControleArret | null): readonly EvenementArret[] {
  const decision = ARRET.decider(c, avant, f);
  const possible = commandesPossibles(avant?.etat ?? null, rolesDe(f.acteur)).includes(c.type);
  if (decision.accepte) {
    expect([c.type, possible]).toEqual([c.type, true]);
    expect(decision.evenements.length).toBeGreaterThan(0);
    return decision.evenements;
  }
  const { code } = decision.refus;
  const deuxRaisons: readonly CodeRefus[] = ['echeance-inconnue', 'reexamen-non-prevu'];
  expect([c.type, code, possible]).toEqual([c.type, code, !ANNONCES.has(code) && (possible || !deuxRaisons.includes(code))]);
  expect(JSON.stringify(decision.refus)).not.toContain(CANARI);
  return [];
}

const atteints = new Set<string>();

/** Clocks armed by differences from the first state: what runs must always be what the state says. */
function suivreHorloges(armees: Map<string, string>, avant: ControleArret | null, apres: ControleArret): Map<string, string> {
  const { armer, desarmer } = difference(avant ? ARRET.horlogesApres(avant.etat) : [], ARRET.horlogesApres(apres.etat));
  const restantes = new Map([...armees].filter(([nature]) => !desarmer.some((une) => une === nature)));
  for (const { nature, echoitLe } of armer) restantes.set(nature, echoitLe);
  expect(restantes).toEqual(new Map(ARRET.horlogesApres(apres.etat).map(({ nature, echoitLe }) => [nature, echoitLe])));
  return restantes;
}

function derouler(suite: readonly Tirage[]): void {
  let dossier = null as ControleArret | null;
  let armees = new Map<string, string>();
  const journal: EvenementArret[] = [];
  let jour = '2026-03-02';
  for (const t of suite) {
    const avant = dossier;
    const [c, acteur, venu] = tirer(t, avant, avant === null ? jour : ajouterJours(jour, t.choix % 4 === 0 ? t.jours : t.jours % 3));
    jour = venu;
    const nouveaux = verifierTable(c, faits(acteur, jour, { praticiens: PRATICIENS }), avant);
    journal.push(...nouveaux);
    dossier = nouveaux.reduce<ControleArret | null>(ARRET.appliquer, avant);
    if (dossier === null || dossier === avant) continue;
    const permis = avant === null ? ['recevable', 'incomplete'] : (TRANSITIONS[c.type] as Transition).vers[avant.etat.statut];
    expect(permis).toContain(dossier.etat.statut);
    atteints.add(dossier.etat.statut);
    verifierEtat(dossier);
    armees = suivreHorloges(armees, avant, dossier);
  }
  expect(replierAvec(ARRET, JSON.parse(JSON.stringify(journal)) as EvenementArret[])).toEqual(dossier);
  expect(JSON.stringify([dossier?.etat, journal.map(({ prive }) => prive)])).not.toContain(CANARI);
}

describe('Quelle que soit la suite de commandes', () => {
  it('aucun état interdit n’est atteint, nul avis sans praticien, nulle décision contre un avis, nulle horloge perdue ; le journal replié rend l’état', () => {
    fc.assert(fc.property(fc.array(pas, { minLength: 20, maxLength: 60 }), derouler), TIRAGE);
  }, UNE_HEURE);

  it('le tirage a visité tous les statuts', () => {
    expect([...atteints].sort()).toEqual([...STATUTS_ARRET].sort());
  });
});
