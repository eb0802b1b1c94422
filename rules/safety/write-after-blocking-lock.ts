import { apart, blocksOf, briefly, inBatches, listed, lockWords, rule, show, writesBesideLocks } from '#rule';
import type { Deploy, Report, Runner, WriteBesideLock } from '#rule';

const given = 'create table author (id integer primary key, name text not null); create table book (id integer primary key, title text, author_id integer);';
const backfill = "alter table author add column slug text; update author set slug = replace(lower(name), ' ', '-');";

export default rule({
  id: 'safety/write-after-blocking-lock',
  title: 'Write the rows of a table apart from changing it',
  why: 'A lock stays until the transaction ends. ALTER TABLE alone holds it for a moment; with an UPDATE of all rows behind it, everyone who uses the table waits until every row is written.',
  instead: 'Change the table in one deploy, and write the rows afterwards, in batches.',
  level: 'error',
  silent: [
    'Rows of tables that the same deploy makes.',
    'INSERT … VALUES, and writes with a condition or a LIMIT, unless it only asks for nulls of what is written.',
    'The lock is on a table that the deploy makes, that statistics say is small, or was taken in another transaction.',
    'A write without a condition to data that was there before: safety/write-without-where speaks of it.',
  ],
  examples: [
    { given, bad: backfill, claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] } },
    { given, bad: backfill, runner: 'sluice' },
    {
      given,
      bad: `alter table author add column slug text; update author set slug = 'a' where slug is null; update author set slug = slug || id::text where slug is null;`,
    },
    {
      given,
      bad: `alter table book add column author_name text;
update book set author_name = author.name from author where author.id = book.author_id;`,
    },
    {
      given: `${given} create table loan (book_id integer);`,
      bad: 'alter table author rename column name to full_name; insert into loan select id from book;',
    },
    {
      given: `${given} alter table author add column slug text;`,
      bad: "update author set slug = name from book where book.author_id = author.id; alter table author alter column slug set default '';",
    },
    {
      given, runner: 'drizzle', together: true,
      bad: { migrations: {
        '0001_add_slug': { up: 'alter table author add column slug text;', down: 'alter table author drop column slug;' },
        '0002_fill_slug': { up: 'update author set slug = name;', down: 'select 1;' },
      } },
    },
    {
      given, runner: 'sluice', together: true,
      good: { migrations: {
        '0001_add_slug': { up: 'alter table author add column slug text;', down: 'alter table author drop column slug;' },
        '0002_fill_slug': { up: 'update author set slug = name;', down: 'select 1;' },
      } },
    },
    {
      given: `${given} alter table author add column slug text;`,
      bad: "alter table author add column born date; update author set slug = name where slug is null;",
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    {
      given: `${given} alter table author add column slug text;`,
      good: "update author set slug = name where slug is null; alter table author alter column slug set not null;",
    },
    { given, good: backfill, runner: 'neon-http' },
    { given, good: 'alter table author add column slug text; create table shelf (book_id integer); insert into shelf select id from book;' },
    { given, good: "alter table author add column slug text; insert into author values (1, 'Austen', 'austen');" },
    { given, good: "alter table author add column slug text; update author set slug = 'austen' where name = 'Austen';" },
    { given, good: 'create table shelf (id integer primary key); alter table shelf add column room text; update book set title = trim(title) where id < 100;' },
    { given, good: 'alter table author add column slug text; delete from book;' },
  ],
  check: {
    deploy(deploy, { moments, runner }) {
      return blocksOf(moments()).flatMap((block) => {
        const [first, ...others] = writesBesideLocks(block);
        return first === undefined ? [] : [reportOf(first, others, deploy, runner)];
      });
    },
  },
});

function reportOf(first: WriteBesideLock, others: readonly WriteBesideLock[], deploy: Deploy, runner: Runner): Report {
  const { write, lock } = first;
  const batch = inBatches(write.change, write);
  const related = others.map(({ write: { change } }) => ({ at: change.origin, text: 'Writes all rows too.' }));
  const tables = listed(write.change.tables.map(show));
  if (lock.when === 'after') {
    return {
      at: write.change.origin,
      text: `The transaction keeps every row of ${tables} locked that this writes, and then ${briefly(lock.by.change, deploy)} has to wait for all others who write there: two who wait for one another end in a deadlock.`,
      instead: `Put the change of the table ${apart(runner)}. Write the rows in batches${batch === null ? '.' : `: ${batch}`}`,
      related: [{ at: lock.by.change.origin, text: 'Takes the lock.' }, ...related],
      level: 'warn',
    };
  }
  const { held } = lock;
  return {
    at: write.change.origin,
    text: `${verb(first)} while ${briefly(held.by, deploy)} holds ${lockWords(held.mode)} on ${show(held.table)}: its ${held.waits} wait until all is written.`,
    instead: `Put it ${apart(runner)}. Better in batches, until nothing is left${batch === null ? '.' : `: ${batch}`}`,
    related: [{ at: held.by.origin, text: 'Takes the lock.' }, ...related],
    ...(first.rows === 'unfilled' ? { level: 'warn' as const } : {}),
  };
}

function verb({ write: { change: { command, tables, reads } }, rows }: WriteBesideLock): string {
  const target = listed(tables.map(show));
  if (rows === 'unfilled') return `This reads all of ${target}, and writes each row that it fills,`;
  return command === 'insert' ? `This copies all rows of ${listed(reads.map(show))} into ${target}` : `This writes every row of ${target}`;
}
