import type { History, HistoryProblem, JournalEntry, Migration, Snapshot } from '../../facts/history.ts';
import type { SqlFile } from '../../facts/statement.ts';
import type { Texts } from '../../text/texts.ts';
import type { HistoryMemory } from './history-memory.ts';
import { readJournal, type Journal } from './journal.ts';
import { migrationFiles, within } from './migration-files.ts';
import { readSnapshot, type SnapshotReading, type SqlSpelling } from './snapshot.ts';
import { once } from '../../text/once.ts';

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

/**
 * The migrations folder as drizzle-kit 0.20 to 0.31 lays it out, in the order drizzle-orm applies it. The layout of
 * drizzle-kit 1.0 is recognised and not read: its history is empty. Never throws.
 */
export function readHistory(texts: Texts, folder: string, options: HistoryOptions): History {
  const journalFile = within(folder, 'meta/_journal.json');
  const journal = texts.read(journalFile);
  if (journal !== null) return journalHistory(texts, folder, journalFile, journal, options);
  const files = texts.list(folder);
  const folders = files.some((file) => /^[^/]+\/migration\.sql$/.test(below(folder, file)));
  return {
    layout: folders ? 'folders' : 'none',
    folder, journalFile, migrations: [],
    strayFiles: folders ? [] : sqlFiles(folder, files),
    straySnapshots: [], problems: [],
  };
}

function journalHistory(
  texts: Texts, folder: string, journalFile: string, text: string, options: HistoryOptions,
): History {
  const { memory } = options;
  const journal: Journal = memory === undefined ? readJournal(journalFile, text) : memory.journal(journalFile, text);
  const files = texts.list(folder);
  const reader = migrationReader(texts, folder, new Set(files), options);
  const migrations = journal.entries.map(reader.migration);
  const problems = [...journal.problems, ...reader.problems(options.snapshots ?? 'newest')];
  const stray = strays(folder, files, migrations, journal);
  const history: History = { layout: 'journal', folder, journalFile, migrations, ...stray, problems };
  return memory === undefined ? history : memory.history(history);
}

/** Without a readable journal nobody can say what it names, so nothing is called stray. */
function strays(
  folder: string, files: readonly string[], migrations: readonly Migration[],
  journal: { readonly entries: readonly JournalEntry[]; readonly problems: readonly HistoryProblem[] },
): Pick<History, 'strayFiles' | 'straySnapshots'> {
  if (journal.entries.length === 0 && journal.problems.length > 0) return { strayFiles: [], straySnapshots: [] };
  const named = new Set(migrations.flatMap((migration) => [migration.file, migration.snapshotFile]));
  const snapshots = files.filter((file) => /^meta\/[^/]*_snapshot\.json$/.test(below(folder, file)));
  return {
    strayFiles: sqlFiles(folder, files).filter((file) => !named.has(file)),
    straySnapshots: snapshots.filter((file) => !named.has(file)),
  };
}

interface MigrationReader {
  readonly migration: (entry: JournalEntry, position: number) => Migration;
  /** What was in the way of reading, after all migrations are read. */
  readonly problems: (snapshots: 'newest' | 'all') => readonly HistoryProblem[];
}

function migrationReader(
  texts: Texts, folder: string, files: ReadonlySet<string>, options: HistoryOptions,
): MigrationReader {
  const sqlProblems: HistoryProblem[] = [];
  const snapshots = new Map<string, () => SnapshotFile>();

  function sqlOf(file: string): SqlFile | null {
    const text = texts.read(file);
    if (text === null) return null;
    const problem = binary(file, text);
    if (problem === null) return options.readSql(file, text);
    sqlProblems.push(problem);
    return null;
  }

  /** Tags may share a prefix, and then a snapshot: it is read once. */
  function snapshotOf(file: string): (() => SnapshotFile) | null {
    if (!files.has(file)) return null;
    const known = snapshots.get(file) ?? once(() => snapshotFile(texts, file, snapshotReader(options)));
    snapshots.set(file, known);
    return known;
  }

  return {
    migration(entry, position) {
      const { file, downFile, snapshotFile } = migrationFiles(folder, entry.tag);
      const snapshot = snapshotOf(snapshotFile);
      const migration: Migration = {
        tag: entry.tag, position, when: entry.when, entry, file,
        sql: sqlOf(file),
        downFile: files.has(downFile) ? downFile : null,
        get snapshot() { return snapshot?.().snapshot ?? null; },
        hasSnapshotFile: snapshot !== null,
        snapshotFile,
      };
      const isTold = snapshot === null || texts.stamp !== undefined;
      return isTold ? options.memory?.migration(migration, texts.stamp?.(snapshotFile)) ?? migration : migration;
    },
    problems(which) {
      const read = [...snapshots.values()];
      const asked = which === 'all' ? read : read.slice(-1);
      return [...sqlProblems, ...asked.flatMap((snapshot) => snapshot().problem ?? [])];
    },
  };
}

interface SnapshotFile {
  readonly snapshot: Snapshot | null;
  readonly problem: HistoryProblem | null;
}

type SnapshotReader = (file: string, text: string) => SnapshotReading;

function snapshotReader(options: HistoryOptions): SnapshotReader {
  const read: SnapshotReader = (file, text) => readSnapshot(file, text, options);
  return options.memory?.snapshot(read) ?? read;
}

function snapshotFile(texts: Texts, file: string, read: SnapshotReader): SnapshotFile {
  const text = texts.read(file);
  if (text === null) return { snapshot: null, problem: null };
  const reading = read(file, text);
  return reading.ok ? { snapshot: reading.snapshot, problem: null } : { snapshot: null, problem: reading.problem };
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

/** SQL in the folder itself, down files apart. */
function sqlFiles(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => /^[^/]+\.sql$/.test(below(folder, file)) && !file.endsWith('.down.sql'));
}

function below(folder: string, file: string): string {
  return folder === '' || folder === '.' ? file : file.slice(folder.length + 1);
}
