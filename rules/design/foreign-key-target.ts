import { isDeclared, keyOf, rule, sameName, show, targetIndexes } from '#rule';
import type { ForeignKey, IndexShape, ObjectContext, Table } from '#rule';

export default rule({
  id: 'design/foreign-key-target',
  title: 'Let a foreign key refer to columns that are unique',
  why: 'A foreign key needs a primary key, a unique constraint or a unique index over exactly the columns it refers to: without one Postgres refuses it, and drizzle-kit generates it all the same.',
  instead: 'Make the columns unique, or refer to the primary key.',
  level: 'error',
  silent: [
    'A plain unique index serves as well as a constraint; the columns may stand in it in any order.',
    'A referenced table that is not known, or was not read whole.',
    'SQL that Postgres refuses: `safety/fails-always` reports it.',
    'A unique index on a table that is referred to by a later migration than the one that makes it.',
  ],
  examples: [
    { bad: { schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), isbn: text('isbn') });
export const loan = pgTable('loan', { isbn: text('isbn').references(() => book.isbn) });` } },
    { bad: { schema: `import { foreignKey, integer, pgTable, unique } from 'drizzle-orm/pg-core';
export const copy = pgTable('copy', { book: integer('book_id'), number: integer('number'), shelf: integer('shelf') }, (t) => [
  unique().on(t.book, t.number, t.shelf),
]);
export const loan = pgTable('loan', { book: integer('book_id'), number: integer('number') }, (t) => [
  foreignKey({ columns: [t.book, t.number], foreignColumns: [copy.book, copy.number] }),
]);` } },
    { bad: { schema: `import { sql } from 'drizzle-orm'; import { integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), isbn: text('isbn') }, (t) => [
  uniqueIndex('book_isbn_idx').on(t.isbn).where(sql\`isbn <> ''\`),
]);
export const loan = pgTable('loan', { isbn: text('isbn').references(() => book.isbn) });` } },
    { bad: {
      schema: `import { integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), isbn: text('isbn') }, (t) => [
  uniqueIndex('book_isbn_idx').on(t.isbn),
]);
export const loan = pgTable('loan', { isbn: text('isbn').references(() => book.isbn) });`,
      migrations: { '0000_readers': { up: 'create table reader (id integer primary key);', down: 'drop table reader;' } },
    } },
    { good: {
      schema: `import { integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), isbn: text('isbn') }, (t) => [
  uniqueIndex('book_isbn_idx').on(t.isbn),
]);
export const loan = pgTable('loan', { isbn: text('isbn').references(() => book.isbn) });`,
      migrations: { '0000_books': { up: 'create table book (id integer primary key, isbn text); create unique index book_isbn_idx on book (isbn);', down: 'drop table book;' } },
    } },
    { good: { schema: `import { foreignKey, integer, pgTable, unique } from 'drizzle-orm/pg-core';
export const copy = pgTable('copy', { book: integer('book_id'), number: integer('number') }, (t) => [unique().on(t.number, t.book)]);
export const loan = pgTable('loan', { book: integer('book_id'), number: integer('number') }, (t) => [
  foreignKey({ columns: [t.book, t.number], foreignColumns: [copy.book, copy.number] }),
]);` } },
    {
      given: 'create table book (id integer primary key, isbn text);',
      good: 'create table loan (isbn text references book (isbn));', claims: { fails: '42830' },
    },
    {
      given: 'create table book (id integer primary key, isbn text); create unique index book_isbn_idx on book (isbn);',
      good: 'create table loan (isbn text references book (isbn));', claims: { locks: { book: 'ShareRowExclusive' } },
    },
  ],
  check: {
    constraint(constraint, table, on) {
      const { origin: at } = constraint;
      const parent = constraint.kind === 'foreignKey' ? on.catalog.tables.get(keyOf(constraint.references)) : undefined;
      if (constraint.kind !== 'foreignKey' || at === null || parent === undefined || parent.partial) return;
      const what = `Foreign key ${show(table)} (${constraint.columns.join(', ')})`;
      const target = `${show(parent)} (${constraint.referencedColumns.join(', ')})`;
      const serving = targetIndexes(on.catalog, parent, constraint.referencedColumns);
      if (serving.length === 0) {
        if (isToldOfSql(constraint, table, on)) return;
        return {
          at, instead: `Make ${target} unique with unique(), or refer to its primary key.`,
          text: `${what} refers to ${target}, which nothing makes unique: Postgres refuses it.`,
        };
      }
      if (!isDeclared(at) || !serving.every((index) => isMadeLater(index, parent, on)) || !isNew(constraint, table, on)) return;
      const names = serving.map(({ name }) => name).join(', ');
      return {
        at, instead: `Generate ${names} first, in a migration of its own${inNewTable(parent, on)}.`,
        text: `${what} refers to ${target}: drizzle-kit writes the key before ${names}, which it needs, so Postgres refuses it.`,
      };
    },
  },
});

/** What a migration does is judged there, save for a key into its own table, of which a single statement does not tell. */
function isToldOfSql(key: ForeignKey, table: Table, on: ObjectContext<unknown>): boolean {
  if (sameName(key.references, table)) return false;
  return !isDeclared(key.origin) || on.isGenerated({ kind: 'constraint', table, name: key.name }) === 'yes';
}

function isNew(key: ForeignKey, table: Table, on: ObjectContext<unknown>): boolean {
  return on.isGenerated({ kind: 'constraint', table, name: key.name }) === 'no';
}

/**
 * drizzle-kit 0.31 writes foreign keys before indexes, and before unique constraints of tables that are there already; those
 * of a new table stand inside its CREATE TABLE.
 */
function isMadeLater({ constraint, name, schema }: IndexShape, parent: Table, on: ObjectContext<unknown>): boolean {
  if (constraint === null) return on.isGenerated({ kind: 'index', schema, name }) === 'no';
  if (constraint !== 'unique' || on.isGenerated({ kind: 'table', schema: parent.schema, name: parent.name }) !== 'yes') return false;
  return on.isGenerated({ kind: 'constraint', table: parent, name }) === 'no';
}

function inNewTable({ schema, name }: Table, on: ObjectContext<unknown>): string {
  return on.isGenerated({ kind: 'table', schema, name }) === 'no' ? ', or declare it with unique()' : '';
}
