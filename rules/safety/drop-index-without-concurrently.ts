import { isPartitioned, keyOf, outsideTransaction, quotedName, rule, show, waitOf } from '#rule';

const given = 'create table author (id integer primary key, name text unique); create index author_name_idx on author (name);';

export default rule({
  id: 'safety/drop-index-without-concurrently',
  title: 'Drop an index of a live table concurrently',
  why: 'DROP INDEX takes ACCESS EXCLUSIVE on the table: it waits for every query that runs, everything that comes after waits behind it, and in a transaction the lock stays until COMMIT.',
  instead: 'DROP INDEX CONCURRENTLY, outside a transaction.',
  level: 'warn',
  silent: [
    'An index of a table that the same deploy creates, or that statistics say is small.',
    'An index that a constraint stands on, which Postgres does not drop so.',
    'IF EXISTS, where no such index is there.',
    'An index of a partitioned table, which Postgres does not drop concurrently.',
    'The transaction of Drizzle’s migrator, in which CONCURRENTLY cannot run: ADD COLUMN takes the same lock for as long.',
    'A transaction that holds ACCESS EXCLUSIVE on the table already: another statement before made it wait.',
  ],
  examples: [
    { given, runner: 'sluice', bad: 'drop index author_name_idx;', claims: { locks: { author: 'AccessExclusive' } } },
    { given, runner: 'neon-http', bad: 'drop index author_name_idx;' },
    { given, runner: 'drizzle', bad: 'commit; drop index author_name_idx;' },
    { given, runner: 'drizzle', good: 'drop index author_name_idx;' },
    { given, runner: 'sluice', good: 'drop index concurrently author_name_idx;' },
    { given, runner: 'sluice', good: 'create table book (id integer, title text); create index book_title_idx on book (title); drop index book_title_idx;' },
    { given, runner: 'sluice', good: 'drop index author_name_key;' },
    { given, runner: 'sluice', good: 'drop index if exists author_born_idx;' },
    { given, runner: 'sluice', good: 'alter table author add column born date; drop index author_name_idx;' },
    {
      given: 'create table loan (day date) partition by range (day); create index loan_day_idx on loan (day);',
      runner: 'sluice', good: 'drop index loan_day_idx;',
    },
    { given, runner: 'sluice', statistics: { author: 200 }, good: 'drop index author_name_idx;' },
  ],
  check: {
    dropRelation(change, on) {
      const wait = waitOf(change, on);
      if (wait?.cause !== 'dropIndex' || (on.runner === 'drizzle' && !on.transaction.alone)) return;
      if (isPartitioned(on.before.indexes.get(keyOf(change.name))?.table ?? wait.table, on.before)) return;
      const until = on.transaction.alone ? '' : ' until the transaction ends';
      return {
        at: change.origin,
        text: `Dropping ${change.name.name} waits for the queries that run on ${show(wait.table)}, and reads and writes of it wait behind that${until}.`,
        instead: `${outsideTransaction(on.runner)}: DROP INDEX CONCURRENTLY ${quotedName(change.name)};`,
      };
    },
  },
});
