import { instant, texteDuJour } from './calendrier';
import type { Deroulement, Moment } from './deroulement';
import type { Hasard } from './hasard';
import type { Personne } from './assures';
import type { Pathologie } from './pathologies';
import { GENERALISTES, SPECIALISTES, rppsDuProfessionnel } from './professionnels';
import type { Actif } from './presence';

export interface Acte {
  readonly acte: 'completude' | 'affectation' | 'complement_demande' | 'complement_recu' | 'second_avis_demande' | 'second_avis_rendu' | 'avis' | 'decision';
  readonly le: string;
  readonly par?: string;
  readonly a?: string;
  readonly rpps?: string;
  readonly sens?: Sens;
  readonly motif?: string;
  readonly pieces?: readonly string[];
  readonly debut?: string;
  readonly dureeAns?: number;
}

export type Sens = 'favorable' | 'defavorable_medical' | 'defavorable_administratif';
export type Nature = 'initiale' | 'prolongation';

/** One line of `ald-2016.ndjson`. */
export interface Dossier {
  readonly source: string;
  readonly numero: string;
  readonly unite: string;
  readonly caisse: string;
  readonly type: 'ald';
  readonly nature: Nature;
  readonly canal: 'pse' | 'papier';
  readonly nir: string;
  readonly medecin: string;
  readonly recuLe: string;
  readonly medical: { readonly regime: string; readonly ald: number | null; readonly diagnostics: readonly string[]; readonly debutSoins: string; readonly soins: string };
  readonly pieces: readonly string[];
  readonly histoire: readonly Acte[];
}

const MOTIFS: Readonly<Record<Sens, readonly string[]>> = {
  favorable: ['Critères médicaux réunis', 'Affection confirmée par le compte rendu joint', 'Traitement prolongé et coûteux justifié'],
  defavorable_medical: ['Critères de gravité non réunis', "Affection stabilisée sans traitement prolongé", 'Diagnostic non confirmé par les pièces'],
  defavorable_administratif: ['Demande en double', 'Exonération déjà en cours pour la même affection', "Assuré relevant d'un autre organisme"],
};
/** Share of medical refusals by regime (invented, of a plausible size). */
const REFUS: Readonly<Record<Pathologie['regime'], number>> = { liste: 0.045, hors_liste: 0.24, polypathologie: 0.2, non_exonerante: 0.12 };

export interface Intervenants {
  readonly completude: string;
  /** Head of service: assigns, asks for second opinions. */
  readonly chef: string;
  readonly complement: string;
  readonly medecin: Actif;
  readonly second: Actif | null;
}

export interface Demande {
  readonly numero: number;
  readonly nature: Nature;
  readonly pse: boolean;
  readonly personne: Personne;
  readonly deroulement: Deroulement;
  readonly intervenants: Intervenants;
}

const le = (m: Moment): string => instant(m.j, m.s);

function sensDe(p: Pathologie, nature: Nature, h: Hasard): Sens {
  const refus = (REFUS[p.regime] ?? 0) * (nature === 'initiale' ? 1.2 : 0.7);
  return h.pondere<Sens>(['favorable', 'defavorable_medical', 'defavorable_administratif'], [0.988 - refus, refus, 0.012]);
}

function diagnostics(p: Pathologie, h: Hasard): string[] {
  const poids = p.cim.map((_, i) => 1 / (i + 1));
  const premier = h.pondere(p.cim, poids);
  const voulus = p.regime === 'polypathologie' ? h.entier(2, 3) : h.vrai(0.06) ? 2 : 1;
  const codes = new Set([premier]);
  for (let i = 0; codes.size < voulus && i < p.cim.length; i++) codes.add(p.cim[i] as string);
  return [...codes];
}

function actesIntermediaires(d: Demande, sens: Sens): Acte[] {
  const { complement, secondAvis } = d.deroulement;
  const { medecin, second } = d.intervenants;
  const actes: Acte[] = [];
  if (complement) {
    actes.push({ acte: 'complement_demande', le: le(complement.demande), par: medecin.sub, pieces: ['compte_rendu'] });
    actes.push({ acte: 'complement_recu', le: le(complement.recu), par: d.intervenants.complement, pieces: ['compte_rendu'] });
  }
  if (secondAvis && second) {
    actes.push({ acte: 'second_avis_demande', le: le(secondAvis.demande), par: d.intervenants.chef, a: second.sub });
    actes.push({ acte: 'second_avis_rendu', le: le(secondAvis.rendu), par: second.sub, rpps: second.agent.rpps, sens });
  }
  return actes;
}

function avis(d: Demande, sens: Sens, h: Hasard): Acte {
  const { medecin } = d.intervenants;
  const recu = d.deroulement.recu.j;
  const acte: Acte = { acte: 'avis', le: le(d.deroulement.avis), par: medecin.sub, rpps: medecin.agent.rpps, sens, motif: h.parmi(MOTIFS[sens]) };
  if (sens !== 'favorable') return acte;
  const debut = d.nature === 'initiale' ? recu - h.entier(0, 45) : recu + h.entier(-20, 75);
  return { ...acte, debut: texteDuJour(debut), dureeAns: d.personne.pathologie.dureesAns[d.nature === 'initiale' ? 0 : 1] };
}

/** The médecin traitant; for some first requests a specialist who acts in emergency or at hospital. */
function signataire(d: Demande, h: Hasard): string {
  const specialiste = d.nature === 'initiale' && h.vrai(0.16);
  return specialiste ? rppsDuProfessionnel(GENERALISTES + h.entier(0, SPECIALISTES - 1)) : d.personne.medecin;
}

/** The whole dated history of one request, ready to be written. */
export function dossier(d: Demande, h: Hasard): Dossier {
  const p = d.personne.pathologie;
  const { recu, completude, affectation, decision } = d.deroulement;
  const sens = sensDe(p, d.nature, h);
  const debutSoins = recu.j - (d.nature === 'initiale' ? h.entier(50, 260) : h.entier(1700, 1900));
  return {
    source: 'REPRISE-931', numero: `ALD-2016-${String(d.numero).padStart(6, '0')}`, unite: 'ELSM-931', caisse: '931', type: 'ald',
    nature: d.nature, canal: d.pse ? 'pse' : 'papier', nir: d.personne.nir, medecin: signataire(d, h), recuLe: le(recu),
    medical: { regime: p.regime, ald: p.ald, diagnostics: diagnostics(p, h), debutSoins: texteDuJour(debutSoins), soins: p.soins },
    pieces: ['protocole'],
    histoire: [
      { acte: 'completude', le: le(completude), par: d.intervenants.completude },
      { acte: 'affectation', le: le(affectation), par: d.intervenants.chef, a: d.intervenants.medecin.sub },
      ...actesIntermediaires(d, sens),
      avis(d, sens, h),
      { acte: 'decision', le: le(decision) },
    ],
  };
}
