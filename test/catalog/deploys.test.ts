import { describe, expect, it } from 'vitest';

import { afterChange, beforeDeploy, bornHere, type Newborns } from '../../src/catalog/born-here.ts';
import { breaking } from '../../src/catalog/breaking.ts';
import { deploys, statementRefusesTransaction } from '../../src/catalog/deploys.ts';
import { applyChange } from '../../src/catalog/replay.ts';
import type { Runner } from '../../src/facts/deploy.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import { catalogOf, changesOf, migration, name } from '../kit/catalog.ts';

/** One deploy as words: a bracket a transaction, `!` where a statement stands alone. */
function told(runner: Runner, ...files: readonly string[]): string {
  const all = deploys(files.map((sql, position) => migration(position, sql)), runner, 'together', 17);
  return all.flatMap(({ transactions }) => transactions.map(({ steps, alone }) =>
    `${alone ? '!' : ''}[${steps.map(({ statement }) => statement.tag.toLowerCase()).join(', ')}]`)).join(' ');
}

describe('what is applied together', () => {
  const table = 'create table book (id int);';
  const index = 'create index concurrently on book (id);';

  it('is one transaction for drizzle', () => {
    expect(told('drizzle', table + index, 'drop table book')).toBe('[create table, create index, drop table]');
  });

  it('is cut where a file commits, and goes on alone until it begins again', () => {
    expect(told('drizzle', `${table} commit; ${index} ${index} begin; ${table} commit`, 'drop table book'))
      .toBe('[create table, commit] ![create index] ![create index] [begin, create table, commit] ![drop table]');
  });

  it('is one transaction a migration for sluice, what refuses one alone', () => {
    expect(told('sluice', table, table + index + table, index)).toBe('[create table] [create table] ![create index] [create table] ![create index]');
  });

  it('is nothing at all for neon-http', () => {
    expect(told('neon-http', table + index)).toBe('![create table] ![create index]');
  });

  it('is one migration each when judged one by one, and no deploy without migrations', () => {
    expect(deploys([migration(0, table), migration(1, index)], 'drizzle', 'oneByOne', 17)).toHaveLength(2);
    expect(deploys([], 'drizzle', 'together', 17)).toEqual([]);
  });

  it.each([
    ['create index concurrently on book (id)', 17, true], ['create index on book (id)', 17, false],
    ['drop index concurrently book_id', 17, true], ['reindex table concurrently book', 17, true], ['reindex table book', 17, false],
    ['reindex database library', 17, true], ['vacuum book', 17, true], ['analyze book', 17, false],
    ['refresh materialized view concurrently shelf', 17, false], ['alter table a detach partition b concurrently', 17, true],
    [`alter type status add value 'sold'`, 11, true], [`alter type status add value 'sold'`, 12, false],
    ['create database library', 17, true], [`alter system set work_mem = '1GB'`, 17, true],
  ])('%s on %i refuses a transaction: %s', (sql, major, expected) => {
    const [statement] = readSql('story.sql', sql).statements;
    expect(statement && statementRefusesTransaction(statement, major)).toBe(expected);
  });
});

describe('what a deploy made', () => {
  const live = catalogOf('create table author (id int); create table event (id int) partition by range (id); create schema library');
  function born(sql: string, table: string): string {
    const newborns = changesOf(sql).reduce<Newborns>(afterChange, beforeDeploy(live));
    return bornHere(newborns, name(table));
  }

  it.each([
    ['', 'author', 'no'], ['', 'book', 'unknown'], ['', 'pg_temp.scratch', 'yes'],
    ['create table book (id int)', 'book', 'yes'],
    ['create table if not exists author (id int)', 'author', 'no'], ['create table if not exists book (id int)', 'book', 'yes'],
    ['create table book (id int); insert into book values (1)', 'book', 'no'],
    ['create table book (id int); delete from book', 'book', 'yes'],
    ['create table book as select 1 as id', 'book', 'no'],
    ['create table book (id int); alter table book rename to volume', 'volume', 'yes'],
    ['create table book (id int); alter table book rename to volume', 'book', 'unknown'],
    ['create table book (id int); alter table book set schema library', 'library.book', 'yes'],
    ['create table library.book (id int); alter schema library rename to stacks', 'stacks.book', 'yes'],
    ['alter table author rename to writer', 'writer', 'no'], ['alter table author rename to writer', 'author', 'unknown'],
    ['alter table author rename to writer; create table author (id int)', 'author', 'yes'],
    ['drop table author; create table author (id int)', 'author', 'yes'],
    ['create table event_1 partition of event for values from (1) to (2)', 'event_1', 'no'],
    ['create table e (id int) partition by range (id); create table e_1 partition of e default', 'e_1', 'yes'],
    ['create table event_1 (id int); alter table event attach partition event_1 default', 'event_1', 'no'],
    ['create table event_1 partition of event default; alter table event detach partition event_1', 'event_1', 'yes'],
  ])('%s — %s: %s', (sql, table, expected) => {
    expect(born(sql, table)).toBe(expected);
  });
});

describe('what breaks', () => {
  const live = catalogOf(`
    create type status as enum ('lent', 'free', 'lost');
    create schema library;
    create table book (id int primary key, title text, pages bigint, status status, isbn varchar(20));
    create table shelf (id int);
    create view titles as select title from book;
    create materialized view long_titles as select title from book where length(title) > 50;
    create table loan (id int generated always as identity primary key, state text not null default 'open', note text default '',
      label text generated always as (state || note) stored not null);
  `);
  function broken(sql: string): readonly string[] {
    const after = catalogOf(sql, live);
    let before = live;
    let newborns = beforeDeploy(live);
    return changesOf(sql).flatMap((change) => {
      const found = breaking(change, { before, live, after, newborns });
      before = applyChange(before, change).catalog;
      newborns = afterChange(newborns, change);
      return found?.what ?? [];
    });
  }

  it.each([
    ['drop table book', ['table book is dropped']], ['drop table if exists author', []],
    ['alter table book rename to volume', ['table book is renamed to volume']],
    ['alter table book rename to volume; create view book as select * from volume', []],
    ['alter table book set schema library', ['table book moves to schema library']],
    ['alter index book_pkey rename to book_key', []], ['alter table book_pkey rename to book_key', []],
    ['alter table if exists author rename to writer', []],
    ['alter table shelf add primary key (id)', ['column shelf.id no longer takes null']],
    ['alter table book drop constraint book_pkey; alter table book add primary key (id)', []],
    ['create unique index i on shelf (id); alter table shelf add primary key using index i', ['column shelf.id no longer takes null']],
    ['create unique index i on shelf (id); alter table shelf add unique using index i', []], ['create index i on book (id); drop index i', []],
    ['alter table book drop column title', ['column book.title is dropped']], ['alter table book drop column if exists author', []],
    ['alter table book rename column title to name', ['column book.title is renamed to name']],
    ['alter table book alter column title set not null', ['column book.title no longer takes null']],
    ['alter table book alter column id set not null', []],
    ['alter table book add constraint n not null title', ['column book.title no longer takes null']],
    ['alter table book alter column pages type int', ['column book.pages is narrowed from bigint to integer']],
    ['alter table book alter column isbn type text', []],
    [`alter type status rename value 'lost' to 'missing'`, [`value 'lost' of type status is renamed to 'missing'`]],
    [`alter type status add value 'sold'`, []], ['alter type status rename to state', ['type status is renamed to state']],
    ['drop view titles', ['view titles is dropped']], ['drop view titles; create view titles as select id from book', []],
    ['alter view titles rename to names', ['view titles is renamed to names']], ['alter table titles rename to names', ['view titles is renamed to names']],
    ['drop materialized view long_titles', ['materialized view long_titles is dropped']],
    ['alter materialized view long_titles rename to t', ['materialized view long_titles is renamed to t']],
    ['drop table shelf; create table shelf (id int)', ['table shelf is dropped and made again']],
    ['alter table book drop column title, add column title text', ['column book.title is dropped and made again, without its values']],
    ['alter table loan drop column label, add column label text generated always as (note) stored', []],
    ['alter table loan alter column state drop default', ['column loan.state, which takes no null, loses its default']],
    ['alter table loan alter column note drop default', []], ['alter table book alter column id drop default', []],
    [`alter table loan alter column state drop default; alter table loan alter column state set default 'lent'`, []],
    ['alter table loan alter column state drop default; alter table loan drop column state', ['column loan.state is dropped']],
    ['alter table loan alter column state drop default; alter table loan alter column state drop not null', []],
    ['alter table loan alter column id drop identity', ['column loan.id, which takes no null, loses its identity']],
    ['alter table loan alter column label drop expression', ['column loan.label, which takes no null, loses its generating expression']],
    [`alter table book alter column id set default 1; alter table book alter column id drop default`, []],
    [`alter table loan add column place text not null default ''; alter table loan alter column place drop default`,
      ['the new column loan.place takes no null and does not keep its default']],
    [`create table a (n int not null default 1); alter table a alter column n drop default`, []],
    ['drop type status cascade', ['type status is dropped']], ['drop schema library', ['schema library is dropped']],
    ['alter schema library rename to stacks', ['schema library is renamed to stacks']],
    ['create table author (id int, n int); alter table author drop column n; alter table author alter column id set not null; drop table author', []],
    ['alter table book add column author text; alter table book rename column author to writer; alter table book drop column writer', []],
    [`alter table book add column author text default 'unknown'; alter table book alter column author set not null`, []],
    ['alter table book add column author text; alter table book alter column author set not null', ['the new column book.author takes no null and has no default']],
    ['alter table author drop column name', ['column author.name is dropped']],
    ['alter table book rename column title to name; alter table book drop column name', ['column book.title is renamed to name']],
    ['alter table book rename column title to t; alter table book rename column t to name', ['column book.title is renamed to t']],
    ['alter table book alter column title set not null; alter table book drop column title', ['column book.title is dropped']],
    ['alter table book rename to old_book; create table book (id int); drop table old_book', []],
    ['alter table book rename to old_book; drop table old_book', ['table book is renamed to old_book']],
    ['alter table book rename to b; alter table b rename to volume', ['table book is renamed to b']],
    ['alter table book rename to b; alter table b rename to book; drop table book', ['table book is renamed to b', 'table book is dropped']],
    ['drop view titles; create view titles as select title from book', []], ['drop view titles', ['view titles is dropped']],
    [`do $$ begin if true then alter table book rename to volume; end if; end $$`, ['table book is renamed to volume']],
    [`do $$ begin if true then alter table book rename to shelf; end if; end $$`, []],
    [`do $$ begin if true then alter table author rename to writer; end if; end $$`, []],
    [`create type mood as enum ('glad'); alter type mood rename value 'glad' to 'sad'; drop type mood`, []],
  ])('%s', (sql, expected) => {
    expect(broken(sql)).toEqual(expected);
  });

  it('is the value that drizzle-kit takes away by way of text, and nothing else of that dance', () => {
    const dance = (values: string): string => `
      alter table book alter column status set data type text; drop type status; create type status as enum (${values});
      alter table book alter column status set data type status using status::status;`;
    expect(broken(dance(`'lent', 'free'`))).toEqual([`type status loses 'lost'`]);
    expect(broken(dance(`'free', 'lent', 'lost'`))).toEqual([]);
  });

  it('is the value that goes when an enum is swapped by renaming', () => {
    expect(broken(`
      alter type status rename to status_old; create type status as enum ('lent', 'free');
      alter table book alter column status type status using status::text::status; drop type status_old;
    `)).toEqual([`type status loses 'lost'`]);
    expect(broken(`
      create type status_new as enum ('lent', 'free');
      alter table book alter column status type status_new using status::text::status_new; drop type status;
      alter type status_new rename to status;
    `)).toEqual([`type status loses 'lost'`]);
  });
});
