import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Fusion, cleDe, encoder } from '@sm/contracts';
import { fusionDe, lireAxe } from '@sm/pilotage-domaine';
import { Db, Journal, JournalTechnique, Sante, Travaux, attendreSignal, contexteSysteme, signaler, type LigneJournal, type Tx } from '@sm/platform';

export const TOPIC_AGREGATS = 'sm.agregats.v1';
const PAS_MS = 1000;
/** While batches keep coming, the same cells move again and again: they are published less often. */
const PAS_CHARGE_MS = 5000;
const CALME_MS = 400;
/** At rest only a batch makes work, and it wakes the loop; the rest is for what was marked otherwise (a rebuild). */
const REPOS_MS = 5000;
const REVEIL = 'pilotage:publication';
/** Beyond it, nothing goes up any more: the service is not ready. */
const BORNE_MS = 30_000;
const TAILLE = 4000;

interface CompteurSale {
  unite: number;
  indicateur: string;
  jour: string;
  axe: string;
  valeur: number;
  generation: number;
  n: number;
  source: string;
}

const PRENDRE = `
WITH p AS (SELECT ctid FROM compteur WHERE sale LIMIT $1 FOR UPDATE SKIP LOCKED)
UPDATE compteur c SET sale = false FROM p WHERE c.ctid = p.ctid
RETURNING c.unite, c.indicateur, c.jour::text AS jour, c.axe, c.valeur::float8 AS valeur, c.generation, c.n, (SELECT source FROM projection_etat) AS source`;

function ligneDe(c: CompteurSale, survenuLe: Date): LigneJournal {
  const { caisse = '', departement = '' } = lireAxe(c.axe);
  const { valeur, ...reste } = c;
  const donnees = { ...reste, caisse, departement, fusion: Fusion[fusionDe(c.indicateur)], valeur: { case: 'entiere' as const, value: BigInt(valeur) } };
  const publie = encoder(TOPIC_AGREGATS, 'CompteurPublie', donnees);
  return { topic: TOPIC_AGREGATS, dossier: null, cle: cleDe(TOPIC_AGREGATS, 'CompteurPublie', donnees), version: c.n, unite: c.unite, type: 'CompteurPublie', survenuLe, prive: {}, public: publie };
}

/** Publishes the state of the counters that moved, through the journal, in bounded batches; the greatest (generation, n) wins downstream. */
@Injectable()
export class Publication implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly arret = new AbortController();
  private boucle: Promise<void> | undefined;
  private activeLe = 0;
  private publieLe = Date.now();

  constructor(private readonly db: Db, private readonly journal: Journal, private readonly technique: JournalTechnique, private readonly sante: Sante, private readonly travaux: Travaux) {}

  onApplicationBootstrap(): void {
    this.sante.declarer('publication', () => ({ etat: 'ok', dernierProgres: new Date(this.publieLe) }), { borneMs: BORNE_MS });
    this.travaux.declarer('publication', () => this.enAttente());
    this.boucle = this.tourner();
  }

  async onModuleDestroy(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  noterActivite(): void {
    this.activeLe = Date.now();
    signaler(REVEIL);
  }

  /** Counters that moved and are not published; beyond some, how many no longer matters. */
  private async enAttente(): Promise<number> {
    const [{ n }]: [{ n: number }] = await this.db.inTransaction(contexteSysteme('projection'), (tx) => tx.query(`SELECT count(*)::int AS n FROM (SELECT 1 FROM compteur WHERE sale LIMIT ${TAILLE}) s`));
    return n;
  }

  /** Publishes every counter that moved since its last publication; returns how many. */
  async publier(): Promise<number> {
    let total = 0;
    for (let n = TAILLE; n === TAILLE && !this.arret.signal.aborted; total += n) {
      n = await this.db.inTransaction(contexteSysteme('projection'), (tx) => this.publierLot(tx));
    }
    this.publieLe = Date.now();
    return total;
  }

  private async publierLot(tx: Tx): Promise<number> {
    const [sales]: [CompteurSale[]] = await tx.query(PRENDRE, [TAILLE]);
    const survenuLe = new Date();
    await this.journal.ajouter(tx, contexteSysteme('projection'), sales.map((c) => ligneDe(c, survenuLe)));
    return sales.length;
  }

  private async tourner(): Promise<void> {
    while (!this.arret.signal.aborted) {
      const debut = Date.now();
      const charge = debut - this.activeLe < CALME_MS;
      let publies = 1;
      if (!charge || Date.now() - this.publieLe > PAS_CHARGE_MS) {
        publies = await this.publier().catch((e: unknown) => {
          this.technique.erreur('publication-en-erreur', e, { service: 'pilotage' });
          return 1;
        });
      }
      const repos = !publies && this.activeLe < debut;
      await attendreSignal(repos ? [REVEIL] : [], charge ? CALME_MS : repos ? REPOS_MS : PAS_MS, this.arret.signal);
    }
  }
}
