import { builtApart, isPartitioned, keyOf, outsideTransaction, quotedName, rule, show, waitOf, wordsOf } from '#rule';
import type { ChangeContext, ChangeOf, Remedy } from '#rule';

const given = 'create table author (id integer primary key, name text not null);';

export default rule({
  id: 'safety/index-without-concurrently',
  title: 'Build an index on a live table concurrently',
  why: 'CREATE INDEX holds a SHARE lock until the build is done: reads go on, every write waits.',
  instead: 'Give the index a migration of its own, build it CONCURRENTLY and apply it with sluice migrate: Drizzle’s own migrator opens a transaction, in which it cannot run.',
  level: 'error',
  silent: [
    'A table that the same deploy creates, as long as no rows were written to it or its transaction still runs.',
    'A table that the deploy has emptied, or that it gave a required column without a default, which takes an empty table.',
    'IF NOT EXISTS, where the index is there already.',
    'ON ONLY a partitioned table, which has no rows of its own.',
    'What the first migration of the history makes.',
    'A temporary table.',
    'A table that is small, as statistics of the database say.',
  ],
  examples: [
    {
      given, bad: 'create index author_name_idx on author (name);',
      claims: { locks: { author: 'Share' }, scans: ['author'] },
    },
    {
      given, runner: 'sluice',
      bad: 'create index author_name_idx on author (name);',
      fixed: 'create index concurrently author_name_idx on author (name);',
    },
    { given, good: 'create index concurrently author_name_idx on author (name);', runner: 'sluice' },
    { given, good: 'create table book (id integer primary key, title text); create index book_title_idx on book (title);' },
    {
      given, runner: 'neon-http',
      bad: "create table book (id integer primary key, title text); insert into book values (1, 'Emma'); create index book_title_idx on book (title);",
    },
    {
      given, runner: 'drizzle',
      good: "create table book (id integer primary key, title text); insert into book values (1, 'Emma'); create index book_title_idx on book (title);",
    },
    {
      given: `${given} create index author_name_idx on author (name);`,
      good: 'create index if not exists author_name_idx on author (name);',
    },
    {
      given: 'create table loan (id integer, day date) partition by range (day); create table loan_old partition of loan default;',
      good: 'create index loan_day_idx on only loan (day);',
    },
    { given, good: 'truncate author; create index author_name_idx on author (name);' },
    {
      given,
      good: 'alter table author add column born date not null; create index author_born_idx on author (born);',
    },
    { given, statistics: { author: 200 }, good: 'create index author_name_idx on author (name);' },
    { given, statistics: { author: 2_000_000 }, bad: 'create index author_name_idx on author (name);' },
  ],
  check: {
    createIndex(change, on) {
      const { index, origin } = change;
      if (on.bornHere(index.table) === 'yes' || waitOf(change, on)?.cause !== 'buildIndex') return;
      const which = index.name === null ? 'an index' : index.name;
      const fix = concurrently(change, on);
      const apart = fix === null && isPlainTable(change, on) ? builtApart(change, on) : null;
      return {
        at: origin,
        text: `Building ${which} blocks every write to ${show(index.table)} until it is done.`,
        instead: insteadOf(change, on),
        ...(fix === null ? {} : { fix }),
        ...(apart === null ? {} : { suggestions: [apart] }),
      };
    },
  },
});

type CreateIndex = ChangeOf<'createIndex'>;
type On = ChangeContext<unknown>;

function insteadOf({ index, origin }: CreateIndex, { runner, before, migration }: On): string {
  if (isPartitioned(index.table, before)) {
    return `CREATE INDEX … ON ONLY ${quotedName(index.table)}, which locks for a moment; build one on each partition CONCURRENTLY, outside a transaction, and ALTER INDEX … ATTACH PARTITION it.`;
  }
  const words = wordsOf(origin, migration).replace(/^create(\s+unique)?\s+index/i, 'CREATE$1 INDEX CONCURRENTLY').replace(/\s+/g, ' ');
  return `${outsideTransaction(runner)}: ${words};`;
}

function isPlainTable({ index }: CreateIndex, { before }: On): boolean {
  return before.tables.get(keyOf(index.table))?.kind === 'table';
}

/**
 * Only where it can run: sluice and neon-http give the statement no transaction, which is the whole migration, and the table is no
 * partitioned one (Postgres refuses those).
 */
function concurrently(change: CreateIndex, on: On): Remedy | null {
  const { origin } = change;
  const { statement, migration: { sql }, runner } = on;
  if (runner === 'drizzle' || sql?.statements.length !== 1 || statement.tag !== 'CREATE INDEX') return null;
  if (!isPlainTable(change, on)) return null;
  const { file, span: { start } } = statement.origin;
  const [words, word = ''] = /^create\s+(?:unique\s+)?(index)(?=\s)/i.exec(sql.text.slice(start)) ?? [];
  if (words === undefined || origin.span.start !== start) return null;
  const at = start + words.length;
  const text = word === 'INDEX' ? ' CONCURRENTLY' : ' concurrently';
  return {
    text: 'Build it CONCURRENTLY.',
    amendment: { kind: 'edit', edits: [{ file, span: { start: at, end: at }, text }] },
  };
}
