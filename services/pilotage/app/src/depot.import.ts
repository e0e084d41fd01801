import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Fusion, cleDe, encoder } from '@sm/contracts';
import { familleDe, fusionDe, lireAxe, lireDepot, plusRecent, type EtatDepose } from '@sm/pilotage-domaine';
import { Imports, Journal, Tenancy, tableau, tableauTexte, type Contexte, type LigneJournal, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import { TOPIC_AGREGATS } from './publication';

interface Depose extends EtatDepose {
  readonly cle: string;
  readonly publie: Uint8Array;
}

interface Version {
  source: string;
  generation: number;
  n: number;
  valeur: number;
}

const TAILLE_LOT = 2000;

/** First come, first served, unless this slice counts for the unit itself or another source did before. */
const REVENDIQUER = `
INSERT INTO source_agregat (unite, famille, source)
SELECT u, f, $3 FROM unnest($1::int[], $2::text[]) AS x(u, f)
WHERE NOT EXISTS (SELECT 1 FROM compteur c WHERE c.unite = u AND split_part(c.indicateur, '.', 1) = f)
  AND NOT EXISTS (SELECT 1 FROM agregat a WHERE a.unite = u AND a.source <> $3 AND split_part(a.indicateur, '.', 1) = f)
ORDER BY 1, 2 ON CONFLICT DO NOTHING`;

const REVENDIQUEES = 'SELECT unite, famille FROM source_agregat WHERE unite = ANY($1::int[]) AND source = $2';

/** The lateral keeps it to index reads, however wrong the estimate. */
const CONNUS = `
SELECT k.i AS rang, a.generation, a.n, a.valeur FROM unnest($2::int[], $3::text[], $4::date[], $5::text[]) WITH ORDINALITY AS k(u, m, j, x, i)
CROSS JOIN LATERAL (SELECT generation, n, valeur FROM agregat WHERE source = $1 AND unite = k.u AND indicateur = k.m AND jour = k.j AND axe = k.x OFFSET 0) a`;

/** A machine account writes under its own name only; nobody else has a source. */
const sourceDe = (acteurId: string): string | null => (acteurId.startsWith('machine:') ? acteurId.slice('machine:'.length) : null);

const refus = (champ: string, code: string): SortLigne => ({ erreurs: [{ champ, code }] });
const placeDe = (e: EtatDepose): string => `${e.unite}|${familleDe(e.indicateur)}`;

/** The message of a deposited state, as its source would publish it. */
function publier(e: EtatDepose): Depose {
  const { caisse = '', departement = '' } = lireAxe(e.axe);
  const donnees = { ...e, caisse, departement, fusion: Fusion[fusionDe(e.indicateur)], valeur: { case: 'entiere' as const, value: BigInt(e.valeur) } };
  return { ...e, cle: cleDe(TOPIC_AGREGATS, 'CompteurPublie', donnees), publie: encoder(TOPIC_AGREGATS, 'CompteurPublie', donnees) };
}

const ligneDe = (d: Depose, survenuLe: Date): LigneJournal =>
  ({ topic: TOPIC_AGREGATS, dossier: null, cle: d.cle, version: d.n, unite: d.unite, type: 'CompteurPublie', survenuLe, prive: {}, public: d.publie });

/** The door by which another slice hands over its aggregates: states with a version, put in the journal, and read only once they came back by the topic. */
@Injectable()
export class DepotImport implements OnModuleInit {
  constructor(private readonly imports: Imports, private readonly journal: Journal, private readonly tenancy: Tenancy) {}

  onModuleInit(): void {
    this.imports.declarer<Depose>({
      nom: 'agregats', formats: ['ndjson'], action: 'agregat.deposer', procedure: '*', tailleLot: TAILLE_LOT,
      valider: (brut) => this.valider(brut),
      appliquer: (tx, ctx, valeurs, commande) => this.appliquer(tx, ctx, valeurs, commande),
    });
  }

  private valider(brut: Readonly<Record<string, unknown>>): LigneValidee<Depose> {
    const lu = lireDepot(brut, this.tenancy.jour());
    if ('erreurs' in lu) return lu;
    try {
      return { valeur: publier(lu.valeur) };
    } catch {
      return { erreurs: [{ champ: 'axe', code: 'axe-invalide' }] };
    }
  }

  private async appliquer(tx: Tx, ctx: Contexte, valeurs: readonly Depose[], commande: string): Promise<SortLigne[]> {
    const source = sourceDe(ctx.acteur.id);
    const portee = new Set(ctx.unites);
    const admissibles = valeurs.filter((d) => d.source === source && portee.has(d.unite));
    const [tenues, connus] = [await this.revendiquer(tx, source, admissibles), await this.connus(tx, source, admissibles)];
    const neufs = new Map<string, Depose>();
    const sorts = valeurs.map((d): SortLigne => {
      if (d.source !== source) return refus('source', 'source-etrangere');
      if (!portee.has(d.unite)) return refus('unite', 'unite-hors-perimetre');
      if (!tenues.has(placeDe(d))) return refus('unite', 'unite-d-une-autre-source');
      const connu = neufs.get(d.cle) ?? connus.get(d.cle);
      if (connu && !plusRecent(d, connu)) return plusRecent(connu, d) || connu.valeur === d.valeur ? 'inchangee' : refus('n', 'version-contredite');
      neufs.set(d.cle, d);
      return 'acceptee';
    });
    const survenuLe = new Date();
    await this.journal.ajouter(tx, ctx, [...neufs.values()].map((d) => ligneDe(d, survenuLe)), commande);
    return sorts;
  }

  /** Units (by family) that the source holds once it has asked for those it did not. */
  private async revendiquer(tx: Tx, source: string | null, deposes: readonly Depose[]): Promise<ReadonlySet<string>> {
    const places = new Map(deposes.map((d) => [placeDe(d), d]));
    if (!places.size) return new Set();
    const unites = [...places.values()].map((d) => d.unite);
    const lire = async (): Promise<Set<string>> => {
      const lues: { unite: number; famille: string }[] = await tx.query(REVENDIQUEES, [tableau(unites), source]);
      return new Set(lues.map((l) => `${l.unite}|${l.famille}`));
    };
    const tenues = await lire();
    const libres = [...places].filter(([place]) => !tenues.has(place)).map(([, d]) => d);
    if (!libres.length) return tenues;
    await tx.query(REVENDIQUER, [tableau(libres.map((d) => d.unite)), tableauTexte(libres.map((d) => familleDe(d.indicateur))), source]);
    return lire();
  }

  private async connus(tx: Tx, source: string | null, deposes: readonly Depose[]): Promise<ReadonlyMap<string, Pick<Version, 'generation' | 'n' | 'valeur'>>> {
    const lus: (Version & { rang: string })[] = await tx.query(CONNUS, [
      source, tableau(deposes.map((d) => d.unite)), tableauTexte(deposes.map((d) => d.indicateur)), tableau(deposes.map((d) => d.jour)), tableauTexte(deposes.map((d) => d.axe)),
    ]);
    return new Map(lus.map((l) => [deposes[Number(l.rang) - 1]!.cle, l]));
  }
}
