import type { History, HistoryProblem, Migration } from '../../facts/history.ts';
import { once } from '../../text/once.ts';
import type { Texts } from '../../text/texts.ts';
import { conflictsIn } from './conflict-marker.ts';
import { folderSnapshots } from './folder-snapshots.ts';
import { timeOfFolder } from './folder-time.ts';
import { readJournal, type Journal } from './journal.ts';
import { folderFiles, migrationFiles, within } from '../../facts/migration-files.ts';
import { migrationReader, type HistoryOptions } from './migration-reader.ts';
import { journalSnapshots, linkIn } from './snapshot-files.ts';

export type { HistoryOptions } from './migration-reader.ts';

/**
 * The migrations folder in the order drizzle-orm applies it: as drizzle-kit 0.20 to 0.31 lays it out, with a journal, or as
 * 1.0 does, with a folder for each migration. What is on disk tells which it is; where there are both it is the journal's,
 * as 1.0 sees it too, which refuses it. Never throws.
 */
export function readHistory(texts: Texts, folder: string, options: HistoryOptions): History {
  const journalFile = within(folder, 'meta/_journal.json');
  const journal = texts.read(journalFile);
  if (journal !== null) return journalHistory(texts, folder, journalFile, journal, options);
  const files = texts.list(folder);
  const tags = tagsOf(folder, files);
  if (tags.length > 0) return foldersHistory(texts, { folder, journalFile, files, tags }, options);
  const marks = allConflicts(texts, folder, files, { files: [], conflicts: [] });
  return {
    layout: 'none', folder, journalFile, migrations: [],
    strayFiles: sqlFiles(folder, files), straySnapshots: [], otherMetaFiles: [], problems: [],
    get conflicts() { return marks.conflicts(); },
  };
}

/** SQL, down files and snapshots, whether or not a migration has them. */
function filesOfHistory(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => /^(?:[^/]+\.sql|meta\/[^/]+_snapshot\.json|[^/]+\/(?:(?:migration|down)\.sql|snapshot\.json))$/.test(below(folder, file)));
}

/** Marks of unfinished merges. */
interface Marks {
  /** Asked for, as they cost a look at each file. */
  readonly conflicts: () => readonly HistoryProblem[];
  /** What they rest on, for a memory: stamps of the files, or what is in them where there are none. */
  readonly of: () => readonly unknown[];
}

/** The marks that were found in texts which were read, and those in all other files. */
function allConflicts(
  texts: Texts, folder: string, files: readonly string[], read: { readonly files: readonly string[]; readonly conflicts: readonly HistoryProblem[] },
): Marks {
  const known = new Set(read.files);
  const others = once(() => filesOfHistory(folder, files).filter((file) => !known.has(file)));
  const conflicts = once(() => [...read.conflicts, ...conflictsIn(texts, others())]);
  const stamp = texts.stamp?.bind(texts);
  return {
    conflicts,
    of: () => (stamp === undefined ? [JSON.stringify(conflicts())] : [JSON.stringify(read.conflicts), ...others().flatMap((file) => [file, stamp(file)])]),
  };
}

function journalHistory(
  texts: Texts, folder: string, journalFile: string, text: string, options: HistoryOptions,
): History {
  const { memory } = options;
  const journal: Journal = memory === undefined ? readJournal(journalFile, text) : memory.journal(journalFile, text);
  const files = texts.list(folder);
  const there = new Set(files);
  const reader = migrationReader(texts, there, journalSnapshots(texts, there, options), options);
  const migrations = journal.entries.map((entry, position) =>
    reader.migration({ tag: entry.tag, when: entry.when, entry, ...migrationFiles(folder, entry.tag) }, position));
  const problems = [...journal.problems, ...reader.problems(options.snapshots ?? 'newest')];
  const found = [...(journal.conflict === null ? [] : [journal.conflict]), ...reader.sqlConflicts()];
  const marks = allConflicts(texts, folder, files, { files: migrations.map(({ file }) => file), conflicts: found });
  const { straySnapshots, ...stray } = strays(folder, files, migrations, journal);
  const history: History = {
    layout: 'journal', folder, journalFile, migrations, ...stray, problems,
    straySnapshots: straySnapshots.map((file) => ({ file, link: linkIn(texts, file, memory) })),
    get conflicts() { return marks.conflicts(); },
  };
  return memory === undefined ? history : memory.history(history, marks.of());
}

/** Names of folders that hold a migration or a part of one, in the order of drizzle-orm 1.0 (rc.5, `readMigrationFiles`). */
function tagsOf(folder: string, files: readonly string[]): readonly string[] {
  const found = files.flatMap((file) => /^([^/]+)\/(?:migration\.sql|snapshot\.json)$/.exec(below(folder, file))?.[1] ?? []);
  return [...new Set(found)].sort((left, right) => left.localeCompare(right));
}

interface FoundFolders {
  readonly folder: string;
  readonly journalFile: string;
  readonly files: readonly string[];
  readonly tags: readonly string[];
}

function foldersHistory(texts: Texts, { folder, journalFile, files, tags }: FoundFolders, options: HistoryOptions): History {
  const there = new Set(files);
  const snapshots = tags.map((tag) => folderFiles(folder, tag).snapshotFile).filter((file) => there.has(file));
  const reader = migrationReader(texts, there, folderSnapshots(texts, snapshots, options), options);
  const migrations = tags.map((tag, position) =>
    reader.migration({ tag, when: timeOfFolder(tag), entry: null, ...folderFiles(folder, tag) }, position));
  const marks = allConflicts(texts, folder, files, { files: migrations.map(({ file }) => file), conflicts: reader.sqlConflicts() });
  const history: History = {
    layout: 'folders', folder, journalFile, migrations,
    strayFiles: straySql(folder, files, new Set(tags)), straySnapshots: [], otherMetaFiles: [],
    problems: reader.problems(options.snapshots ?? 'newest'),
    get conflicts() { return marks.conflicts(); },
  };
  return options.memory?.history(history, marks.of()) ?? history;
}

/** In the folder itself, or in one that holds no migration. */
function straySql(folder: string, files: readonly string[], tags: ReadonlySet<string>): readonly string[] {
  return files.filter((file) => {
    const path = below(folder, file);
    const [first = ''] = path.split('/', 1);
    return path.endsWith('.sql') && !tags.has(first) && path.split('/').length <= 2;
  });
}

interface Strays extends Pick<History, 'strayFiles' | 'otherMetaFiles'> {
  readonly straySnapshots: readonly string[];
}

/** Without a readable journal nobody can say what it names, so nothing is called stray. */
function strays(folder: string, files: readonly string[], migrations: readonly Migration[], journal: Journal): Strays {
  if (journal.conflict !== null || (journal.entries.length === 0 && journal.problems.length > 0)) {
    return { strayFiles: [], straySnapshots: [], otherMetaFiles: [] };
  }
  const named = new Set(migrations.flatMap((migration) => [migration.file, migration.snapshotFile]));
  const inMeta = files.flatMap((file) => /^meta\/(?!_)[^/]+/.exec(below(folder, file)) ?? []).map((path) => within(folder, path));
  const [snapshots, others] = [inMeta.filter(isSnapshot), inMeta.filter((file) => !isSnapshot(file))];
  return {
    strayFiles: sqlFiles(folder, files).filter((file) => !named.has(file)),
    straySnapshots: snapshots.filter((file) => !named.has(file)),
    otherMetaFiles: [...new Set(others)].filter((file) => !named.has(file)),
  };
}

function isSnapshot(file: string): boolean {
  return file.endsWith('_snapshot.json');
}

/** SQL in the folder itself, down files apart, and that of migrations in folders of their own. */
function sqlFiles(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => /^(?:[^/]+\.sql|[^/]+\/migration\.sql)$/.test(below(folder, file)) && !file.endsWith('.down.sql'));
}

function below(folder: string, file: string): string {
  return folder === '' || folder === '.' ? file : file.slice(folder.length + 1);
}
