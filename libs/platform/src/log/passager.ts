/**
 * SQLSTATE classes that say nothing about the message in hand: connection (08), resources (53), operator (57), system (58), internal (F0, XX), rollback by the
 * server (40), lock held elsewhere (55), a transaction that timed out (25P03, 25P04), and a schema that lacks a table, a column or a right (42): every message would fail alike.
 */
const PASSAGER = /^((08|40|42|53|55|57|58|F0|XX)...|25P0[34])$/;
const RESEAU = /^(E(?!RR_)[A-Z_]+|UND_ERR_[A-Z_]+)$/;
const DELAIS = new Set(['TimeoutError', 'AbortError']);
const PROFONDEUR = 4;

/** True when the fault is in what surrounds the work (base, network, another service), so that the same work may succeed later. */
export function estPassager(erreur: unknown, profondeur = PROFONDEUR): boolean {
  if (typeof erreur !== 'object' || erreur === null || !profondeur) return false;
  const { code, name, cause } = erreur as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === 'string' && (PASSAGER.test(code) || RESEAU.test(code))) return true;
  return DELAIS.has(String(name)) || estPassager(cause, profondeur - 1);
}
