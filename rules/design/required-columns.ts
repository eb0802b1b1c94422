import { isAskedForColumns, isOtherwise, matches, missingColumns, rule, show, textsOption, v } from '#rule';
import type { Column, Report, Table } from '#rule';

const column = v.object({
  type: v.optional(v.pipe(v.string(), v.description('As Postgres prints it, or by its short name: `timestamp with time zone`, `timestamptz`.'))),
  notNull: v.optional(v.pipe(v.boolean(), v.description('Whether it must be NOT NULL.'))),
});

const options = v.object({
  columns: v.optional(v.pipe(
    v.record(v.string(), column),
    v.description('By the name of the column: `{ "created_at": { "type": "timestamp with time zone", "notNull": true } }`.'),
  ), {}),
  minColumns: v.optional(v.pipe(
    v.number(), v.integer(), v.minValue(1),
    v.description('A table with fewer columns, those required apart, is a lookup table and needs none of them.'),
  ), 3),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that need none: those of an authentication library, say.'),
});
type Options = v.InferOutput<typeof options>;

const required = { columns: { created_at: { type: 'timestamp with time zone', notNull: true } } };

export default rule({
  id: 'design/required-columns',
  title: 'Give every table the columns that the team agreed on',
  why: 'When a row came and when it changed is asked for in every incident, and cannot be told afterwards.',
  instead: 'Add the columns, or spread the object in which the project keeps them.',
  level: 'off',
  presets: { conventions: 'warn' },
  silent: [
    'Without `columns` in its options.',
    'A table that joins others: but for what is required, all its columns belong to foreign keys.',
    'A table of fewer columns than `minColumns`, which is a list of values.',
    'Partitions, tables that inherit, foreign and temporary tables, and a table that could not be read whole.',
    'Tables that match `ignore`.',
  ],
  options,
  examples: [
    { options: required, bad: { schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), title: text('title'), isbn: text('isbn') });` } },
    { options: required, bad: { schema: `import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  title: text('title'),
  isbn: text('isbn'),
  createdAt: timestamp('created_at').notNull(),
});` } },
    { options: required, bad: 'create table book (id integer primary key, title text, isbn text, created_at timestamptz);' },
    { options: required, good: { schema: `import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
const kept = { createdAt: timestamp('created_at', { withTimezone: true }).notNull() };
export const book = pgTable('book', { id: integer('id').primaryKey(), title: text('title'), isbn: text('isbn'), ...kept });
export const genre = pgTable('genre', { id: integer('id').primaryKey(), name: text('name') });
export const bookGenre = pgTable('book_genre', {
  bookId: integer('book_id').references(() => book.id),
  genreId: integer('genre_id').references(() => genre.id),
  addedTo: integer('added_to').references(() => book.id),
});` } },
    { good: { schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey(), title: text('title'), isbn: text('isbn') });` } },
    { options: required, good: `create table loan (id integer, book text, day date, created_at timestamptz not null) partition by range (day);
create table loan_2026 partition of loan for values from ('2026-01-01') to ('2027-01-01');` },
    { options: { columns: { created_at: { type: 'timestamptz(3)' }, isbn: { type: 'varchar(13)' } } }, good: `create table book (
  id integer primary key, title text, edition integer, isbn character varying(13), created_at timestamp(3) with time zone
);` },
    { options: { ...required, ignore: ['session'] }, good: 'create table session (id text primary key, token text, expires timestamptz);' },
    { options: { ...required, minColumns: 5 }, good: 'create table genre (id integer primary key, name text, place integer);' },
  ],
  check: {
    table(table, { options: chosen }) {
      if (table.origin === null || matches(chosen.ignore, table) || !isAskedForColumns(table, chosen)) return;
      const missing = missingColumns(table, chosen);
      const lack: readonly Report[] = missing.length === 0 ? []
        : [{ at: table.origin, text: `Table ${show(table)} has no ${missing.join(', ')}.` }];
      return [...lack, ...table.columns.flatMap((found) => {
        const wanted = Object.hasOwn(chosen.columns, found.name) ? chosen.columns[found.name] : undefined;
        return wanted === undefined ? [] : differing(found, wanted, table);
      })];
    },
  },
});

function differing(found: Column, wanted: Options['columns'][string], table: Table): readonly Report[] {
  if (found.origin === null || !isOtherwise(found, wanted)) return [];
  const [has, needs] = [inWords(found), inWords({ type: wanted.type ?? found.type, notNull: wanted.notNull ?? found.notNull })];
  return [{
    at: found.origin, instead: `Declare it ${needs}, as other tables have it.`,
    text: `Column ${show(table)}.${found.name} is ${has}; the team agreed on ${needs}.`,
  }];
}

function inWords({ type, notNull }: Pick<Column, 'type' | 'notNull'>): string {
  return `${type}, ${notNull ? 'NOT NULL' : 'nullable'}`;
}
