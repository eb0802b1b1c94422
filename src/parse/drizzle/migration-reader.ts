import type { HistoryProblem, JournalEntry, Migration, Snapshot } from '../../facts/history.ts';
import type { SqlFile } from '../../facts/statement.ts';
import { once } from '../../text/once.ts';
import type { Texts } from '../../text/texts.ts';
import { conflictMarker } from './conflict-marker.ts';
import type { HistoryMemory } from './history-memory.ts';
import type { MigrationFiles } from './migration-files.ts';
import { snapshotHead, type SnapshotHead } from './snapshot-head.ts';
import { readSnapshot, type SnapshotReading, type SqlSpelling } from './snapshot.ts';

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
  /** Marks of unfinished merges in SQL and snapshots, after all migrations are read. */
  readonly conflicts: () => readonly HistoryProblem[];
}

/** Reads the files of migrations; `files` are those that are there. */
export function migrationReader(texts: Texts, files: ReadonlySet<string>, options: HistoryOptions): MigrationReader {
  const sqlProblems: HistoryProblem[] = [];
  const sqlConflicts: HistoryProblem[] = [];
  const snapshots = new Map<string, ReadSnapshot>();

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

  /** Tags may share a prefix, and then a snapshot: it is read once. */
  function snapshotOf(file: string): ReadSnapshot | null {
    if (!files.has(file)) return null;
    const known = snapshots.get(file) ?? {
      whole: once(() => snapshotFile(texts, file, snapshotReader(options))),
      head: once(() => headOf(texts, file, options.memory)),
    };
    snapshots.set(file, known);
    return known;
  }

  return {
    migration({ tag, when, entry, file, downFile, snapshotFile }, position) {
      const snapshot = snapshotOf(snapshotFile);
      const migration: Migration = {
        tag, position, when, entry, file,
        sql: sqlOf(file),
        downFile: files.has(downFile) ? downFile : null,
        get snapshot() { return snapshot?.whole().snapshot ?? null; },
        get link() { return snapshot?.head().link ?? null; },
        hasSnapshotFile: snapshot !== null,
        snapshotFile,
      };
      const isTold = snapshot === null || texts.stamp !== undefined;
      return isTold ? options.memory?.migration(migration, texts.stamp?.(snapshotFile)) ?? migration : migration;
    },
    problems(which) {
      const read = [...snapshots.values()];
      const asked = which === 'all' ? read : read.slice(-1);
      return [...sqlProblems, ...asked.flatMap(({ whole }) => whole().problem ?? [])];
    },
    conflicts() {
      const read = [...snapshots.values()];
      const heads = texts.begin === undefined ? [] : read.flatMap(({ head }) => head().conflict ?? []);
      const newest = read.slice(-1).flatMap(({ whole }) => whole().conflict ?? []);
      const told = new Set(heads.map(({ origin }) => origin.file));
      return [...sqlConflicts, ...heads, ...newest.filter(({ origin }) => !told.has(origin.file))];
    },
  };
}

/** A snapshot that is read when it is asked for: as a whole, or what its beginning tells. */
interface ReadSnapshot {
  readonly whole: () => SnapshotFile;
  readonly head: () => SnapshotHead;
}

interface SnapshotFile {
  readonly snapshot: Snapshot | null;
  readonly problem: HistoryProblem | null;
  readonly conflict: HistoryProblem | null;
}

const nothingRead: SnapshotFile = { snapshot: null, problem: null, conflict: null };

type SnapshotReader = (file: string, text: string) => SnapshotReading;

function snapshotReader(options: HistoryOptions): SnapshotReader {
  const read: SnapshotReader = (file, text) => readSnapshot(file, text, options);
  return options.memory?.snapshot(read) ?? read;
}

function snapshotFile(texts: Texts, file: string, read: SnapshotReader): SnapshotFile {
  const text = texts.read(file);
  if (text === null) return nothingRead;
  const conflict = conflictMarker(file, text);
  if (conflict !== null) return { ...nothingRead, conflict };
  if (file.endsWith('/snapshot.json')) return nothingRead;
  const reading = read(file, text);
  return reading.ok ? { ...nothingRead, snapshot: reading.snapshot } : { ...nothingRead, problem: reading.problem };
}

function headOf(texts: Texts, file: string, memory: HistoryMemory | undefined): SnapshotHead {
  const read = (): SnapshotHead => {
    const whole = once(() => texts.read(file));
    return snapshotHead(file, texts.begin?.(file) ?? whole() ?? '', whole);
  };
  return memory === undefined || texts.stamp === undefined ? read() : memory.head(file, texts.stamp(file), read);
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
