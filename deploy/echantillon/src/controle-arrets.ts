import type { AttendusArrets } from './attendus';
import type { Controle } from './controles';
import type { Notice } from './notices';
import type { Reconnaissance } from './reconnaissances';

type Comptes = Record<string, number>;
const plus = (comptes: Comptes, cle: string): void => void (comptes[cle] = (comptes[cle] ?? 0) + 1);

interface Acte {
  readonly acte: string;
  readonly le: string;
  readonly [champ: string]: unknown;
}

const dernierAvis = (histoire: readonly Acte[]): Acte | undefined => histoire.findLast((a) => a.acte === 'avis');

/** Mode of the last check before the last avis, as a reader of the history finds it. */
function modeDe(histoire: readonly Acte[]): string {
  const dernier = histoire.slice(0, histoire.findLastIndex((a) => a.acte === 'avis')).findLast((a) => ['controle', 'reponse_prescripteur', 'examen'].includes(a.acte));
  const conclusion = dernierAvis(histoire)?.['conclusion'];
  if (!dernier || conclusion === 'absence' || conclusion === 'rapport_employeur') return 'pieces';
  return dernier.acte === 'controle' ? String(dernier['mode']) : dernier.acte === 'examen' ? 'sur_personne' : 'prescripteur';
}

/** Counts what is really written in the three added files. A notice written twice under one number counts once. */
export class CompteurArrets {
  readonly parRisque: Comptes = {};
  readonly parMode: Comptes = {};
  readonly parConclusion: Comptes = {};
  readonly parObjet: Comptes = {};
  readonly parRisqueAtmp: Comptes = {};
  secondsTours = 0;
  absences = 0;
  comites = 0;
  private horsAnnee = 0;
  private readonly numeros = new Set<number>();
  private lignesNotices = 0;

  controle(c: Controle): void {
    const avis = dernierAvis(c.histoire);
    plus(this.parRisque, c.risque);
    plus(this.parMode, modeDe(c.histoire));
    plus(this.parConclusion, String(avis?.['conclusion'] ?? 'sans_avis'));
    if (!avis?.le.startsWith('2016-')) this.horsAnnee++;
    if (c.histoire.some((a) => a.acte === 'nouvelle_prescription')) this.secondsTours++;
    this.absences += c.histoire.filter((a) => a.acte === 'absence').length;
  }

  notice(n: Notice): void {
    this.lignesNotices++;
    if (n.canal === 'electronique') this.numeros.add(Number(n.numero.slice(-6)));
    if (!n.recu_le.startsWith('2016-')) this.horsAnnee++;
  }

  reconnaissance(r: Reconnaissance): void {
    const avis = dernierAvis(r.histoire);
    plus(this.parObjet, avis ? r.objet : 'sans_avis');
    plus(this.parRisqueAtmp, r.risque);
    if (!avis?.le.startsWith('2016-')) this.horsAnnee++;
    if (r.histoire.some((a) => a.acte === 'saisine_comite')) this.comites++;
  }

  get comptes(): AttendusArrets {
    const total = (c: Comptes): number => Object.entries(c).reduce((n, [cle, k]) => (cle === 'sans_avis' ? n : n + k), 0);
    const { maladie: reconnaissancesMp = 0 } = this.parObjet;
    return {
      avisArret: total(this.parConclusion), surPersonne: this.parMode['sur_personne'] ?? 0, notices: this.numeros.size, doublons: this.lignesNotices - this.numeros.size,
      atmp: total(this.parObjet) - reconnaissancesMp, reconnaissancesMp,
    };
  }

  /** What differs from the figures to reach, in French; empty when everything is exact. */
  ecarts(attendus: AttendusArrets): string[] {
    const lus = this.comptes;
    const faux = (Object.keys(lus) as (keyof AttendusArrets)[]).filter((cle) => lus[cle] !== attendus[cle]).map((cle) => `${cle} : ${lus[cle]} au lieu de ${attendus[cle]}`);
    return this.horsAnnee === 0 ? faux : [...faux, `${this.horsAnnee} acte(s) compté(s) hors de l'année 2016`];
  }
}
