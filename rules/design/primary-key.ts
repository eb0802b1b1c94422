import { matches, rule, sameName, show, textsOption, v } from '#rule';
import type { Catalog, Table } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, whose rows nobody ever needs to tell apart: logs, staging.'),
});

export default rule({
  id: 'design/primary-key',
  title: 'Give every table a primary key',
  why: 'Nothing tells two equal rows apart: an UPDATE or DELETE meant for one hits both, a retried INSERT doubles a row, and once the table is published for logical replication Postgres refuses every UPDATE and DELETE of it.',
  instead: 'Declare `.primaryKey()` on the column, or `primaryKey({ columns: [...] })` over the columns, that tell its rows apart.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: [
    'Temporary and foreign tables; partitions, which have the key of their parent.',
    'A table that could not be read whole.',
    'Tables that match `ignore`.',
    'A table with a unique constraint or index over columns that are NOT NULL is told of as information: it can take that as its key.',
  ],
  options,
  examples: [
    {
      bad: { schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), title: text('title') });
export const readerNote = pgTable('reader_note', { book: integer('book_id').notNull(), note: text('note').notNull() });` },
    },
    {
      bad: 'create table loan (book_id integer); create publication loans for table loan; update loan set book_id = 7;',
      claims: { fails: '55000' },
    },
    {
      given: 'create table book (id integer primary key); create table keyword (id integer primary key);',
      bad: 'create table book_keyword (book_id integer not null references book, keyword_id integer not null references keyword);',
    },
    { bad: 'create table reader (card text not null unique);' },
    { bad: 'create table reader (card text not null); create unique index reader_card_idx on reader (card);' },
    { bad: 'create table reader (card text unique);' },
    { bad: "create table reader (card text not null); create unique index reader_card_idx on reader (card) where card <> '';" },
    { good: { schema: `import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { book: integer('book_id'), reader: integer('reader_id') }, (t) => [primaryKey({ columns: [t.book, t.reader] })]);` } },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
declare function columnsOf(table: string): Record<string, never>;
export const loan = pgTable('loan', { ...columnsOf('loan'), book: integer('book_id') });` } },
    { good: 'create table loan (book_id integer); alter table loan add primary key (book_id);' },
    { good: 'create temporary table arrived (line text);' },
    { good: `create extension file_fdw; create server files foreign data wrapper file_fdw;
create foreign table arrived (line text) server files options (filename 'arrived.csv');` },
    { good: `create table loan (id integer, day date, primary key (id, day)) partition by range (day);
create table loan_old partition of loan for values from (minvalue) to ('2020-01-01');` },
    { good: 'create table request_log (line text);', options: { ignore: ['*_log'] } },
  ],
  check: {
    table(table, on) {
      if (table.origin === null || table.partial || table.persistence === 'temporary') return;
      if (table.kind === 'foreign' || table.partitionOf !== null || matches(on.options.ignore, table)) return;
      if (table.constraints.some(({ kind }) => kind === 'primaryKey')) return;
      const unique = uniqueNotNull(table, on.catalog);
      if (unique !== null) {
        return {
          at: table.origin,
          level: 'info',
          text: `Table ${show(table)} has no primary key; the unique columns (${unique.join(', ')}) can be its key.`,
          instead: `Declare (${unique.join(', ')}) as the primary key in the place of the unique constraint or index.`,
        };
      }
      const pair = joined(table);
      return {
        at: table.origin,
        text: `Table ${show(table)} has no primary key.`,
        ...(pair === null ? {} : { instead: `Declare \`primaryKey({ columns: [...] })\` over (${pair.join(', ')}), which keeps each pair from being there twice.` }),
      };
    },
  },
});

/** The columns of a unique constraint or index that no two rows can share. */
function uniqueNotNull(table: Table, { indexes }: Catalog): readonly string[] | null {
  const ofConstraints = table.constraints.flatMap((one) => (one.kind === 'unique' ? [one.columns] : []));
  const ofIndexes = [...indexes.values()].filter((one) => one.unique && one.where === null && sameName(one.table, table))
    .map(({ keys }) => keys.flatMap(({ column }) => column ?? []).slice(0, keys.every(({ column }) => column !== null) ? keys.length : 0));
  const required = new Set(table.columns.filter(({ notNull }) => notNull).map(({ name }) => name));
  return [...ofConstraints, ...ofIndexes].find((columns) => columns.length > 0 && columns.every((name) => required.has(name))) ?? null;
}

/** The columns of a table that joins two others. */
function joined({ constraints, columns }: Table): readonly string[] | null {
  const keys = constraints.flatMap((one) => (one.kind === 'foreignKey' && one.columns.length === 1 ? one.columns : []));
  const required = columns.filter(({ name, notNull }) => notNull && keys.includes(name)).map(({ name }) => name);
  return required.length === 2 && keys.length === 2 ? required : null;
}
