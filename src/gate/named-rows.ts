import type { Migration } from '../facts/history.ts';
import type { LedgerRow, RowName } from './ledger.ts';
import { fileHash } from './pending.ts';

/** The rows of a ledger of times, with the folders they belong to. */
export interface NamedRows {
  /** All rows; those that belong to no folder have no name. */
  readonly rows: readonly LedgerRow[];
  readonly names: readonly RowName[];
  /** Rows that belong to no folder: drizzle-orm 1.0 throws, and applies nothing, while there is one. */
  readonly unmatched: readonly LedgerRow[];
}

/**
 * Finds the folder of each row that a migrator before 1.0 wrote, as drizzle-orm 1.0 does (1.0.0-rc.5 up-migrations/pg.js):
 * `drizzle-kit up` names a folder by the time of its journal entry cut to seconds, so the only folder of that second is
 * its; of several the one with the hash; where there is none in that second the one with the hash at any time.
 */
export function namedRows(migrations: readonly Migration[], rows: readonly LedgerRow[]): NamedRows {
  const named = rows.map((row) => ({ ...row, name: folderOf(row, migrations)?.tag ?? null }));
  return {
    rows: named,
    names: named.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }])),
    unmatched: named.filter(({ name }) => name === null),
  };
}

function folderOf(row: LedgerRow, migrations: readonly Migration[]): Migration | undefined {
  const second = Math.floor((row.createdAt ?? NaN) / 1000) * 1000;
  const sameSecond = migrations.filter(({ when, sql }) => when === second && sql !== null);
  const alike = (one: Migration): boolean => fileHash(one) === row.hash;
  if (sameSecond.length > 1) return sameSecond.find(alike);
  return sameSecond[0] ?? migrations.findLast(alike);
}
