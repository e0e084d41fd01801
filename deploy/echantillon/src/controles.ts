import type { Conclusion, Issue, Risque } from './attendus';
import { instant, texteDuJour, type Jour } from './calendrier';
import type { Moment } from './deroulement';
import type { Episode } from './episodes';
import type { Hasard } from './hasard';
import type { Passage } from './passages';
import type { Actif } from './presence';

/** One dated act of a control; the fields are those of the act. */
export interface ActeArret {
  readonly acte: string;
  readonly le: string;
  readonly par?: string;
  readonly [champ: string]: unknown;
}

/** One line of `arrets-2016.ndjson`. */
export interface Controle {
  readonly source: string;
  readonly numero: string;
  readonly unite: string;
  readonly caisse: string;
  readonly type: 'arret';
  readonly nir: string;
  readonly prescripteur: string;
  readonly canal: 'electronique' | 'papier';
  readonly risque: Risque;
  readonly origine: string;
  readonly selection: { readonly regle: string; readonly version: string } | null;
  readonly recuLe: string;
  readonly arret: { readonly debut: string; readonly fin: string; readonly prescritLe: string; readonly envoyeLe: string; readonly traitant: boolean; readonly prolongations: readonly { readonly du: string; readonly au: string }[] };
  readonly rapport: { readonly controleLe: string; readonly conclusion: string; readonly examenPratique: boolean } | null;
  readonly medical: { readonly motif: string; readonly diagnostics: readonly string[] };
  readonly histoire: readonly ActeArret[];
}

export interface Demande {
  readonly numero: number;
  readonly issue: Issue;
  readonly episode: Episode;
  readonly passage: Passage;
  readonly medecin: Actif;
  readonly second: Actif | null;
  readonly chef: string;
  readonly technicien: string;
}

const CAUSES: Readonly<Record<Risque, readonly (readonly [cim: string, motif: string])[]>> = {
  maladie: [
    ['M54', 'Lombalgie commune'], ['F32', 'Épisode dépressif'], ['F43', "Trouble de l'adaptation"], ['M75', "Lésion de l'épaule"], ['J06', 'Infection des voies respiratoires'], ['K52', 'Gastro-entérite'],
    ['S82', 'Fracture de jambe'], ['M51', 'Atteinte discale'], ['C50', 'Traitement oncologique en cours'], ['O26', 'Grossesse avec complications'],
  ],
  at: [['S61', 'Plaie de la main'], ['S93', 'Entorse de cheville'], ['S33', 'Entorse lombaire'], ['S62', 'Fracture du poignet'], ['S83', 'Lésion du genou'], ['T14', 'Contusions multiples']],
  mp: [['M75', "Tendinopathie de l'épaule"], ['G56', 'Syndrome du canal carpien'], ['M77', 'Épicondylite'], ['M51', 'Hernie discale par vibrations'], ['L23', 'Eczéma de contact']],
};
const MOTIFS: Readonly<Record<Conclusion, string>> = {
  justifie: 'Incapacité temporaire confirmée', reprise: 'Reprise possible, état compatible avec une activité', stabilise: 'État stabilisé, séquelles fixées', pdp: 'Reprise au poste compromise, maintien dans l’emploi à préparer',
  non_controlable: 'Éléments insuffisants pour conclure', sans_objet: 'Reprise anticipée, arrêt terminé à la date du contrôle', absence: 'Assuré absent à la convocation, sans motif', rapport_employeur: 'Arrêt non justifié selon le médecin mandaté par l’employeur',
};
/** Conclusions that the caisse follows by a decision. */
const DECIDEES: ReadonlySet<Conclusion> = new Set<Conclusion>(['justifie', 'reprise', 'stabilise', 'absence', 'rapport_employeur']);
/** Six months (L.324-1 CSS). */
const AGE_LONG = 184;
/** Version of the selection rules of that time. */
const VERSION = '2010';

const le = (m: Moment): string => instant(m.j, m.s);

/** What the avis adds to its conclusion. */
function complement(conclusion: Conclusion, avis: Jour, fin: Jour, h: Hasard): Record<string, string> {
  if (conclusion === 'reprise') return { date: texteDuJour(avis + h.entier(1, 7)) };
  if (conclusion === 'stabilise') return { date: texteDuJour(avis + h.entier(5, 30)) };
  if (conclusion !== 'justifie') return {};
  const jusquAu = Math.max(avis, fin) + h.pondere([0, 7, 15, 30], [50, 20, 20, 10]);
  return h.vrai(0.15) ? { jusquAu: texteDuJour(jusquAu), prochaineRevue: texteDuJour(Math.max(avis + 2, jusquAu - h.entier(0, 6))) } : { jusquAu: texteDuJour(jusquAu) };
}

const avis = (d: Demande, conclusion: Conclusion, m: Moment, h: Hasard): ActeArret =>
  ({ acte: 'avis', le: le(m), par: d.medecin.sub, rpps: d.medecin.agent.rpps, conclusion, ...complement(conclusion, m.j, d.episode.fin, h), motif: MOTIFS[conclusion] });

/** First round of those who were told to go back to work and bring a new prescription within ten days (L.323-7 CSS). */
function premierTour(d: Demande, h: Hasard): ActeArret[] {
  const t = d.passage.premierTour;
  if (!t) return [];
  return [
    { acte: 'controle', le: le(t.controle), par: d.medecin.sub, mode: 'pieces' },
    { ...avis(d, 'reprise', t.avis, h), date: texteDuJour(t.avis.j + 1) },
    { acte: 'decision', le: le(t.decision) },
    { acte: 'nouvelle_prescription', le: le(t.prescription), du: texteDuJour(t.prescription.j), au: texteDuJour(t.prescription.j + 14), prescritLe: texteDuJour(t.prescription.j), prescripteur: d.episode.prescripteur },
  ];
}

function secondAvis(d: Demande): ActeArret[] {
  const { secondAvis: s } = d.passage;
  if (!s || !d.second) return [];
  return [
    { acte: 'second_avis_demande', le: le(s.demande), par: d.chef, a: d.second.sub },
    { acte: 'second_avis_rendu', le: le(s.rendu), par: d.second.sub, rpps: d.second.agent.rpps, conclusion: d.issue.conclusion },
  ];
}

function convocations(d: Demande): ActeArret[] {
  return d.passage.convocations.flatMap(({ envoi, jour, absence, justifiee }): ActeArret[] => [
    { acte: 'convocation', le: le(envoi), par: d.technicien, mode: 'sur_personne', jour: texteDuJour(jour), preuveEnvoi: texteDuJour(envoi.j) },
    ...(absence ? [{ acte: 'absence', le: le(absence), par: d.technicien, justifiee }] : []),
  ]);
}

/** The checks that lead to the avis, in their order. */
function examens(d: Demande): ActeArret[] {
  const { issue, medecin, passage } = d;
  const { contact, reponse, controle } = passage;
  const par = medecin.sub;
  if (issue.mode === 'sur_personne') return [{ acte: 'examen', le: le(controle), par, rpps: medecin.agent.rpps }];
  if (issue.mode === 'prescripteur' && contact && reponse) return [{ acte: 'contact_prescripteur', le: le(contact), par }, { acte: 'reponse_prescripteur', le: le(reponse), par }];
  if (issue.conclusion === 'absence' || issue.conclusion === 'rapport_employeur') return [];
  return [{ acte: 'controle', le: le(controle), par, mode: issue.mode }];
}

/** Prescriptions that came while the control was under way. */
function prolongations({ episode, passage }: Demande): ActeArret[] {
  if (passage.premierTour) return [];
  return episode.prolongations.filter((p) => p.du > passage.recu.j && p.du < passage.avis.j)
    .map(({ du, au }) => ({ acte: 'prolongation', le: instant(du, 8 * 3600), du: texteDuJour(du), au: texteDuJour(au), prescritLe: texteDuJour(du) }));
}

const chronologie = (actes: readonly ActeArret[]): ActeArret[] => actes.toSorted((x, y) => Date.parse(x.le) - Date.parse(y.le));

function suites(d: Demande): ActeArret[] {
  const { decision, recours } = d.passage;
  if (!DECIDEES.has(d.issue.conclusion)) return [];
  return [{ acte: 'decision', le: le(decision) }, ...(recours ? [{ acte: 'recours', le: le(recours) }] : [])];
}

function origine({ issue, episode, passage }: Demande, h: Hasard): Pick<Controle, 'origine' | 'selection' | 'rapport'> {
  const vers = (origine: string, regle: string | null): Pick<Controle, 'origine' | 'selection' | 'rapport'> => ({ origine, selection: regle ? { regle, version: VERSION } : null, rapport: null });
  if (issue.conclusion === 'rapport_employeur') {
    const controle = { j: passage.recu.j - 1, s: 10 * 3600 + h.entier(0, 5 * 3600) };
    return { origine: 'employeur', selection: null, rapport: { controleLe: le(controle), conclusion: 'non_justifie', examenPratique: true } };
  }
  if (passage.recu.j - episode.du > AGE_LONG) return vers('age_arret', 'age_arret');
  return h.pondere([vers('ciblage', 'duree_cumulee'), vers('caisse', null), vers('signal', null)], [72, 18, 10]);
}

/** The whole dated history of one control, ready to be written. */
export function controle(d: Demande, h: Hasard): Controle {
  const { episode: e, passage } = d;
  const [diagnostic, motif] = h.parmi(CAUSES[e.risque]);
  const connues = e.prolongations.filter((p) => p.du <= passage.recu.j);
  return {
    source: 'REPRISE-931', numero: `ARR-2016-${String(d.numero).padStart(6, '0')}`, unite: 'ELSM-931', caisse: '931', type: 'arret', nir: e.salarie.nir, prescripteur: e.prescripteur, canal: e.canal, risque: e.risque,
    ...origine(d, h), recuLe: le(passage.recu),
    arret: {
      debut: texteDuJour(e.du), fin: texteDuJour(e.au), prescritLe: texteDuJour(e.du), envoyeLe: texteDuJour(e.du + (e.canal === 'papier' ? h.entier(0, 2) : 0)), traitant: e.prescripteur === e.salarie.medecin,
      prolongations: connues.map((p) => ({ du: texteDuJour(p.du), au: texteDuJour(p.au) })),
    },
    medical: { motif, diagnostics: [diagnostic] },
    histoire: chronologie([
      { acte: 'affectation', le: le(passage.affectation), par: d.chef, a: d.medecin.sub },
      ...premierTour(d, h), ...secondAvis(d), ...prolongations(d), ...convocations(d), ...examens(d), avis(d, d.issue.conclusion, passage.avis, h), ...suites(d),
    ]),
  };
}
