import { describe, expect, it } from 'vitest';

import { differingTables } from '../../src/catalog/differing-tables.ts';
import { catalogOf } from '../kit/catalog.ts';

const before = catalogOf(`
  create table author (id int primary key);
  create table loan (id int, author_id int references author, due date) partition by range (due);
  create table loan_2026 partition of loan for values from ('2026-01-01') to ('2027-01-01');
  create table loan_2027 (id int, author_id int, due date);
  create index loan_2026_author_id_idx on loan_2026 (author_id);
`);

function touchedBy(sql: string): readonly string[] {
  return [...differingTables(before, catalogOf(sql, before))].sort();
}

describe('which tables differ between a catalog and a later one', () => {
  it.each([
    ['select 1', []],
    ['create index on author (id)', []],
    ['create table shelf (id int)', ['public.shelf']],
    ['alter table author alter column id type bigint', ['public.author']],
    ['drop index loan_2026_author_id_idx', ['public.loan', 'public.loan_2026']],
    ["alter table loan attach partition loan_2027 for values from ('2027-01-01') to ('2028-01-01')", ['public.loan', 'public.loan_2027']],
    ["create table loan_2028 partition of loan for values from ('2028-01-01') to ('2029-01-01')", ['public.loan', 'public.loan_2028']],
    ['create domain isbn as text', []],
  ])('%s', (sql, touched) => {
    expect(touchedBy(sql)).toEqual(touched);
  });
});
