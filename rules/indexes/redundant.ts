import { isDeclared, keyOf, quoted, quotedName, redundantIndexes, rule, show } from '#rule';
import type { IndexShape, ObjectContext, Redundancy, Remedy, Report, Table } from '#rule';

/** Columns more than this make the other index so much larger that some keep the narrow one. */
const wide = 3;

export default rule({
  id: 'indexes/redundant',
  title: 'Drop an index that another one replaces',
  why: 'Every index is written on every INSERT; one whose columns another index begins with serves no query of its own.',
  instead: 'Remove it, with DROP INDEX CONCURRENTLY where it exists already.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: [
    'What guards something, a unique index or constraint, unless another one guards the same.',
    'Another method, operator class, collation or predicate makes another index, so do columns only one of them includes.',
    'Ascending and descending order, and NULLS FIRST, must agree or be reversed as a whole.',
    'An index that REPLICA IDENTITY or CLUSTER of the table names.',
  ],
  examples: [
    { bad: { schema: `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
export const file = pgTable('dataset_file', { version: integer('version_id'), path: text('path') }, (table) => [
  index('dataset_file_version_id_idx').on(table.version),
  index('dataset_file_version_id_path_idx').on(table.version, table.path),
]);` } },
    { bad: { schema: `import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const file = pgTable('dataset_file', { version: integer('version_id'), path: text('path') }, (table) => [
  index('dataset_file_version_id_idx').on(table.version),
  uniqueIndex('dataset_file_version_id_path_key').on(table.version, table.path),
]);`, migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' } } },
      fixed: `import { integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const file = pgTable('dataset_file', { version: integer('version_id'), path: text('path') }, (table) => [
  uniqueIndex('dataset_file_version_id_path_key').on(table.version, table.path),
]);` },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const person = pgTable('person', { id: integer('id').primaryKey().unique() });`,
    migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' } } },
      fixed: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const person = pgTable('person', { id: integer('id').primaryKey() });` },
    {
      given: 'create table book (id integer primary key, author integer, title text, shelf integer, year integer);',
      bad: 'create index book_author_idx on book (author); create index book_list_idx on book (author, title, shelf, year);',
    },
    {
      given: 'create table book (id integer primary key, isbn text not null unique);',
      good: 'create unique index book_isbn_idx on book (isbn); alter table book replica identity using index book_isbn_idx;',
    },
    {
      given: 'create table book (id integer primary key, author integer, title text);',
      good: 'create index book_author_idx on book (author); create index book_author_title_idx on book (author, title); alter table book cluster on book_author_idx;',
    },
    {
      given: 'create table dataset (id integer primary key, slug text unique);',
      bad: 'create index dataset_slug_idx on dataset (slug);',
      runner: 'neon-http',
    },
    {
      given: 'create table dataset (id integer primary key, slug text, title text);',
      good: 'create index dataset_slug_idx on dataset (slug); create unique index dataset_slug_title_key on dataset (title, slug);',
    },
  ],
  check: {
    table(table, on) {
      return redundantIndexes(on.catalog, table).flatMap((found) => {
        const { redundant } = found;
        return redundant.origin === null ? [] : [{ at: redundant.origin, ...told(found, table, on) }];
      });
    },
  },
});

function told({ redundant, by, kind }: Redundancy, table: Table, on: ObjectContext<unknown>): Omit<Report, 'at'> {
  const what = redundant.constraint === null ? 'Index' : 'Constraint';
  const how = kind === 'duplicate' ? 'is the same as' : 'is the beginning of';
  const isMuchLarger = by.keys.length + by.include.length - redundant.keys.length - redundant.include.length >= wide;
  const fix = removal(redundant, table, on);
  return {
    text: `${what} ${redundant.name} of ${show(table)} ${how} ${by.name}, which serves all its queries.`,
    instead: isGenerated(redundant, table, on) === 'no' ? 'Remove it.' : dropped(redundant, table),
    related: by.origin === null ? [] : [{ at: by.origin, text: `${by.name} is here:` }],
    ...(isMuchLarger ? { level: 'info' } : {}),
    ...(fix === null || isMuchLarger ? {} : { fix }),
  };
}

function dropped(redundant: IndexShape, table: Table): string {
  return redundant.constraint === null
    ? `Remove it; where it exists already: DROP INDEX CONCURRENTLY ${quotedName(redundant)};`
    : `Remove it, unless a foreign key leans on it; where it exists already: ALTER TABLE ${quotedName(table)} DROP CONSTRAINT ${quoted(redundant.name)};`;
}

function isGenerated({ schema, name, constraint }: IndexShape, table: Table, on: ObjectContext<unknown>): 'yes' | 'no' | 'unknown' {
  return constraint === null ? on.isGenerated({ kind: 'index', schema, name }) : on.isGenerated({ kind: 'constraint', table, name });
}

/** While no database has it, and no foreign key can lean on it. */
function removal(redundant: IndexShape, table: Table, on: ObjectContext<unknown>): Remedy | null {
  if (!isDeclared(redundant.origin) || isGenerated(redundant, table, on) !== 'no') return null;
  const isLeanedOn = redundant.unique && [...on.catalog.tables.values()].some(({ constraints }) =>
    constraints.some((one) => one.kind === 'foreignKey' && keyOf(one.references) === keyOf(table)));
  return isLeanedOn ? null : { text: `Remove ${redundant.name}.`, amendment: { kind: 'removeIndex', at: redundant.origin } };
}
