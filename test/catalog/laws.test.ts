import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { difference } from '../../src/catalog/difference.ts';
import { applyChange } from '../../src/catalog/replay.ts';
import { keyOf } from '../../src/facts/names.ts';
import { catalogOf, changesOf } from '../kit/catalog.ts';

const library = catalogOf(`
  create type status as enum ('lent', 'free');
  create schema stacks;
  create table author (id serial primary key, name text not null unique);
  create table book (
    id serial primary key, author_id int references author, title text, status status default 'free', check (title <> 'author'));
  create index book_title on book (lower(title), status) where status = 'free';
  create policy seen on book using (status = 'free');
`);

const word = fc.stringMatching(/^[a-z"' .é]{1,70}$/).filter((text) => !['author', 'book', 'status', 'stacks'].includes(text));
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Pairs of statements of which the second takes the first back. */
const thereAndBack = fc.tuple(fc.constantFrom<(name: string) => readonly [string, string]>(
  (name) => [`create table ${name} (id serial primary key, a int unique check (a > 0), b int references book)`, `drop table ${name}`],
  (name) => [`create index ${name} on book (title)`, `drop index ${name}`],
  (name) => [`create type ${name} as enum ('a')`, `drop type ${name}`],
  (name) => [`create schema ${name}`, `drop schema ${name}`],
  (name) => [`create sequence ${name}`, `drop sequence ${name}`],
  (name) => [`create view ${name} as select 1`, `drop view ${name}`],
  (name) => [`alter table book add column ${name} serial unique`, `alter table book drop column ${name}`],
  (name) => [`alter table book add constraint ${name} unique (title)`, `alter table book drop constraint ${name}`],
  (name) => [`alter table book rename to ${name}`, `alter table ${name} rename to book`],
  (name) => [`alter table book rename column title to ${name}`, `alter table book rename column ${name} to title`],
  (name) => [`alter table author rename column id to ${name}`, `alter table author rename column ${name} to id`],
  (name) => [`alter type status rename to ${name}`, `alter type ${name} rename to status`],
  (name) => [`alter schema stacks rename to ${name}`, `alter schema ${name} rename to stacks`],
  (name) => [`alter index book_title rename to ${name}`, `alter index ${name} rename to book_title`],
  (name) => [`alter index author_pkey rename to ${name}`, `alter index ${name} rename to author_pkey`],
  (name) => [`alter sequence book_id_seq rename to ${name}`, `alter sequence ${name} rename to book_id_seq`],
  () => ['alter table book set schema stacks', 'alter table stacks.book set schema public'],
  () => [`alter type status rename value 'free' to 'home'`, `alter type status rename value 'home' to 'free'`],
), word).map(([pair, name]) => pair(quoted(name)));

describe('laws of a replay', () => {
  it('comes back to where it began when a change is taken back', () => {
    fc.assert(fc.property(thereAndBack, ([there, back]) => {
      const after = catalogOf(there, library);
      fc.pre(after !== library);
      expect(difference(library, catalogOf(back, after))).toEqual([]);
    }), { numRuns: 300 });
  });

  it('keys every object by its name, and leaves the catalog before untouched', () => {
    const before = JSON.stringify([...library.tables.values()]);
    fc.assert(fc.property(fc.array(thereAndBack, { maxLength: 6 }), (pairs) => {
      const catalog = pairs.reduce((now, [there]) => catalogOf(there, now), library);
      for (const objects of [catalog.tables, catalog.indexes, catalog.sequences, catalog.views, catalog.enums]) {
        for (const [key, object] of objects) expect(key).toBe(keyOf(object));
      }
      for (const index of catalog.indexes.values()) expect(catalog.tables.has(keyOf(index.table))).toBe(true);
      for (const { ownedBy } of catalog.sequences.values()) {
        if (ownedBy === null) continue;
        const columns = catalog.tables.get(keyOf(ownedBy.table))?.columns.map(({ name }) => name);
        expect(columns).toContain(ownedBy.column);
      }
    }), { numRuns: 100 });
    expect(JSON.stringify([...library.tables.values()])).toBe(before);
  });
});

describe('what does not fit', () => {
  it.each([
    ['drop table member', 'relation member'], ['drop type mood', 'type mood'], ['drop index nowhere', 'relation nowhere'],
    ['alter table book drop column isbn', 'column isbn'], ['alter table book drop constraint old', 'constraint old'],
    ['drop trigger t on book', 'trigger t'], ['drop policy p on book', 'policy p'], ['drop function f', 'routine f'],
    [`alter type status rename value 'lost' to 'x'`, 'enumValue lost'], ['drop schema attic', 'schema attic'],
  ])('%s names what is not there: %s', (sql, expected) => {
    const [change] = changesOf(sql);
    const replayed = change && applyChange(library, change);
    expect(replayed?.unknown.map(({ kind, name }) => `${kind} ${name}`)).toEqual([expected]);
    expect(replayed?.catalog).toBe(library);
  });

  it('makes a partial table of one that is altered and nobody made', () => {
    const [change] = changesOf('alter table member add column name text');
    const replayed = change && applyChange(library, change);
    expect(replayed?.unknown.map(({ name }) => name)).toEqual(['member']);
    expect(replayed?.catalog.tables.get('public.member')).toMatchObject({ partial: true, columns: [{ name: 'name' }] });
  });

  it('skips what is there already, and says so unless the statement allows it', () => {
    const [strict, lenient] = changesOf('create table book (id int); create table if not exists book (id int)');
    const [first, second] = [strict, lenient].map((change) => change && applyChange(library, change));
    expect(first?.duplicate.map(({ name }) => name)).toEqual(['book']);
    expect(second?.duplicate).toEqual([]);
    expect([first?.catalog, second?.catalog]).toEqual([library, library]);
  });

  it('marks tables as partial of which a query or LIKE says the columns', () => {
    const made = catalogOf('create table copy as select * from book; create table twin (like book including all)', library);
    expect(made.tables.get('public.copy')).toMatchObject({ partial: true, columns: [] });
    expect(made.tables.get('public.twin')?.partial).toBe(true);
    expect(made.tables.get('public.twin')?.columns.map(({ name }) => name)).toEqual(['id', 'author_id', 'title', 'status']);
  });
});
