import type { History, Migration } from '../facts/history.ts';
import { hashOf, type Ledger, type LedgerRow } from './ledger.ts';

/** A migration whose SQL ran already, and the row that says so. */
export interface Repeated {
  readonly migration: Migration;
  readonly row: LedgerRow;
}

/** How a history stands to a ledger. Every migration is in exactly one of the four. */
export interface Standing {
  readonly applied: readonly Migration[];
  /** What Drizzle's migrator would run next, in the order of the history. */
  readonly pending: readonly Migration[];
  /**
   * Not recorded, and not newer than the newest record: Drizzle's migrator passes them by in silence, for it compares
   * `when` with the newest `created_at` and nothing else (drizzle-orm 0.45 pg-core/dialect.js). None in the folder layout.
   */
  readonly skipped: readonly Migration[];
  /**
   * Recorded under another time and newer than every record, or in the folder layout under another name or none: Drizzle
   * would run it again.
   */
  readonly repeated: readonly Repeated[];
}

type Sorted = { -readonly [Part in keyof Standing]: Standing[Part][number][] };

/**
 * Compares a history with the rows of its ledger; null: there is none yet. In the folder layout the rows are those of a
 * ledger of names: see `namedRows` for one of times.
 */
export function standingOf(history: Pick<History, 'layout' | 'migrations'>, ledger: Pick<Ledger, 'rows'> | null): Standing {
  const rows = ledger?.rows ?? [];
  return history.layout === 'folders' ? standingByName(history.migrations, rows) : standingByTime(history.migrations, rows);
}

/** A name that the ledger has is applied, and everything else is run (drizzle-orm 1.0.0-rc.5 migrator.utils.js). */
function standingByName(migrations: readonly Migration[], rows: readonly LedgerRow[]): Standing {
  const names = new Set(rows.map(({ name }) => name));
  const tags = new Set<string | null>(migrations.map(({ tag }) => tag));
  const left = rows.filter(({ name }) => !tags.has(name));
  const standing: Sorted = { applied: [], pending: [], skipped: [], repeated: [] };
  for (const migration of migrations) {
    const row = names.has(migration.tag) ? null : takeHash(left, migration);
    if (names.has(migration.tag)) standing.applied.push(migration);
    else if (row === null) standing.pending.push(migration);
    else standing.repeated.push({ migration, row });
  }
  return standing;
}

/**
 * A row is a migration's if their times are equal, or, among what is left over then, if the row's hash is that of its
 * file; one row stands for one migration.
 */
function standingByTime(migrations: readonly Migration[], rows: readonly LedgerRow[]): Standing {
  const recordedAt = takeByTime(migrations, rows);
  const left = rows.filter((row) => !recordedAt.rows.has(row));
  const newest = Math.max(...rows.map((row) => row.createdAt ?? -Infinity));
  const standing: Sorted = { applied: [], pending: [], skipped: [], repeated: [] };
  for (const migration of migrations) {
    const isNewer = rows.length === 0 || (migration.when ?? -Infinity) > newest;
    const row = recordedAt.migrations.has(migration) ? null : takeHash(left, migration);
    if (recordedAt.migrations.has(migration) || (row !== null && !isNewer)) standing.applied.push(migration);
    else if (row !== null) standing.repeated.push({ migration, row });
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

/** The first of these rows that has the hash of the file, taken out of them. */
function takeHash(rows: LedgerRow[], migration: Migration): LedgerRow | null {
  const hash = fileHash(migration);
  const place = hash === null ? -1 : rows.findIndex((row) => row.hash === hash);
  return place === -1 ? null : rows.splice(place, 1)[0] ?? null;
}

/** `hashOf` of its file; null where there is none. */
export function fileHash(migration: Migration): string | null {
  return migration.sql === null ? null : hashOf(migration.sql.text);
}
