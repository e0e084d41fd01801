import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { enRepos } from '../avancement.mjs';
import { BASES, avecBase, lignes, valeur } from '../base.mjs';
import { planter } from '../chaos/bogues.mjs';
import { Jetons } from '../chaos/jetons.mjs';
import { Hote } from '../hote.mjs';
import { attendre } from '../processus.mjs';
import { champsMedicaux, documents, relire, relirePieces, toutLire } from './lectures.mjs';
import { Marques } from './marques.mjs';
import { Porte } from './porte.mjs';
import { fouillerFichiers, fouillerMessages, fouillerTables } from './sorties.mjs';
import { COMPTES, Vies } from './vies.mjs';

const DOSSIER = join(import.meta.dirname, 'fuites');
const FUITES = readdirSync(DOSSIER).map((f) => createRequire(import.meta.url)(join(DOSSIER, f)));
const SERVICES = [...BASES];
const premiers = (fuites) => (fuites.length > 8 ? [...fuites.slice(0, 8), `et ${fuites.length - 8} autres`] : fuites);

async function vivre(hote, marques) {
  const { url } = hote.adresse();
  const porte = new Porte(url, new Jetons(hote.etat, url), marques);
  const vies = new Vies(porte, marques, hote.fichiers, (numero) => avecBase(hote.etat, 'prestations', (c) => valeur(c, "SELECT id FROM dossier WHERE source = 'CANARIS' AND numero = $1", [numero])));
  return { porte, vies };
}

async function reposer(hote) {
  if (!(await attendre(() => enRepos(hote.etat), 60_000, 200))) throw new Error('les journaux ne sont pas numérotés ou publiés à temps');
}

/** Metrics and state of each service, as the operator reads them. */
async function exploitation(porte) {
  for (const s of SERVICES) for (const route of ['metriques', 'exploitation/etat', 'exploitation/lettres-mortes', 'exploitation/consommateurs', 'sante/pret']) await porte.demander('agent:931001', 'GET', `/${s}/${route}`);
}

const dossiersMarques = (etat) => avecBase(etat, 'prestations', async (c) => (await lignes(c, "SELECT id FROM dossier WHERE source = 'CANARIS'")).map((l) => l.id));

/** Everything that leaves the service, or stays on a disk. */
async function fouiller(hote, marques) {
  await reposer(hote);
  await avecBase(hote.etat, 'prestations', (c) => c.query('ANALYZE'));
  await avecBase(hote.etat, 'postgres', (c) => c.query('CHECKPOINT'));
  const messages = await fouillerMessages(hote.etat, marques);
  const tables = await fouillerTables(hote.etat, marques);
  const disque = fouillerFichiers([...new Set([hote.etat, hote.donnees()])], marques);
  return { messages, tables, disque };
}

/** The marks through every door, then looked for everywhere. */
async function chercher(hote, marques, { dire, noter }) {
  const { porte, vies } = await vivre(hote, marques);
  await vies.vieAld();
  await vies.vieArret();
  await vies.vieAtmp();
  await vies.piecesJointes();
  await vies.fichiers();
  const actes = await vies.histoires(hote.fichiers);
  const refus = await vies.hostiles();
  const docs = await documents(porte, SERVICES);
  const [admis, poses] = [champsMedicaux(docs.prestations), new Set(marques.posees.values())];
  noter(`les ${admis.size} textes médicaux que dit le contrat ont reçu une marque`, admis.size === 0 ? ['le contrat n’en dit aucun'] : [...admis].filter((c) => !poses.has(c)));
  const dossiers = await dossiersMarques(hote.etat);
  const attendus = [...poses].filter((c) => !/^fichier|^corps hostile/.test(c));
  const lus = await relire(porte, marques, dossiers);
  (await relirePieces(porte, marques, vies.pieces)).forEach((champ) => lus.add(champ));
  noter(`${attendus.length} champs marqués (${actes.size} actes d’histoires) : le praticien relit chacun`, attendus.filter((c) => !lus.has(c)));
  await exploitation(porte);
  await toutLire(porte, docs, { dossiers: vies.dossiers, pieces: vies.pieces });
  noter(`${porte.reponses} réponses lues par ${Object.keys(COMPTES).length} comptes, dont ${refus} refus : aucune marque`, premiers(porte.fuites));
  const { messages, tables, disque } = await fouiller(hote, marques);
  noter(`${messages.messages} messages publiés : aucune marque`, premiers(messages.fuites));
  noter(`${tables.lignes} lignes de toutes les tables : aucune marque`, premiers(tables.fuites));
  noter(`${Math.round(disque.octets / 1e6)} Mo de fichiers (tables, journaux de PostgreSQL, journaux techniques) : aucune marque`, premiers(disque.fuites));
  dire(`${marques.formes.length} écritures cherchées`);
}

/** The same search must find leaks put there on purpose. */
async function planterFuites(hote, { noter }) {
  for (const [i, fuite] of FUITES.entries()) {
    const marques = new Marques();
    await hote.tuer();
    const plante = planter(fuite, hote.etat, DOSSIER);
    hote.ajoutes = [plante.drapeau];
    await hote.demarrer();
    const { porte, vies } = await vivre(hote, marques);
    vies.rang = 1000 + i * 100;
    await vies.vieAld();
    await vies.hostiles();
    const { tables, disque } = await fouiller(hote, marques);
    const vue = [...porte.fuites, ...tables.fuites, ...disque.fuites].find((f) => fuite.attrape.test(f));
    const posee = fuite.changements.every((c) => plante.poses().has(c.fichier));
    noter(`fuite plantée : ${fuite.quoi} ; vue : ${vue ?? 'nulle part'}`, vue && posee ? [] : [posee ? 'elle passe inaperçue' : 'elle n’a pas été posée']);
  }
}

/** @param o.assemblage embarque or kafka */
export async function eprouverCanaris({ assemblage = 'embarque', taille = 300 } = {}, bilan) {
  const hote = new Hote(taille, { options: ['--assemblage', assemblage] });
  bilan.dire(`canaris : une marque dans chaque champ médical, cherchée partout (${assemblage})`);
  await hote.demarrer();
  await hote.attendreCharge(300_000);
  await chercher(hote, new Marques(), bilan);
  await planterFuites(hote, bilan);
  bilan.noter('la plateforme des canaris s’arrête proprement', (await hote.arreter()) ? [] : ['il a fallu la forcer']);
}
