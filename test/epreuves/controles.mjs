import { lignes, valeur } from './base.mjs';
import { verifierChaine } from './chaine.mjs';

/** Rows that an invariant forbids, told in a few words. */
async function interdites(client, texte, valeurs) {
  return (await lignes(client, `${texte} LIMIT 5`, valeurs)).map((l) => Object.entries(l).map(([nom, v]) => `${nom} ${v}`).join(', '));
}

const egal = (nom, attendu, obtenu) => (attendu === obtenu ? [] : [`${nom} : ${attendu} attendu(s), ${obtenu} trouvé(s)`]);

/** Lines of several files of the sample. */
const somme = ({ fichiers }, ...noms) => noms.reduce((total, nom) => total + fichiers[nom], 0);

/** Acts written at the unchanged version of their dossier: readings, erasure, attachments. */
const SANS_VERSION = "type NOT LIKE 'PieceJointe%' AND type NOT IN ('DossierMedicalLu', 'ContenuEfface')";

const VERSIONS = `SELECT j.dossier, count(*)::int AS lignes, count(DISTINCT j.version)::int AS distinctes, min(j.version) AS premiere, max(j.version) AS derniere, d.version AS du_dossier
FROM (SELECT * FROM journal WHERE dossier IS NOT NULL AND ${SANS_VERSION}) j FULL JOIN (SELECT id, version FROM dossier UNION ALL SELECT id, version FROM convocation) d ON d.id = j.dossier GROUP BY j.dossier, d.id, d.version
HAVING j.dossier IS NULL OR d.id IS NULL OR min(j.version) <> 1 OR max(j.version) <> count(*) OR count(DISTINCT j.version) <> count(*) OR max(j.version) <> d.version`;

const NUMEROTATION = `SELECT topic, part, count(i.seq)::int AS lignes, min(i.seq)::int AS premier, max(i.seq)::int AS dernier, p.seq::int AS fin FROM (SELECT * FROM log_index WHERE seq IS NOT NULL) i FULL JOIN position_log p USING (topic, part)
GROUP BY topic, part, p.seq HAVING min(i.seq) IS DISTINCT FROM 1 OR max(i.seq) <> count(*) OR count(DISTINCT i.seq) <> count(*) OR max(i.seq) IS DISTINCT FROM p.seq`;

const INDEX = `SELECT coalesce(j.id, i.journal_id)::text AS ligne, count(i.journal_id)::int AS numerotations, count(j.id)::int AS presences
FROM journal j FULL JOIN log_index i ON i.journal_id = j.id AND i.enregistre_le = j.enregistre_le AND i.topic = j.topic AND i.part = j.part AND i.unite = j.unite AND (i.seq IS NULL) = (j.public IS NULL)
GROUP BY 1 HAVING count(i.journal_id) <> 1 OR count(j.id) <> 1`;

const COMPTEURS = `WITH f AS (SELECT unite, jour, fait, count(*) AS n FROM fait WHERE jour IS NOT NULL GROUP BY 1, 2, 3),
  attendu AS (SELECT unite, jour, m.indicateur, n FROM f JOIN (VALUES ('recue', 'ald.demande'), ('traitee', 'ald.avis'), ('traitee', 'ald.delai'), ('avis_arret', 'arret.avis'), ('notice_arret', 'arret.notice'),
    ('avis_atmp', 'atmp.avis'), ('avis_mp', 'mp.avis')) AS m(fait, indicateur) USING (fait)),
  obtenu AS (SELECT unite, jour, indicateur, sum(valeur) AS n FROM compteur GROUP BY 1, 2, 3)
SELECT unite, jour::text, indicateur, coalesce(a.n, 0) AS faits, coalesce(o.n, 0) AS compteur FROM attendu a FULL JOIN obtenu o USING (unite, jour, indicateur) WHERE coalesce(a.n, 0) <> coalesce(o.n, 0)`;

/** What other sources deposited has no counter here. */
const AGREGATS = `WITH siens AS (SELECT * FROM agregat WHERE source NOT IN (SELECT source FROM source_agregat))
SELECT unite, indicateur, jour::text, axe, c.valeur AS compteur, a.valeur AS agregat FROM compteur c FULL JOIN siens a USING (unite, indicateur, jour, axe)
WHERE c.valeur IS DISTINCT FROM a.valeur::bigint OR c.sale`;

const sqlPar = (texte) => (client) => interdites(client, texte);

/** Every consumer stands at the end of its topic. `fins`: the end of each partition, by source service. */
async function retards(client, { fins }) {
  const lues = await lignes(client, "SELECT consommateur, topic, part, split_part(source, '/', 2) AS source, seq::int AS seq FROM consommation");
  const vues = new Map(lues.map((l) => [`${l.consommateur}|${l.source}|${l.topic}|${l.part}`, l.seq]));
  const suivis = new Map(lues.map((l) => [`${l.consommateur}|${l.source}|${l.topic}`, l]));
  return [...suivis.values()].flatMap(({ consommateur, source, topic }) =>
    fins.filter((f) => f.source === source && f.topic === topic).flatMap((f) => egal(`${consommateur}, partition ${f.part}`, f.seq, vues.get(`${consommateur}|${source}|${topic}|${f.part}`) ?? 0))).slice(0, 5);
}

const GENERAUX = [
  { nom: 'numérotation dense', verifier: sqlPar(NUMEROTATION) },
  { nom: 'journal et index', verifier: sqlPar(INDEX) },
  { nom: 'événements uniques', verifier: sqlPar('SELECT evenement::text, count(*)::int AS lignes FROM journal GROUP BY 1 HAVING count(*) > 1') },
  { nom: 'chaîne', verifier: async (client, attendus) => {
    const { lues, anomalies } = await verifierChaine(client);
    attendus.maillons = (attendus.maillons ?? 0) + lues;
    return anomalies;
  } },
  { nom: 'consommateurs à jour', verifier: retards },
  { nom: 'lettres mortes', verifier: sqlPar("SELECT code, topic, message->>'type' AS type, count(*)::int AS lettres FROM lettre_morte GROUP BY 1, 2, 3") },
  { nom: 'imports terminés', verifier: sqlPar("SELECT flux, statut, lues, acceptees, inchangees, rejetees FROM import WHERE statut <> 'termine' OR rejetees > 0 OR lues <> acceptees + inchangees") },
];

const PROPRES = {
  organisation: [],
  repertoire: [
    { nom: 'personnes', deLImport: true, verifier: async (c, a) => egal('personnes', somme(a, 'assures.csv', 'assures-suite.csv'), await valeur(c, 'SELECT count(*)::int FROM personne')) },
    { nom: 'origines', verifier: sqlPar('SELECT source, numero, count(*)::int AS fois FROM origine GROUP BY 1, 2 HAVING count(*) > 1') },
    { nom: 'professionnels', deLImport: true, verifier: async (c, a) => egal('professionnels', a.fichiers['professionnels.csv'], await valeur(c, 'SELECT count(*)::int FROM professionnel')) },
  ],
  prestations: [
    { nom: 'dossiers', deLImport: true, verifier: async (c, a) => egal('dossiers', somme(a, 'ald-2016.ndjson', 'arrets-2016.ndjson', 'atmp-2016.ndjson'), await valeur(c, 'SELECT count(*)::int FROM dossier')) },
    { nom: 'avis d’arrêt', deLImport: true, verifier: async (c, a) => egal('avis d’arrêt, doublons écartés', a.comptes.notices, await valeur(c, 'SELECT count(*)::int FROM avis_arret')) },
    { nom: 'identités', verifier: sqlPar('SELECT unite_origine, source, numero, count(*)::int AS fois FROM dossier GROUP BY 1, 2, 3 HAVING count(*) > 1') },
    { nom: 'versions denses', verifier: sqlPar(VERSIONS) },
  ],
  pilotage: [
    { nom: 'compteurs', verifier: sqlPar(COMPTEURS) },
    { nom: 'agrégats', verifier: sqlPar(AGREGATS) },
  ],
};

/** The checks that hold whatever was taken in: those of the year's import left out. */
export const controlesCommuns = (service) => [...PROPRES[service].filter((c) => !c.deLImport), ...GENERAUX];

/** Checks of a service's database: each gives the list of its anomalies, empty when all holds. */
export const controlesDe = (service) => [...PROPRES[service], ...GENERAUX];

const REPONSES = `SELECT d.source || '|' || d.numero AS cle, concat_ws(' ', d.statut, d.jour_recu, d.complet_le, d.jour_avis, d.fin_exoneration, d.regime, d.praticien, d.version, d.personne IS NULL) AS etat,
  string_agg(concat_ws(' ', j.version, j.type, j.topic, j.unite, CASE WHEN j.type <> 'EcheancesConstatees' THEN extract(epoch from j.survenu_le) END, j.acteur, j.medical IS NULL, j.public IS NULL), E'\\n' ORDER BY j.id) AS histoire
FROM dossier d LEFT JOIN journal j ON j.dossier = d.id GROUP BY d.id`;

/** Digest of each dossier's history and state, by (source, numero). Left out: ids, born at random, and the instant of the clocks found already past, which is that of the import. */
export async function histoires(client) {
  const lues = await lignes(client, `SELECT cle, md5(etat || E'\\n' || coalesce(histoire, '')) AS md5 FROM (${REPONSES}) x ORDER BY 1`);
  return new Map(lues.map((l) => [l.cle, l.md5]));
}

export function comparerHistoires(attendues, obtenues) {
  const differentes = [...new Set([...attendues.keys(), ...obtenues.keys()])].filter((cle) => attendues.get(cle) !== obtenues.get(cle));
  return differentes.length ? [`${differentes.length} dossier(s) diffèrent, dont ${differentes.slice(0, 3).join(', ')}`] : [];
}

/** The report without what tells when it was made. */
export function figures({ fraicheur: _fraicheur, arreteLe: _arreteLe, ...reste }) {
  return JSON.stringify(reste);
}

const chiffresDe = (rapport) => new Map(rapport.sections.flatMap((s) => s.chiffres).map((c) => [c.id, c.valeur]));

/** Does the report say what the file of ALD requests held? `comptes` are those of the sample's manifest. */
export function rapportAldExact(rapport, comptes) {
  const chiffres = chiffresDe(rapport);
  const { moins25 } = rapport.delais;
  return [
    ...egal('demandes nouvelles', comptes.initiales, chiffres.get('IND-002-29')), ...egal('prolongations', comptes.prolongations, chiffres.get('IND-002-30')),
    ...egal('protocoles électroniques', comptes.pse, chiffres.get('IND-002-31')),
    ...egal('moins de 25 jours', comptes.moinsDe25Jours, moins25.numerateur), ...egal('demandes traitées', comptes.demandes, moins25.denominateur),
  ];
}

/** The same for every file. */
export function rapportExact(rapport, comptes) {
  const chiffres = chiffresDe(rapport);
  return [
    ...rapportAldExact(rapport, comptes),
    ...egal('avis d’arrêt de travail', comptes.avisArret, chiffres.get('IND-002-33')), ...egal('avis sur personne', comptes.surPersonne, chiffres.get('IND-002-34')),
    ...egal('avis dématérialisés', comptes.notices, chiffres.get('IND-002-35')), ...egal('avis AT/MP', comptes.atmp, chiffres.get('IND-002-36')),
    ...egal('reconnaissances MP', comptes.reconnaissancesMp, chiffres.get('IND-002-37')),
  ];
}
