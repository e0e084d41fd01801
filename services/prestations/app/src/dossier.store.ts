import type { KeyObject } from 'node:crypto';
import { refuser } from '@sm/kernel';
import { Injectable } from '@nestjs/common';
import { ProblemeException, Scellement, Trousseau, empaqueter, empaqueterTextes, tableau, tableauTexte, versionEnveloppe, type CleUnite, type Tx } from '@sm/platform';
import type { DossierBase, EtatBase, MedicalBase } from '@sm/prestations-domaine';
import { ouvrirDossier, scellerDossier } from './dossier.medical';
import { moteurDe } from './procedures';

/** A dossier as loaded for a command: its state, its version, and the key that opens its medical part. */
export interface DossierCharge extends DossierBase {
  readonly version: number;
  readonly versionMedicale: number;
  readonly medecinTraitant: string | null;
  readonly cle: KeyObject;
}

/** A dossier to insert, its sealed parts ready. */
export interface DossierNeuf extends DossierBase {
  readonly version: number;
  readonly enveloppe: Buffer;
  readonly medecinTraitant: string | null;
  readonly cle: KeyObject;
}

/** In the order of identities, so that two intakes of the same requests wait for one another instead of locking each other out. */
const INSERER = `
INSERT INTO dossier (id, unite_origine, unite_en_charge, procedure, statut, nature, canal, regime, caisse, personne, praticien, en_main, source, numero, jour_recu, complet_le, retard_le, jour_avis, fin_exoneration,
  version, etat, medical, version_medicale, cle, repris, medecin_traitant)
SELECT id, uo, uc, pd, st, na, ca, re, cs, pe, pr, em, so, nu, jr, cl, rl, ja, fe, ve, convert_from(substring($18::bytea FROM ed FOR et), 'UTF8')::jsonb, substring($20::bytea FROM md FOR mt), 1, substring($23::bytea FROM cd FOR ct), rp, mt2
FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::date[], $14::date[], $15::date[],
  $16::date[], $17::int[], $26::int[], $27::int[], $19::boolean[], $21::int[], $22::int[], $24::int[], $25::int[], $28::text[], $29::boolean[], $30::date[], $31::text[])
  AS x(id, uo, uc, st, na, ca, re, cs, pe, pr, so, nu, jr, cl, ja, fe, ve, ed, et, rp, md, mt, cd, ct, pd, em, rl, mt2)
ORDER BY uo, so, nu
ON CONFLICT (unite_origine, source, numero) DO NOTHING RETURNING id`;

const MODIFIER = `
UPDATE dossier SET statut = $3, etat = $4, version = $5, praticien = $6, regime = $7, personne = $8, complet_le = $9, jour_avis = $10, fin_exoneration = $11, en_main = $12, retard_le = $13, maj_le = now()
WHERE id = $1 AND version = $2 RETURNING 1`;

const MODIFIER_TOUS = `
UPDATE dossier d SET statut = x.st, etat = convert_from(substring($4::bytea FROM x.ed FOR x.et), 'UTF8')::jsonb, version = x.ap, praticien = x.pr, regime = x.re, personne = x.pe, complet_le = x.cl, jour_avis = x.ja,
  fin_exoneration = x.fe, en_main = x.em, retard_le = x.rl, maj_le = now()
FROM unnest($1::uuid[], $2::int[], $3::text[], $5::int[], $6::int[], $7::int[], $8::text[], $9::text[], $10::uuid[], $11::date[], $12::date[], $13::date[], $14::boolean[], $15::date[])
  AS x(id, av, st, ed, et, ap, pr, re, pe, cl, ja, fe, em, rl)
WHERE d.id = x.id AND d.version = x.av RETURNING 1`;

export interface Changement {
  readonly avant: number;
  readonly etat: EtatBase;
  readonly version: number;
}

/** Rows of dossiers. The medical part is opened only where the caller holds the unit's key. */
@Injectable()
export class DossierStore {
  constructor(private readonly trousseau: Trousseau, private readonly scellement: Scellement) {}

  /** Null when the dossier does not exist, or not for this scope: the two are not told apart. @throws ProblemeException `contenu-efface` when its key was destroyed */
  async charger(tx: Tx, id: string): Promise<DossierCharge | null> {
    const [l]: [{ etat: EtatBase; version: number; medical: Buffer; version_medicale: number; cle: Buffer; unite_en_charge: number; medecin_traitant: string | null }?] =
      await tx.query('SELECT etat, version, medical, version_medicale, cle, unite_en_charge, medecin_traitant FROM dossier WHERE id = $1', [id]);
    if (!l) return null;
    if (versionEnveloppe(l.cle) === null) throw new ProblemeException(refuser('conflit', 'contenu-efface').refus, 410);
    const cle = this.scellement.ouvrirCleDossier(await this.trousseau.cleUnite(tx, l.unite_en_charge, [l.cle]), id, l.cle);
    return { etat: l.etat, version: l.version, versionMedicale: l.version_medicale, medecinTraitant: l.medecin_traitant, cle, medical: ouvrirDossier(cle, id, l.version_medicale, l.medical) };
  }

  /** The administrative state alone, for the clocks, which hold no key. */
  async chargerAdministratif(tx: Tx, id: string): Promise<{ etat: EtatBase; version: number } | null> {
    const [l]: [{ etat: EtatBase; version: number }?] = await tx.query('SELECT etat, version FROM dossier WHERE id = $1', [id]);
    return l ?? null;
  }

  /** Same, for many. */
  async chargerAdministratifs(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, { etat: EtatBase; version: number }>> {
    const lignes: { id: string; etat: EtatBase; version: number }[] = await tx.query('SELECT id, etat, version FROM dossier WHERE id = ANY($1::uuid[])', [tableau(ids)]);
    return new Map(lignes.map(({ id, ...l }) => [id, l]));
  }

  /** Key of a unit, to be asked once a transaction: it is created at its first use. */
  cleUnite(tx: Tx, unite: number): Promise<CleUnite> {
    return this.trousseau.cleUnite(tx, unite);
  }

  /** A data key of its own for a new dossier, wrapped by the unit's. */
  nouvelleCle(cleUnite: CleUnite, id: string): { enveloppe: Buffer; cle: KeyObject } {
    return this.scellement.nouvelleCleDossier(cleUnite, id);
  }

  /** Seals and encodes new rows now; what is returned writes them by one statement, and answers the ids written, without those whose external identity was already taken. */
  preparer(neufs: readonly DossierNeuf[]): (tx: Tx) => Promise<ReadonlySet<string>> {
    const r = neufs.map((n) => ({ ...n, r: moteurDe(n.etat).resumer(n.etat), d: n.etat.demande }));
    const medical = empaqueter(r.map((n) => scellerDossier(n.cle, n.d.id, 1, n.medical)));
    const etats = empaqueterTextes(r.map((n) => JSON.stringify(n.etat)));
    const cles = empaqueter(r.map((n) => n.enveloppe));
    const parametres = [
      tableau(r.map((n) => n.d.id)), tableau(r.map((n) => n.d.uniteOrigine)), tableau(r.map((n) => n.r.uniteEnCharge)), tableauTexte(r.map((n) => n.r.statut)),
      tableauTexte(r.map((n) => n.r.nature)), tableauTexte(r.map((n) => n.r.canal)), tableauTexte(r.map((n) => n.r.regime)), tableauTexte(r.map((n) => n.d.caisse)),
      tableau(r.map((n) => n.r.personneId)), tableauTexte(r.map((n) => n.r.praticien)), tableauTexte(r.map((n) => n.d.source)), tableauTexte(r.map((n) => n.d.numero)),
      tableau(r.map((n) => n.d.jourRecu)), tableau(r.map((n) => n.r.completLe)), tableau(r.map((n) => n.r.jourAvis)), tableau(r.map((n) => n.r.finExoneration)),
      tableau(r.map((n) => n.version)), etats.blob, tableau(r.map((n) => String(n.d.repris))),
      medical.blob, medical.debuts, medical.tailles, cles.blob, cles.debuts, cles.tailles, etats.debuts, etats.tailles,
      tableauTexte(r.map((n) => n.d.procedure)), tableau(r.map((n) => String(n.r.enMain))), tableau(r.map((n) => n.r.retardLe)),
      tableauTexte(r.map((n) => n.medecinTraitant)),
    ];
    return async (tx) => {
      const inseres: { id: string }[] = await tx.query(INSERER, parametres);
      return new Set(inseres.map((l) => l.id));
    };
  }

  /** Writes a new state over the version it was decided on. False when another command came first. */
  async modifier(tx: Tx, id: string, avant: number, apres: { readonly etat: EtatBase; readonly version: number }): Promise<boolean> {
    const r = moteurDe(apres.etat).resumer(apres.etat);
    const [faits]: [unknown[]] = await tx.query(MODIFIER, [
      id, avant, r.statut, JSON.stringify(apres.etat), apres.version, r.praticien, r.regime, r.personneId, r.completLe, r.jourAvis, r.finExoneration, r.enMain, r.retardLe]);
    return faits.length === 1;
  }

  /** Same, for many by one statement. False when another command came first on one of them: nothing may then be kept. */
  async modifierTous(tx: Tx, changements: readonly Changement[]): Promise<boolean> {
    const c = changements.map((x) => ({ ...x, r: moteurDe(x.etat).resumer(x.etat) }));
    const etats = empaqueterTextes(c.map((x) => JSON.stringify(x.etat)));
    const [faits]: [unknown[]] = await tx.query(MODIFIER_TOUS, [
      tableau(c.map((x) => x.etat.demande.id)), tableau(c.map((x) => x.avant)), tableauTexte(c.map((x) => x.r.statut)), etats.blob, etats.debuts, etats.tailles, tableau(c.map((x) => x.version)),
      tableauTexte(c.map((x) => x.r.praticien)), tableauTexte(c.map((x) => x.r.regime)), tableau(c.map((x) => x.r.personneId)), tableau(c.map((x) => x.r.completLe)), tableau(c.map((x) => x.r.jourAvis)),
      tableau(c.map((x) => x.r.finExoneration)), tableau(c.map((x) => String(x.r.enMain))), tableau(c.map((x) => x.r.retardLe)),
    ]);
    return faits.length === c.length;
  }

  async noterMedecinTraitant(tx: Tx, id: string, rpps: string): Promise<void> {
    await tx.query('UPDATE dossier SET medecin_traitant = $2 WHERE id = $1', [id, rpps]);
  }

  /** Seals the medical blob again under its next version; only when the content changed. */
  async modifierMedical(tx: Tx, id: string, charge: DossierCharge, medical: MedicalBase): Promise<void> {
    const version = charge.versionMedicale + 1;
    await tx.query('UPDATE dossier SET medical = $2, version_medicale = $3 WHERE id = $1', [id, scellerDossier(charge.cle, id, version, medical), version]);
  }
}
