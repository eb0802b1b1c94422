import { columnsAt, isDeclared, keyOf, keyTypes, listed, numberingOf, retyped, rule, sameName, show } from '#rule';
import type { Column, ForeignKey, KeyTypes, ObjectContext, Report, Table } from '#rule';

const books = 'create table book (id bigint primary key, isbn text unique);';

export default rule({
  id: 'design/foreign-key-type',
  title: 'Give a foreign key the type of the column it refers to',
  why: 'Postgres takes a key of another type where it can compare the two: an integer key stops at 2147483647 while the bigint that it refers to goes on, and a key that must be cast for each comparison is found by no index.',
  instead: 'Declare the column with the type of the one it refers to.',
  level: 'warn',
  silent: [
    'A key of the wider type: bigint that refers to integer. It holds whatever the other one does.',
    'Texts: `varchar(20)`, `varchar` and `text` compare alike and share their indexes.',
    'Serials count as the integers they are, domains as the type under them.',
    'Types of extensions, and a type or table that is not known.',
    'SQL that Postgres refuses: `safety/fails-always` reports it.',
  ],
  examples: [
    { bad: { schema: `import { bigserial, integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: bigserial('id', { mode: 'number' }).primaryKey() });
export const loan = pgTable('loan', { bookId: integer('book_id').references(() => book.id) });` } },
    {
      bad: {
        schema: `import { bigserial, integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: bigserial('id', { mode: 'number' }).primaryKey() });
export const loan = pgTable('loan', { bookId: integer('book_id').references(() => book.id) });`,
        migrations: { '0000_books': { up: 'create table book (id bigserial primary key);', down: 'drop table book;' } },
      },
      fixed: `import { bigint, bigserial, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: bigserial('id', { mode: 'number' }).primaryKey() });
export const loan = pgTable('loan', { bookId: bigint('book_id', { mode: 'number' }).references(() => book.id) });`,
    },
    { good: { schema: `import { bigint, bigserial, integer, pgTable, serial, text, varchar } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: bigserial('id', { mode: 'number' }).primaryKey(), isbn: text('isbn').unique() });
export const shelf = pgTable('shelf', { id: serial('id').primaryKey() });
export const loan = pgTable('loan', {
  bookId: bigint('book_id', { mode: 'number' }).references(() => book.id),
  isbn: varchar('isbn', { length: 20 }).references(() => book.isbn),
  shelfId: integer('shelf_id').references(() => shelf.id),
  oldShelfId: bigint('old_shelf_id', { mode: 'number' }).references(() => shelf.id),
});` } },
    { given: books, bad: 'create table loan (book_id integer references book (id));' },
    { given: books, good: 'create domain isbn as text; create table loan (book_id bigint references book (id), isbn isbn references book (isbn));' },
    { given: 'create table book (id numeric primary key);', bad: 'create table loan (book_id bigint references book (id));' },
    { bad: { schema: `import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: uuid('id').primaryKey() });
export const loan = pgTable('loan', { bookId: text('book_id').references(() => book.id) });` } },
    { given: 'create table book (id uuid primary key);', good: 'create table loan (book_id text references book (id));', claims: { fails: '42804' } },
    { good: { schema: `import { customType, pgTable, text, uuid } from 'drizzle-orm/pg-core';
const mark = customType<{ data: string }>({ dataType: () => 'citext' });
export const book = pgTable('book', { mark: mark('mark').primaryKey() });
export const loan = pgTable('loan', { mark: text('mark').references(() => book.mark) });` } },
  ],
  check: {
    constraint(constraint, table, on) {
      const parent = constraint.kind === 'foreignKey' ? on.catalog.tables.get(keyOf(constraint.references)) : undefined;
      if (constraint.kind !== 'foreignKey' || constraint.origin === null || parent === undefined) return;
      const pairs = pairsOf(constraint, table, parent, on);
      const [worst] = pairs.toSorted((left, right) => order.indexOf(left.types) - order.indexOf(right.types));
      return worst === undefined ? undefined : report(worst, constraint, { table, parent }, constraint.origin, on);
    },
  },
});

interface Pair {
  readonly own: Column;
  readonly referred: Column;
  readonly types: KeyTypes;
}

const order: readonly KeyTypes[] = ['refused', 'cast', 'narrower', 'shorter', 'alike', 'unknown'];

function pairsOf(key: ForeignKey, table: Table, parent: Table, { catalog }: ObjectContext<unknown>): readonly Pair[] {
  return key.columns.flatMap((name, place) => {
    const own = table.columns.find((column) => column.name === name);
    const referred = parent.columns.find((column) => column.name === key.referencedColumns[place]);
    if (own === undefined || referred === undefined) return [];
    return [{ own, referred, types: keyTypes(own.type, referred.type, catalog) }];
  });
}

function report(
  { own, referred, types }: Pair, key: ForeignKey, { table, parent }: { readonly table: Table; readonly parent: Table },
  at: Report['at'], on: ObjectContext<unknown>,
): Report | undefined {
  const what = `Foreign key ${show(table)} (${key.columns.join(', ')}) to ${show(parent)}`;
  const target = sameName(table, parent) ? referred.name : `${show(parent)}.${referred.name}`;
  const both = `${own.name} is ${own.type}, ${target} ${referred.type}`;
  const instead = `Make ${show(table)}.${own.name} ${referred.type}.`;
  switch (types) {
    case 'narrower':
      return { at, instead, text: `${what}: ${both}, so the key ends at ${mostOf(own.type)}.`, ...remedies(own, referred, table, on) };
    case 'cast':
      return { at, instead, text: `${what}: ${both}. Postgres casts ${own.name} to compare the two, so no index of it serves the key.` };
    case 'refused':
      if (!isDeclared(at) || on.isGenerated({ kind: 'constraint', table, name: key.name }) === 'yes') return;
      return { at, instead, level: 'error', text: `${what}: ${both}. Postgres refuses it, for it has no way to compare the two.` };
    case 'shorter':
    case 'alike':
    case 'unknown':
      return;
    default:
      return types satisfies never;
  }
}

/** The table's new column may be of another type for nothing; one that is there is written anew, under a lock. */
function remedies(own: Column, referred: Column, table: Table, on: ObjectContext<unknown>): Pick<Report, 'fix' | 'suggestions'> {
  if (referred.type !== 'bigint' || !isDeclared(own.origin)) return {};
  const tables = columnsAt(on.catalog, own.origin).map((one) => show(one.table));
  // drizzle-kit writes SET DATA TYPE bigserial, which Postgres refuses: no such type.
  const later = numberingOf(own, table, on.catalog) === 'serial' ? null
    : `the next migration writes ${listed(tables)} anew, and nobody reads ${tables.length === 1 ? 'it' : 'them'} meanwhile`;
  return retyped({ columns: [own], to: 'bigint', text: 'Make it bigint', later }, on);
}

function mostOf(type: string): string {
  return type === 'smallint' ? '32767' : '2147483647';
}
