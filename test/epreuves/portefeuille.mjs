// kill -9 of the host while it takes in the living portfolio (and the map): after the last start each dossier, slot and convocation is there once.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { enRepos, finsDuJournal } from './avancement.mjs';
import { BASES, avecBase, lignes, valeur } from './base.mjs';
import { Bilan } from './bilan.mjs';
import { controlesCommuns } from './controles.mjs';
import { hasard } from './hasard.mjs';
import { Hote } from './hote.mjs';
import { attendre } from './processus.mjs';

const DELAI_MS = 300_000;
const DOSSIERS = { nom: 'dossiers', service: 'prestations', sql: "SELECT count(*)::int FROM dossier WHERE source LIKE 'PORTEFEUILLE-%'", plage: [100, 2_300] };
const CONVOCATIONS = { nom: 'convocations', service: 'prestations', sql: 'SELECT count(*)::int FROM convocation', plage: [1, 12] };
const CARTE = { nom: 'agrégats déposés', service: 'pilotage', sql: "SELECT coalesce(sum(lues), 0)::int FROM import WHERE flux = 'agregats'", plage: [1, 60_000] };
/** What the host is doing when it dies; the map is only there in the long form. */
const COURT = [DOSSIERS, CONVOCATIONS];
const ENTIER = [CARTE, DOSSIERS, DOSSIERS, CONVOCATIONS, CONVOCATIONS];

const lireJson = (hote, nom) => JSON.parse(readFileSync(join(hote.etat, ...nom), 'utf8'));
const numeros = (hote, nom) => readFileSync(join(hote.etat, 'portefeuille', nom), 'utf8').trim().split('\n').map((l) => JSON.parse(l)).map(({ unite, source, numero }) => `${unite}|${source}|${numero}`);
const charge = (hote) => join(hote.etat, 'portefeuille', 'charge.json');

/** How far one step has gone, or null while its database does not answer. */
async function lu(hote, { service, sql }) {
  try {
    return await avecBase(hote.etat, service, (c) => valeur(c, sql));
  } catch {
    return null;
  }
}

async function tuerPendant(hote, etape, alea, noter) {
  const [min, max] = etape.plage;
  const voulu = min + Math.floor(alea() * (max - min));
  let vu = null;
  const vivant = () => hote.fin === null && !existsSync(charge(hote));
  const atteint = await attendre(async () => !vivant() || (vu = await lu(hote, etape)) >= voulu, DELAI_MS, 5);
  await pause(Math.floor(alea() * 30));
  const enCours = atteint && vivant();
  await hote.tuer();
  await hote.demarrer();
  noter(`portefeuille : kill -9 de l’hôte à ${await lu(hote, etape)} ${etape.nom}`, enCours ? [] : [`le chargement n’était pas en cours (${vu} vus, ${voulu} voulus)\n${hote.queue()}`]);
}

const interdites = async (client, sql, parametres) => (await lignes(client, `${sql} LIMIT 5`, parametres)).map((l) => Object.entries(l).map(([nom, v]) => `${nom} ${v}`).join(', '));

/** Rows that a portfolio taken in once cannot have. `$1`: identities in its files. */
const CONTROLES = [
  { nom: 'chaque dossier une fois, aucun de plus', parametres: true, sql: `WITH d AS (SELECT concat_ws('|', u.donnees->>'code', d.source, d.numero) AS cle, d.source FROM dossier d JOIN unite_copie u ON u.id = d.unite_origine)
    SELECT x.cle AS attendu, d.cle AS trouve, count(*)::int AS fois FROM unnest($1::text[]) AS x(cle) FULL JOIN d ON d.cle = x.cle
    WHERE x.cle IS NOT NULL OR d.source LIKE 'PORTEFEUILLE-%' GROUP BY 1, 2 HAVING x.cle IS NULL OR d.cle IS NULL OR count(*) <> 1` },
  { nom: 'aucun créneau doublé', sql: 'SELECT praticien, debut::text, count(*)::int AS fois FROM creneau GROUP BY 1, 2 HAVING count(*) > 1' },
  { nom: 'une convocation par dossier, un créneau par convocation', sql: 'SELECT dossier, count(*)::int AS convocations, count(DISTINCT creneau)::int AS creneaux FROM convocation GROUP BY 1 HAVING count(*) <> 1 OR count(DISTINCT creneau) <> 1' },
  { nom: 'une horloge armée par nature et par dossier', sql: "SELECT dossier, nature, count(*)::int AS armees FROM horloge WHERE statut IN ('armee', 'suspendue') AND alerte_de IS NULL GROUP BY 1, 2 HAVING count(*) > 1" },
];

const FAUTES = [
  { nom: 'un dossier perdu', controle: 0, sql: "UPDATE dossier SET numero = numero || '-PERDU' WHERE id = (SELECT id FROM dossier WHERE source LIKE 'PORTEFEUILLE-%' ORDER BY id LIMIT 1)" },
  { nom: 'une seconde convocation', controle: 2, sql: `INSERT INTO convocation (id, dossier, procedure, personne, unite, statut, creneau, praticien, jour, version, etat)
    SELECT gen_random_uuid(), dossier, procedure, personne, unite, 'annulee', NULL, praticien, jour, version, etat FROM convocation LIMIT 1` },
];

async function statuts(client, { jour }) {
  const comptes = {};
  const lues = await lignes(client, "SELECT procedure, statut, count(*)::int AS n FROM dossier WHERE source = ANY($1::text[]) AND unite_en_charge = (SELECT id FROM unite_copie WHERE donnees->>'code' = 'ELSM-931') GROUP BY 1, 2",
    [[`PORTEFEUILLE-${jour}`, `CAISSE-931-${jour}`]]);
  for (const { procedure, statut, n } of lues) (comptes[procedure] ??= {})[statut] = n;
  return comptes;
}

const plat = (comptes) => Object.entries(comptes).flatMap(([p, s]) => Object.entries(s).map(([nom, n]) => `${p} ${nom} ${n}`)).sort();

/** What the files say, but for the leaves that a sent and proved convocation has moved. */
function comparerStatuts(manifeste, { convoques }, obtenus) {
  const { affectee = 0, convoque = 0 } = manifeste.statuts.arret ?? {};
  const attendus = plat({ ...manifeste.statuts, arret: { ...manifeste.statuts.arret, affectee: affectee - convoques, convoque: convoque + convoques } });
  const [a, o] = [new Set(attendus), new Set(plat(obtenus))];
  return [...attendus.filter((l) => !o.has(l)).map((l) => `${l} attendus`), ...[...o].filter((l) => !a.has(l)).map((l) => `${l} trouvés`)];
}

async function controler(hote, noter) {
  const manifeste = lireJson(hote, ['portefeuille', 'portefeuille.json']);
  const bilan = lireJson(hote, ['portefeuille', 'charge.json']);
  const cles = [...numeros(hote, 'portefeuille.ndjson'), ...numeros(hote, 'demandes-du-jour.ndjson')];
  noter('portefeuille : 24 convocations, dont 12 dites au dossier', bilan.convocations === 24 && bilan.convoques === 12 ? [] : [JSON.stringify(bilan)]);
  await avecBase(hote.etat, 'prestations', async (c) => {
    const voir = ({ sql, parametres }) => interdites(c, sql, parametres ? [cles] : []);
    for (const controle of CONTROLES) noter(`portefeuille : ${controle.nom}`, await voir(controle));
    const n = await valeur(c, 'SELECT count(*)::int FROM convocation');
    noter(`portefeuille : ${cles.length} dossiers, ${n} convocations`, n === 24 ? [] : ['24 attendues']);
    noter('portefeuille : chaque statut a le nombre des fichiers', comparerStatuts(manifeste, bilan, await statuts(c, manifeste)));
    for (const { nom, controle, sql } of FAUTES) {
      await c.query('BEGIN');
      const { rowCount } = await c.query(sql);
      const vues = rowCount ? await voir(CONTROLES[controle]) : [];
      await c.query('ROLLBACK');
      noter(`portefeuille, faute plantée : ${nom}`, vues.length ? [] : ['la faute passe inaperçue']);
    }
  });
}

async function controlerCarte(hote, noter) {
  const { lignes: deposees } = lireJson(hote, ['carte', 'depose.json']);
  const n = await avecBase(hote.etat, 'pilotage', (c) => valeur(c, "SELECT count(*)::int FROM agregat WHERE source = 'demonstration'"));
  noter(`carte : ${n} agrégats, une fois chacun`, n === deposees ? [] : [`${deposees} attendus`]);
}

/** The trial on a host of its own. @param options.court the short form: without the map and the year, under a minute; @param options.graine of the kills */
export async function eprouverPortefeuille({ court, graine }, { dire, noter }) {
  dire(`épreuve du portefeuille : ${(court ? COURT : ENTIER).length} kill -9 pendant son chargement, --graine ${graine}`);
  const alea = hasard(graine);
  const hote = new Hote(court ? null : 200, { options: ['--portefeuille', ...(court ? ['--sans-echantillon'] : [])] });
  await hote.demarrer();
  for (const etape of court ? COURT : ENTIER) await tuerPendant(hote, etape, alea, noter);
  const fini = await attendre(() => existsSync(charge(hote)) || hote.fin !== null, DELAI_MS, 20);
  noter('portefeuille : le chargement s’achève après la dernière coupure', fini && hote.fin === null ? [] : [hote.queue()]);
  if (!court) await hote.attendreCharge(DELAI_MS);
  if (!(await attendre(() => enRepos(hote.etat), 60_000, 200))) throw new Error('les journaux ne sont pas numérotés ou publiés à temps');
  await controler(hote, noter);
  if (!court) await controlerCarte(hote, noter);
  const fins = await finsDuJournal(hote.etat);
  for (const service of BASES) for (const { nom, verifier } of controlesCommuns(service)) noter(`portefeuille, ${service} : ${nom}`, await avecBase(hote.etat, service, async (c) => {
    await c.query('BEGIN');
    return verifier(c, { fins });
  }));
  noter('portefeuille : l’hôte s’arrête proprement', (await hote.arreter()) ? [] : ['il a fallu le forcer']);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bilan = new Bilan();
  await bilan.conclure('épreuve du portefeuille', () => {
    const { values } = parseArgs({ options: { court: { type: 'boolean' }, graine: { type: 'string' } } });
    return eprouverPortefeuille({ court: values.court ?? false, graine: Number(values.graine ?? Math.floor(Math.random() * 2 ** 32)) }, bilan);
  });
}
