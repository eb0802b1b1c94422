import { describe, expect, it } from 'vitest';

import { coverage } from '../../src/catalog/covering-index.ts';
import { indexesOf } from '../../src/catalog/indexes-of.ts';
import { narrowsType } from '../../src/catalog/narrows-type.ts';
import { redundantIndexes } from '../../src/catalog/redundant-index.ts';
import type { ForeignKey } from '../../src/facts/catalog.ts';
import { catalogOf, name, nothing } from '../kit/catalog.ts';

const loans = `
  create table copy (shelf int, place int, primary key (shelf, place));
  create table loan (id int, due date, shelf int not null, place int, foreign key (shelf, place) references copy);
`;

function coverageOf(indexes: string, postgres = 17): string {
  const catalog = catalogOf(loans + indexes);
  const key = catalog.tables.get('public.loan')?.constraints.find((one): one is ForeignKey => one.kind === 'foreignKey');
  if (key === undefined) throw new Error('the story has no foreign key');
  const answer = coverage(catalog, name('loan'), key, postgres);
  return answer.kind === 'partly' ? answer.how : answer.kind;
}

describe('which index serves a foreign key', () => {
  it.each([
    ['create index on loan (shelf, place)', 'covered'],
    ['create index on loan (place, shelf)', 'covered'],
    ['create index on loan (place desc, shelf nulls first, due) include (id)', 'covered'],
    ['alter table loan add unique (place, shelf, id)', 'covered'],
    ['alter table loan add primary key (shelf, place)', 'covered'],
    ['create index on loan (shelf, place) where place is not null', 'covered'],
    ['create index on loan (shelf, place) where place is not null and "shelf" is not null', 'covered'],
    ['create index on loan (shelf, place) where due is not null', 'bare'],
    ['create index on loan (shelf, place) where place is not null or due is not null', 'covered'],
    ['create index on loan (shelf, place) where (id > 0 or due is not null) and place is not null', 'bare'],
    ['create index on loan (shelf, place) where not (place is null)', 'covered'],
    ['create index on loan (shelf, place) where case when id > 0 or place is not null or due > now() then true else false end', 'bare'],
    [`create index on loan (shelf, place) where "loan"."place" is not null and ('a or b' <> '')`, 'bare'],
    ['create index on loan (shelf, place) where place > 0', 'bare'],
    ['create index on loan (shelf, due, place)', 'columnBetween'],
    ['create index on loan (shelf)', 'someColumns'],
    ['create index on loan (place, due)', 'someColumns'],
    ['create index on loan using hash (place)', 'someColumns'],
    ['create index on loan (due, shelf, place)', 'bare'],
    ['create index on loan using brin (shelf, place)', 'bare'],
    ['create index on loan ((shelf + 0), place)', 'bare'],
    ['', 'bare'],
  ])('%s: %s', (indexes, expected) => {
    expect(coverageOf(indexes)).toBe(expected);
  });

  it('skips over a leading column from PostgreSQL 18 on', () => {
    expect(coverageOf('create index on loan (due, shelf, place)', 18)).toBe('longSkipScan');
    expect(coverageOf('alter table loan add lent boolean; create index on loan (lent, place)', 18)).toBe('skipScan');
    expect(coverageOf('alter table loan add primary key (id); create index on loan (id, place, shelf)', 18)).toBe('bare');
  });

  it('takes the best of several', () => {
    expect(coverageOf('create index on loan (shelf); create index on loan (shelf, place)')).toBe('covered');
  });

  it('serves one column with a hash index', () => {
    const catalog = catalogOf('create table a (id int primary key); create table b (a int references a); create index on b using hash (a)');
    const key = catalog.tables.get('public.b')?.constraints[0];
    if (key?.kind !== 'foreignKey') throw new Error('the story has no foreign key');
    expect(coverage(catalog, name('b'), key, 17).kind).toBe('covered');
  });

  it('does not know of a table that nobody made', () => {
    const catalog = catalogOf('alter table loan add constraint loan_copy foreign key (copy) references copy (id)');
    const key = catalog.tables.get('public.loan')?.constraints[0];
    if (key?.kind !== 'foreignKey') throw new Error('the story has no foreign key');
    expect(coverage(catalog, name('loan'), key, 17).kind).toBe('unknown');
    expect(coverage(nothing, name('loan'), key, 17).kind).toBe('unknown');
  });
});

describe('which index is needless', () => {
  const book = 'create table book (id int primary key, isbn text, title text, author int, n int);';
  function needless(indexes: string): readonly string[] {
    return redundantIndexes(catalogOf(book + indexes), name('book'))
      .map(({ redundant, by, kind }) => `${redundant.name} ${kind} ${by.name}`);
  }

  it.each([
    ['create index a on book (isbn); create index b on book (isbn, title)', ['a prefix b']],
    ['create index b on book (isbn, title); create index a on book (isbn desc)', ['a prefix b']],
    ['create index a on book (isbn, title); create index b on book (isbn desc, title desc, n)', ['a prefix b']],
    ['create index a on book (isbn, title desc); create index b on book (isbn, title, n)', []],
    ['create index a on book (isbn); create index b on book (isbn)', ['b duplicate a']],
    ['alter table book add constraint known unique (isbn); create unique index a on book (isbn)', ['a duplicate known']],
    ['create index a on book (isbn); alter table book add constraint known unique (isbn)', ['a duplicate known']],
    ['alter table book add constraint again unique (id)', ['again duplicate book_pkey']],
    ['create unique index a on book (isbn); create index b on book (isbn, title)', []],
    ['create unique index a on book (isbn); create unique index b on book (isbn, title)', []],
    ['create unique index a on book (isbn); create unique index b on book (isbn) nulls not distinct', ['a duplicate b']],
    ['create index a on book (title, isbn); create index b on book (isbn, title)', []],
    ['create index a on book (isbn) where n > 0; create index b on book (isbn, title)', []],
    ['create index a on book (isbn) where n > 0; create index b on book (isbn, title) where n>0', ['a prefix b']],
    ['create index a on book (isbn) include (n); create index b on book (isbn, title)', []],
    ['create index a on book (isbn) include (n); create index b on book (isbn, title, n)', ['a prefix b']],
    ['create index a on book (isbn text_pattern_ops); create index b on book (isbn, title)', []],
    ['create index a on book (lower(isbn)); create index b on book (lower(isbn), title)', ['a prefix b']],
    ['create index a on book (lower(isbn)); create index b on book (upper(isbn), title)', []],
    ['create index a on book using hash (isbn); create index b on book (isbn)', []],
  ])('%s', (indexes, expected) => {
    expect(needless(indexes)).toEqual(expected);
  });
});

it('lists the indexes of keys and those made for themselves alike', () => {
  const catalog = catalogOf('create table book (id int primary key, isbn text unique nulls not distinct); create index on book (isbn)');
  expect(indexesOf(catalog, name('book')).map(({ name: own, unique, constraint, keys }) => [own, unique, constraint, keys[0]?.column]))
    .toEqual([['book_pkey', true, 'primaryKey', 'id'], ['book_isbn_key', true, 'unique', 'isbn'], ['book_isbn_idx', false, null, 'isbn']]);
});

it.each([
  ['bigint', 'integer', 'yes'], ['integer', 'bigint', 'no'], ['integer', 'numeric', 'no'], ['integer', 'numeric(12,2)', 'no'],
  ['integer', 'numeric(10,2)', 'yes'], ['integer', 'real', 'yes'], ['real', 'double precision', 'no'], ['double precision', 'real', 'yes'],
  ['character varying(20)', 'character varying(10)', 'yes'], ['character varying(20)', 'character varying(40)', 'no'],
  ['character varying(20)', 'text', 'no'], ['text', 'character varying', 'no'], ['text', 'character varying(20)', 'yes'],
  ['character varying', 'character varying(20)', 'yes'], ['uuid', 'character varying(36)', 'no'], ['uuid', 'character varying(20)', 'yes'],
  ['numeric(10,2)', 'numeric(12,2)', 'no'], ['numeric(10,2)', 'numeric(12,4)', 'no'], ['numeric(10,2)', 'numeric(10,4)', 'yes'],
  ['numeric(10,2)', 'numeric', 'no'], ['numeric', 'numeric(10,2)', 'yes'], ['numeric(10,2)', 'numeric(10,1)', 'yes'],
  ['timestamp with time zone', 'timestamp without time zone', 'yes'], ['timestamp without time zone', 'timestamp with time zone', 'no'],
  ['timestamp(3) with time zone', 'timestamp with time zone', 'no'], ['timestamp with time zone', 'timestamp(3) with time zone', 'yes'],
  ['timestamp without time zone', 'timestamp(3) with time zone', 'yes'], ['date', 'timestamp without time zone', 'no'],
  ['timestamp without time zone', 'date', 'yes'], ['interval day', 'interval', 'no'], ['interval', 'interval day', 'yes'],
  ['text', 'public.status', 'yes'], ['public.status', 'text', 'no'], ['public.status', 'public.state', 'unknown'],
  ['text', 'integer', 'yes'], ['integer', 'text', 'no'], ['json', 'jsonb', 'yes'], ['jsonb', 'json', 'no'], ['text', 'jsonb', 'yes'],
  ['text[]', 'text', 'no'], ['text', 'text[]', 'yes'], ['character varying(5)[]', 'character varying(3)[]', 'yes'],
  ['integer[]', 'bigint[]', 'no'], ['cidr', 'inet', 'no'], ['inet', 'cidr', 'yes'], ['boolean', 'integer', 'yes'],
  ['bit(5)', 'bit(9)', 'yes'], ['bit varying(5)', 'bit varying(9)', 'no'], ['text', 'text', 'no'],
] as const)('%s to %s narrows: %s', (before, after, expected) => {
  expect(narrowsType(before, after)).toBe(expected);
});
