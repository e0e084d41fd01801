import { setImmediate as tourDeBoucle } from 'node:timers/promises';
import { nommeeAinsi } from '@sm/kernel';
import { nomRevelateur } from '@sm/nomenclatures';
import { Ecritures, tableau, tableauTexte, type Contexte, type ErreurLigne, type LigneValidee, type SortLigne, type Tenancy, type Tx } from '@sm/platform';
import type { CodeProcedure, EtatBase, LigneBase } from '@sm/prestations-domaine';
import type { DossierEcriture, DossierOuvert } from './dossier.ecriture';
import type { PersonneConnue } from './repertoire.client';

/** A checked line with its unit and its person (null while the directory does not know the NIR). */
export interface LigneResolue<L extends Pick<LigneBase, 'unite'>> {
  readonly ligne: L;
  readonly uniteId: number;
  readonly personne: string | null;
  readonly medecinTraitant?: string | null;
}

/** What lists and letters show of a dossier before anything else: its external identity may not tell what it is about (processes.md §2.1, point 6). */
const revelateurs = ({ source, numero }: Pick<LigneBase, 'source' | 'numero'>): ErreurLigne[] =>
  Object.entries({ source, numero }).flatMap(([champ, texte]) => (nomRevelateur(texte) ? [{ champ, code: 'libelle-revelateur' }] : []));

/** Finds the unit of a line, by a code that it bore on the day of reception; a unit outside the depositor's scope is an error of that line. */
export function uniteDeLaLigne<L extends Pick<LigneBase, 'unite' | 'recu' | 'source' | 'numero'>>(tenancy: Tenancy, ctx: Contexte, v: LigneResolue<L>, personne: PersonneConnue | null): LigneValidee<LigneResolue<L>> {
  const unite = tenancy.unite(v.ligne.unite);
  if (!unite) return { erreurs: [{ champ: 'unite', code: 'unite-inconnue' }] };
  if (!nommeeAinsi(unite, v.ligne.unite, v.ligne.recu.jour)) return { erreurs: [{ champ: 'unite', code: 'unite-code-d-une-autre-date' }] };
  if (!unite.liens.some((l) => l.nature === 'territoire')) return { erreurs: [{ champ: 'unite', code: 'unite-sans-territoire' }] };
  if (!ctx.unites.includes(unite.id)) return { erreurs: [{ champ: 'unite', code: 'unite-hors-portee' }] };
  const erreurs = revelateurs(v.ligne);
  if (erreurs.length) return { erreurs };
  return { valeur: { ...v, uniteId: unite.id, personne: personne?.id ?? null, medecinTraitant: personne?.medecinTraitant ?? null } };
}

/** Identities (unit, source, number) already taken in. */
export async function dejaConnues<L extends LigneBase>(tx: Tx, valeurs: readonly LigneResolue<L>[]): Promise<Set<string>> {
  const lignes: { cle: string }[] = await tx.query(
    `SELECT d.unite_origine || '|' || d.source || '|' || d.numero AS cle FROM dossier d
     JOIN unnest($1::int[], $2::text[], $3::text[]) AS x(u, s, n) ON d.unite_origine = x.u AND d.source = x.s AND d.numero = x.n`,
    [tableau(valeurs.map((v) => v.uniteId)), tableauTexte(valeurs.map((v) => v.ligne.source)), tableauTexte(valeurs.map((v) => v.ligne.numero))]);
  return new Set(lignes.map((l) => l.cle));
}

interface Anterieur {
  readonly id: string;
  readonly procedure: CodeProcedure;
  readonly jourRecu: string;
}

/** The lateral keeps it to index reads: asked as a list of two thousand persons, it read the whole table. */
const ANTERIEURS = `
SELECT d.personne, d.id, d.procedure, d.jour_recu::text AS "jourRecu" FROM unnest($1::uuid[]) AS p(personne)
CROSS JOIN LATERAL (SELECT personne, id, procedure, jour_recu FROM dossier WHERE dossier.personne = p.personne AND statut NOT IN ('irrecevable', 'annulee') OFFSET 0) d
ORDER BY d.jour_recu, d.id`;

/** Dossiers of the persons of a batch, received in any order: what a prolongation prolongs. */
export class Precedents {
  private constructor(private readonly parPersonne: Map<string, Anterieur[]>) {}

  static async lire<L extends LigneBase>(tx: Tx, valeurs: readonly LigneResolue<L>[]): Promise<Precedents> {
    const personnes = [...new Set(valeurs.flatMap((v) => (v.personne && v.ligne.suit ? [v.personne] : [])))];
    const lignes: (Anterieur & { personne: string })[] = personnes.length
      ? await tx.query(ANTERIEURS, [tableau(personnes)])
      : [];
    return new Precedents(Map.groupBy(lignes, (l) => l.personne));
  }

  /** Latest dossier of the person in this procedure, received before this one, or null. */
  de<L extends LigneBase>({ ligne, personne }: LigneResolue<L>): string | null {
    if (!ligne.suit || personne === null) return null;
    return this.parPersonne.get(personne)?.findLast((a) => a.procedure === ligne.type && a.jourRecu <= ligne.recu.jour)?.id ?? null;
  }

  /** A dossier opened by the same batch, in the order of reception. */
  ajouter(personne: string | null, { statut, demande }: EtatBase): void {
    if (personne === null || statut === 'irrecevable' || statut === 'annulee') return;
    const siens = this.parPersonne.get(personne) ?? [];
    const rang = siens.findLastIndex((a) => a.jourRecu <= demande.jourRecu) + 1;
    this.parPersonne.set(personne, siens.toSpliced(rang, 0, { id: demande.id, procedure: demande.procedure, jourRecu: demande.jourRecu }));
  }
}

export const identite = <L extends LigneBase>({ ligne, uniteId }: LigneResolue<L>): string => `${uniteId}|${ligne.source}|${ligne.numero}`;

/** Small enough for PostgreSQL to write one while the next is judged. */
const SOUS_LOT = 100;
/** Lines judged in one go: what the server answers meanwhile is not left waiting. */
const PART = 20;

/** Judges the lines of a batch in order and writes what they open by sets: a line already known, here or in the batch, changes nothing. */
export async function appliquerLot<L extends LigneBase>(
  tx: Tx, ctx: Contexte, valeurs: readonly LigneResolue<L>[], commande: string, ecriture: DossierEcriture,
  ouvrir: (valeur: LigneResolue<L>, precedent: string | null) => DossierOuvert | { readonly erreurs: readonly ErreurLigne[] },
): Promise<SortLigne[]> {
  const connues = await dejaConnues(tx, valeurs);
  const precedents = await Precedents.lire(tx, valeurs);
  const sorts: (SortLigne | { readonly id: string })[] = [];
  const inscrits = new Set<string>();
  const cles = await ecriture.cles(tx, valeurs.filter((v) => !connues.has(identite(v))).map((v) => v.uniteId));
  await Ecritures.suivre(async (ecritures) => {
    const ecrire = async (lot: readonly DossierOuvert[]): Promise<void> => {
      const inscrire = await ecriture.preparer(ctx, lot, commande, cles);
      await ecritures.lancer(async () => {
        for (const id of await inscrire(tx)) inscrits.add(id);
      });
    };
    let ouverts: DossierOuvert[] = [];
    for (const [i, v] of valeurs.entries()) {
      if (i % PART === 0) await tourDeBoucle();
      const cle = identite(v);
      const ouvert = connues.has(cle) ? 'inchangee' : ouvrir(v, precedents.de(v));
      if (ouvert === 'inchangee' || 'erreurs' in ouvert) {
        sorts.push(ouvert);
        continue;
      }
      connues.add(cle);
      precedents.ajouter(v.personne, ouvert.dossier.etat);
      ouverts.push(v.medecinTraitant ? { ...ouvert, medecinTraitant: v.medecinTraitant } : ouvert);
      sorts.push({ id: ouvert.dossier.etat.demande.id });
      if (ouverts.length === SOUS_LOT) {
        await ecrire(ouverts);
        ouverts = [];
      }
    }
    await ecrire(ouverts);
  });
  return sorts.map((sort) => (typeof sort !== 'object' || 'erreurs' in sort ? sort : inscrits.has(sort.id) ? 'acceptee' : 'inchangee'));
}
