import { setTimeout as pause } from 'node:timers/promises';
import { devance, Porte, Refusee, type LigneDossier } from './activite-porte';
import { GUICHETS, lireAssures, SOURCE, type AssureConnu, type Guichet, type Suite } from './activite-guichets';
import { jour, texteDuJour, type Jour } from './calendrier';
import { Hasard } from './hasard';
import { Jetons } from './jetons';
import { champ, ErreurDeDepot, ErreurPassagere } from './reseau';

export interface OptionsActivite {
  /** Base address of the gateway. */
  readonly url: string;
  readonly portee?: string;
  readonly secrets: Readonly<Record<'caisse-931' | 'courrier-931', string>>;
  /** File of the insured persons of the portfolio. */
  readonly assures: string;
  readonly dire: (texte: string) => void;
  /** Seconds between two turns, 5 by default. */
  readonly periode?: number;
  /** Requests of its own that may wait for an avis at one time, 150 by default. */
  readonly ouvertes?: number;
  /** Sends no more requests than that, and goes on following them; no limit by default. */
  readonly maximum?: number;
  readonly signal?: AbortSignal;
}

export interface BilanActivite {
  demandes: number;
  decisions: number;
  complements: number;
  /** Refusals that the simulation does not expect, by status and code. */
  readonly refus: Record<string, number>;
}

const MINUTE_MS = 60_000;
const REPIT_MAX_MS = 60_000;
/** Turns between two readings of what waits, and between two decisions or answers on what was waiting before. */
const TOURS_DE_RELEVE = 3;
const TOURS_D_ARRIERE = 12;
/** Answers to a complement wait at least this many turns: nobody answers at once. */
const TOURS_DE_REPONSE = 6;
const PAGE = 200;

const aujourdhui = (): Jour => jour(new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date()));
const nouveau = (): BilanActivite => ({ demandes: 0, decisions: 0, complements: 0, refus: {} });

interface Envoi {
  readonly corps: Readonly<Record<string, unknown>>;
}

const versionDe = (vue: unknown): number => Number(champ(vue, 'version'));

/** The simulated caisse and its mail room: it asks, answers and executes; an avis is never its business. */
class Activite {
  readonly total = nouveau();
  private minute = nouveau();
  private tour = 0;
  private enAttente: Envoi | null = null;
  private readonly reglees = new Set<string>();
  private readonly vues = new Map<string, number>();
  private readonly departs = new Map<string, string>();
  private ouvertes = 0;
  private readonly debut = texteDuJour(aujourdhui());

  constructor(
    private readonly o: OptionsActivite, private readonly caisse: Porte, private readonly courrier: Porte, private readonly assures: readonly AssureConnu[],
    private readonly h = Hasard.de(Date.now() % 2 ** 31, 'activite'),
  ) {}

  /** One turn: a request, and from time to time what waits. Throws only what is passing. */
  async jouer(): Promise<void> {
    this.tour++;
    if (this.tour % TOURS_DE_RELEVE === 1) await this.relever();
    if (this.ouvertes < (this.o.ouvertes ?? 150) && this.total.demandes < (this.o.maximum ?? Infinity)) await this.demander();
  }

  /** The line of the minute, in French, then counts from nothing again. */
  raconter(): string {
    const { demandes, decisions, complements, refus } = this.minute;
    this.minute = nouveau();
    const faux = Object.entries(refus).map(([code, n]) => `${code} × ${n}`);
    return `activité : ${demandes} demande(s) envoyée(s), ${decisions} décision(s) après avis, ${complements} complément(s) rendu(s) ; ${this.ouvertes} en attente d’avis${faux.length ? ` ; refus inattendus : ${faux.join(', ')}` : ''}`;
  }

  private compter(quoi: 'demandes' | 'decisions' | 'complements'): void {
    this.total[quoi]++;
    this.minute[quoi]++;
  }

  private refuser(erreur: unknown): void {
    if (!(erreur instanceof Refusee)) throw erreur;
    if (devance(erreur)) return;
    for (const bilan of [this.total, this.minute]) bilan.refus[erreur.message] = (bilan.refus[erreur.message] ?? 0) + 1;
  }

  /** Kept until it is taken: a lost answer is asked for again with the same key. */
  private async demander(): Promise<void> {
    this.enAttente ??= this.preparer();
    const { corps } = this.enAttente;
    try {
      await this.caisse.commander('/dossiers', corps, `activite-${String(corps['numero'])}`);
      this.compter('demandes');
      this.ouvertes++;
    } catch (erreur) {
      this.refuser(erreur);
    }
    this.enAttente = null;
  }

  private preparer(): Envoi {
    const guichet = this.h.pondere(GUICHETS, GUICHETS.map((g) => g.part));
    const numero = `${guichet.procedure.toUpperCase()}-${Date.now().toString(36).toUpperCase()}`;
    return { corps: guichet.demander(this.h.parmi(this.assures), numero, aujourdhui(), this.h) };
  }

  private async relever(): Promise<void> {
    const arriere = Math.floor(this.tour / TOURS_DE_RELEVE) % Math.max(1, Math.floor(TOURS_D_ARRIERE / TOURS_DE_RELEVE)) === 0;
    for (const guichet of GUICHETS) await this.executerLesAvis(guichet, arriere);
    await this.repondre(arriere);
    this.ouvertes = (await this.parcourir(this.caisse, ['recevable'])).filter((l) => l.source === SOURCE).length;
  }

  /** Avis of the day at once; of those given before, one at a time. */
  private async executerLesAvis(guichet: Guichet, arriere: boolean): Promise<void> {
    const lignes = (await this.parcourir(this.caisse, guichet.statutsRendus, guichet.procedure)).filter((l) => !this.reglees.has(`${l.id}|${l.version}`));
    const duJour = lignes.filter((l) => (l.jourAvis ?? '') >= this.debut);
    for (const ligne of duJour) await this.executer(guichet, ligne);
    for (const ligne of arriere ? lignes.filter((l) => !duJour.includes(l)) : []) if (await this.executer(guichet, ligne)) return;
  }

  /** True when a decision was notified; what it opens follows at once. */
  private async executer(guichet: Guichet, { id, version }: LigneDossier): Promise<boolean> {
    try {
      const vue = await this.caisse.lire(`/dossiers/${id}`);
      const decision = guichet.suivre(vue);
      if (decision) {
        await this.agir(id, vue, decision);
        this.compter('decisions');
      }
      const apres = decision ? await this.caisse.lire(`/dossiers/${id}`) : vue;
      const suivante = guichet.suivante?.(apres);
      if (suivante) await this.agir(id, apres, suivante);
      if (!decision && !suivante) this.reglees.add(`${id}|${version}`);
      return decision !== null;
    } catch (erreur) {
      this.refuser(erreur);
      return false;
    }
  }

  private agir(id: string, vue: unknown, { chemin, corps }: Suite): Promise<unknown> {
    return this.caisse.commander(chemin, corps, `activite-${id}-${versionDe(vue)}`, versionDe(vue));
  }

  /** The mail room records what the doctor sends back: its own requests after a while, now and then an older one. */
  private async repondre(arriere: boolean): Promise<void> {
    const attendus = await this.parcourir(this.courrier, ['complement_demande']);
    for (const l of attendus) if (!this.vues.has(l.id)) this.vues.set(l.id, this.tour);
    const siens = attendus.filter((l) => l.source === SOURCE && this.tour - (this.vues.get(l.id) ?? this.tour) >= TOURS_DE_REPONSE);
    const ancien = arriere ? attendus.find((l) => l.source !== SOURCE) : undefined;
    for (const l of [...siens, ...(ancien ? [ancien] : [])]) {
      try {
        const porte = l.procedure === 'ald' ? 'dossiers' : l.procedure;
        await this.courrier.commander(`/${porte}/${l.id}/complement`, l.procedure === 'ald' ? { pieces: ['compte_rendu'] } : {}, `activite-complement-${l.id}-${l.version}`, l.version);
        this.compter('complements');
      } catch (erreur) {
        this.refuser(erreur);
      }
    }
  }

  /** Every line in these statuses since the portfolio begins; where it begins is remembered, the years before are walked through once. */
  private async parcourir(porte: Porte, statuts: readonly string[], procedure?: string): Promise<LigneDossier[]> {
    const requete = [...(procedure ? [`procedure=${procedure}`] : []), ...statuts.map((s) => `statut=${s}`), `limite=${PAGE}`].join('&');
    const cle = `${porte.compte.id}|${requete}`;
    const lignes: LigneDossier[] = [];
    for (let curseur = this.departs.get(cle) ?? null; ; ) {
      const page = await porte.lister(curseur ? `${requete}&curseur=${curseur}` : requete);
      lignes.push(...page.elements.filter((l) => l.jourRecu >= DEPUIS));
      if (page.suivant === null) return lignes;
      if ((page.elements.at(-1)?.jourRecu ?? DEPUIS) < DEPUIS) this.departs.set(cle, page.suivant);
      curseur = page.suivant;
    }
  }
}

/** Nothing older is ever touched: the year of the report is closed. */
const DEPUIS = '2017-01-01';

/**
 * Runs until told to stop: outages are waited out, with pauses that double up to a minute.
 * Throws when the accounts are refused or the portfolio is absent.
 */
export async function animer(o: OptionsActivite): Promise<BilanActivite> {
  const jetons = new Jetons(o.url, o.portee ?? 'sm');
  const porte = (id: 'caisse-931' | 'courrier-931'): Porte => new Porte(o.url, jetons, { id, secret: o.secrets[id] });
  const activite = new Activite(o, porte('caisse-931'), porte('courrier-931'), await lireAssures(o.assures));
  const periode = 1000 * (o.periode ?? 5);
  let [dit, repit] = [Date.now(), 0];
  while (!o.signal?.aborted) {
    try {
      await activite.jouer();
      if (repit > 0) o.dire('activité : la plateforme répond de nouveau');
      repit = 0;
    } catch (erreur) {
      if (erreur instanceof ErreurDeDepot || !(erreur instanceof ErreurPassagere)) throw erreur;
      if (repit === 0) o.dire(`activité : ${erreur.message} ; reprise dès que possible`);
      repit = Math.min(REPIT_MAX_MS, repit === 0 ? periode : 2 * repit);
    }
    if (Date.now() - dit >= MINUTE_MS) {
      o.dire(activite.raconter());
      dit = Date.now();
    }
    await pause(Math.max(periode, repit), undefined, { ...(o.signal ? { signal: o.signal } : {}) }).catch(() => undefined);
  }
  o.dire(activite.raconter());
  return activite.total;
}
