import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Faussaire, Parcours, Persona, Porteur, Regard, assures, demande, ouvrirHote, type Hote, type Probleme, type ReponseCommande } from '../outils';
import { routes, type Attaque, type DocumentOpenApi } from '../outils/openapi';

const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'] as const;
const ESSAIS = Number(process.env['SM_ESSAIS'] ?? 12);
const GRAINE = Number(process.env['SM_GRAINE'] ?? Date.now() % 2 ** 31);
const ANGLAIS = /\b(not found|bad request|unauthorized|forbidden|internal|invalid|must|should|error|cannot|unexpected|expected)\b/i;

let hote: Hote;
let faussaire: Faussaire;
beforeAll(async () => {
  hote = await ouvrirHote();
  faussaire = new Faussaire(hote);
}, 300_000);

const porteur = (jeton: string | null): Porteur => new Porteur(hote, jeton);

/** What is wrong with a refusal; empty when it is a problem in French, with its code and reference. */
function defauts(statut: number, type: string | null, texte: string): string[] {
  if (statut < 400) return [];
  if (statut >= 500) return [`statut ${statut} : ${texte.slice(0, 300)}`];
  if (!type?.startsWith('application/problem+json')) return [`type ${type} : ${texte.slice(0, 200)}`];
  const p = JSON.parse(texte) as Partial<Probleme>;
  return [
    ...(p.status === statut ? [] : [`status ${p.status}`]),
    ...(p.code && /^[a-z][a-z0-9-]+$/.test(p.code) && p.type === `urn:sm:probleme:${p.code}` ? [] : [`code ${p.code} ${p.type}`]),
    ...(p.title && /[A-ZÀ-Ý].*\.$/.test(p.title) && !ANGLAIS.test(p.title) ? [] : [`titre ${p.title}`]),
    ...(p.correlation ? [] : ['sans correlation']),
    ...(/\bat [\w.<>]+ \(|node_modules|SELECT |pg_|\.ts:/.test(texte) ? [`fuite : ${texte.slice(0, 300)}`] : []),
  ];
}

describe('Un jeton faux n’ouvre rien', () => {
  const SUJET = 'agent:931001';
  const lire = (jeton: string | null) => porteur(jeton).lire<Probleme>('pilotage', '/rapports/ELSM-931/2016');
  const heure = (): number => Math.floor(Date.now() / 1000);

  it('un jeton juste passe : c’est bien le défaut qui ferme la porte', async () => {
    expect((await lire(faussaire.jeton(SUJET))).statut).toBe(200);
  });

  it.each<[string, () => string | null, string]>([
    ['sans jeton', () => null, 'jeton-absent'],
    ['sans signature (alg none)', () => faussaire.sansSignature(SUJET), 'jeton-invalide'],
    ['signé d’une autre clé', () => faussaire.autreCle(SUJET), 'jeton-invalide'],
    ['signé de la clé publique prise pour un secret', () => faussaire.confusion(SUJET), 'jeton-invalide'],
    ['retouché après signature', () => faussaire.retouche('agent:921001', SUJET), 'jeton-invalide'],
    ['expiré', () => faussaire.jeton(SUJET, { charge: { iat: heure() - 1_000, exp: heure() - 60 } }), 'jeton-expire'],
    ['sans échéance', () => faussaire.jeton(SUJET, { charge: { exp: undefined } }), 'jeton-invalide'],
    ['pas encore valable', () => faussaire.jeton(SUJET, { charge: { nbf: heure() + 600 } }), 'jeton-invalide'],
    ['destiné à un autre service', () => faussaire.jeton(SUJET, { charge: { aud: 'urn:autre:api' } }), 'jeton-invalide'],
    ['d’un autre émetteur', () => faussaire.jeton(SUJET, { charge: { iss: 'https://ailleurs.example/oidc' } }), 'jeton-invalide'],
    ['d’identité et non d’accès', () => faussaire.jeton(SUJET, { entete: { typ: 'JWT' } }), 'jeton-invalide'],
    ['au nom d’un acteur du système', () => faussaire.jeton('systeme:horloge'), 'jeton-invalide'],
    ['démesuré', () => faussaire.jeton(SUJET, { charge: { lest: 'x'.repeat(9_000) } }), 'jeton-invalide'],
    ['qui n’en est pas un', () => 'abc', 'jeton-invalide'],
  ])('%s', async (_, jeton, code) => {
    for (const service of SERVICES) {
      const { statut, corps, texte, entetes } = await porteur(jeton()).lire<Probleme>(service, service === 'pilotage' ? '/rapports/ELSM-931/2016' : '/exploitation/consommateurs');
      expect({ service, statut, code: corps.code, defauts: defauts(statut, entetes.get('content-type'), texte) }).toEqual({ service, statut: 401, code, defauts: [] });
    }
  });
});

describe('Une session ne se vole pas', () => {
  it('un code d’autorisation ne sert qu’une fois, et à celui qui l’a demandé', async () => {
    const victime = new Persona(hote);
    const retour = await victime.suivre(await victime.partir('931001'), /\/retour\?/);
    const code = new URL(retour ?? '', hote.url).searchParams;
    const voleur = new Persona(hote);
    const sien = new URL((await voleur.suivre(await voleur.partir('921001'), /\/retour\?/)) ?? '', hote.url);
    sien.searchParams.set('code', code.get('code') ?? '');
    expect((await voleur.page(sien.pathname + sien.search)).statut).toBe(400);
    expect((await voleur.lire('prestations', '/dossiers')).statut).toBe(401);
    const honnete = new Persona(hote);
    const aller = (await honnete.suivre(await honnete.partir('931001'), /\/retour\?/)) ?? '';
    expect((await honnete.page(aller)).statut).toBe(303);
    expect((await honnete.page(aller)).statut).toBe(400);
    expect((await new Persona(hote).page(aller)).statut).toBe(400);
  });

  it('un ordre glissé depuis un autre site est refusé', async () => {
    const tsm = await Persona.entrer(hote, '931066');
    const corps = demande(assures(hote)[500]!);
    const glisses: Record<string, string>[] = [{ origin: 'https://ailleurs.example' }, { 'x-requete-portail': '0' }, { 'sec-fetch-site': 'cross-site' }];
    for (const entetes of glisses) {
      expect(await tsm.poster<Probleme>('prestations', '/dossiers', corps, entetes)).toMatchObject({ statut: 403, corps: { code: 'origine-refusee' } });
    }
  });

  it('la clé d’un autre ne donne ni sa réponse ni son import', async () => {
    const [tsm, caisse] = [await Persona.entrer(hote, '931066'), await Persona.entrer(hote, 'CP931001')];
    const cle = { 'idempotency-key': `cle-partagee-${randomUUID()}` };
    const [sienne, autre] = [demande(assures(hote)[501]!), demande(assures(hote)[502]!)];
    const premiere = await tsm.poster<ReponseCommande>('prestations', '/dossiers', sienne, cle);
    expect(premiere.statut).toBe(201);
    const copie = await caisse.poster<Probleme>('prestations', '/dossiers', sienne, cle);
    expect(copie).toMatchObject({ statut: 409, corps: { code: 'dossier-existant' } });
    expect(copie.texte).not.toContain(premiere.corps.dossier);
    expect(await tsm.poster<Probleme>('prestations', '/dossiers', autre, cle)).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    expect((await tsm.poster<ReponseCommande>('prestations', '/dossiers', sienne, cle)).corps).toEqual(premiere.corps);
    const depot = await (await Porteur.machine(hote, 'reprise-931')).poster<{ import: string }>('repertoire', '/imports?flux=professionnels', 'source;numero;rpps;nom;prenom;profession;specialite;commune;departement;du;au\n', { 'content-type': 'text/csv' });
    expect(depot.statut).toBe(202);
    expect(await tsm.lire<Probleme>('repertoire', `/imports/${depot.corps.import}`)).toMatchObject({ statut: 404, corps: { code: 'import-introuvable' } });
  });
});

describe(`Une requête hostile reçoit un refus clair, jamais une panne, et n’écrit rien (graine ${GRAINE})`, () => {
  /** Actors of each right, none of them used by another story. */
  const ACTEURS = ['agent:931080', 'agent:931004', 'agent:931001', 'agent:CP931001', 'agent:921002', 'agent:CNAM001', 'machine:amorce', 'machine:reprise-931', 'service:prestations', 'agent:inconnu'];

  async function tirer(service: string, a: Attaque, jeton: string): Promise<{ statut: number; type: string | null; texte: string }> {
    const r = await fetch(`${hote.url}/api/${service}${a.chemin}`, { method: a.methode, headers: { authorization: `Bearer ${jeton}`, ...a.entetes }, ...(a.corps === undefined ? {} : { body: a.corps }) });
    return { statut: r.status, type: r.headers.get('content-type'), texte: await r.text() };
  }

  it.each(SERVICES)('%s : chaque route de son document', async (service) => {
    const document = (await porteur(null).lire<DocumentOpenApi>(service, '/openapi.json')).corps;
    expect(document.openapi).toMatch(/^3\.1/);
    const p = service === 'prestations' ? await Parcours.ouvrir(await Persona.entrer(hote, '931066'), demande(assures(hote)[510]!)) : null;
    const jetons = ACTEURS.map((sub) => faussaire.jeton(sub));
    const refusees: string[] = [];
    const vus = new Map<number, number>();
    for (const route of routes(document, { identifiants: p ? [p.id] : [], corps: demande(assures(hote)[511]!) })) {
      await fc.assert(fc.asyncProperty(route.attaque, fc.constantFrom(...jetons), async (a, jeton) => {
        const { statut, type, texte } = await tirer(service, a, jeton);
        vus.set(statut, (vus.get(statut) ?? 0) + 1);
        if (statut >= 400) refusees.push(a.cle);
        const fautes = defauts(statut, type, texte);
        if (fautes.length) throw new Error(`${route.nom} ${a.chemin} : ${fautes.join(' ; ')}`);
      }), { numRuns: ESSAIS, seed: GRAINE, endOnFailure: true });
    }
    expect([...vus.keys()].filter((s) => s >= 400).length).toBeGreaterThan(2);
    const base = await Regard.ouvrir(hote, service);
    const siennes = refusees.filter((c) => c.startsWith('essai-'));
    expect(await base.compter('journal WHERE commande = ANY($1)', [siennes])).toBe(0);
    expect(await base.compter('commande WHERE id = ANY($1)', [siennes])).toBe(0);
    await base.fermer();
  }, 120_000);

  it('un défaut planté dans la réponse serait vu', () => {
    const bon = { type: 'urn:sm:probleme:interdit', title: 'Vous n’avez pas ce droit.', status: 403, code: 'interdit', correlation: 'x' };
    const juger = (statut: number, corps: object, type = 'application/problem+json') => defauts(statut, type, JSON.stringify(corps)).length;
    expect(juger(403, bon)).toBe(0);
    expect([juger(500, bon), juger(404, bon), juger(403, { ...bon, title: 'Forbidden.' }), juger(403, { ...bon, code: 'X' }), juger(403, bon, 'text/html'), juger(403, { ...bon, detail: 'at f (x.ts:1)' })].every((n) => n > 0)).toBe(true);
  });
});
