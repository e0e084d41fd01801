import { createHash, randomUUID } from 'node:crypto';
import { combine, split } from 'shamir-secret-sharing';
import { identiteTrousseau, lireTrousseauMaitre, type TrousseauMaitre } from './fichier';

/** One share of the master key, as its keeper holds it: alone, or with fewer than `quorum` others, it says nothing of the key. */
export interface PartSequestre {
  readonly format: 1;
  /** Identity of the key, and of the deposit: shares of two deposits do not mix. */
  readonly identite: string;
  readonly depot: string;
  readonly rang: number;
  readonly parts: number;
  readonly quorum: number;
  readonly part: string;
  /** Digests of all the shares of the deposit, so that a wrong one is named. */
  readonly empreintes: readonly string[];
}

const empreinte = (part: string): string => createHash('sha256').update('sm|part|').update(part).digest('hex');

/** Shares the key file among `parts` keepers, any `quorum` of whom give it back (Shamir, GF(256)). @throws RangeError unless 2 ≤ quorum ≤ parts ≤ 255 */
export async function deposer(t: TrousseauMaitre, parts: number, quorum: number): Promise<PartSequestre[]> {
  if (!Number.isInteger(parts) || !Number.isInteger(quorum) || quorum < 2 || parts < quorum || parts > 255) throw new RangeError('quorum-invalide');
  const parties = (await split(new TextEncoder().encode(JSON.stringify(t)), parts, quorum)).map((p) => Buffer.from(p).toString('base64'));
  const commun = { format: 1 as const, identite: identiteTrousseau(t), depot: randomUUID(), parts, quorum, empreintes: parties.map(empreinte) };
  return parties.map((part, i) => ({ ...commun, rang: i + 1, part }));
}

/** What most of the shares say; a lone forger does not decide. */
function majorite(parts: readonly PartSequestre[], lire: (p: PartSequestre) => string): string {
  const voix = new Map<string, number>();
  for (const p of parts) voix.set(lire(p), (voix.get(lire(p)) ?? 0) + 1);
  return [...voix].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

const tete = ({ format, identite, depot, parts, quorum, empreintes }: PartSequestre): string => JSON.stringify([format, identite, depot, parts, quorum, empreintes]);

/** Names (1 is the first given) of the shares that are not what the others say. */
export function partsFausses(parts: readonly PartSequestre[]): number[] {
  const dite = majorite(parts, tete);
  return parts.flatMap((p, i) => (tete(p) === dite && p.empreintes[p.rang - 1] === empreinte(p.part) ? [] : [i + 1]));
}

/** Gives the key file back. @throws Error `part-fausse: n` naming the wrong ones by their place, `quorum-insuffisant: a/k`, `sequestre-illisible` */
export async function reunir(parts: readonly PartSequestre[]): Promise<TrousseauMaitre> {
  const fausses = partsFausses(parts);
  if (fausses.length) throw new Error(`part-fausse: ${fausses.join(', ')}`);
  const distinctes = [...new Map(parts.map((p) => [p.rang, p])).values()];
  const quorum = distinctes[0]?.quorum ?? 2;
  if (distinctes.length < quorum) throw new Error(`quorum-insuffisant: ${distinctes.length}/${quorum}`);
  const octets = await combine(distinctes.map((p) => new Uint8Array(Buffer.from(p.part, 'base64'))));
  const t = lireTrousseauMaitre(Buffer.from(octets).toString());
  if (identiteTrousseau(t) !== distinctes[0]!.identite) throw new Error('sequestre-illisible');
  return t;
}
