import { ajouterJours } from '@sm/kernel';
import fc from 'fast-check';
import { ACTEURS, CANDIDATS, demande, faits, RPPS } from '../../test/exemples';
import { tirage, UNE_HEURE } from '../../test/tirage';
import {
  appliquer, avisEnVigueur, CYCLE_ALD, decider, differenceHorloges, horlogesApres, replier, rolesDe,
  CADRES, MOTIFS_FIN, MOTIFS_REMPLACEMENT, NATURES, NATURES_ECHEANCE, REGIMES, SENS_AVIS, SENS_DECISION,
  type ActeurDuJour, type CodeRefus, type Commande, type EtatDossier, type Evenement, type Faits, type TypeCommande,
} from '..';
import { TRANSITIONS, type Transition } from './transitions';

const TIRAGE = tirage(process, 'ald', 20_260_310);
const CANARI = 'CANARI-MEDICAL';
const INTRUS: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:intrus', roles: ['MC', 'CAISSE'] };
const LIE: ActeurDuJour = { ...ACTEURS.conseil, id: 'agent:lie', rpps: RPPS.medecin };
const SANS_RPPS: ActeurDuJour = { ...ACTEURS.second, id: 'agent:sans', rpps: null };
const TOUS: readonly ActeurDuJour[] = [...Object.values(ACTEURS), INTRUS, LIE, SANS_RPPS];
const PRATICIENS = [...CANDIDATS, ...[LIE, SANS_RPPS].map(({ id, rpps }) => ({ ...(CANDIDATS[0] as (typeof CANDIDATS)[number]), acteurId: id, rpps }))];

/** Refusals that the table of possible commands announces. */
const ANNONCES: ReadonlySet<CodeRefus> = new Set<CodeRefus>([
  'role-interdit', 'independance-praticien', 'statut-incompatible', 'dossier-introuvable', 'dossier-existant', 'decision-deja-notifiee', 'decision-absente',
  'regime-non-exonerant', 'protocole-deja-signe',
]);

const { commandes: COMMANDES, commandesPossibles } = CYCLE_ALD;
const pas = fc.record({
  guide: fc.integer({ min: 0, max: 9 }), choix: fc.nat(10_000), acteur: fc.nat(TOUS.length - 1), jours: fc.nat(400), version: fc.integer({ min: 0, max: 2 }),
  sens: fc.constantFrom(...SENS_AVIS), decision: fc.constantFrom(...SENS_DECISION), motif: fc.constantFrom(null, CANARI), debut: fc.constantFrom(null, '2026-03-01', '2026-13-01'),
  dureeAns: fc.constantFrom(null, 1, 5, 99), fin: fc.constantFrom(...MOTIFS_FIN), remplacement: fc.constantFrom(...MOTIFS_REMPLACEMENT),
  echeance: fc.constantFrom(...NATURES_ECHEANCE), regime: fc.constantFrom(...REGIMES), nature: fc.constantFrom(...NATURES), cadre: fc.constantFrom(...CADRES),
  praticien: fc.constantFrom(null, ...PRATICIENS.map(({ acteurId }) => acteurId), 'agent:inconnu'), complet: fc.boolean(),
});
type Tirage = typeof pas extends fc.Arbitrary<infer T> ? T : never;

function commande(type: TypeCommande, t: Tirage, jour: string): Commande {
  const avis = { sens: t.sens, debut: t.debut, dureeAns: t.dureeAns };
  switch (type) {
    case 'EnregistrerDemande': return demande({ regime: t.regime, nature: t.nature, cadre: t.cadre, personneId: t.complet ? 'p' : null, precedent: t.complet ? 'q' : null }, { soins: CANARI });
    case 'RecevoirPieces': return { type, prive: { pieces: [], personneId: 'p', regime: t.regime }, medical: null };
    case 'DeclarerIrrecevable': return { type, prive: { motif: 'hors_champ' } };
    case 'Affecter': case 'Reaffecter': return { type, prive: { praticien: t.praticien } };
    case 'Desaffecter': return { type, prive: { motif: 'deport' } };
    case 'DemanderComplement': case 'RecevoirComplement': return { type, prive: { pieces: ['compte_rendu'] }, medical: { texte: t.motif } };
    case 'DemanderSecondAvis': return { type, prive: { praticien: t.praticien }, medical: { texte: t.motif } };
    case 'RendreSecondAvis': return { type, prive: { sens: t.sens }, medical: { motif: t.motif } };
    case 'RendreAvis': return { type, prive: avis, medical: { motif: t.motif } };
    case 'RemplacerAvis': return { type, prive: { ...avis, remplacement: t.remplacement, versionRemplacee: t.version }, medical: { motif: t.motif } };
    case 'NotifierDecision': return { type, prive: { sens: t.decision, versionAvis: t.version } };
    case 'EnregistrerRecours': return { type, prive: { recuLe: `${jour}T10:00:00Z` } };
    case 'SignalerEcheance': return { type, prive: { nature: t.echeance } };
    case 'TerminerExoneration': return { type, prive: { motif: t.fin }, medical: { motif: t.motif } };
    case 'Annuler': return { type, prive: { motif: 'retrait' } };
    default: return { type, prive: {} };
  }
}

/** Draws made to fit the dossier, so that deep states are met. */
function ajuster(t: Tirage, dossier: EtatDossier | null): Tirage {
  const avis = dossier && avisEnVigueur(dossier.etat);
  const remplacement = dossier?.etat.statut === 'contestee' ? 'recours' : t.remplacement;
  return {
    ...t, complet: true, debut: '2026-03-01', dureeAns: null, motif: CANARI, version: avis?.version ?? 0, decision: avis?.sens === 'favorable' ? 'accord' : 'refus',
    remplacement, regime: t.choix % 5 === 0 ? t.regime : 'liste', praticien: t.choix % 3 === 0 ? t.praticien : null,
  };
}

const rare = (type: TypeCommande, t: Tirage): boolean => (type === 'Annuler' || type === 'DeclarerIrrecevable') && t.choix % 17 !== 0;

/** One step in ten tries anything; the others follow the table, most of them with draws that fit. */
function tirer(brut: Tirage, dossier: EtatDossier | null, jour: string): readonly [Commande, ActeurDuJour, string] {
  const t = brut.guide > 2 ? ajuster(brut, dossier) : brut;
  const libre: ActeurDuJour = TOUS[t.acteur] ?? ACTEURS.conseil;
  const couples = (t.guide > 2 ? Object.values(ACTEURS) : TOUS)
    .flatMap((acteur: ActeurDuJour) => commandesPossibles(dossier?.etat ?? null, rolesDe(acteur)).map((type) => [type, acteur] as const))
    .filter(([type]) => !rare(type, t));
  const [type, acteur] = t.guide > 0 && couples.length > 0 ? (couples[t.choix % couples.length] ?? ['Annuler', libre]) : [COMMANDES[t.choix % COMMANDES.length] ?? 'Annuler', libre];
  const [horloge] = dossier && type === 'SignalerEcheance' && t.complet ? horlogesApres(dossier.etat) : [];
  if (horloge) return [{ type: 'SignalerEcheance', prive: { nature: horloge.nature } }, acteur, horloge.echoitLe > jour ? horloge.echoitLe : jour];
  return [commande(type, t, jour), acteur, jour];
}

function verifierEtat({ etat }: EtatDossier): void {
  const avis = avisEnVigueur(etat);
  if ('decision' in etat && etat.decision) expect(etat.decision.sens).toBe(avis?.sens === 'favorable' ? 'accord' : 'refus');
  if ('avis' in etat) {
    expect(etat.avis.map(({ version }) => version)).toEqual(etat.avis.map((_, rang) => rang + 1));
    for (const { auteur, rpps } of etat.avis) {
      expect([rpps, rpps === RPPS.medecin]).toEqual([expect.stringMatching(/^\d{11}$/), false]);
      expect(['agent:mc', 'agent:mc2', 'agent:mccs']).toContain(auteur);
    }
  }
  if ('exoneration' in etat) expect([avis?.sens, etat.decision?.sens, etat.demande.regime === 'non_exonerante']).toEqual(['favorable', 'accord', false]);
  if ('praticien' in etat) expect(etat.praticien.acteurId).not.toBe(LIE.id);
  if ('secondsAvis' in etat) for (const second of etat.secondsAvis) expect(second.rpps).not.toBe(RPPS.medecin);
}

function verifierTable(c: Commande, f: Faits, avant: EtatDossier | null): readonly Evenement[] {
  const decision = decider(c, avant, f);
  const possible = commandesPossibles(avant?.etat ?? null, rolesDe(f.acteur)).includes(c.type);
  if (decision.accepte) {
    expect(possible).toBe(true);
    expect(decision.evenements.length).toBeGreaterThan(0);
    return decision.evenements;
  }
  expect([c.type, decision.refus.code, possible]).toEqual([c.type, decision.refus.code, !ANNONCES.has(decision.refus.code) && (possible || decision.refus.code !== 'echeance-inconnue')]);
  expect(JSON.stringify(decision.refus)).not.toContain(CANARI);
  return [];
}

const atteints = new Set<string>();

describe('Quelle que soit la suite de commandes', () => {
  it('aucun état interdit n’est atteint, la table dit vrai, le journal replié rend l’état', () => {
    fc.assert(
      fc.property(fc.array(pas, { minLength: 20, maxLength: 60 }), (suite) => {
        let dossier = null as EtatDossier | null;
        const journal: Evenement[] = [];
        let jour = '2026-03-10';
        for (const t of suite) {
          const avant = dossier;
          const [c, acteur, venu] = tirer(t, avant, ajouterJours(jour, t.jours));
          jour = venu;
          const nouveaux = verifierTable(c, faits(acteur, jour, { praticiens: PRATICIENS }), avant);
          journal.push(...nouveaux);
          dossier = nouveaux.reduce<EtatDossier | null>(appliquer, avant);
          if (dossier === null || dossier === avant) continue;
          const permis = avant === null ? ['recue'] : (TRANSITIONS[c.type] as Transition).vers[avant.etat.statut];
          expect(permis).toContain(dossier.etat.statut);
          atteints.add(dossier.etat.statut);
          verifierEtat(dossier);
        }
        expect(replier(JSON.parse(JSON.stringify(journal)) as Evenement[])).toEqual(dossier);
        expect(JSON.stringify([dossier?.etat, journal.map(({ prive }) => prive)])).not.toContain(CANARI);
      }),
      TIRAGE,
    );
  }, UNE_HEURE);

  it('le tirage a visité tous les statuts', () => {
    expect([...atteints].sort()).toEqual([...new Set(COMMANDES.flatMap((type) => Object.values((TRANSITIONS[type] as Transition).vers).flat()))].sort());
  });

  it('les horloges à armer et à désarmer font passer d’un état à l’autre', () => {
    fc.assert(
      fc.property(fc.array(pas, { minLength: 10, maxLength: 40 }), (suite) => {
        let dossier: EtatDossier | null = null;
        let armees = new Map<string, string>();
        for (const [rang, t] of suite.entries()) {
          const [c, acteur] = tirer({ ...t, guide: 5 }, dossier, `20${30 + rang}-01-01`);
          const decision = decider(c, dossier, faits(acteur, `20${30 + rang}-01-01`, { praticiens: PRATICIENS }));
          if (!decision.accepte) continue;
          const avant: EtatDossier | null = dossier;
          const apres: EtatDossier | null = decision.evenements.reduce<EtatDossier | null>(appliquer, dossier);
          if (apres === null) continue;
          const { armer, desarmer } = differenceHorloges(avant?.etat ?? null, apres.etat);
          armees = new Map([...armees].filter(([nature]) => !desarmer.some((une) => une === nature)));
          for (const { nature, echoitLe } of armer) armees.set(nature, echoitLe);
          expect(armees).toEqual(new Map(horlogesApres(apres.etat).map(({ nature, echoitLe }) => [nature, echoitLe])));
          dossier = apres;
        }
      }),
      TIRAGE,
    );
  }, UNE_HEURE);
});
