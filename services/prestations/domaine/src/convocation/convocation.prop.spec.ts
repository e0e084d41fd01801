import { ajouterJours } from '@sm/kernel';
import fc from 'fast-check';
import { C, faitsA, QUI, rendezVous } from '../../test/convocations';
import { tirage, UNE_HEURE } from '../../test/tirage';
import {
  appliquerConvocation, COMMANDES_CONVOCATION, commandesPossiblesConvocation, creneauOccupe, deciderConvocation, estEnCours, horlogesConvocation, replierConvocation, rolesConvocation,
  STATUTS_CONVOCATION, type CommandeConvocation, type EtatConvocation, type EvenementConvocation, type FaitsConvocation, type TypeCommandeConvocation,
} from '..';
import { TRANSITIONS_CONVOCATION, type TransitionConvocation } from './transitions';

const TIRAGE = tirage(process, 'convocation', 20_261_123, 400);
const JOURS = Array.from({ length: 40 }, (_, i) => ajouterJours('2026-03-02', i * 3));
const ACTEURS = [QUI.technicienne, QUI.conseil, QUI.chef, QUI.systeme, QUI.caisse, QUI.double] as const;
const DOSSIERS = ['d-1', 'd-2', 'd-3'] as const;
const MENTS = ['creneau-introuvable', 'creneau-pris', 'creneau-passe', 'creneau-identique', 'delai-prevenance-insuffisant', 'rendez-vous-a-venir', 'presence-incoherente', 'date-future', 'date-invalide', 'echeance-prematuree', 'convocation-en-cours'];

const pas = fc.record({
  choix: fc.nat(1000), dossier: fc.nat(2), creneau: fc.nat(JOURS.length - 1), avance: fc.nat(4), acteur: fc.nat(ACTEURS.length - 1), guide: fc.nat(9), retard: fc.nat(3), mode: fc.nat(9),
});
type Tirage = typeof pas extends fc.Arbitrary<infer T> ? T : never;

/** Convocations of three dossiers over one agenda: what the rows and unique indexes hold. */
class Monde {
  jour = '2026-03-01';
  etats = new Map<string, EtatConvocation>();
  journaux = new Map<string, EvenementConvocation[]>();
  courante = new Map<string, string>();
  rang = 0;

  occupe(creneau: string): string | null {
    for (const [id, etat] of this.etats) if (creneauOccupe(etat) === creneau) return id;
    return null;
  }
}

function commande(type: TypeCommandeConvocation, t: Tirage, monde: Monde, etat: EtatConvocation | null): CommandeConvocation {
  const jour = JOURS[t.creneau] ?? '2026-04-02';
  switch (type) {
    case 'PreparerConvocation': return C.preparer(jour);
    case 'ReporterConvocation': return C.reporter(jour);
    case 'EnregistrerPreuveEnvoi': return C.prouver(ajouterJours(monde.jour, -t.retard));
    case 'EnregistrerPresence': return C.presence(t.mode > 2 ? (etat?.rendezVous?.jour ?? jour) : jour);
    case 'EmettreConvocation': return C.emettre;
    case 'ConstaterAbsence': return C.absence;
    case 'ExcuserAbsence': return C.excuse;
    case 'RetirerRendezVous': return C.retirer;
    case 'AnnulerConvocation': return C.annuler;
    case 'SignalerEcheanceConvocation': return C.echeance;
  }
}

/** One step in five tries anything; the others follow the table, and go to the day on which it can succeed. */
function tirer(t: Tirage, monde: Monde, etat: EtatConvocation | null): readonly [CommandeConvocation, FaitsConvocation['acteur']] {
  const libre = ACTEURS[t.acteur] ?? QUI.technicienne;
  if (t.guide < 2) return [commande(COMMANDES_CONVOCATION[t.choix % COMMANDES_CONVOCATION.length] ?? 'AnnulerConvocation', t, monde, etat), libre];
  if (etat === null) return [commande('PreparerConvocation', t, monde, etat), QUI.technicienne];
  const couples = ACTEURS.flatMap((qui) => commandesPossiblesConvocation(etat, rolesConvocation(qui)).map((type) => [type, qui] as const)).filter(([type]) => type !== 'AnnulerConvocation' || t.choix % 7 === 0);
  const [type, qui] = couples[t.choix % Math.max(1, couples.length)] ?? ['AnnulerConvocation', libre];
  const attendu = type === 'SignalerEcheanceConvocation' ? horlogesConvocation(etat)[0]?.echoitLe : type === 'EnregistrerPresence' || type === 'ConstaterAbsence' ? etat.rendezVous?.jour : undefined;
  if (attendu !== undefined && attendu > monde.jour && t.mode > 1) monde.jour = attendu;
  return [commande(type, t, monde, etat), qui];
}

function verifier(monde: Monde, id: string): void {
  const etat = monde.etats.get(id);
  if (!etat) throw new Error('no state');
  expect(replierConvocation(JSON.parse(JSON.stringify(monde.journaux.get(id))) as EvenementConvocation[])).toEqual(etat);
  const occupes = [...monde.etats.values()].map(creneauOccupe).filter((c) => c !== null);
  expect(new Set(occupes).size).toBe(occupes.length);
  const horloges = horlogesConvocation(etat);
  expect(horloges.length).toBe(etat.statut === 'absence_constatee' ? 1 : 0);
  for (const { proprietaire, echoitLe, nature } of horloges) {
    expect(proprietaire).toBe('assure');
    const echu = deciderConvocation({ type: 'SignalerEcheanceConvocation', prive: { nature } }, etat, faitsA(`${echoitLe}T00:00:00Z`, QUI.systeme));
    expect(echu.accepte).toBe(true);
  }
  if (etat.statut === 'absente_injustifiee' || etat.statut === 'absence_constatee') {
    const preuve = etat.lettres.at(-1)?.preuve;
    expect(preuve && ajouterJours(preuve.jour, 10) <= etat.rendezVous.jour).toBe(true);
  }
}

const atteints = new Set<string>();

describe('Quelle que soit la suite de commandes', () => {
  it('pas d’absence injustifiée sans preuve d’envoi, pas de créneau pris deux fois, pas d’horloge sans propriétaire ; le journal replié rend l’état', () => {
    fc.assert(
      fc.property(fc.array(pas, { minLength: 20, maxLength: 60 }), (suite) => {
        const monde = new Monde();
        for (const t of suite) {
          monde.jour = ajouterJours(monde.jour, t.avance);
          const dossierId = DOSSIERS[t.dossier] ?? 'd-1';
          const id = monde.courante.get(dossierId) ?? null;
          const avant = id === null ? null : (monde.etats.get(id) ?? null);
          const nouveau = avant !== null && !estEnCours(avant.statut) && t.choix % 2 === 0;
          const [c, acteur] = tirer(t, monde, nouveau ? null : avant);
          const vise = c.type === 'PreparerConvocation' || c.type === 'ReporterConvocation' ? c.prive.creneau.slice(2) : null;
          const faits = faitsA(`${monde.jour}T12:00:00Z`, acteur, {
            nouvelId: `v-${++monde.rang}`, enCours: avant !== null && estEnCours(avant.statut),
            creneau: vise === null ? null : { rendezVous: rendezVous(vise), ouvert: true, convocation: monde.occupe(`c-${vise}`), rpps: null },
            dossier: { id: dossierId, procedure: 'arret', unite: 93, personneId: 'p-1', clos: false, rppsEnConflit: [] },
          });
          const etat = c.type === 'PreparerConvocation' ? null : nouveau ? null : avant;
          const decision = deciderConvocation(c, etat, faits);
          if (!decision.accepte) {
            if (etat !== null && commandesPossiblesConvocation(etat, rolesConvocation(acteur)).includes(c.type)) expect(MENTS).toContain(decision.refus.code);
            continue;
          }
          expect(acteur.roles).not.toContain('CAISSE');
          const apres = decision.evenements.reduce<EtatConvocation | null>(appliquerConvocation, etat);
          if (apres === null) throw new Error('no event');
          const cle = apres.convocation.id;
          expect(etat === null ? ['preparee'] : (TRANSITIONS_CONVOCATION[c.type] as TransitionConvocation).vers[etat.statut]).toContain(apres.statut);
          monde.etats.set(cle, apres);
          monde.courante.set(dossierId, cle);
          monde.journaux.set(cle, [...(etat === null ? [] : (monde.journaux.get(cle) ?? [])), ...decision.evenements]);
          atteints.add(apres.statut);
          verifier(monde, cle);
        }
      }),
      TIRAGE,
    );
  }, UNE_HEURE);

  it('le tirage a visité tous les statuts', () => {
    expect([...atteints].sort()).toEqual([...STATUTS_CONVOCATION].sort());
  });
});
