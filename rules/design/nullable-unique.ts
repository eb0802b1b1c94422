import { indexesOf, isDeclared, isPartitioned, keyOf, matches, rule, show, textsOption, v, wordsOfName } from '#rule';
import type { Catalog, Column, ObjectContext, Remedy, Report, Table } from '#rule';

const options = v.object({
  columns: v.optional(v.pipe(
    v.picklist(['scope', 'any']),
    v.description('Which nullable columns are reported: `scope`, those that say within what the others are unique (foreign keys, dates, booleans); `any`, those of every unique index, a single one too.'),
  ), 'scope'),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that may hold such rows twice.'),
});
type Options = v.InferOutput<typeof options>;

const soft = 'create table reader (id integer primary key, email text not null, deleted_at timestamptz';

export default rule({
  id: 'design/nullable-unique',
  title: 'Let no null slip past a unique constraint',
  why: 'To a unique index no null equals another: two rows with the same values and a null beside them are both let in, so what was to be unique is there twice.',
  instead: 'Declare NULLS NOT DISTINCT (PostgreSQL 15), make the column NOT NULL, or make an index of its own for the rows without: `uniqueIndex().on(…).where(sql`column is null`)`.',
  level: 'warn',
  silent: [
    'NULLS NOT DISTINCT.',
    'A single nullable column: many rows without a value, and none twice, is what is meant. `columns: "any"` reports it.',
    'A nullable column that is itself what must not come twice: an optional slug or external id within its owner. `columns: "any"` reports it.',
    'A partial index, whatever its predicate; and where another partial unique index covers the rows without a value.',
    'A check that names the nullable column and speaks of null.',
    'A foreign key ON DELETE SET NULL: what it let go of is in no scope any more.',
    'Two unique constraints for two such keys, one or the other of which a row has: a file of a book or of a reader.',
    'A unique constraint over a key, or over columns of another unique constraint, that is unique without the rest.',
    'The place of a row under its parent, `position` or `sort_order`: without a parent there is no order to keep.',
    'A table that could not be read whole, and tables that match `ignore`.',
  ],
  options,
  examples: [
    { bad: { schema: `import { pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
export const reader = pgTable('reader', { email: text('email').notNull(), deletedAt: timestamp('deleted_at') }, (t) => [
  unique().on(t.email, t.deletedAt),
]);` }, postgres: 16 },
    { bad: { schema: `import { integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const library = pgTable('library', { id: integer('id').primaryKey() });
export const shelf = pgTable('shelf', { mark: text('mark').notNull(), library: integer('library_id').references(() => library.id) }, (t) => [
  uniqueIndex('shelf_mark_idx').on(t.library, t.mark),
]);` } },
    { bad: `${soft}); create unique index reader_email_idx on reader (email, deleted_at);` },
    { bad: 'create table reader (id integer primary key, email text unique);', options: { columns: 'any' } },
    { good: { schema: `import { pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
export const reader = pgTable('reader', { email: text('email').notNull(), deletedAt: timestamp('deleted_at') }, (t) => [
  unique().on(t.email, t.deletedAt).nullsNotDistinct(),
]);` }, postgres: 16 },
    { good: `${soft}); create unique index reader_email_idx on reader (email) where deleted_at is null;` },
    { good: `${soft}); create unique index reader_email_idx on reader (email, deleted_at);
create unique index reader_kept_email_idx on reader (email) where deleted_at is null;` },
    { good: `${soft}, card text unique, library_id integer not null, slug text, unique (library_id, slug));` },
    { good: `${soft}, unique (email, deleted_at), check (deleted_at is not null));` },
    { good: `create table library (id integer primary key);
create table shelf (mark text not null, library_id integer references library on delete set null, unique (library_id, mark));` },
    { good: `create table library (id integer primary key); create table archive (id integer primary key);
create table shelf (mark text not null, library_id integer references library, archive_id integer references archive,
  unique (library_id, mark), unique (archive_id, mark));` },
    { good: `${soft}, unique (id, deleted_at));` },
    { good: `${soft}, unique (email), unique (email, deleted_at));` },
    { good: `create table library (id integer primary key);
create table shelf (library_id integer references library, sort_order integer not null, unique (library_id, sort_order));` },
    { good: `${soft}, unique (email, deleted_at));`, options: { ignore: ['reader'] } },
  ],
  check: {
    constraint(constraint, table, on) {
      if (constraint.kind !== 'unique' || constraint.origin === null || constraint.nullsNotDistinct) return;
      const keys = constraint.columns;
      return report({ what: `Unique ${constraint.name}`, keys, at: constraint.origin, makes: 'constraint' }, table, on);
    },
    index(index, on) {
      const table = on.catalog.tables.get(keyOf(index.table));
      if (table === undefined || !index.unique || index.where !== null || index.nullsNotDistinct || index.origin === null) return;
      const keys = index.keys.map(({ column }) => column);
      if (!keys.every((column) => column !== null)) return;
      return report({ what: `Unique index ${index.name}`, keys, at: index.origin, makes: 'index' }, table, on);
    },
  },
});

interface UniqueKeys {
  readonly what: string;
  readonly keys: readonly string[];
  readonly at: Report['at'];
  readonly makes: 'constraint' | 'index';
}

function report({ what, keys, at, makes }: UniqueKeys, table: Table, on: ObjectContext<Options>): Report | undefined {
  if (table.partial || matches(on.options.ignore, table) || holdsKey(keys, table)) return;
  const nullable = nullableOf(keys, table, on);
  if (nullable.length === 0 || isOrder(keys, nullable, table) || isSeenTo(nullable, keys, table, on.catalog)) return;
  const names = nullable.join(' or ');
  const others = keys.filter((key) => !nullable.includes(key));
  return {
    at,
    text: others.length === 0 ? `${what} of ${show(table)} (${keys.join(', ')}) lets equal rows in as long as ${names} is null.`
      : `${what} of ${show(table)} (${keys.join(', ')}) lets the same ${others.join(', ')} in again and again where ${names} is null.`,
    ...remedies(at, makes, table, on),
  };
}

function nullableOf(keys: readonly string[], table: Table, { options: { columns: which } }: ObjectContext<Options>): readonly string[] {
  if (which === 'scope' && keys.length < 2) return [];
  return keys.filter((name) => {
    const column = table.columns.find((one) => one.name === name);
    return column !== undefined && !column.notNull && column.generated === null && (which === 'any' || isScope(column, table));
  });
}

/** A primary key among the columns: then no two rows are alike whatever the rest is. */
function holdsKey(keys: readonly string[], table: Table): boolean {
  return table.constraints.some((one) => one.kind === 'primaryKey' && one.columns.every((column) => keys.includes(column)));
}

const scopes = /^(?:date|timestamp.*|time.*|boolean)$/;

/** It tells apart to whom, or when, the other columns belong; it is no name or number that somebody gave. */
function isScope(column: Column, table: Table): boolean {
  const foreign = table.constraints.filter((one) => one.kind === 'foreignKey').filter(({ columns }) => columns.includes(column.name));
  if (foreign.some(({ onDelete }) => onDelete === 'set null')) return false;
  return foreign.length > 0 || scopes.test(column.type.replace(/\(\d+\)/, ''));
}

/** Somebody thought of the rows without a value: another unique index has them, or a check forbids them. */
function isSeenTo(nullable: readonly string[], keys: readonly string[], table: Table, catalog: Catalog): boolean {
  const required = keys.filter((key) => !nullable.includes(key));
  const hasOther = indexesOf(catalog, table).some(({ unique, where, keys: others }) => {
    const columns = others.flatMap(({ column }) => column ?? []);
    if (!unique) return false;
    if (where !== null) return columns.every((column) => keys.includes(column));
    if (isAmong(columns, required)) return true;
    const isArc = columns.length === keys.length && required.length > 0 && required.every((column) => columns.includes(column));
    return isArc && !nullable.some((column) => columns.includes(column));
  });
  return hasOther || table.constraints.some((one) => one.kind === 'check' && /null/i.test(one.expression.text)
    && nullable.some((name) => one.expression.columns?.includes(name) ?? one.expression.text.includes(name)));
}

/** Unique by themselves: then the rest is so whatever the column without a value says. */
function isAmong(columns: readonly string[], required: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => required.includes(column));
}

/** Rows in their order under a parent: without one there is none to keep. */
function isOrder(keys: readonly string[], nullable: readonly string[], table: Table): boolean {
  return keys.some((key) => !nullable.includes(key) && orders.has(wordsOfName(key).at(-1) ?? '')
    && table.columns.some(({ name, type }) => name === key && /^(?:smallint|integer|bigint|numeric|real|double precision)/.test(type)));
}

const orders: ReadonlySet<string> = new Set(['index', 'no', 'number', 'order', 'ordinal', 'position', 'rank', 'seq', 'sequence']);

function remedies(
  at: Report['at'], makes: 'constraint' | 'index', table: Table, { postgres, catalog }: ObjectContext<Options>,
): { readonly suggestions?: readonly Remedy[] } {
  if (makes === 'index' || postgres < 15 || !isDeclared(at) || isPartitioned(table, catalog)) return {};
  return { suggestions: [{
    text: 'Add .nullsNotDistinct(): the next migration makes the constraint anew, and fails while there are such rows.',
    amendment: { kind: 'nullsNotDistinct', at },
  }] };
}
