import { describe, expect, it } from 'vitest';
import type { Casing } from '../../../../src/facts/casing.ts';
import { amended, type Wish, wishColumn, wishConstraint, wishName } from './amended.ts';

const imports = `import { sql } from 'drizzle-orm';
import { check, customType, foreignKey, index, integer, pgEnum, pgMaterializedView, pgPolicy, pgSchema, pgSequence, pgTable,
  pgTableCreator, pgView, primaryKey, text, timestamp, unique, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
`;

/** What a wish makes of a piece of a schema; null if it cannot be made. */
function after(code: string, wish: Wish, casing?: Casing): string | null {
  const made = amended(imports + code, wish, casing);
  if (made === null) return null;
  expect(made.text.startsWith(imports)).toBe(true);
  return made.text.slice(imports.length);
}

describe('another name for a column', () => {
  const addedAt = (code: string): string => `export const book = pgTable('book', { title: text('title'), addedAt: ${code} });\n`;

  it.each([
    ["timestamp('addedAt')", "timestamp('added_at')"],
    ['timestamp("addedAt", { mode: "date" }).notNull()', 'timestamp("added_at", { mode: "date" }).notNull()'],
    ['timestamp(`addedAt`)', 'timestamp(`added_at`)'],
    ['timestamp()', "timestamp('added_at')"],
    ['timestamp().defaultNow().notNull()', "timestamp('added_at').defaultNow().notNull()"],
    ['timestamp({ withTimezone: true })\n    .notNull()', "timestamp('added_at', { withTimezone: true })\n    .notNull()"],
  ])('%s', (before, wanted) => {
    const made = amended(imports + addedAt(before), wishColumn('public.book', 'addedAt', 'added_at'));
    expect(made?.text).toBe(imports + addedAt(wanted));
    expect(made?.changed).toEqual(['removed column book.addedAt', 'added column book.added_at']);
  });

  it('is given in a function of columns, taken apart or not', () => {
    expect(after("export const book = pgTable('book', (t) => ({ addedAt: t.timestamp() }));", wishColumn('public.book', 'addedAt', 'added_at')))
      .toBe("export const book = pgTable('book', (t) => ({ addedAt: t.timestamp('added_at') }));");
    expect(after("export const book = pgTable('book', ({ timestamp: at }) => ({ addedAt: at() }));", wishColumn('public.book', 'addedAt', 'added_at')))
      .toBe("export const book = pgTable('book', ({ timestamp: at }) => ({ addedAt: at('added_at') }));");
  });

  it('is given to columns of an enum and of a custom type of the file', () => {
    const code = `const state = pgEnum('state', ['new']);
const isbn = customType<{ data: string }>({ dataType: () => 'text' });
export const book = pgTable('book', { lentState: state().notNull(), bookIsbn: isbn('bookIsbn') });`;
    expect(after(code, wishColumn('public.book', 'lentState', 'lent_state'))).toContain("lentState: state('lent_state').notNull()");
    expect(after(code, wishColumn('public.book', 'bookIsbn', 'isbn'))).toContain("bookIsbn: isbn('isbn')");
  });

  it('knows the casing that made the name there is', () => {
    expect(after("export const book = pgTable('book', { isbn13Number: text() });", wishColumn('public.book', 'isbn13_number', 'isbn13'), 'snake_case'))
      .toBe("export const book = pgTable('book', { isbn13Number: text('isbn13') });");
  });

  it('is escaped', () => {
    expect(after(addedAt("timestamp('addedAt')"), wishColumn('public.book', 'addedAt', 'reader\'s "copy"\\')))
      .toBe(addedAt("timestamp('reader\\'s \"copy\"\\\\')"));
  });

  it.each([
    ['a name in a constant', "const at = 'addedAt';\nexport const book = pgTable('book', { addedAt: timestamp(at) });"],
    ['a function of the project', "const at = (name: string) => timestamp(name);\nexport const book = pgTable('book', { addedAt: at('addedAt') });"],
    ['a column in a constant', "const addedAt = timestamp('addedAt');\nexport const book = pgTable('book', { addedAt });"],
    ['columns that are spread', "const added = { addedAt: timestamp() };\nexport const book = pgTable('book', { ...added });"],
    ['options in a constant', "const options = { withTimezone: true };\nexport const book = pgTable('book', { addedAt: timestamp(options) });"],
    ['a key that is computed', "export const book = pgTable('book', { ['addedAt']: timestamp() });"],
    ['a function that makes tables', "const make = (name: string) => pgTable(name, { addedAt: timestamp() });\nexport const book = make('book');"],
  ])('is not given to %s', (_, code) => {
    expect(after(code, wishColumn('public.book', 'addedAt', 'added_at'))).toBeNull();
  });
});

describe('another name for', () => {
  it.each([
    ['a table', "export const b = pgTable('Book', { id: integer() });", "export const b = pgTable('book', { id: integer() });"],
    ['a table with row security', "export const b = pgTable('Book', { id: integer() }).enableRLS();", "export const b = pgTable('book', { id: integer() }).enableRLS();"],
    ['a table of a schema', "export const l = pgSchema('library');\nexport const b = l.table('Book', {});", "export const l = pgSchema('library');\nexport const b = l.table('book', {});"],
    ['a schema', "export const b = pgSchema('Book');", "export const b = pgSchema('book');"],
    ['an enum', 'export const b = pgEnum("Book", ["lent"]);', 'export const b = pgEnum("book", ["lent"]);'],
    ['a view', "export const b = pgView('Book').as((qb) => qb);", "export const b = pgView('book').as((qb) => qb);"],
    ['a materialized view', "export const b = pgMaterializedView('Book').as((qb) => qb);", "export const b = pgMaterializedView('book').as((qb) => qb);"],
    ['a sequence', "export const b = pgSequence('Book', { startWith: 1 });", "export const b = pgSequence('book', { startWith: 1 });"],
    ['an index', "export const b = pgTable('b', { id: integer() }, (t) => [index('Book').on(t.id)]);", "export const b = pgTable('b', { id: integer() }, (t) => [index('book').on(t.id)]);"],
    ['a policy', "export const b = pgTable('b', { id: integer() }, () => [pgPolicy('Book', { for: 'select' })]);", "export const b = pgTable('b', { id: integer() }, () => [pgPolicy('book', { for: 'select' })]);"],
  ])('%s', (_, before, wanted) => {
    expect(after(before, wishName('Book', 'book'))).toBe(wanted);
  });

  it.each([
    ['a table of a creator', "const table = pgTableCreator((name) => name);\nexport const b = table('Book', { id: integer() });"],
    ['a table with its name in a constant', "const name = 'Book';\nexport const b = pgTable(name, { id: integer() });"],
    ['an index in a function of its own', "const extras = (t: any) => [index('Book').on(t.id)];\nexport const b = pgTable('b', { id: integer() }, extras);"],
    ['an index that a loop makes', "export const b = pgTable('b', { id: integer() }, (t) => ['id'].map(() => index('Book').on(t.id)));"],
  ])('not %s', (_, code) => {
    expect(after(code, wishName('Book', 'book'))).toBeNull();
  });
});

describe('a name for what Drizzle names', () => {
  const extra = (code: string): string =>
    `export const book = pgTable('book', { id: integer('id'), title: text('title'), by: integer('by') }, (t) => [\n  ${code},\n]);\n`;

  it.each([
    ['index().on(t.title)', 'book_title_index', "index('book_key').on(t.title)"],
    ['uniqueIndex().on(t.title)', 'book_title_index', "uniqueIndex('book_key').on(t.title)"],
  ])('%s', (before, from, wanted) => {
    expect(after(extra(before), wishName(from, 'book_key'))).toBe(extra(wanted));
  });

  it.each([
    ['unique().on(t.title)', 'book_title_unique', "unique('book_key').on(t.title)"],
    ["unique('Title').on(t.title).nullsNotDistinct()", 'Title', "unique('book_key').on(t.title).nullsNotDistinct()"],
    ['primaryKey({ columns: [t.id, t.title] })', 'book_id_title_pk', "primaryKey({ columns: [t.id, t.title], name: 'book_key' })"],
    ["primaryKey({ name: 'Key', columns: [t.id] })", 'Key', "primaryKey({ name: 'book_key', columns: [t.id] })"],
    ['foreignKey({\n    columns: [t.by],\n    foreignColumns: [t.id],\n  })', 'book_by_book_id_fk',
      "foreignKey({\n    columns: [t.by],\n    foreignColumns: [t.id],\n    name: 'book_key',\n  })"],
    ["check('Title', sql`title <> ''`)", 'Title', "check('book_key', sql`title <> ''`)"],
  ])('%s', (before, from, wanted) => {
    expect(after(extra(before), wishConstraint('public.book', from, 'book_key'))).toBe(extra(wanted));
  });

  it('.unique() of a column', () => {
    const column = (code: string): string => `export const book = pgTable('book', { title: text('title').notNull()${code} });`;
    expect(after(column('.unique()'), wishConstraint('public.book', 'book_title_unique', 'book_key'))).toBe(column(".unique('book_key')"));
    expect(after(column("\n  .unique('Key', { nulls: 'not distinct' })"), wishConstraint('public.book', 'Key', 'book_key')))
      .toBe(column("\n  .unique('book_key', { nulls: 'not distinct' })"));
  });

  it('cannot be given to what takes none', () => {
    expect(after(extra('primaryKey(t.id, t.title)'), wishConstraint('public.book', 'book_id_title_pk', 'book_key'))).toBeNull();
    const inline = "export const book = pgTable('book', { id: integer('id').primaryKey(), next: integer('next').references((): any => book.id) });";
    expect(after(inline, wishConstraint('public.book', 'book_next_book_id_fk', 'book_key'))).toBeNull();
  });
});
