import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { NatureDemande, TypeDossier, encoder } from '@sm/contracts';
import { Imports, Journal, MAINTENANT, Tenancy, tableau, tableauTexte, uuidv7, type Contexte, type FluxImport, type LigneJournal, type LigneValidee, type SortLigne, type Tx } from '@sm/platform';
import { COLONNES_AVIS_ARRET, validerAvisArret, type AvisArret } from '@sm/prestations-domaine';
import { CANAUX_PUBLIES, RISQUES_PUBLIES } from './arret.events';
import { FaitsReader } from './faits.reader';
import { uniteDeLaLigne, type LigneResolue } from './intake.commun';
import { TOPIC } from './publication';
import { Repertoire } from './repertoire.client';

type Ligne = LigneResolue<AvisArret>;
type Neuf = Ligne & { readonly id: string };

/** In the order of identities, so that two intakes of the same notices wait for one another instead of locking each other out. */
const INSERER = `
INSERT INTO avis_arret (id, unite, source, numero, caisse, personne, prescripteur, risque, nature, canal, debut, fin, prescrit_le, envoye_le, recu_le, arret, signaux, tardif)
SELECT id, u, s, n, c, p, pr, ri, na, ca, de, fi, pl, el, rl, ar::jsonb, string_to_array(si, ','), ta
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::date[], $12::date[], $13::date[], $14::date[],
  $15::timestamptz[], $16::text[], $17::text[], $18::boolean[]) AS x(id, u, s, n, c, p, pr, ri, na, ca, de, fi, pl, el, rl, ar, si, ta)
ORDER BY u, s, n
ON CONFLICT (unite, source, numero) DO NOTHING RETURNING id`;

/** A late notice that follows another late one of the same person within the time of the law (D.323-2 CSS). */
const REPETITIONS = `
UPDATE avis_arret a SET repete = true FROM unnest($1::uuid[], $2::date[]) AS x(id, depuis)
WHERE a.id = x.id AND EXISTS (SELECT 1 FROM avis_arret b WHERE b.personne = a.personne AND b.tardif AND b.prescrit_le >= x.depuis AND b.prescrit_le < a.prescrit_le) RETURNING a.id`;

/** Electronic notices of sick leave: light rows written by sets, each counted once whatever the number of times it is sent (TR-002-15). */
@Injectable()
export class AvisArretFlux implements FluxImport<Ligne>, OnModuleInit {
  readonly nom = 'avis-arrets';
  readonly formats = ['csv', 'ndjson'] as const;
  readonly colonnes = COLONNES_AVIS_ARRET;
  readonly action = 'import.deposer';
  readonly procedure = 'arret';
  readonly tailleLot = 2000;

  constructor(
    private readonly imports: Imports,
    private readonly journal: Journal,
    private readonly faits: FaitsReader,
    private readonly tenancy: Tenancy,
    private readonly repertoire: Repertoire,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  onModuleInit(): void {
    this.imports.declarer(this);
  }

  valider(brut: Readonly<Record<string, unknown>>): LigneValidee<Ligne> {
    const lue = validerAvisArret(brut);
    if (!lue.ok) return { erreurs: lue.erreurs };
    return lue.ligne.recu.ms > this.maintenant().getTime() ? { erreurs: [{ champ: 'recu_le', code: 'date-future' }] } : { valeur: { ligne: lue.ligne, uniteId: 0, personne: null } };
  }

  async preparer(ctx: Contexte, valeurs: readonly Ligne[]): Promise<LigneValidee<Ligne>[]> {
    const personnes = await this.repertoire.resoudre(ctx.unites, valeurs.map((v) => ({ nir: v.ligne.nir })));
    return valeurs.map((v, i) => uniteDeLaLigne(this.tenancy, ctx, v, personnes[i] ?? null));
  }

  async appliquer(tx: Tx, ctx: Contexte, valeurs: readonly Ligne[], commande: string): Promise<SortLigne[]> {
    const maintenant = this.maintenant().getTime();
    const neufs = valeurs.map((v): Neuf => ({ ...v, id: uuidv7(maintenant) }));
    const inscrits = await this.inserer(tx, neufs);
    const tardifs = neufs.filter((n) => n.ligne.recidiveDepuis !== null && n.personne !== null && inscrits.has(n.id));
    const repetes = tardifs.length ? await this.repetitions(tx, tardifs) : new Set<string>();
    await this.journal.ajouter(tx, ctx, neufs.filter((n) => inscrits.has(n.id)).map((n) => this.ligneJournal(ctx, n, repetes.has(n.id))), commande);
    return neufs.map((n) => (inscrits.has(n.id) ? 'acceptee' : 'inchangee'));
  }

  private async inserer(tx: Tx, n: readonly Neuf[]): Promise<ReadonlySet<string>> {
    const l = n.map((x) => x.ligne);
    const lus: { id: string }[] = await tx.query(INSERER, [
      tableau(n.map((x) => x.id)), tableau(n.map((x) => x.uniteId)), tableauTexte(l.map((x) => x.source)), tableauTexte(l.map((x) => x.numero)), tableauTexte(l.map((x) => x.caisse)),
      tableau(n.map((x) => x.personne)), tableauTexte(l.map((x) => x.prescripteur)), tableauTexte(l.map((x) => x.risque)), tableauTexte(l.map((x) => x.nature)), tableauTexte(l.map((x) => x.canal)),
      tableau(l.map((x) => x.arret.debut)), tableau(l.map((x) => x.arret.fin)), tableau(l.map((x) => x.arret.prescritLe)), tableau(l.map((x) => x.arret.envoyeLe)), tableau(l.map((x) => x.recu.iso)),
      tableauTexte(l.map((x) => JSON.stringify(x.arret))), tableauTexte(l.map((x) => x.signaux.join(','))), tableau(l.map((x) => String(x.tardif))),
    ]);
    return new Set(lus.map((x) => x.id));
  }

  private async repetitions(tx: Tx, tardifs: readonly Neuf[]): Promise<ReadonlySet<string>> {
    const [lus]: [{ id: string }[]] = await tx.query(REPETITIONS, [tableau(tardifs.map((x) => x.id)), tableau(tardifs.map((x) => x.ligne.recidiveDepuis))]);
    return new Set(lus.map((x) => x.id));
  }

  private ligneJournal(ctx: Contexte, { id, ligne, uniteId }: Neuf, repete: boolean): LigneJournal {
    const { recu, risque, canal, nature, caisse, tardif } = ligne;
    const donnees = {
      dossierId: id, typeDossier: TypeDossier.ARRET, nature: nature === 'initiale' ? NatureDemande.INITIALE : NatureDemande.PROLONGATION, canal: CANAUX_PUBLIES[canal], uniteOrigine: uniteId,
      unite: uniteId, caisse, departement: this.faits.departement(uniteId, recu.jour), recuLe: recu.jour, repris: false, risque: RISQUES_PUBLIES[risque], tardif, repete,
    };
    return {
      topic: TOPIC, dossier: null, cle: id, version: 1, unite: uniteId, type: 'AvisArretRecu', survenuLe: new Date(recu.ms), public: encoder(TOPIC, 'AvisArretRecu', donnees),
      prive: { type: 'AvisArretRecu', par: ctx.acteur.id, repris: false, prive: { avis: id, tardif, repete } },
    };
  }
}
