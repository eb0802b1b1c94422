import type { Database } from '../evidence/database.ts';
import { hashOf, readLedger, type LedgerName } from './ledger.ts';

/** A migration that a ledger may have a row of. */
export interface LedgerCandidate {
  readonly tag: string;
  readonly when: number | null;
  readonly sql: string;
}

/**
 * Tags of those that the ledger has: by their text, and by their time too where one of the others has the same text (an empty
 * custom migration). Changes nothing. @throws Problem for a ledger that cannot be read.
 */
export async function appliedAmong(
  database: Database, ledger: LedgerName, candidates: readonly LedgerCandidate[], others: readonly string[],
): Promise<readonly string[]> {
  const rows = (await readLedger(database, ledger))?.rows ?? [];
  const shared = new Set(others.map(hashOf));
  return candidates.filter(({ sql, when }) => {
    const hash = hashOf(sql);
    return rows.some((row) => row.hash === hash && (row.createdAt === when || !shared.has(hash)));
  }).map(({ tag }) => tag);
}
