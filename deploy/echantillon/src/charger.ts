import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Client, nomDe, type Depot, type EtatImport } from './depot';
import { Jetons } from './jetons';
import { FICHIERS, type Manifeste } from './manifeste';
import { Progression, type Sortie } from './progression';
import { avecReprises, champ, ErreurDeDepot } from './reseau';

export type CompteMachine = 'amorce' | 'reprise-931';

export interface OptionsChargement {
  /** Base address of the gateway. */
  readonly url: string;
  /** Directory filled by `generer`. */
  readonly dossier: string;
  readonly secrets: Readonly<Record<CompteMachine, string>>;
  /** OAuth 2 scope asked for; `sm` by default. */
  readonly portee?: string;
  readonly sortie?: Sortie;
  /** Attempts for one file, 12 by default (a little over a minute of pauses). */
  readonly essais?: number;
  readonly pauseMs?: number;
  readonly intervalleMs?: number;
  readonly stagnationMs?: number;
}

export interface BilanFlux extends EtatImport {
  /** Name of the file for whoever watches. */
  readonly flux: string;
  readonly attendues: number;
  readonly exact: boolean;
}

export interface BilanChargement {
  readonly exact: boolean;
  readonly flux: readonly BilanFlux[];
}

const CSV = 'text/csv; charset=utf-8';
const NDJSON = 'application/x-ndjson';

interface Envoi {
  /** Name of the file for whoever watches. */
  readonly nom: string;
  readonly flux: string;
  readonly service: string;
  readonly fichier: string;
  readonly type: string;
  readonly compte: CompteMachine;
}

/** In the order of the posts: the ALD year is whole, and its report right, before the rest begins. */
const ENVOIS: readonly Envoi[] = [
  { nom: 'agents', flux: 'agents', service: 'organisation', fichier: FICHIERS.agents, type: CSV, compte: 'amorce' },
  { nom: 'professionnels', flux: 'professionnels', service: 'repertoire', fichier: FICHIERS.professionnels, type: CSV, compte: 'reprise-931' },
  { nom: 'assures', flux: 'assures', service: 'repertoire', fichier: FICHIERS.assures, type: CSV, compte: 'reprise-931' },
  { nom: 'reprise', flux: 'reprise', service: 'prestations', fichier: FICHIERS.reprise, type: NDJSON, compte: 'reprise-931' },
  { nom: 'autres assurés', flux: 'assures', service: 'repertoire', fichier: FICHIERS.assuresSuite, type: CSV, compte: 'reprise-931' },
  { nom: 'arrêts', flux: 'reprise', service: 'prestations', fichier: FICHIERS.arrets, type: NDJSON, compte: 'reprise-931' },
  { nom: 'avis d’arrêt', flux: 'avis-arrets', service: 'prestations', fichier: FICHIERS.notices, type: NDJSON, compte: 'reprise-931' },
  { nom: 'AT-MP', flux: 'reprise', service: 'prestations', fichier: FICHIERS.atmp, type: NDJSON, compte: 'reprise-931' },
];
const REJETS_MONTRES = 20;

/** SHA-256 of a file, in hexadecimal. */
export async function empreinte(chemin: string): Promise<string> {
  const hache = createHash('sha256');
  await pipeline(createReadStream(chemin), hache);
  return hache.digest('hex');
}

/** A UUID (version 8, RFC 9562) made of the hash, so that the same bytes bear the same key. */
export function cleDuFichier(flux: string, sha256: string): string {
  const h = createHash('sha256').update(`${flux}|${sha256}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

async function lireManifeste(dossier: string): Promise<Manifeste> {
  const lu: unknown = JSON.parse(await readFile(join(dossier, FICHIERS.manifeste), 'utf8'));
  if (!Array.isArray(champ(lu, 'fichiers'))) throw new ErreurDeDepot(`${FICHIERS.manifeste} : forme inconnue`);
  return lu as Manifeste;
}

/** Files in the order of the posts; each must still have the bytes that the manifest states. */
async function preparer(o: OptionsChargement, base: string): Promise<{ depot: Depot; attendues: number }[]> {
  const { fichiers } = await lireManifeste(o.dossier);
  const depots = [];
  for (const { nom, flux, service, fichier, type, compte } of ENVOIS) {
    const chemin = join(o.dossier, fichier);
    const trace = fichiers.find((f) => f.nom === fichier);
    const sha256 = await empreinte(chemin);
    if (trace?.sha256 !== sha256) throw new ErreurDeDepot(`${fichier} : les octets ne sont pas ceux du manifeste`);
    if (trace.lignes === 0) continue;
    const depot = { nom, flux, service: `${base}/api/${service}`, chemin, type, cle: cleDuFichier(flux, sha256), compte: { id: compte, secret: o.secrets[compte] } };
    depots.push({ depot, attendues: trace.lignes });
  }
  return depots;
}

/** Posts one file and follows its import to the end, through passing failures. */
export async function poster(client: Client, depot: Depot, attendues: number, o: Pick<OptionsChargement, 'essais' | 'pauseMs'>, p: Progression): Promise<BilanFlux> {
  p.commencer();
  const { etat, id } = await avecReprises(
    o.essais ?? 12,
    o.pauseMs ?? 500,
    async () => {
      const id = await client.deposer(depot, (n) => p.avancer(nomDe(depot), 'envoi', Math.min(n, attendues), attendues));
      return { id, etat: await client.suivre(depot, id, (n) => p.avancer(nomDe(depot), 'traitement', n, attendues)) };
    },
    (message, n) => p.dire(`${message} ; nouvel essai (${n}) avec la même clé`),
  );
  p.conclure(nomDe(depot), etat.lues);
  const exact = etat.lues === attendues && etat.acceptees + etat.inchangees === attendues && etat.rejetees === 0;
  if (!exact) await direEcart(client, depot, id, etat, attendues, p);
  return { flux: nomDe(depot), attendues, exact, ...etat };
}

async function direEcart(client: Client, depot: Depot, id: string, etat: EtatImport, attendues: number, p: Progression): Promise<void> {
  p.dire(`${nomDe(depot)} : ${attendues} lignes attendues ; ${etat.lues} lues, ${etat.acceptees} acceptées, ${etat.inchangees} inchangées, ${etat.rejetees} rejetées`);
  if (etat.rejetees === 0) return;
  for (const r of (await client.rejets(depot, id)).slice(0, REJETS_MONTRES)) p.dire(`  ligne ${r.ligne} · ${r.champ} · ${r.code}`);
}

/**
 * Posts the files of a sample through the public API, in order: agents, professionals, insured persons, ALD histories, then the other persons, leaves, notices, accidents and diseases. An empty file is not posted.
 * Stops at the first file that is not taken in whole; `exact` tells. Throws `ErreurDeDepot` on a refusal, `ErreurPassagere` when the attempts are spent.
 */
export async function charger(o: OptionsChargement): Promise<BilanChargement> {
  if (!URL.canParse(o.url) || !/^https?:/.test(o.url)) throw new ErreurDeDepot('adresse de la passerelle attendue : http(s)://…');
  const base = o.url.replace(/\/+$/, '');
  const client = new Client(new Jetons(base, o.portee ?? 'sm'), { intervalleMs: o.intervalleMs ?? 250, stagnationMs: o.stagnationMs ?? 120_000 });
  const progression = new Progression(o.sortie ?? process.stdout);
  const flux: BilanFlux[] = [];
  for (const { depot, attendues } of await preparer(o, base)) {
    flux.push(await poster(client, depot, attendues, o, progression));
    if (flux.at(-1)?.exact !== true) return { exact: false, flux };
  }
  return { exact: true, flux };
}
