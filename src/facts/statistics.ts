/** How much a table holds. */
export interface TableSize {
  /** Postgres's own estimate (`pg_class.reltuples`); -1 of a table that was never analysed. */
  readonly rows: number;
  /** With indexes and TOAST (`pg_total_relation_size`). */
  readonly bytes: number;
}

/** How large the tables of the database in production are, by `keyOf` their name. */
export type Statistics = ReadonlyMap<string, TableSize>;

/** The sizes of one look at a database. */
export interface TakenStatistics {
  /** ISO 8601. */
  readonly takenAt: string;
  readonly tables: Statistics;
}

/** Where no one has said otherwise: what even a slow disk reads in a blink. */
export const smallTable: TableSize = { rows: 10_000, bytes: 16 * 1024 * 1024 };

/** A row takes 24 bytes for its header and 4 for its place in the page: storage/bufpage.h, access/htup_details.h. */
const leastBytesOfARow = 28;

/**
 * Does a table hold no more than `most`, in rows and in bytes? Of one that was never analysed its bytes tell how many rows
 * there are at most; null: they may be too many, and nobody has counted.
 */
export function isWithin(size: TableSize, most: TableSize): boolean | null {
  if (size.bytes > most.bytes) return false;
  if (size.rows >= 0) return size.rows <= most.rows;
  return size.bytes / leastBytesOfARow <= most.rows ? true : null;
}
