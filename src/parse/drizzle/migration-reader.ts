import type { HistoryProblem, JournalEntry, Migration } from '../../facts/history.ts';
import type { SqlFile } from '../../facts/statement.ts';
import type { Texts } from '../../text/texts.ts';
import { conflictMarker } from './conflict-marker.ts';
import type { HistoryMemory } from './history-memory.ts';
import type { MigrationFiles } from '../../facts/migration-files.ts';
import type { SnapshotFiles } from './snapshot-files.ts';
import type { SqlSpelling } from './snapshot.ts';

export interface HistoryOptions extends SqlSpelling {
  /** Reads one SQL file; see parse/sql. */
  readonly readSql: (file: string, text: string) => SqlFile;
  /**
   * Snapshots that are read at once, so that their problems are in `problems`. The others, some hundred kilobytes each,
   * are read when a migration is asked for its own.
   */
  readonly snapshots?: 'newest' | 'all';
  /** What was read before: the same history is the same value again, and so is each migration of it. */
  readonly memory?: HistoryMemory;
}

/** What a layout says of a migration before any of its files is read. */
export interface PlacedMigration extends MigrationFiles {
  readonly tag: string;
  readonly when: number | null;
  readonly entry: JournalEntry | null;
}

export interface MigrationReader {
  readonly migration: (placed: PlacedMigration, position: number) => Migration;
  /** What was in the way of reading, after all migrations are read. */
  readonly problems: (snapshots: 'newest' | 'all') => readonly HistoryProblem[];
  /** Marks of unfinished merges in the SQL that was read. */
  readonly sqlConflicts: () => readonly HistoryProblem[];
}

/** Reads the files of migrations; `files` are those that are there. */
export function migrationReader(
  texts: Texts, files: ReadonlySet<string>, snapshots: SnapshotFiles, options: HistoryOptions,
): MigrationReader {
  const sqlProblems: HistoryProblem[] = [];
  const sqlConflicts: HistoryProblem[] = [];

  function sqlOf(file: string): SqlFile | null {
    const text = texts.read(file);
    if (text === null) return null;
    const conflict = conflictMarker(file, text);
    if (conflict !== null) sqlConflicts.push(conflict);
    const problem = binary(file, text);
    if (problem === null) return options.readSql(file, text);
    sqlProblems.push(problem);
    return null;
  }

  return {
    migration({ tag, when, entry, file, downFile, snapshotFile }, position) {
      const snapshot = snapshots.of(snapshotFile);
      const migration: Migration = {
        tag, position, when, entry, file,
        sql: sqlOf(file),
        downFile: files.has(downFile) ? downFile : null,
        get snapshot() { return snapshot?.snapshot() ?? null; },
        get link() { return snapshot?.link() ?? null; },
        hasSnapshotFile: snapshot !== null,
        snapshotFile,
      };
      const isTold = snapshot === null || texts.stamp !== undefined;
      return isTold ? options.memory?.migration(migration, snapshot?.stamp) ?? migration : migration;
    },
    problems: (which) => [...sqlProblems, ...snapshots.read(which).flatMap((each) => each.problem() ?? [])],
    sqlConflicts: () => sqlConflicts,
  };
}

/** PostgreSQL takes no NUL, and UTF-16 read as UTF-8 is full of them. */
function binary(file: string, text: string): HistoryProblem | null {
  const start = text.indexOf('\0');
  if (start === -1) return null;
  return {
    origin: { file, span: { start, end: start + 1 } },
    message: `${file} holds NUL bytes: it is binary, or saved as UTF-16 instead of UTF-8.`,
  };
}
