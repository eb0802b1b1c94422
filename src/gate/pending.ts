import type { Migration } from '../facts/history.ts';
import { hashOf, type LedgerRow } from './ledger.ts';

/** How a history stands to a ledger. Every migration is in exactly one of the four. */
export interface Standing {
  readonly applied: readonly Migration[];
  /** What Drizzle's migrator would run next, in the order of the journal. */
  readonly pending: readonly Migration[];
  /**
   * Not recorded, and not newer than the newest record: Drizzle's migrator passes them by in silence, for it compares
   * `when` with the newest `created_at` and nothing else (drizzle-orm 0.45 pg-core/dialect.js).
   */
  readonly skipped: readonly Migration[];
  /** Its SQL is recorded under another time, and its own is newer than every record: Drizzle would run it again. */
  readonly repeated: readonly Migration[];
}

/**
 * Compares a history with the ledger's rows. A row is a migration's if their times are equal, or, among what is left
 * over then, if the row's hash is that of its file; one row stands for one migration.
 */
export function standingOf(migrations: readonly Migration[], rows: readonly LedgerRow[]): Standing {
  const recordedAt = takeByTime(migrations, rows);
  const left = rows.filter((row) => !recordedAt.rows.has(row)).map((row) => row.hash);
  const newest = Math.max(...rows.map((row) => row.createdAt ?? -Infinity));
  const standing = { applied: [], pending: [], skipped: [], repeated: [] } as Record<keyof Standing, Migration[]>;
  for (const migration of migrations) {
    const isNewer = rows.length === 0 || (migration.when ?? -Infinity) > newest;
    if (recordedAt.migrations.has(migration)) standing.applied.push(migration);
    else if (takeHash(left, migration)) standing[isNewer ? 'repeated' : 'applied'].push(migration);
    else standing[isNewer ? 'pending' : 'skipped'].push(migration);
  }
  return standing;
}

function takeByTime(
  migrations: readonly Migration[], rows: readonly LedgerRow[],
): { readonly migrations: ReadonlySet<Migration>; readonly rows: ReadonlySet<LedgerRow> } {
  const free = new Set(rows);
  const taken = new Set<Migration>();
  for (const migration of migrations) {
    const alike = [...free].filter((row) => row.createdAt !== null && row.createdAt === migration.when);
    const own = alike.find((row) => row.hash === fileHash(migration)) ?? alike[0];
    if (own === undefined) continue;
    free.delete(own);
    taken.add(migration);
  }
  return { migrations: taken, rows: new Set(rows.filter((row) => !free.has(row))) };
}

function takeHash(hashes: string[], migration: Migration): boolean {
  const hash = fileHash(migration);
  const place = hash === null ? -1 : hashes.indexOf(hash);
  if (place >= 0) hashes.splice(place, 1);
  return place >= 0;
}

function fileHash(migration: Migration): string | null {
  return migration.sql === null ? null : hashOf(migration.sql.text);
}
