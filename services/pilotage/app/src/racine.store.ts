import type { RacineSignee as RacinePubliee } from '@sm/contracts';
import { cleEndossee, idDeCle, racineSigneePar, type ClePublique, type RacineSignee, type Tx } from '@sm/platform';

export type MotifRefus =
  /** That rank was anchored with another link. */
  | 'racine-contredite'
  /** Signed later and lower than one anchored, or sooner and higher: the chain went back. */
  | 'racine-en-recul'
  | 'signature-invalide'
  /** A key that no key admitted before it endorses. */
  | 'cle-inconnue';

/** A root with the public half of its key. */
export interface RacineRecue extends RacineSignee {
  readonly signataire: ClePublique & { readonly valideDu: Date };
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
const instant = (t: { seconds: bigint; nanos: number } | undefined): Date => new Date(t ? Number(t.seconds) * 1000 + t.nanos / 1e6 : 0);

export function racineDe(m: RacinePubliee): RacineRecue {
  const signataire = { cle: m.cle, publique: hex(m.clePublique), precedente: m.clePrecedente, endossement: hex(m.endossement), valideDu: instant(m.cleValideDu) };
  return { source: m.source, unite: m.unite, rang: Number(m.rang), h: hex(m.h), quand: instant(m.quand), cle: m.cle, signature: hex(m.signature), signataire };
}

const VALEURS = "$1, $2::int, $3::bigint, decode($4, 'hex'), $5::timestamptz, $6, decode($7, 'hex')";
const valeursDe = (r: RacineSignee): unknown[] => [r.source, r.unite, r.rang, r.h, r.quand.toISOString(), r.cle, r.signature];

const ANCRER = `
INSERT INTO racine_ancree (source, unite, rang, h, quand, cle, signature) SELECT ${VALEURS}
WHERE NOT EXISTS (SELECT 1 FROM racine_ancree a WHERE a.source = $1 AND a.unite = $2 AND ((a.rang < $3 AND a.quand >= $5::timestamptz) OR (a.rang > $3 AND a.quand <= $5::timestamptz)))
ON CONFLICT DO NOTHING RETURNING 1`;
const ANCREE = "SELECT encode(h, 'hex') AS h FROM racine_ancree WHERE source = $1 AND unite = $2 AND rang = $3";
const REFUSER = `INSERT INTO racine_refusee (source, unite, rang, h, quand, cle, signature, motif) VALUES (${VALEURS}, $8) ON CONFLICT DO NOTHING RETURNING 1`;
const CLES = "SELECT cle, encode(publique, 'hex') AS publique, precedente, encode(endossement, 'hex') AS endossement FROM cle_ancree WHERE source = $1";
const ADMETTRE = "INSERT INTO cle_ancree (source, cle, publique, valide_du, precedente, endossement) VALUES ($1, $2, decode($3, 'hex'), $4, $5, decode($6, 'hex')) ON CONFLICT DO NOTHING";

/** The first key of a source is taken at its word; any other must be tied to an admitted one by an endorsement, whichever of the two comes first. */
function admissible(neuve: ClePublique, admises: readonly ClePublique[]): boolean {
  if (idDeCle(neuve.publique) !== neuve.cle) return false;
  return !admises.length || admises.some((a) => (neuve.precedente === a.cle && cleEndossee(neuve, a.publique)) || (a.precedente === neuve.cle && cleEndossee(a, neuve.publique)));
}

async function reconnaitre(tx: Tx, { source, signataire: s }: RacineRecue): Promise<string | null> {
  const admises: ClePublique[] = await tx.query(CLES, [source]);
  const connue = admises.find((a) => a.cle === s.cle);
  if (connue) return connue.publique;
  if (!admissible(s, admises)) return null;
  await tx.query(ADMETTRE, [source, s.cle, s.publique, s.valideDu.toISOString(), s.precedente, s.endossement]);
  return s.publique;
}

async function juger(tx: Tx, r: RacineRecue): Promise<MotifRefus | null> {
  // A root that its own key did not sign must not have that key admitted.
  if (!racineSigneePar(r.signataire.publique, r)) return 'signature-invalide';
  const publique = await reconnaitre(tx, r);
  if (publique === null) return 'cle-inconnue';
  if (publique !== r.signataire.publique) return 'signature-invalide';
  const posees: unknown[] = await tx.query(ANCRER, valeursDe(r));
  if (posees.length) return null;
  const [deja]: { h: string }[] = await tx.query(ANCREE, [r.source, r.unite, r.rang]);
  if (!deja) return 'racine-en-recul';
  return deja.h === r.h ? null : 'racine-contredite';
}

/** Anchors a root, or keeps it among those refused. Returns why it was refused, once: null when it is anchored, or was refused already. */
export async function ancrer(tx: Tx, r: RacineRecue): Promise<MotifRefus | null> {
  const motif = await juger(tx, r);
  if (!motif) return null;
  const neuf: unknown[] = await tx.query(REFUSER, [...valeursDe(r), motif]);
  return neuf.length ? motif : null;
}
