import { rule } from '#rule';
import type { History, HistoryContext, Migration, Report } from '#rule';

export default rule({
  id: 'history/files-complete',
  title: 'Keep journal, SQL and snapshots together',
  why: 'An SQL file that no entry names never runs, an entry without its file stops the migrator, and without the newest snapshot the next generate writes old statements again.',
  instead: 'Restore the missing part from git, or take the rest of the migration away.',
  level: 'error',
  silent: [
    'Down files, and files that are no SQL.',
    'What no entry named at the base ref either, and an older snapshot that was missing there.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' } },
      files: { 'drizzle/0001_titles.sql': 'alter table dataset add column title text;' } } },
    { bad: { migrations: {
      '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
    }, files: { 'drizzle/0000_datasets.sql': null } } },
    { good: { migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' } } } },
  ],
  check: {
    history(history, on) {
      const isNew = (file: string): boolean => !on.straysAtBase.has(file);
      return [
        ...history.migrations.flatMap((migration) => missingFiles(migration, history, on)),
        ...history.strayFiles.filter(isNew).map(stray),
        ...history.straySnapshots.filter(isNew).map((file) => straySnapshot(file, history)),
      ];
    },
  },
});

type Context = HistoryContext<unknown>;

function missingFiles(migration: Migration, history: History, on: Context): readonly Report[] {
  const reports: Report[] = [];
  const at = migration.entry?.origin ?? fileStart(migration.file);
  if (migration.sql === null) {
    reports.push({ at, text: `The journal names ${migration.tag}, but ${fileName(migration.file)} is not there: Drizzle's migrator stops at it.` });
  }
  if (!migration.hasSnapshotFile && !isLongMissing(migration, history, on)) {
    reports.push(missingSnapshot(migration, history, at));
  }
  return reports;
}

/** An older snapshot of a migration that is not judged: what there was to say of it was said when it was new. */
function isLongMissing(migration: Migration, history: History, { judged, tagsAtBase }: Context): boolean {
  return tagsAtBase?.has(migration.tag) === true && migration !== history.migrations.at(-1)
    && !judged.some(({ tag }) => tag === migration.tag);
}

/** Only the newest snapshot is what `generate` compares with; an older one is missed by `drizzle-kit` in silence. */
function missingSnapshot(migration: Migration, history: History, at: Report['at']): Report {
  const newest = migration === history.migrations.at(-1);
  const text = `The snapshot ${fileName(migration.snapshotFile)} of ${migration.tag} is not there`;
  if (!newest) return { at, level: 'info', text: `${text}.` };
  const older = history.migrations.some((other) => other.hasSnapshotFile) ? 'an older one' : 'nothing';
  return { at, text: `${text}: the next generate compares with ${older} and writes its statements again.` };
}

function stray(file: string): Report {
  return {
    at: fileStart(file),
    text: `No entry of the journal names ${fileName(file)}: it never runs.`,
    instead: 'Delete it, or generate the migration again so that the journal names it.',
  };
}

/** Told of the journal, which does not name it: snapshots are nothing that people open, and no editor lints them. */
function straySnapshot(file: string, { journalFile }: History): Report {
  return {
    at: fileStart(journalFile),
    level: 'warn',
    text: `The snapshot ${fileName(file)} belongs to no entry of the journal.`,
    instead: 'Delete it: generate takes the last snapshot by file name for the newest.',
  };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function fileStart(file: string): Report['at'] {
  return { file, span: { start: 0, end: 0 } };
}
