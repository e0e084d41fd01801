import { randomUUID } from 'node:crypto';

/** The public door, where every answer is searched but those that give the medical record to whoever may read it. */
export class Porte {
  reponses = 0;
  fuites = [];

  /** @param url public address; @param jetons tokens by account; @param marques what must not come out */
  constructor(url, jetons, marques) {
    Object.assign(this, { url, jetons, marques });
  }

  async demander(qui, methode, chemin, { corps, type = 'application/json', entetes = {}, reserve = false } = {}) {
    const headers = { authorization: `Bearer ${this.jetons.de(qui)}`, ...(corps === undefined ? {} : { 'content-type': type }), ...(methode === 'POST' ? { 'idempotency-key': randomUUID() } : {}), ...entetes };
    const reponse = await fetch(`${this.url}/api${chemin}`, { method: methode, headers, body: corps === undefined || type !== 'application/json' ? corps : JSON.stringify(corps), redirect: 'manual' });
    const octets = Buffer.from(await reponse.arrayBuffer());
    const texte = octets.toString();
    this.reponses++;
    if (!reserve) this.chercher(`${qui} ${methode} ${chemin} (${reponse.status})`, Buffer.concat([Buffer.from(`${[...reponse.headers].join('\n')}\n`), octets]), texte);
    return { statut: reponse.status, entetes: reponse.headers, texte, corps: /json/.test(reponse.headers.get('content-type') ?? '') && texte ? JSON.parse(texte) : null };
  }

  chercher(ou, octets, texte) {
    this.fuites.push(...[...this.marques.fuites(octets), ...this.marques.codesDans(texte)].map((f) => `${ou} : ${f}`));
  }

  async version(qui, dossier) {
    return (await this.demander(qui, 'GET', `/prestations/dossiers/${dossier}`)).entetes.get('etag');
  }

  /** One act on a dossier, at its version of the moment. @throws Error with the code when it is refused */
  async acte(qui, famille, dossier, nom, corps) {
    const r = await this.demander(qui, 'POST', `/prestations/${famille}/${dossier}/${nom}`, { corps: corps ?? {}, entetes: { 'if-match': await this.version('agent:931001', dossier) } });
    if (r.statut !== 200) throw new Error(`${famille}/${nom} : ${r.statut} ${r.corps?.code} ${JSON.stringify(r.corps?.details ?? r.corps?.erreurs ?? '')}`);
    return r;
  }
}
