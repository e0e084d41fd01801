import { Injectable } from '@nestjs/common';
import { estAbsorbee, jourLocal, peut, peutRecevoir, uniteDeCode, unitesPour, type Absence, type Acteur, type Action, type Affectation, type Conflit, type Delegation, type Procedure, type Unite } from '@sm/kernel';
import type { Db, Tx } from '../db/db';
import { contexteSysteme, type Contexte } from '../db/roles';
import { Empechements } from './empechements';

interface Arbre {
  readonly unites: readonly Unite[];
  readonly version: string;
}

/** Local copies of the organisation (units, assignments, delegations, absences, conflicts): where each service reads who may do what, where, on which day. */
@Injectable()
export class Tenancy {
  private arbreCourant: Arbre = { unites: [], version: '0' };
  private readonly parActeur = new Map<string, Affectation[]>();
  private readonly empechements = new Empechements();
  private lectures = 0;
  private lecture: Promise<void> = Promise.resolve();
  /** A reading asked for and not begun: it will see what is committed by then, whoever asks. */
  private prochaine: Promise<void> | undefined;
  private demandees = 0;
  private faites = 0;
  /** Resolved scopes; the key holds the day, and any change of the copies empties it. */
  private readonly resolues = new Map<string, number[]>();

  constructor(private readonly db: Db, private readonly maintenant: () => Date = () => new Date()) {}

  /** Reads the committed copies again; one reading at a time, so that the last one to answer is the last one asked. */
  charger(): Promise<void> {
    this.demandees++;
    this.lecture = this.prochaine ??= this.lecture.catch(() => undefined).then(() => this.lire());
    return this.lecture;
  }

  /** True while what was committed is not yet what is answered. */
  get enRetard(): boolean {
    return this.faites < this.demandees;
  }

  private async lire(): Promise<void> {
    this.prochaine = undefined;
    const { demandees } = this;
    await this.db.inTransaction(contexteSysteme('projection'), (tx) => this.relire(tx));
    this.faites = demandees;
  }

  private async relire(tx: Tx): Promise<void> {
    const unites: { donnees: Unite; version: number }[] = await tx.query('SELECT donnees, version FROM unite_copie ORDER BY id');
    this.arbreCourant = { unites: unites.map((u) => u.donnees), version: String(unites.reduce((max, u) => Math.max(max, u.version), 0)) };
    const affectations: { donnees: Affectation }[] = await tx.query('SELECT donnees FROM affectation_copie ORDER BY id');
    await this.empechements.relire(tx);
    this.parActeur.clear();
    this.resolues.clear();
    this.lectures++;
    for (const { donnees: a } of affectations) this.parActeur.set(a.acteurId, [...(this.parActeur.get(a.acteurId) ?? []), a]);
  }

  jour(): string {
    return jourLocal(this.maintenant());
  }

  arbre(): readonly Unite[] {
    return this.arbreCourant.unites;
  }

  /** Version of the organisation that a decision records. */
  version(): string {
    return this.arbreCourant.version;
  }

  /** By any code that it bears or bore. */
  unite(code: string): Unite | undefined {
    return uniteDeCode(this.arbreCourant.unites, code);
  }

  unitesDeLaTranche(): number[] {
    return this.arbreCourant.unites.map((u) => u.id);
  }

  affectations(acteurId: string, jour: string = this.jour()): Affectation[] {
    return (this.parActeur.get(acteurId) ?? []).filter((a) => a.du <= jour && (a.au === null || jour <= a.au));
  }

  /** Assignments of an actor that bear on a unit on a day: to it, or to the unit that absorbed it. */
  affectationsSur(acteurId: string, uniteId: number, jour: string): Affectation[] {
    return this.affectations(acteurId, jour).filter((a) => a.uniteId === uniteId || estAbsorbee(this.arbre(), uniteId, a.uniteId, jour));
  }

  /** Whether somebody's own assignments of that day give an act on a unit; nothing delegated counts. */
  peutLeJour(acteurId: string, action: Action, uniteId: number, jour: string): boolean {
    return peut(this.affectations(acteurId, jour), action, { procedure: '*', uniteId, arbre: this.arbre(), jour });
  }

  /** Whether a unit is, or carries on the work of, another on a day. */
  couvre(uniteId: number, couverte: number, jour: string): boolean {
    return uniteId === couverte || estAbsorbee(this.arbre(), couverte, uniteId, jour);
  }

  /** Every assignment of an actor to a unit, or to the one that absorbed it, over time; those entered by mistake left out. */
  carriere(acteurId: string, uniteId: number): Affectation[] {
    return (this.parActeur.get(acteurId) ?? []).filter((a) => (a.au === null || a.du <= a.au) && (a.uniteId === uniteId || estAbsorbee(this.arbre(), uniteId, a.uniteId, this.jour())));
  }

  /** Absences of an actor on a day: dates only. */
  absences(acteurId: string, jour: string = this.jour()): Absence[] {
    return this.empechements.absences(acteurId, jour);
  }

  /** Conflicts of interest declared and in force on a day, of everyone or of one actor. To be used in a decision, never shown. */
  conflits(jour: string, acteurId?: string): Conflit[] {
    return this.empechements.conflits(jour).filter((c) => acteurId === undefined || c.acteurId === acteurId);
  }

  /** Delegations that an actor may use on a day: the written term runs, and the actor still serves in the unit. */
  delegations(delegataireId: string, jour: string = this.jour()): Delegation[] {
    return this.empechements.delegations(delegataireId, jour).filter((d) => this.affectationsSur(delegataireId, d.uniteId, jour).length > 0);
  }

  /** Units on which an act is lent to an actor whom the table lets receive it: never more than its holder may still do that day, and never lent again. */
  private deleguees(acteurId: string, action: Action, procedure: Procedure, jour: string): number[] {
    if (!peutRecevoir(this.affectations(acteurId, jour), action, procedure, jour)) return [];
    return this.delegations(acteurId, jour).filter((d) => d.actes.some((acte) => acte === action)).flatMap((d) =>
      unitesPour(this.affectations(d.delegantId, jour), action, procedure, this.arbre(), jour).filter((u) => estAbsorbee(this.arbre(), u, d.uniteId, jour)));
  }

  /** Changes whenever the copies change: what is computed from them is kept under it. */
  empreinte(): string {
    return String(this.lectures);
  }

  /** Assignments of everyone to a unit on a day (candidates, loads). */
  affectationsDeLUnite(uniteId: number, jour: string = this.jour()): Affectation[] {
    return [...this.parActeur.values()].flat().filter((a) => a.uniteId === uniteId && a.du <= jour && (a.au === null || jour <= a.au));
  }

  peut(acteur: Acteur, action: Action, o: { procedure: Procedure; uniteId: number }): boolean {
    const jour = this.jour();
    return peut(this.affectations(acteur.id, jour), action, { ...o, arbre: this.arbre(), jour }) || this.deleguees(acteur.id, action, o.procedure, jour).includes(o.uniteId);
  }

  unitesPour(acteur: Acteur, action: Action, procedure: Procedure): number[] {
    const jour = this.jour();
    const cle = `${acteur.id}|${action}|${procedure}|${jour}`;
    let unites = this.resolues.get(cle);
    if (!unites) {
      const siennes = unitesPour(this.affectations(acteur.id, jour), action, procedure, this.arbre(), jour);
      const deleguees = this.deleguees(acteur.id, action, procedure, jour);
      unites = deleguees.length ? [...new Set([...siennes, ...deleguees])].sort((a, b) => a - b) : siennes;
      if (this.resolues.size > 10_000) this.resolues.clear();
      this.resolues.set(cle, unites);
    }
    return unites;
  }

  /** Scope of an actor for an action: empty when nothing allows it, and then row level security shows nothing either. */
  contexte(acteur: Acteur, action: Action, procedure: Procedure): Contexte {
    return { acteur, role: 'app', unites: this.unitesPour(acteur, action, procedure) };
  }
}
