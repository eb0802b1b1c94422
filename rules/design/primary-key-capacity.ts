import {
  isDeclared, isInExpressions, keyOf, listed, matches, numberingOf, retyped, rule, sameName, show, tellsOf, textsOption, v,
} from '#rule';
import type { Catalog, Column, ColumnOfTable, Related, Sequence, Table } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that stay small for good: lookup tables.'),
});

/** https://www.postgresql.org/docs/current/datatype-numeric.html */
const last: Readonly<Record<string, string>> = { smallint: '32767', integer: '2147483647' };

export default rule({
  id: 'design/primary-key-capacity',
  title: 'Count rows in bigint',
  why: 'A sequence gives each number once, and numbers of rolled back or conflicting INSERTs are lost: at the last one every INSERT fails. By then the change of type rewrites the table and all that refer to it, with every access to them blocked.',
  instead: 'Declare it, and the columns that refer to it, as `bigint("…", { mode: "number" })` while they are new: 8 bytes instead of 4, of which alignment takes back most.',
  level: 'off',
  // Which table will see two thousand million rows no schema says: of real ones a third.
  presets: { strict: 'info', conventions: 'info' },
  silent: [
    'Numbers that no sequence gives: years, counts, natural keys, keys that refer to another table.',
    'Tables that match `ignore`.',
    'The columns that refer to a key are told of with the key.',
  ],
  options,
  examples: [
    {
      bad: {
        schema: `import { integer, pgTable, serial } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: serial('id').primaryKey(), year: integer('year').notNull() });
export const loan = pgTable('loan', { book: integer('book_id').primaryKey().references(() => book.id) });`,
        migrations: { '0000_readers': { up: 'create table reader (name text);', down: 'drop table reader;' } },
      },
      fixed: `import { bigint, bigserial, integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: bigserial('id', { mode: 'number' }).primaryKey(), year: integer('year').notNull() });
export const loan = pgTable('loan', { book: bigint('book_id', { mode: 'number' }).primaryKey().references(() => book.id) });`,
    },
    {
      bad: {
        schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey().generatedAlwaysAsIdentity() });`,
        migrations: { '0000_books': { up: 'create table book (id integer generated always as identity primary key);', down: 'drop table book;' } },
      },
    },
    {
      bad: `create table book (id smallserial primary key);
select setval('book_id_seq', 32767);
insert into book default values;`,
      fixed: `create table book (id bigserial primary key);
select setval('book_id_seq', 32767);
insert into book default values;`,
      claims: { fails: '2200H' },
    },
    { bad: 'create table book (id bigint); create sequence shelf_mark as integer;' },
    {
      given: 'create table book (id serial primary key);',
      bad: `alter table book alter column id type bigint;
select setval('book_id_seq', 2147483647);
insert into book default values;`,
      claims: { fails: '2200H' },
    },
    { good: 'create table book (id bigint generated always as identity primary key, year integer);' },
    { good: 'create table edition (year integer primary key); create table book (id uuid primary key, year integer references edition);' },
    { good: 'create table language (id smallserial primary key, name text);', options: { ignore: ['language'] } },
    {
      given: 'create table book (id integer generated always as identity primary key);',
      good: 'alter table book alter column id type bigint;',
    },
  ],
  check: {
    column(column, table, on) {
      if (column.origin === null || matches(on.options.ignore, table) || !tellsOf(column, table, on)) return;
      const end = last[column.type];
      const numbering = numberingOf(column, table, on.catalog);
      if (end === undefined || numbering === null) return;
      const references = referring({ table, column }, on.catalog);
      const isWith = references.length > 0;
      return {
        at: column.origin,
        text: `Column ${column.name} of ${show(table)} counts to ${end} as ${column.type}.`,
        instead: adviceFor({ table, column }, references),
        related: references.flatMap(relatedTo),
        ...retyped({
          columns: [column, ...references.map((one) => one.column)].filter(({ type }) => type in last), to: 'bigint',
          text: isWith ? 'Make it bigint, and what refers to it' : 'Make it bigint',
          // drizzle-kit writes SET DATA TYPE bigserial, which Postgres refuses: no such type.
          // A view, a policy or a generated column that reads it makes Postgres refuse the change (0A000).
          later: numbering === 'serial' || [{ table, column }, ...references].some((one) => isInExpressions(on.catalog, one.table, one.column.name)) ? null : `the migration that follows rewrites ${isWith ? 'each of the tables' : 'the table'}, and blocks every access until then`,
        }, on),
      };
    },
    sequence(sequence, { catalog, options: { ignore } }) {
      const end = last[sequence.type];
      if (sequence.origin === null || end === undefined || matches(ignore, sequence)) return;
      const { ownedBy } = sequence;
      if (ownedBy === null) {
        return {
          at: sequence.origin, text: `Sequence ${show(sequence)} counts to ${end} as ${sequence.type}.`,
          instead: 'Make it bigint, which a sequence is where it does not say otherwise.',
        };
      }
      if (matches(ignore, ownedBy.table) || !countsBigint(sequence, catalog)) return;
      return {
        at: sequence.origin,
        text: `Sequence ${show(sequence)} still counts to ${end}, though the column that it counts, ${ownedBy.column} of ${show(ownedBy.table)}, is bigint.`,
        instead: `ALTER SEQUENCE ${show(sequence)} AS bigint; it blocks nobody for long.`,
      };
    },
  },
});

function adviceFor({ table, column }: ColumnOfTable, references: readonly ColumnOfTable[]): string {
  const own = isDeclared(column.origin) ? '`bigint("…", { mode: "number" })`' : 'bigint';
  const others = references.filter((one) => one.column.type in last).map((one) => `${show(one.table)}.${one.column.name}`);
  const what = others.length === 0 ? column.name : `${column.name} and what refers to it (${listed(others)})`;
  return `Make ${what} ${own} before ${show(table)} has rows; put the table under \`ignore\` if it stays small for good.`;
}

/** Every column that refers to one, through however many tables. */
function referring(key: ColumnOfTable, catalog: Catalog): readonly ColumnOfTable[] {
  const found: ColumnOfTable[] = [key];
  for (const one of found) {
    const more = directly(one, catalog).filter((other) => !found.some(({ column }) => column === other.column));
    found.push(...more);
  }
  return found.slice(1);
}

function directly({ table, column }: ColumnOfTable, { tables }: Catalog): readonly ColumnOfTable[] {
  return [...tables.values()].flatMap((other) => other.constraints.flatMap((constraint) => {
    if (constraint.kind !== 'foreignKey' || !sameName(constraint.references, table)) return [];
    const place = constraint.referencedColumns.indexOf(column.name);
    return columnNamed(other, constraint.columns[place]).map((found) => ({ table: other, column: found }));
  }));
}

function columnNamed({ columns }: Table, wanted: string | undefined): readonly Column[] {
  return columns.filter(({ name }) => name === wanted);
}

function relatedTo({ table, column }: ColumnOfTable): readonly Related[] {
  return column.origin === null ? [] : [{ at: column.origin, text: `Column ${column.name} of ${show(table)} refers to it:` }];
}

/** The type of an identity's sequence is that of its column always. */
function countsBigint({ ownedBy }: Sequence, catalog: Catalog): boolean {
  const table = ownedBy === null ? undefined : catalog.tables.get(keyOf(ownedBy.table));
  return table !== undefined && columnNamed(table, ownedBy?.column).some((column) =>
    column.type === 'bigint' && numberingOf(column, table, catalog) === 'serial');
}
