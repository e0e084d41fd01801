import { clearTimeout, setTimeout as minuter } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { hasard } from '../hasard.mjs';
import { Client } from './client.mjs';
import { enCsv, tirerVie } from './scenario.mjs';

const DOUBLONS = 0.05;
/** Refusals that the life of a dossier may meet: a clock came first, and what it left closes the act. */
const ADMIS = new Set(['version-perimee', 'statut-incompatible']);

/** A bounded stream of real commands, as several clients would send it; what is acknowledged goes to the ledger at once. */
export class Charge {
  anomalies = [];
  acquittees = 0;
  doublons = 0;
  finie = false;
  abandonnee = false;

  /** @param o {url, jetons, registre, assures, graine, clients, debit} `debit`: commands per second, all clients together */
  constructor(o) {
    Object.assign(this, o);
    this.marque = o.graine.toString(36);
  }

  demarrer() {
    this.ouvriers = Array.from({ length: this.clients }, (_, i) => this.mener(i).catch((e) => void this.anomalies.push(`client ${i} : ${e.message}`)));
  }

  get essais() {
    return this.clientsOuverts?.reduce((n, c) => n + c.essais, 0) ?? 0;
  }

  /** What each client waits for, and the last thing it was answered. */
  attentes() {
    return this.clientsOuverts.filter((c) => c.enCours).map((c) => `${c.enCours} (${c.derniere ?? 'sans réponse'})`);
  }

  /** Lets every command under way be answered. Returns the anomalies; a command that never was is one, with what was waited for. */
  async finir(delaiMs) {
    this.finie = true;
    const borne = minuter(() => (this.abandonnee = true), delaiMs);
    await Promise.all(this.ouvriers);
    clearTimeout(borne);
    return this.anomalies;
  }

  async mener(rang) {
    const alea = hasard(this.graine + 7919 * (rang + 1));
    const client = new Client(this.url, this.jetons, () => !this.abandonnee);
    (this.clientsOuverts ??= []).push(client);
    const etat = { client, alea, rang, ordre: 0, prochain: performance.now() };
    for (let vie = 0; !this.finie; vie++) {
      const plan = tirerVie(alea, { source: `EPREUVE-${rang}`, numero: `${this.marque}-${rang}-${vie}`, assures: this.assures, maintenant: Date.now() });
      if (plan.genre === 'dossier') await this.vivre(etat, plan);
      else if (plan.genre === 'import') await this.deposer(etat, plan);
      else await this.affecter(etat, plan);
    }
  }

  /** Keeps to the rate: a client that an outage held up does not catch up. */
  async cadencer(etat) {
    const intervalle = (1000 * this.clients) / this.debit;
    etat.prochain = Math.max(etat.prochain + intervalle, performance.now());
    await pause(Math.max(0, etat.prochain - performance.now() - intervalle * etat.alea()));
  }

  /** Sends one command under a fresh key; its answer when it is accepted, null when it is refused. */
  async commander(etat, { qui, chemin, corps, type, version }) {
    await this.cadencer(etat);
    const commande = `epreuve-${this.marque}-${etat.rang}-${etat.ordre++}`;
    const demande = { corps, type, entetes: { 'idempotency-key': commande, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) } };
    const reponse = await etat.client.demander(qui, 'POST', chemin, demande);
    if (reponse.statut >= 300) {
      const code = reponse.corps?.code ?? String(reponse.statut);
      this.registre.noter({ genre: 'refusee', service: chemin.split('/')[1], commande, acteur: qui, code });
      if (!ADMIS.has(code)) this.anomalies.push(`refus inattendu : POST ${chemin}, ${code}`);
      return { refus: code };
    }
    return { commande, demande, reponse: reponse.corps };
  }

  acquitter(ligne) {
    this.registre.noter(ligne);
    this.acquittees++;
  }

  /** Sends an acknowledged command again: the first answer must come back. */
  async doubler(etat, { qui, chemin }, { demande, reponse }) {
    if (etat.alea() >= DOUBLONS) return;
    const seconde = await etat.client.demander(qui, 'POST', chemin, demande);
    this.doublons++;
    if (!isDeepStrictEqual(seconde.corps, reponse)) this.anomalies.push(`une commande répétée reçoit une autre réponse : POST ${chemin}, ${seconde.statut}`);
  }

  async vivre(etat, { ouverture, actes }) {
    const { qui, demande } = ouverture;
    const depot = { qui, chemin: '/prestations/dossiers', corps: demande };
    const ouvert = await this.commander(etat, depot);
    if (ouvert.refus) return;
    const { dossier, version } = ouvert.reponse;
    const { nature, canal, recu_le: recuLe } = demande;
    this.acquitter({ genre: 'commande', type: 'ouverture', commande: ouvert.commande, acteur: qui, service: 'prestations', dossier, de: 0, version, nature, canal, anneeRecue: recuLe.slice(0, 4), recuLe });
    await this.doubler(etat, depot, ouvert);
    for (let i = 0, v = version; i < actes.length && !this.finie; i++) if ((v = await this.agir(etat, dossier, actes[i], v)) === null) return;
  }

  /** One act on a dossier, on the version last seen; read again when a clock moved it. Returns the new version, or null when the act is closed. */
  async agir(etat, dossier, { qui, chemin, corps }, version) {
    const envoi = { qui, chemin: `/prestations/dossiers/${dossier}/${chemin}`, corps };
    for (let de = version; ; ) {
      const faite = await this.commander(etat, { ...envoi, version: de });
      if (!faite.refus) {
        this.acquitter({ genre: 'commande', type: chemin, commande: faite.commande, acteur: qui, service: 'prestations', dossier, de, version: faite.reponse.version, ...(corps.sens ? { sens: corps.sens } : {}) });
        await this.doubler(etat, envoi, faite);
        return faite.reponse.version;
      }
      if (faite.refus !== 'version-perimee' || this.finie) return null;
      de = (await etat.client.demander('agent:931001', 'GET', `/prestations/dossiers/${dossier}`)).corps.version;
    }
  }

  async deposer(etat, { qui, demandes }) {
    const chemin = '/prestations/imports?flux=demandes';
    const pose = await this.commander(etat, { qui, chemin, corps: enCsv(demandes), type: 'text/csv; charset=utf-8' });
    if (pose.refus) return;
    const { statut, rejetees } = (await etat.client.demander(qui, 'GET', `/prestations/imports/${pose.reponse.import}`)).corps;
    if (statut !== 'termine' || rejetees) this.anomalies.push(`import ${pose.commande} : ${statut}, ${rejetees} rejet(s)`);
    const [{ source }] = demandes;
    this.acquitter({ genre: 'import', type: 'import', commande: pose.commande, acteur: qui, service: 'prestations', source, numeros: demandes.map((d) => d.numero), anneesRecues: demandes.map((d) => d.recu_le.slice(0, 4)) });
  }

  async affecter(etat, { qui, corps, cloture }) {
    const chemin = '/organisation/affectations';
    const ouverte = await this.commander(etat, { qui, chemin, corps });
    if (ouverte.refus) return;
    const { id, version } = ouverte.reponse;
    this.acquitter({ genre: 'commande', type: 'affectation-ouverte', commande: ouverte.commande, acteur: qui, service: 'organisation', dossier: id, de: 0, version });
    await this.doubler(etat, { qui, chemin }, ouverte);
    if (!cloture || this.finie) return;
    const close = await this.commander(etat, { qui, chemin: `${chemin}/${id}/cloture`, corps: cloture, version });
    if (!close.refus) this.acquitter({ genre: 'commande', type: 'affectation-close', commande: close.commande, acteur: qui, service: 'organisation', dossier: id, de: version, version: close.reponse.version });
  }
}
