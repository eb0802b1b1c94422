import { expect, it } from 'vitest';
import { afterMigration, afterMigrations, emptyDatabase } from '../../src/catalog/after-migrations.ts';
import { catalogOf, migration } from '../kit/catalog.ts';

const books = migration(0, 'create table book (id int); create temporary table scratch (id int);');
const titles = migration(1, 'alter table book add column title text;');

it('is what the SQL makes, without what was temporary', () => {
  const after = afterMigrations([books, titles]);
  expect([...after.tables.keys()]).toEqual(['public.book']);
  expect(after.tables.get('public.book')?.columns.map(({ name }) => name)).toEqual(['id', 'title']);
});

it('is worked out once for the same catalog and file, and anew for another catalog', () => {
  expect(afterMigrations([books, titles])).toBe(afterMigration(afterMigration(emptyDatabase, books), titles));
  const library = catalogOf('create table author (id int);');
  expect([...afterMigration(library, books).tables.keys()]).toEqual(['public.author', 'public.book']);
});

it('stays as it was where the file is missing', () => {
  expect(afterMigration(emptyDatabase, { ...books, sql: null })).toBe(emptyDatabase);
});
