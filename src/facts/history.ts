import type { Origin } from '../text/span.ts';
import type { Catalog } from './catalog.ts';
import type { SqlFile } from './statement.ts';

/** One entry of `meta/_journal.json`. */
export interface JournalEntry {
  readonly idx: number;
  /** Milliseconds since 1970: what Drizzle's migrator compares with the ledger. */
  readonly when: number;
  readonly tag: string;
  readonly breakpoints: boolean;
  readonly origin: Origin;
  /** Where the number of `when` stands. */
  readonly whenOrigin: Origin;
}

/** One snapshot file of `meta/`. */
export interface Snapshot {
  readonly file: string;
  readonly id: string;
  readonly prevId: string;
  readonly version: string;
  readonly catalog: Catalog;
}

/** One migration in the order Drizzle applies them. */
export interface Migration {
  readonly tag: string;
  /** Place in the history, from 0. */
  readonly position: number;
  readonly when: number | null;
  /** The entry that names it; null in the folder layout. */
  readonly entry: JournalEntry | null;
  /** Path of the SQL, whether or not the file is there. */
  readonly file: string;
  /** Null: the file is missing. */
  readonly sql: SqlFile | null;
  /** Path of `<tag>.down.sql`, if the file is there. */
  readonly downFile: string | null;
  /** Null: the file is missing or cannot be read. Read when first asked for. */
  readonly snapshot: Snapshot | null;
  readonly hasSnapshotFile: boolean;
  /** Path of the snapshot that belongs to it, whether or not the file is there. */
  readonly snapshotFile: string;
}

/** A file of the history that cannot be read: conflict markers, no JSON, unknown version, binary SQL. */
export interface HistoryProblem {
  readonly origin: Origin;
  readonly message: string;
}

/** The migrations folder, read. */
export interface History {
  readonly layout: 'journal' | 'folders' | 'none';
  /** The folder. */
  readonly folder: string;
  readonly journalFile: string;
  readonly migrations: readonly Migration[];
  /** SQL files that no entry names, down files apart. */
  readonly strayFiles: readonly string[];
  /** Snapshot files that belong to no entry. */
  readonly straySnapshots: readonly string[];
  readonly problems: readonly HistoryProblem[];
}
