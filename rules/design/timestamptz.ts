import { isDeclared, isInExpressions, matchesColumn, retyped, rule, sameName, show, tellsOf, textsOption, v } from '#rule';
import type { Catalog, ColumnOfTable, ObjectContext } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of columns that hold the time of a place, or that somebody else declares: `opening.*`, `*.starts_at`.'),
});
type Options = v.InferOutput<typeof options>;

export default rule({
  id: 'design/timestamptz',
  title: 'Give a timestamp its time zone',
  why: 'A timestamp without time zone is the reading of a clock, and nobody knows of which: `now()` writes that of the session, code in another zone reads another moment, and an hour of every autumn comes twice.',
  instead: 'Declare `timestamp("…", { withTimezone: true })`: Postgres stores the moment, in as many bytes.',
  level: 'off',
  presets: { strict: 'warn', conventions: 'warn' },
  silent: [
    'A name that says so: `local` is one of its words.',
    'Columns that match `ignore`.',
    'Columns that tables share are told of once, at their place.',
  ],
  options,
  examples: [
    {
      bad: {
        schema: `import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', {
  reader: text('reader'),
  lentAt: timestamp('lent_at', { precision: 3 }).notNull().defaultNow(),
});`,
        migrations: { '0000_readers': { up: 'create table reader (name text);', down: 'drop table reader;' } },
      },
      fixed: `import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', {
  reader: text('reader'),
  lentAt: timestamp('lent_at', { precision: 3, withTimezone: true }).notNull().defaultNow(),
});`,
    },
    {
      bad: {
        schema: `import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
const times = { createdAt: timestamp('created_at').notNull() };
export const author = pgTable('author', { name: text('name'), ...times });
export const book = pgTable('book', { title: text('title'), ...times });`,
        migrations: { '0000_readers': { up: 'create table reader (name text);', down: 'drop table reader;' } },
      },
      fixed: `import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
const times = { createdAt: timestamp('created_at', { withTimezone: true }).notNull() };
export const author = pgTable('author', { name: text('name'), ...times });
export const book = pgTable('book', { title: text('title'), ...times });`,
    },
    {
      bad: 'create table loan (id integer, lent_at timestamp(3) without time zone not null default now());',
      fixed: 'create table loan (id integer, lent_at timestamp(3) with time zone not null default now());',
    },
    {
      given: 'create table loan (id integer);',
      bad: 'alter table loan add column returned_at TIMESTAMP;',
      fixed: 'alter table loan add column returned_at TIMESTAMPTZ;',
    },
    { bad: "create table loan (lent_at timestamp default (now() at time zone 'utc'));" },
    { bad: "create table loan (lent_at timestamp default '2026-01-01 09:00');" },
    { bad: 'create table loan (book_id integer, lent_at timestamp) partition by range (lent_at);' },
    { bad: "create table loan (lent_at timestamp); create view day_lent as select date_trunc('day', lent_at) from loan;" },
    { bad: 'create table loan (lent_at timestamp, lent_on date generated always as (lent_at::date) stored);' },
    { good: 'create table opening (place text, opens_at_local timestamp, opened_at timestamptz);' },
    { good: 'create table opening (place text, opens_at timestamp);', options: { ignore: ['opening.*'] } },
    { good: { schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { lentAt: timestamp('lent_at', { withTimezone: true }), openedLocal: timestamp() });` } },
  ],
  check: {
    column(column, table, on) {
      if (column.origin === null || !/^timestamp(?:\(\d\))? without time zone/.test(column.type)) return;
      if (isLocal(column.name) || matchesColumn(on.options.ignore, table, column.name) || !tellsOf(column, table, on)) return;
      return {
        at: column.origin,
        text: `Column ${column.name} of ${show(table)} is a timestamp without time zone.`,
        ...(isDeclared(column.origin) ? {} : { instead: `Make ${column.name} a timestamptz: Postgres stores the moment, in as many bytes.` }),
        ...retyped({
          columns: [column], to: 'timestamptz', text: 'Give it its time zone',
          later: 'the migration that follows takes what is there for times of its session, and rewrites the table if that is not UTC',
          isWhole: (one) => isWhole(one, on),
        }, on),
      };
    },
  },
});

function isLocal(name: string): boolean {
  return name.split(/_|(?<=\p{Ll})(?=\p{Lu})/u).some((word) => word.toLowerCase() === 'local');
}

/** A default that is a clock's reading, and expressions that must not hang on a zone, need a person. */
function isWhole({ table, column }: ColumnOfTable, { catalog }: ObjectContext<Options>): boolean {
  const isClock = /at\s+time\s+zone|timezone\s*\(|localtimestamp|::\s*timestamp\b|'\d{4}-\d\d-\d\d(?:[ T][\d:.]+)?'/i.test(column.default?.text ?? '');
  return !isClock && !isInExpressions(catalog, table, column.name) && !isInForeignKey({ table, column }, catalog);
}

/** Both sides of a foreign key would have to change. */
function isInForeignKey({ table, column: { name } }: ColumnOfTable, { tables }: Catalog): boolean {
  return [...tables.values()].some((other) => other.constraints.some((one) => one.kind === 'foreignKey'
    && ((other === table && one.columns.includes(name)) || (sameName(one.references, table) && one.referencedColumns.includes(name)))));
}
