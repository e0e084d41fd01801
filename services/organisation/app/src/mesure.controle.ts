import { Injectable } from '@nestjs/common';
import { ACTES_DELEGABLES, affectationActive, type Affectation, type Unite } from '@sm/kernel';
import { Tenancy, type Contexte } from '@sm/platform';
import type { DemandeAffectation, ErreurChamp } from './affectation';
import { controlerMesure, type ContenuMesure, type GenreMesure, type Mesure } from './mesure';
import { delegationFautive } from './regles-delegation';
import { REGLES_ROLE } from './regles-role';

type Interim = Extract<ContenuMesure, { readonly genre: 'interim' }>;

/** What the organisation of the first day says of a measure; who may ask for it. */
@Injectable()
export class MesureControle {
  constructor(private readonly tenancy: Tenancy) {}

  /** A fund role excludes from whatever weighs on who judges (R.4127-95 CSP); beyond their own absences and conflicts, people ask through their chief. */
  interdite({ acteur }: Contexte, m: Mesure, unite: Unite): ErreurChamp[] {
    if (this.tenancy.affectations(acteur.id).some((a) => a.role === 'CAISSE')) return [{ champ: 'acteur', code: 'independance-praticien' }];
    const encadre = (['delegation.gerer', 'organisation.gerer'] as const).some((action) => this.tenancy.peut(acteur, action, { procedure: '*', uniteId: unite.id }));
    return encadre || m.acteur === acteur.id ? [] : [{ champ: 'acteur', code: 'mesure-d-autrui' }];
  }

  /** Faults of the measure, field by field. */
  controler(m: Mesure, unite: Unite): ErreurChamp[] {
    const fautes = controlerMesure(m);
    if (fautes.length > 0) return fautes;
    const siennes = this.tenancy.affectationsSur(m.acteur, unite.id, m.du);
    if (m.contenu.genre === 'interim') return this.interimFautif(m.contenu, m, unite);
    if (siennes.length === 0) return [{ champ: 'acteur', code: 'acteur-inconnu' }];
    if (m.contenu.genre !== 'delegation') return [];
    const pouvoirs = ACTES_DELEGABLES.filter((acte) => this.tenancy.peutLeJour(m.acteur, acte, unite.id, m.du));
    const delegataire = this.tenancy.affectationsSur(m.contenu.delegataire, unite.id, m.du);
    return delegationFautive(m.contenu, { pouvoirs, delegant: siennes, delegataire }, m.du);
  }

  private interimFautif({ remplace, role }: Interim, { acteur, du }: Mesure, unite: Unite): ErreurChamp[] {
    if (!this.tenancy.carriere(remplace, unite.id).some((a) => a.role === role && a.du <= du)) return [{ champ: 'remplace', code: 'remplace-sans-role' }];
    if (this.tenancy.affectations(acteur, du).some((a) => a.role === 'CAISSE')) return [{ champ: 'acteur', code: 'independance-praticien' }];
    const titre = this.titreDe(acteur, du);
    if (titre === undefined) return [{ champ: 'acteur', code: 'acteur-inconnu' }];
    const { professions, rpps } = REGLES_ROLE[role];
    const exerce = REGLES_ROLE[titre.role].professions;
    if (professions.length > 0 && !professions.some((p) => exerce.includes(p))) return [{ champ: 'role', code: 'profession-incompatible' }];
    return rpps && titre.rpps === null ? [{ champ: 'acteur', code: 'rpps-absent' }] : [];
  }

  /** The assignment that says most of what somebody is: the one of a health professional, when there is one. */
  private titreDe(acteur: string, jour: string): Affectation | undefined {
    const siennes = this.tenancy.affectations(acteur, jour);
    return siennes.find((a) => a.rpps !== null) ?? siennes[0];
  }

  /** Assignment that an interim opens: the role of the other, the titles and habilitations of one's own. */
  affectationDe(m: Mesure, c: Interim): DemandeAffectation {
    const titre = this.titreDe(m.acteur, m.du);
    const profession = titre ? (REGLES_ROLE[titre.role].professions[0] ?? null) : null;
    const genres = new Set(this.tenancy.affectations(m.acteur, m.du).filter((a) => affectationActive(a, m.du)).flatMap((a) => a.habilitations));
    return {
      source: 'interim', numero: `${m.source}:${m.numero}`.slice(0, 128), acteur: m.acteur, nom: null, prenom: null, categorie: titre?.rpps ? 'praticien' : 'administratif', profession, rpps: titre?.rpps ?? null,
      emploi: null, employeur: null, unite: m.unite, role: c.role, activite: c.activite, quotite: c.quotite, du: m.du, au: m.au, habilitations: [...genres].map((genre) => ({ genre, au: null })),
    };
  }
}

/** Action that each kind of measure asks for. */
export const ACTIONS_MESURE = { delegation: 'delegation.gerer', interim: 'organisation.gerer', absence: 'absence.declarer', conflit: 'conflit.declarer' } as const satisfies Record<GenreMesure, string>;
