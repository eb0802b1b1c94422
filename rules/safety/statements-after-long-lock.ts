import { apart, blocksOf, briefly, listed, longLocks, rule, show, v, waitOf } from '#rule';
import type { Moment } from '#rule';

const given = 'create table author (id integer primary key, name text); create table book (id integer primary key, title text, author_id integer);';

export default rule({
  id: 'safety/statements-after-long-lock',
  title: 'Do no slow work while a lock stops reads',
  why: 'ALTER TABLE takes ACCESS EXCLUSIVE for a moment only, but keeps it to the end of the transaction. What is read behind it, even of another table, makes every read of the altered table wait for as long as it takes.',
  instead: 'Put what only takes a moment last, or the slow work in a transaction of its own.',
  level: 'warn',
  silent: [
    'Work that needs the same lock of the same table itself: another rule speaks of it.',
    'Work that makes others wait itself, such as CREATE INDEX: another rule speaks of it. Options with work: "all" report it here too.',
    'Rows that are written: safety/write-after-blocking-lock speaks of them.',
    'VALIDATE of a constraint that the same transaction adds: safety/validate-in-same-deploy speaks of it.',
    'Work at tables that the deploy makes, or that statistics say are small, and locks on such.',
    'A lock that another transaction took.',
  ],
  options: v.object({
    work: v.optional(v.pipe(
      v.picklist(['quiet', 'all']), v.description('Report only work that no other rule speaks of, or all.'),
    ), 'quiet'),
  }),
  examples: [
    {
      given: `${given} alter table book add constraint book_title_stated check (title <> '') not valid;`,
      bad: 'alter table author add column bio text; alter table book validate constraint book_title_stated;',
      claims: { locks: { author: 'AccessExclusive', book: 'ShareUpdateExclusive' }, scans: ['book'] },
    },
    {
      given, options: { work: 'all' }, bad: 'alter table author add column bio text; create index book_title_idx on book (title);',
      claims: { locks: { author: 'AccessExclusive', book: 'Share' }, scans: ['book'] },
    },
    { given, options: { work: 'all' }, bad: 'alter table book add column pages integer; create index book_pages_idx on book (pages);' },
    { given, good: 'alter table author add column bio text; create index book_title_idx on book (title);' },
    { given, bad: 'alter table author rename column name to full_name; create table title as select title from book;' },
    { given, bad: 'create table shelf (book_id integer); alter table author add column bio text; insert into shelf select id from book;' },
    {
      given: `${given} create materialized view title as select title from book;`,
      options: { work: 'all' }, bad: 'alter table author add column bio text; refresh materialized view title;',
    },
    {
      given, runner: 'drizzle', together: true,
      bad: { migrations: {
        '0001_add_bio': { up: 'alter table author add column bio text;', down: 'alter table author drop column bio;' },
        '0002_copy_titles': { up: 'create table title as select title from book;', down: 'drop table title;' },
      } },
    },
    {
      given, runner: 'sluice', together: true,
      good: { migrations: {
        '0001_add_bio': { up: 'alter table author add column bio text;', down: 'alter table author drop column bio;' },
        '0002_copy_titles': { up: 'create table title as select title from book;', down: 'drop table title;' },
      } },
    },
    { given, good: 'create index book_title_idx on book (title); alter table author add column bio text;' },
    { given, good: 'alter table book add column pages integer; alter table book alter column title set not null;' },
    { given, good: 'create table shelf (id integer, room text); alter table author add column bio text; create index shelf_room_idx on shelf (room);' },
    { given, good: 'alter table author add column slug text; update author set slug = name;' },
    {
      given,
      good: 'alter table book add constraint book_title_stated check (title is not null) not valid; alter table book validate constraint book_title_stated;',
    },
  ],
  check: {
    deploy(deploy, { moments, runner, options }) {
      return blocksOf(moments()).flatMap((block) => {
        const counts = (moment: Moment): boolean => options.work === 'all' || waitOf(moment.change, moment) === null;
        const [first, ...others] = longLocks(block.filter(counts));
        const [slow] = first?.work ?? [];
        if (first === undefined || slow === undefined) return [];
        const { lock, work } = first;
        const tables = listed([lock, ...others.map((one) => one.lock)].map(({ table }) => show(table)));
        return [{
          at: lock.by.origin,
          text: `The ACCESS EXCLUSIVE lock this takes is kept while ${briefly(slow.change, deploy)} does its work: reads of ${tables} wait too.`,
          instead: `Put ${briefly(slow.change, deploy)} before it, or ${apart(runner)}.`,
          related: [
            ...work.map(({ change }) => ({ at: change.origin, text: 'Done under the lock.' })),
            ...others.map((one) => ({ at: one.lock.by.origin, text: `Locks ${show(one.lock.table)} meanwhile.` })),
          ],
        }];
      });
    },
  },
});
