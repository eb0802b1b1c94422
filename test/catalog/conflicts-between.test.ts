import { describe, expect, it } from 'vitest';

import { conflictsBetween, showConflict } from '../../src/catalog/conflicts-between.ts';
import { catalogOf, migration } from '../kit/catalog.ts';

const library = catalogOf(`
  create schema stacks;
  create type status as enum ('lent', 'free');
  create table author (id serial primary key, name text not null);
  create table book (
    id serial primary key, author_id int, title text not null, pages int, status status not null default 'free',
    constraint book_author_id_fkey foreign key (author_id) references author (id));
  create index book_title_idx on book (title);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create view shelf as select title from book;
  create policy seen on book using (status = 'free');
`);

/** What stands against what, in sentences: `ours` and `theirs` are the branches. */
function told(ours: string, theirs: string): readonly string[] {
  return conflictsBetween(library, [migration(1, ours)], [migration(1, theirs)])
    .map((one) => showConflict(one, { ours: 'ours', theirs: 'theirs' }));
}

describe('what two branches do that commutes', () => {
  it.each([
    ['alter table book add column isbn text', 'alter table book add column shelf_mark text'],
    ['create index book_pages_idx on book (pages)', 'create index book_author_idx on book (author_id)'],
    ['alter table book add constraint long check (pages > 0)', 'alter table book add constraint known unique (title)'],
    ['create table loan (id serial primary key, book_id int references book)', 'create table member (id serial primary key)'],
    ['create table loan (id serial primary key, book_id int references book)', 'alter table book add column isbn text'],
    ['alter table author alter column name type varchar(200)', 'alter table book alter column pages set not null'],
    ['update book set pages = 1 where pages is null', 'update book set pages = 2 where pages is null'],
    [`insert into author (name) values ('Hopper')`, `delete from author where name = 'Hopper'`],
    ['select 1', 'select 2'],
    ['drop index book_title_idx', 'create index book_pages_idx on book (pages)'],
    ['create table if not exists loan (id int)', 'create table if not exists loan (id int)'],
    ['alter table book rename column pages to sheets', 'alter table book add column isbn text'],
    ['comment on table book is \'One\'', 'comment on table book is \'Two\''],
    ['create table stacks.book (id int)', 'create table stacks.author (id int)'],
  ])('%s | %s', (ours, theirs) => {
    expect(told(ours, theirs)).toEqual([]);
  });

  it('is everything beside a branch without migrations', () => {
    expect(conflictsBetween(library, [], [migration(1, 'drop table book')])).toEqual([]);
    expect(told('', 'drop view shelf; drop table book')).toEqual([]);
  });
});

describe('what two branches do that does not', () => {
  it.each([
    ['create table loan (id int)', 'create table loan (id int)', 'both make table loan'],
    ['create table loan (id int primary key, a int); create index loan_a on loan (a)',
      'create table loan (id int primary key, a int); create index loan_a on loan (a)', 'both make table loan'],
    ['create table loan (id int)', 'create view loan as select 1 as id', 'both make relation loan'],
    ['create table loan (id int)', 'create type loan as enum (\'a\')', 'both make type loan'],
    ['create index loans on book (pages)', 'create index loans on author (name)', 'both make index loans'],
    ['create schema archive', 'create schema archive', 'both make schema archive'],
    [`create type mood as enum ('good')`, `create type mood as enum ('bad')`, 'both make enum mood'],
    ['alter table book add column isbn text', 'alter table book add column isbn text', 'both make column book.isbn'],
    ['alter table book add constraint long check (pages > 0)', 'alter table book add constraint long check (pages > 1)',
      'both make constraint long of book'],
    ['alter table author rename to person', 'create table person (id int)', 'both make table person'],
    ['create policy mine on book using (true)', 'create policy mine on book using (false)', 'both make policy mine of book'],
    ['alter table book alter column pages set not null', 'alter table book alter column pages type bigint', 'both change column book.pages'],
    ['alter table book alter column pages set default 1', 'alter table book alter column pages set default 2', 'both change column book.pages'],
    [`alter type status add value 'lost'`, `alter type status add value 'sold'`, 'both change enum status'],
    [`alter type status rename value 'free' to 'home'`, `alter table book alter column status set default 'free'`,
      `ours drops or renames the value 'free' of status, which theirs uses`],
    ['alter table book drop column pages', 'create index book_pages_idx on book (pages)', 'ours drops or renames column book.pages, which theirs uses'],
    ['alter table book drop column pages', 'alter table book drop column pages', 'both drop or rename column book.pages'],
    ['alter table book rename column pages to sheets', 'alter table book rename column pages to leaves', 'both drop or rename column book.pages'],
    ['alter table book add constraint long check (pages > 0)', 'alter table book rename column pages to sheets',
      'theirs drops or renames column book.pages, which ours uses'],
    ['drop view shelf; drop table book', 'alter table book add column isbn text; alter table book add column mark text',
      'ours drops or renames table book, which theirs uses'],
    ['drop view shelf', 'alter table book drop column title cascade', 'both drop or rename view shelf'],
    ['create view pages as select pages from book', 'alter table book drop column pages', 'theirs drops or renames column book.pages, which ours uses'],
    ['create table loan (id int, author int references author)', 'alter table book drop constraint book_author_id_fkey; drop table author',
      'theirs drops or renames table author, which ours uses'],
    ['create table loan (id int, status status)', 'drop policy seen on book; alter table book drop column status; drop type status',
      'theirs drops or renames enum status, which ours uses'],
    ['drop schema stacks', 'create table stacks.loan (id int)', 'ours drops or renames schema stacks, which theirs uses'],
    ['create trigger touched before update on book for each row execute function touch()', 'drop function touch()',
      'theirs drops or renames function touch, which ours uses'],
    ['alter table book add unique (title)', 'alter table book enable row level security; alter table book drop column title cascade',
      'theirs drops or renames column book.title, which ours uses'],
    ['create or replace view shelf as select title from book where pages > 1', 'create or replace view shelf as select title from book',
      'which goes first decides: view shelf: definition select title from book if ours goes first, select title from book where pages > 1 if theirs goes first'],
    ['alter table book enable row level security', 'alter table book disable row level security',
      'which goes first decides: table book: row security off if ours goes first, on if theirs goes first'],
    ['create or replace function touch() returns trigger language plpgsql as $$ begin return null; end $$',
      'create or replace function touch() returns trigger language plpgsql as $$ begin return old; end $$', 'both change function touch()'],
    ['create view pages as select pages from book', 'alter table book alter column pages type bigint',
      'after ours Postgres refuses what theirs does to column book.pages: view pages reads it'],
    [`insert into author (name) values ('Hopper')`, 'alter table book drop constraint book_author_id_fkey; drop table author',
      'theirs drops or renames table author, which ours uses'],
    ['create table if not exists loan (id int)', 'create table if not exists loan (id int, a int)',
      'which goes first decides: column loan.a is there only if theirs goes first'],
  ])('%s | %s', (ours, theirs, sentence) => {
    const sentences = told(ours, theirs);
    expect(sentences.length === 1 ? sentences[0] : sentences).toBe(sentence);
  });

  it('names the change on each side, whichever side comes first', () => {
    const [ours, theirs] = [migration(1, 'select 1; create table loan (id int)'), migration(1, 'create table member (id int); create table loan (a int)')];
    const [found] = conflictsBetween(library, [ours], [theirs]);
    expect([found?.ours.migration, found?.theirs.migration]).toEqual([ours, theirs]);
    expect([found?.ours.origin.span.start, found?.theirs.origin.span.start]).toEqual([10, 30]);
  });
});
