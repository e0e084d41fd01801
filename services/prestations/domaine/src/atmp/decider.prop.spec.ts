import { ajouterJours } from '@sm/kernel';
import fc from 'fast-check';
import { ACTEURS, demande, faits, PRATICIENS } from '../../test/exemples-atmp';
import { RPPS } from '../../test/exemples';
import { tirage, UNE_HEURE } from '../../test/tirage';
import { CYCLE_ATMP, difference, rolesDe, type ActeurDuJour, type CodeRefus, type Faits } from '..';
import { appliquer, replier } from './appliquer';
import type { Commande, CommandeDe, ContenuAvis, TypeCommande } from './commandes';
import { decider } from './decider';
import { positionDe } from './decisions/position';
import { avisEnVigueur, couverte, questionPosee, type Etat, type EtatDossier } from './dossier';
import type { Evenement } from './evenements';
import { horlogeDeDecision, horlogesApres } from './horloges';
import { TRANSITIONS, type Transition } from './transitions';
import { CONCLUSIONS_LESION, MOTIFS_REFUS, NATURES_ECHEANCE, OBJETS, SENS_DECISION } from './vocabulaire';

const TIRAGE = tirage(process, 'atmp', 20_191_201);
const CANARI = 'CANARI-MEDICAL';
const INTRUS: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:intrus', roles: ['MC', 'CAISSE'] };
const LIE: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:lie', rpps: RPPS.medecin };
const SANS_RPPS: ActeurDuJour = { ...ACTEURS.second, id: 'agent:sans', rpps: null };
const TOUS: readonly ActeurDuJour[] = [...Object.values(ACTEURS), INTRUS, LIE, SANS_RPPS];
const CANDIDATS = [...PRATICIENS, ...[LIE, SANS_RPPS].map(({ id, rpps }) => ({ ...(PRATICIENS[0] as (typeof PRATICIENS)[number]), acteurId: id, rpps }))];
const DEPARTS = ['2016-01-11', '2016-06-20', '2021-03-01', '2026-01-05'] as const;

/** Refusals that the table of possible commands announces. */
const ANNONCES: ReadonlySet<CodeRefus> = new Set<CodeRefus>(['role-interdit', 'independance-praticien', 'dossier-introuvable', 'dossier-existant', 'dossier-incomplet', 'presomption-confirmee']);

const { commandes: COMMANDES, commandesPossibles } = CYCLE_ATMP;
const pas = fc.record({
  guide: fc.nat(9), choix: fc.nat(10_000), acteur: fc.nat(TOUS.length - 1), jours: fc.oneof({ weight: 8, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.nat(150) }), version: fc.nat(3), retard: fc.oneof(fc.constant(0), fc.nat(40)),
  conclusions: fc.array(fc.constantFrom(...CONCLUSIONS_LESION), { minLength: 1, maxLength: 3 }), oui: fc.boolean(), encore: fc.boolean(), peu: fc.nat(9), motif: fc.constantFrom(null, CANARI),
  sens: fc.constantFrom(null, ...SENS_DECISION), refus: fc.constantFrom(null, ...MOTIFS_REFUS), nature: fc.constantFrom(...NATURES_ECHEANCE), praticien: fc.constantFrom(null, ...CANDIDATS.map((c) => c.acteurId), 'agent:inconnu'),
  preuve: fc.constantFrom(null, 'recommande' as const), remplacement: fc.constantFrom('erreur_materielle' as const, 'element_nouveau' as const, 'recours' as const),
});
type Tirage = typeof pas extends fc.Arbitrary<infer T> ? T : never;
const ouvertures = fc.record({
  depart: fc.constantFrom(...DEPARTS), objet: fc.constantFrom(...OBJETS), deces: fc.boolean(), complet: fc.boolean(), identite: fc.boolean(), lesions: fc.integer({ min: 1, max: 3 }), precedent: fc.boolean(), departement: fc.constantFrom('93', '67', '972', '974'),
});
type Ouverture = typeof ouvertures extends fc.Arbitrary<infer T> ? T : never;

function contenu(t: Tirage, etat: Etat | null): ContenuAvis {
  const vide: ContenuAvis = { conclusions: [], designee: null, premiereConstatation: null, examensPresents: null, seuilIncapacite: null, lienDirect: null };
  const question = etat?.instruction.concertation?.orientation === 'avis_conseil' ? 'lien' : etat?.demande.objet === 'maladie' ? 'conditions' : 'lesions';
  if (t.guide === 0) return { ...vide, conclusions: t.conclusions, lienDirect: t.oui };
  if (question === 'lien') return { ...vide, lienDirect: t.oui };
  if (question === 'conditions') return { ...vide, designee: t.peu > 2, premiereConstatation: '2015-06-01', seuilIncapacite: t.oui, examensPresents: t.encore };
  return { ...vide, conclusions: Array.from({ length: etat?.demande.lesions ?? 1 }, (_, i) => t.conclusions[i % t.conclusions.length] ?? 'imputable') };
}

function decision(t: Tirage, etat: Etat | null, le: string | null): CommandeDe<'NotifierDecision'>['prive'] {
  const version = etat ? (avisEnVigueur(etat)?.version ?? null) : null;
  if (t.guide < 4) return { sens: t.sens, motif: t.refus, lesions: t.encore ? null : [1, 2], versionAvis: t.guide === 0 ? t.version : version, notifieeLe: le, preuve: t.preuve };
  return { sens: null, motif: null, lesions: null, versionAvis: version, notifieeLe: le, preuve: 'recommande' };
}

function commande(type: TypeCommande, t: Tirage, etat: Etat | null, jour: string, o: Ouverture): Commande {
  const le = t.retard === 0 ? null : ajouterJours(jour, -t.retard);
  const medical = { texte: t.motif };
  const pieces = (t.encore ? (['certificat', 'examens', 'reconnaissance_initiale'] as const) : (['autre'] as const)).map((piece) => ({ piece, recuLe: le, preuve: 'cachet_postal' as const }));
  switch (type) {
    case 'EnregistrerDemande':
      return demande(o.depart, {
        objet: o.objet, deces: o.deces, personneId: o.identite ? 'p' : null, precedent: o.precedent ? 'd-0' : null, examensRequis: o.objet === 'maladie' && !o.complet,
        ...(o.complet ? {} : { pieces: [{ piece: 'declaration', recuLe: null, preuve: 'recommande' }] }),
      }, { texte: CANARI, lesions: Array.from({ length: o.objet === 'maladie' ? 0 : o.lesions }, () => ({ code: null, texte: CANARI })), tableau: o.objet === 'maladie' ? '57 A' : null });
    case 'RecevoirPieces': return { type, prive: { pieces, personneId: 'p', examensRequis: null }, medical: null };
    case 'DeclarerIrrecevable': return { type, prive: { motif: 'hors_champ' } };
    case 'Affecter': case 'Reaffecter': return { type, prive: { praticien: t.praticien } };
    case 'Desaffecter': return { type, prive: { motif: 'deport' } };
    case 'DemanderComplement': case 'RecevoirComplement': case 'RecevoirQuestionnaireMedical': return { type, prive: {}, medical };
    case 'DemanderSecondAvis': return { type, prive: { praticien: t.praticien }, medical };
    case 'RendreSecondAvis': return { type, prive: { sens: 'partiel' }, medical: { motif: t.motif } };
    case 'RendreAvis': return { type, prive: contenu(t, etat), medical: { motif: t.guide > 3 ? CANARI : t.motif } };
    case 'RemplacerAvis': return { type, prive: { ...contenu(t, etat), remplacement: t.remplacement, versionRemplacee: t.guide === 0 ? t.version : etat ? (avisEnVigueur(etat)?.version ?? 0) : 0 }, medical: { motif: CANARI } };
    case 'EnvoyerQuestionnaireMedical': return { type, prive: { recuLe: le } };
    case 'RecevoirReserves': return { type, prive: { recuesLe: le, motivees: t.oui } };
    case 'OuvrirInvestigation': return { type, prive: { ouverteLe: le, questionnaires: !o.deces || t.guide === 0, enquete: o.deces || t.oui, recuLe: null, preuve: t.preuve } };
    case 'RecevoirQuestionnaire': return { type, prive: { partie: t.oui ? 'assure' : 'employeur', recuLe: le } };
    case 'ProlongerDelai': return { type, prive: { notifieeLe: le, preuve: t.preuve } };
    case 'OuvrirConsultation': return { type, prive: { informeesLe: ajouterJours(le ?? jour, -t.peu), ouverteLe: le } };
    case 'ConclureConcertation': return { type, prive: { delai: t.oui, exposition: t.peu > 1, travaux: t.encore || t.peu > 4 } };
    case 'SaisirComite': return { type, prive: { saisiLe: le, preuve: t.preuve } };
    case 'RecevoirAvisComite': return { type, prive: { sens: t.oui ? 'favorable' : 'defavorable' } };
    case 'NotifierDecision': return { type, prive: decision(t, etat, le) };
    case 'ConfirmerPresomption': return { type, prive: { preuve: 'recommande' } };
    case 'EnregistrerRecours': return { type, prive: { recuLe: `${jour}T09:00:00Z`, auteur: t.guide === 0 ? 'assure' : null } };
    case 'SignalerEcheance': return { type, prive: { nature: etat && t.guide > 2 ? (horlogesApres(etat)[0]?.nature ?? t.nature) : t.nature } };
    case 'Annuler': return { type, prive: { motif: 'retrait' } };
    default: return { type, prive: {} };
  }
}

const DES_HORLOGES: ReadonlySet<TypeCommande> = new Set<TypeCommande>(['SignalerEcheance', 'ConstaterEcheances']);
const RARES: ReadonlySet<TypeCommande> = new Set<TypeCommande>(['Annuler', 'DeclarerIrrecevable', 'Desaffecter']);
const FREQUENTES: ReadonlySet<TypeCommande> = new Set<TypeCommande>(['RendreAvis', 'Affecter', 'ConclureConcertation', 'SaisirComite', 'RecevoirAvisComite', 'RecevoirPieces']);

/** One step in ten tries anything; the others follow the table. */
function tirer(t: Tirage, dossier: EtatDossier | null, jour: string, o: Ouverture): readonly [Commande, Faits] {
  const etat = dossier?.etat ?? null;
  const libre = TOUS[t.acteur] ?? ACTEURS.conseil;
  const couples = Object.values(ACTEURS).flatMap((acteur: ActeurDuJour) => commandesPossibles(etat, rolesDe(acteur)).map((type) => [type, acteur] as const));
  const gardes = couples.filter(([type]) => !RARES.has(type) || t.choix % 13 === 0).flatMap((couple) => (FREQUENTES.has(couple[0]) ? [couple, couple, couple, couple] : [couple]));
  const [type, acteur] = t.guide === 1 || gardes.length === 0 ? ([COMMANDES[t.choix % COMMANDES.length] ?? 'Annuler', libre] as const) : (gardes[t.choix % gardes.length] ?? ['Annuler', libre]);
  const horloge = etat && (type === 'SignalerEcheance' || type === 'ConstaterEcheances') ? horlogesApres(etat)[0] : undefined;
  const venu = horloge && t.guide > 2 && horloge.echoitLe > jour ? horloge.echoitLe : jour;
  return [commande(type, t, etat, venu, o), faits(acteur, venu, { praticiens: CANDIDATS, departement: o.departement })];
}

const AUTEURS = ['agent:mc', 'agent:mc2', 'agent:mccs'];

function verifierAvis(etat: Etat): void {
  const { avis, secondsAvis, demande: { medecin }, volet } = etat;
  expect(avis.map(({ version }) => version)).toEqual(avis.map((_, rang) => rang + 1));
  for (const { auteur, rpps } of [...avis, ...secondsAvis]) {
    expect(AUTEURS).toContain(auteur);
    expect([/^\d{11}$/.test(rpps), rpps === medecin]).toEqual([true, false]);
  }
  const attendLien = questionPosee(etat) === 'lien' && avisEnVigueur(etat)?.question !== 'lien';
  if (avis.length > 0 && !attendLien) expect('praticien' in volet).toBe(true);
  if ('praticien' in volet) expect(volet.praticien.acteurId).not.toBe(LIE.id);
}

/** What the caisse decided never contradicts the avis, nor the committee. */
function verifierDecision(etat: Etat): void {
  const { decision: prise, comite, presomption, completLe } = etat.instruction;
  if (prise === null) return;
  const avis = avisEnVigueur(etat);
  expect([prise.versionAvis, completLe === null]).toEqual([avis?.version ?? 0, false]);
  expect(presomption === null || presomption.etat === 'levee').toBe(true);
  const position = positionDe(etat);
  if (prise.sens === 'prise_en_charge') {
    expect(position.sens).toBe('prise_en_charge');
    if (avis?.question === 'lesions') expect(prise.lesions.every((rang) => couverte(avis.lesions[rang - 1] ?? 'non_imputable'))).toBe(true);
    if (comite) expect(comite.avis?.sens).toBe('favorable');
    return;
  }
  if (prise.motif !== 'administratif') expect(position).toMatchObject({ sens: 'refus', motif: prise.motif });
  expect(comite?.avis?.sens).not.toBe('favorable');
  expect(avis?.conclusion).not.toBe('lien_direct');
}

/** Until the caisse has decided, its silence is always watched: the clock runs, or has given its presumption. */
function verifierHorloges({ statut, instruction }: Etat, etat: Etat): void {
  const { completLe, statueLe, presomption } = instruction;
  const close = statut === 'annulee' || statut === 'irrecevable' || statut === 'contestee' || statut === 'prise_en_charge_implicite' || statut === 'declaree';
  if (completLe === null || statueLe !== null || close) return;
  expect([statut, presomption?.etat ?? 'aucune', horlogeDeDecision(etat) !== null]).toEqual([statut, presomption?.etat ?? 'aucune', true]);
}

function verifierTable(c: Commande, f: Faits, avant: EtatDossier | null): readonly Evenement[] {
  const verdict = decider(c, avant, f);
  if (!verdict.accepte) {
    const { code } = verdict.refus;
    const possible = commandesPossibles(avant?.etat ?? null, rolesDe(f.acteur)).includes(c.type);
    if (ANNONCES.has(code) && !(avant && (horlogeDeDecision(avant.etat)?.echoitLe ?? '9') <= f.jour)) expect([c.type, code, possible]).toEqual([c.type, code, false]);
    expect(JSON.stringify(verdict.refus)).not.toContain(CANARI);
    return [];
  }
  expect(CYCLE_ATMP.refusDeRole(c.type, rolesDe(f.acteur))).toBeNull();
  expect(verdict.evenements.length).toBeGreaterThan(0);
  return verdict.evenements;
}

const atteints = new Set<string>();
const armees = (etat: Etat): Map<string, string> => new Map(horlogesApres(etat).map(({ nature, echoitLe }) => [nature, echoitLe]));

describe('Quelle que soit la suite de commandes', () => {
  it(`aucun état interdit, aucun avis sans praticien, aucune décision contre un avis, aucune horloge perdue (${TIRAGE.numRuns} essais)`, () => {
    fc.assert(
      fc.property(ouvertures, fc.array(pas, { minLength: 25, maxLength: 60 }), (o, suite) => {
        let dossier = null as EtatDossier | null;
        const journal: Evenement[] = [];
        let tenues = new Map<string, string>();
        let jour: string = o.depart;
        for (const t of suite) {
          const avant = dossier;
          const [c, f] = tirer(t, avant, ajouterJours(jour, avant ? t.jours : 0), o);
          jour = f.jour;
          let precedent: Etat | null = avant?.etat ?? null;
          for (const e of verifierTable(c, f, avant)) {
            journal.push(e);
            dossier = appliquer(dossier, e);
            if (e.type === 'ReconnaissanceImplicite' && !DES_HORLOGES.has(c.type)) precedent = dossier.etat;
          }
          if (dossier === null || dossier === avant) continue;
          const permis = precedent === null ? ['declaree'] : ((TRANSITIONS[c.type] as Transition).vers[precedent.statut] ?? []);
          expect(permis).toContain(dossier.etat.statut);
          atteints.add(dossier.etat.statut);
          verifierAvis(dossier.etat);
          verifierDecision(dossier.etat);
          verifierHorloges(dossier.etat, dossier.etat);
          const { armer, desarmer } = difference(avant ? horlogesApres(avant.etat) : [], horlogesApres(dossier.etat));
          tenues = new Map([...tenues].filter(([nature]) => !desarmer.some((une) => une === nature)));
          for (const { nature, echoitLe } of armer) tenues.set(nature, echoitLe);
          expect(tenues).toEqual(armees(dossier.etat));
        }
        expect(replier(JSON.parse(JSON.stringify(journal)) as Evenement[])).toEqual(dossier);
        expect(JSON.stringify([dossier?.etat, journal.map(({ prive }) => prive)])).not.toMatch(new RegExp(`${CANARI}|57 A`));
      }),
      TIRAGE,
    );
  }, UNE_HEURE);

  it('le tirage a visité tous les statuts', () => {
    expect([...atteints].sort()).toEqual(['declaree', ...new Set(COMMANDES.flatMap((type) => Object.values((TRANSITIONS[type] as Transition).vers).flat()))].filter((s, i, tous) => tous.indexOf(s) === i).sort());
  });
});
