import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { Faussaire, Parcours, Persona, Porteur, Regard, assures, demande, ouvrirHote, type Hote } from '../outils';
import { Greffier, essais, type Connues, type Contrat, type Essai, type Operation, type Recue } from '../outils/contrat';

const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'] as const;
const SECONDES = Number(process.env['SM_FUZZ_SECONDES'] ?? 24);
const GRAINE = Number(process.env['SM_GRAINE'] ?? Date.now() % 2 ** 31);
/** On a host that other stories use, what would change their ground is only tried by those who may not do it. */
const SEUL = process.env['SM_FUZZ_SEUL'] === '1';
const COMMUNES = /^(TravailController_repartir|AvisArretController_(selectionner|controler)|AffectationController_(ouvrir|clore)|PersonneController_(fusionner|separer)|MesureController_(deleguer|interim|absence|conflit|clore)|ClesController_|EffacementController_|AgendaController_(ouvrir|ouvrirRythme|fermer)|ConvocationController_(?!lire|lister|lettres|suivi))/;

/** Without any right on the unit of the sample: nothing of it may reach them. */
const ETRANGERS: readonly (string | null)[] = ['agent:921002', 'agent:921001', 'agent:inconnu', null];
const ACTEURS: readonly (string | null)[] = ['agent:931080', 'agent:931004', 'agent:931001', 'agent:931066', 'agent:CP931001', 'agent:CNAM001', 'machine:amorce', 'machine:reprise-931', 'service:prestations', ...ETRANGERS];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

interface Terrain {
  readonly contrat: Contrat;
  readonly greffier: Greffier;
  readonly connues: Connues;
  /** Ids of what belongs to the unit of the sample. */
  readonly reserves: ReadonlySet<string>;
}

/** What is wrong with an answer, for this caller. */
function fautes({ greffier, reserves }: Terrain, operation: Operation, acteur: string | null, demandee: Essai, recue: Recue): string[] {
  const contrat = greffier.fautes(operation, recue);
  if (!ETRANGERS.includes(acteur)) return contrat;
  const vus = [...new Set(recue.texte.match(UUID) ?? [])].filter((id) => reserves.has(id));
  const envoyes = `${demandee.chemin} ${demandee.corps ?? ''}`;
  const fuites = vus.filter((id) => recue.statut < 300 || !envoyes.includes(id));
  return [...contrat, ...fuites.map((id) => `donnée d’une autre unité : ${id}`)];
}

describe(`Aucune réponse n’est hors contrat (graine ${GRAINE}, ${SECONDES} s)`, () => {
  let hote: Hote;
  const terrains = new Map<string, Terrain>();
  const jetons = new Map<string | null, string | null>();
  let requetes = 0;

  async function envoyer(service: string, acteur: string | null, e: Essai): Promise<Recue> {
    const jeton = jetons.get(acteur);
    const envoi = (): Promise<Response> => fetch(`${hote.url}/api/${service}${e.chemin}`, { method: e.methode, headers: { ...(jeton ? { authorization: `Bearer ${jeton}` } : {}), ...e.entetes }, ...(e.corps === undefined ? {} : { body: e.corps }) });
    // A connection that the server let go while this process was busy: a second refusal is a fault.
    const r = await envoi().catch(envoi);
    requetes++;
    return { statut: r.status, type: r.headers.get('content-type'), texte: await r.text() };
  }

  beforeAll(async () => {
    hote = await ouvrirHote();
    const faussaire = new Faussaire(hote);
    for (const acteur of ACTEURS) jetons.set(acteur, acteur && faussaire.jeton(acteur));
    const propres: string[] = [];
    const tsm = await Persona.entrer(hote, '931066');
    for (const a of assures(hote).slice(520, 526)) propres.push((await Parcours.ouvrir(tsm, demande(a))).id);
    const base = await Regard.ouvrir(hote, 'prestations');
    const ids = async (sql: string): Promise<string[]> => (await base.voir<{ id: string }>(sql)).map((l) => l.id);
    const dossiers = await ids('SELECT id FROM dossier ORDER BY id LIMIT 4000');
    const personnes = await ids('SELECT DISTINCT personne AS id FROM dossier WHERE personne IS NOT NULL LIMIT 4000');
    const autres = await ids('SELECT id FROM convocation UNION ALL SELECT id FROM avis_arret LIMIT 4000');
    await base.fermer();
    const melange = [...dossiers.filter((_, i) => i % 97 === 0), ...propres];
    const connues: Connues = ({ operationId }, parametre) => {
      if (parametre === 'unite') return ['ELSM-931', 'ELSM-921'];
      if (parametre === 'annee') return ['2016', '2026'];
      if (parametre.toLowerCase() === 'if-match') return ['"1"', '"2"', '"3"'];
      if (parametre !== 'id') return [];
      if (/^PersonneController/.test(operationId)) return personnes.slice(0, 40);
      if (/^(Lecture|Convocation)Controller_(lire|suivi|medical|chronologie|lettres)/.test(operationId)) return [...melange, ...autres.slice(0, 20)];
      return /^(Dossier|Arret|Atmp)Controller/.test(operationId) ? (SEUL ? melange : propres) : [];
    };
    for (const service of SERVICES) {
      const contrat = (await new Porteur(hote, null).lire<Contrat>(service, '/openapi.json')).corps;
      terrains.set(service, { contrat, greffier: new Greffier(contrat), connues, reserves: new Set([...dossiers, ...personnes, ...autres]) });
    }
  }, 300_000);

  const operations = (service: string): [string, string, Operation][] => Object.entries(terrains.get(service)!.contrat.paths).flatMap(([chemin, item]) => Object.entries(item).map(([m, o]): [string, string, Operation] => [m, chemin, o]));

  it('ni panne, ni réponse non documentée, ni donnée d’une autre unité', async () => {
    const toutes = SERVICES.flatMap((service) => operations(service).map(([m, chemin, o]) => ({ service, o, arbitraire: essais(m, chemin, o, terrains.get(service)!.contrat, terrains.get(service)!.connues) })));
    const fin = Date.now() + SECONDES * 1_000;
    const vues = new Map<string, string>();
    const reussies = new Set<string>();
    let debut = Date.now();
    for (let tour = 0; Date.now() < fin; tour++) {
      for (const [rang, { service, o, arbitraire }] of toutes.entries()) {
        if (Date.now() >= fin) break;
        const admis = !SEUL && COMMUNES.test(o.operationId) ? ETRANGERS : ACTEURS;
        const acteur = admis[(tour * 7 + rang) % admis.length] ?? null;
        const [tir] = fc.sample(arbitraire, { numRuns: 1, seed: GRAINE + tour * 1_000 + rang });
        if (!tir) continue;
        const recue = await envoyer(service, acteur, tir);
        if (recue.statut < 300) reussies.add(o.operationId);
        for (const f of fautes(terrains.get(service)!, o, acteur, tir, recue)) {
          const cle = `${service} ${o.operationId} ${f.replace(/[0-9a-f-]{36}|"[^"]*"/g, '…').slice(0, 90)}`;
          if (!vues.has(cle)) vues.set(cle, `${service} ${o.operationId} par ${acteur} ${tir.chemin} ${tir.corps?.slice(0, 300) ?? ''} : ${f}`);
        }
        if (Date.now() - debut > 250) debut = await pause(1).then(() => Date.now());
      }
    }
    process.stderr.write(`contrats : ${requetes} requêtes en ${SECONDES} s, graine ${GRAINE} ; ${reussies.size} routes sur ${toutes.length} ont aussi réussi\n`);
    expect([...vues.values()]).toEqual([]);
    expect(requetes).toBeGreaterThan(toutes.length);
    expect(reussies.size).toBeGreaterThan(10);
  }, (SECONDES + 120) * 1_000);

  it('une panne plantée, une réponse tue ou une donnée voisine seraient vues', () => {
    const terrain = terrains.get('prestations')!;
    const o = Object.values(terrain.contrat.paths['/dossiers/{id}']!)[0]!;
    const tir: Essai = { methode: 'GET', chemin: '/dossiers/x', entetes: {}, corps: undefined };
    const probleme = (statut: number, code: string) => ({ statut, type: 'application/problem+json; charset=utf-8', texte: JSON.stringify({ type: `urn:sm:probleme:${code}`, title: 'Titre.', status: statut, code, correlation: randomUUID() }) });
    const juger = (recue: Recue, acteur: string | null = 'agent:931001'): number => fautes(terrain, o, acteur, tir, recue).length;
    const [reserve = ''] = terrain.reserves;
    expect(juger(probleme(404, 'dossier-introuvable'))).toBe(0);
    const plantees: Recue[] = [
      probleme(500, 'erreur-interne'), probleme(418, 'dossier-introuvable'), probleme(404, 'inventee'), { ...probleme(404, 'dossier-introuvable'), type: 'text/html' },
      { statut: 200, type: 'application/json', texte: '{"id":1}' },
    ];
    expect(plantees.map((r) => juger(r) > 0)).toEqual(plantees.map(() => true));
    const fuite = { ...probleme(404, 'dossier-introuvable'), texte: probleme(404, 'dossier-introuvable').texte.replace(/"correlation":"[^"]*"/, `"correlation":"${reserve}"`) };
    expect([juger(fuite, 'agent:921002'), juger(fuite, 'agent:931001')]).toEqual([1, 0]);
  });
});
