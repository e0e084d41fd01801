import { setTimeout as pause } from 'node:timers/promises';
import { avecBase, lignes } from '../base.mjs';
import { Hote } from '../hote.mjs';
import { attendre, enfants, signaler, vivant } from '../processus.mjs';
import { Courtier } from './courtier.mjs';

export const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'];
const RELEVE_MS = 60_000;

/** The platform under trial, put together as `assemblage` says, and how to break each of its parts. Only processes that it started are ever touched. */
export class Plateforme {
  /** @param o.assemblage embarque, kafka or services; @param o.taille requests of the sample */
  constructor({ assemblage, taille }) {
    this.assemblage = assemblage;
    this.hote = new Hote(taille, { options: ['--assemblage', assemblage], env: { SM_RELANCE_MAX_MS: '300' } });
    this.courtier = assemblage === 'embarque' ? null : new Courtier(this.hote.etat);
  }

  get etat() {
    return this.hote.etat;
  }

  get url() {
    return this.hote.adresse()?.url;
  }

  get parties() {
    return this.assemblage === 'services' ? [...SERVICES, 'portail'] : ['hote'];
  }

  async demarrer() {
    if (this.courtier) {
      await this.courtier.demarrer();
      this.hote.env.SM_KAFKA_COURTIERS = this.courtier.courtiers;
    }
    await this.hote.demarrer();
    await this.hote.attendreCharge(300_000);
  }

  partie(nom) {
    return this.hote.adresse()?.parties?.[nom] ?? null;
  }

  /** SIGKILL of a part. Returns what its recovery needs to know. */
  async tuer(nom) {
    if (nom === 'hote') return this.hote.tuer();
    if (nom === 'courtier') return this.courtier.tuer();
    if (nom === 'postgres') return this.hote.tuerPostgres();
    const { pid } = this.partie(nom);
    signaler(pid, 'SIGKILL');
    if (!(await attendre(() => !vivant(pid), 10_000, 5))) throw new Error(`${nom} (processus ${pid}) ne meurt pas`);
    return { pid };
  }

  /** Brings a killed part back, or waits until its supervisor has. @throws Error with what was waited for */
  async relever(nom, mort) {
    if (nom === 'hote') return this.hote.demarrer();
    if (nom === 'courtier') return this.courtier.demarrer();
    if (nom === 'postgres') return this.releverPostgres(mort);
    if (!(await attendre(() => this.prete(nom, mort.pid), RELEVE_MS, 25))) throw new Error(`${nom} n'est pas prêt ${RELEVE_MS / 1000} s après sa mort\n${this.hote.queue()}`);
  }

  async releverPostgres({ commande, mort }) {
    if (this.hote.fin === null && commande) await this.hote.relancerPostgres(commande, mort);
    await pause(this.hote.fin === null ? 200 : 0);
    if (this.hote.fin !== null) await this.hote.demarrer();
  }

  /** True once a part lives under another pid and says that it is ready. */
  async prete(nom, ancien) {
    const partie = this.partie(nom);
    if (!partie || partie.pid === ancien || !vivant(partie.pid)) return false;
    const reponse = await fetch(`http://127.0.0.1:${partie.port}${nom === 'portail' ? '/oidc/jwks' : '/sante/pret'}`, { signal: globalThis.AbortSignal.timeout(2000) }).catch(() => null);
    return reponse?.ok ?? false;
  }

  pidsDe(nom) {
    if (nom === 'hote') return [this.hote.pid];
    if (nom === 'courtier') return [this.courtier.vie.pid];
    if (nom === 'postgres') return [this.hote.pg.pid, ...enfants(this.hote.pg.pid)];
    return [this.partie(nom).pid];
  }

  /** SIGSTOP, then SIGCONT after `ms`: what it holds is late, and it does not know. */
  async geler(nom, ms) {
    const pids = this.pidsDe(nom);
    this.geles = pids;
    for (const pid of pids) signaler(pid, 'SIGSTOP');
    await pause(ms);
    this.degeler();
  }

  degeler() {
    for (const pid of this.geles ?? []) signaler(pid, 'SIGCONT');
    this.geles = null;
  }

  /** Holds back the commit of one transaction that has already written, in the base of a service. Returns false when none was under way. */
  async ralentir(service, ms) {
    const [ecrivain] = await avecBase(this.etat, service, (c) => lignes(c, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL AND application_name LIKE 'sm-%' LIMIT 1"));
    if (!ecrivain || !enfants(this.hote.pg.pid).includes(ecrivain.pid)) return false;
    signaler(ecrivain.pid, 'SIGSTOP');
    await pause(ms);
    signaler(ecrivain.pid, 'SIGCONT');
    return true;
  }

  async arreter() {
    this.degeler();
    const propre = await this.hote.arreter();
    await this.courtier?.arreter();
    return propre;
  }

  /** Whatever the state, leaves nothing behind. */
  async jeter() {
    this.degeler();
    await this.courtier?.tuer().catch(() => undefined);
    this.hote.jeter();
  }
}
