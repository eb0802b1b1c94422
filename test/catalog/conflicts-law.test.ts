import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { conflictsBetween, type Conflict } from '../../src/catalog/conflicts-between.ts';
import { difference, showDifference } from '../../src/catalog/difference.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { catalogOf, migration } from '../kit/catalog.ts';

const library = `
  create schema stacks;
  create type status as enum ('lent', 'free');
  create table author (id serial primary key, name text not null);
  create table book (
    id serial primary key, author_id int, title text not null, pages int, status status not null default 'free',
    constraint book_author_id_fkey foreign key (author_id) references author (id), constraint long check (pages > 10));
  create index book_title_idx on book (title);
  create view shelf as select title from book;
  create table stacks.room (id int primary key, name text);
`;

/** Each runs on the library. Few names, so that two of them often mean the same. */
const changes: readonly string[] = [
  'create table loan (id int primary key, book_id int references book)', 'create table loan (id int, status status)',
  'create table member (id serial primary key, name text unique)', 'create table stacks.loan (id int)',
  'create view loan as select id from author', 'create type loan as enum (\'a\')', 'create sequence loan',
  'create type mood as enum (\'good\')', 'create schema archive', 'create domain mark as text',
  'alter table book add column isbn text', 'alter table book add column isbn int not null default 0',
  'alter table book add column mood status default \'lent\'', 'alter table author add column isbn text',
  'alter table book drop column pages', 'alter table book drop column title cascade', 'alter table book drop column status',
  'alter table book rename column pages to sheets', 'alter table book rename column title to name', 'alter table book rename column author_id to writer',
  'alter table book rename to volume', 'alter table author rename to member', 'alter table stacks.room set schema public',
  'alter table book alter column pages type bigint', 'alter table book alter column pages set not null', 'alter table book alter column pages set default 3',
  'alter table book alter column status drop default', 'alter table book alter column status set default \'lent\'',
  'alter table stacks.room alter column name type varchar(90)', 'alter table author alter column name drop not null',
  'create index on book (pages)', 'create index on book (pages, title)', 'create index book_pages_idx on book (pages)',
  'create index loan on book (lower(title))', 'create unique index author_name on author (name)', 'drop index book_title_idx',
  'alter index book_title_idx rename to loan', 'alter table author add constraint author_name unique (name)', 'alter table author add unique (name)',
  'alter table book add constraint loan check (pages < 9000)', 'alter table book add check (title <> \'\')',
  'alter table book drop constraint long', 'alter table book rename constraint long to loan', 'alter table book drop constraint book_author_id_fkey',
  'alter table book add constraint book_writer foreign key (author_id) references author (id)', 'alter table author drop constraint author_pkey cascade',
  'drop view shelf', 'create or replace view shelf as select title from book where pages > 1', 'create view pages as select pages from book',
  'create view statuses as select status, pages from book', 'create materialized view titles as select title from book',
  'alter type status add value \'lost\'', 'alter type status rename value \'free\' to \'home\'', 'alter type status rename to state',
  'drop table book cascade', 'drop table author cascade', 'drop table stacks.room', 'drop schema stacks cascade', 'alter schema stacks rename to halls',
  'alter table book enable row level security', 'alter table book disable row level security', 'create policy mine on book using (pages > 1)',
  'create policy mine on book using (status = \'free\')', 'insert into author (name) values (\'Hopper\')', 'update book set pages = 1 where false',
  'delete from stacks.room', 'create function touch() returns trigger language plpgsql as $$ begin return new; end $$',
  'create or replace function touch() returns trigger language plpgsql as $$ begin return new; end $$', 'comment on table book is \'All of them\'',
  'grant select on author to public', 'select 1', 'alter table stacks.room alter column id add generated always as identity',
  'alter sequence book_id_seq rename to loan', 'create table if not exists loan (id int)', 'drop table if exists loan', 'drop index if exists book_title_idx',
  'alter table book add column if not exists isbn text', 'drop view if exists shelf',
];

const branch = fc.shuffledSubarray([...changes], { minLength: 1, maxLength: 2 });

/** Both did the same: what comes out may be the same in both orders, and nobody needs the second. */
const mayAgree: ReadonlySet<Conflict['kind']> = new Set(['bothChange']);

describe('two branches without a conflict', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.exec(library);
  });
  afterAll(async () => {
    await database.close();
  });

  const runs = Number(process.env['SLUICE_CONFLICT_RUNS'] ?? 30);
  it('follow one another in either order and come to the same; with one, an order fails or comes to something else', async () => {
    const base = catalogOf(library);
    await fc.assert(fc.asyncProperty(branch, branch, async (ours, theirs) => {
      const conflicts = conflictsBetween(base, [migration(1, ours.join(';\n'))], [migration(1, theirs.join(';\n'))]);
      const solo = [await outcome(database, ours), await outcome(database, theirs)];
      fc.pre(solo.every((one) => one !== null));
      const [first, second] = [await outcome(database, [...ours, ...theirs]), await outcome(database, [...theirs, ...ours])];
      const differ = first === null || second === null ? ['an order fails']
        : difference(first, second).filter(({ property }) => property !== 'order of columns').map((one) => showDifference(one));
      const told = conflicts.map(({ kind, object: { name } }) => `${kind} ${name}`);
      if (conflicts.length === 0) expect([ours, theirs, differ]).toEqual([ours, theirs, []]);
      else if (!conflicts.some(({ kind }) => mayAgree.has(kind))) expect([ours, theirs, told, differ]).not.toEqual([ours, theirs, told, []]);
    }), { numRuns: runs });
  }, 120_000);
});

/** What the library has after all of it, or null where Postgres refuses a part. */
async function outcome(database: Database, statements: readonly string[]): Promise<Catalog | null> {
  await database.exec('begin');
  try {
    for (const sql of statements) await database.exec(sql);
    return await observe(database, { spell: readExpressionText });
  } catch {
    return null;
  } finally {
    await database.exec('rollback');
  }
}
