import { jourLocal } from '@sm/kernel';
import type { CommandeBase, DossierBase, EvenementBase } from './base';
import type { ActeurDuJour, Candidat, Faits } from './faits';
import type { ActeBase, FaitsReprise, HistoireBase, RefusReprise, Rejeu, Reprise } from './intake';
import type { Instant } from './lecture';

const instantDe = (date: Date, jour: string): Instant => ({ iso: date.toISOString(), ms: date.getTime(), jour });

class Deroule<L extends HistoireBase, D extends DossierBase, C extends CommandeBase, E extends EvenementBase> {
  readonly evenements: E[] = [];
  /** State after each event, for the shell that publishes them. */
  readonly etats: D['etat'][] = [];
  dossier: D | null = null;

  constructor(
    private readonly rejeu: Rejeu<L, D, C, E>,
    private readonly ligne: L,
    private readonly faits: FaitsReprise,
  ) {}

  private faitsDe(acteur: ActeurDuJour, instant: Instant, praticiens: readonly Candidat[]): Faits {
    const { dossierId, nomenclature, versionOrganisation, departement } = this.faits;
    return {
      maintenant: new Date(instant.ms), iso: instant.iso, jour: instant.jour, acteur, nouvelId: dossierId, praticiens, medecinTraitant: null, conflits: [],
      nomenclature, versionOrganisation, repris: true, ...(departement === undefined ? {} : { departement }),
    };
  }

  private reprenant(id = this.faits.importeur, rpps: string | null = null): ActeurDuJour {
    return { id, genre: 'machine', roles: ['REPRISE'], rpps, habilitations: [] };
  }

  private auteur(acte: ActeBase): ActeurDuJour | null {
    const rpps = acte.rpps ?? null;
    const connu = acte.par === null ? null : this.faits.agent(acte.par, acte.le.jour);
    if (connu === null) return this.reprenant(acte.par ?? undefined, rpps);
    if (rpps !== null && connu.rpps !== null && rpps !== connu.rpps) return null;
    const roles = this.rejeu.medicaux.has(acte.acte) || connu.nominationFinie !== undefined ? connu.roles : [...connu.roles, 'REPRISE' as const];
    return { ...connu, roles, rpps: connu.rpps ?? rpps };
  }

  private candidats(acte: ActeBase): readonly Candidat[] {
    const acteurId = acte.a ?? null;
    if (acteurId === null) return [];
    const connu = this.faits.agent(acteurId, acte.le.jour);
    if (connu?.nominationFinie !== undefined) return [];
    const rpps = connu?.rpps ?? this.ligne.histoire.find((autre) => autre.par === acteurId && (autre.rpps ?? null) !== null)?.rpps ?? null;
    const { roles, habilitations } = connu ?? { roles: ['MC'] as const, habilitations: [this.rejeu.habilitation] };
    return [{ acteurId, rpps, roles, habilitations, present: true, quotite: 1, charge: 0 }];
  }

  private jouer(commande: C, faits: Faits, champ: string, acte: ActeBase | null): RefusReprise | null {
    const decision = this.rejeu.decider(commande, this.dossier, faits);
    if (!decision.accepte) {
      const { code, details } = decision.refus;
      const precis = typeof details?.['champ'] === 'string' ? details['champ'] : this.rejeu.champ(code, acte);
      return { ok: false, champ: champ + precis, code, ...(details ? { details } : {}) };
    }
    for (const evenement of decision.evenements) {
      this.evenements.push(evenement);
      this.dossier = this.rejeu.appliquer(this.dossier, evenement);
      this.etats.push(this.dossier.etat);
    }
    return null;
  }

  enregistrer(): RefusReprise | null {
    return this.jouer(this.rejeu.ouverture(this.ligne, this.faits), this.faitsDe(this.reprenant(), instantDe(this.faits.maintenant, ''), []), '', null);
  }

  acte(acte: L['histoire'][number], rang: number): RefusReprise | null {
    const champ = `histoire[${rang}].`;
    const auteur = this.auteur(acte);
    if (auteur === null) return { ok: false, champ: `${champ}rpps`, code: 'rpps-discordant' };
    const commande = this.rejeu.commande(acte, this.dossier?.etat ?? null);
    return this.jouer(commande, this.faitsDe(auteur, acte.le, this.candidats(acte)), champ, acte) ?? this.suivre(acte, champ);
  }

  private suivre(acte: L['histoire'][number], champ: string): RefusReprise | null {
    const suite = this.dossier && this.rejeu.suite(acte, this.dossier, this.ligne);
    return suite && this.jouer(suite, this.faitsDe(this.reprenant(), acte.le, []), champ, acte);
  }

  constater(): RefusReprise | null {
    const { maintenant } = this.faits;
    const jour = jourLocal(maintenant);
    const [premiere] = this.dossier ? this.rejeu.horlogesApres(this.dossier.etat) : [];
    if (!premiere || premiere.echoitLe > jour) return null;
    const systeme: ActeurDuJour = { id: 'systeme:horloge', genre: 'systeme', roles: [], rpps: null, habilitations: [] };
    return this.jouer(this.rejeu.constat, this.faitsDe(systeme, instantDe(maintenant, jour), []), '', null);
  }
}

/**
 * Replays a dossier's whole dated history through the decider, each act's date as now. Events are marked `repris` and unsigned, the author's RPPS kept;
 * the clocks returned are those still ahead of the trusted now. Any fault refuses the whole history with its field and code.
 */
export function rejouer<L extends HistoireBase, D extends DossierBase, C extends CommandeBase, E extends EvenementBase>(rejeu: Rejeu<L, D, C, E>, ligne: L, faits: FaitsReprise): Reprise<D, E> {
  const deroule = new Deroule(rejeu, ligne, faits);
  const refus = deroule.enregistrer();
  if (refus) return refus;
  let precedent = ligne.recu.ms;
  for (const [rang, acte] of ligne.histoire.entries()) {
    const champ = `histoire[${rang}].le`;
    if (acte.le.ms < precedent) return { ok: false, champ, code: 'chronologie-rompue' };
    if (acte.le.ms > faits.maintenant.getTime()) return { ok: false, champ, code: 'date-future' };
    precedent = acte.le.ms;
    const refusActe = deroule.acte(acte, rang);
    if (refusActe) return refusActe;
  }
  const refusHorloge = deroule.constater();
  if (refusHorloge) return refusHorloge;
  const { dossier, evenements, etats } = deroule;
  if (dossier === null) return { ok: false, champ: 'histoire', code: 'dossier-introuvable' };
  return { ok: true, evenements, etats, dossier, horloges: rejeu.horlogesApres(dossier.etat) };
}
