import { describe, expect, it } from 'vitest';

import { effects } from '../../src/catalog/effects.ts';
import { showName } from '../../src/facts/names.ts';
import { catalogOf, changesOf } from '../kit/catalog.ts';

const before = catalogOf(`
  create table parent (id int primary key);
  create table t (id int primary key, n int, parent_id int references parent, m int, check (n is not null), k int not null);
  create table child (t_id int references t);
  create index t_n on t (n);
  create table p (id int, n int) partition by range (id);
  create table p_1 partition of p default;
  create materialized view mv as select 1 as id;
  create table base (id int, n int);
  create view v as select id from base;
  create materialized view copy as select id from base;
  create table owner (id int primary key);
  create table owned (owner_id int references owner on delete cascade);
  create sequence s;
  create table drawn (id int default nextval('s'));
  create function f() returns trigger language plpgsql as 'begin return new; end';
  create trigger t_f before insert on t for each row execute function f();
`);

/** What a change does, as words in one line. */
function told(sql: string, context = { major: 17, inTransaction: true }): string {
  const [change] = changesOf(sql);
  if (change === undefined) throw new Error(`no change in ${sql}`);
  const { locks, rewrites, scans, builds, fails } = effects(change, before, context);
  const parts = [
    ...locks.map(({ table, mode }) => `${showName(table)}=${mode}`).sort(),
    ...rewrites.map((name) => `rewrite ${showName(name)}`), ...scans.map((name) => `scan ${showName(name)}`),
    ...builds.map((name) => `build ${showName(name)}`), ...fails.map(({ sqlstate, certain }) => `${sqlstate} ${certain}`),
  ];
  return parts.join('; ');
}

describe('what a change does besides changing the catalog', () => {
  it.each([
    ['create index on t (m)', 't=Share; scan t; build t_m_idx'],
    ['create unique index u on t (m)', 't=Share; scan t; build u; 23505 withRows'],
    ['create index if not exists t_n on t (m)', 't=Share'],
    ['create index concurrently on t (m)', 't=ShareUpdateExclusive; scan t; build t_m_idx; 25001 always'],
    ['create index on p (id)', 'p=Share; p_1=Share; scan p_1; build p_id_idx; build p_1_id_idx'],
    ['create index on only p (id)', 'p=Share; build p_id_idx'],
    ['create index concurrently on p (id)', 'p=ShareUpdateExclusive; 25001 always; 0A000 always'],
    ['drop index t_n', 't=AccessExclusive'], ['drop index concurrently t_n', 't=ShareUpdateExclusive; 25001 always'],
    ['drop index t_pkey', '2BP01 always'],
    ['reindex index t_n', 't=Share; scan t; build t_n'], ['reindex table t', 't=Share; scan t; build t_pkey; build t_n'],
    ['reindex table concurrently t', 't=ShareUpdateExclusive; scan t; build t_pkey; build t_n; 25001 always'],
    ['drop table t', 'parent=AccessExclusive; t=AccessExclusive; 2BP01 always'],
    ['drop table t cascade', 'child=AccessExclusive; parent=AccessExclusive; t=AccessExclusive'],
    ['drop table if exists nothing', ''], ['drop table v', '42809 always'], ['drop table base', 'base=AccessExclusive; 2BP01 always'],
    ['drop table base cascade', 'base=AccessExclusive; copy=AccessExclusive'], ['drop view v', ''], ['drop table p_1', 'p=AccessExclusive; p_1=AccessExclusive'],
    ['drop sequence s', '2BP01 always'], ['drop sequence s cascade', 'drawn=AccessExclusive'], ['drop schema public', '2BP01 always'],
    ['drop function f() cascade', 't=AccessExclusive'], ['drop function f()', '2BP01 always'],
    ['alter table t rename to tt', 't=AccessExclusive'], ['alter index t_n rename to nn', ''],
    ['create table c (id int references t)', 't=ShareRowExclusive'],
    ['create table c (word text references t)', 't=ShareRowExclusive; 42804 always'],
    ['alter table t add column word text references parent', 'parent=ShareRowExclusive; t=AccessExclusive; 42804 always'],
    ['create table p_2 partition of p for values from (1) to (2)', 'p=AccessExclusive; p_1=AccessExclusive; scan p_1; 23514 withRows'],
    ['alter table t add column x int', 't=AccessExclusive'],
    ['alter table t add column x int not null default 1', 't=AccessExclusive'],
    ['alter table t add column x timestamptz default now()', 't=AccessExclusive'],
    ['alter table t add column x int not null', 't=AccessExclusive; scan t; 23502 withRows'],
    ['alter table t add column x uuid default gen_random_uuid()', 't=AccessExclusive; rewrite t; scan t; build t_pkey; build t_n'],
    ['alter table t add column x serial', 't=AccessExclusive; rewrite t; scan t; build t_pkey; build t_n'],
    ['alter table t add column x int generated always as (n + 1) stored', 't=AccessExclusive; rewrite t; scan t; build t_pkey; build t_n'],
    ['alter table t add column x int references parent', 'parent=ShareRowExclusive; t=AccessExclusive'],
    ['alter table t add column x int unique', 't=AccessExclusive; scan t; build t_x_key'],
    ['alter table t drop column parent_id', 'parent=AccessExclusive; t=AccessExclusive'], ['alter table t drop column m', 't=AccessExclusive'],
    ['alter table t alter column m set not null', 't=AccessExclusive; scan t; 23502 withRows'],
    ['alter table t alter column n set not null', 't=AccessExclusive'], ['alter table t alter column k set not null', 't=AccessExclusive'],
    ['alter table t add foreign key (m) references parent', 'parent=ShareRowExclusive; t=ShareRowExclusive; scan t; 23503 withRows'],
    ['alter table t add foreign key (m) references parent not valid', 'parent=ShareRowExclusive; t=ShareRowExclusive'],
    ['alter table t add check (m > 0)', 't=AccessExclusive; scan t; 23514 withRows'],
    ['alter table t add check (m > 0) not valid', 't=AccessExclusive'],
    ['alter table t add unique (m)', 't=AccessExclusive; scan t; build t_m_key; 23505 withRows'],
    ['alter table t drop constraint t_parent_id_fkey', 'parent=AccessExclusive; t=AccessExclusive'],
    ['alter table t validate constraint t_parent_id_fkey', 't=ShareUpdateExclusive'],
    ['create trigger x before update on t for each row execute function f()', 't=ShareRowExclusive'],
    ['alter table t disable trigger all', 't=ShareRowExclusive'], ['alter table t enable row level security', 't=AccessExclusive'],
    ['create policy x on t', 't=AccessExclusive'], ['truncate t', 't=AccessExclusive; rewrite t; build t_pkey; build t_n; 0A000 always'],
    ['truncate t cascade', 'child=AccessExclusive; t=AccessExclusive; rewrite t; rewrite child; build t_pkey; build t_n'],
    ['truncate p', 'p=AccessExclusive; p_1=AccessExclusive; rewrite p_1'], ['truncate only p', '42809 always'], ['truncate v', '42809 always'],
    ['update p set id = 1', 'p=RowExclusive; p_1=RowExclusive'], ['update v set id = 1', 'base=RowExclusive'], ['delete from owner', 'owned=RowExclusive; owner=RowExclusive'],
    ['lock table p', 'p=AccessExclusive; p_1=AccessExclusive'], ['lock table only p in share mode', 'p=Share'], ['lock table mv', 'mv=AccessExclusive; 42809 always'],
    ['alter table p add unique (n)', 'p=AccessExclusive; p_1=Share; 0A000 always'], ['alter table t add primary key (n)', 't=AccessExclusive; 42P16 always'],
    ['alter table t add foreign key (m) references base', 'base=ShareRowExclusive; t=ShareRowExclusive; 42704 always'],
    ['alter table t add foreign key (m) references base (id)', 'base=ShareRowExclusive; t=ShareRowExclusive; 42830 always'],
    ['alter table t drop constraint t_pkey', 't=AccessExclusive; 2BP01 always'],
    ['alter table t drop constraint t_pkey cascade', 'child=AccessExclusive; t=AccessExclusive'],
    ['alter table p attach partition base for values from (1) to (2)',
      'base=AccessExclusive; p=ShareUpdateExclusive; p_1=AccessExclusive; scan base; scan p_1; 23514 withRows; 23514 withRows'],
    ['alter table p detach partition p_1', 'p=AccessExclusive; p_1=AccessExclusive'],
    ['alter table t set (fillfactor = 70)', 't=ShareUpdateExclusive'], ['alter table t set (user_catalog_table = true)', 't=AccessExclusive'],
    ['alter table p set (fillfactor = 70)', 'p=ShareUpdateExclusive; 42809 always'], ['alter table t set unlogged', 't=AccessExclusive; rewrite t; scan t; build t_pkey; build t_n; 42P16 always'],
    ['alter table t set logged', 't=AccessExclusive'], ['alter view v set (security_invoker = true)', ''], ['comment on column t.n is null', 't=ShareUpdateExclusive'],
    ['comment on constraint t_pkey on t is null', ''], ['cluster t using t_n', 't=AccessExclusive; rewrite t; scan t; build t_pkey; build t_n'], ['cluster', '25001 always'], ['update t set n = 1', 't=RowExclusive'],
    ['refresh materialized view mv', 'mv=AccessExclusive; rewrite mv'],
    ['refresh materialized view concurrently mv', 'mv=Exclusive; scan mv; 55000 always'],
    ['vacuum t', 't=ShareUpdateExclusive; 25001 always'], ['create schema s', ''],
  ])('%s: %s', (sql, expected) => {
    expect(told(sql)).toBe(expected);
  });

  it('depends on the version and on the transaction', () => {
    const add = `alter type status add value 'sold'`;
    expect(told(add, { major: 11, inTransaction: true })).toBe('25001 always');
    expect(told(add)).toBe('');
    expect(told('create index concurrently on t (m)', { major: 17, inTransaction: false })).not.toContain('25001');
    expect(told('alter table t alter column n set not null', { major: 11, inTransaction: true })).toContain('scan t');
  });
});
