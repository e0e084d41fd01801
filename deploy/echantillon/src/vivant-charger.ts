import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleDuFichier, empreinte, poster, type BilanChargement, type BilanFlux } from './charger';
import { Client } from './depot';
import { Jetons } from './jetons';
import { FICHIERS, type Manifeste } from './manifeste';
import { Progression, type Sortie } from './progression';
import { ErreurDeDepot } from './reseau';
import { FICHIERS_VIVANTS, type ManifesteVivant } from './vivant-manifeste';

export type CompteVivant = 'amorce' | 'reprise-931' | 'caisse-931';

export interface OptionsChargementVivant {
  readonly url: string;
  /** Directory filled by `genererVivant`. */
  readonly dossier: string;
  /** Directory filled by `generer`: the staff and the professionals of 2016 come first. */
  readonly socle: string;
  readonly portee?: string;
  readonly secrets: Readonly<Record<CompteVivant, string>>;
  readonly sortie?: Sortie;
}

interface Flux {
  readonly flux: string;
  readonly service: string;
  readonly fichier: string;
  readonly type: string;
  readonly compte: CompteVivant;
}

const CSV = 'text/csv; charset=utf-8';
const NDJSON = 'application/x-ndjson';
/** The same files, hence the same keys, as the loading of the year: posted by either, they are taken in once. */
const SOCLE: readonly Flux[] = [
  { flux: 'agents', service: 'organisation', fichier: FICHIERS.agents, type: CSV, compte: 'amorce' },
  { flux: 'professionnels', service: 'repertoire', fichier: FICHIERS.professionnels, type: CSV, compte: 'reprise-931' },
];
const PORTEFEUILLE: readonly Flux[] = [
  { flux: 'agents', service: 'organisation', fichier: FICHIERS_VIVANTS.agents, type: CSV, compte: 'amorce' },
  { flux: 'assures', service: 'repertoire', fichier: FICHIERS_VIVANTS.assures, type: CSV, compte: 'reprise-931' },
  { flux: 'reprise', service: 'prestations', fichier: FICHIERS_VIVANTS.reprise, type: NDJSON, compte: 'reprise-931' },
  { flux: 'demandes', service: 'prestations', fichier: FICHIERS_VIVANTS.demandes, type: NDJSON, compte: 'caisse-931' },
  { flux: 'mesures', service: 'organisation', fichier: FICHIERS_VIVANTS.mesures, type: CSV, compte: 'amorce' },
];

async function tracesDe(dossier: string, manifeste: string): Promise<ManifesteVivant['fichiers']> {
  return (JSON.parse(await readFile(join(dossier, manifeste), 'utf8')) as Pick<Manifeste, 'fichiers'>).fichiers;
}

async function envoyerTout(o: OptionsChargementVivant, dossier: string, manifeste: string, liste: readonly Flux[]): Promise<BilanFlux[]> {
  const client = new Client(new Jetons(o.url, o.portee ?? 'sm'), { intervalleMs: 250, stagnationMs: 120_000 });
  const traces = await tracesDe(dossier, manifeste);
  const progression = new Progression(o.sortie ?? process.stdout);
  const bilans: BilanFlux[] = [];
  for (const { flux, service, fichier, type, compte } of liste) {
    const chemin = join(dossier, fichier);
    const trace = traces.find((t) => t.nom === fichier);
    const sha256 = await empreinte(chemin);
    if (trace?.sha256 !== sha256) throw new ErreurDeDepot(`${fichier} : les octets ne sont pas ceux du manifeste`);
    const depot = { nom: fichier, flux, service: `${o.url}/api/${service}`, chemin, type, cle: cleDuFichier(flux, sha256), compte: { id: compte, secret: o.secrets[compte] } };
    const bilan = await poster(client, depot, trace.lignes, {}, progression);
    bilans.push(bilan);
    if (!bilan.exact) break;
  }
  return bilans;
}

const bilanDe = (flux: readonly BilanFlux[], attendus: number): BilanChargement => ({ exact: flux.length === attendus && flux.every((f) => f.exact), flux });

/** Posts the staff and the professionals that both the year and the portfolio rest on. Throws as `charger`. */
export async function chargerSocle(o: OptionsChargementVivant): Promise<BilanChargement> {
  return bilanDe(await envoyerTout(o, o.socle, FICHIERS.manifeste, SOCLE), SOCLE.length);
}

/** Posts the portfolio: the staff of today, the insured persons, the histories, the requests of the day. The staff must be known to every service before its histories are judged. Throws as `charger`. */
export async function chargerVivant(o: OptionsChargementVivant, attendreEffectif: () => Promise<void>): Promise<BilanChargement> {
  const [effectif, ...suite] = PORTEFEUILLE;
  const debut = effectif ? await envoyerTout(o, o.dossier, FICHIERS_VIVANTS.manifeste, [effectif]) : [];
  if (!debut.every((f) => f.exact)) return bilanDe(debut, PORTEFEUILLE.length);
  await attendreEffectif();
  return bilanDe([...debut, ...(await envoyerTout(o, o.dossier, FICHIERS_VIVANTS.manifeste, suite))], PORTEFEUILLE.length);
}
