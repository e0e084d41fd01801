import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ANNEES_CARTE, carteAnnuelle, type LigneAgregat, type OptionsCarte } from './carte';
import { cleDuFichier } from './charger';
import { Client, type Depot, type EtatImport } from './depot';
import { effectifs, JOUR_EFFECTIFS } from './effectifs';
import { Fichier } from './fichiers';
import { controlesGrandEst } from './grand-est';
import { Jetons, type Compte } from './jetons';
import { personnel } from './personnel';
import type { Echelon } from './populations';
import { appeler, avecReprises, champ, ErreurDeDepot, reussie } from './reseau';

export interface OptionsChargementCarte extends OptionsCarte {
  /** Base address of the gateway. */
  readonly url: string;
  /** Directory in which the file is written before it is posted. */
  readonly dossier: string;
  /** Secret of the machine account `demonstration`. */
  readonly secret: string;
  readonly portee?: string;
}

export interface BilanCarte {
  readonly unites: number;
  readonly attendues: number;
  readonly etat: EtatImport;
  /** First refusals, by line, field and code. */
  readonly rejets: readonly string[];
}

const ESSAIS = 12;
const PAUSE_MS = 500;
const RYTHME = { intervalleMs: 100, stagnationMs: 120_000 };
const COMPTE = 'demonstration';

const textes = (v: unknown): string[] => (Array.isArray(v) ? v.map(String) : []);

/** The local units of a day, as the public API tells them. */
class Carte {
  private readonly parJour = new Map<string, Promise<readonly Echelon[]>>();

  constructor(private readonly base: string, private readonly jetons: Jetons, private readonly compte: Compte) {}

  du(jour: string): Promise<readonly Echelon[]> {
    const connue = this.parJour.get(jour) ?? this.lire(jour);
    this.parJour.set(jour, connue);
    return connue;
  }

  private async unites(jour: string, type: string): Promise<readonly unknown[]> {
    const entetes = { authorization: `Bearer ${await this.jetons.de(this.compte)}`, accept: 'application/json' };
    const liste = champ(reussie('carte des unités', await appeler(`${this.base}/api/organisation/unites?jour=${jour}&type=${type}`, { entetes })), 'unites');
    if (!Array.isArray(liste)) throw new ErreurDeDepot('carte des unités : forme inconnue');
    return liste;
  }

  private async lire(jour: string): Promise<readonly Echelon[]> {
    const [locales, regionales] = await Promise.all([this.unites(jour, 'locale'), this.unites(jour, 'regionale')]);
    const codes = new Map(regionales.map((r) => [champ(r, 'id'), String(champ(r, 'code'))]));
    return locales.map((u): Echelon => ({
      id: Number(champ(u, 'id')), code: String(champ(u, 'code')), region: codes.get(champ(u, 'parent')) ?? null,
      departement: textes(champ(u, 'territoires'))[0] ?? '', caisse: textes(champ(u, 'caisses'))[0] ?? '',
    }));
  }
}

/** Years in the order in which someone looks at them: the sample's, the current one, the others. */
const ordre = (hier: string): number[] => {
  const annee = Number(hier.slice(0, 4));
  return [...new Set([2016, annee, ...ANNEES_CARTE])].filter((a) => a <= annee && (ANNEES_CARTE.includes(a) || a === annee));
};

async function* lignes(carte: Carte, o: OptionsCarte): AsyncGenerator<LigneAgregat> {
  if (!o.apres) yield* effectifs(await carte.du(JOUR_EFFECTIFS), personnel());
  for (const annee of ordre(o.hier)) {
    const fin = `${annee}-12-31`;
    const echelons = await carte.du(fin < o.hier ? fin : o.hier);
    if (!o.apres) yield* controlesGrandEst(echelons, annee);
    yield* carteAnnuelle(echelons, annee, o);
  }
}

/**
 * Deposits the invented figures of every unit but the sample's, through the public door of aggregates. What `apres` says deposited is left out.
 * Throws `ErreurDeDepot` on a refusal of the whole, `ErreurPassagere` when the attempts are spent; refused lines are told, not thrown.
 */
export async function chargerCarte(o: OptionsChargementCarte): Promise<BilanCarte> {
  const base = o.url.replace(/\/+$/, '');
  const compte = { id: COMPTE, secret: o.secret };
  const jetons = new Jetons(base, o.portee ?? 'sm');
  const client = new Client(jetons, RYTHME);
  const fichier = await Fichier.creer(o.dossier, 'carte.ndjson');
  const unites = new Set<number>();
  for await (const ligne of lignes(new Carte(base, jetons, compte), o)) {
    unites.add(ligne.unite);
    if (fichier.ecrire(JSON.stringify(ligne))) await fichier.vider();
  }
  const trace = await fichier.fermer();
  const depot: Depot = {
    flux: 'agregats', service: `${base}/api/pilotage`, chemin: join(o.dossier, trace.nom), type: 'application/x-ndjson', compte,
    cle: cleDuFichier('agregats', createHash('sha256').update(trace.sha256).digest('hex')),
  };
  const [id, etat] = await avecReprises(ESSAIS, PAUSE_MS, async () => {
    const id = await client.deposer(depot, () => undefined);
    return [id, await client.suivre(depot, id, () => undefined)] as const;
  }, () => undefined);
  const rejets = etat.rejetees ? (await client.rejets(depot, id)).slice(0, 5).map((r) => `ligne ${r.ligne} · ${r.champ} · ${r.code}`) : [];
  return { unites: unites.size, attendues: trace.lignes, etat, rejets };
}
