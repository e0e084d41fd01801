import { jourLocal } from '@sm/kernel';
import { appliquer } from './appliquer';
import type { Commande } from './commandes';
import { decider } from './decider';
import { avisEnVigueur, type Etat, type EtatDossier } from './dossier';
import type { Evenement } from './evenements';
import type { ActeurDuJour, Candidat, Faits, NomenclatureAld } from './faits';
import { horlogesApres, type Horloge } from './horloges';
import { commandeDe, type LigneReprise, type Resolution } from './intake';
import type { ActeRepris } from './intake/actes';
import type { Instant } from './intake/lecture';
import { commandeDActe } from './reprise/commandes';
import type { CodeRefus } from './refus';

/** What a history needs beside itself. */
export interface FaitsReprise extends Resolution {
  /** Trusted clock: no act may be later. */
  readonly maintenant: Date;
  readonly dossierId: string;
  /** Account that deposits the history; author of the acts whose author is not said. */
  readonly importeur: string;
  /** An agent with the rights of that day; null when the organisation of that day does not know them. */
  agent(acteurId: string, jour: string): ActeurDuJour | null;
  readonly nomenclature: NomenclatureAld;
  readonly versionOrganisation: string;
}

export interface RefusReprise {
  readonly ok: false;
  readonly champ: string;
  readonly code: CodeRefus;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type ResultatReprise =
  | { readonly ok: true; readonly evenements: readonly Evenement[]; readonly etats: readonly Etat[]; readonly dossier: EtatDossier; readonly horloges: readonly Horloge[] }
  | RefusReprise;

const instantDe = (date: Date, jour: string): Instant => ({ iso: date.toISOString(), ms: date.getTime(), jour });

/** Field at fault, in the act that was refused. */
const CHAMPS: Partial<Record<CodeRefus, string>> = {
  'chronologie-rompue': 'le', 'date-future': 'le', 'duree-absente': 'dureeAns', 'duree-hors-regle': 'dureeAns', 'motif-obligatoire': 'motif', 'rpps-absent': 'rpps',
  'rpps-discordant': 'rpps', 'praticien-absent': 'a', 'praticien-inconnu': 'a', 'deja-affecte': 'a', 'decision-contraire-avis': 'sens', 'avis-non-prevu': 'sens',
  'remplacement-incoherent': 'remplace', 'role-interdit': 'par', 'independance-praticien': 'par', 'praticien-non-affecte': 'par', 'auteur-premier-avis': 'par',
  'auteur-different': 'par', 'piece-absente': 'pieces',
};

function champDe(code: CodeRefus, acte: ActeRepris | null): string {
  if (acte === null) return 'recuLe';
  if (code === 'conflit-interets' || code === 'habilitation-absente') return 'a' in acte && acte.a !== null ? 'a' : 'par';
  return CHAMPS[code] ?? 'acte';
}

/** Acts that commit a practitioner: judged on their own rights whenever the organisation knows them. */
const MEDICAUX: ReadonlySet<ActeRepris['acte']> = new Set<ActeRepris['acte']>(['avis', 'second_avis_rendu', 'fin']);

class Deroule {
  readonly evenements: Evenement[] = [];
  /** State after each event, for the shell that publishes them. */
  readonly etats: Etat[] = [];
  dossier: EtatDossier | null = null;

  constructor(
    private readonly ligne: LigneReprise,
    private readonly faits: FaitsReprise,
  ) {}

  private faitsDe(acteur: ActeurDuJour, instant: Instant, praticiens: readonly Candidat[]): Faits {
    const { dossierId, nomenclature, versionOrganisation } = this.faits;
    return {
      maintenant: new Date(instant.ms), iso: instant.iso, jour: instant.jour, acteur, nouvelId: dossierId, praticiens, medecinTraitant: null, conflits: [],
      nomenclature, versionOrganisation, repris: true,
    };
  }

  private reprenant(id = this.faits.importeur, rpps: string | null = null): ActeurDuJour {
    return { id, genre: 'machine', roles: ['REPRISE'], rpps, habilitations: [] };
  }

  private auteur(acte: ActeRepris): ActeurDuJour | null {
    const rpps = 'rpps' in acte ? acte.rpps : null;
    const connu = acte.par === null ? null : this.faits.agent(acte.par, acte.le.jour);
    if (connu === null) return this.reprenant(acte.par ?? undefined, rpps);
    if (rpps !== null && connu.rpps !== null && rpps !== connu.rpps) return null;
    const roles = MEDICAUX.has(acte.acte) ? connu.roles : [...connu.roles, 'REPRISE' as const];
    return { ...connu, roles, rpps: connu.rpps ?? rpps };
  }

  private candidats(acte: ActeRepris): readonly Candidat[] {
    if (!('a' in acte) || acte.a === null) return [];
    const acteurId = acte.a;
    const connu = this.faits.agent(acteurId, acte.le.jour);
    const signature = this.ligne.histoire.find((autre) => autre.par === acteurId && 'rpps' in autre && autre.rpps !== null);
    const rpps = connu?.rpps ?? (signature && 'rpps' in signature ? signature.rpps : null);
    const { roles, habilitations } = connu ?? { roles: ['MC'] as const, habilitations: ['ald'] };
    return [{ acteurId, rpps, roles, habilitations, present: true, quotite: 1, charge: 0 }];
  }

  private jouer(commande: Commande, faits: Faits, champ: string, acte: ActeRepris | null): RefusReprise | null {
    const decision = decider(commande, this.dossier, faits);
    if (!decision.accepte) {
      const { code, details } = decision.refus;
      const precis = typeof details?.['champ'] === 'string' ? details['champ'] : champDe(code, acte);
      return { ok: false, champ: champ + precis, code, ...(details ? { details } : {}) };
    }
    for (const evenement of decision.evenements) {
      this.evenements.push(evenement);
      this.dossier = appliquer(this.dossier, evenement);
      this.etats.push(this.dossier.etat);
    }
    return null;
  }

  enregistrer(): RefusReprise | null {
    return this.jouer(commandeDe(this.ligne, this.faits), this.faitsDe(this.reprenant(), instantDe(this.faits.maintenant, ''), []), '', null);
  }

  acte(acte: ActeRepris, rang: number): RefusReprise | null {
    const champ = `histoire[${rang}].`;
    const auteur = this.auteur(acte);
    if (auteur === null) return { ok: false, champ: `${champ}rpps`, code: 'rpps-discordant' };
    const commande = commandeDActe(acte, this.dossier?.etat ?? null);
    return this.jouer(commande, this.faitsDe(auteur, acte.le, this.candidats(acte)), champ, acte) ?? this.ouvrir(acte, champ);
  }

  /** A notified agreement taken over opened the cover, unless the history itself says when. */
  private ouvrir(acte: ActeRepris, champ: string): RefusReprise | null {
    const etat = this.dossier?.etat;
    if (acte.acte !== 'decision' || etat?.statut !== 'accordee' || etat.demande.regime === 'non_exonerante') return null;
    if (this.ligne.histoire.some((autre) => autre.acte === 'ouverture') || avisEnVigueur(etat) === null) return null;
    return this.jouer({ type: 'OuvrirExoneration', prive: {} }, this.faitsDe(this.reprenant(), acte.le, []), champ, acte);
  }

  /** Records the clocks already past at the trusted now, without firing them. */
  constater(): RefusReprise | null {
    const { maintenant } = this.faits;
    const jour = jourLocal(maintenant);
    const [premiere] = this.dossier ? horlogesApres(this.dossier.etat) : [];
    if (!premiere || premiere.echoitLe > jour) return null;
    const systeme: ActeurDuJour = { id: 'systeme:horloge', genre: 'systeme', roles: [], rpps: null, habilitations: [] };
    return this.jouer({ type: 'ConstaterEcheances', prive: {} }, this.faitsDe(systeme, instantDe(maintenant, jour), []), '', null);
  }
}

/**
 * Replays a dossier's whole dated history through the decider, each act's date as now. Events are marked `repris` and unsigned, the author's RPPS kept;
 * the clocks returned are those still ahead of the trusted now. Any fault refuses the whole history with its field and code.
 */
export function reprendre(ligne: LigneReprise, faits: FaitsReprise): ResultatReprise {
  const deroule = new Deroule(ligne, faits);
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
  return { ok: true, evenements, etats, dossier, horloges: horlogesApres(dossier.etat) };
}
