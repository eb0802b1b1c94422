import { listed, rule } from '#rule';
import type { History, HistoryContext, Migration, Report, Uncommitted } from '#rule';

const datasets = { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' };
const titles = { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' };
const authors = { up: 'create table author (id integer primary key);', down: 'drop table author;' };
const migrations = { '0000_datasets': datasets, '0001_titles': titles };

export default rule({
  id: 'history/not-committed',
  title: 'Commit a migration whole, and before those that go on from it',
  why: 'What git was not told of is on one machine alone: others get the migrations behind it without it, or a journal whose SQL is not there, and their databases stop or go another way.',
  instead: 'git add the SQL, the snapshot and the journal, and commit them together.',
  level: 'error',
  needs: ['git'],
  silent: [
    'The newest migrations on the machine of a developer: they are in the making, also where what the base ref has came in behind them.',
    'Files that git ignores, and what is staged.',
    'Down files of a committed migration, but for a checkout of a CI service.',
  ],
  examples: [
    { bad: { migrations, untracked: ['drizzle/0000_datasets.sql', 'drizzle/meta/0000_snapshot.json'] } },
    { bad: { migrations, untracked: ['drizzle/meta/0001_snapshot.json'] } },
    { bad: { migrations, untracked: ['drizzle/meta/_journal.json'] } },
    { bad: { migrations, untracked: ['drizzle/0001_titles.sql', 'drizzle/meta/0001_snapshot.json'], onCi: true } },
    { bad: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_titles': titles },
      untracked: ['drizzle/20260501080000_datasets/migration.sql'] } },
    { good: { migrations, untracked: ['drizzle/0001_titles.sql', 'drizzle/0001_titles.down.sql', 'drizzle/meta/0001_snapshot.json'] } },
    { good: { migrations, untracked: [] } },
    { good: { migrations, files: { 'drizzle/0000_datasets.sql': null, 'drizzle/0001_titles.sql': null }, untracked: ['drizzle/meta/_journal.json'] } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_authors': authors, '20260503080000_titles': titles },
      untracked: ['drizzle/20260502080000_authors/migration.sql'],
      atBase: { 'drizzle/20260502080000_authors/migration.sql': null, 'drizzle/20260502080000_authors/snapshot.json': null } } },
    { good: { migrations, untracked: ['drizzle/0000_datasets.down.sql', 'drizzle/notes.md'] } },
  ],
  check: {
    history(history, { uncommitted, atBase }) {
      if (uncommitted === null || uncommitted.files.size === 0) return;
      if (uncommitted.onCi) return onCi(uncommitted);
      return [...journal(history, uncommitted), ...history.migrations.flatMap((migration) => half(migration, history, { uncommitted, atBase }))];
    },
  },
});

function onCi({ files }: Uncommitted): readonly Report[] {
  const own = [...files].filter((file) => /\.(?:sql|json)$/.test(file)).sort();
  const [first] = own;
  if (first === undefined) return [];
  const named = own.length <= 3 ? listed(own) : `${own.slice(0, 3).join(', ')} and ${own.length - 3} more`;
  return [{
    at: { file: first, span: { start: 0, end: 0 } },
    text: `This checkout has ${named}, which ${own.length === 1 ? 'is' : 'are'} not committed: made here, ${own.length === 1 ? 'it is' : 'they are'} lost with it.`,
    instead: 'Generate migrations on the machine of a developer, and commit them.',
  }];
}

function journal({ migrations, journalFile }: History, { files }: Uncommitted): readonly Report[] {
  const committed = migrations.find(({ file, sql }) => sql !== null && !files.has(file));
  if (!files.has(journalFile) || committed === undefined) return [];
  return [{
    at: { file: journalFile, span: { start: 0, end: 0 } },
    text: `The journal is not committed, and ${committed.tag} is: nobody else’s Drizzle finds it.`,
  }];
}

/** A migration that is committed in part, or left out before one that is committed. */
function half(migration: Migration, history: History, { uncommitted: { files }, atBase }: Asked): readonly Report[] {
  const { tag, file, snapshotFile, entry } = migration;
  const [hasSql, hasSnapshot] = [!files.has(file), !files.has(snapshotFile)];
  const at = entry?.origin ?? { file, span: { start: 0, end: 0 } };
  if (hasSql) {
    return hasSnapshot ? [] : [{ at, text: `The SQL of ${tag} is committed, its snapshot is not: on other machines the next generate goes on from an older one.` }];
  }
  const later = committedBehind(migration, history, files, atBase);
  if (later === undefined) return [];
  return [{ at, text: `Migration ${tag} is not committed, and ${later.tag} behind it is: other machines get that one without it.` }];
}

interface Asked extends Pick<HistoryContext<unknown>, 'atBase'> {
  readonly uncommitted: Uncommitted;
}

/** What others committed may well come in behind a migration that is in the making; what goes on from it may not. */
function committedBehind(
  { position, tag }: Migration, { migrations }: History, files: ReadonlySet<string>, atBase: History | null,
): Migration | undefined {
  const known = new Set(atBase?.migrations.map((migration) => migration.tag));
  return migrations.slice(position + 1).find((other) => !files.has(other.file) && (known.has(tag) || !known.has(other.tag)));
}
