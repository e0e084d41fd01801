import type { Objet, VoieMp } from './attendus';
import { instant, texteDuJour, type Jour } from './calendrier';
import type { Moment } from './deroulement';
import type { Hasard } from './hasard';
import type { Instruction } from './instructions';
import type { Actif } from './presence';
import type { Salarie } from './population';

/** What is asked: the recognition of an accident, what follows one, or that of a disease by one of its ways. */
export type Question = { readonly objet: Objet; readonly voie: null } | { readonly objet: 'maladie'; readonly voie: VoieMp };

interface ActeAtmp {
  readonly acte: string;
  readonly le: string;
  readonly par?: string;
  readonly [champ: string]: unknown;
}

/** One line of `atmp-2016.ndjson`. */
export interface Reconnaissance {
  readonly source: string;
  readonly numero: string;
  readonly unite: string;
  readonly caisse: string;
  readonly type: 'atmp';
  readonly objet: Question['objet'];
  readonly risque: 'at' | 'mp';
  readonly canal: 'electronique' | 'papier';
  readonly nir: string;
  readonly medecin: string;
  readonly declarant: 'employeur' | 'victime';
  readonly dateFait: string;
  readonly declareLe: string;
  readonly examensRequis: boolean;
  readonly recuLe: string;
  readonly pieces: readonly string[];
  readonly medical: { readonly lesions: readonly { readonly code: string; readonly texte: string }[]; readonly tableau: string | null; readonly texte: string | null };
  readonly histoire: readonly ActeAtmp[];
}

export interface Saisine {
  readonly numero: number;
  readonly question: Question;
  readonly risque: 'at' | 'mp';
  readonly salarie: Salarie;
  readonly medecinTraitant: string;
  readonly instruction: Instruction;
  readonly medecin: Actif;
  readonly second: Actif | null;
  readonly chef: string;
  readonly technicien: string;
}

type Lesion = readonly [code: string, texte: string];
const ACCIDENTS: readonly Lesion[] = [
  ['S61.0', 'Plaie de doigt'], ['S93.4', 'Entorse de cheville'], ['S33.5', 'Lumbago aigu'], ['S62.6', 'Fracture de phalange'], ['S83.6', 'Entorse du genou'], ['S60.2', 'Contusion de la main'], ['S42.0', 'Fracture de clavicule'],
  ['S05.0', 'Lésion de la cornée'], ['S06.0', 'Commotion'], ['T23.2', 'Brûlure de la main'],
];
const TABLEAUX: readonly (readonly [tableau: string, lesion: Lesion, examens: boolean, poids: number])[] = [
  ['57 A', ['M75.1', "Rupture de la coiffe des rotateurs de l'épaule"], true, 34], ['57 C', ['G56.0', 'Syndrome du canal carpien'], false, 30], ['57 B', ['M77.1', 'Épicondylite latérale'], false, 14],
  ['98', ['M51.1', 'Sciatique par hernie discale, port de charges'], false, 8], ['97', ['M51.1', 'Sciatique par hernie discale, vibrations'], false, 3], ['42', ['H83.3', 'Surdité due au bruit'], true, 4],
  ['79', ['M23.3', 'Lésion chronique du ménisque'], true, 3], ['65', ['L23.5', 'Eczéma allergique de contact'], false, 2], ['66', ['J45.0', 'Asthme professionnel'], true, 2],
];
const HORS_TABLEAU: readonly Lesion[] = [['F32.2', 'Épisode dépressif sévère'], ['M50.1', 'Hernie discale cervicale'], ['C67.9', 'Tumeur de la vessie'], ['M17.1', 'Gonarthrose']];
const CONCLUSIONS = ['imputable', 'non_imputable', 'partiel', 'etat_anterieur'] as const;
const PARTS: Readonly<Record<Objet, readonly number[]>> = { accident: [955, 25, 10, 10], nouvelle_lesion: [710, 200, 40, 50], rechute: [620, 280, 30, 70] };

const le = (m: Moment): string => instant(m.j, m.s);

interface Fond {
  readonly lesions: readonly Lesion[];
  readonly tableau: string | null;
  readonly examens: boolean;
  /** What the practitioner concludes: fields of the act. */
  readonly conclusion: Readonly<Record<string, unknown>>;
  readonly motif: string;
}

function fondAccident(objet: Objet, h: Hasard): Fond {
  const premiere = h.parmi(ACCIDENTS);
  const seconde = h.vrai(0.08) ? ACCIDENTS.filter((l) => l !== premiere)[h.entier(0, ACCIDENTS.length - 2)] : undefined;
  const lesions = seconde ? [premiere, seconde] : [premiere];
  const conclusions = lesions.map(() => h.pondere(CONCLUSIONS, PARTS[objet]));
  return { lesions, tableau: null, examens: false, conclusion: { conclusions }, motif: conclusions.every((c) => c === 'imputable') ? 'Lésion compatible avec le fait décrit' : 'Lien avec le fait non établi pour une lésion au moins' };
}

function fondMaladie(voie: VoieMp, constatee: Jour, h: Hasard): Fond {
  const conclusion = { premiereConstatation: texteDuJour(constatee), examensPresents: true };
  if (voie === 'comite_hors_tableau' || voie === 'refus_direct') {
    const seuil = voie === 'comite_hors_tableau';
    return { lesions: [h.parmi(HORS_TABLEAU)], tableau: null, examens: false, conclusion: { ...conclusion, designee: false, seuilIncapacite: seuil }, motif: seuil ? 'Maladie hors tableau, incapacité prévisible de 25 % au moins' : 'Maladie hors tableau, incapacité prévisible sous le seuil' };
  }
  const [tableau, lesion, examens] = h.pondere(TABLEAUX, TABLEAUX.map(([, , , poids]) => poids));
  return { lesions: [lesion], tableau, examens, conclusion: { ...conclusion, designee: true }, motif: 'Maladie désignée au tableau, examens conformes' };
}

function avis(s: Saisine, fond: Fond): ActeAtmp {
  return { acte: 'avis', le: le(s.instruction.avis), par: s.medecin.sub, rpps: s.medecin.agent.rpps, ...fond.conclusion, motif: fond.motif };
}

function secondAvis(s: Saisine): ActeAtmp[] {
  const { secondAvis: x } = s.instruction;
  if (!x || !s.second) return [];
  return [
    { acte: 'second_avis_demande', le: le(x[0]), par: s.chef, a: s.second.sub },
    { acte: 'second_avis_rendu', le: le(x[1]), par: s.second.sub, rpps: s.second.agent.rpps, sens: 'favorable' },
  ];
}

function concertation({ question, instruction: i }: Saisine, h: Hasard): ActeAtmp[] {
  if (question.voie === null || !i.concertation) return [];
  const manque = question.voie === 'comite_tableau' ? h.pondere(['delai', 'exposition', 'travaux'], [45, 20, 35]) : null;
  return [{ acte: 'concertation', le: le(i.concertation), ...(manque ? { [manque]: false } : {}) }];
}

function comite({ instruction: { comite: c } }: Saisine, h: Hasard): ActeAtmp[] {
  return c ? [{ acte: 'saisine_comite', le: le(c.saisine) }, { acte: 'avis_comite', le: le(c.avis), sens: h.vrai(0.52) ? 'favorable' : 'defavorable' }] : [];
}

/** Refusals for a reason that is not medical: proof of the fact missing, late declaration. */
const administratif = (s: Saisine, h: Hasard): boolean => s.question.voie === 'administratif' || (s.question.objet === 'accident' && h.vrai(0.02));

function actes(s: Saisine, fond: Fond, h: Hasard): ActeAtmp[] {
  const { instruction: i, medecin, technicien } = s;
  const refus = administratif(s, h) ? { sens: 'refus', motif: 'administratif' } : {};
  const decision: ActeAtmp = { acte: 'decision', le: le(i.decision), ...refus };
  return [
    { acte: 'completude', le: le(i.completude), par: technicien },
    { acte: 'affectation', le: le(i.affectation), par: s.chef, a: medecin.sub },
    ...(i.reserves ? [{ acte: 'reserves', le: le(i.reserves) }] : []),
    ...(i.complement ? [{ acte: 'complement_demande', le: le(i.complement[0]), par: medecin.sub }, { acte: 'complement_recu', le: le(i.complement[1]), par: technicien }] : []),
    ...secondAvis(s),
    ...(i.prolongation ? [{ acte: 'prolongation', le: le(i.prolongation) }] : []),
    avis(s, fond), ...concertation(s, h), ...comite(s, h),
    ...(i.consultation ? [{ acte: 'consultation', le: le(i.consultation), informeesLe: texteDuJour(i.consultation.j) }] : []),
    decision,
    ...(i.recours ? [{ acte: 'recours', le: le(i.recours) }] : []),
  ].sort((a, b) => (Date.parse(a.le) - Date.parse(b.le)));
}

/** The whole dated history of one recognition, ready to be written. */
export function reconnaissance(s: Saisine, h: Hasard): Reconnaissance {
  const { question, instruction: i } = s;
  const fond = question.voie === null ? fondAccident(question.objet, h) : fondMaladie(question.voie, i.fait, h);
  const pieces = question.objet === 'accident' || question.objet === 'maladie' ? ['declaration', 'certificat'] : ['certificat'];
  return {
    source: 'REPRISE-931', numero: `ATMP-2016-${String(s.numero).padStart(6, '0')}`, unite: 'ELSM-931', caisse: '931', type: 'atmp', objet: question.objet, risque: s.risque, canal: h.vrai(0.31) ? 'electronique' : 'papier',
    nir: s.salarie.nir, medecin: s.medecinTraitant, declarant: question.objet === 'maladie' || h.vrai(0.05) ? 'victime' : 'employeur', dateFait: texteDuJour(i.fait), declareLe: texteDuJour(i.declaration),
    examensRequis: fond.examens, recuLe: le(i.recu), pieces: fond.examens ? [...pieces, 'examens'] : pieces,
    medical: { lesions: fond.lesions.map(([code, texte]) => ({ code, texte })), tableau: fond.tableau, texte: null },
    histoire: actes(s, fond, h),
  };
}
