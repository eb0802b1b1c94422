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

/** Where a snapshot stands among the others. */
export interface SnapshotLink {
  readonly id: string;
  /** Ids of the snapshots it goes on from; none for a first one, several after a merge in the folder layout. */
  readonly parents: readonly string[];
  /** Of its format; null where it does not say. */
  readonly version: string | null;
}

/**
 * What drizzle-kit 1.0 notes of one statement in a snapshot of version 9, by which it tells whether two branches can be merged:
 * names of what it writes and reads, such as `e|col|public.book.isbn`. See facts/footprint-conflict.ts.
 */
export interface Footprint {
  /** `add_column`. */
  readonly statement: string;
  /** `column`, and the names that lead to it. */
  readonly target: readonly string[];
  readonly writes: readonly string[];
  /** What several statements may write in any order. */
  readonly sharedWrites: readonly string[];
  readonly reads: readonly string[];
  readonly sqlHash: string | null;
}

/** One snapshot file; of one that holds only what its migration changes (version 9) the state after it. */
export interface Snapshot extends SnapshotLink {
  readonly file: string;
  readonly version: string;
  readonly catalog: Catalog;
  /** Absent before version 9. */
  readonly footprints?: readonly Footprint[];
  /**
   * In the folder layout: what drizzle-kit 1.0 goes on from where this and others are branches that no migration has merged
   * yet. Null where it goes on from nothing, because they do not fit together.
   */
  readonly mergedWith?: (others: readonly Snapshot[]) => Catalog | null;
}

/** One migration in the order Drizzle applies them. */
export interface Migration {
  readonly tag: string;
  /** Place in the history, from 0. */
  readonly position: number;
  /** Milliseconds since 1970: that of the entry, or of the time that the folder's name begins with; null if there is none. */
  readonly when: number | null;
  /** The entry that names it; null in the folder layout. */
  readonly entry: JournalEntry | null;
  /** Path of the SQL, whether or not the file is there. */
  readonly file: string;
  /** Null: the file is missing. */
  readonly sql: SqlFile | null;
  /** Path of `<tag>.down.sql`, if the file is there. */
  readonly downFile: string | null;
  /** Null: the file is missing or cannot be read, or one that it goes on from cannot. Read when first asked for. */
  readonly snapshot: Snapshot | null;
  /** Null: the file is missing, or says nothing of it. Found when first asked for, without reading the rest of the file. */
  readonly link: SnapshotLink | null;
  readonly hasSnapshotFile: boolean;
  /** Path of the snapshot that belongs to it, whether or not the file is there. */
  readonly snapshotFile: string;
}

/** A file of the history that cannot be read: no JSON, unknown version, binary SQL; or one with conflict markers. */
export interface HistoryProblem {
  readonly origin: Origin;
  readonly message: string;
}

/** A snapshot file that belongs to no entry. */
export interface StraySnapshot {
  readonly file: string;
  /** Null: it says nothing of it. */
  readonly link: SnapshotLink | null;
}

/** The migrations folder, read. */
export interface History {
  readonly layout: 'journal' | 'folders' | 'none';
  /** The folder. */
  readonly folder: string;
  readonly journalFile: string;
  readonly migrations: readonly Migration[];
  /** SQL files that no entry names, down files apart, and folders with migrations beside a journal; in the folder layout SQL that lies in no migration's folder. */
  readonly strayFiles: readonly string[];
  readonly straySnapshots: readonly StraySnapshot[];
  /** Other files and folders in meta that drizzle-kit 0.31 takes for snapshots: all whose names do not begin with _. */
  readonly otherMetaFiles: readonly string[];
  readonly problems: readonly HistoryProblem[];
  /**
   * Marks that an unfinished merge left in journal, SQL, down files or snapshots, one a file. While there are some nothing else
   * can be told. Looked for when first asked for.
   */
  readonly conflicts: readonly HistoryProblem[];
}

/** The same folder with other migrations, whose marks are not looked for before somebody asks. */
export function withMigrations(history: History, migrations: readonly Migration[]): History {
  const { layout, folder, journalFile, strayFiles, straySnapshots, otherMetaFiles, problems } = history;
  return {
    layout, folder, journalFile, migrations, strayFiles, straySnapshots, otherMetaFiles, problems,
    get conflicts() { return history.conflicts; },
  };
}
