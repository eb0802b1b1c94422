import { describe, expect, it } from 'vitest';
import { reasonsOf, schemaOf, tableOf, textAt } from './schema-of.ts';

const pg = "import { integer, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';\n";

function tablesOf(...args: Parameters<typeof schemaOf>): readonly string[] {
  const schema = schemaOf(...args);
  expect(reasonsOf(schema)).toEqual([]);
  return [...schema.catalog.tables.values()].map((table) => table.name);
}

describe('files', () => {
  const book = `${pg}export const book = pgTable('book', { id: integer() });`;
  const shelf = `${pg}export const shelf = pgTable('shelf', { id: integer() });`;

  it('are joined by re-exports of every kind, each table once', () => {
    expect(tablesOf({
      'index.ts': "export * from './book'; export { shelf, shelf as rack } from './shelf'; export { book } from './book';",
      'book.ts': book, 'shelf.ts': shelf,
    })).toEqual(['shelf', 'book']);
  });

  it('are found by extension, as .js, and as a folder', () => {
    expect(tablesOf({
      'db/index.ts': "export * from './a.js'; export * from '../b'; export * from './c'; export * from '../d.ts';",
      'db/a.ts': book, 'b.tsx': shelf, 'db/c/index.ts': `${pg}export const c = pgTable('c', {});`,
      'd.ts': `${pg}export const d = pgTable('d', {});`,
    })).toEqual(['book', 'shelf', 'c', 'd']);
  });

  it('are found where the project says', () => {
    expect(tablesOf({ 'index.ts': "export * from '@/book';", 'src/book.ts': book }, {
      resolve: (specifier) => (specifier === '@/book' ? 'src/book.ts' : null),
    })).toEqual(['book']);
  });

  it('may be several entries, and import each other in a circle', () => {
    const schema = schemaOf({
      'book.ts': `${pg}import { shelf } from './shelf'; export const book = pgTable('book', { id: integer(), shelfId: integer().references(() => shelf.id) });`,
      'shelf.ts': `${pg}import { book } from './book'; export const shelf = pgTable('shelf', { id: integer(), firstId: integer().references(() => book.id) });`,
    }, { entries: ['book.ts', 'shelf.ts'] });
    expect(reasonsOf(schema)).toEqual([]);
    expect(tableOf(schema, 'public.book').constraints).toMatchObject([{ name: 'book_shelfId_shelf_id_fk' }]);
    expect(tableOf(schema, 'public.shelf').constraints).toMatchObject([{ name: 'shelf_firstId_book_id_fk' }]);
    expect(schema.files).toEqual(['book.ts', 'shelf.ts']);
  });

  it('give columns, values and helpers to each other', () => {
    const files = {
      'schema.ts': `${pg}import * as columns from './columns'; import genres from './genres'; import sizes from './sizes.json';
        export const genre = pgEnum('genre', genres);
        export const size = pgEnum('size', sizes.all);
        export const book = pgTable('book', { id: columns.id('book'), ...columns.timestamps });`,
      'columns.ts': `${pg}export const timestamps = { addedAt: timestamp('added_at').notNull() };
        export function id(table: string) { const name = table + '_id'; return text(name).primaryKey(); }`,
      'genres.ts': "const genres = ['novel'] as const; export default genres;",
      'sizes.json': '{ "all": ["folio", "quarto"] }',
    };
    const schema = schemaOf(files);
    expect(reasonsOf(schema)).toEqual([]);
    const { columns } = tableOf(schema, 'public.book');
    expect(columns.map(({ name }) => name)).toEqual(['book_id', 'added_at']);
    expect(columns.map(({ origin }) => textAt(files, origin))).toEqual([
      "id: columns.id('book')", "addedAt: timestamp('added_at').notNull()",
    ]);
    expect(schema.catalog.enums.get('public.size')?.values).toEqual(['folio', 'quarto']);
  });

  it('may give on drizzle-orm itself', () => {
    expect(tablesOf({
      'schema.ts': "import { pgTable, text } from './orm'; export const book = pgTable('book', { title: text() });",
      'orm.ts': "export * from 'drizzle-orm/pg-core'; export * from 'drizzle-orm';",
    })).toEqual(['book']);
  });

  it('do not count for their types', () => {
    expect(tablesOf({
      'schema.ts': `${pg}import type { Book } from 'nowhere'; export type { Book }; export type * from './gone'; export interface Shelf {}
        export const book = pgTable('book', {});`,
    })).toEqual(['book']);
  });
});

describe('files that cannot be read', () => {
  it('with a syntax error are told, and the others are read', () => {
    const files = {
      'index.ts': "export * from './book'; export * from './broken';",
      'book.ts': `${pg}export const book = pgTable('book', {});`, 'broken.ts': 'export const = 3;',
    };
    const schema = schemaOf(files);
    expect([...schema.catalog.tables.keys()]).toEqual(['public.book']);
    expect(schema.unresolved).toMatchObject([{ origin: { file: 'broken.ts', span: { start: 13 } } }]);
  });

  it('that are exported whole are told', () => {
    const schema = schemaOf({ 'index.ts': "export * from '@press/tables'; export * from './gone';" });
    expect(reasonsOf(schema)).toEqual([
      'everything of @press/tables is exported, which is not part of the project',
      'everything of ./gone is exported, which is not part of the project',
    ]);
  });

  it('that are entries are told', () => {
    expect(reasonsOf(schemaOf({}, { entries: ['gone.ts'] }))).toEqual(['the file cannot be read']);
  });

  it('are left alone where they belong to a package', () => {
    const schema = schemaOf({
      'schema.ts': `${pg}import { columns } from 'press'; export const book = pgTable('book', { ...columns });`,
      'node_modules/press/index.js': 'export const columns = {};',
    }, { resolve: () => 'node_modules/press/index.js' });
    expect(schema.files).toEqual(['schema.ts']);
    expect(tableOf(schema, 'public.book').partial).toBe(true);
  });
});
